// What the palette and the menus offer: only what the engine deploys.
const REFUSED = /ad-?hoc|compensation|complex-gateway|event-subprocess-compens|data-(object|store)|signal|participant-multiplicity/i;

export class OwnPalette {
  constructor(palette, popupMenu, contextPad) {
    const leaveOut = { getPaletteEntries: () => without, getContextPadEntries: () => without };
    palette.registerProvider(100, leaveOut);
    contextPad.registerProvider(100, leaveOut);
    for (const menu of ["bpmn-replace", "bpmn-append", "bpmn-create"]) popupMenu.registerProvider(menu, 100, { getPopupMenuEntries: () => without, getPopupMenuHeaderEntries: () => without });
  }
}

OwnPalette.$inject = ["palette", "popupMenu", "contextPad"];

function without(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => !REFUSED.test(id)));
}
