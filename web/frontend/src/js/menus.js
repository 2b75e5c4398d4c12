// Menus and derivations are <details>: they open with hover where asked, and close with Escape or a click elsewhere.

export function watchMenus() {
  document.addEventListener("click", (event) => closeAll(event.target.closest("details.menu, details.clock-why")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open], details.clock-why[open]");
    if (!open) return;
    event.stopImmediatePropagation();
    open.open = false;
    open.querySelector("summary").focus();
  });
  for (const details of document.querySelectorAll("details[data-hover]")) hover(details);
}

function hover(details) {
  if (!matchMedia("(hover: hover)").matches) return;
  details.addEventListener("mouseenter", () => (details.open = true));
  details.addEventListener("mouseleave", () => details.contains(document.activeElement) || (details.open = false));
  details.querySelector("summary").addEventListener("focus", () => details.querySelector("summary").matches(":focus-visible") && (details.open = true));
  details.addEventListener("focusout", () => (details.open = false));
  // With a mouse it is open already; the click must not close it under the cursor.
  details.querySelector("summary").addEventListener("click", (event) => event.detail > 0 && event.preventDefault());
}

function closeAll(except) {
  for (const details of document.querySelectorAll("details.menu[open], details.clock-why[open]")) if (details !== except) details.open = false;
}
