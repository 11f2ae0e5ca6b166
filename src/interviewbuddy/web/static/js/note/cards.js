/** The keyword cards of one answer: read, changed, added and removed. */

import { button, make } from "../dom.js";
import { onEnter } from "../enter.js";
import { word } from "../words.js";
import { change, length, sendable } from "./calls.js";

const NEW = Infinity; // the place of a card that is being added

export class Cards {
  /** `on`: changed(item), failed(error). */
  constructor(item, limits, on) {
    Object.assign(this, { item, limits, on, unsaved: new Map() });
    this.list = make("ul", { class: "cards" });
    this.again = button(word("cards_again"), () => this.save(null), { class: "quiet" });
    this.element = make(
      "section",
      { class: "cards-part", "aria-label": word("keywords") },
      make("h3", { text: word("keywords") }),
      this.list,
      this.again,
    );
    this.show(item);
  }

  /** Shows the cards, but not under the hands of who is changing one. */
  show(item) {
    this.item = item;
    if (this.list.contains(document.activeElement) && document.activeElement.value) return;
    this.again.hidden = !item.keywords_own;
    this.list.replaceChildren(...item.keywords.map((text, i) => this.card(text, i)), this.adder());
    for (const [i, text] of this.unsaved) this.bringBack(i, text);
  }

  /** What was typed for card `i` and could not be saved stands in its box again. */
  bringBack(i, text) {
    if (i < this.item.keywords.length) this.list.children[i].replaceChildren(this.editor(i));
    const place = this.list.children[i] ?? this.list.lastElementChild;
    place.querySelector("input").value = text;
  }

  card(text, i) {
    const edit = button(text, () => this.edit(i), { class: "card", lang: "ko", title: word("card_edit") });
    const name = `${word("card_remove")}: ${text}`;
    const remove = button("", () => this.put(i), { class: "card-remove", "aria-label": name });
    return make("li", {}, edit, remove);
  }

  adder() {
    const room = this.item.keywords.length < this.limits.keywords;
    const box = this.box(word("card_add"), "", NEW);
    return make("li", room ? { class: "adder" } : { hidden: "" }, box);
  }

  editor(i) {
    return this.box(word("card_edit"), this.item.keywords[i], i);
  }

  edit(i) {
    const box = this.editor(i);
    this.list.children[i].replaceChildren(box);
    box.select();
    box.focus();
  }

  /** A box for card `i`; Enter or leaving it keeps it, Escape does not. */
  box(name, value, i) {
    const box = make("input", { "aria-label": name, placeholder: name, lang: "ko", size: 12, enterkeyhint: "done" });
    box.value = value;
    let over = false;
    const end = (wanted, stay = false) => {
      if (over) return;
      over = true;
      this.unsaved.delete(i);
      const text = sendable(box.value).trim().replace(/\s+/g, " ");
      if (wanted && text !== value) return this.put(i, text);
      this.redraw(stay);
    };
    onEnter(box, () => end(true, true));
    box.addEventListener("blur", () => end(true));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      end(false, true);
    });
    return box;
  }

  /** Puts `text` in the place of card `i`; nothing in it takes the card away. */
  put(i, text = "") {
    const cards = [...this.item.keywords];
    cards.splice(i, 1, ...(text ? [text] : []));
    if (length(text) > this.limits.keyword) {
      this.on.failed(new Error(word("card_long", { limit: this.limits.keyword })));
      this.unsaved.set(i, text);
      return this.redraw(true);
    }
    return this.save(cards, () => text && this.unsaved.set(i, text));
  }

  /** `failed` is told, before the cards are drawn again, that these could not be saved. */
  async save(cards, failed = () => {}) {
    const inside = this.list.contains(document.activeElement) || document.activeElement === this.again;
    try {
      const item = await change(this.item.id, { keywords: cards });
      this.on.changed(item);
      this.item = item;
    } catch (error) {
      this.on.failed(error);
      failed();
    }
    this.redraw(inside);
  }

  /** Draws the cards afresh; the focus of who worked here goes on to adding one. */
  redraw(stay) {
    if (this.list.contains(document.activeElement)) document.activeElement.blur();
    this.show(this.item);
    if (stay) this.list.querySelector(".adder input")?.focus({ preventScroll: true });
  }
}
