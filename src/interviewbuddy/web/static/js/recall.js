/** Fetches an earlier conversation; an answer that a reload or another tab left under way is waited for. */

import * as api from "./api.js";

const POLL_MS = 1000;
const POLLS = 60;

/**
 * Gives `show` the messages of conversation `id`, again and again until its last answer has ended,
 * as long as `wanted()` holds. Resolves after the first time; throws if there is no such conversation.
 */
export async function recall(id, wanted, show, failed) {
  if (await once(id, wanted, show)) poll(id, wanted, show).catch(failed);
}

async function poll(id, wanted, show) {
  for (let polls = 0; polls < POLLS; polls += 1) {
    await api.pause(POLL_MS);
    if (!wanted() || !(await once(id, wanted, show))) return;
  }
}

/** True if an answer is still under way. */
async function once(id, wanted, show) {
  const { messages } = await api.conversation(id);
  if (!wanted()) return false;
  show(messages);
  return messages.at(-1)?.finish_reason === null;
}
