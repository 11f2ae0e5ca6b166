/**
 * Words the service has not confirmed yet, kept in this browser so that neither a reload nor a
 * closed lid loses them. Each page keeps its own, so that two tabs never write over each other's.
 */

const PREFIX = "buddy.note.";
const HELD = "buddy.held.";
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

/** Forgets every draft of an item that is gone, and what was typed in its boxes. */
export function forget(id) {
  for (const draft of all()) if (draft.id === id) localStorage.removeItem(draft.name);
  const boxes = Object.keys(sessionStorage).filter((one) => one.startsWith(`${HELD}${id}.`));
  for (const name of boxes) sessionStorage.removeItem(name);
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

/** Short texts typed over others and not saved yet, {what stood there: what was typed}; they outlive a reload of this tab. */
export class Held extends Map {
  constructor(id, part) {
    super();
    this.name = `${HELD}${id}.${part}`;
    try {
      for (const [was, typed] of JSON.parse(sessionStorage.getItem(this.name) ?? "[]")) this.set(was, typed);
    } catch {
      // No storage is allowed: the page is all there is.
    }
  }

  /** Holds what was typed; nothing, or the same again, is not held. */
  keep(was, typed) {
    if (typed && typed !== was) this.set(was, typed);
    else this.delete(was);
    this.write();
  }

  clear() {
    super.clear();
    this.write();
  }

  write() {
    try {
      if (this.size) sessionStorage.setItem(this.name, JSON.stringify([...this]));
      else sessionStorage.removeItem(this.name);
    } catch {
      // No room, or none allowed: the page is all there is.
    }
  }
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
