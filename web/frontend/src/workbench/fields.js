// Fields of the properties panel that choose from lists of the package and the company.
import { h } from "@bpmn-io/properties-panel/preact";
import { SelectEntry, TextFieldEntry } from "@bpmn-io/properties-panel";
import { useService } from "bpmn-js-properties-panel";

// A choice of one; what stands there and is not on offer is shown as it stands.
export function Choice({ element, id, label, description, options, get, set, none }) {
  const chosen = get();
  const offered = [{ value: "", label: none }, ...options.map(([value, name]) => ({ value, label: name }))];
  if (chosen && !options.some(([value]) => value === chosen)) offered.push({ value: chosen, label: chosen });
  return h(SelectEntry, { element, id, label, description, getValue: get, setValue: set, getOptions: () => offered });
}

export function Line({ element, id, label, description, get, set }) {
  const debounce = useService("debounceInput");
  return h(TextFieldEntry, { element, id, label, description, getValue: get, setValue: (value) => set(value ?? ""), debounce });
}

// Any text, with suggestions.
export function Suggested({ id, label, description, options, get, set }) {
  const field = `bio-properties-panel-${id}`;
  return h("div", { class: "bio-properties-panel-entry", "data-entry-id": id },
    h("div", { class: "bio-properties-panel-textfield" },
      h("label", { class: "bio-properties-panel-label", for: field }, label),
      h("input", { id: field, class: "bio-properties-panel-input", type: "text", list: `${field}-list`, autocomplete: "off", value: get(), onChange: (event) => set(event.target.value.trim()) }),
      h("datalist", { id: `${field}-list` }, options.map((value) => h("option", { value })))),
    description ? h("div", { class: "bio-properties-panel-description" }, description) : null);
}

// Several of a list, kept as one text with commas; an expression is left to the field below.
export function Several({ id, label, groups, get, set }) {
  const text = get();
  if (text.startsWith("=")) return null;
  const chosen = text.split(",").map((each) => each.trim()).filter(Boolean);
  const known = groups.flatMap(([, options]) => options.map(([value]) => value));
  const lists = [...groups, ["", chosen.filter((value) => !known.includes(value)).map((value) => [value, value])]];
  const toggle = (value, isOn) => set((isOn ? [...chosen, value] : chosen.filter((each) => each !== value)).join(", "));
  return h("fieldset", { class: "bio-properties-panel-entry own-several", "data-entry-id": id },
    h("legend", { class: "bio-properties-panel-label" }, label),
    lists.filter(([, options]) => options.length).map(([name, options]) => h("div", { class: "own-several-list" },
      name ? h("span", { class: "own-several-name" }, name) : null,
      options.map(([value, words]) => h("label", { class: "own-several-one" },
        h("input", { type: "checkbox", checked: chosen.includes(value), onChange: (event) => toggle(value, event.target.checked) }),
        h("span", {}, words))))));
}

export function Tick({ id, label, description, get, set }) {
  const field = `bio-properties-panel-${id}`;
  return h("div", { class: "bio-properties-panel-entry bio-properties-panel-checkbox-entry", "data-entry-id": id },
    h("div", { class: "bio-properties-panel-checkbox" },
      h("input", { id: field, type: "checkbox", class: "bio-properties-panel-input", checked: get(), onChange: (event) => set(event.target.checked) }),
      h("label", { class: "bio-properties-panel-label", for: field }, label)),
    description ? h("div", { class: "bio-properties-panel-description" }, description) : null);
}

export function Open({ id, href, label }) {
  return h("div", { class: "bio-properties-panel-entry", "data-entry-id": id }, h("a", { class: "own-link", href }, label));
}
