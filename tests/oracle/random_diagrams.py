"""Diagrams at random: blocks within blocks, with loops, boundary events, event sub-processes and ends in odd places."""

from __future__ import annotations

import re
from random import Random
from xml.sax.saxutils import escape

from tests.elements.drawing import (
    TERMINATE, boundary, by_error, by_escalation, by_message, catch, diagram, end, error, escalation, event_sub_process, exclusive, flow, flows, inclusive,
    message, node, parallel, several, start, sub_process, throw, timer, user,
)

NAMES = ("v0", "v1", "v2", "v3")
ROOTS = message("m") + error("bad") + escalation("up")


CALLED = ("check", "tell")


class Drawer:
    """Draws one diagram from a seed. Each block has one entry and one exit."""

    def __init__(self, seed: int, *, is_called: bool = False):
        """`is_called`: a process for others to call; nothing in it decides by variables, because it has its own."""
        self.random = Random(seed)
        self.is_called = is_called
        self.made = 0

    def draw(self, id: str = "the_process") -> bytes:
        first, parts = self.start_event(), []
        inner, entry, exit = self.sequence(1 if self.is_called else 3)
        inner += "" if self.is_called else self.shortcuts(inner)
        parts += [start(first), inner, end(last := self.name("end")), flows(first, entry), flows(exit, last)]
        return diagram(*parts, *self.event_scopes(1), roots=ROOTS, id=id)

    def shortcuts(self, inner: str) -> str:
        """Flows across blocks of the process, as people draw them: tokens too many, joins too few, in loops as well."""
        if self.random.random() < 0.6:
            return ""
        ids = _ids_of_scope(inner)
        sources = [id for id in ids if id.startswith(("task", "fork"))]
        targets = [id for id in ids if id.startswith(("task", "merge", "sync", "join", "fork"))]
        return "".join(flow(self.random.choice(sources), self.random.choice(targets), id=self.name("shortcut")) for _ in range(2)) if sources and targets else ""

    def name(self, kind: str) -> str:
        self.made += 1
        return f"{kind}_{self.made}"

    def start_event(self) -> str:
        return self.name("begin")

    def sequence(self, depth: int) -> tuple[str, str, str]:
        blocks = [self.block(depth) for _ in range(self.random.randint(1, 3))]
        joined = "".join(flow(left[2], right[1]) for left, right in zip(blocks, blocks[1:], strict=False))
        return "".join(block[0] for block in blocks) + joined, blocks[0][1], blocks[-1][2]

    def block(self, depth: int) -> tuple[str, str, str]:
        simple, deep = [self.task, self.task, self.wait, self.note, self.several], [self.fork, self.race, self.scope, self.side]
        if not self.is_called:
            simple, deep = [*simple, self.repeated], [*deep, self.choice, self.some, self.loop, self.scope, self.jump, self.call]
        return self.random.choice(simple if depth <= 0 else simple[:2] + deep)(depth - 1)

    def task(self, depth: int) -> tuple[str, str, str]:
        id = self.name("task")
        return user(id) + self.attached(id, depth), id, id

    def several(self, depth: int) -> tuple[str, str, str]:
        id, items = self.name("each"), ", ".join("0" * self.random.randint(1, 3))
        return user(id, several(f"=[{items}]", sequential=self.random.random() < 0.5)) + self.attached(id, depth), id, id

    def repeated(self, depth: int) -> tuple[str, str, str]:
        """A standard loop: tested before or after, with or without a maximum."""
        id, most = self.name("repeat"), self.random.choice(("", ' loopMaximum="2"', ' loopMaximum="3"'))
        condition = f'<bpmn:loopCondition xsi:type="bpmn:tFormalExpression">{escape(self.condition())}</bpmn:loopCondition>'
        before = str(self.random.random() < 0.5).lower()
        loop = f'<bpmn:standardLoopCharacteristics testBefore="{before}"{most}>{condition}</bpmn:standardLoopCharacteristics>'
        return user(id, loop) + self.attached(id, depth), id, id

    def jump(self, depth: int) -> tuple[str, str, str]:
        """A link: the token leaves at one or two throws and arrives at the catch."""
        name, split, arrive = self.name("link"), self.name("split"), self.name("arrive")
        link, throws = f'<bpmn:linkEventDefinition name="{name}"/>', [self.name("leave") for _ in range(self.random.randint(1, 2))]
        drawn = "".join(throw(each, link) + flow(split, each, self.condition() if number else "") for number, each in enumerate(throws))
        return exclusive(split, default=f"{split}_to_{throws[0]}") + drawn + catch(arrive, link), split, arrive

    def call(self, depth: int) -> tuple[str, str, str]:
        id = self.name("call")
        caught = boundary(trap := self.name("trap"), id, by_escalation("up"), interrupting=self.random.random() < 0.5) + self.branch(trap, depth)
        called = node("callActivity", id, zeebe=f'<zeebe:calledElement processId="{self.random.choice(CALLED)}"/>')
        return called + (caught if self.random.random() < 0.4 else "") + self.attached(id, depth), id, id

    def wait(self, depth: int) -> tuple[str, str, str]:
        id = self.name("wait")
        kind = self.random.randrange(3)
        if kind == 0:
            return catch(id, timer("Duration", "PT1H")), id, id
        if kind == 1:
            return catch(id, by_message("m")), id, id
        return node("receiveTask", id, messageRef="message_m") + self.attached(id, depth), id, id

    def note(self, depth: int) -> tuple[str, str, str]:
        id = self.name("note")
        return (throw(id, by_escalation("up")) if self.random.random() < 0.4 else node("task", id)), id, id

    def condition(self) -> str:
        return f"={self.random.choice(NAMES)} {self.random.choice(('>', '<='))} {self.random.randint(1, 4)}"

    def branches(self, depth: int, split: str, join: str, conditional: bool) -> str:
        drawn = ""
        for number in range(self.random.randint(2, 3)):
            inner, entry, exit = self.sequence(depth)
            drawn += inner + flow(split, entry, "" if number == 0 or not conditional else self.condition()) + flow(exit, join)
        return drawn

    def choice(self, depth: int) -> tuple[str, str, str]:
        split, join = self.name("split"), self.name("merge")
        inner = self.branches(depth, split, join, True)
        return exclusive(split, default=self.default_of(inner, split)) + inner + exclusive(join), split, join

    def some(self, depth: int) -> tuple[str, str, str]:
        split, join = self.name("some"), self.name("sync")
        inner = self.branches(depth, split, join, True)
        return inclusive(split, default=self.default_of(inner, split)) + inner + inclusive(join), split, join

    def default_of(self, inner: str, split: str) -> str:
        """The first flow out of the split: the one without a condition."""
        return inner.split(f'id="{split}_to_', 1)[1].split('"', 1)[0].join((f"{split}_to_", ""))

    def fork(self, depth: int) -> tuple[str, str, str]:
        split, join = self.name("fork"), self.name("join")
        return parallel(split) + self.branches(depth, split, join, False) + parallel(join), split, join

    def side(self, depth: int) -> tuple[str, str, str]:
        """An implicit fork: one branch goes on, the other ends by itself."""
        id, last = self.name("task"), self.name("task")
        inner, entry, exit = self.sequence(depth)
        ending = self.name("end")
        return user(id) + user(last) + inner + end(ending) + flow(id, last) + flow(id, entry) + flow(exit, ending), id, last

    def loop(self, depth: int) -> tuple[str, str, str]:
        again, good = self.name("again"), self.name("good")
        inner, entry, exit = self.sequence(depth)
        pause = self.name("task")       # so that no loop runs without a wait
        out = self.name("out")
        drawn = exclusive(again) + inner + user(pause) + exclusive(good, default=f"{good}_to_{again}") + node("task", out)
        return drawn + flows(again, entry) + flows(exit, pause, good, again) + flow(good, out, self.condition()), again, out

    def race(self, depth: int) -> tuple[str, str, str]:
        gateway, merge, first, second = self.name("race"), self.name("merge"), self.name("catch"), self.name("catch")
        drawn = node("eventBasedGateway", gateway) + catch(first, timer("Duration", "PT1H")) + catch(second, by_message("m")) + exclusive(merge)
        return drawn + flows(gateway, first, merge) + flows(gateway, second, merge), gateway, merge

    def scope(self, depth: int) -> tuple[str, str, str]:
        id, first = self.name("scope"), self.start_event()
        inner, entry, exit = self.sequence(depth)
        last, definition = self.name("end"), self.random.choice(("", "", TERMINATE, by_escalation("up"), by_error("bad")))
        caught = boundary(trap := self.name("trap"), id, by_error("bad")) + self.branch(trap, depth) if "error" in definition else ""
        if self.random.random() < 0.4:
            caught += boundary(trap := self.name("trap"), id, by_escalation("up"), interrupting=self.random.random() < 0.5) + self.branch(trap, depth)
        drawn = sub_process(id, start(first), inner, end(last, definition), flows(first, entry), flows(exit, last), *self.event_scopes(depth))
        return drawn + caught + self.attached(id, depth), id, id

    def attached(self, id: str, depth: int) -> str:
        if depth < 0 or self.random.random() < 0.6:
            return ""
        event, interrupting = self.name("edge"), self.random.random() < 0.5
        by_time = timer("Duration", "PT1H") if interrupting else timer("Cycle", "R/PT1H")
        return boundary(event, id, self.random.choice((by_time, by_message("m"))), interrupting=interrupting) + self.branch(event, depth)

    def branch(self, event: str, depth: int) -> str:
        inner, entry, exit = self.sequence(min(depth, 0))
        last = self.name("end")
        return inner + end(last) + flow(event, entry) + flow(exit, last)

    def event_scopes(self, depth: int) -> list[str]:
        return [self.event_scope(depth) for _ in range(self.random.choice((0, 0, 1, 2)))]

    def event_scope(self, depth: int) -> str:
        id, first, interrupting = self.name("event_scope"), self.start_event(), self.random.random() < 0.4
        by_time = timer("Duration", "PT1H") if interrupting else timer("Cycle", "R/PT1H")
        definition = self.random.choice((by_time, by_message("m"), by_escalation("up")))
        inner, entry, exit = self.sequence(min(depth, 1) - 1)
        last = self.name("end")
        begin = node("startEvent", first, definition, isInterrupting=str(interrupting).lower())
        return event_sub_process(id, begin, inner, end(last), flows(first, entry), flows(exit, last))


def called_processes(seed: int) -> dict[str, bytes]:
    """What the diagram of that seed may call."""
    return {id: Drawer(seed * 31 + number, is_called=True).draw(id) for number, id in enumerate(CALLED)}


def _ids_of_scope(drawn: str) -> list[str]:
    """Elements that lie directly in the scope, not in a sub-process."""
    found, depth = [], 0
    for closing, tag, id in re.findall(r'<(/?)bpmn:(\w+)(?: id="(\w+)")?', drawn):
        if tag == "subProcess":
            depth += -1 if closing else 1
        elif id and not depth and tag != "sequenceFlow":
            found.append(id)
    return found
