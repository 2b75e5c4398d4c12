"""What settings, rows and texts may point to in a diagram: its ids, message names and readable texts, nothing of how it runs."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.packages.xml_walking import walk

_FLOW_NODES = frozenset({
    "userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "manualTask", "task", "callActivity", "subProcess",
    "transaction", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "startEvent", "endEvent",
    "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
})
_DRAWN = {"participant": "name", "lane": "name", "categoryValue": "name", "textAnnotation": "text"}
_PROPERTIES = {"huixiang:publicText": "public_text", "huixiang:submitLabel": "submit_label"}


@dataclass
class Job:
    """Work that a job type names, with the headers that say how."""

    element: str
    type: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Work:
    """A user task and whom it names, as written: names with commas between them, or FEEL."""

    element: str
    name: str = ""
    assignee: str = ""
    groups: str = ""
    users: str = ""
    is_customer: bool = False


@dataclass
class Drawing:
    """`texts`: where a readable text stands, as Texts looks it up. `drawn`: the same of pools, lanes, headings and notes, which
    may be shown as they are drawn."""

    elements: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    messages: set[str] = field(default_factory=set)
    texts: list[tuple[str, ...]] = field(default_factory=list)
    drawn: set[tuple[str, ...]] = field(default_factory=set)
    jobs: list[Job] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)


def read_drawing(xml: bytes) -> Drawing:
    """Of a file that isn't readable XML: empty; the room of diagrams says what is wrong with it."""
    reader = _Reader()
    return reader.drawing if walk(xml, reader) else Drawing()


class _Reader:
    def __init__(self) -> None:
        self.drawing = Drawing()
        self._nodes: list[str] = []
        self._is_documentation = False
        self._stages: set[str] = set()
        self._documented: set[tuple[str, ...]] = set()
        self._jobs: dict[str, Job] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind, id_ = tag.split(":")[-1], attributes.get("id", "")
        if kind in _FLOW_NODES:
            self._nodes.append(id_)
            self.drawing.elements.add(id_)
            self._has_text(("element", id_, "name"), attributes.get("name"))
            if kind == "userTask" and id_:  # zeebe:userTask, which has none, only says how the task is done
                self.drawing.work.append(Work(id_, attributes.get("name", "").replace("\n", " ")))
        elif kind == "sequenceFlow":
            self.drawing.flows.add(id_)
            self._has_text(("flow", id_, "name"), attributes.get("name"))
        elif kind in _DRAWN:
            self.drawing.drawn.add(("element", id_, _DRAWN[kind]))
        elif kind == "message":
            self.drawing.messages.add(attributes.get("name", ""))
        elif kind == "property":
            self._property(attributes)
        elif kind in ("taskDefinition", "header") and self._nodes:
            self._job(kind, attributes)
        elif kind == "assignmentDefinition" and (work := self._work()):
            work.assignee, work.groups, work.users = (attributes.get(key, "") for key in ("assignee", "candidateGroups", "candidateUsers"))
        self._is_documentation = kind == "documentation" and bool(self._nodes)

    def end(self, tag: str) -> None:
        self._is_documentation = False
        if tag.split(":")[-1] in _FLOW_NODES:
            self._nodes.pop()

    def characters(self, text: str) -> None:
        path = ("element", self._nodes[-1], "documentation") if self._is_documentation else None
        if path and text.strip() and path not in self._documented:
            self._documented.add(path)
            self.drawing.texts.append(path)

    def _job(self, kind: str, attributes: dict[str, str]) -> None:
        """Headers may stand before the definition or after it."""
        found = self._jobs.get(self._nodes[-1])
        if found is None:
            found = self._jobs[self._nodes[-1]] = Job(self._nodes[-1], "")
            self.drawing.jobs.append(found)
        if kind == "taskDefinition":
            found.type = attributes.get("type", "")
        else:
            found.headers[attributes.get("key", "")] = attributes.get("value", "")

    def _work(self) -> Work | None:
        """The user task that is being read."""
        last = self.drawing.work[-1] if self.drawing.work else None
        return last if last and self._nodes and last.element == self._nodes[-1] else None

    def _property(self, attributes: dict[str, str]) -> None:
        name, value = attributes.get("name", ""), attributes.get("value", "")
        if name == "huixiang:actor" and (work := self._work()):
            work.is_customer = value == "customer"
        if name in _PROPERTIES and self._nodes:
            self._has_text(("element", self._nodes[-1], _PROPERTIES[name]), value)
        elif name == "huixiang:stage":
            number, _, title = value.partition(" ")
            if title and number not in self._stages:
                self._stages.add(number)
                self.drawing.texts.append(("stage", number))

    def _has_text(self, path: tuple[str, ...], text: str | None) -> None:
        if text and not text.startswith("="):
            self.drawing.texts.append(path)
