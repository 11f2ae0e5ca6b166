/** The rating page: one answer at a time, three marks, one key on to the next. */

import { announce, button, make } from "./dom.js";
import { item, load, persist, save, undo } from "./rate/calls.js";
import * as drafts from "./rate/drafts.js";
import { listen } from "./rate/keys.js";
import { Marks } from "./rate/marks.js";
import { results } from "./rate/results.js";
import { word } from "./words.js";

const find = (id) => document.getElementById(id);
const { token, conditions } = find("main").dataset;
const names = JSON.parse(conditions);
const marks = new Marks(find("marks"), () => (drafts.keep(state.item.id, draft()), warn(""), offerSkip(false)));

let state = { item: null, undo: null, incomplete: [] };
let left = [];
let busy = false;

const draft = () => ({ marks: marks.values, comment: marks.comment.value });

/** Shows the state as the service tells it: results, an answer, or that all is done. */
function show(told) {
  state = told;
  find("said").textContent = "";
  find("rating").hidden = told.closed || !told.item;
  find("over").hidden = told.closed || Boolean(told.item);
  find("results").hidden = !told.closed;
  warn("");
  offerSkip(false);
  if (told.closed) return showResults(told.results);
  find("undo").disabled = false;
  return told.item ? showItem(told) : showOver(told);
}

function showItem({ item: shown, done, total }) {
  find("place").textContent = word("place", { done: shown.place, total });
  find("place").title = word("place_label", { done, total });
  Object.assign(find("bar"), { max: total, value: done });
  find("question").textContent = shown.question;
  find("answer").textContent = shown.answer || word("no_answer");
  find("answer").classList.toggle("none", !shown.answer);
  find("tags").textContent = [shown.occupation, shown.experience].filter(Boolean).map((code) => names[code]).join(" · ");
  scrollTo(0, 0);
  marks.begin(drafts.take(shown.id) ?? shown);
  announce(word("next_item", { place: shown.place, question: shown.question }));
}

function showOver({ incomplete }) {
  const title = make("h2", { tabindex: "-1", text: word("over") });
  const fill = () => ((left = [...incomplete]), next());
  const gaps = incomplete.length
    ? [make("p", { text: word("over_incomplete", { n: incomplete.length }) }), button(word("fill_in"), fill, { class: "button" })]
    : [];
  const back = button(word("undo"), takeBack, { class: "button outline" });
  find("over").replaceChildren(title, make("p", { text: word("over_more") }), ...gaps, back);
  title.focus({ preventScroll: true });
  announce(word("over"));
}

function showResults(told) {
  const criteria = marks.sets.map((set) => [set.dataset.criterion, set.querySelector("legend").textContent]);
  find("results").replaceChildren(...results(told, Object.fromEntries(criteria)));
  find("results").querySelector("h2").focus({ preventScroll: true });
}

/** Keeps the marks and goes on; the first time with marks missing, says which instead. */
function keep(incomplete = false) {
  const missing = marks.missing;
  if (missing.length && !incomplete) {
    warn(word("missing", { names: missing.map((one) => one.name).join(", ") }));
    offerSkip(true);
    return marks.go(missing[0].index);
  }
  const { id, revision } = state.item;
  const body = { ...draft(), revision };
  return atWork(async () => {
    const told = await persist(() => save(token, id, body), () => warn(word("unsaved")));
    drafts.drop(id);
    return told;
  }, id);
}

/** The last mark of this answer, or else the last answer. */
function takeBack() {
  if (busy) return;
  if (state.item && marks.back()) return;
  const number = state.undo ?? null;
  if (number === null) return say(word("nothing_to_undo"));
  atWork(async () => {
    left = [];
    const told = await persist(() => undo(token, number), () => warn(word("unsaved")));
    drafts.keep(told.item.id, told.undone);
    return { ...told, tell: word("undone") };
  });
}

/** Runs one call at a time and shows what came of it. */
async function atWork(call, id) {
  if (busy) return;
  hold(true);
  try {
    const told = await call();
    const following = told.undone ? undefined : left.shift();
    show(following ? await item(token, following) : told);
    if (told.tell) announce(told.tell);
  } catch (error) {
    if (error.body?.item !== undefined) {
      drafts.drop(id);
      show(error.body);
    } else if (error.code === "rating_closed") {
      show(await load(token));
    }
    say(error.message);
  } finally {
    hold(false);
  }
}

const next = () => atWork(() => item(token, left.shift()));

function hold(on) {
  busy = on;
  find("marks").setAttribute("aria-busy", String(on));
  marks.comment.readOnly = on;
}

const warn = (sentence) => (find("alert").textContent = sentence);
const offerSkip = (on) => (find("skip").hidden = !on);

/** A sentence where it is seen: with the marks, or, without an answer in view, at the top. */
function say(sentence) {
  if (find("rating").hidden) find("said").textContent = sentence;
  else warn(sentence);
}

async function begin() {
  try {
    show(await persist(() => load(token), () => say(word("offline"))));
  } catch (error) {
    say(error.message);
  }
}

listen({
  ready: () => !busy && !find("rating").hidden,
  mark: (value) => marks.choose(value),
  step: (by) => marks.step(by),
  save: () => keep(),
  undo: takeBack,
  comment: () => marks.comment.focus(),
  leave: () => marks.go(marks.current),
});
find("marks").addEventListener("submit", (event) => (event.preventDefault(), busy || keep()));
find("undo").addEventListener("click", takeBack);
find("skip").addEventListener("click", () => keep(true));
await begin();
