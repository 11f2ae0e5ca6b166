/** The chat page: puts its parts together and keeps the address in step with what is shown. */

import { Composer } from "./composer.js";
import { Conditions } from "./conditions.js";
import { Conversation } from "./conversation.js";
import { drawer } from "./drawer.js";
import { History } from "./history.js";
import { follow } from "./scroll.js";
import { Welcome } from "./welcome.js";

const find = (id) => document.getElementById(id);
const form = find("composer");

const composer = new Composer(form, {
  send: () => begin(() => conversation.send()),
  stop: () => conversation.stop(),
});
const conditions = new Conditions(form, () => welcome.section.hidden || welcome.show());
const scroll = follow(find("scroller"), find("log"), find("to-end"));
const conversation = new Conversation(find("log"), composer, conditions, scroll, {
  started: (id) => started(id),
  ended: () => conversation.turns.length || welcome.show(),
});
const welcome = new Welcome(find("welcome"), conditions, (question) => begin(() => conversation.ask(question)));
const earlier = new History(find("conversations"), find("confirm"), {
  open: (id) => go(`/chat/${id}`),
  deleted: (id) => deleted(id),
  failed: (error) => composer.warn(error.message),
});
const close = drawer(find("drawer"), find("drawer-open"), find("drawer-close"), find("backdrop"), [
  find("top"),
  find("main"),
]);

/** The first request brings the cookie that makes us one visitor: nothing is asked before it is here. */
const visited = earlier.refresh();
let beginning = false;

async function begin(ask) {
  if (beginning) return;
  beginning = true;
  await visited;
  beginning = false;
  welcome.hide();
  ask();
}

function started(id) {
  const path = `/chat/${id}`;
  if (location.pathname !== path) history.replaceState(null, "", path);
  earlier.current = id;
  earlier.refresh();
}

async function deleted(id) {
  if (conversation.id === id) await go("/chat", "replaceState");
  await earlier.refresh();
  (find("conversations").querySelector("a") ?? find("new-chat")).focus();
}

/** Goes to another conversation, or to a new one, without leaving the page. */
async function go(path, how = "pushState") {
  history[how](null, "", path);
  close();
  await show();
}

/** The conversation the address names; null is a new one. */
function named() {
  return location.pathname.split("/")[2] || null;
}

/** Shows what the address names. */
async function show() {
  const id = named();
  composer.warn("");
  earlier.mark(id);
  if (id === null) {
    conversation.clear();
    welcome.show();
    return;
  }
  welcome.hide();
  try {
    await conversation.load(id);
  } catch (error) {
    if (error.status === 404) await go("/chat", "replaceState");
    composer.warn(error.message);
  }
}

/** A question the landing page brings along is asked; one from elsewhere only put in the box. */
function brought() {
  const question = new URLSearchParams(location.search).get("q");
  if (!question) return;
  history.replaceState(null, "", location.pathname);
  if (document.referrer.startsWith(`${location.origin}/`)) begin(() => conversation.ask(question));
  else if (!composer.text) composer.text = question;
}

/** An edit that a reload broke off goes on, if its turn is still the last. */
function resumeEdit({ edit, before }) {
  if (edit && conversation.turns.at(-1)?.id === edit) composer.startEdit(edit, composer.text, before);
}

find("new-chat").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go("/chat");
  composer.focus();
});
addEventListener("popstate", () => named() === conversation.id || show());

const draft = Composer.draft();
composer.text = draft.text;
composer.focus();
await show();
resumeEdit(draft);
brought();
