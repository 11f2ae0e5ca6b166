/** One answer under way, and how to end it. */

import * as api from "./api.js";
import { ask } from "./stream.js";

const PATIENCE_MS = 3000;

export class Run {
  /** `replace`: the turn it takes the place of; `typed`: the question was in the box; `before`: so was this, earlier. */
  constructor(turn, { replace = null, typed = false, before = "" }) {
    Object.assign(this, { turn, replace, typed, before, over: false, left: false });
    this.abort = new AbortController();
  }

  /** The answer's events; `onLoading` is told if the model must be waited for. */
  events(conversationId, notes, onLoading) {
    const { question, occupation, experience } = this.turn.asked;
    const ids = { conversation_id: conversationId, replace: this.replace?.id ?? null };
    return ask({ question, occupation, experience, notes, ...ids }, this.abort.signal, onLoading);
  }

  /** Has the service stop; where it cannot be told, or does not, the connection is cut. */
  async stop() {
    if (this.turn.id) {
      try {
        await api.cancel(this.turn.id);
        await api.pause(PATIENCE_MS);
      } catch {
        // Cut it, then.
      }
    }
    if (!this.over) this.abort.abort();
  }
}
