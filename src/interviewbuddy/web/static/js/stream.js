/** Asks a question and reads the answer's server-sent events as they come. */

import { ApiError, call, whenLoaded } from "./api.js";
import { word } from "./words.js";

/**
 * Yields `{event, data}`: first `begun` with the ids the headers name, then the service's own
 * `token`…, now and then a `restart` that takes them back, and `done`. Throws an `ApiError` for its `error`, or where the stream breaks off.
 */
export async function* ask(body, signal, onLoading) {
  const response = await whenLoaded(() => post(body, signal), signal, onLoading);
  yield {
    event: "begun",
    data: {
      message_id: response.headers.get("X-Message-Id"),
      conversation_id: response.headers.get("X-Conversation-Id"),
    },
  };
  for await (const item of events(response.body)) {
    if (item.event === "error") throw new ApiError(item.data.code, item.data.message);
    yield item;
    if (item.event === "done") return;
  }
  throw new ApiError("offline", word("offline"));
}

function post(body, signal) {
  const headers = { "Content-Type": "application/json" };
  return call("POST", "/api/chat", { headers, body: JSON.stringify(body), signal });
}

async function* events(stream) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await read(reader);
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    yield* blocks.map(parse);
    if (done) return;
  }
}

async function read(reader) {
  try {
    return await reader.read();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("offline", word("offline"));
  }
}

function parse(block) {
  const fields = { event: "message", data: "" };
  for (const line of block.split("\n")) {
    const [name, ...value] = line.split(": ");
    if (name in fields) fields[name] = value.join(": ");
  }
  return { event: fields.event, data: JSON.parse(fields.data) };
}
