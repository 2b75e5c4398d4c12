"""Clocks as chips: the state's face, how much is left, and the derivation line by line (ux.md, clock states)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.errors import Text
from engine.model import clock_explanation, clocks
from engine.model.clocks import ClockState
from engine.store import clock_rows
from engine.store.tables import CaseClock, ProcessInstance
from engine.store.transaction import Tx

# The nearest first: what is late, then what is about to be, then what runs; ended clocks last.
ORDER = ("breached", "soon", "calm", "outside", "paused", "met_late", "met", "none")


@dataclass(frozen=True, slots=True)
class ClockFace:
    """`seconds`: left as the clock counts (negative: over); `lines`: the derivation, empty in lists."""

    name: str
    label: Text
    face: str
    round: int
    due_at: datetime | None
    seconds: int | None
    lines: tuple[Text, ...] = ()


def faces_of(tx: Tx, cases: Iterable[ProcessInstance]) -> dict[str, list[ClockFace]]:
    """The running and paused clocks of each case, the most pressing first."""
    cases = {case.id: case for case in cases}
    rows = select(CaseClock).where(CaseClock.instance_id.in_(cases), CaseClock.state.in_(("running", "paused")))
    found: dict[str, list[ClockFace]] = {}
    for row in tx.session.scalars(rows):
        found.setdefault(row.instance_id, []).append(_face(tx, cases[row.instance_id], row))
    return {instance_id: sorted(faces, key=_pressing) for instance_id, faces in found.items()}


def explained(tx: Tx, case: ProcessInstance) -> list[ClockFace]:
    """Every clock of a case with its derivation, the most pressing first."""
    rows = tx.session.scalars(select(CaseClock).where(CaseClock.instance_id == case.id))
    faces = sorted((_face(tx, case, row, is_explained=True) for row in rows), key=_pressing)
    counted = {face.name for face in faces if face.face != "none"}
    # A clock that never had a limit says so once and not for every round; one that had a limit in some round not at all.
    silent = {face.name: face for face in faces if face.face == "none" and face.name not in counted}
    return [*(face for face in faces if face.face != "none"), *silent.values()]


def _pressing(face: ClockFace) -> tuple:
    return (ORDER.index(face.face), face.due_at is None, face.due_at.timestamp() if face.due_at else 0, face.round)


def _face(tx: Tx, case: ProcessInstance, row: CaseClock, is_explained: bool = False) -> ClockFace:
    state, calendar = clock_rows.state(row), tx.calendar
    left = clocks.remaining(state, tx.now, calendar)
    return ClockFace(
        name=row.name,
        label=_label(tx, case, row.name),
        face=clocks.face(state, tx.now, calendar),
        round=row.round,
        due_at=row.due_at,
        seconds=int(left.total_seconds()) if left is not None else None,
        lines=tuple(_lines(tx, case, state)) if is_explained else (),
    )


def _label(tx: Tx, case: ProcessInstance, name: str) -> Text:
    package = tx.library.get(case.version_id).package
    definition = next((each for each in package.settings.clocks if each.name == name), None)
    return definition.label if definition else Text(name, name)


def _lines(tx: Tx, case: ProcessInstance, state: ClockState) -> list[Text]:
    loaded = tx.library.get(case.version_id)
    elements = [loaded.definition.elements[each.element_id] for each in state.pauses]
    names = {each.id: loaded.package.texts.element(each.id, "name", each.name) for each in elements}
    return clock_explanation.explain(state, tx.calendar, names)
