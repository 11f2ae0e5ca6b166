/** One turn on the page: the question, the answer as it comes, and what can be done with it. */

import { copy } from "./copy.js";
import { announce, button, make } from "./dom.js";
import { marked } from "./facts.js";
import { about, isNotice, isOnly, kindOf } from "./source.js";
import { word } from "./words.js";

export class Turn {
  /**
   * `asked`: {question, occupation, experience}; `names`: the conditions as read;
   * `act`: what its buttons do, {ask(question), regenerate(turn), edit(turn), keep(turn)}.
   */
  constructor(asked, names, act) {
    this.asked = asked;
    this.act = act;
    this.id = null;
    this.text = "";
    this.badge = make("p", { class: "badge", text: word("example_written") });
    this.body = make("p", { class: "text", lang: "ko" });
    this.bubble = make("div", { class: "bubble answer", "aria-busy": "true" }, this.badge, waiting(), this.body);
    this.foot = make("div", { class: "foot" });
    this.next = make("div", { class: "next" });
    this.element = make(
      "article",
      { class: "turn", tabindex: "-1" },
      make("h2", { class: "unseen", text: word("you") }),
      make("div", { class: "asked" }, make("p", { class: "bubble question", text: asked.question }), tags(names)),
      make("h2", { class: "unseen", text: word("buddy") }),
      this.bubble,
      this.foot,
      this.next,
    );
  }

  append(text) {
    if (!this.text) this.settle();
    this.text += text;
    this.body.append(text);
  }

  /** Says why there is no text yet. */
  wait(sentence) {
    this.bubble.querySelector(".waiting").replaceChildren(make("span", { class: "why", text: sentence }));
  }

  /** Takes back what came, and says why. */
  restart(sentence) {
    this.text = "";
    this.body.replaceChildren();
    this.settle();
    this.body.before(waiting());
    this.wait(sentence);
  }

  /** The answer has ended: `message` is the service's `done`, or a message of its history. */
  finish({ message_id, text, finish_reason, source = null, facts = [], suggestions = [], follow_ups = [], similar = [] }) {
    this.id = message_id;
    this.text = text;
    this.settle();
    this.bubble.removeAttribute("aria-busy");
    this.body.replaceChildren(...marked(text, facts));
    this.body.hidden = !text;
    const notice = isNotice(source);
    this.label(source, notice);
    const failed = finish_reason === "error";
    this.foot.replaceChildren(
      ...[
        source && !notice && make("p", { class: "source", text: about(source) }),
        source?.fallback && make("p", { class: "note", text: word(notice ? "fallback_none" : "fallback") }),
        source?.kind === "generated" && source.fault === "copied" && make("p", { class: "note", text: word("copied_note") }),
        facts.length && make("p", { class: "note", text: word("facts_note") }),
        finish_reason === "length" && make("p", { class: "note", text: word("length") }),
        finish_reason === "cancelled" && make("p", { class: "note", text: word("cancelled") }),
        failed && make("p", { class: "note failed", text: word("no_answer") }),
        this.buttons(source, notice, failed),
        follow_ups.length && nexts(follow_ups),
        similar.length && others(similar),
      ].filter(Boolean),
    );
    this.offer(suggestions, notice);
  }

  settle() {
    this.bubble.querySelector(".waiting")?.remove();
  }

  label(source, notice) {
    const kind = kindOf(source);
    this.badge.textContent = word(`example_${kind}`);
    this.badge.hidden = notice || !this.text;
    this.bubble.classList.toggle("demonstration", kind === "demonstration");
    this.bubble.classList.toggle("notice", notice || !this.text);
    this.bubble.hidden = !this.text;
  }

  buttons(source, notice, failed) {
    const bar = make("div", { class: "actions" });
    if (this.text && !notice) bar.append(this.copyButton(), this.keepButton());
    if (!notice && !isOnly(source)) {
      const name = word(failed ? "retry" : "regenerate");
      bar.append(button(name, () => this.act.regenerate(this), { class: "quiet last-only", "data-regenerate": "" }));
    }
    bar.append(button(word("edit"), () => this.act.edit(this), { class: "quiet last-only", "data-edit": "" }));
    return bar;
  }

  keepButton() {
    const made = button(word("keep_in_note"), async () => {
      made.disabled = true;
      if (!(await this.act.keep(this))) return (made.disabled = false);
      made.textContent = word("kept_in_note");
      announce(word("kept_in_note"));
    }, { class: "quiet" });
    return made;
  }

  copyButton() {
    const made = button(word("copy"), async () => {
      await copy(this.text);
      made.textContent = word("copied");
      announce(word("copied"));
      setTimeout(() => (made.textContent = word("copy")), 2000);
    }, { class: "quiet" });
    return made;
  }

  offer(questions, notice) {
    if (!questions.length) return;
    const items = questions.map((one) =>
      make("li", {}, button(one, () => this.act.ask(one), { class: "suggestion", lang: "ko" })),
    );
    const heading = make("h3", { text: word(notice ? "try_these" : "near_questions") });
    this.next.replaceChildren(heading, make("ul", { class: "suggestions" }, ...items));
  }
}

/** What an interviewer might ask next of this very answer. */
function nexts(questions) {
  const items = questions.map((one) => make("li", { lang: "ko", text: one }));
  return make("div", { class: "follow-ups" }, make("h3", { text: word("follow_ups") }), make("ul", {}, ...items));
}

/** How others answered a question like this. */
function others(examples) {
  const items = examples.flatMap(({ question, answer }) => [
    make("dt", { lang: "ko", text: question }),
    make("dd", { lang: "ko", text: answer }),
  ]);
  return make("details", { class: "similar" }, make("summary", { text: word("similar") }), make("dl", {}, ...items));
}

function waiting() {
  return make("p", { class: "waiting", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
}

function tags(names) {
  return names.length ? make("p", { class: "tags", text: names.join(" · ") }) : null;
}
