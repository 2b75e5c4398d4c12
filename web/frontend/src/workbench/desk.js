// What every editor page has: the shell with the file's address and its words, opened and saved as one types.
import { answered } from "./answers.js";
import { carryNonce } from "./nonce.js";
import { watchReasons } from "./reasons.js";
import { recover } from "./recovery.js";
import { Saver } from "./saver.js";

// `open(shell, file)` shows the file and returns { text, load }: what it says now, and how to show another text.
export async function startDesk(open) {
  const shell = document.querySelector("[data-editor]");
  if (!shell) return;
  carryNonce(shell.dataset.nonce);
  for (const button of shell.querySelectorAll("[data-reload]")) button.addEventListener("click", () => location.reload());
  try {
    const file = await answered(shell.dataset.content, {});
    const saver = new Saver(shell, file);
    const left = await recover(shell, saver);
    const editor = await opened(open, shell, file, saver, left);
    saver.attach(editor);
    watchReasons(shell, saver, editor);
    await left?.begin(editor);
    shell.editor = editor;
    shell.saver = saver;
    if (shell.dataset.state === "loading") shell.dataset.state = "open";
    shell.dispatchEvent(new CustomEvent("editor:open", { bubbles: true }));
  } catch (fault) {
    const notice = shell.querySelector("[data-editor-fault]");
    notice.hidden = false;
    shell.dataset.state = "broken";
    console.error(fault);
  }
}

async function opened(open, shell, file, saver, left) {
  const changed = () => saver.changed();
  if (!left) return open(shell, file, changed);
  try {
    return await open(shell, { ...file, text: left.text }, changed);
  } catch (fault) {
    if (await left.giveUp()) location.reload();
    throw fault;
  }
}
