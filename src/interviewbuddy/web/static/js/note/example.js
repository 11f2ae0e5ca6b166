/** The example kept with a question: asked for, shown as what it is, and taken over for editing. */

import { whenLoaded } from "../api.js";
import { announce, button, make } from "../dom.js";
import { marked } from "../facts.js";
import { about, isNotice, kindOf } from "../source.js";
import { word } from "../words.js";
import { suggest } from "./calls.js";

/** One's own notes, as the chat page keeps them: facts in them are one's own. */
const ownNotes = () => localStorage.getItem("buddy.notes") ?? "";

export class Example {
  /** `on`: changed(item), take(text). */
  constructor(item, on) {
    Object.assign(this, { on, item });
    this.body = make("div", { class: "example-body" });
    this.get = button("", () => this.fetch(), { class: "button outline small", "data-suggest": "" });
    this.use = button(word("example_use"), () => on.take(this.item.example.answer), { class: "quiet", "data-use": "" });
    this.said = make("p", { class: "said" });
    this.element = make(
      "section",
      { class: "example", "aria-label": word("example") },
      this.body,
      this.said,
      make("div", { class: "actions" }, this.get, this.use),
    );
    this.show(item);
  }

  show(item) {
    this.item = item;
    const { example } = item;
    this.get.textContent = word(example ? "example_other" : "example_get");
    this.use.hidden = !example;
    this.body.replaceChildren(...(example ? content(example) : []));
    this.element.classList.toggle("kept", Boolean(example));
  }

  async fetch() {
    if (this.get.disabled) return;
    this.wait(true);
    try {
      const asked = () => suggest(this.item.id, ownNotes());
      const found = await whenLoaded(asked, undefined, () => (this.said.textContent = word("loading")));
      if (found.item) this.on.changed(found.item);
      this.say(found.item ? "" : word(isNotice(found.source) ? "example_none" : "no_answer"));
      if (found.item) announce(word("example_came"));
    } catch (error) {
      this.say(error.message);
    }
    this.wait(false);
  }

  wait(busy) {
    this.get.disabled = busy;
    this.element.setAttribute("aria-busy", String(busy));
    if (busy) this.say(word("example_writing"));
  }

  say(sentence) {
    this.said.textContent = sentence;
  }
}

function content({ answer, source, facts }) {
  const kind = kindOf(source);
  return [
    make("p", { class: `badge ${kind}`, text: word(`example_${kind}`) }),
    make("p", { class: "text", lang: "ko" }, ...marked(answer, facts)),
    source && make("p", { class: "source", text: about(source) }),
    facts.length ? make("p", { class: "source", text: word("facts_note") }) : null,
  ].filter(Boolean);
}
