/** Ways to get questions into the note: typed or pasted, offered, or drawn from a text about oneself. */

import * as api from "../api.js";
import { announce, button, make } from "../dom.js";
import { word } from "../words.js";
import { add, predict, sendable, setConditions } from "./calls.js";
import { hold } from "./drafts.js";

/** Questions fetched for the conditions chosen, and how many of them are shown at first and at each press. */
const OFFERED = 60;
const AT_ONCE = 6;

export class Adding {
  /** `on`: added(items); `has(question)` tells whether the note has it. */
  constructor(panel, on, has) {
    Object.assign(this, { panel, on, has, asked: 0 });
    this.form = panel.querySelector("[data-own]");
    this.box = this.form.elements.questions;
    this.said = panel.querySelector("[data-said]");
    this.offers = panel.querySelector("[data-offers]");
    this.about = panel.querySelector("[data-about]");
    this.found = panel.querySelector("[data-found]");
    this.selects = [...panel.querySelectorAll("select")];
    this.empty = hold(this.box);
    hold(this.about.elements.about);
    if (this.about.elements.about.value) this.about.closest("details").open = true;
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.typed()));
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) this.form.requestSubmit();
    });
    this.about.addEventListener("submit", (event) => (event.preventDefault(), this.predict()));
    for (const select of this.selects) select.addEventListener("change", () => this.choose());
  }

  /** The note's conditions, when it has been fetched. */
  show({ occupation, experience }) {
    const values = { occupation, experience };
    for (const select of this.selects) select.value = values[select.name] ?? "";
    this.offer();
  }

  chosen() {
    return Object.fromEntries(this.selects.map((select) => [select.name, select.value]));
  }

  async choose() {
    this.offer();
    try {
      await setConditions(this.chosen());
    } catch (error) {
      this.say(error.message);
    }
  }

  async typed() {
    const text = sendable(this.box.value);
    if (!text.trim()) return this.box.focus();
    if ((await this.add(text)) && this.box.value.normalize("NFC") === text) this.empty();
  }

  /** Whether it went in; what was there already is said. */
  async add(text) {
    try {
      const { added, duplicates } = await add(text);
      this.on.added(added);
      this.say(
        [added.length && word("added", { n: added.length }), duplicates.length && word("duplicates", { n: duplicates.length, first: duplicates[0] })]
          .filter(Boolean)
          .join(" "),
      );
      return true;
    } catch (error) {
      this.say(error.message);
      return false;
    }
  }

  say(sentence) {
    this.said.textContent = sentence;
    announce(sentence);
  }

  /** Fetches questions for the conditions chosen now. */
  async offer() {
    const mine = (this.asked += 1);
    const fetched = () => api.questions(this.chosen(), OFFERED);
    try {
      const questions = await api.whenLoaded(fetched, undefined, () => this.offers.replaceChildren(note(word("loading"))));
      if (mine !== this.asked) return;
      this.offered = questions.map((question) => ({ question }));
      this.shown = AT_ONCE;
      this.refresh();
    } catch (error) {
      this.offers.replaceChildren(note(error.message));
    }
  }

  /** What the note has is no longer offered. */
  refresh() {
    const hidden = this.list(this.offers, this.offered ?? [], this.shown);
    if (hidden) this.offers.append(button(word("more_offered"), () => this.more(), { class: "quiet more" }));
    this.list(this.found, this.predicted ?? []);
  }

  /** Shows the next handful; the keyboard goes on at the first of them. */
  more() {
    const before = this.offers.querySelectorAll("li").length;
    this.shown += AT_ONCE;
    this.refresh();
    this.offers.querySelectorAll(".offer")[before]?.focus({ preventScroll: true });
  }

  /** At most `most` of the questions that the note has not; returns how many more there are. */
  list(place, questions, most = Infinity) {
    const left = questions.filter(({ question }) => !this.has(question));
    const items = left.slice(0, most).map((one) => make("li", {}, this.offerButton(one)));
    const all = questions.length && !items.length;
    place.replaceChildren(all ? note(word("all_kept")) : make("ul", {}, ...items));
    return left.length - items.length;
  }

  offerButton({ question, because }) {
    const made = button("", async () => {
      made.disabled = true;
      const next = made.closest("li").nextElementSibling?.querySelector("button");
      await this.add(question);
      made.disabled = false;
      next?.focus({ preventScroll: true });
    }, { class: "offer" });
    made.append(make("span", { lang: "ko", text: question }), because ? make("small", { lang: "ko", text: because }) : "");
    return made;
  }

  async predict() {
    const text = sendable(this.about.elements.about.value);
    if (!text.trim()) return this.about.elements.about.focus();
    const go = this.about.querySelector("button");
    go.disabled = true;
    this.found.replaceChildren(note(word("predicting")));
    try {
      const { questions } = await api.whenLoaded(() => predict(text));
      this.predicted = questions;
      this.refresh();
      if (!questions.length) this.found.replaceChildren(note(word("predicted_none")));
      else announce(word("predicted", { n: questions.length }));
    } catch (error) {
      this.found.replaceChildren(note(error.message));
    }
    go.disabled = false;
  }
}

const note = (text) => make("p", { class: "said", text });
