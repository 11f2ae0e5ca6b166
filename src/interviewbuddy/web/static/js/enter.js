/**
 * Enter sends, Shift+Enter breaks the line, and a Hangul syllable under composition is never lost.
 *
 * Browsers tell of an Enter that ends a composition in three ways:
 *   Chrome, Firefox  keydown (keyCode 229, isComposing) → input, compositionend
 *   some of them     … and then a second, plain keydown for the same key press
 *   Safari           input, compositionend → keydown (keyCode 229, not isComposing)
 * In each the syllable is in the box only afterwards, so the wish is noted, the composition awaited,
 * and the box read afresh one task later, once.
 */

const SAME_PRESS_MS = 150;
// In such a script Enter chooses a candidate (Hanja, kana): it does not mean "send".
const CONVERTED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Calls `send` for each Enter meant to send; `send` reads the box itself. */
export function onEnter(box, send) {
  let composing = false;
  let composed = "";
  let wished = false;
  let composedAt = -Infinity;

  const fire = () => setTimeout(() => wished && ((wished = false), send()));

  box.addEventListener("compositionstart", () => ([composing, composed, wished] = [true, "", false]));
  box.addEventListener("compositionupdate", (event) => (composed = event.data));
  box.addEventListener("compositionend", () => {
    composing = false;
    if (wished) fire();
  });
  box.addEventListener("blur", () => (composing = false));

  box.addEventListener("keydown", (event) => {
    const ofComposition = event.isComposing || event.keyCode === 229;
    const enter = event.key === "Enter" || (ofComposition && /^(Numpad)?Enter$/.test(event.code));
    if (!enter) {
      wished = false;
      return;
    }
    if (event.shiftKey) return;
    if (!composing) event.preventDefault();
    const again = event.repeat || event.timeStamp - composedAt < SAME_PRESS_MS;
    if (ofComposition) composedAt = event.timeStamp;
    if (again || (ofComposition && CONVERTED.test(composed))) return;
    wished = true;
    if (!composing) fire();
  });
}
