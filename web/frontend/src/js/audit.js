// Pairs an auditor's trail with the diagram beside it: point at one and the other lights up.
export function pairTrail() {
  const pair = document.querySelector("[data-pair]");
  if (!pair) return;
  const lines = [...pair.querySelectorAll("[data-place]")];
  pair.addEventListener("diagram:shown", ({ detail: { viewer } }) => {
    const lamp = makeLamp(viewer);
    for (const line of lines) {
      line.addEventListener("pointerenter", () => lamp.light(line.dataset.place));
      line.addEventListener("pointerleave", () => lamp.light(null));
      line.addEventListener("focusin", () => lamp.light(line.dataset.place));
      line.addEventListener("focusout", () => lamp.light(null));
    }
    const bus = viewer.get("eventBus");
    bus.on("element.hover", ({ element }) => lightLines(lines, element.id));
    bus.on("element.out", () => lightLines(lines, null));
    bus.on("element.click", ({ element }) => lines.find((line) => line.dataset.place === element.id)?.scrollIntoView({ block: "center" }));
  });
}

function lightLines(lines, id) {
  for (const line of lines) line.classList.toggle("is-lit", line.dataset.place === id);
}

function makeLamp(viewer) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  let lit = null;
  return {
    light(id) {
      if (lit) canvas.removeMarker(lit, "lit");
      lit = id && registry.get(id) ? id : null;
      if (lit) canvas.addMarker(lit, "lit");
    },
  };
}
