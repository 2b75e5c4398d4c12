// What every editor page has: the shell with the file's address and its words, opened and saved as one types.
import { carryNonce } from "./nonce.js";
import { watchReasons } from "./reasons.js";
import { Saver } from "./saver.js";

// `open(shell, file)` shows the file and returns { text, load }: what it says now, and how to show another text.
export async function startDesk(open) {
  const shell = document.querySelector("[data-editor]");
  if (!shell) return;
  carryNonce(shell.dataset.nonce);
  try {
    const file = await read(shell.dataset.content);
    const saver = new Saver(shell, file);
    const editor = await open(shell, file, () => saver.changed());
    saver.attach(editor);
    watchReasons(shell, saver, editor);
    shell.editor = editor;
    shell.saver = saver;
    shell.dataset.state = "open";
    shell.dispatchEvent(new CustomEvent("editor:open", { bubbles: true }));
  } catch (fault) {
    const notice = shell.querySelector("[data-editor-fault]");
    notice.hidden = false;
    shell.dataset.state = "broken";
    console.error(fault);
  }
}

async function read(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
