"""One scenario in motion: each step is a command by somebody, time that passes, or an expectation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.clock import ManualClock, SystemClock
from engine.commands import cases, messages, schedules, user_tasks
from engine.errors import InvalidValues, Refused
from engine.feel import FeelDateTime, compile_expression
from engine.model import people
from engine.model.attachments import UploadedFile
from engine.model.people import SYSTEM, Actor
from engine.packages.scenarios import verb_of
from engine.process_engine import ProcessEngine
from engine.scenarios.expecting import Expectations, ScenarioFailed
from engine.store import acting_people, case_view

CUSTOMER = "customer"
CALENDAR = "calendar"
# So many turns of due work within one wait: a diagram whose timers trigger each other for ever is stopped.
TURNS = 2000
# Years.
LONGEST_WAIT = 50


class ScenarioRun:
    """Plays steps against one case. Who acts is named by login; "customer" acts with the case's code."""

    def __init__(self, engine: ProcessEngine, clock: ManualClock, package_id: str, people_ids: Mapping[str, str], patience: timedelta | None = None):
        """`patience`: how long one wait may take by the clock on the wall; None: any time, up to TURNS."""
        self.engine = engine
        self.clock = clock
        self.package_id = package_id
        self.people = people_ids
        self.patience = patience
        self.instance_id = ""
        self.cases: list[str] = []

    def play(self, step: Mapping[str, Any]) -> None:
        """Raises ScenarioFailed when an expectation isn't met, Refused when a command is."""
        verb = verb_of(step)
        getattr(self, "wait" if verb == "until" else str(verb))(step)

    def flows_taken(self) -> frozenset[str]:
        """By every case of the story."""
        entries = (entry for id_ in self.cases for entry in self.engine.ask(SYSTEM, case_view.entries, id_))
        return frozenset(entry.element_id for entry in entries if entry.kind == "flow_taken" and entry.element_id)

    def start(self, step: Mapping[str, Any]) -> None:
        details = step["start"]
        if details.get("by") == CALENDAR:
            self._start_by_calendar(details["event"])
            return
        actor = self._actor(details.get("by", CUSTOMER))
        sent, files = submitted(details.get("values", {})), uploaded(details.get("files", {}))
        self._turn_to(self.engine.execute(actor, cases.start, self.package_id, sent, files).instance_id)

    def _start_by_calendar(self, event: str) -> None:
        """Time passes until that start event begins its next case."""
        begins_at = self.engine.execute(SYSTEM, schedules.rehearse, self.package_id, event)
        if begins_at is None:
            raise ScenarioFailed(f"the calendar begins no case at {event}")
        self.clock.move_to(begins_at)
        self.engine.trigger_due()
        self._turn_to(self.engine.ask(SYSTEM, case_view.newest_case, self.package_id))

    def case(self, step: Mapping[str, Any]) -> None:
        """The story goes on with another case of it, by its number."""
        found = self.engine.ask(SYSTEM, case_view.id_of, step["case"])
        if found is None:
            raise ScenarioFailed(f"no case {step['case']!r}")
        self._turn_to(found)

    def _turn_to(self, instance_id: str) -> None:
        self.instance_id = instance_id
        if instance_id not in self.cases:
            self.cases.append(instance_id)

    def complete(self, step: Mapping[str, Any]) -> None:
        """Staff take a task that nobody has before they complete it; a customer's task they complete as spoken."""
        actor = self._actor(step.get("by", CUSTOMER))
        task = self._task(step["complete"], step, actor)
        if actor.is_staff and not step.get("spoken") and task.assignee_id is None:
            self.engine.execute(actor, user_tasks.claim, task.id)
        sent, files = submitted(step.get("values", {})), uploaded(step.get("files", {}))
        self.engine.execute(actor, user_tasks.complete, task.id, sent, files)

    def claim(self, step: Mapping[str, Any]) -> None:
        actor = self._actor(step["by"])
        self.engine.execute(actor, user_tasks.claim, self._task(step["claim"], step, actor).id)

    def assign(self, step: Mapping[str, Any]) -> None:
        actor = self._actor(step["by"])
        task = self._task(step["assign"], step, actor)
        self.engine.execute(actor, user_tasks.assign, task.id, step["to"], step.get("reason", ""))

    def message(self, step: Mapping[str, Any]) -> None:
        actor, sent = self._actor(step.get("by", CUSTOMER)), submitted(step.get("values", {}))
        self.engine.execute(actor, messages.send_to_case, self.instance_id, step["message"], sent)

    def wait(self, step: Mapping[str, Any]) -> None:
        """Time passes; every timer triggers at its own moment, in order."""
        until, began_at = self._until(step), SystemClock().now()
        for _ in range(TURNS):
            due_at = self.engine.ask(SYSTEM, case_view.next_timer_at, self.instance_id)
            if due_at is None or due_at > until:
                self.clock.move_to(until)
                self.engine.trigger_due()
                return
            if self.patience is not None and SystemClock().now() - began_at > self.patience:
                raise ScenarioFailed(f"timers still trigger after {self.patience.total_seconds():g} seconds; let less time pass at once")
            self.clock.move_to(max(due_at, self.clock.now()))
            self.engine.trigger_due()
        raise ScenarioFailed(f"timers still trigger after {TURNS} turns")

    def refuse(self, step: Mapping[str, Any]) -> None:
        """The step inside must be refused, with the code where one is given."""
        inner = dict(step["refuse"])
        code = inner.pop("code", None)
        try:
            self.play(inner)
        except Refused as refusal:
            if code and refusal.code != code:
                raise ScenarioFailed(f"refused with {refusal.code}, expected {code}") from refusal
            return
        raise ScenarioFailed("expected a refusal")

    def invalid(self, step: Mapping[str, Any]) -> None:
        """The values of the step inside must be refused, at least at these fields."""
        inner = dict(step["invalid"])
        fields = set(inner.pop("fields", ()))
        try:
            self.play(inner)
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
            until = until if isinstance(until, datetime) else _moment(until)
            until = until if until.tzinfo else until.replace(tzinfo=ZoneInfo(self.engine.settings.zone))
            if until.year not in range(self.clock.now().year - 1, self.clock.now().year + LONGEST_WAIT):
                raise ScenarioFailed(f"a story doesn't wait until {until.year}")
            return until
        later = compile_expression(f'at + duration("{step["wait"]}")', names=["at"])
        return later.evaluate({"at": FeelDateTime.from_python(self.clock.now())}).value.to_python()

    def _actor(self, name: str) -> Actor:
        if name == CUSTOMER:
            return people.customer(self.instance_id or None)
        return self.engine.ask(SYSTEM, acting_people.actor_named, name)

    def _task(self, element_id: str, step: Mapping[str, Any], actor: Actor) -> Any:
        """The nth open task of the element; of several, those of the actor first."""
        nth = step.get("nth", 1)
        open_ = self.engine.ask(SYSTEM, case_view.open_tasks, self.instance_id, element_id)
        own = [task for task in open_ if task.assignee_id == actor.id]
        wanted = own if own and nth == 1 else open_
        if len(wanted) < nth:
            raise ScenarioFailed(f"no open user task {element_id!r} (number {nth})")
        return wanted[nth - 1]


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError as error:
        raise ScenarioFailed(f"{written[:40]!r} is no time") from error


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


def uploaded(files: Mapping[str, Any]) -> dict[str, list[UploadedFile]]:
    """Files by name: the scenario names them, their content is made up to fit the name."""
    return {key: [_file(name) for name in ([names] if isinstance(names, str) else names)] for key, names in files.items()}


def _file(name: str) -> UploadedFile:
    if name.endswith(".png"):
        return UploadedFile(name, "image/png", _PNG)
    if name.endswith(".pdf"):
        return UploadedFile(name, "application/pdf", b"%PDF-1.4\n%%EOF\n")
    return UploadedFile(name, "text/plain", name.encode())


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
