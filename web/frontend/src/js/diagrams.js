// Draws a diagram from the server's JSON { xml, overlay, names } with bpmn-js, and marks what ran.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

export function watchDiagrams() {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      show(entry.target);
    }
  });
  for (const frame of document.querySelectorAll("[data-diagram]")) seen.observe(frame);
}

async function show(frame) {
  const canvas = frame.querySelector(".diagram-canvas");
  try {
    const answer = await fetch(frame.dataset.diagram, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { xml, overlay, names } = await answer.json();
    const viewer = new NavigatedViewer({ container: canvas });
    await viewer.importXML(xml);
    canvas.querySelector(".bjs-powered-by").title = frame.dataset.madeWith;
    rename(viewer, names, frame.dataset.language);
    if (overlay) mark(viewer, overlay, frame.dataset);
    look(viewer, overlay);
    watchTools(frame, viewer);
    frame.viewer = viewer;
    frame.addEventListener("diagram:remark", ({ detail }) => remark(viewer, detail, frame.dataset));
    frame.dispatchEvent(new CustomEvent("diagram:shown", { bubbles: true, detail: { viewer } }));
  } catch (fault) {
    canvas.textContent = frame.dataset.fault;
    console.error(fault);
  }
}

// The diagram is drawn in one language; its labels are shown in the reader's.
function rename(viewer, names, language) {
  if (language === "zh") return;
  const registry = viewer.get("elementRegistry");
  const changed = [];
  for (const element of registry.getAll()) {
    const own = element.businessObject;
    if (!own || element.type === "label") continue;
    const heading = own.categoryValueRef;
    const name = names[heading?.id ?? own.id]?.[language];
    if (!name) continue;
    if (heading) heading.value = name;
    else if (own.name) own.name = name;
    else if (own.text) own.text = name;
    for (const label of element.labels ?? []) widen(label, element);
    changed.push(element, ...(element.labels ?? []));
  }
  for (const element of changed) viewer.get("eventBus").fire(element.waypoints ? "connection.changed" : "shape.changed", { element, gfx: registry.getGraphics(element) });
}

// Labels were drawn for short Chinese words; others would break in the middle. A label beside its event grows away from it.
function widen(label, { x, width }) {
  const more = Math.max(0, 92 - label.width);
  const aside = label.x + label.width / 2 - (x + width / 2);
  label.x -= more * (aside > 20 ? 0 : aside < -20 ? 1 : 0.5);
  label.width += more;
}

// The marks of another moment or round in place of those that stand.
function remark(viewer, overlay, words) {
  const canvas = viewer.get("canvas");
  viewer.get("overlays").clear();
  for (const element of viewer.get("elementRegistry").getAll()) {
    for (const marker of ["ran-frame", "here", "ran"]) canvas.removeMarker(element, marker);
  }
  mark(viewer, overlay, words);
}

function mark(viewer, overlay, words) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  for (const [id, ran] of Object.entries(overlay.elements)) {
    if (!registry.get(id)) continue;
    const isFrame = registry.get(id).children?.length > 0 && registry.get(id).type === "bpmn:SubProcess";
    canvas.addMarker(id, isFrame ? "ran-frame" : ran.is_active ? "here" : "ran");
    if (isFrame) continue;
    label(viewer, id, ran, words);
  }
  for (const id of Object.keys(overlay.flows)) if (registry.get(id)) canvas.addMarker(id, "ran");
}

function label(viewer, id, ran, words) {
  const overlays = viewer.get("overlays");
  const times = words.times.replace("{n}", ran.count);
  if (ran.is_active) overlays.add(id, "token", { position: { top: -9, left: -9 }, html: badge("mark-token", "", words.here) });
  if (ran.count > 1) overlays.add(id, "count", { position: { top: -10, right: 12 }, html: badge("mark-count", ran.count, times) });
  const last = Math.max(...ran.rounds, 1);
  if (last > 1) overlays.add(id, "round", { position: { bottom: 10, right: 26 }, html: badge("mark-round", words.round.replace("{n}", last), times) });
}

async function toggleFull(frame, viewer) {
  await (document.fullscreenElement ? document.exitFullscreen() : frame.requestFullscreen());
  setTimeout(() => {
    viewer.get("canvas").resized();
    viewer.get("canvas").zoom("fit-viewport", "auto");
  }, 150);
}

function badge(kind, text, title) {
  const element = document.createElement("span");
  element.className = kind;
  element.textContent = text;
  element.title = title;
  return element;
}

// The whole diagram where it can be read so; on small screens the place where the case is.
function look(viewer, overlay) {
  const canvas = viewer.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  const here = Object.entries(overlay?.elements ?? {}).find(([id, ran]) => ran.is_active && !viewer.get("elementRegistry").get(id)?.children?.length);
  const shape = here && viewer.get("elementRegistry").get(here[0]);
  if (!shape || canvas.zoom() > 0.5) return;
  canvas.zoom(0.7, { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 });
  const view = canvas.viewbox();
  canvas.viewbox({ ...view, x: shape.x + shape.width / 2 - view.width / 2, y: shape.y + shape.height / 2 - view.height / 2 });
}

function watchTools(frame, viewer) {
  const zoom = viewer.get("zoomScroll");
  for (const button of frame.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "full") toggleFull(frame, viewer);
      else if (button.dataset.zoom === "fit") viewer.get("canvas").zoom("fit-viewport", "auto");
      else zoom.stepZoom(button.dataset.zoom === "in" ? 1 : -1);
    });
  }
}
