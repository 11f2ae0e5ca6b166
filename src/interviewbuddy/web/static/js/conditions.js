/** Occupation, experience and one's own notes: chosen once, kept in this browser. */

import { word } from "./words.js";

const KEPT = "buddy.conditions";
const NOTES = "buddy.notes";

export class Conditions {
  /** `onChange` is told when occupation or experience change. */
  constructor(form, onChange) {
    this.selects = [form.elements.occupation, form.elements.experience];
    this.notes = form.elements.notes;
    this.toggle = form.querySelector("[data-notes-toggle]");
    this.panel = form.querySelector("[data-notes]");
    this.set(JSON.parse(localStorage.getItem(KEPT) ?? "{}"));
    this.notes.value = localStorage.getItem(NOTES) ?? "";
    this.label();
    for (const select of this.selects) select.addEventListener("change", () => (this.set(this.chosen()), onChange()));
    this.notes.addEventListener("input", () => this.keepNotes());
    this.toggle.addEventListener("click", () => this.open(this.panel.hidden));
    this.panel.addEventListener("keydown", (event) => this.escape(event));
  }

  /** `{occupation, experience}`; "" is any. */
  chosen() {
    return Object.fromEntries(this.selects.map((select) => [select.name, select.value]));
  }

  set(values) {
    for (const select of this.selects) select.value = values[select.name] ?? "";
    for (const select of this.selects) if (select.selectedIndex < 0) select.value = "";
    localStorage.setItem(KEPT, JSON.stringify(this.chosen()));
  }

  /** The names a reader knows the codes by. */
  names(values) {
    return this.selects
      .map((select) => values[select.name] && [...select.options].find((one) => one.value === values[select.name]))
      .filter(Boolean)
      .map((option) => option.textContent.trim());
  }

  keepNotes() {
    localStorage.setItem(NOTES, this.notes.value);
    this.label();
  }

  label() {
    this.toggle.textContent = word(this.notes.value.trim() ? "notes_kept" : "notes");
  }

  open(open) {
    this.panel.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) this.notes.focus();
  }

  escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    this.open(false);
    this.toggle.focus();
  }
}
