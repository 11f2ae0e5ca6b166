/** Takes an entry away, and gives it back for a while: only then does it go for good. */

import { announce, button, make } from "../dom.js";
import { word } from "../words.js";
import { remove } from "./calls.js";
import * as drafts from "./drafts.js";

const UNDO_MS = 8000;

export class Removing {
  /** `on`: gone(entry) when it left the list, back(entry), failed(entry, error). */
  constructor(toast, on) {
    Object.assign(this, { toast, on, waiting: null });
    addEventListener("pagehide", () => this.settle());
  }

  /** The entry leaves the view; one that was waiting goes for good. */
  take(entry) {
    this.settle();
    const next = entry.element.nextSibling;
    const list = entry.element.parentElement;
    entry.element.remove();
    const timer = setTimeout(() => this.settle(), UNDO_MS);
    this.waiting = { entry, next, list, timer };
    this.toast.replaceChildren(make("span", { text: word("removed") }), button(word("undo"), () => this.undo(), { class: "quiet" }));
    this.toast.hidden = false;
    announce(word("removed"));
    this.on.gone(entry);
  }

  undo() {
    const { entry, next, list, timer } = this.waiting;
    clearTimeout(timer);
    this.waiting = null;
    this.toast.hidden = true;
    list.insertBefore(entry.element, next?.parentElement === list ? next : null);
    this.on.back(entry);
    entry.name.focus();
  }

  async settle() {
    if (!this.waiting) return;
    const { entry, timer } = this.waiting;
    clearTimeout(timer);
    this.waiting = null;
    this.toast.hidden = true;
    drafts.forget(entry.id);
    try {
      await remove(entry.id);
    } catch (error) {
      if (error.status !== 404) this.on.failed(entry, error);
    }
  }
}
