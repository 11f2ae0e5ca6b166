/** The service's JSON calls. Every failure is an `ApiError` whose message can be shown as it is. */

import { word } from "./words.js";

export class ApiError extends Error {
  /** `body` is all that was answered beside the sentence. */
  constructor(code, message, status = 0, body = {}) {
    super(message);
    Object.assign(this, { code, status, body });
  }
}

/** `fetch`, except that an unreachable service and any answer but 2xx throw an `ApiError`. */
export async function call(method, path, options = {}) {
  let response;
  try {
    response = await fetch(path, { method, ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("offline", word("offline"));
  }
  if (!response.ok) throw await failure(response);
  return response;
}

async function failure(response) {
  try {
    const body = await response.json();
    return new ApiError(body.error.code, body.error.message, response.status, body);
  } catch {
    return new ApiError("unknown", word("failed"), response.status);
  }
}

async function json(path) {
  return (await call("GET", path)).json();
}

/** Sends `body` as JSON; what is answered, or null where that is nothing. */
export async function send(method, path, body, options = {}) {
  const headers = { "Content-Type": "application/json" };
  const response = await call(method, path, { headers, body: JSON.stringify(body), ...options });
  return response.status === 204 ? null : response.json();
}

export const conversations = async () => (await json("/api/conversations")).conversations;
export const conversation = (id) => json(`/api/conversations/${encodeURIComponent(id)}`);
export const deleteConversation = (id) => call("DELETE", `/api/conversations/${encodeURIComponent(id)}`);
/** Declares JSON, without which the service takes no post. */
const POSTED = { headers: { "Content-Type": "application/json" }, body: "{}" };
export const cancel = (messageId) => call("POST", `/api/chat/${encodeURIComponent(messageId)}/cancel`, POSTED);

/** Puts a message's question and answer into the preparation note. */
export const keepInNote = (messageId) => send("POST", "/api/note/items", { message_id: messageId });

export async function questions(conditions) {
  return (await json(`/api/questions?${new URLSearchParams(conditions)}`)).questions;
}

/** Repeats `attempt` until the model is loaded; `onLoading` is told once that there is a wait. */
export async function whenLoaded(attempt, signal, onLoading = () => {}) {
  for (let told = false; ; told = true) {
    try {
      return await attempt();
    } catch (error) {
      if (error.code !== "model_loading") throw error;
      if (!told) onLoading();
      await ready(signal);
    }
  }
}

async function ready(signal) {
  for (;;) {
    await pause(700, signal);
    try {
      return await call("GET", "/readyz", { signal });
    } catch (error) {
      if (error.status !== 503) throw error;
    }
  }
}

/** A rest of so many milliseconds, which `signal` ends with its AbortError. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}
