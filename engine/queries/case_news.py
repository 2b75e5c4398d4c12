"""Whether a case has moved on since its page was made, and where it stands now: asked every few seconds, so it reads one row."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import NotFound, Text
from engine.queries import customer_status
from engine.queries.visible import visible_case
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class CaseNews:
    """`seen`: the length of the trail now. `stage`: its number and name."""

    number: str
    seen: int
    status: Text | None
    stage: tuple[int, Text] | None


def of_case(tx: Tx, business_key: str, seen: int) -> CaseNews | None:
    """None when nothing happened. Raises NotFound when it isn't theirs to see."""
    return _news(tx, visible_case(tx, business_key), seen)


def of_customer(tx: Tx, seen: int) -> CaseNews | None:
    """Of the case whose code the customer holds, or of the one it was merged into."""
    case = tx.session.get(ProcessInstance, tx.actor.instance_id) if tx.actor.is_customer and tx.actor.instance_id else None
    if case is None:
        raise NotFound("case")
    return _news(tx, customer_status.goes_on_as(tx, case), seen)


def _news(tx: Tx, case: ProcessInstance, seen: int) -> CaseNews | None:
    if case.trail_length == seen:
        return None
    loaded = tx.library.get(case.version_id)
    texts = loaded.package.texts
    stage = next(((each.number, texts.stage(each.number, each.name)) for each in loaded.definition.stages if each.number == case.stage), None)
    return CaseNews(case.business_key, case.trail_length, texts.value(case.status) if case.status else None, stage)
