// Somebody else saved the file that is open here: both versions are kept, and the person decides. The other one never leaves the draft's copies.
import { answered } from "./answers.js";

export class Conflict {
  constructor(shell, saver) {
    this.words = shell.dataset;
    this.saver = saver;
    this.notice = shell.querySelector("[data-conflict-notice]");
    this.buttons = this.notice.querySelectorAll("[data-conflict]");
    for (const button of this.buttons) button.addEventListener("click", () => this.decide(button.dataset.conflict));
  }

  show(saved) {
    this.notice.querySelector("[data-conflict-who]").textContent = saved.by;
    this.notice.querySelector("[data-conflict-compare]").href = this.words.compareCopy.replace("COPY", saved.copy_id);
    this.notice.hidden = false;
  }

  async decide(choice) {
    this.enable(false);
    try {
      await this.settle();
      await (choice === "mine" ? this.takeMine() : this.takeTheirs());
      this.notice.hidden = true;
      this.saver.hear();
    } catch {
      // The saver says that the server can't be reached; nothing was decided.
    }
    this.enable(true);
  }

  // The copy has everything that was typed before anything is decided.
  async settle() {
    const { saver } = this;
    while ((saver.dirty || saver.busy) && !saver.failed) await saver.flush({});
    if (saver.failed) throw new Error("unsaved");
  }

  async takeMine() {
    const { saver } = this;
    const taken = await answered(this.words.takeCopy.replace("COPY", saver.file.copy), { method: "POST", headers: saver.headers() });
    Object.assign(saver.file, { copy: "", revision: taken.revision });
    saver.savedAt = Date.now();
    saver.rest();
  }

  async takeTheirs() {
    const { saver } = this;
    const { copy } = saver.file;
    saver.file.copy = "";
    try {
      await saver.reload(this.notice.querySelector("[data-conflict-who]").textContent);
    } catch (fault) {
      saver.file.copy = copy;
      throw fault;
    }
  }

  enable(isOn) {
    for (const button of this.buttons) button.disabled = !isOn;
  }
}
