/**
 * The drill: a question, then its keywords, then the answer; the person says how it went.
 *
 * What was hard comes back after two others. Across drills the service's boxes (Leitner's) put what was
 * hard first; only the first word on an answer counts there, or a repetition would hide what was hard.
 */

import { announce, button, make } from "../dom.js";
import { word } from "../words.js";
import { grade } from "./calls.js";

const GRADES = ["hard", "ok", "easy"];
const BACK_AFTER = 2;

/** Hard ones first, then those not seen for longest. */
export function inOrder(items) {
  const seen = (item) => (item.seen_at ? Date.parse(item.seen_at) : 0);
  return [...items].sort((one, other) => one.box - other.box || seen(one) - seen(other));
}

export class Drill {
  /** `on`: graded(item) hands over what the service has now; `items()` are the note's, in their order. */
  constructor(dialog, items, on) {
    Object.assign(this, { dialog, items, on });
    this.place = dialog.querySelector("[data-place]");
    this.stage = dialog.querySelector("[data-stage]");
    this.foot = dialog.querySelector("[data-foot]");
    dialog.addEventListener("keydown", (event) => this.key(event));
    dialog.querySelector("[data-leave]").addEventListener("click", () => dialog.close());
  }

  start(items = inOrder(this.items())) {
    this.queue = items;
    this.said = new Map();
    this.done = 0;
    if (!this.dialog.open) this.dialog.showModal();
    this.next();
  }

  next() {
    if (!this.queue.length) return this.finish();
    this.shown = 0;
    this.ask(this.queue[0]);
  }

  ask(item) {
    this.place.textContent = word("drill_place", { done: this.done, left: this.queue.length });
    this.title = make("h2", { class: "drill-question", tabindex: "-1", lang: "ko", text: item.question });
    this.hints = make("div", { class: "drill-hints" });
    this.stage.replaceChildren(this.title, this.hints);
    this.stage.scrollTop = 0;
    this.offer();
    this.title.focus();
  }

  /** The button to what comes next: keywords where there are any, then the answer. */
  offer() {
    const [item] = this.queue;
    const name = word(this.shown || !item.keywords.length ? "drill_answer" : "drill_keywords");
    const more = button(name, () => this.reveal(), { class: "button large", "data-reveal": "" });
    this.foot.replaceChildren(more, make("p", { class: "keys", text: word("drill_keys_reveal") }));
  }

  reveal() {
    const [item] = this.queue;
    if (!this.shown && item.keywords.length) {
      this.shown = 1;
      const cards = item.keywords.map((text) => make("li", { class: "card", text }));
      this.hints.append(make("ul", { class: "cards", lang: "ko" }, ...cards));
      this.offer();
      this.title.focus({ preventScroll: true });
      return announce(item.keywords.join(", "));
    }
    this.shown = 2;
    this.hints.append(answer(item));
    this.judge();
    this.title.focus({ preventScroll: true });
  }

  judge() {
    const buttons = GRADES.map((name, i) =>
      button("", () => this.grade(name), { class: `button outline ${name}`, "data-grade": name }),
    );
    buttons.forEach((one, i) => one.append(make("kbd", { "aria-hidden": "true", text: String(i + 1) }), word(`grade_${GRADES[i]}`)));
    this.foot.replaceChildren(make("div", { class: "grades" }, ...buttons), make("p", { class: "keys", text: word("drill_keys_grade") }));
  }

  grade(name) {
    const item = this.queue.shift();
    if (name === "hard") this.queue.splice(Math.min(BACK_AFTER, this.queue.length), 0, item);
    else this.done += 1;
    if (!this.said.has(item.id)) this.tell(item, name);
    this.next();
  }

  async tell(item, name) {
    this.said.set(item.id, { item, name });
    try {
      this.on.graded(await grade(item.id, name));
    } catch (error) {
      announce(error.message);
    }
  }

  finish() {
    const hard = [...this.said.values()].filter((one) => one.name === "hard").map((one) => one.item);
    const counts = GRADES.map((name) => [name, [...this.said.values()].filter((one) => one.name === name).length]);
    this.place.textContent = "";
    this.title = make("h2", { class: "drill-question", tabindex: "-1", text: word("drill_over") });
    this.stage.replaceChildren(
      this.title,
      make("ul", { class: "summary" }, ...counts.map(([name, n]) => make("li", { class: name }, make("b", { text: String(n) }), word(`grade_${name}`)))),
      make("p", { class: "said", text: word(hard.length ? "drill_hard_next" : "drill_well") }),
      make("ul", { class: "again", lang: "ko" }, ...hard.map((item) => make("li", { text: item.question }))),
    );
    const again = hard.length ? button(word("drill_hard_again"), () => this.start(hard), { class: "button outline" }) : null;
    const end = button(word("drill_end"), () => this.dialog.close(), { class: "button" });
    this.foot.replaceChildren(make("div", { class: "grades" }, ...[again, end].filter(Boolean)));
    this.shown = 3;
    this.title.focus();
    announce(word("drill_over"));
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const onButton = event.target.closest("button");
    if ([" ", "Enter"].includes(event.key) && !onButton && !event.repeat && this.shown < 2) {
      event.preventDefault();
      this.reveal();
    }
    const digit = /^(?:Digit|Numpad)([123])$/.exec(event.code)?.[1] ?? (/^[123]$/.test(event.key) ? event.key : null);
    if (digit && this.shown === 2 && !event.repeat) {
      event.preventDefault();
      this.grade(GRADES[digit - 1]);
    }
  }
}

function answer({ answer: own, example }) {
  const text = own.trim() || example?.answer;
  if (!text) return make("p", { class: "said", text: word("drill_no_answer") });
  const badge = own.trim() ? null : make("p", { class: "badge", text: word(`example_${example.source?.kind ?? "written"}`) });
  return make("div", { class: "drill-answer" }, badge, make("p", { class: "text", lang: "ko", text }));
}
