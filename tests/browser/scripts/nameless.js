// Controls and landmarks that a screen reader could not name.
function name(one) {
  const labels = [...(one.labels ?? [])].map((label) => label.textContent.trim());
  return one.ariaLabel || one.getAttribute("aria-labelledby") || one.textContent.trim() || labels.join("");
}
return [...document.querySelectorAll("button, a, select, textarea, input, dialog, nav, [role=region]")]
  .filter((one) => !name(one))
  .map((one) => one.outerHTML);
