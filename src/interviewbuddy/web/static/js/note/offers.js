/** Questions offered to the note, each with what an interviewer might ask after it. */

import { button, make } from "../dom.js";
import { word } from "../words.js";

export class Offers {
  /**
   * `take(question)` puts one into the note; `has(question)` tells whether the note has it; `atOnce` says
   * how many are shown at first and at each press.
   */
  constructor(place, take, has, atOnce = Infinity) {
    Object.assign(this, { place, take, has, atOnce, all: [], buttons: [] });
    this.rest = button(word("more_offered"), () => this.more(), { class: "quiet more" });
    this.none = note(word("all_kept"));
  }

  /** A sentence in the place of questions. */
  say(sentence) {
    this.all = [];
    this.buttons = [];
    this.place.replaceChildren(note(sentence));
  }

  show(questions) {
    this.buttons = [];
    this.all = questions.map((one) => ({ question: one.question, element: this.item(one) }));
    this.most = this.atOnce;
    this.place.replaceChildren(make("ul", {}, ...this.all.map((one) => one.element)), this.none, this.rest);
    this.refresh();
  }

  /** Marks what the note has; what it had before it was ever in view here is left out. */
  refresh() {
    const left = this.left();
    left.forEach(({ element }, i) => (element.hidden = i >= this.most));
    for (const { made, question, name } of this.buttons) {
      made.disabled = this.has(question);
      if (name) made.setAttribute("aria-label", name(made.disabled));
    }
    this.rest.hidden = left.length <= this.most;
    this.none.hidden = !this.all.length || left.length > 0;
  }

  left() {
    return this.all.filter(({ question, element }) => !element.hidden || !this.has(question));
  }

  /** Shows the next handful; the keyboard goes on at the first of them. */
  more() {
    const next = this.left()[this.most];
    this.most += this.atOnce;
    this.refresh();
    next.element.querySelector("button").focus({ preventScroll: true });
  }

  item({ question, because, follow_ups }) {
    const made = this.button(question, "offer");
    if (because) made.append(make("small", { lang: "ko", text: because }));
    return make("li", { hidden: "" }, made, follow_ups.length ? this.next(follow_ups) : null);
  }

  next(questions) {
    const items = questions.map((question) => make("li", {}, this.button(question, "follow-up", (kept) => called(question, kept))));
    const summary = make("summary", { text: word("offered_next", { n: questions.length }) });
    return make("details", {}, summary, make("ul", {}, ...items));
  }

  /** One press puts the question into the note; `name(kept)` is what a listener hears in place of the text. */
  button(question, kind, name) {
    const made = button("", () => this.press(made, question), { class: kind });
    made.append(make("span", { lang: "ko", text: question }));
    this.buttons.push({ made, question, name });
    return made;
  }

  /** The keyboard goes on at the next that can be pressed, or stays where it did not go in. */
  async press(made, question) {
    made.disabled = true;
    await this.take(question);
    this.refresh();
    const all = [...this.place.querySelectorAll("button")];
    const next = all.slice(all.indexOf(made)).find((one) => !one.disabled && one.checkVisibility());
    next?.focus({ preventScroll: true });
  }
}

const note = (text) => make("p", { class: "said", text });
const called = (question, kept) => word(kept ? "follow_up_kept" : "follow_up_add", { question });
