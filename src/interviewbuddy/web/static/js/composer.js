/** The box one types in: its draft, its height, its length, and the button that sends or stops. */

import { onEnter } from "./enter.js";
import { word } from "./words.js";

const DRAFT = "buddy.draft";
// The second half of a double click on "send" is no wish to stop.
const DOUBLE_CLICK_MS = 500;

export class Composer {
  /** `handlers`: send() asks; stop() ends the answer under way; giveUp() leaves an edit. */
  constructor(form, handlers) {
    this.box = form.elements.question;
    this.limit = Number(form.dataset.limit);
    this.button = form.querySelector("[data-send]");
    this.counter = form.querySelector("[data-counter]");
    this.alert = form.querySelector("[data-alert]");
    this.bar = form.querySelector("[data-editing]");
    this.handlers = handlers;
    this.running = false;
    this.edit = null;
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("keydown", (event) => this.escape(event));
    this.bar.querySelector("button").addEventListener("click", () => this.giveUp());
    form.addEventListener("submit", (event) => this.submitted(event));
    onEnter(this.box, () => this.send());
  }

  get text() {
    return this.box.value;
  }

  set text(value) {
    this.box.value = value;
    this.changed();
  }

  /** What was typed before a reload: `{text, edit, before}`. */
  static draft() {
    return JSON.parse(sessionStorage.getItem(DRAFT) ?? '{"text": ""}');
  }

  changed() {
    this.keep(this.text);
    this.alert.textContent = "";
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + this.box.offsetHeight - this.box.clientHeight}px`;
    const length = this.length();
    this.counter.textContent = length > 0.8 * this.limit ? `${length} / ${this.limit}` : "";
    this.counter.classList.toggle("over", length > this.limit);
  }

  /** Remembers `text` for a reload, until something else is typed. */
  keep(text) {
    sessionStorage.setItem(DRAFT, JSON.stringify({ text, ...this.edit }));
  }

  /** Characters as the service counts them. */
  length() {
    return [...this.text.trim().normalize("NFC")].length;
  }

  submitted(event) {
    event.preventDefault();
    if (this.running) return performance.now() - this.since > DOUBLE_CLICK_MS && this.handlers.stop();
    // A syllable may still be under composition where a touch does not take the focus away.
    if (this.box === document.activeElement) this.box.blur();
    setTimeout(() => this.send());
  }

  send() {
    if (this.running) return;
    if (this.length() > this.limit) return this.warn(word("too_long", { limit: this.limit }));
    this.focus();
    if (this.length()) this.handlers.send();
  }

  /** Back to the box, except where that would only raise a touch keyboard. */
  focus() {
    if (!matchMedia("(pointer: coarse)").matches) this.box.focus({ preventScroll: true });
  }

  warn(sentence) {
    this.alert.textContent = sentence;
  }

  /** Puts a question that was not answered back; what was typed since stays below it. */
  restore(question) {
    this.text = this.text.trim() ? `${question}\n${this.text}` : question;
  }

  setRunning(running) {
    this.running = running;
    this.since = performance.now();
    this.button.textContent = word(running ? "stop" : "send");
    this.button.classList.toggle("stop", running);
  }

  /** The question of message `id` comes back to be changed; what was in the box waits. */
  startEdit(id, question, before = this.edit ? this.edit.before : this.text) {
    this.edit = { edit: id, before };
    this.bar.hidden = false;
    this.text = question;
    this.box.focus();
  }

  /** Leaves the edit, with `text` (else what waited) in the box. */
  endEdit(text = this.edit?.before ?? "") {
    this.edit = null;
    this.bar.hidden = true;
    this.text = text;
  }

  escape(event) {
    if (event.key === "Escape" && !event.isComposing && this.edit) this.giveUp();
  }

  giveUp() {
    this.endEdit();
    this.box.focus();
  }
}
