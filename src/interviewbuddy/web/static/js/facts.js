/** An answer's text with the facts in it that are somebody else's marked. */

import { make } from "./dom.js";
import { word } from "./words.js";

/** Nodes for `text`; `facts` count in code points, as the service does. */
export function marked(text, facts) {
  const points = [...text];
  const nodes = [];
  let at = 0;
  for (const { start, end } of facts) {
    nodes.push(points.slice(at, start).join(""));
    nodes.push(make("mark", { title: word("fact_hint"), text: points.slice(start, end).join("") }));
    at = end;
  }
  return [...nodes, points.slice(at).join("")];
}
