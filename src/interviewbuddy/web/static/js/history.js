/** The list of earlier conversations: open one, delete one. */

import * as api from "./api.js";
import { button, make } from "./dom.js";
import { word } from "./words.js";

export class History {
  /** `on`: open(id) shows a conversation, deleted(id) tells that it is gone, failed(error). */
  constructor(list, dialog, on) {
    Object.assign(this, { list, dialog, on, current: null });
    const language = document.documentElement.lang;
    this.date = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" });
  }

  async refresh() {
    try {
      this.show(await api.conversations());
    } catch (error) {
      this.on.failed(error);
    }
  }

  show(conversations) {
    const items = conversations.map((one) => this.item(one));
    const none = make("li", { class: "none", text: word("no_conversations") });
    this.list.replaceChildren(...(items.length ? items : [none]));
    this.mark(this.current);
  }

  /** Marks the conversation in view. */
  mark(id) {
    this.current = id;
    for (const link of this.list.querySelectorAll("a")) {
      if (link.dataset.id === id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  item({ id, title, updated_at }) {
    const link = make("a", { href: `/chat/${id}`, "data-id": id });
    link.append(make("span", { class: "title", text: title }), this.time(updated_at));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.on.open(id);
    });
    const name = `${word("delete")}: ${title}`;
    const remove = button("", () => this.remove(id, title), { class: "remove", "aria-label": name, title: word("delete") });
    return make("li", {}, link, remove);
  }

  time(written) {
    // Without a zone it is UTC.
    const iso = /(Z|[+-]\d\d:\d\d)$/.test(written) ? written : `${written}Z`;
    return make("time", { datetime: iso, text: this.date.format(new Date(iso)) });
  }

  async remove(id, title) {
    if (!(await this.confirmed(title))) return;
    try {
      await api.deleteConversation(id);
    } catch (error) {
      if (error.status !== 404) return this.on.failed(error);
    }
    this.on.deleted(id);
  }

  confirmed(title) {
    this.dialog.querySelector("[data-title]").textContent = title;
    this.dialog.returnValue = "";
    this.dialog.showModal();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => resolve(this.dialog.returnValue === "delete"), { once: true });
    });
  }
}
