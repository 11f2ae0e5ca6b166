/** The conversation in view: asks, shows what comes, stops, asks anew, and loads an earlier one. */

import * as api from "./api.js";
import { announce } from "./dom.js";
import { ask as stream } from "./stream.js";
import { Turn } from "./view.js";
import { word } from "./words.js";

const POLL_MS = 1000;
const POLLS = 30;

export class Conversation {
  /**
   * `log` is the element the turns stand in; `on`: started(id) tells that the service knows the
   * question, ended() that no answer is under way any more, toEnd() shows the end.
   */
  constructor(log, composer, conditions, on) {
    Object.assign(this, { log, composer, conditions, on, id: null, turns: [], run: null });
    this.act = {
      ask: (question) => this.ask(question),
      regenerate: (turn) => this.ask(turn.asked.question, { replace: turn, conditions: turn.asked }),
      edit: (turn) => composer.startEdit(turn.id, turn.asked.question),
    };
  }

  /** Sends what is in the box; in an edit it replaces the last turn. */
  send(question) {
    const replace = this.turns.find((turn) => turn.id === this.composer.edit?.edit) ?? null;
    const before = this.composer.edit?.before ?? "";
    this.composer.endEdit("");
    // Until the service has the question, a reload must still find it.
    this.composer.keep(question);
    this.ask(question, { replace, typed: true, before });
  }

  /** One question and its answer. `replace` is the turn it takes the place of, `typed` that it was in the box. */
  async ask(question, { replace = null, conditions = this.conditions.chosen(), typed = false, before = "" } = {}) {
    if (this.run) return;
    const turn = this.add({ ...conditions, question });
    const run = { turn, replace, question, typed, before, abort: new AbortController() };
    this.begin(run);
    try {
      for await (const { event, data } of stream(this.body(run), run.abort.signal, () => this.wait(run))) {
        if (event === "begun") this.begun(run, data);
        if (event === "token") turn.append(data.text);
        if (event === "done") this.done(run, data);
      }
    } catch (error) {
      this.failed(run, error);
    }
    if (this.run !== run) return;
    this.run = null;
    this.composer.setRunning(false);
    this.on.ended();
  }

  body({ turn, replace }) {
    const { question, occupation, experience } = turn.asked;
    const notes = this.conditions.notes.value.trim();
    return { question, occupation, experience, notes, conversation_id: this.id, replace: replace?.id ?? null };
  }

  add(asked) {
    const turn = new Turn(asked, this.conditions.names(asked), this.act);
    this.turns.push(turn);
    this.log.append(turn.element);
    return turn;
  }

  begin(run) {
    this.run = run;
    if (run.replace) {
      if (run.replace.element.contains(document.activeElement)) run.turn.element.focus({ preventScroll: true });
      run.replace.element.hidden = true;
    } else this.composer.focus();
    this.composer.warn("");
    this.composer.setRunning(true);
    this.on.toEnd();
    announce(word("answering"));
  }

  wait(run) {
    run.turn.wait(word("loading"));
    announce(word("loading"));
  }

  begun(run, { message_id, conversation_id }) {
    run.turn.id = message_id;
    if (run.replace) this.drop(run.replace);
    if (run.left) return;
    this.id = conversation_id;
    if (run.typed) this.composer.text = run.before || this.composer.text;
    this.on.started(conversation_id);
  }

  done(run, message) {
    run.turn.finish(message);
    if (!run.left) announce(`${word("answered")} ${message.text}`);
  }

  failed(run, error) {
    const { turn } = run;
    const stopped = error.name === "AbortError";
    if (turn.id) turn.finish({ message_id: turn.id, text: turn.text, finish_reason: stopped ? "cancelled" : "error" });
    else this.withdraw(run);
    if (stopped || run.left) return;
    this.composer.warn(error.message);
    if (turn.id && !this.composer.text) this.composer.startEdit(turn.id, run.question);
  }

  /** The service never had the question: what stood there before comes back, the box too. */
  withdraw({ turn, replace, question, typed, before }) {
    this.drop(turn);
    if (replace) replace.element.hidden = false;
    if (!typed) return;
    if (replace) this.composer.startEdit(replace.id, question, before);
    else this.composer.restore(question);
  }

  drop(turn) {
    turn.element.remove();
    this.turns = this.turns.filter((other) => other !== turn);
  }

  /** Ends the answer under way; where the service cannot be told, the connection is cut. */
  async stop(run = this.run) {
    if (!run) return;
    try {
      if (!run.turn.id) throw new Error("the service has no id for it yet");
      await api.cancel(run.turn.id);
      await api.pause(3000);
      if (this.run !== run) return;
    } catch {
      // Cut it below.
    }
    run.abort.abort();
  }

  /** Empties the view; an answer under way is stopped. */
  clear() {
    if (this.run) {
      this.run.left = true;
      this.stop(this.run);
      this.run = null;
      this.composer.setRunning(false);
    }
    if (this.composer.edit) this.composer.endEdit();
    Object.assign(this, { id: null, turns: [] });
    this.log.replaceChildren();
  }

  /** Shows conversation `id`. An answer that another tab or a reload left under way is waited for. */
  async load(id) {
    this.clear();
    this.id = id;
    for (let polls = 0; polls < POLLS; polls += 1) {
      const { messages } = await api.conversation(id);
      if (this.id !== id || this.run) return;
      this.show(messages);
      if (messages.at(-1)?.finish_reason !== null) return;
      await api.pause(POLL_MS);
      if (this.id !== id || this.run) return;
    }
  }

  show(messages) {
    this.turns = [];
    this.log.replaceChildren();
    for (const message of messages) {
      const turn = this.add(message);
      turn.id = message.message_id;
      if (message.finish_reason) turn.finish({ ...message, text: message.answer });
    }
    if (messages.length) this.conditions.set(messages.at(-1));
    this.on.toEnd();
  }
}
