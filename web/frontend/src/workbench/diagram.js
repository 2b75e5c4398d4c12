// The diagram editor: bpmn-js with the Zeebe panel, our own words as fields, and the reasons marked on their elements.
import ZeebeBehaviors from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import Modeler from "bpmn-js/lib/Modeler";
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from "bpmn-js-properties-panel";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";
import dictionary from "../words/bpmn.zh.json";
import { ReadableIds } from "./ids.js";
import { Naming } from "./naming.js";
import { OwnProperties } from "./own_properties.js";
import { OwnPalette } from "./own_palette.js";
import { speak } from "./said_plainly.js";
import { soon } from "./soon.js";
import { translator } from "./words.js";

// What owners wrote stands in the drawing; around it are palette, pads and menus.
const DRAWN = "svg, input, textarea, [contenteditable], .djs-search-results, .mark-reason, [data-typed]";

export async function openDiagram(shell, file, changed) {
  const canvas = shell.querySelector("[data-canvas]");
  const choices = await (await fetch(canvas.dataset.choices, { headers: { Accept: "application/json" } })).json();
  const modeler = new Modeler({
    container: canvas,
    propertiesPanel: { parent: shell.querySelector("[data-properties]") },
    moddleExtensions: { zeebe },
    additionalModules: [
      BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule, ZeebeBehaviors,
      {
        __init__: ["ownProperties", "ownPalette"],
        translate: ["value", translator(dictionary, shell.dataset.language)],
        bpmnFactory: ["type", ReadableIds],
        debounceInput: ["value", soon],
        choices: ["value", choices],
        ownProperties: ["type", OwnProperties],
        ownPalette: ["type", OwnPalette],
      },
    ],
  });
  speak(shell.querySelector("[data-properties]"), dictionary, shell.dataset.language);
  speak(canvas, dictionary, shell.dataset.language, DRAWN);
  await modeler.importXML(file.text);
  fit(modeler);
  shell.modeler = modeler;
  if (!file.is_readonly) modeler.on("commandStack.changed", changed);
  watchTools(shell, modeler);
  const marks = new Marks(modeler);
  const naming = new Naming(modeler, changed);
  return {
    text: () => naming.xml(),
    isBusy: () => naming.element || modeler.get("dragging").context(),
    load: (text) => load(modeler, text),
    mark: (reasons) => marks.set(reasons),
    show: (reason) => select(modeler, reason.element),
  };
}

// Another version of the same diagram: the view and the selection stay where they were.
async function load(modeler, text) {
  const view = modeler.get("canvas").viewbox();
  const chosen = modeler.get("selection").get().map((element) => element.id);
  await modeler.importXML(text);
  modeler.get("canvas").viewbox(view);
  const registry = modeler.get("elementRegistry");
  modeler.get("selection").select(chosen.map((id) => registry.get(id)).filter(Boolean));
}

// All of the drawing, beside the palette and not under it.
function fit(modeler) {
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  const palette = canvas.getContainer().querySelector(".djs-palette");
  const beside = palette.offsetLeft + palette.offsetWidth + 4;
  const { inner, outer, scale } = canvas.viewbox();
  if (inner.width * scale + 2 * beside < outer.width) return;
  const fitting = Math.min(scale, (outer.width - beside - 10) / inner.width);
  canvas.viewbox({ x: inner.x - beside / fitting, y: inner.y - Math.max(0, outer.height / fitting - inner.height) / 2, width: outer.width / fitting, height: outer.height / fitting });
}

function select(modeler, id) {
  const element = modeler.get("elementRegistry").get(id);
  if (!element) return;
  modeler.get("canvas").scrollToElement(element);
  modeler.get("selection").select(element);
}

// One badge for each element that something stands against; its title says what.
class Marks {
  constructor(modeler) {
    this.modeler = modeler;
    this.marked = [];
  }

  set(reasons) {
    const overlays = this.modeler.get("overlays");
    const canvas = this.modeler.get("canvas");
    const registry = this.modeler.get("elementRegistry");
    overlays.remove({ type: "reason" });
    for (const [id, kind] of this.marked) if (registry.get(id)) canvas.removeMarker(id, kind);
    this.marked = [];
    for (const [id, found] of grouped(reasons)) {
      const element = registry.get(id);
      if (!element) continue;
      const kind = found.some((reason) => reason.severity === "error") ? "faulty" : "doubtful";
      canvas.addMarker(id, kind);
      this.marked.push([id, kind]);
      overlays.add(id, "reason", { position: element.waypoints ? middle(element) : { top: -10, right: 10 }, html: badge(kind, found) });
    }
  }
}

function grouped(reasons) {
  const found = new Map();
  for (const reason of reasons) found.set(reason.element, [...(found.get(reason.element) ?? []), reason]);
  return found;
}

function middle(connection) {
  const points = connection.waypoints;
  const [a, b] = [points[Math.floor((points.length - 1) / 2)], points[Math.ceil((points.length - 1) / 2)]];
  const left = Math.min(...points.map((point) => point.x));
  const top = Math.min(...points.map((point) => point.y));
  return { left: (a.x + b.x) / 2 - left - 9, top: (a.y + b.y) / 2 - top - 9 };
}

function badge(kind, found) {
  const element = document.createElement("span");
  element.className = `mark-reason mark-${kind}`;
  element.textContent = kind === "faulty" ? "!" : "?";
  element.title = found.map((reason) => reason.text).join("\n");
  return element;
}

function watchTools(shell, modeler) {
  const actions = {
    undo: () => modeler.get("commandStack").undo(),
    redo: () => modeler.get("commandStack").redo(),
    in: () => modeler.get("zoomScroll").stepZoom(1),
    out: () => modeler.get("zoomScroll").stepZoom(-1),
    fit: () => fit(modeler),
  };
  for (const button of shell.querySelectorAll("[data-tool]")) button.addEventListener("click", () => actions[button.dataset.tool]());
  modeler.on("commandStack.changed", () => {
    for (const name of ["undo", "redo"]) {
      const button = shell.querySelector(`[data-tool="${name}"]`);
      if (button) button.disabled = !modeler.get("commandStack")[name === "undo" ? "canUndo" : "canRedo"]();
    }
  });
}
