/** One question of the note: closed a line, open a page of its own. */

import { announce, button, make } from "../dom.js";
import { word } from "../words.js";
import { Answer } from "./answer.js";
import { change, length } from "./calls.js";
import { Cards } from "./cards.js";
import { Example } from "./example.js";
import { Other } from "./other.js";
import { Question } from "./question.js";

export class Entry {
  /** `on`: changed(), opened(entry), up(entry), down(entry), remove(entry). */
  constructor(item, limits, on) {
    Object.assign(this, { item, limits, on });
    this.build();
    this.cards = new Cards(item, limits, { changed: (one) => this.update(one) });
    this.example = new Example(item, { changed: (one) => this.update(one), take: (text) => this.takeExample(text) });
    this.body.append(this.own, this.cards.element, this.example.element, this.tools());
    this.answer = new Answer(this.box, item, limits.answer, {
      state: (name, sentence) => this.tell(name, sentence),
      conflict: (theirs) => this.showOther(theirs),
      saved: (one) => this.update(one),
    });
    this.show();
    // A draft that could not be saved yet is not to be overlooked.
    if (this.answer.dirty) this.open(true);
  }

  get id() {
    return this.item.id;
  }

  get name() {
    return this.question.name;
  }

  build() {
    const id = `answer-${this.id}`;
    this.grip = make("button", { type: "button", class: "grip", "aria-label": word("grip"), title: word("grip"), "data-grip": "" });
    this.question = new Question(this.item, {
      pressed: () => this.open(this.body.hidden),
      changed: (one) => this.update(one),
      said: (sentence) => this.warn(sentence),
    });
    this.check = make("input", { type: "checkbox" });
    this.check.addEventListener("change", () => this.mark());
    this.peek = make("p", { class: "peek", lang: "ko" });
    this.box = make("textarea", { id, class: "own", rows: 4, lang: "ko", placeholder: word("own_placeholder") });
    this.box.addEventListener("input", () => this.grow());
    this.state = make("span", { class: "state" });
    this.count = make("span", { class: "count" });
    this.other = new Other(word("other_version"), ["mine", "theirs", "both"], (choice) => (this.answer.resolve(choice), this.box.focus()));
    this.own = make(
      "section",
      { class: "own-part" },
      make("h3", {}, make("label", { for: id, text: word("own_answer") })),
      this.box,
      make("p", { class: "below" }, this.state, this.count),
      this.other.element,
    );
    this.alert = make("p", { class: "alert", role: "alert" });
    this.body = make("div", { class: "body", hidden: "" });
    const done = make("label", { class: "done" }, this.check, make("span", { text: word("done") }));
    const head = make("div", { class: "head" }, this.grip, this.question.element, done);
    const parts = [head, this.question.other.element, this.peek, this.alert, this.body];
    this.element = make("li", { class: "entry", "data-id": this.id }, ...parts);
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  tools() {
    return make(
      "div",
      { class: "tools" },
      button(word("up"), () => this.on.up(this), { class: "quiet", "data-up": "" }),
      button(word("down"), () => this.on.down(this), { class: "quiet", "data-down": "" }),
      button(word("question_edit"), () => this.question.edit(), { class: "quiet" }),
      button(word("item_remove"), () => this.on.remove(this), { class: "quiet", "data-remove": "" }),
    );
  }

  /** Takes what the service has of this item; the own answer is its own affair. */
  update(item) {
    this.item = item;
    this.cards.show(item);
    this.example.show(item);
    this.show();
    this.on.changed();
  }

  show() {
    const { item } = this;
    this.question.show(item);
    this.check.checked = item.done;
    this.check.setAttribute("aria-label", `${word("done")}: ${item.question}`);
    this.element.classList.toggle("is-done", item.done);
    const prepared = item.answer.trim() || item.example;
    this.peek.textContent = item.keywords.length ? item.keywords.join(" · ") : word(prepared ? "peek_answer" : "peek_none");
    this.peek.classList.toggle("none", !prepared);
  }

  open(open) {
    this.body.hidden = !open;
    this.peek.hidden = open;
    this.element.classList.toggle("open", open);
    this.name.setAttribute("aria-expanded", String(open));
    if (open) this.grow();
    this.on.opened(this);
  }

  /** The box is as high as what stands in it, and counts when that is much. */
  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + this.box.offsetHeight - this.box.clientHeight}px`;
    const typed = length(this.box.value);
    this.count.textContent = typed ? word("characters", { length: typed.toLocaleString() }) : "";
    this.count.classList.toggle("over", typed > this.limits.answer);
  }

  tell(name, sentence = "") {
    const sentences = { too_long: () => word("own_long", { limit: this.limits.answer.toLocaleString() }), refused: () => sentence };
    const text = sentences[name]?.() ?? (name === "typing" ? "" : word(`state_${name}`));
    if (name === "unsaved" && this.state.dataset.state !== "unsaved") announce(text);
    if (name === "typing" && this.state.dataset.state === "unsaved") return;
    this.state.textContent = text;
    this.state.dataset.state = name;
  }

  /** Another tab's version, and what to do about it; null when that is settled. */
  showOther(theirs) {
    if (!theirs) return this.other.hide();
    this.other.show(theirs.answer);
    if (this.body.hidden) this.open(true);
  }

  /** The example becomes the beginning of one's own; what was typed stays above it. */
  takeExample(text) {
    const own = this.box.value.trimEnd();
    this.answer.text = own ? `${own}\n\n${text}` : text;
    this.answer.save();
    this.box.focus();
    this.box.setSelectionRange(own ? own.length + 2 : 0, own ? own.length + 2 : 0);
  }

  async mark() {
    this.warn("");
    try {
      this.update(await change(this.id, { done: this.check.checked }));
    } catch (error) {
      this.warn(error.message);
      this.show();
    }
  }

  key(event) {
    if (!event.altKey || event.isComposing || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    this.on[event.key === "ArrowUp" ? "up" : "down"](this);
  }

  warn(sentence) {
    this.alert.textContent = sentence;
  }
}
