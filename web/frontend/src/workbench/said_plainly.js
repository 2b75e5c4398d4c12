// Words that an editor says without any hook for translation: exchanged in its palette and panel as they are drawn. What people typed is
// never touched: fields, previews, and texts that the dictionary doesn't know stay as they are.
const SPOKEN = ["title", "placeholder", "aria-label", "data-title"];
const TYPED = "input, textarea, [contenteditable], .cm-editor, .djs-container, [data-typed]";

// `own`: what stands in the middle of somebody's work and is the editor's nevertheless.
export function speak(root, dictionary, language, typed = TYPED, own = "[data-own]") {
  if (language !== "zh") return;
  const seen = (globalThis.unspoken ??= new Map());
  const isTyped = (element) => Boolean(element?.closest(typed)) && !element.closest(own);
  const words = (node) => exchange(node, dictionary, seen, isTyped);
  const inside = (node) => {
    for (const each of node.querySelectorAll?.(own) ?? []) visit(each);
  };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) words(node);
    else if (node.nodeType === Node.ELEMENT_NODE) {
      if (!isTyped(node.parentElement) || !isTyped(node)) attributes(node, dictionary, seen);
      if (isTyped(node)) inside(node);
      else for (const child of node.childNodes) visit(child);
    }
  };
  visit(root);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") for (const node of change.addedNodes) isTyped(change.target) && !node.matches?.(own) ? inside(node) : visit(node);
      else if (change.type === "characterData") words(change.target);
      else isTyped(change.target) || attributes(change.target, dictionary, seen);
    }
  }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SPOKEN });
}

function exchange(node, dictionary, seen, isTyped) {
  const said = node.data.trim();
  if (!said || isTyped(node.parentElement)) return;
  const known = translated(said, dictionary);
  if (known !== undefined && known !== said) node.data = node.data.replace(said, known);
  else if (known === undefined) note(said, node.parentElement, seen);
}

function attributes(element, dictionary, seen) {
  for (const name of SPOKEN) {
    const said = element.getAttribute(name)?.trim();
    if (!said) continue;
    const known = translated(said, dictionary);
    if (known !== undefined && known !== said) element.setAttribute(name, known);
    else if (known === undefined && name !== "data-title") note(said, element, seen);
  }
}

// A pattern has {n} where a figure or a name stands.
function translated(said, dictionary) {
  if (said in dictionary) return dictionary[said];
  for (const [pattern, words] of patterns(dictionary)) {
    const found = pattern.exec(said);
    if (found) return words.replace(/\{(\w+)\}/g, (_, name) => dictionary[found.groups[name]] ?? found.groups[name]);
  }
  return undefined;
}

const made = new WeakMap();

function patterns(dictionary) {
  if (!made.has(dictionary)) {
    const lines = Object.entries(dictionary).filter(([said]) => /\{\w+\}/.test(said));
    made.set(dictionary, lines.map(([said, words]) => [new RegExp(`^${escaped(said)}$`, "s"), words]));
  }
  return made.get(dictionary);
}

function escaped(said) {
  return said.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>.+?)");
}

function note(said, element, seen) {
  if (/[A-Za-z]{2,}/.test(said) && !/[\u4e00-\u9fff]/.test(said) && !element?.closest("kbd, .cm-content, .flatpickr-calendar") && !seen.has(said)) seen.set(said, element?.className?.baseVal ?? element?.className ?? "");
}
