/** The keyword cards of one answer: read, changed, added and removed. */

import { button, make } from "../dom.js";
import { onEnter } from "../enter.js";
import { word } from "../words.js";
import { change, length, sendable } from "./calls.js";

export class Cards {
  /** `on`: changed(item), failed(error). */
  constructor(item, limits, on) {
    Object.assign(this, { item, limits, on });
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
  }

  card(text, i) {
    const edit = button(text, () => this.edit(i), { class: "card", lang: "ko", title: word("card_edit") });
    const name = `${word("card_remove")}: ${text}`;
    const remove = button("", () => this.put(i), { class: "card-remove", "aria-label": name });
    return make("li", {}, edit, remove);
  }

  adder() {
    const room = this.item.keywords.length < this.limits.keywords;
    const box = this.box(word("card_add"), "", (text) => this.put(this.item.keywords.length, text, true));
    return make("li", room ? { class: "adder" } : { hidden: "" }, box);
  }

  edit(i) {
    const box = this.box(word("card_edit"), this.item.keywords[i], (text) => this.put(i, text));
    this.list.children[i].replaceChildren(box);
    box.select();
    box.focus();
  }

  /** A box for one card; Enter or leaving it keeps it, Escape does not. */
  box(name, value, keep) {
    const box = make("input", { "aria-label": name, placeholder: name, lang: "ko", size: 12, enterkeyhint: "done" });
    box.value = value;
    let over = false;
    const end = (wanted, stay = false) => {
      if (over) return;
      over = true;
      const text = sendable(box.value).trim().replace(/\s+/g, " ");
      if (wanted && text !== value) return keep(text, stay);
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
      return this.redraw(true);
    }
    return this.save(cards);
  }

  async save(cards) {
    const inside = this.list.contains(document.activeElement) || document.activeElement === this.again;
    try {
      const item = await change(this.item.id, { keywords: cards });
      this.on.changed(item);
      this.item = item;
    } catch (error) {
      this.on.failed(error);
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
