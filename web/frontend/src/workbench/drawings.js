// Draws one or two diagrams from the server's JSON { before, after, marks, removed } when they are first seen.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

export function watchDrawings() {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  });
  for (const frame of document.querySelectorAll("[data-drawing]")) seen.observe(frame);
  // A trial that ended changes which flows were taken.
  document.addEventListener("htmx:after:swap", redrawAfterTrial);
  document.addEventListener("htmx:afterSwap", redrawAfterTrial);
}

function redrawAfterTrial() {
  const trial = document.querySelector("[data-trial]");
  if (!trial || trial.dataset.trial === "running") return;
  for (const frame of document.querySelectorAll("[data-drawing]")) draw(frame);
}

async function draw(frame) {
  try {
    const answer = await fetch(frame.dataset.drawing, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { before, after, marks, removed } = await answer.json();
    const sides = [["before", before, removed], ["after", after, marks]];
    const viewers = [];
    for (const [side, xml, wanted] of sides) viewers.push(await show(frame.querySelector(`[data-side="${side}"]`), xml, wanted));
    const shown = viewers.filter(Boolean);
    if (shown.length === 2) together(shown);
    light(frame, shown);
    frame.dataset.drawn = "true";
  } catch (fault) {
    frame.textContent = frame.dataset.fault;
    console.error(fault);
  }
}

async function show(figure, xml, marks) {
  if (!figure) return null;
  figure.hidden = !xml;
  if (!xml) return null;
  const canvas = figure.querySelector(".drawing-canvas");
  canvas.replaceChildren();
  const viewer = new NavigatedViewer({ container: canvas });
  await viewer.importXML(xml);
  figure.querySelector(".bjs-powered-by").title = figure.closest("[data-drawing]").dataset.madeWith;
  const registry = viewer.get("elementRegistry");
  for (const [id, kind] of Object.entries(marks)) if (registry.get(id)) viewer.get("canvas").addMarker(id, `marked-${kind}`);
  viewer.get("canvas").zoom("fit-viewport", "auto");
  return viewer;
}

// Both diagrams show the same place.
function together(viewers) {
  let busy = false;
  for (const viewer of viewers) {
    viewer.on("canvas.viewbox.changed", ({ viewbox }) => {
      if (busy) return;
      busy = true;
      for (const other of viewers) if (other !== viewer) other.get("canvas").viewbox({ x: viewbox.x, y: viewbox.y, width: viewbox.width, height: viewbox.height });
      busy = false;
    });
  }
}

// A line of the list under the pointer lights its element up.
function light(frame, viewers) {
  for (const line of frame.parentElement.querySelectorAll("[data-change]")) {
    const id = line.dataset.change;
    const toggle = (isOn) => {
      for (const viewer of viewers) if (id && viewer.get("elementRegistry").get(id)) viewer.get("canvas")[isOn ? "addMarker" : "removeMarker"](id, "marked-lit");
    };
    line.addEventListener("mouseenter", () => toggle(true));
    line.addEventListener("mouseleave", () => toggle(false));
  }
}
