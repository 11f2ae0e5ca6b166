/**
 * The keyword cards of one answer: read, changed, added and removed.
 *
 * A card is known by its text, not by its place. Each save names the cards it grew from; where another tab was
 * faster, the change is made to that tab's cards instead, so that both have theirs.
 */

import { button, make } from "../dom.js";
import { onEnter } from "../enter.js";
import { word } from "../words.js";
import { change, length, sendable } from "./calls.js";
import { Held } from "./drafts.js";

const NEW = ""; // what stood where a card is being added

export class Cards {
  /** `on`: changed(item). */
  constructor(item, limits, on) {
    Object.assign(this, { item, limits, on, held: new Held(item.id, "cards") });
    this.list = make("ul", { class: "cards" });
    this.alert = make("p", { class: "alert", role: "alert" });
    this.again = button(word("cards_again"), () => this.takeAgain(), { class: "quiet" });
    this.element = make(
      "section",
      { class: "cards-part", "aria-label": word("keywords") },
      make("h3", { text: word("keywords") }),
      this.list,
      this.alert,
      this.again,
    );
    this.show(item);
  }

  /** Shows the cards, but not under the hands of who is changing one. */
  show(item) {
    this.item = item;
    if (this.list.contains(document.activeElement) && document.activeElement.value) return;
    this.again.hidden = !item.keywords_own;
    this.settle();
    const cards = item.keywords.map((text) => (this.held.has(text) ? this.editor(text) : this.card(text)));
    this.list.replaceChildren(...cards, ...this.homeless(), this.adder());
  }

  /** What stands among the cards has arrived after all. */
  settle() {
    const { keywords } = this.item;
    for (const [was, text] of this.held) if (keywords.includes(text) && !keywords.includes(was)) this.held.keep(was, "");
  }

  card(text) {
    const edit = button(text, () => this.edit(text, edit), { class: "card", lang: "ko", title: word("card_edit") });
    const name = `${word("card_remove")}: ${text}`;
    const remove = button("", () => this.put(text), { class: "card-remove", "aria-label": name });
    return make("li", {}, edit, remove);
  }

  editor(text) {
    return make("li", {}, this.box(word("card_edit"), text));
  }

  /** Boxes of what was typed for cards that are no longer there. */
  homeless() {
    const gone = [...this.held.keys()].filter((was) => was !== NEW && !this.item.keywords.includes(was));
    return gone.map((was) => this.editor(was));
  }

  adder() {
    const room = this.item.keywords.length < this.limits.keywords || this.held.has(NEW);
    const box = this.box(word("card_add"), NEW);
    return make("li", room ? { class: "adder" } : { hidden: "" }, box);
  }

  edit(text, pressed) {
    const editor = this.editor(text);
    pressed.parentElement.replaceWith(editor);
    editor.firstChild.select();
    editor.firstChild.focus();
  }

  /** A box for card `was`, with what was typed there and not saved; Enter or leaving it keeps it, Escape does not. */
  box(name, was) {
    const box = make("input", { "aria-label": name, placeholder: name, lang: "ko", size: 12, enterkeyhint: "done" });
    box.value = this.held.get(was) ?? was;
    const typed = () => sendable(box.value).trim().replace(/\s+/g, " ");
    let over = false;
    const end = (wanted, stay = false) => {
      const text = typed();
      const idle = was === NEW && !text; // Drawn afresh, a card pressed just now would miss the press.
      if (over || (wanted && idle)) return;
      over = true;
      if (wanted && text !== was) return this.put(was, text);
      this.held.keep(was, "");
      this.redraw(stay);
    };
    box.addEventListener("input", () => this.held.keep(was, typed()));
    onEnter(box, () => end(true, true));
    box.addEventListener("blur", () => end(true));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      end(false, true);
    });
    return box;
  }

  /** Puts `text` in the place of card `was`; nothing in it takes the card away. */
  put(was, text = "") {
    this.held.keep(was, text);
    return this.work(async () => {
      if (length(text) > this.limits.keyword) throw new Error(word("card_long", { limit: this.limits.keyword }));
      const moved = await this.place(was, text);
      this.held.keep(was, "");
      return moved ? word("card_moved", { card: was }) : "";
    });
  }

  /** Gives up one's own cards for those of the answer. */
  takeAgain() {
    return this.work(async () => (await this.send(null), ""));
  }

  /** Says what `doing` has to say, or why it could not be done, and draws the cards afresh. */
  async work(doing) {
    const inside = this.list.contains(document.activeElement) || document.activeElement === this.again;
    this.alert.textContent = await doing().catch((error) => error.message);
    this.redraw(inside);
  }

  /** Saves `text` where `was` stood; whether that was no longer there, so that it is a card more. */
  async place(was, text) {
    const attempt = async () => {
      const { keywords } = this.item;
      await this.send(placed(keywords, was, text));
      return [was, text].every((one) => one && !keywords.includes(one));
    };
    try {
      return await attempt();
    } catch (error) {
      if (error.status !== 409) throw error;
      return attempt();
    }
  }

  /** Saves the cards (null: those of the answer); where another tab was faster, its cards are shown. */
  async send(keywords) {
    try {
      this.take(await change(this.item.id, { keywords, keywords_was: this.item.keywords }));
    } catch (error) {
      if (error.status === 409) this.take(error.body.item);
      throw error;
    }
  }

  take(item) {
    this.item = item;
    this.on.changed(item);
  }

  /** Draws the cards afresh; the focus of who worked here goes on to adding one. */
  redraw(stay) {
    if (this.list.contains(document.activeElement)) document.activeElement.blur();
    this.show(this.item);
    if (stay) this.list.querySelector(".adder input")?.focus({ preventScroll: true });
  }
}

/** The cards with `text` in the place of `was`, or as the last if that is not, or no longer, among them. */
function placed(cards, was, text) {
  if (!cards.includes(was)) return text ? [...cards, text] : cards;
  return cards.map((card) => (card === was ? text : card)).filter(Boolean);
}
