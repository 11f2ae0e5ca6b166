/** What stands in an empty conversation: questions to begin with. */

import * as api from "./api.js";
import { button, make } from "./dom.js";
import { word } from "./words.js";

export class Welcome {
  constructor(section, conditions, ask) {
    this.section = section;
    this.place = section.querySelector("[data-questions]");
    Object.assign(this, { conditions, ask, asked: 0 });
  }

  /** Shows the section, with questions for the conditions chosen now. */
  async show() {
    this.section.hidden = false;
    const mine = (this.asked += 1);
    const fetched = () => api.questions(this.conditions.chosen());
    try {
      const questions = await api.whenLoaded(fetched, undefined, () => this.say(word("loading")));
      if (mine === this.asked) this.offer(questions);
    } catch (error) {
      this.say(error.message);
    }
  }

  hide() {
    this.section.hidden = true;
  }

  say(sentence) {
    this.place.replaceChildren(make("p", { class: "note", text: sentence }));
  }

  offer(questions) {
    const items = questions.map((one) =>
      make("li", {}, button(one, () => this.ask(one), { class: "suggestion", lang: "ko" })),
    );
    this.place.replaceChildren(make("ul", { class: "suggestions" }, ...items));
  }
}
