// The form editor of form-js, which has no hook for translation: its palette and panel are exchanged as they are drawn. Below it stands
// the form as our server writes it, in both languages: what staff will see.
import { FormEditor } from "@bpmn-io/form-js-editor";
import dictionary from "../words/forms.zh.json";
import { beginIn } from "./first_words.js";
import { speak } from "./said_plainly.js";
import { soon } from "./soon.js";

const PAUSE = 500;
// What somebody wrote into the form stands in the middle; in the panel only headings and labels are the editor's.
const TYPED = "input, textarea, [contenteditable], .cm-editor, .fjs-form, .fjs-form-container .fjs-element, .bio-properties-panel-header-label, .bio-properties-panel-collapsible-entry-header-title, option[data-typed], [data-typed]";
const OWN = [".fjs-form-field-placeholder", ".fjs-select-placeholder", ".fjs-context-pad", ".fjs-empty-component", ".fjs-empty-editor", ".fjs-number-arrow-container",
  ".fjs-filepicker-container", ".fjs-repeat-render-footer", ".fjs-form .fjs-table-td", ".fjs-datepicker input", ".fjs-timepicker input", ".fjs-powered-by-link"].join();

export async function openForm(shell, file, changed) {
  const container = shell.querySelector("[data-form]");
  const schema = JSON.parse(file.text);
  const editor = new FormEditor({ container, exporter: schema.exporter, additionalModules: [{ debounce: ["value", soon] }] });
  speak(container, dictionary, shell.dataset.language, TYPED, OWN);
  speak(document.body, dictionary, shell.dataset.language, `${TYPED}, .editor, .rail, .topline, main`);
  if (shell.dataset.language === "zh") beginIn(editor, dictionary);
  await editor.importSchema(schema);
  const preview = new Preview(shell, () => JSON.stringify(editor.getSchema()));
  let quiet = false;
  const said = () => JSON.stringify(editor.saveSchema());
  let last = said();
  // As long as the form says what the file said, the file stays as it was written, to the blank.
  let given = { said: last, text: file.text };
  // The editor also tells of changes while it draws what it was given: then the form says what it said.
  editor.on("changed", () => {
    if (said() === last) return;
    last = said();
    preview.plan();
    if (!quiet && !file.is_readonly) changed();
  });
  preview.show();
  shell.formEditor = editor;
  return {
    text: async () => (said() === given.said ? given.text : `${JSON.stringify(editor.saveSchema(), null, 2)}\n`),
    load: async (text) => {
      quiet = true;
      await editor.importSchema(JSON.parse(text));
      last = said();
      given = { said: last, text };
      quiet = false;
      preview.show();
    },
    show: (reason) => select(editor, reason.element),
  };
}

function select(editor, id) {
  const fields = editor.get("formFieldRegistry").getAll();
  const found = fields.find((field) => field.id === id || field.key === id);
  if (found) editor.get("selection").set(found);
}

class Preview {
  constructor(shell, schema) {
    this.shell = shell;
    this.schema = schema;
    this.place = shell.querySelector("[data-preview-place]");
  }

  plan() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), PAUSE);
  }

  async show() {
    const asked = (this.asked = (this.asked ?? 0) + 1);
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.shell.dataset.token };
    const answer = await fetch(this.shell.dataset.preview, { method: "POST", body: this.schema(), headers });
    if (!answer.ok || asked !== this.asked) return;
    // Our own server's words about a form, the same that the product shows; scripts in it would not run.
    const written = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.place.replaceChildren(...written.body.childNodes);
  }
}
