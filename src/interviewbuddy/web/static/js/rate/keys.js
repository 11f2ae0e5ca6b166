/**
 * The keys of the rating page. Letters are told by their place on the keyboard: under a Hangul layout U is ㅕ.
 * While a comment is typed, its keys are its own.
 */

/** `act`: mark(value), step(by), save(), undo(), comment(), leave(): what the keys do; `ready()`: whether there is anything to rate. */
export function listen(act) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.target.closest("textarea")) return inComment(event, act);
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const does = meant(event, act);
    if (!does) return;
    event.preventDefault();
    does();
  });
}

function inComment(event, act) {
  const send = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat;
  if (!send && event.key !== "Escape") return;
  event.preventDefault();
  if (send) act.save();
  else act.leave();
}

/** What a key is meant to do; undefined where it is the browser's. */
function meant(event, act) {
  if (event.key === "Backspace" || event.code === "KeyU") return act.undo;
  if (!act.ready()) return undefined;
  const digit = /^(?:Digit|Numpad)([012])$/.exec(event.code)?.[1] ?? (/^[012]$/.test(event.key) ? event.key : null);
  if (digit) return () => act.mark(Number(digit));
  if (event.key === "ArrowDown") return () => act.step(1);
  if (event.key === "ArrowUp") return () => act.step(-1);
  if (event.code === "KeyC") return act.comment;
  if (event.key === "Enter" && !event.target.closest("button, a")) return act.save;
  return undefined;
}
