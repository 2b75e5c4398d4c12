"""The host of a replay: what the diagram asks is answered as the trail has it, what it does is compared with the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from engine import bpmn, decisions
from engine.bpmn import Happening
from engine.errors import IncidentCause, Text
from engine.feel import FeelDateTime, dumps, loads
from engine.store import expression_context
from engine.store.tables import ProcessInstance
from engine.store.trail import Entry
from engine.store.transaction import Tx

# Keys of payloads that hold the id of an element instance.
_IDS = ("eid", "from", "scope")


class Differs(Exception):
    """The trail and the replay part: at which entry (0: at the end), and how."""

    def __init__(self, seq: int, what: str):
        super().__init__(what)
        self.seq, self.what = seq, what


class ReplayHost:
    """Walks through the entries while the execution runs (engine.bpmn.Host). `here`: the next entry to be explained.

    `ids`: an element instance's id in the trail -> its id in the replay, learned as the two are compared.
    """

    def __init__(self, tx: Tx, row: ProcessInstance, loaded: Any, entries: Sequence[Entry]):
        self.tx, self.loaded, self.entries = tx, loaded, entries
        self.here = 0
        self.ids: dict[str, str] = {}
        self.now = entries[0].at
        self.zone: str = tx.settings.zone
        self._made = 0
        self._case = _as_it_began(row)
        self._clocks: dict[tuple[str, int], Mapping[str, Any]] = {}

    # What the execution asks

    def new_id(self) -> str:
        self._made += 1
        return f"{self._made:08d}"

    def read_only(self) -> Mapping[str, Any]:
        return expression_context.Lazy({
            "case": lambda: expression_context.case_facts(self.tx, self._case), "clocks": self._faces, "departments": self._departments,
            "scoring": lambda: expression_context.scoring(self.loaded),
        })

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        return decisions.answer(self.loaded.decisions[decision_id], scope, self.now, self.zone)

    def serves(self, job_type: str) -> bool:
        return job_type in self.tx.served

    def serve(self, job: Any) -> Mapping[str, Any]:
        """What was done then isn't done again: its result, or why it could not be done, stands next in the trail."""
        while self.entry is not None and not is_of_diagram(self.entry):
            self.pass_by()
        entry = self.entry
        if entry is None or entry.element_id != job.element_id or entry.kind not in ("job_served", "incident_raised"):
            raise self.differs(f"the result of {job.type} at {job.element_id} is missing")
        if entry.kind == "incident_raised":
            raise IncidentCause(job.element_id, Text(entry.payload["text_zh"], entry.payload["text_en"]))
        return entry.payload["result"]

    def happened(self, happening: Happening) -> None:
        """Raises Differs unless it is what the trail has next."""
        if happening.kind == "variables_changed":
            self.remember_receipt(happening.payload["values"])
        if bpmn.is_kept(self.loaded.definition, happening):
            entry = self._next_happening(happening)
            self._compare(entry, happening)
            self.here += 1

    # Walking

    @property
    def entry(self) -> Entry | None:
        return self.entries[self.here] if self.here < len(self.entries) else None

    def pass_by(self) -> None:
        """Go on past an entry that isn't the diagram's, and take from it what later questions need."""
        entry = self.entries[self.here]
        if entry.kind.startswith("clock_") and isinstance(entry.payload, dict):
            self._clocks[entry.payload["clock"], int(entry.payload["clock_round"])] = entry.payload
        self.here += 1

    def advanced(self, execution: bpmn.Execution) -> None:
        """After a command: what lists showed of the case since then."""
        title = self.loaded.package.settings.case_columns.get("title")
        value = execution.variables().get(title) if title else None
        self._case.title = None if value is None else str(value)
        self._case.round = execution.round

    def waiting(self, recorded: str, candidates: Sequence[str]) -> str:
        """Which of these element instances the trail calls `recorded`. Ids grow as they are made, in both worlds."""
        if recorded in self.ids:
            return self.ids[recorded]
        fitting = [each for each in candidates if all((old < recorded) == (new < each) for old, new in self.ids.items())]
        if len(fitting) != 1:
            raise self.differs(f"{len(fitting)} element instances may be {recorded}")
        self.ids[recorded] = fitting[0]
        return fitting[0]

    def differs(self, what: str) -> Differs:
        return Differs(self.entry.seq if self.entry else 0, what)

    def _next_happening(self, happening: Happening) -> Entry:
        while (entry := self.entry) is not None and not is_of_diagram(entry):
            self.pass_by()
        if entry is None:
            raise Differs(0, f"the trail ends before {happening.kind} at {happening.element_id}")
        return entry

    def _compare(self, entry: Entry, happening: Happening) -> None:
        found = (happening.kind, happening.element_id, happening.round)
        recorded = (entry.kind, entry.element_id, entry.round)
        if found != recorded:
            raise self.differs(f"the trail has {_told(*recorded)}, the replay {_told(*found)}")
        made = loads(dumps(bpmn.kept_payload(happening)))
        for name in _IDS:
            if entry.payload.get(name):
                self.ids.setdefault(entry.payload[name], made.get(name))
        kept = {name: self.ids.get(value, value) if name in _IDS else value for name, value in entry.payload.items()}
        if kept != made:
            names = sorted(name for name in kept.keys() | made.keys() if kept.get(name) != made.get(name))
            raise self.differs(f"{_told(*recorded)}: {', '.join(names)} differ")

    # What the trail knows of the world around

    def _faces(self) -> dict[str, dict[str, Any]]:
        # Clocks that moved because of this very question stand in the trail right behind this point.
        while self.entry is not None and self.entry.kind.startswith("clock_"):
            self.pass_by()
        definitions = self.loaded.package.settings.clocks
        return {each.name: self._face(self._clocks.get((each.name, self._case.round if each.per == "round" else 0))) for each in definitions}

    def _face(self, payload: Mapping[str, Any] | None) -> dict[str, FeelDateTime | None]:
        is_running = payload is not None and payload.get("is_running")
        moments = {name: payload[name] if is_running else None for name in ("due_at", "warn_at")}
        return {name: FeelDateTime.from_python(_local(at, self.zone)) if at else None for name, at in moments.items()}

    def _departments(self) -> Mapping[str, Any]:
        read = (entry for entry in self.entries[self.here :] if entry.kind == "departments_read")
        return next((entry.payload["departments"] for entry in read), {})

    def remember_receipt(self, values: Mapping[str, Any]) -> None:
        received_at = values.get(self.loaded.package.settings.received_at or "")
        if isinstance(received_at, FeelDateTime):
            self._case.received_at = received_at.to_python()


def is_of_diagram(entry: Entry) -> bool:
    """Whether an execution told it, not a command: those name an element instance or where a flow came from."""
    return isinstance(entry.payload, dict) and entry.kind in bpmn.KINDS and ("eid" in entry.payload or "from" in entry.payload)


def _as_it_began(row: ProcessInstance) -> Any:
    return SimpleNamespace(
        id=row.id, version_id=row.version_id, customer_id=row.customer_id, business_key=row.business_key, title=None, language=row.language,
        started_by=row.started_by, started_at=row.started_at, received_at=row.started_at, round=1,
    )  # fmt: skip


def _local(at: str, zone: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone))


def _told(kind: str, element_id: str | None, round_: int | None) -> str:
    return f"{kind} {element_id} (round {round_})"
