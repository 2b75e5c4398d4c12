// Buttons that put a ready text where one writes; the fields may be swapped at any time, so the page listens for all of them.

export function watchReadyTexts() {
  show(document);
  document.addEventListener("htmx:after:swap", () => show(document));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert-into]");
    if (button) insert(document.getElementById(button.dataset.insertInto), button.dataset.text);
  });
}

function show(page) {
  for (const button of page.querySelectorAll("[data-insert-into]")) button.hidden = false;
}

function insert(field, text) {
  if (!field || field.readOnly) return;
  const isUntouched = field.selectionStart === 0 && field.selectionEnd === 0;
  const at = isUntouched ? [field.value.length, field.value.length] : [field.selectionStart, field.selectionEnd];
  field.setRangeText(text, ...at, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
