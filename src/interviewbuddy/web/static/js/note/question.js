/**
 * A question's own text: a press opens its entry, and it can be changed.
 *
 * Each change names the text it grew from. Where another tab was faster the service keeps its own and says
 * so; both are then shown, and nothing is saved until the person has chosen one.
 */

import { button, make } from "../dom.js";
import { onEnter } from "../enter.js";
import { word } from "../words.js";
import { change, sendable } from "./calls.js";
import { Held } from "./drafts.js";
import { Other } from "./other.js";

export class Question {
  /** `on`: pressed(), changed(item), said(sentence). */
  constructor(item, on) {
    Object.assign(this, { item, on, held: new Held(item.id, "question"), box: null, theirs: null });
    this.name = button(item.question, on.pressed, { class: "question", lang: "ko", "aria-expanded": "false" });
    this.element = make("h2", {}, this.name);
    this.other = new Other(word("other_question"), ["mine", "theirs"], (choice) => this.resolve(choice));
    this.recover();
  }

  /** What an earlier page could not save stands in its box again. */
  recover() {
    const [[was, typed] = []] = this.held;
    if (typed === this.item.question) this.held.clear();
    else if (typed) this.edit(typed, was);
  }

  show(item) {
    this.item = item;
    this.name.textContent = item.question;
  }

  get typed() {
    return sendable(this.box.value).trim();
  }

  /** A box for the question; what could not be saved stays in it, to be tried again. */
  edit(typed = null, was = this.item.question) {
    if (this.box) return this.box.focus();
    if (typed === null && this.held.size) return; // One is on its way.
    const box = make("input", { class: "rename", lang: "ko", "aria-label": word("question_edit"), enterkeyhint: "done" });
    this.box = box;
    box.value = typed ?? was;
    box.addEventListener("input", () => this.held.keep(was, this.typed));
    box.addEventListener("blur", () => this.end(box, was));
    box.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && this.close());
    onEnter(box, () => this.end(box, was));
    this.name.replaceWith(box);
    if (typed) return;
    box.focus();
    box.select();
  }

  /** The box was left: what stands in it is saved, unless it is still to be chosen or left. */
  end(box, was) {
    if (box !== this.box || this.theirs) return;
    const { typed } = this;
    this.close();
    if (typed && typed !== was) this.save(typed, was);
  }

  /** The name stands where the box was, and has the keyboard if that had it. */
  close() {
    const { box } = this;
    const stay = box === document.activeElement;
    Object.assign(this, { box: null, theirs: null });
    box.replaceWith(this.name);
    if (stay) this.name.focus();
    this.other.hide();
    this.held.clear();
  }

  async save(question, was) {
    this.held.keep(was, question);
    this.on.said("");
    try {
      const item = await change(this.item.id, { question, question_was: was });
      this.held.clear();
      this.on.changed(item);
    } catch (error) {
      this.edit(question, was);
      if (error.status === 409) this.overtaken(error.body.item);
      else this.on.said(error.message);
    }
  }

  overtaken(theirs) {
    this.theirs = theirs;
    this.on.changed(theirs);
    this.other.show(theirs.question);
  }

  /** Ends a conflict: "mine" or "theirs" stays. */
  resolve(choice) {
    const { typed, theirs } = this;
    this.close();
    this.name.focus();
    if (choice === "mine" && typed) this.save(typed, theirs.question);
  }
}
