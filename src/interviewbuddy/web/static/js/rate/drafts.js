/** Marks the service has not confirmed yet, kept in this browser under the id of their place. */

const name = (id) => `buddy.rate.${id}`;

/** `draft`: {marks, comment}. */
export function keep(id, draft) {
  try {
    localStorage.setItem(name(id), JSON.stringify(draft));
  } catch {
    // No room, or none allowed: the page is all there is.
  }
}

export function take(id) {
  try {
    return JSON.parse(localStorage.getItem(name(id)));
  } catch {
    return null;
  }
}

export function drop(id) {
  try {
    localStorage.removeItem(name(id));
  } catch {
    // As above.
  }
}
