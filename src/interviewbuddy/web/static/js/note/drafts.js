/**
 * Words the service has not confirmed yet, kept in this browser so that neither a reload nor a
 * closed lid loses them. Each page keeps its own, so that two tabs never write over each other's.
 */

const PREFIX = "buddy.note.";
const page = Math.random().toString(36).slice(2);
const name = (id) => `${PREFIX}${id}.${page}`;

/** `draft`: {question, text, revision it grew from, sent: texts on their way}. */
export function keep(id, draft) {
  try {
    localStorage.setItem(name(id), JSON.stringify({ ...draft, at: Date.now() }));
  } catch {
    // No room, or none allowed: the service is all there is.
  }
}

export function drop(id) {
  localStorage.removeItem(name(id));
}

/** Forgets every draft of an item that is gone. */
export function forget(id) {
  for (const draft of all()) if (draft.id === id) localStorage.removeItem(draft.name);
}

/** The latest draft of an item, which becomes this page's own; undefined if there is none. */
export function take(id) {
  const latest = all().find((draft) => draft.id === id);
  if (latest) {
    localStorage.removeItem(latest.name);
    keep(id, latest);
  }
  return latest;
}

/** Every draft, latest first: {id, name, …}. */
export function all() {
  return Object.keys(localStorage)
    .filter((one) => one.startsWith(PREFIX) && one.split(".").length === 4)
    .map((one) => ({ ...JSON.parse(localStorage.getItem(one)), id: one.split(".")[2], name: one }))
    .sort((one, other) => other.at - one.at);
}

/** What is typed into a box outlives a reload of this tab; returns what empties it. */
export function hold(box) {
  const name = `buddy.box.${box.name}`;
  try {
    box.value ||= sessionStorage.getItem(name) ?? "";
    box.addEventListener("input", () => sessionStorage.setItem(name, box.value));
  } catch {
    // No storage is allowed: the box is all there is.
  }
  return () => {
    box.value = "";
    box.dispatchEvent(new Event("input"));
  };
}
