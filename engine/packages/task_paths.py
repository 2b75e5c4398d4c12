"""Whether every user task of a diagram lies in a lane and between start and stop of a clock.

A task has a clock when it has a due date of its own, when it pauses one, or when a clock may run while it is open: the task is
a start of that clock, or can be reached from one along flows, into sub-processes and over boundary events without passing a
stop of it. Event sub-processes are reached from everywhere in their scope. Conditions are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.errors import Reason, Text
from engine.model.clock_rules import ClockDefinition
from engine.packages.case_rules import CLOCK, LANE
from engine.packages.xml_walking import walk

_SCOPES = ("process", "subProcess", "transaction")
_NOT_NODES = frozenset({"incoming", "outgoing"})


@dataclass
class Ways:
    """`scope_of`: node -> the process or sub-process it lies in. `following`: node -> nodes behind its flows. `attached`: activity
    -> its boundary events. `entries`: scope -> its start events; `watching`: scope -> starts of its event sub-processes."""

    tasks: list[str] = field(default_factory=list)
    with_due_date: set[str] = field(default_factory=set)
    in_lanes: set[str] = field(default_factory=set)
    scope_of: dict[str, str] = field(default_factory=dict)
    following: dict[str, list[str]] = field(default_factory=dict)
    attached: dict[str, list[str]] = field(default_factory=dict)
    entries: dict[str, list[str]] = field(default_factory=dict)
    watching: dict[str, list[str]] = field(default_factory=dict)

    def has_lane(self, node: str) -> bool:
        return node in self.in_lanes or node in self.scope_of and self.has_lane(self.scope_of[node])

    def while_running(self, clock: ClockDefinition) -> set[str]:
        """The nodes at which the clock may run."""
        seen: set[str] = set()
        ahead = list(clock.start)
        while ahead:
            node = ahead.pop()
            if node not in seen:
                seen.add(node)
                ahead += self._reached_from(node, clock.stop)
        return seen

    def _reached_from(self, node: str, stops: Iterable[str]) -> Iterator[str]:
        scope = self.scope_of.get(node, "")
        yield from self.entries.get(node, ())
        yield from self.attached.get(node, ())
        yield from self.watching.get(scope, ())
        if node not in stops:
            yield from self.following.get(node, () if scope in stops else self.following.get(scope, ()))


def reasons(file: str, xml: bytes, asked: Iterable[str], clocks: Iterable[ClockDefinition]) -> Iterator[Reason]:
    """One error for each user task and thing it lacks."""
    asked, clocks = set(asked), list(clocks)
    if not asked:
        return
    ways = read_ways(xml)
    timed = ways.with_due_date.union(*(ways.while_running(clock) | set(clock.pause) for clock in clocks))
    for task in ways.tasks:
        if LANE in asked and not ways.has_lane(task):
            yield Reason(file, task, LANE, Text("这项任务不在任何泳道里：没有负责的人。", "This task lies in no lane: nobody is responsible."))
        if CLOCK in asked and task not in timed:
            yield Reason(file, task, CLOCK, Text("这项任务没有时限：不在任何时钟的起止之间。", "This task has no time limit: no clock runs while it is open."))


def read_ways(xml: bytes) -> Ways:
    """Of a file that isn't readable XML: empty; the room of diagrams says what is wrong with it."""
    reader = _Reader()
    return reader.ways if walk(xml, reader) else Ways()


class _Reader:
    def __init__(self) -> None:
        self.ways = Ways()
        self._scopes: list[str] = []
        self._event_scopes: set[str] = set()
        self._task = ""
        self._is_lane_ref = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind, id_ = tag.split(":")[-1], attributes.get("id", "")
        self._is_lane_ref = kind == "flowNodeRef"
        if kind == "sequenceFlow":
            self.ways.following.setdefault(attributes.get("sourceRef", ""), []).append(attributes.get("targetRef", ""))
        elif kind == "taskSchedule" and attributes.get("dueDate"):
            self.ways.with_due_date.add(self._task)
        elif id_ and self._scopes and kind not in _NOT_NODES:
            self._node(kind, id_, attributes)
        if kind in _SCOPES:
            self._scopes.append(id_)

    def end(self, tag: str) -> None:
        self._is_lane_ref = False
        if tag.split(":")[-1] in _SCOPES:
            self._scopes.pop()

    def characters(self, text: str) -> None:
        if self._is_lane_ref and text.strip():
            self.ways.in_lanes.add(text.strip())

    def _node(self, kind: str, id_: str, attributes: dict[str, str]) -> None:
        scope = self._scopes[-1]
        self.ways.scope_of[id_] = scope
        if kind == "userTask":
            self._task = id_
            self.ways.tasks.append(id_)
        elif kind == "boundaryEvent":
            self.ways.attached.setdefault(attributes.get("attachedToRef", ""), []).append(id_)
        elif kind == "subProcess" and attributes.get("triggeredByEvent") == "true":
            self._event_scopes.add(id_)
        elif kind == "startEvent" and scope in self._event_scopes:
            self.ways.watching.setdefault(self.ways.scope_of[scope], []).append(id_)
        elif kind == "startEvent":
            self.ways.entries.setdefault(scope, []).append(id_)
