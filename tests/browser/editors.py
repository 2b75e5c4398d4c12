"""Walks through an editor so that it says all it can say: each kind of element with its pad, its menu and every group of its panel opened."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.words import HEAR, TYPED, hear

# Opens everything a panel holds, adds an entry to each of its lists, and looks at each hint.
PANEL = """
const pause = () => new Promise(done => setTimeout(done, 30));
const all = query => [...document.querySelectorAll(query)];
const openAll = async () => {
    const closed = ".bio-properties-panel-group-header:not(.open), .bio-properties-panel-collapsible-entry:not(.open) > .bio-properties-panel-collapsible-entry-header";
    for (const header of all(closed)) header.click();
    await pause();
};
const hearPanel = async () => {
    await pause();
    await openAll();
    for (const button of all(".bio-properties-panel-add-entry")) button.click();
    await pause();
    await openAll();
    for (const label of all(".bio-properties-panel-tooltip-wrapper")) label.dispatchEvent(new MouseEvent("mouseenter"));
    await pause();
    hear(typed);
};
"""

# One element of each kind the palette offers; then everything that each menu turns it into.
DIAGRAM = """async ([source, typed]) => {
    const hear = eval(source);
    const modeler = document.querySelector("[data-editor]").modeler, get = name => modeler.get(name);
    const registry = get("elementRegistry"), stack = get("commandStack"), menu = get("popupMenu");
""" + PANEL + """
    const told = new Set();
    const tell = async (kind, element) => {
        if (told.has(kind)) return;
        told.add(kind);
        get("selection").select(element);
        await hearPanel();
    };
    const offer = async element => {
        menu.open(element, "bpmn-replace", { x: 400, y: 200 }, {});
        await pause();
        hear(typed);
        return all(".djs-popup .entry").map(entry => entry.dataset.id);
    };
    const become = async (kind, id) => {
        const depth = stack._stackIdx;
        const back = () => { while (stack._stackIdx > depth) stack.undo(); };
        await tell(kind, registry.get(id));
        back();
        for (const entry of await offer(registry.get(id))) {
            if (told.has(entry)) continue;
            if (!menu.isOpen()) await offer(registry.get(id));
            document.querySelector(`.djs-popup .entry[data-id="${entry}"]`).click();
            await tell(entry, get("selection").get()[0]);
            back();
            get("selection").select(registry.get(id));
        }
        menu.close();
    };
    const home = get("canvas").getRootElement();
    hear(typed);
    await tell("process", home);
    const draw = (type, more = {}, host) => get("modeling").createShape({ type, ...more }, { x: 700 + 10 * told.size, y: 500 }, host ?? home, host ? { attach: true } : {});
    const kinds = ["StartEvent", "IntermediateThrowEvent", "EndEvent", "ExclusiveGateway", "Task", "SubProcess", "Group", "TextAnnotation"];
    for (const kind of kinds) await become(kind, draw(`bpmn:${kind}`, kind === "SubProcess" ? { isExpanded: true } : {}).id);
    await become("BoundaryEvent", draw("bpmn:BoundaryEvent", {}, registry.find(element => element.type === "bpmn:UserTask")).id);
    const inside = draw("bpmn:SubProcess", { isExpanded: true, triggeredByEvent: true });
    const begun = get("modeling").createShape({ type: "bpmn:StartEvent", eventDefinitionType: "bpmn:TimerEventDefinition", isInterrupting: true }, { x: inside.x + 60, y: inside.y + 60 }, inside);
    await become("start of an event sub-process", begun.id);
    const flow = registry.find(element => element.type === "bpmn:SequenceFlow");
    await become("SequenceFlow", flow.id);
    await become("Participant", draw("bpmn:Participant").id);
    get("modeling").splitLane(registry.find(element => element.type === "bpmn:Participant"), 2);
    await tell("Lane", registry.find(element => element.type === "bpmn:Lane"));
    get("selection").select([registry.find(element => element.type === "bpmn:UserTask"), begun]);
    await hearPanel();
    menu.open(get("selection").get(), "align-elements", { x: 400, y: 200 }, {});
    await pause();
    hear(typed);
    menu.close();
    get("searchPad").open();
    await pause();
    hear(typed);
    get("searchPad").close();
    return [...told];
}"""

# Each component of the palette, taken into the form.
FORM = """async ([source, typed]) => {
    const hear = eval(source);
    const editor = document.querySelector("[data-editor]").formEditor, get = name => editor.get(name);
""" + PANEL + """
    const fields = () => get("formFieldRegistry").getAll();
    const form = fields().find(field => field.type === "default");
    hear(typed);
    get("selection").set(form);
    await hearPanel();
    const kinds = all(".fjs-palette-field").filter(field => field.checkVisibility()).map(field => field.dataset.fieldType);
    for (const type of kinds) {
        get("modeling").addFormField({ type }, form, 0);
        get("selection").set(fields().find(field => field.type === type));
        await hearPanel();
    }
    return kinds;
}"""


def hear_diagram(page: Page) -> list[str]:
    """The kinds of elements that were shown."""
    return page.evaluate(DIAGRAM, [HEAR, TYPED])


def hear_form(page: Page) -> list[str]:
    return page.evaluate(FORM, [HEAR, TYPED])


# Away from the handles that a cell shows under the pointer.
INSIDE = {"x": 20, "y": 14}


def hear_table(page: Page) -> None:
    """Every cell's own editor, every menu of a cell and a heading, each choice; then the other kinds of decisions and how they hang together."""
    _hear_cells(page)
    for place in ("td.rule-index", "td.input-cell", "th.input-cell", "th.output-cell"):
        page.locator(place).first.click(button="right", position=INSIDE)
        hear(page)
        _leave(page)
    for place in ("th.input-cell", "th.output-cell"):
        page.locator(f"{place} .edit-button").first.dispatch_event("click")
        _hear_choices(page)
    _hear_choices(page, ".hit-policy")
    views = page.locator("[data-views] button")
    for number in range(views.count()):
        views.nth(number).click()
        hear(page)
        for button in page.locator("[data-table] .edit-button:visible").all():
            button.dispatch_event("click")
            _hear_choices(page)
    views.first.click()
    page.evaluate(DRAWN_DECISIONS, [HEAR, TYPED])


# Each element of the drawing with its pad and menu.
DRAWN_DECISIONS = """async ([source, typed]) => {
    const hear = eval(source);
    const viewer = document.querySelector("[data-editor]").modeler.getActiveViewer();
    const pause = () => new Promise(done => setTimeout(done, 30));
    for (const element of viewer.get("elementRegistry").getAll()) {
        viewer.get("selection").select(element);
        viewer.get("popupMenu").open(element, "dmn-replace", { x: 300, y: 300 }, {});
        await pause();
        hear(typed);
        viewer.get("popupMenu").close();
    }
}"""


def _hear_cells(page: Page) -> None:
    cells = page.locator("[data-table] tbody tr:first-child td:is(.input-cell, .output-cell)")
    for number in range(cells.count()):
        cells.nth(number).click()
        hear(page)
        simple = page.locator(".simple-mode-button")
        if simple.count():
            simple.first.click()
            _hear_choices(page)
        _leave(page)


def _hear_choices(page: Page, place: str = ".context-menu") -> None:
    hear(page)
    choices = page.locator(f"{place} .dms-input-select")
    for number in range(choices.count()):
        choices.nth(number).dispatch_event("click")
        hear(page)
        page.keyboard.press("Escape")
    _leave(page)


def _leave(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator("[data-editor] .editor-reasons h2").click()
