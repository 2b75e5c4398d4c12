// The editor of decision tables: dmn-js with our dictionary; one button per decision of the file, and one for how they hang together.
import Modeler from "dmn-js/lib/Modeler";
import dictionary from "../words/dmn.zh.json";
import { speak } from "./said_plainly.js";
import { translator } from "./words.js";

export async function openTable(shell, file, changed) {
  const main = shell.querySelector("[data-table]");
  const translate = { translate: ["value", translator(dictionary, shell.dataset.language)] };
  const modeler = new Modeler({ container: main, common: { additionalModules: [translate] } });
  speak(main, dictionary, shell.dataset.language, TYPED);
  let quiet = true;
  const heard = new WeakSet();
  modeler.on("views.changed", ({ views, activeView }) => {
    offer(shell, modeler, views, activeView);
    const viewer = modeler.getActiveViewer();
    if (!viewer || heard.has(viewer)) return;
    heard.add(viewer);
    viewer.get("eventBus").on("commandStack.changed", () => !quiet && !file.is_readonly && changed());
  });
  await show(modeler, file.text);
  quiet = false;
  shell.modeler = modeler;
  return {
    text: async () => (await modeler.saveXML({ format: true })).xml,
    load: async (text) => {
      quiet = true;
      await show(modeler, text, modeler.getActiveView()?.element.id);
      quiet = false;
    },
    show: (reason) => open(modeler, reason.element),
  };
}

// Tooltips of what people named are theirs, too, but for the word before the name.
const TYPED = "input, textarea, [contenteditable], .cm-editor, .djs-container .djs-layer, [data-typed], .input-label, .output-label, td, .decision-table-name > *";

// The first table, since that is what owners came for; else what the file has.
async function show(modeler, text, id) {
  await modeler.importXML(text, { open: false });
  const views = modeler.getViews();
  await modeler.open(views.find((view) => view.element.id === id) ?? views.find((view) => view.type === "decisionTable") ?? views[0]);
}

function open(modeler, id) {
  const view = modeler.getViews().find((each) => each.element.id === id);
  if (view) modeler.open(view);
}

function offer(shell, modeler, views, activeView) {
  const words = shell.querySelector("[data-views]");
  words.replaceChildren(...views.filter((view) => view.type !== "drd" || views.length > 2).map((view) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.dataset.typed = "";
    button.textContent = view.type === "drd" ? words.dataset.together : view.name || view.id;
    button.setAttribute("aria-pressed", String(view.element === activeView?.element));
    button.addEventListener("click", () => modeler.open(view));
    return button;
  }));
}
