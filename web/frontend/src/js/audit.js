// Pairs an auditor's trail with the diagram beside it: point at one and the other lights up; a slider goes through time.
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
    watchSlider(pair, lines);
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

// The slider: the diagram as it stood after an entry; what came later is faint in the trail.
function watchSlider(pair, lines) {
  const slider = pair.querySelector("[data-slider]");
  if (!slider) return;
  const frame = pair.querySelector("[data-diagram]");
  const told = pair.querySelector("[data-slider-told]");
  const entries = [...pair.querySelectorAll("[data-seq]")];
  slider.closest("[hidden]")?.removeAttribute("hidden");
  let asked = 0;
  slider.addEventListener("input", async () => {
    const until = Number(slider.value);
    const mine = ++asked;
    let last = null;
    for (const line of entries) {
      const isLater = Number(line.dataset.seq) > until;
      line.classList.toggle("is-later", isLater);
      if (!isLater) last = line;
    }
    told.textContent = last ? last.dataset.told : "";
    slider.setAttribute("aria-valuetext", told.textContent);
    last?.scrollIntoView({ block: "nearest" });
    const address = new URL(frame.dataset.diagram, location.href);
    address.searchParams.set("until", until);
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok || mine !== asked) return;
    frame.dispatchEvent(new CustomEvent("diagram:remark", { detail: (await answer.json()).overlay }));
  });
}
