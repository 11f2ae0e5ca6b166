/** The rating page's calls to the service, and how one is made until it succeeds. */

import { call, pause, send } from "../api.js";

const RETRY_MS = 3000;
const path = (token, rest = "") => `/api/rate/${encodeURIComponent(token)}${rest}`;
const place = (id) => `/items/${encodeURIComponent(id)}`;

export const load = async (token) => (await call("GET", path(token))).json();
export const item = async (token, id) => (await call("GET", path(token, place(id)))).json();
export const undo = (token, number) => send("POST", path(token, "/undo"), { number });

/** Goes through even if the page is just being left. */
export const save = (token, id, body) => send("POST", path(token, place(id)), body, { keepalive: true });

/** Repeats `attempt` while the line is down or the service fails; `onTrouble` is told each time it has. */
export async function persist(attempt, onTrouble) {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error.code !== "offline" && !(error.status >= 500)) throw error;
      onTrouble();
      const online = new Promise((resolve) => addEventListener("online", resolve, { once: true }));
      await Promise.race([pause(RETRY_MS), online]);
    }
  }
}
