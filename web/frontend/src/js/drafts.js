// What is typed into a due form is kept on the server as one types, and the page says so.

const PAUSE = 900;

export function watchDrafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
}

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]");
    this.savedAt = null;
    form.addEventListener("input", () => this.plan());
    form.addEventListener("submit", () => this.end());
    addEventListener("pagehide", () => this.isPlanned && this.save({ keepalive: true }));
    // Back on the page by the browser's own button, or told to look again: typing is kept anew.
    addEventListener("pageshow", () => (this.isOver = false));
    setInterval(() => this.tell(), 5000);
  }

  // What was sent isn't a draft any more: nothing on its way may arrive after it.
  end() {
    this.forget();
    this.isOver = true;
    this.onItsWay?.abort();
  }

  plan() {
    if (this.isOver) return;
    clearTimeout(this.timer);
    this.isPlanned = true;
    this.timer = setTimeout(() => this.save({}), PAUSE);
  }

  forget() {
    clearTimeout(this.timer);
    this.isPlanned = false;
  }

  async save(options) {
    this.forget();
    const typed = new FormData(this.form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    typed.set("_part", "saved");
    this.status.textContent = this.form.dataset.saving;
    this.onItsWay = new AbortController();
    try {
      const answer = await fetch(this.form.dataset.draft, { method: "POST", body: new URLSearchParams(typed), headers: { Accept: "application/json" }, signal: this.onItsWay.signal, ...options });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (!told.is_saved) return this.stop(told.why);
      this.savedAt = Date.now();
      this.tell();
    } catch {
      this.savedAt = null;
      if (this.isOver) return;
      this.status.textContent = this.form.dataset.unsaved;
      this.timer = setTimeout(() => this.save({}), 8000);
    }
  }

  // Another page has changed the draft, or the task is over: saving on would overwrite, or ask for ever.
  stop(why) {
    this.isOver = true;
    this.savedAt = null;
    this.status.textContent = this.form.dataset[why] ?? this.form.dataset.unsaved;
    this.status.classList.add("is-stopped");
    const button = this.form.querySelector("[data-draft-button]");
    if (why === "changed" && button) button.textContent = this.form.dataset.compare;
  }

  tell() {
    if (this.savedAt === null || this.isPlanned) return;
    const seconds = Math.max(1, Math.round((Date.now() - this.savedAt) / 1000));
    const [words, figure] = seconds < 60 ? [this.form.dataset.saved, seconds] : [this.form.dataset.savedLong, Math.round(seconds / 60)];
    this.status.textContent = words.replace("{n}", figure);
  }
}
