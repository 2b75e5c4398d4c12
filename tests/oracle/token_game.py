"""An independent oracle: BPMN 2.0.2 clause 13 as a plain token game on the XML, knowing nothing of the engine.

Where the standard leaves the order open (two branches, one of which ends the other) both play tokens in order of arrival.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import count

from tests.oracle.drawn import Node, read

_CONDITION = re.compile(r"=(\w+) (>|<=) (\d+)\Z")


@dataclass(eq=False)
class Scope:
    """A running process, sub-process or event sub-process."""

    node: Node
    within: Scope | None
    token: Token | None
    tokens: list[Token] = field(default_factory=list)
    is_over: bool = False


@dataclass(eq=False)
class Token:
    node: Node
    scope: Scope
    number: int
    arrived: Counter = field(default_factory=Counter)   # at a join
    inside: list[Scope] = field(default_factory=list)
    left: int = 1               # instances not completed yet
    open: int = 1               # instances open now
    times: int = 0              # a loop's instances so far
    is_done: bool = False


class Game:
    """One instance. `enabled()` says what the world may do; `do` does it and plays on until everything waits."""

    def __init__(self, xml: bytes, values: dict[str, int], called: dict[str, bytes] | None = None):
        process_id, self.nodes = read(xml, called or {})
        self.values, self.numbers = dict(values), count()
        self.completed: list[str] = []
        self.ready: deque[Token] = deque()
        self.top = Scope(Node(process_id, "process", "", None), None, None)
        self._begin(self.top)
        self._settle()

    # What may happen

    def enabled(self) -> list[tuple[str, str, Token | Scope]]:
        """(verb, element, where), in the order in which the scopes and tokens came to be."""
        found = []
        for scope in self._scopes():
            for token in scope.tokens:
                found += self._choices(token)
            found += [(_verb(start), start.id, scope) for start in self._event_starts(scope) if start.event in ("timer", "message")]
        return found

    def do(self, verb: str, element: str, where: Token | Scope, values: dict[str, int]) -> None:
        self.values |= values
        node = self.nodes[element]
        if isinstance(where, Scope):
            self._start_event_scope(where, node)
        elif node.kind == "boundaryEvent":
            self._boundary(where, node)
        elif where.node.kind == "eventBasedGateway":
            event = self._put(node, where.scope)
            self._complete(where, goes_on=False)
            self.ready.append(event)
        elif where.node.instances or where.node.loop:
            self._instance_done(where)
        else:
            self.ready.append(where)
        self._settle()

    @property
    def is_over(self) -> bool:
        return self.top.is_over

    # Playing

    def _arrive(self, node: Node, scope: Scope, flow: str | None) -> None:
        if node.kind in ("parallelGateway", "inclusiveGateway") and len(node.into) > 1:
            token = next((t for t in scope.tokens if t.node is node and t.arrived), None) or self._put(node, scope)
            token.arrived[flow] += 1
            if node.kind == "parallelGateway" and all(token.arrived[each] for each in node.into):
                self._join(token)
            return
        token = self._put(node, scope)
        if node.kind in _PASSING or (node.kind.endswith("Event") and node.event in _AT_ONCE and not node.attached):
            self.ready.append(token)
        elif node.kind in ("subProcess", "callActivity"):
            self._begin(self._open(token))
        elif node.loop:
            if node.loop[0] and not self._goes_round(token):
                self.ready.append(token)
        elif node.instances:
            token.left = node.instances[1]
            token.open = token.left if node.instances[0] == "parallel" else min(1, token.left)
            if not token.left:
                self.ready.append(token)

    def _join(self, token: Token) -> None:
        rest = Counter({flow: number - 1 for flow, number in token.arrived.items() if number > 1})
        token.arrived = Counter()
        self.ready.append(token)
        if rest:
            self._put(token.node, token.scope).arrived = rest

    def _complete(self, token: Token, goes_on: bool = True) -> None:
        node, scope = token.node, token.scope
        chosen = self._chosen(node)
        if not node.loop or token.times:
            self.completed.append(node.id)
        if node.kind == "endEvent" and node.event == "terminate":
            self._clear(scope)
        elif node.event in ("error", "escalation") and node.kind in ("endEvent", "intermediateThrowEvent"):
            self._throw(scope, node)
        if token in scope.tokens:       # what it threw may have cancelled it
            scope.tokens.remove(token)
            for flow, target, _ in chosen if goes_on else ():
                self._arrive(self.nodes[target], scope, flow)
        token.is_done = True
        self._maybe_over(scope)

    def _chosen(self, node: Node) -> list:
        if node.kind in ("parallelGateway", "eventBasedGateway"):
            return node.out
        true = [flow for flow in node.out if flow[0] != node.default and (flow[2] is None or self._holds(flow[2]))]
        if node.kind == "exclusiveGateway":
            true = true[:1]
        return true or [flow for flow in node.out if flow[0] == node.default]

    def _instance_done(self, token: Token) -> None:
        self.completed.append(token.node.id)
        token.times += 1
        if token.node.loop:
            token.left = int(self._goes_round(token))
        else:
            token.left -= 1
            token.open = min(token.open, token.left) if token.node.instances[0] == "parallel" else min(1, token.left)
        if not token.left:
            self.completed.remove(token.node.id)        # `_complete` counts it
            self.ready.append(token)

    def _goes_round(self, token: Token) -> bool:
        """Whether a standard loop has another instance (clause 13.3.6)."""
        _, most, condition = token.node.loop
        return (most is None or token.times < most) and (condition is None or self._holds(condition))

    def _boundary(self, token: Token, node: Node) -> None:
        if node.interrupting:
            self._cancel(token)
        self.ready.append(self._put(node, token.scope))

    def _throw(self, scope: Scope, thrown: Node) -> None:
        """To the nearest scope or sub-process that catches it."""
        came_from = None
        while scope is not None:
            for start in self._event_starts(scope):
                if start.event == thrown.event and start.code in (None, thrown.code) and start.scope != came_from:
                    return self._start_event_scope(scope, start)
            if scope.token is None:
                return None
            for node in self.nodes.values():
                if node.attached == scope.node.id and node.event == thrown.event and node.code in (None, thrown.code):
                    return self._boundary(scope.token, node)
            came_from, scope = scope.node.id, scope.within

    def _start_event_scope(self, scope: Scope, start: Node) -> None:
        if start.interrupting:
            self._clear(scope)
        self._begin(self._open(self._put(self.nodes[start.scope], scope)), start)

    def _begin(self, scope: Scope, start: Node | None = None) -> None:
        first = start or next(n for n in self.nodes.values() if n.scope == scope.node.inside and n.kind == "startEvent")
        self.ready.append(self._put(first, scope))

    def _maybe_over(self, scope: Scope) -> None:
        if scope.tokens or scope.is_over:
            return
        scope.is_over = True
        if scope.token is not None and not scope.token.is_done:
            self.ready.append(scope.token)

    def _settle(self) -> None:
        """Play what is ready, then let an inclusive join go that waits for nothing any more, until everything rests."""
        while self.ready or any(self._try_inclusive(token) for scope in self._scopes() for token in list(scope.tokens)):
            while self.ready:
                token = self.ready.popleft()
                if not token.is_done:
                    self._complete(token)

    def _try_inclusive(self, token: Token) -> bool:
        if token.node.kind != "inclusiveGateway" or not token.arrived:
            return False
        filled = set(token.arrived)
        empty = set(token.node.into) - filled
        for other in token.scope.tokens:
            reach = self._reach(other.node, token.node) if other is not token else set()
            if reach & empty and not reach & filled:
                return False
        self._join(token)
        return True

    def _reach(self, start: Node, around: Node) -> set[str]:
        found, ahead, seen = set(), [start], {start.id}
        while ahead:
            node = ahead.pop()
            found |= {flow for flow, _, _ in node.out}
            following = [self.nodes[t] for _, t, _ in node.out] + [n for n in self.nodes.values() if n.attached == node.id]
            for each in following:
                if each is not around and each.id not in seen:
                    seen.add(each.id)
                    ahead.append(each)
        return found

    # Tokens and scopes

    def _put(self, node: Node, scope: Scope) -> Token:
        token = Token(node, scope, next(self.numbers))
        scope.tokens.append(token)
        return token

    def _open(self, token: Token) -> Scope:
        scope = Scope(token.node, token.scope, token)
        token.inside.append(scope)
        return scope

    def _cancel(self, token: Token) -> None:
        for scope in token.inside:
            self._clear(scope)
            scope.is_over = True
        token.is_done = True
        if token in token.scope.tokens:
            token.scope.tokens.remove(token)

    def _clear(self, scope: Scope) -> None:
        for token in list(scope.tokens):
            self._cancel(token)

    def _scopes(self) -> list[Scope]:
        """Every running scope, in the order they were opened."""
        found, ahead = [], [self.top]
        while ahead:
            scope = ahead.pop()
            if not scope.is_over:
                found.append(scope)
                ahead += [inner for token in scope.tokens for inner in token.inside]
        return sorted(found, key=lambda each: each.token.number if each.token else -1)

    def _event_starts(self, scope: Scope) -> list[Node]:
        inner = {n.id for n in self.nodes.values() if n.scope == scope.node.inside and n.kind == "eventSubProcess"}
        starts = [n for n in self.nodes.values() if n.kind == "startEvent" and n.scope in inner]
        # An interrupting one that began has closed the scope for all others.
        running = {t.node.id for t in scope.tokens}
        closed = any(start.interrupting and start.scope in running for start in starts)
        return [] if closed else starts

    def _choices(self, token: Token) -> list[tuple[str, str, Token]]:
        node, found = token.node, []
        if node.kind == "userTask":
            found += [("complete", node.id, token)] * token.open
        elif node.kind in ("intermediateCatchEvent", "receiveTask") and node.event != "link":
            found.append((_verb(node), node.id, token))
        elif node.kind == "eventBasedGateway":
            found += [(_verb(self.nodes[t]), t, token) for _, t, _ in node.out]
        return found + [(_verb(n), n.id, token) for n in self.nodes.values() if n.attached == node.id and n.event in ("timer", "message")]

    def _holds(self, condition: str) -> bool:
        name, sign, number = _CONDITION.match(condition).groups()
        return self.values[name] > int(number) if sign == ">" else self.values[name] <= int(number)


_AT_ONCE = (None, "error", "escalation", "terminate", "link")
_PASSING = ("task", "exclusiveGateway", "parallelGateway", "inclusiveGateway")


def _verb(node: Node) -> str:
    return "trigger" if node.event == "timer" else "send"
