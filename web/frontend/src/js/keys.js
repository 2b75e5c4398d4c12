// Keys of staff pages (ux.md): only when no field has focus, never while an input method composes.

let isGoing = false;
let place = -1;

export function watchKeys() {
  if (!document.body.hasAttribute("data-keys")) return;
  for (const button of document.querySelectorAll("[data-opens]")) {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (press(event.key)) event.preventDefault();
  });
}

function press(key) {
  if (isGoing) {
    isGoing = false;
    return follow(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
  }
  if (key === "g") return (isGoing = true);
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "c" && place >= 0 && !document.querySelector("[data-select]:checked")) follow(rows()[place].querySelector("[data-select]"));
  if (key === "x") return follow(rows()[place]?.querySelector("[data-select]"));
  if (key === "Enter" && document.activeElement === document.body) return follow(rows()[place]?.querySelector("a"));
  if (key === "t") return focus(document.querySelector("[data-form-fields] :is(input, select, textarea):not([type=hidden])"));
  return use(document.querySelector(`[data-key="${CSS.escape(key)}"]`));
}

function rows() {
  return [...document.querySelectorAll(".work-list [data-row], .content [data-row]")];
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  place = Math.min(all.length - 1, Math.max(0, place + by));
  all.forEach((row, index) => row.classList.toggle("is-here", index === place));
  all[place].scrollIntoView({ block: "nearest" });
  return true;
}

function use(element) {
  if (!element) return false;
  if (element.matches("details")) return toggle(element);
  if (element.matches("input, textarea, select")) return focus(element);
  return follow(element);
}

function toggle(details) {
  details.open = !details.open;
  return true;
}

function focus(element) {
  element?.focus();
  return Boolean(element);
}

function follow(element) {
  element?.click();
  return Boolean(element);
}
