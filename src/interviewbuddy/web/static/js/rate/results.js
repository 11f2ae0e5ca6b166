/** What a closed round says: whose the answers were, and what they were given. */

import { make } from "../dom.js";
import { word } from "../words.js";

/** `told`: the round's report; `names`: the criteria as they are read. */
export function results(told, names) {
  const criteria = Object.keys(names);
  const parts = [
    make("h2", { tabindex: "-1", text: word("closed") }),
    make("p", { text: `${told.round} · ${word("closed_more")}` }),
    told.panel === "model" ? make("p", { class: "said", text: word("by_models") }) : null,
    told.models ? models(told.models, names) : null,
    make("h3", { text: word("results_items") }),
    make("ol", { class: "answers" }, ...told.items.map((item) => answer(item, names))),
    make("h3", { text: word("agreement") }),
    make("ul", { class: "agreement" }, ...criteria.map((one) => make("li", { text: `${names[one]}: ${number(told.alpha[one])}` }))),
  ];
  return parts.filter(Boolean);
}

function models(rows, names) {
  const heads = [word("model"), word("final_score"), ...Object.values(names), word("answers")];
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col", text })));
  const body = rows.map((row) => {
    const means = Object.keys(names).map((name) => short(row.means[name]));
    const cells = [number({ value: row.final_score, interval: row.interval }), ...means, String(row.items)];
    return make("tr", {}, make("th", { scope: "row", text: row.model }), ...cells.map((text, i) => make("td", { text, "data-head": heads[i + 1] })));
  });
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  return make("section", {}, make("h3", { text: word("results_models") }), table);
}

function answer(item, names) {
  const sums = Object.keys(names).map((name) => `${names[name]} ${item[name] ?? "–"}`);
  const score = `${word("final_score")} ${number({ value: item.final_score, interval: item.interval })}`;
  return make(
    "li",
    {},
    make("p", { class: "whose" }, make("b", { text: item.item }), item.model ? ` ${item.model}` : ""),
    item.question ? make("p", { class: "asked", lang: "ko", text: item.question }) : null,
    item.answer === undefined ? null : make("p", { class: "text", lang: "ko", text: item.answer || word("no_answer") }),
    make("p", { class: "numbers" }, make("b", { text: score }), ` · ${sums.join(" · ")} · ${word("raters")} ${item.complete}`),
  );
}

function number({ value, interval }) {
  return interval ? `${short(value)} [${interval.map(short).join(", ")}]` : short(value);
}

const short = (value) => (value === null ? "–" : value.toFixed(2).replace(/^-0\.00$/, "0.00"));
