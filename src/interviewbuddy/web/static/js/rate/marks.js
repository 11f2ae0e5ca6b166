/** The three criteria: what is marked, which one is next, and the way back within one answer. */

export class Marks {
  /** `changed()` is called after every change of a mark or of the comment. */
  constructor(form, changed) {
    this.form = form;
    this.changed = changed;
    this.sets = [...form.querySelectorAll("fieldset")];
    this.comment = form.querySelector("textarea");
    this.current = 0;
    this.past = [];
    this.sets.forEach((set, i) => {
      set.addEventListener("focusin", () => this.point(i));
      set.addEventListener("change", () => this.noted(i));
      // An arrow key's click has no detail: who chooses by keys stays until they go on.
      set.addEventListener("click", (event) => event.detail && event.target.matches("input") && this.onwards(i));
    });
    this.comment.addEventListener("input", changed);
  }

  get values() {
    return Object.fromEntries(this.sets.map((set) => [set.dataset.criterion, mark(set)]));
  }

  /** The criteria without a mark: {name, index}. */
  get missing() {
    return this.sets
      .map((set, index) => ({ name: set.querySelector("legend").textContent, index, mark: mark(set) }))
      .filter((one) => one.mark === null);
  }

  /** Shows an answer's marks; the first criterion without one is next. */
  begin({ marks, comment }) {
    for (const set of this.sets) put(set, marks[set.dataset.criterion] ?? null);
    this.kept = this.values;
    this.past = [];
    this.comment.value = comment;
    this.go(this.missing[0]?.index ?? 0, { preventScroll: true });
  }

  /** Marks the current criterion and goes on. */
  choose(value) {
    put(this.sets[this.current], value);
    this.noted(this.current);
    this.onwards(this.current);
  }

  /** Takes the last mark of this answer back; false if there is none. */
  back() {
    if (!this.past.length) return false;
    const { index, before } = this.past.pop();
    put(this.sets[index], before);
    this.kept = this.values;
    this.go(index);
    this.changed();
    return true;
  }

  /** Goes `step` criteria on, not beyond either end. */
  step(step) {
    this.go(Math.min(Math.max(this.current + step, 0), this.sets.length - 1));
  }

  go(index, how = {}) {
    const set = this.sets[index];
    // A ring around an unmarked 0 would look like a mark of 0.
    (set.querySelector("input:checked") ?? set).focus({ preventScroll: true });
    this.point(index);
    if (!how.preventScroll) set.scrollIntoView({ block: "nearest" });
  }

  onwards(index) {
    this.go(Math.min(index + 1, this.sets.length - 1));
  }

  point(index) {
    this.current = index;
    this.sets.forEach((set, i) => set.classList.toggle("current", i === index));
  }

  noted(index) {
    const name = this.sets[index].dataset.criterion;
    if (this.kept[name] === mark(this.sets[index])) return;
    this.past.push({ index, before: this.kept[name] });
    this.kept = this.values;
    this.changed();
  }
}

function mark(set) {
  const chosen = set.querySelector("input:checked");
  return chosen ? Number(chosen.value) : null;
}

function put(set, value) {
  for (const input of set.querySelectorAll("input")) input.checked = value !== null && input.value === String(value);
}
