/** Ways to get questions into the note: typed or pasted, offered, or drawn from a text about oneself. */

import * as api from "../api.js";
import { announce } from "../dom.js";
import { word } from "../words.js";
import { add, often, predict, sendable, setConditions } from "./calls.js";
import { hold } from "./drafts.js";
import { Offers } from "./offers.js";

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
    this.offers = this.listed("[data-offers]", AT_ONCE);
    this.about = panel.querySelector("[data-about]");
    this.found = this.listed("[data-found]");
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

  listed(place, atOnce) {
    return new Offers(this.panel.querySelector(place), (question) => this.add(question), this.has, atOnce);
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
    const fetched = () => often(this.chosen(), OFFERED);
    try {
      const questions = await api.whenLoaded(fetched, undefined, () => this.offers.say(word("loading")));
      if (mine === this.asked) this.offers.show(questions);
    } catch (error) {
      this.offers.say(error.message);
    }
  }

  /** The note has changed. */
  refresh() {
    this.offers.refresh();
    this.found.refresh();
  }

  async predict() {
    const text = sendable(this.about.elements.about.value);
    if (!text.trim()) return this.about.elements.about.focus();
    const go = this.about.querySelector("button");
    go.disabled = true;
    this.found.say(word("predicting"));
    try {
      const { questions } = await api.whenLoaded(() => predict(text));
      if (!questions.length) return this.found.say(word("predicted_none"));
      this.found.show(questions);
      announce(word("predicted", { n: questions.length }));
    } catch (error) {
      this.found.say(error.message);
    } finally {
      go.disabled = false;
    }
  }
}
