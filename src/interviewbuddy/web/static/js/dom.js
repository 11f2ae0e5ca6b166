/** Makes elements. Data only ever becomes text or an attribute, never markup. */

/** `make("p", {class: "note", text: "…"}, child, …)`; children that are null are left out. */
export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A button that does one thing. */
export function button(text, onClick, attributes = {}) {
  const made = make("button", { type: "button", text, ...attributes });
  made.addEventListener("click", onClick);
  return made;
}

const live = document.getElementById("live");

/** Says a sentence once to those who listen rather than look. */
export function announce(sentence) {
  live.textContent = sentence;
}
