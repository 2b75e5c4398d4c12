// The editor of decision tables: dmn-js with our dictionary; one button per decision of the file, and one for how they hang together.
import Modeler from "dmn-js/lib/Modeler";
import dictionary from "../words/dmn.zh.json";
import { speak } from "./said_plainly.js";
import { soon } from "./soon.js";
import { translator } from "./words.js";

export async function openTable(shell, file, changed) {
  const main = shell.querySelector("[data-table]");
  // dmn-js asks for modules per kind of view: what is given to all of them is dropped.
  const own = { additionalModules: [{ translate: ["value", translator(dictionary, shell.dataset.language)], debounceInput: ["value", soon] }] };
  const modeler = new Modeler({ container: main, drd: own, decisionTable: own, literalExpression: own, boxedExpression: own });
  speak(main, dictionary, shell.dataset.language, TYPED, ".dmn-icon-plus, .dmn-icon-drag, .dmn-icon-trash, .literal-expression-properties");
  nameFirstColumn(main);
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

// The column of the rules' numbers has no heading of its own.
function nameFirstColumn(main) {
  const name = () => {
    for (const heading of main.querySelectorAll("th.index-column:empty")) {
      const words = document.createElement("span");
      words.className = "reader-only";
      words.textContent = main.dataset.rules;
      heading.append(words);
    }
  };
  new MutationObserver(name).observe(main, { childList: true, subtree: true });
}

function open(modeler, id) {
  const view = modeler.getViews().find((each) => each.element.id === id);
  if (view) modeler.open(view);
}

function offer(shell, modeler, views, activeView) {
  const words = shell.querySelector("[data-views]");
  const offered = views.filter((view) => view.type !== "drd" || views.length > 2);
  words.replaceChildren(...(offered.length > 1 ? offered : []).map((view) => {
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
