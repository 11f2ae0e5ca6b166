/** The note's calls to the service. */

import { call, send } from "../api.js";

const item = (id, action = "") => `/api/note/items/${encodeURIComponent(id)}${action}`;

export const load = async () => (await call("GET", "/api/note")).json();
export const clear = () => call("DELETE", "/api/note");
export const setConditions = (conditions) => send("PATCH", "/api/note", conditions);
export const add = (text) => send("POST", "/api/note/items", { text });
export const change = (id, changes) => send("PATCH", item(id), changes);
export const move = (id, before) => send("POST", item(id, "/move"), { before });
export const grade = (id, how) => send("POST", item(id, "/grade"), { grade: how });
export const suggest = (id, notes) => send("POST", item(id, "/suggestion"), { notes });
export const predict = (text) => send("POST", "/api/predictions", { text });

/** What is often asked of such an applicant, each question as `predict` gives it. */
export async function often(conditions, limit) {
  const path = `/api/questions?${new URLSearchParams({ ...conditions, limit })}`;
  const { questions, follow_ups } = await (await call("GET", path)).json();
  return questions.map((question, i) => ({ question, follow_ups: follow_ups[i] }));
}

/** Goes through even if the page is just being left. */
export const save = (id, answer, revision) => send("PATCH", item(id), { answer, revision }, { keepalive: true });
export const remove = (id) => call("DELETE", item(id), { keepalive: true });

/** What the service takes of a text: without the control characters that slides and PDFs leave in a paste. */
export function sendable(text) {
  const clean = text.replace(/[\v\f]/g, "\n").replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g, "");
  return (clean.toWellFormed?.() ?? clean).normalize("NFC");
}

/** Characters as the service counts them. */
export const length = (text) => [...text].length;
