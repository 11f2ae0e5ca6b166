/** What stands with an answer: whether it is one, what it is called, where it comes from. */

import { word } from "./words.js";

/** Written texts that follow no record's question: a plan for an answer, an English example. */
const FORMS = ["plan", "english"];

/** Whether what came is no answer but the service's word that it has none. */
export function isNotice(source) {
  return source?.kind === "written" && !source.question && !FORMS.includes(source.form);
}

/** The kind of text, as a class and as the end of its badge's word. */
export function kindOf(source) {
  return source?.demonstration ? "demonstration" : (source?.form ?? source?.kind ?? "written");
}

/** A sentence on where it comes from. */
export function about({ kind, question, model, form }) {
  if (FORMS.includes(form)) return word(`written_${form}`);
  return kind === "written" ? word("written_about", { question }) : word("generated_about", { model });
}
