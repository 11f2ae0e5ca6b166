/** What another tab made of a text, and a button for each text that may stay: "mine", "theirs" or "both". */

import { button, make } from "../dom.js";
import { word } from "../words.js";

export class Other {
  /** `why` says what happened; `choose` is told the one of `choices` that was pressed. */
  constructor(why, choices, choose) {
    Object.assign(this, { why, choices, choose });
    this.element = make("div", { class: "other", role: "alert", hidden: "" });
  }

  show(text) {
    const choices = this.choices.map((name) =>
      button(word(`keep_${name}`), () => this.choose(name), { class: "button outline small", "data-keep": name }),
    );
    this.element.hidden = false;
    this.element.replaceChildren(
      make("p", { class: "why", text: this.why }),
      make("p", { class: "text", lang: "ko", text: text || word("other_empty") }),
      make("div", { class: "actions" }, ...choices),
    );
  }

  hide() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
