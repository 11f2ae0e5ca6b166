// Text in view whose contrast is under WCAG 2.2 AA: 4.5, or 3 for large type.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

function rgb(colour, under) {
  for (const fill of [`rgb(${under})`, colour]) {
    canvas.fillStyle = fill;
    canvas.fillRect(0, 0, 1, 1);
  }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function behind(element) {
  if (!element) return [255, 255, 255];
  return rgb(getComputedStyle(element).backgroundColor, behind(element.parentElement));
}

function luminance(colour) {
  const linear = colour.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function says(element) {
  if (!element.checkVisibility() || element.closest(".unseen, .skip")) return false;
  return element.placeholder || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
}

function contrast(element, style) {
  const under = behind(element);
  const [more, less] = [luminance(rgb(style.color, under)), luminance(under)].sort((x, y) => y - x);
  return (more + 0.05) / (less + 0.05);
}

return [...document.querySelectorAll("body *")].filter(says).flatMap((element) => {
  const style = getComputedStyle(element, element.placeholder ? "::placeholder" : null);
  const ratio = contrast(element, style);
  const enough = parseFloat(style.fontSize) >= 24 ? 3 : 4.5;
  return ratio < enough ? [`${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 90)}`] : [];
});
