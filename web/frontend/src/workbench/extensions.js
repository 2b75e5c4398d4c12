// Reads and writes what stands in an element's extension elements, each change one step that can be undone.
export class Extensions {
  constructor(bpmnFactory, commandStack) {
    this.factory = bpmnFactory;
    this.stack = commandStack;
  }

  find(element, type) {
    return own(element).extensionElements?.values?.find((each) => each.$type === type);
  }

  // Sets properties of the extension of that type, made if it is not there; with null the whole extension leaves.
  set(element, type, properties) {
    if (properties === null) return this.remove(element, type);
    const commands = [];
    const found = this.find(element, type) ?? this.add(element, type, commands);
    commands.push(change(element, found, properties));
    this.stack.execute("properties-panel.multi-command-executor", commands);
  }

  remove(element, type) {
    const found = this.find(element, type);
    if (!found) return;
    const holder = own(element).extensionElements;
    this.stack.execute("element.updateModdleProperties", { element, moddleElement: holder, properties: { values: holder.values.filter((each) => each !== found) } });
  }

  // One entry of a list such as zeebe:properties or zeebe:taskHeaders, by its name; an empty value takes it out.
  entry(element, list, name) {
    return this.find(element, list.type)?.[list.of]?.find((each) => each[list.key] === name)?.value ?? "";
  }

  setEntry(element, list, name, value) {
    const commands = [];
    const found = this.find(element, list.type) ?? (value ? this.add(element, list.type, commands) : null);
    if (!found) return;
    const entries = found[list.of] ?? [];
    const known = entries.find((each) => each[list.key] === name);
    if (known && value) commands.push(change(element, known, { value }));
    else if (known && entries.length === 1) return this.remove(element, list.type);
    else commands.push(change(element, found, { [list.of]: known ? entries.filter((each) => each !== known) : [...entries, this.make(list.entry, { [list.key]: name, value }, found)] }));
    this.stack.execute("properties-panel.multi-command-executor", commands);
  }

  add(element, type, commands) {
    let holder = own(element).extensionElements;
    if (!holder) {
      holder = this.make("bpmn:ExtensionElements", { values: [] }, own(element));
      commands.push(change(element, own(element), { extensionElements: holder }));
    }
    const made = this.make(type, {}, holder);
    commands.push(change(element, holder, { values: [...holder.get("values"), made] }));
    return made;
  }

  make(type, properties, parent) {
    const made = this.factory.create(type, properties);
    made.$parent = parent;
    return made;
  }
}

Extensions.$inject = ["bpmnFactory", "commandStack"];

export const PROPERTIES = { type: "zeebe:Properties", of: "properties", entry: "zeebe:Property", key: "name" };
export const HEADERS = { type: "zeebe:TaskHeaders", of: "values", entry: "zeebe:Header", key: "key" };

// A participant's panel speaks of its process.
function own(element) {
  return element.businessObject;
}

function change(element, moddleElement, properties) {
  return { cmd: "element.updateModdleProperties", context: { element, moddleElement, properties } };
}
