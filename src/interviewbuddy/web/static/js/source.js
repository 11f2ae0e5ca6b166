/** What stands with an answer: whether it is one, what it is called, where it comes from. */

import { word } from "./words.js";

/** Written texts that follow no record's question: a plan for an answer, an English example, advice on the interview. */
const FORMS = ["plan", "english", "advice"];

/** Whether what came is no answer but the service's word that it has none. */
export function isNotice(source) {
  return source?.kind === "written" && !source.question && !FORMS.includes(source.form);
}

/** Whether there is but this one text to the question, and no other to ask for. */
export function isOnly(source) {
  return source?.form === "advice";
}

/** The kind of text, as a class and as the end of its badge's word. */
export function kindOf(source) {
  return source?.demonstration ? "demonstration" : (source?.form ?? source?.kind ?? "written");
}

/** A sentence on where it comes from. */
export function about({ kind, question, model, form }) {
  if (FORMS.includes(form)) return word(`written_${form}`);
  if (form === "near") return word("written_near", { question });
  return kind === "written" ? word("written_about", { question }) : word("generated_about", { model });
}
