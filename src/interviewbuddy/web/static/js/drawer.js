/** The list of conversations as a drawer on a narrow screen; on a wide one it simply stands there. */

const WIDE = matchMedia("(min-width: 56rem)");

/** Returns a function that closes the drawer. */
export function drawer(panel, opener, closer, backdrop, rest) {
  const set = (open) => {
    panel.classList.toggle("open", open);
    opener.setAttribute("aria-expanded", String(open));
    backdrop.hidden = !open;
    for (const element of rest) element.inert = open;
  };
  const close = () => {
    if (!panel.classList.contains("open")) return;
    set(false);
    opener.focus();
  };
  opener.addEventListener("click", () => {
    set(true);
    closer.focus();
  });
  closer.addEventListener("click", close);
  backdrop.addEventListener("click", close);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
  WIDE.addEventListener("change", () => set(false));
  return close;
}
