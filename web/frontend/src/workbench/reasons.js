// What stands against deploying the draft: asked of the server after each save, listed, and marked where it stands.
export function watchReasons(shell, saver, editor) {
  const ask = () => refresh(shell, editor);
  saver.onSaved(ask);
  ask();
}

async function refresh(shell, editor) {
  const asked = (shell.asked = (shell.asked ?? 0) + 1);
  const answer = await fetch(shell.dataset.reasons, { headers: { Accept: "application/json" } });
  if (!answer.ok || asked !== shell.asked) return;
  const { reasons } = await answer.json();
  const own = reasons.filter((reason) => reason.file === shell.dataset.file);
  list(shell, own, reasons.filter((reason) => reason.file !== shell.dataset.file), editor);
  editor.mark?.(own);
  shell.dataset.checked = String(asked);
}

function list(shell, own, others, editor) {
  const place = shell.querySelector("[data-reasons-list]");
  const errors = own.filter((reason) => reason.severity === "error").length;
  const count = shell.querySelector("[data-count-errors]");
  count.textContent = errors;
  count.parentElement.classList.toggle("chip-fault", errors > 0);
  shell.querySelector("[data-count-warnings]").textContent = own.length - errors;
  shell.querySelector("[data-count-others]").textContent = others.filter((reason) => reason.severity === "error").length;
  place.replaceChildren(...own.map((reason) => line(reason, editor)));
  shell.querySelector("[data-reasons-none]").hidden = own.length > 0;
  shell.querySelector("[data-reasons-elsewhere]").hidden = !others.some((reason) => reason.severity === "error");
}

function line(reason, editor) {
  const item = document.createElement("li");
  item.className = `reason reason-${reason.severity}`;
  item.dataset.element = reason.element;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reason-button";
  const where = document.createElement("span");
  where.className = "reason-where";
  where.textContent = reason.place;
  const what = document.createElement("span");
  what.textContent = reason.text;
  button.append(where, what);
  button.addEventListener("click", () => editor.show?.(reason));
  item.append(button);
  return item;
}
