/** The order of the list: by dragging a grip with mouse or finger, or a step at a time. */

import { announce } from "../dom.js";
import { word } from "../words.js";

const EDGE_PX = 60;
const SCROLL_PX = 12;

/**
 * `moved(element)` is told when an element has found its new place. Returns `step(element, by)`.
 * What is moved never leaves the page, its neighbours do: it keeps the focus, and the finger keeps it.
 */
export function orderable(list, moved) {
  const swap = (element, by) => {
    const other = by < 0 ? element.previousElementSibling : element.nextElementSibling;
    if (!other) return false;
    if (by < 0) element.after(other);
    else element.before(other);
    return true;
  };

  const told = (element) => {
    const place = [...list.children].indexOf(element) + 1;
    announce(word("moved", { place, all: list.children.length }));
    moved(element);
  };

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (grip && event.button === 0) drag(event, grip, grip.closest("li"));
  });

  function drag(start, grip, element) {
    let y = start.clientY;
    let changed = false;
    grip.setPointerCapture(start.pointerId);
    element.classList.add("dragged");

    const beyond = (other, by) => {
      const { top, height } = other.getBoundingClientRect();
      return by < 0 ? y < top + height / 2 : y > top + height / 2;
    };
    const settle = () => {
      for (let other = element.previousElementSibling; other && beyond(other, -1); other = element.previousElementSibling)
        changed = swap(element, -1);
      for (let other = element.nextElementSibling; other && beyond(other, 1); other = element.nextElementSibling)
        changed = swap(element, 1);
    };
    const follow = (event) => {
      y = event.clientY;
      settle();
    };
    const roll = setInterval(() => {
      if (y < EDGE_PX) scrollBy(0, -SCROLL_PX);
      else if (y > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX);
      else return;
      settle();
    }, 16);
    const end = () => {
      clearInterval(roll);
      element.classList.remove("dragged");
      grip.removeEventListener("pointermove", follow);
      if (changed) told(element);
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", end, { once: true });
  }

  return (element, by) => {
    if (!swap(element, by)) return;
    element.scrollIntoView({ block: "nearest" });
    told(element);
  };
}
