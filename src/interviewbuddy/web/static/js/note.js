/** The preparation note's page: puts its parts together. */

import { announce, button, make } from "./dom.js";
import { Adding } from "./note/adding.js";
import { add, clear, load, move, save } from "./note/calls.js";
import * as drafts from "./note/drafts.js";
import { Drill } from "./note/drill.js";
import { Entry } from "./note/entry.js";
import { orderable } from "./note/order.js";
import { Removing } from "./note/removing.js";
import { word } from "./words.js";

const OPEN = "buddy.note-open";
const RETRY_MS = 3000;
const find = (id) => document.getElementById(id);

const list = find("items");
const limits = JSON.parse(list.dataset.limits);
const entries = new Map();

const adding = new Adding(find("adding"), { added: (items) => show(items, true) }, (question) =>
  inView().some((entry) => key(entry.item.question) === key(question)),
);
const drill = new Drill(find("drill"), () => inView().map((entry) => entry.item), {
  graded: (item) => entries.get(item.id)?.update(item),
});
const removing = new Removing(find("toast"), {
  gone: () => (count(), (list.querySelector(".question") ?? adding.box).focus({ preventScroll: true })),
  back: () => count(),
  failed: (entry, error) => (list.append(entry.element), entry.warn(error.message), count()),
});
const step = orderable(list, (element) => place(element));

function key(question) {
  return question.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** The entries in their order. */
function inView() {
  return [...list.children].map((element) => entries.get(element.dataset.id));
}

function show(items, arrived = false) {
  for (const item of items) {
    const entry = new Entry(item, limits, on);
    entries.set(item.id, entry);
    list.append(entry.element);
    entry.element.classList.toggle("arrived", arrived);
    if (opened().includes(item.id)) entry.open(true);
  }
  count();
}

const on = {
  changed: () => count(),
  opened: () => remember(),
  up: (entry) => step(entry.element, -1),
  down: (entry) => step(entry.element, 1),
  remove: (entry) => removing.take(entry),
};

/** What was open is open again after a reload. */
const opened = () => JSON.parse(sessionStorage.getItem(OPEN) ?? "[]");

function remember() {
  const open = inView().filter((entry) => entry && !entry.body.hidden);
  sessionStorage.setItem(OPEN, JSON.stringify(open.map((entry) => entry.id)));
}

function count() {
  const all = inView();
  const done = all.filter((entry) => entry.item.done).length;
  find("progress").textContent = all.length ? word("progress", { done, all: all.length }) : "";
  for (const element of document.querySelectorAll("[data-when-any]")) element.hidden = !all.length;
  find("empty").hidden = all.length > 0;
  adding.refresh();
}

async function place(element) {
  try {
    await move(element.dataset.id, element.nextElementSibling?.dataset.id ?? null);
  } catch (error) {
    entries.get(element.dataset.id).warn(error.message);
  }
}

/** Words that were typed for a question the note no longer has: shown, never thrown away unasked. */
function offerOrphans() {
  const orphans = drafts.all().filter((draft) => !entries.has(draft.id) && draft.text.trim());
  find("orphans").replaceChildren(...orphans.map(orphan));
}

function orphan(draft) {
  const part = make("div", { class: "orphan" }, make("p", { class: "why", text: word("orphan", { question: draft.question }) }), make("p", { class: "text", lang: "ko", text: draft.text }));
  const discard = () => (drafts.forget(draft.id), part.remove());
  const revive = async () => {
    const { added } = await add(draft.question);
    if (added.length) show([await save(added[0].id, draft.text, 0)]);
    else inView().find((entry) => key(entry.item.question) === key(draft.question))?.takeExample(draft.text);
    discard();
  };
  part.append(make("div", { class: "actions" }, button(word("orphan_revive"), revive, { class: "button outline small" }), button(word("orphan_discard"), discard, { class: "quiet" })));
  return part;
}

function confirmed() {
  const dialog = find("confirm");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "delete"), { once: true });
  });
}

async function clearAll() {
  if (!(await confirmed())) return;
  try {
    await clear();
  } catch (error) {
    return say(error.message);
  }
  for (const id of entries.keys()) drafts.forget(id);
  entries.clear();
  list.replaceChildren();
  find("toast").hidden = true;
  announce(word("cleared"));
  adding.show({});
  count();
  adding.box.focus();
}

function say(sentence) {
  find("said").textContent = sentence;
}

/** On a narrow screen the ways to add questions open and close. */
function showAdding(open) {
  const shown = find("adding").classList.toggle("shown", open);
  find("add-toggle").setAttribute("aria-expanded", String(shown));
  return shown;
}

/** Fetches the note, again and again while the service cannot be reached. */
async function begin() {
  try {
    const note = await load();
    say("");
    show(note.items);
    adding.show(note);
    showAdding(!note.items.length);
    offerOrphans();
  } catch (error) {
    say(error.message);
    setTimeout(begin, RETRY_MS);
  }
}

const saveAll = () => entries.forEach((entry) => entry.answer.save());
find("start").addEventListener("click", () => drill.start());
find("clear").addEventListener("click", clearAll);
find("add-toggle").addEventListener("click", () => showAdding() && adding.box.focus());
find("drill").addEventListener("close", () => find("start").focus());
addEventListener("online", saveAll);
addEventListener("resize", () => entries.forEach((entry) => entry.body.hidden || entry.grow()));
addEventListener("pagehide", () => entries.forEach((entry) => entry.answer.leave()));
document.addEventListener("visibilitychange", () => document.hidden && saveAll());
await begin();
