/** Keeps the end in sight while an answer grows, but only for a reader who is at the end. */

const NEAR_PX = 48;

/**
 * Returns `toEnd`, which goes to the end and stays there, and `hold`, which stays where one is;
 * `button` goes to the end for who scrolled away.
 */
export function follow(scroller, content, button) {
  let following = false;
  let last = 0;

  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
  const settle = () => {
    if (following) scroller.scrollTop = scroller.scrollHeight;
    button.hidden = following || atEnd();
  };
  const toEnd = () => ((following = true), settle());

  scroller.addEventListener("scroll", () => {
    // Only a way up is the reader's will: the text may grow between our scrolling and this event.
    if (atEnd()) following = true;
    else if (scroller.scrollTop < last - 1) following = false;
    last = scroller.scrollTop;
    button.hidden = following || atEnd();
  });
  button.addEventListener("click", toEnd);
  const watch = new ResizeObserver(settle);
  watch.observe(content);
  watch.observe(scroller);
  return { toEnd, hold: () => (following = false) };
}
