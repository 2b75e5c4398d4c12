// Saves what is typed to the draft on the server, one save at a time; says so; keeps both versions when two people typed at once.
const PAUSE = 500;
const LONGEST = 1000;
const AGAIN = 4000;
const LOOK = 4000;

export class Saver {
  constructor(shell, file) {
    this.shell = shell;
    this.words = shell.dataset;
    this.status = shell.querySelector("[data-save-status]");
    this.file = { revision: file.revision, copy: "", text: file.text, readonly: file.is_readonly };
    this.dirty = false;
    this.busy = null;
    this.savedAt = null;
    this.listeners = [];
    this.heard = file.draft_revision;
  }

  attach(editor) {
    this.editor = editor;
    if (this.file.readonly) return;
    // A panel hands on what is typed a moment later (300 ms): until then nothing may be called saved, nor be left without a word.
    this.shell.addEventListener("input", () => this.changed());
    addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
    addEventListener("pagehide", () => this.dirty && this.flush({ keepalive: true }));
    document.addEventListener("visibilitychange", () => document.hidden && this.dirty && this.flush({}));
    setInterval(() => this.tell(), 1000);
    this.look();
    setInterval(() => this.look(), LOOK);
    for (const button of this.shell.querySelectorAll("[data-conflict]")) button.addEventListener("click", () => this.decide(button.dataset.conflict));
  }

  onSaved(listener) {
    this.listeners.push(listener);
  }

  changed() {
    if (this.file.readonly) return;
    if (!this.dirty) this.firstAt = Date.now();
    this.dirty = true;
    this.shell.dataset.state = "typing";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush({}), Math.min(PAUSE, Math.max(0, this.firstAt + LONGEST - Date.now())));
  }

  // One save at a time; what was typed meanwhile is saved after it.
  async flush(options) {
    clearTimeout(this.timer);
    if (this.busy) return this.busy;
    this.busy = this.save(options);
    await this.busy;
    this.busy = null;
    if (this.dirty && !this.failed) this.changed();
  }

  async save(options) {
    const text = await this.editor.text();
    this.dirty = false;
    if (text === this.file.text) return this.told(this.savedAt ? "saved" : "open");
    this.told("saving");
    try {
      const answer = await fetch(this.words.content, { method: "POST", body: text, headers: this.headers(), ...options });
      if (!answer.ok) throw await why(answer);
      this.keep(text, await answer.json());
      this.failed = false;
    } catch (fault) {
      this.dirty = this.failed = true;
      this.refusal = fault.sentence?.[this.words.language] ?? "";
      this.told("unsaved");
      this.timer = setTimeout(() => this.flush({}), AGAIN);
    }
  }

  headers() {
    return { "Content-Type": "text/plain; charset=utf-8", Accept: "application/json", "X-CSRFToken": this.words.token, "X-Revision": this.file.revision, "X-Copy": this.file.copy };
  }

  keep(text, saved) {
    this.file.text = text;
    this.savedAt = Date.now();
    this.heard = saved.draft_revision;
    if (saved.is_kept_apart) {
      this.file.copy = saved.copy_id;
      this.conflict(saved);
      return this.told("apart");
    }
    this.file.revision = saved.revision;
    this.told("saved");
    for (const listener of this.listeners) listener();
  }

  // Somebody else saved this file since it was opened: both versions are kept, and the person decides.
  conflict(saved) {
    const notice = this.shell.querySelector("[data-conflict-notice]");
    notice.querySelector("[data-conflict-who]").textContent = saved.by;
    notice.querySelector("[data-conflict-compare]").href = this.words.compareCopy.replace("COPY", saved.copy_id);
    notice.hidden = false;
  }

  async decide(choice) {
    if (this.dirty || this.busy) await this.flush({});
    if (choice === "mine") {
      const answer = await fetch(this.words.takeCopy.replace("COPY", this.file.copy), { method: "POST", headers: this.headers() });
      if (!answer.ok) return;
      const taken = await answer.json();
      Object.assign(this.file, { copy: "", revision: taken.revision });
      this.savedAt = Date.now();
      this.told("saved");
    } else {
      this.file.copy = "";
      await this.reload();
    }
    this.shell.querySelector("[data-conflict-notice]").hidden = true;
    for (const listener of this.listeners) listener();
  }

  async reload() {
    const file = await (await fetch(this.words.content, { headers: { Accept: "application/json" } })).json();
    if (this.dirty || this.busy) return;
    Object.assign(this.file, { revision: file.revision, text: file.text });
    await this.editor.load(file.text);
    this.dirty = false;
    this.told("open");
  }

  // Who else is here, and whether they saved this file: what they wrote is shown as long as nothing typed here stands against it.
  async look() {
    try {
      const answer = await fetch(this.words.presence, { method: "POST", headers: this.headers(), body: "" });
      if (!answer.ok) return;
      const seen = await answer.json();
      this.others(seen.others);
      if (seen.revision > this.file.revision && !this.file.copy && !this.dirty && !this.busy) await this.reload();
      if (seen.draft_revision !== this.heard) {
        this.heard = seen.draft_revision;
        for (const listener of this.listeners) listener();
      }
    } catch {
      // Without the server nothing new can be known; the next look will tell.
    }
  }

  others(people) {
    const list = this.shell.querySelector("[data-others]");
    list.replaceChildren(...people.map((person) => {
      const chip = document.createElement("span");
      chip.className = person.is_here ? "chip chip-here" : "chip";
      chip.textContent = (person.is_here ? this.words.besideHere : this.words.beside).replace("{name}", person.name).replace("{file}", person.file);
      return chip;
    }));
  }

  told(state) {
    this.shell.dataset.state = state;
    this.tell();
  }

  tell() {
    const state = this.shell.dataset.state;
    this.status.dataset.kind = state;
    if (state === "unsaved") this.status.textContent = this.refusal || this.words.unsaved;
    else if (state === "saving" || state === "typing") this.status.textContent = this.words.saving;
    else if (this.savedAt) {
      const seconds = Math.max(1, Math.round((Date.now() - this.savedAt) / 1000));
      const words = state === "apart" ? this.words.apart : seconds < 60 ? this.words.saved : this.words.savedLong;
      this.status.textContent = words.replace("{n}", seconds < 60 ? seconds : Math.round(seconds / 60));
    }
  }
}

async function why(answer) {
  const fault = new Error(String(answer.status));
  try {
    fault.sentence = (await answer.json()).error;
  } catch {
    // A page of a proxy, not of ours: the usual sentence is shown.
  }
  return fault;
}
