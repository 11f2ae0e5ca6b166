/** The conversation in view: asks, shows what comes, asks anew, and loads an earlier one. */

import * as api from "./api.js";
import { announce } from "./dom.js";
import { recall } from "./recall.js";
import { Run } from "./run.js";
import { isNotice } from "./source.js";
import { Turn } from "./view.js";
import { word } from "./words.js";

export class Conversation {
  /**
   * `log` is the element the turns stand in; `on`: started(id) tells that the service knows the
   * question, ended() that no answer is under way any more; `scroll` is what `follow` returns.
   */
  constructor(log, composer, conditions, scroll, on) {
    Object.assign(this, { log, composer, conditions, scroll, on, id: null, turns: [], run: null });
    this.act = {
      ask: (question) => this.ask(question),
      regenerate: (turn) => this.ask(turn.asked.question, { replace: turn, conditions: turn.asked }),
      edit: (turn) => composer.startEdit(turn.id, turn.asked.question),
      keep: (turn) => this.keep(turn),
    };
  }

  /** Puts a turn into the preparation note; whether it is there. */
  async keep(turn) {
    try {
      await api.keepInNote(turn.id);
      return true;
    } catch (error) {
      this.composer.warn(error.message);
      return false;
    }
  }

  /** Sends what is in the box; in an edit it replaces the turn it was taken from. */
  send() {
    const question = this.composer.text.trim();
    const { edit, before = "" } = this.composer.edit ?? {};
    const replace = this.turns.find((turn) => turn.id === edit) ?? null;
    this.composer.endEdit("");
    // Until the service has the question, a reload must still find it.
    this.composer.keep(question);
    return this.ask(question, { replace, before, typed: true });
  }

  /** One question and its answer; options as in `Run`, and the conditions it is asked under. */
  async ask(question, { conditions = this.conditions.chosen(), ...options } = {}) {
    if (this.run) return;
    if (this.composer.edit) this.composer.endEdit();
    const run = new Run(this.add({ ...conditions, question }), options);
    this.begin(run);
    try {
      const notes = this.conditions.notes.value.trim();
      for await (const { event, data } of run.events(this.id, notes, () => this.wait(run))) {
        if (event === "begun") this.begun(run, data);
        if (event === "token") run.turn.append(data.text);
        if (event === "restart") this.restart(run);
        if (event === "done") this.done(run, data);
      }
    } catch (error) {
      this.failed(run, error);
    }
    run.over = true;
    if (!run.left) this.end();
  }

  add(asked) {
    const turn = new Turn(asked, this.conditions.names(asked), this.act);
    this.turns.push(turn);
    this.log.append(turn.element);
    return turn;
  }

  begin(run) {
    this.run = run;
    if (run.replace?.element.contains(document.activeElement)) run.turn.element.focus({ preventScroll: true });
    else this.composer.focus();
    if (run.replace) run.replace.element.hidden = true;
    this.composer.warn("");
    this.composer.setRunning(true);
    this.scroll.toEnd();
    announce(word("answering"));
  }

  end() {
    this.run = null;
    this.composer.setRunning(false);
    this.on.ended();
  }

  wait(run) {
    run.turn.wait(word("loading"));
    announce(word("loading"));
  }

  /** What was written so far was no answer: it goes, and the next try is waited for. */
  restart(run) {
    run.turn.restart(word("restarted"));
    if (!run.left) announce(word("restarted"));
  }

  begun(run, { message_id, conversation_id }) {
    run.turn.id = message_id;
    if (run.replace) this.drop(run.replace);
    if (run.left) return;
    this.id = conversation_id;
    if (run.typed) this.composer.text = this.composer.text || run.before;
    this.on.started(conversation_id);
  }

  done(run, message) {
    // The end of the answer stays in sight: what is put below it must not push it away.
    if (!run.left && !isNotice(message.source)) this.scroll.hold();
    run.turn.finish(message);
    if (!run.left) announce(`${word("answered")} ${message.text}`);
  }

  failed({ turn, ...run }, error) {
    const stopped = error.name === "AbortError";
    const finish_reason = stopped ? "cancelled" : "error";
    if (turn.id) turn.finish({ message_id: turn.id, text: turn.text, finish_reason });
    else this.withdraw({ turn, ...run });
    if (stopped || run.left) return;
    if (turn.id && !this.composer.text) this.composer.startEdit(turn.id, turn.asked.question);
    this.composer.warn(error.message);
  }

  /** The service never had the question: what stood there before comes back, and the box too. */
  withdraw({ turn, replace, typed, before, left }) {
    this.drop(turn);
    if (replace) replace.element.hidden = false;
    if (typed && replace && !left) this.composer.startEdit(replace.id, turn.asked.question, before);
    else if (typed) this.composer.restore(turn.asked.question);
  }

  drop(turn) {
    turn.element.remove();
    this.turns = this.turns.filter((other) => other !== turn);
  }

  /** Ends the answer under way. */
  stop() {
    return this.run?.stop();
  }

  /** Empties the view; an answer under way is stopped. */
  clear() {
    if (this.run) {
      this.run.left = true;
      this.run.stop();
      this.run = null;
      this.composer.setRunning(false);
    }
    if (this.composer.edit) this.composer.endEdit();
    Object.assign(this, { id: null, turns: [] });
    this.log.replaceChildren();
    this.scroll.hold();
  }

  /** Shows conversation `id`. */
  load(id) {
    this.clear();
    this.id = id;
    const wanted = () => this.id === id && !this.run;
    return recall(id, wanted, (messages) => this.show(messages), (error) => this.composer.warn(error.message));
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
    this.scroll.toEnd();
  }
}
