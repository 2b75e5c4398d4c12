"""One scenario in motion: each step is a command by somebody, time that passes, or an expectation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.clock import ManualClock
from engine.commands import cases, messages, user_tasks
from engine.errors import InvalidValues, Refused
from engine.feel import compile_expression
from engine.model import people
from engine.model.people import SYSTEM, Actor
from engine.process_engine import ProcessEngine
from engine.scenarios.expecting import Expectations, ScenarioFailed
from engine.store import acting_people, case_view

# So many turns of due work within one wait: a diagram whose timers trigger each other for ever is stopped.
TURNS = 2000


class ScenarioRun:
    """Plays steps against one case. Who acts is named by login; "customer" acts with the case's code."""

    def __init__(self, engine: ProcessEngine, clock: ManualClock, package_id: str, people_ids: Mapping[str, str]):
        self.engine = engine
        self.clock = clock
        self.package_id = package_id
        self.people = people_ids
        self.instance_id = ""
        self._keys: list[str] = []

    def step(self, number: int, step: Mapping[str, Any]) -> None:
        """Raises ScenarioFailed with the step's number when an expectation isn't met, Refused when a command is."""
        verb = next(verb for verb in _VERBS if verb in step)
        try:
            _VERBS[verb](self, step)
        except ScenarioFailed as failure:
            raise ScenarioFailed(f"step {number} ({verb}): {failure}") from failure

    def flows_taken(self) -> frozenset[str]:
        return frozenset(
            entry.element_id for entry in self._entries() if entry.kind == "flow_taken" and entry.element_id
        )

    def start(self, step: Mapping[str, Any]) -> None:
        details = step["start"]
        actor = self._actor(details.get("by", "customer"))
        started = self.engine.execute(actor, cases.start, self.package_id, submitted(details.get("values", {})))
        self.instance_id = started.instance_id
        self._keys.append(started.business_key)

    def complete(self, step: Mapping[str, Any]) -> None:
        actor = self._actor(step.get("by", "customer"))
        task = self._task(step["complete"], step.get("nth", 1), actor)
        if actor.is_staff and not step.get("spoken") and task.assignee_id is None:
            self.engine.execute(actor, user_tasks.claim, task.id)
        self.engine.execute(actor, user_tasks.complete, task.id, submitted(step.get("values", {})), step.get("files"))

    def claim(self, step: Mapping[str, Any]) -> None:
        actor = self._actor(step["by"])
        self.engine.execute(actor, user_tasks.claim, self._task(step["claim"], step.get("nth", 1), actor).id)

    def assign(self, step: Mapping[str, Any]) -> None:
        actor = self._actor(step["by"])
        task = self._task(step["assign"], step.get("nth", 1), actor)
        self.engine.execute(actor, user_tasks.assign, task.id, step["to"], step.get("reason", ""))

    def message(self, step: Mapping[str, Any]) -> None:
        values = dict(step.get("values", {}))
        actor = self._actor(step.get("by", "customer"))
        self.engine.execute(actor, messages.send_to_case, self.instance_id, step["message"], submitted(values))

    def wait(self, step: Mapping[str, Any]) -> None:
        """Time passes; every timer triggers at its own moment, in order."""
        until = self._until(step)
        for _ in range(TURNS):
            due_at = self.engine.ask(SYSTEM, case_view.next_timer_at, self.instance_id)
            if due_at is None or due_at > until:
                self.clock.move_to(until)
                self.engine.trigger_due()
                return
            self.clock.move_to(max(due_at, self.clock.now()))
            self.engine.trigger_due()
        raise ScenarioFailed(f"timers still trigger after {TURNS} turns")

    def refuse(self, step: Mapping[str, Any]) -> None:
        """The step inside must be refused, with the code where one is given."""
        inner = dict(step["refuse"])
        code = inner.pop("code", step.get("code"))
        try:
            self.step(0, inner)
        except Refused as refusal:
            if code and refusal.code != code:
                raise ScenarioFailed(f"refused with {refusal.code}, expected {code}") from refusal
            return
        raise ScenarioFailed("expected a refusal")

    def invalid(self, step: Mapping[str, Any]) -> None:
        """The values of the step inside must be refused, at least at these fields."""
        inner = dict(step["invalid"])
        fields = set(inner.pop("fields", step.get("fields", ())))
        try:
            self.step(0, inner)
        except InvalidValues as refusal:
            if missing := fields - set(refusal.fields):
                raise ScenarioFailed(f"not refused: {sorted(missing)}; refused: {sorted(refusal.fields)}") from refusal
            return
        raise ScenarioFailed("expected invalid values")

    def expect(self, step: Mapping[str, Any]) -> None:
        view = self.engine.ask(SYSTEM, case_view.of, self.instance_id)
        logins = {id_: login for login, id_ in self.people.items()}
        Expectations(view, logins, self.engine.settings.zone).check(step["expect"])

    def _until(self, step: Mapping[str, Any]) -> datetime:
        if "until" in step:
            until = step["until"]
            return until if isinstance(until, datetime) else datetime.fromisoformat(until)
        now = self.clock.now()
        moment = compile_expression(f'at + duration("{step["wait"]}")', names=["at"])
        return moment.evaluate({"at": case_view.feel_moment(now)}).value.to_python()

    def _actor(self, name: str) -> Actor:
        if name == "customer":
            return people.customer(self.instance_id or None)
        return self.engine.ask(SYSTEM, acting_people.actor_named, name)

    def _task(self, element_id: str, nth: int, actor: Actor) -> Any:
        """The nth open task of the element; of several, those of the actor first."""
        open_ = self.engine.ask(SYSTEM, case_view.open_tasks, self.instance_id, element_id)
        own = [task for task in open_ if task.assignee_id == actor.id]
        wanted = own if own and nth == 1 else open_
        if len(wanted) < nth:
            raise ScenarioFailed(f"no open user task {element_id!r} (number {nth})")
        return wanted[nth - 1]

    def _entries(self) -> Sequence[Any]:
        return self.engine.ask(SYSTEM, case_view.entries, self.instance_id) if self.instance_id else ()


def submitted(values: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Values as a browser sends them: lists of texts; rows of a dynamic list as `key[0].field`."""
    sent: dict[str, list[str]] = {}
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for index, row in enumerate(value):
                sent |= submitted(row, f"{name}[{index}].")
        elif isinstance(value, list):
            sent[name] = [_text(each) for each in value]
        else:
            sent[name] = [_text(value)]
    return sent


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return str(value)


_VERBS = {
    "start": ScenarioRun.start,
    "refuse": ScenarioRun.refuse,
    "invalid": ScenarioRun.invalid,
    "complete": ScenarioRun.complete,
    "claim": ScenarioRun.claim,
    "assign": ScenarioRun.assign,
    "message": ScenarioRun.message,
    "wait": ScenarioRun.wait,
    "until": ScenarioRun.wait,
    "expect": ScenarioRun.expect,
}
