/** The sentences this page says, in the reader's language: the template hands them over as JSON. */

const words = JSON.parse(document.getElementById("words").textContent);

/** The sentence for `key`, its `{names}` filled in. */
export function word(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
