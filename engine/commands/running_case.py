"""A case loaded to be changed: its row, its package version, its clocks and the diagram in motion, saved in one go."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property, partial
from typing import Any
from weakref import WeakMethod

from engine import bpmn
from engine.commands import similar_index
from engine.commands.case_clocks import CaseClocks
from engine.commands.case_host import CaseHost
from engine.commands.case_waits import Waits
from engine.errors import NotFound
from engine.model.audit_kinds import audit_kind
from engine.model.permissions import TaskFacts
from engine.model.visibility import CaseFacts
from engine.store import acting_people, facts, instances, trail
from engine.store.tables import ProcessInstance, UserTask
from engine.store.transaction import Tx


class RunningCase:
    """One process instance within one command. Change it through `execution`, then `save`.

    `closed`: ids of rows that the command itself has closed, so that saving need not. `record(kind, element_id, round_, **payload)`
    adds an entry to the case's trail; what a person typed is bound to the customer's key.
    """

    def __init__(self, tx: Tx, row: ProcessInstance):
        self.tx = tx
        self.row = row
        self.loaded = tx.library.get(row.version_id)
        # Nothing of a case refers back to it: what is left of a command then goes at once, and not when it is looked for.
        self.record = partial(_record, tx, row)
        self.clocks = CaseClocks(tx, row, self.loaded, self.record)
        self.host = CaseHost(tx, row, self.loaded, self.clocks, self.record, WeakMethod(self._serve))
        self.closed: set[str] = set()
        self._waits = Waits()

    @classmethod
    def load(cls, tx: Tx, instance_id: str) -> RunningCase:
        """The case, locked until the command's end: commands of one case wait for each other, of others they don't.

        Raises NotFound.
        """
        return cls(tx, instances.lock(tx.session, instance_id))

    @classmethod
    def look(cls, tx: Tx, instance_id: str) -> RunningCase:
        """The case without a lock, to be read and not changed. Raises NotFound."""
        row = tx.session.get(ProcessInstance, instance_id)
        if row is None:
            raise NotFound("case")
        return cls(tx, row)

    @classmethod
    def load_with(cls, tx: Tx, table: type[Any], row_id: str) -> tuple[RunningCase, Any]:
        """The case of a user task, timer ... and that row, read under the case's lock. Raises NotFound."""
        if table is UserTask:
            found = instances.lock_of_task(tx.session, row_id, tx.actor.id)
        else:
            found = instances.lock_of(tx.session, table, row_id)
        return cls(tx, found[1]), found[0]

    @cached_property
    def execution(self) -> Any:
        """The diagram in motion, restored when a command first needs it: claiming a task never opens the snapshot."""
        execution = bpmn.restore(self.loaded.definition, self.row.snapshot, self.host)
        self.clocks.watch(execution.own_variables)
        self._waits = Waits.of(execution)
        self.tx.session.at_end(self._let_go)
        return execution

    def start(self, variables: Mapping[str, Any], start_event: str | None = None) -> None:
        """Put the first token on the diagram and run until it waits."""
        self.clocks.watch(lambda: variables)
        self.execution = bpmn.start(self.loaded.definition, variables, self.host, start_event)
        self.clocks.watch(self.execution.own_variables)
        self.tx.session.at_end(self._let_go)

    @cached_property
    def facts(self) -> CaseFacts:
        return facts.case_facts(self.tx.session, self.row, self.loaded.package.settings.intake_groups)

    def task_facts(self, task: UserTask) -> TaskFacts:
        return facts.task_facts(self.tx.session, task, self.row.department_id)

    def person_name(self, person_id: str | None) -> str:
        """For sentences to other staff."""
        return acting_people.name_of(self.tx.session, person_id)

    def scope(self, element_instance_id: str | None = None) -> ChainMap[str, Any]:
        """What a form's expressions see at this element instance; what costs a query is read when it is asked for."""
        variables = self.execution.variables(element_instance_id)
        return ChainMap({"round": Decimal(self.execution.round)}, self.host.read_quietly(), variables)

    def _serve(self, job: Any) -> Mapping[str, Any]:
        return self.tx.served[job.type](self, job)

    def _let_go(self) -> None:
        """The transaction is over; asked again, the diagram would be restored."""
        execution = self.__dict__.pop("execution", None)
        if execution is not None:
            execution.let_go()

    def save(self) -> None:
        """Write the new state: what waits now, clocks, the columns that lists read, the snapshot."""
        self.row.round = self.execution.round
        self.clocks.refresh()
        self._waits.save(self)
        _promote(self)
        self.clocks.save()
        self.host.reported.save()
        similar_index.save(self)
        self.row.snapshot = self.execution.snapshot()


def _record(tx: Tx, row: ProcessInstance, kind: str, element_id: str | None = None, round_: int | None = None, **payload: Any) -> None:
    person = row.customer_id if audit_kind(kind).is_person_bound else None
    trail.append(tx, row, kind, element_id=element_id, round=round_ or row.round, payload=payload, person_ref=person)


def _promote(case: RunningCase) -> None:
    """Copy what lists show and filter by from the variables into the case's row, as the package says which."""
    row, variables, settings = case.row, case.execution.variables(), case.loaded.package.settings
    for column, variable in settings.case_columns.items():
        value = variables.get(variable)
        setattr(row, column, None if value is None else str(value))
    row.priority_rank = settings.priority_rank(row.priority_value)
    row.stage = case.execution.stage
    _set_status(case)
    row.nearest_clock, row.nearest_due_at = case.clocks.nearest()
    if case.execution.state == "completed" and row.state == "active":
        _end(case)


def _set_status(case: RunningCase) -> None:
    status = case.execution.status()
    if status is not None and status != case.row.status:
        case.record("status_changed", status=status, before=case.row.status)
        case.row.status = status


def _end(case: RunningCase) -> None:
    row = case.row
    row.state = "completed"
    row.ended_at = row.archived_at = case.tx.now
    row.end_event_id = case.execution.end_events[-1] if case.execution.end_events else None
    row.nearest_clock = row.nearest_due_at = None
    case.clocks.cancel_all()
    case.record("case_completed", row.end_event_id, end_event=row.end_event_id)
