// The properties panel as owners need it: groups that the engine refuses left out, lists instead of ids to type, our own words as fields.
import { Group } from "@bpmn-io/properties-panel";
import { Extensions, HEADERS, PROPERTIES } from "./extensions.js";
import { Choice, Line, Open, Several, Suggested, Tick } from "./fields.js";

const REFUSED_GROUPS = new Set(["compensation", "adHocCompletion", "adHocSubProcessImplementation", "activeElements", "Zeebe__ExecutionListeners", "Zeebe__TaskListeners", "userTaskImplementation"]);
const REFUSED_ENTRIES = new Set(["versionTag", "bindingType", "customFormKey", "externalReference", "formType", "formConfiguration", "formId", "decisionId", "targetProcessId"]);
const SERVED_WITH_TEMPLATE = ["customer_message", "staff_notification"];

export class OwnProperties {
  constructor(propertiesPanel, injector, choices) {
    this.choices = choices;
    this.words = choices.words;
    this.extensions = injector.instantiate(Extensions);
    this.registry = injector.get("elementRegistry");
    propertiesPanel.registerProvider(200, this);
  }

  getGroups(element) {
    return (groups) => {
      const kept = groups.filter((group) => !REFUSED_GROUPS.has(group.id)).map((group) => this.changed(group, element));
      const own = this.ownGroup(element);
      if (own) kept.splice(Math.min(2, kept.length), 0, own);
      return kept.filter((group) => !group.entries || group.entries.length);
    };
  }

  changed(group, element) {
    if (!group.entries) return group;
    const entries = group.entries.filter((entry) => !REFUSED_ENTRIES.has(entry.id));
    const added = { form: this.form, calledDecision: this.decision, calledElement: this.called, assignmentDefinition: this.groups, taskDefinition: this.template }[group.id];
    return { ...group, entries: added ? [...added.call(this, element), ...entries] : entries };
  }

  form(element) {
    const get = () => this.extensions.find(element, "zeebe:FormDefinition")?.formId ?? "";
    const set = (value) => this.extensions.set(element, "zeebe:FormDefinition", value ? { formId: value } : null);
    const { forms, places } = this.choices;
    const entries = [entry("ownForm", Choice, { element, label: this.words.form, none: this.words.none, options: forms, get, set })];
    if (places[`form:${get()}`]) entries.push(entry("ownFormOpen", Open, { href: places[`form:${get()}`], label: this.words.openForm }));
    return entries;
  }

  decision(element) {
    const get = () => this.extensions.find(element, "zeebe:CalledDecision")?.decisionId ?? "";
    const set = (value) => this.extensions.set(element, "zeebe:CalledDecision", { decisionId: value || undefined });
    const { decisions, places } = this.choices;
    const entries = [entry("ownDecision", Choice, { element, label: this.words.decision, none: this.words.none, options: decisions, get, set })];
    if (places[`decision:${get()}`]) entries.push(entry("ownDecisionOpen", Open, { href: places[`decision:${get()}`], label: this.words.openDecision }));
    return entries;
  }

  called(element) {
    const get = () => this.extensions.find(element, "zeebe:CalledElement")?.processId ?? "";
    const set = (value) => this.extensions.set(element, "zeebe:CalledElement", { processId: value || undefined });
    return [entry("ownProcess", Choice, { element, label: this.words.process, none: this.words.none, options: this.choices.processes, get, set })];
  }

  groups(element) {
    const get = () => this.extensions.find(element, "zeebe:AssignmentDefinition")?.candidateGroups ?? "";
    const set = (value) => this.extensions.set(element, "zeebe:AssignmentDefinition", { candidateGroups: value || undefined });
    const groups = [[this.words.groups, this.choices.groups], [this.words.departments, this.choices.departments]];
    return [entry("ownCandidateGroups", Several, { label: this.words.candidates, groups, get, set })];
  }

  template(element) {
    const type = this.extensions.find(element, "zeebe:TaskDefinition")?.type;
    if (!SERVED_WITH_TEMPLATE.includes(type)) return [];
    const get = () => this.extensions.entry(element, HEADERS, "template");
    const set = (value) => this.extensions.setEntry(element, HEADERS, "template", value);
    return [entry("ownTemplate", Choice, { element, label: this.words.template, none: this.words.none, options: this.choices.templates, get, set })];
  }

  ownGroup(element) {
    const entries = this.choices.ownWords.filter((word) => word.on.includes(kindOf(element))).map((word) => this.word(element, word));
    return entries.length ? { id: "huixiang", label: this.words.own, component: Group, entries } : null;
  }

  word(element, word) {
    const name = `huixiang:${word.name}`;
    const get = () => this.extensions.entry(element, PROPERTIES, name);
    const set = (value) => this.extensions.setEntry(element, PROPERTIES, name, value);
    const shared = { element, label: word.label, description: word.meaning };
    if (word.values?.length === 1) return entry(word.name, Tick, { ...shared, get: () => get() === word.values[0], set: (isOn) => set(isOn ? word.values[0] : "") }, () => Boolean(get()));
    const options = { stage: () => this.known("huixiang:stage"), officialStatus: () => this.choices.statuses }[word.name];
    if (options) return entry(word.name, Suggested, { ...shared, options: options(), get, set }, () => Boolean(get()));
    return entry(word.name, Line, { ...shared, get, set }, () => Boolean(get()));
  }

  // What other elements of the diagram say already.
  known(name) {
    return [...new Set(this.registry.getAll().map((each) => this.extensions.entry(each, PROPERTIES, name)).filter(Boolean))].sort();
  }
}

OwnProperties.$inject = ["propertiesPanel", "injector", "choices"];

function entry(id, component, given, isEdited = () => Boolean(given.get?.())) {
  return { ...given, id, component, isEdited };
}

// The kind of an element as the server's table of our words names it.
function kindOf(element) {
  const own = element.businessObject;
  if (!own || element.type === "label") return "";
  if (own.$type === "bpmn:SequenceFlow") return "flow";
  if (own.$type === "bpmn:SubProcess" && own.triggeredByEvent) return "event_sub_process";
  return own.$type.replace(/^[^:]*:/, "").replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
}
