// Forms that the server draws again when something changed: conditions, options, rows of lists (htmx does the asking).

export function watchForms() {
  // Files travel once, with the submit; a second look at the fields doesn't need them.
  document.addEventListener("htmx:config:request", (event) => {
    const body = event.detail.ctx.request.body;
    if (!(body instanceof FormData)) return;
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  });
  // A form is sent once, however often the button is pressed; coming back to the page makes it usable again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.isSent) return event.preventDefault();
    if (form.method !== "post" || event.submitter?.hasAttribute("hx-post")) return;
    form.dataset.isSent = "yes";
    setTimeout(() => delete form.dataset.isSent, 8000);
  });
  // Ctrl+Enter sends the form one writes in, by its main button.
  document.addEventListener("keydown", (event) => {
    const form = event.target.form;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || form?.method !== "post") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-submit]") ?? form.querySelector("button.button-main:not([type=button])"));
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.isSent;
  });
  document.querySelector("[data-focus]")?.focus();
  const stage = document.querySelector(".stage-current");
  // The stage before stands at the left edge, whole: a name cut in half helps nobody.
  if (stage) stage.parentElement.scrollLeft = (stage.previousElementSibling ?? stage).offsetLeft - stage.parentElement.firstElementChild.offsetLeft;
}
