// Saves what is typed to the draft on the server, one save at a time, and says so; what the server doesn't have yet is kept in this browser.
import { answered } from "./answers.js";
import { Conflict } from "./conflict.js";
import { Kept } from "./kept.js";

const PAUSE = 500;
const LONGEST = 1000;
const AGAIN = 4000;
const LOOK = 4000;
const KEEP = 150;
// Nobody's page changes under their fingers.
const QUIET = 5000;

export class Saver {
  constructor(shell, file) {
    this.shell = shell;
    this.words = shell.dataset;
    this.status = shell.querySelector("[data-save-status]");
    this.file = { revision: file.revision, copy: "", text: file.text, readonly: file.is_readonly };
    this.kept = new Kept(this.words.person, this.words.content);
    this.dirty = false;
    this.busy = this.sending = this.over = null;
    this.failed = this.isKept = false;
    this.savedAt = null;
    this.typedAt = 0;
    this.listeners = [];
    this.heard = file.draft_revision;
    this.conflict = new Conflict(shell, this);
  }

  attach(editor) {
    this.editor = editor;
    if (this.file.readonly) return;
    // A panel hands on what is typed a moment later: until then nothing may be called saved, nor be left without a word.
    this.shell.addEventListener("input", () => this.changed());
    addEventListener("beforeunload", (event) => this.dirty && !(this.over && this.isKept && !this.keeping) && event.preventDefault());
    addEventListener("pagehide", () => {
      if (this.keeping) this.keep();
      if (this.dirty) this.flush({ keepalive: true });
    });
    addEventListener("online", () => this.dirty && this.flush({}));
    document.addEventListener("visibilitychange", () => document.hidden && this.dirty && this.flush({}));
    setInterval(() => this.tell(), 1000);
    this.look();
    setInterval(() => this.look(), LOOK);
  }

  onSaved(listener) {
    this.listeners.push(listener);
  }

  // Something may be different now: for the reasons beside the editor, for who is at other files.
  hear() {
    for (const listener of this.listeners) listener();
  }

  changed() {
    if (this.file.readonly) return;
    this.typedAt = Date.now();
    this.keeping ??= setTimeout(() => this.keep(), Math.max(0, (this.keptAt ?? 0) + KEEP - Date.now()));
    if (this.over) return;
    if (!this.dirty) this.firstAt = Date.now();
    this.dirty = true;
    if (!this.failed) this.told("typing");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush({}), Math.min(PAUSE, Math.max(0, this.firstAt + LONGEST - Date.now())));
  }

  // In this browser, long before the server answers.
  async keep() {
    clearTimeout(this.keeping);
    this.keeping = null;
    this.keptAt = Date.now();
    const text = await this.editor.text();
    if (text === this.file.text) return this.kept.drop();
    this.isKept = await this.kept.put({ text, base: this.file.text, sent: this.sending, copy: this.file.copy });
    this.keptText = this.isKept ? text : null;
  }

  // One save at a time; what was typed meanwhile is saved after it.
  async flush(options) {
    clearTimeout(this.timer);
    if (this.over) return;
    if (this.busy) return this.busy;
    this.busy = this.save(options).finally(() => (this.busy = null));
    await this.busy;
    if (this.dirty && !this.failed) this.changed();
  }

  async save(options) {
    this.dirty = false;
    try {
      const text = await this.editor.text();
      if (this.sending) await this.learn();
      if (text === this.file.text) return this.rest();
      this.sending = text;
      if (!this.failed) this.told("saving");
      const saved = await answered(this.words.content, { method: "POST", body: text, headers: this.headers(), ...options });
      this.took(text, saved);
    } catch (fault) {
      this.fail(fault);
    }
  }

  // The server may have taken what its answer never told: then nobody else's save stands against the next one.
  async learn() {
    const there = await answered(this.words.content, {});
    if (there.text === this.sending) Object.assign(this.file, { text: there.text, revision: there.revision });
    this.sending = null;
  }

  headers() {
    return { "Content-Type": "text/plain; charset=utf-8", "X-CSRFToken": this.words.token, "X-Revision": this.file.revision, "X-Copy": this.file.copy };
  }

  took(text, saved) {
    this.file.text = text;
    this.sending = null;
    this.savedAt = Date.now();
    this.heard = saved.draft_revision;
    this.failed = false;
    if (!this.dirty) this.kept.drop();
    if (saved.is_kept_apart) {
      this.file.copy = saved.copy_id;
      this.conflict.show(saved);
    } else {
      this.file.revision = saved.revision;
    }
    this.rest();
    if (!saved.is_kept_apart) this.hear();
  }

  // The page has been away too long, or its draft is gone: trying again would not help, but what was typed is still in the browser.
  fail(fault) {
    this.dirty = this.failed = true;
    this.refusal = fault.sentence?.[this.words.language] ?? "";
    this.over = fault.kind === "gone" || fault.kind === "out" ? fault.kind : null;
    this.keep();
    if (this.over) return this.stop();
    this.told("unsaved");
    this.timer = setTimeout(() => this.flush({}), AGAIN);
  }

  stop() {
    this.told("unsaved");
    this.shell.querySelector(`[data-over="${this.over}"]`).hidden = false;
  }

  // Nothing is on its way.
  rest() {
    this.failed = false;
    if (!this.dirty) this.told(this.file.copy ? "apart" : this.savedAt ? "saved" : "open");
  }

  async reload(by) {
    const file = await answered(this.words.content, {});
    if (this.dirty || this.busy) return;
    Object.assign(this.file, { revision: file.revision, text: file.text });
    await this.editor.load(file.text);
    this.dirty = false;
    this.savedAt = null;
    this.shown = by;
    this.told("open");
  }

  // Who else is here, and whether they saved this file: what they wrote is shown as long as nothing typed here stands against it.
  async look() {
    if (this.over) return;
    try {
      const seen = await answered(this.words.presence, { method: "POST", headers: this.headers(), body: "" });
      this.others(seen.others);
      if (this.failed) await this.flush({});
      const isOld = seen.revision !== this.file.revision && !this.file.copy;
      if (isOld && !this.dirty && !this.busy && Date.now() - this.typedAt > QUIET && !this.editor.isBusy?.()) await this.reload(seen.by);
      if (seen.draft_revision !== this.heard) {
        this.heard = seen.draft_revision;
        this.hear();
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
    if (this.over) this.status.textContent = this.words.stopped;
    else if (state === "unsaved") this.status.textContent = this.refusal || (this.isKept ? this.words.keptHere : this.words.unsaved);
    else if (state === "saving" || state === "typing") this.status.textContent = this.words.saving;
    else if (this.savedAt) {
      const seconds = Math.max(1, Math.round((Date.now() - this.savedAt) / 1000));
      const words = state === "apart" ? this.words.apart : seconds < 60 ? this.words.saved : this.words.savedLong;
      this.status.textContent = words.replace("{n}", seconds < 60 ? seconds : Math.round(seconds / 60));
    } else if (this.shown) this.status.textContent = this.words.shown.replace("{name}", this.shown);
  }
}
