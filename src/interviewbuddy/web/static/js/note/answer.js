/**
 * One's own answer: saved as it is typed, one save after the other, until the service has the last word typed.
 *
 * Each save names the revision it grew from. Where another tab was faster the service keeps its own and
 * says so; what that tab wrote is then shown, unless it stands in this text anyway.
 */

import * as drafts from "./drafts.js";
import { length, save, sendable } from "./calls.js";

const REST_MS = 600;
const RETRY_MS = [2000, 4000, 8000, 15000];
const SENT = 5;

export class Answer {
  /** `on`: state(name, sentence), conflict(other's item or null), saved(item). */
  constructor(box, item, limit, on) {
    Object.assign(this, { box, id: item.id, question: item.question, limit, on, busy: false, failures: 0, theirs: null });
    this.saved = item.answer;
    this.revision = item.revision;
    this.sent = [];
    box.value = item.answer;
    box.addEventListener("input", () => this.typed());
    box.addEventListener("blur", () => this.save());
    this.recover(drafts.take(item.id));
  }

  /** A draft that an earlier page could not save goes on where it was. */
  recover(draft) {
    if (!draft) return;
    if (draft.text === this.saved) return drafts.drop(this.id);
    this.box.value = draft.text;
    this.revision = draft.revision;
    this.sent = draft.sent ?? [];
    this.save();
  }

  get text() {
    return sendable(this.box.value);
  }

  set text(value) {
    this.box.value = value;
    this.box.dispatchEvent(new Event("input"));
  }

  get dirty() {
    return this.text !== this.saved;
  }

  typed() {
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), REST_MS);
    this.on.state("typing");
  }

  keep() {
    if (!this.dirty) return drafts.drop(this.id);
    drafts.keep(this.id, { question: this.question, text: this.text, revision: this.revision, sent: this.sent });
  }

  /** Sends what is not saved yet; what is typed meanwhile goes next. */
  async save() {
    clearTimeout(this.timer);
    if (this.busy || this.theirs) return;
    if (!this.dirty) return this.saved && this.on.state("saved");
    const { text } = this;
    if (length(text) > this.limit) return this.on.state("too_long");
    this.busy = true;
    this.on.state("saving");
    try {
      this.confirm(text, await this.send(text));
    } catch (error) {
      this.failed(error);
    }
  }

  /** The page is being left: what can still go, goes; the draft stays until it is known to have arrived. */
  leave() {
    if (!this.dirty || this.theirs || length(this.text) > this.limit) return;
    this.send(this.text).then((item) => this.confirm(item.answer, item), () => {});
  }

  send(text) {
    this.sent = [text, ...this.sent.filter((one) => one !== text)].slice(0, SENT);
    this.keep();
    return save(this.id, text, this.revision);
  }

  confirm(text, item) {
    Object.assign(this, { busy: false, failures: 0, saved: text, revision: item.revision, sent: [] });
    this.keep();
    this.on.saved(item);
    if (this.dirty) this.save();
    else this.on.state("saved");
  }

  failed(error) {
    this.busy = false;
    if (error.status === 409) return this.overtaken(error.body.item);
    if (error.status >= 400 && error.status < 500) return this.on.state("refused", error.message);
    this.on.state("unsaved");
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** Somebody saved another version: our own on its way, one that ours contains, or really another. */
  overtaken(item) {
    if (this.sent.includes(item.answer) || this.text.includes(item.answer.trim())) return this.adopt(item);
    this.theirs = item;
    this.on.state("conflict");
    this.on.conflict(item);
  }

  /** Goes on from the service's version with `text` in the box. */
  adopt(item, text = this.text) {
    Object.assign(this, { theirs: null, saved: item.answer, revision: item.revision });
    this.box.value = text;
    this.on.conflict(null);
    this.keep();
    this.save();
  }

  /** Ends a conflict: "mine", "theirs" or "both" stays. */
  resolve(choice) {
    const { theirs, text } = this;
    const texts = { mine: text, theirs: theirs.answer, both: `${text.trimEnd()}\n\n${theirs.answer}` };
    this.adopt(theirs, texts[choice]);
    this.box.dispatchEvent(new Event("input"));
  }
}
