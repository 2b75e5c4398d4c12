// Brings back what a page that was killed, or that had no network, left in this browser: typed on the same text it is simply there again;
// else it is sent as a copy, and both versions stand to choose from.
import { answered } from "./answers.js";
import { download, moment } from "./left_files.js";

export async function recover(shell, saver) {
  const [left, ...older] = (await saver.kept.left()).filter((each) => each.text !== saver.file.text);
  if (!left) return null;
  if (saver.file.readonly) return offer(shell, left);
  if (left.base !== saver.file.text && left.sent !== saver.file.text) Object.assign(saver.file, { revision: 0, copy: left.copy });
  const before = saver.file.text;
  return {
    text: left.text,
    async begin(editor) {
      tell(shell, left, async () => {
        await editor.load(before);
        saver.changed();
      });
      saver.changed();
      await saver.keep();
      if (saver.isKept) await saver.kept.drop(left.key);
      for (const each of older) await setAside(saver, each);
    },
    // What no editor opens any more is still somebody's work.
    giveUp: () => setAside(saver, left),
  };
}

// Among the copies on the server, where its owner finds it. Whether it is there now.
async function setAside(saver, left) {
  try {
    await answered(saver.words.content, { method: "POST", body: left.text, headers: { ...saver.headers(), "X-Revision": 0, "X-Copy": "" } });
    await saver.kept.drop(left.key);
    return true;
  } catch {
    return false;
  }
}

function tell(shell, left, undo) {
  const notice = shell.querySelector("[data-recovered]");
  notice.querySelector("[data-recovered-at]").textContent = moment(shell.dataset.language, left.at);
  for (const button of notice.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      notice.hidden = true;
      if (button.dataset.recovery === "undo") undo();
    });
  }
  notice.hidden = false;
}

// Without a draft there is nowhere to put it: once one is begun, it is.
function offer(shell, left) {
  const notice = shell.querySelector("[data-left]");
  notice.querySelector("[data-recovered-at]").textContent = moment(shell.dataset.language, left.at);
  download(notice.querySelector("[data-left-download]"), shell.dataset.file, left.text);
  notice.hidden = false;
  return null;
}
