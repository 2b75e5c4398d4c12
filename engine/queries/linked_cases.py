"""Cases that belong to a case, seen from it: what came out of it, what it came out of, what was merged."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.errors import Text
from engine.queries.visible import may_see
from engine.store.tables import CaseLink, ProcessInstance
from engine.store.transaction import Tx

_RELATIONS = {
    "derived": (Text("由本工单产生", "came out of this case"), Text("来源", "source")),
    "merged": (Text("已并入", "merged into"), Text("并入本工单", "merged into this case")),
}


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """`may_open`: else only the number is told. `status`: of that case."""

    number: str
    title: str
    status: Text
    relation: Text
    is_open: bool
    may_open: bool


def linked_cases(tx: Tx, case: ProcessInstance) -> list[LinkedCase]:
    """In the order they were linked, merged ones last."""
    pairs = [*_links(tx, case), *_merged(tx, case)]
    if not pairs:
        return []
    ids = {pair[0] for pair in pairs}
    rows = {row.id: row for row in tx.session.scalars(select(ProcessInstance).where(ProcessInstance.id.in_(ids)))}
    visible = set(tx.session.scalars(select(ProcessInstance.id).where(ProcessInstance.id.in_(ids), may_see(tx, tx.actor))))
    return [_linked(tx, rows[id_], relation, is_from_here, id_ in visible) for id_, relation, is_from_here in pairs]


def of_customer(tx: Tx, case: ProcessInstance) -> list[LinkedCase]:
    """For the customer of the case: what came out of it and is theirs, too; never what others reported."""
    theirs = select(ProcessInstance).join(CaseLink, CaseLink.to_id == ProcessInstance.id).where(CaseLink.from_id == case.id)
    if not case.customer_id:
        return []
    rows = tx.session.scalars(theirs.where(ProcessInstance.customer_id == case.customer_id).order_by(CaseLink.at, CaseLink.to_id))
    return [_linked(tx, row, "derived", True, False) for row in rows]


def _links(tx: Tx, case: ProcessInstance) -> list[tuple[str, str, bool]]:
    """(the other case, relation, whether it came out of this one)."""
    ends = (CaseLink.from_id == case.id) | (CaseLink.to_id == case.id)
    found = select(CaseLink).where(ends).order_by(CaseLink.at, CaseLink.to_id)
    return [(row.to_id, row.relation, True) if row.from_id == case.id else (row.from_id, row.relation, False) for row in tx.session.scalars(found)]


def _merged(tx: Tx, case: ProcessInstance) -> list[tuple[str, str, bool]]:
    into = [(case.merged_into_id, "merged", True)] if case.merged_into_id else []
    here = select(ProcessInstance.id).where(ProcessInstance.merged_into_id == case.id).order_by(ProcessInstance.started_at, ProcessInstance.id)
    return [*into, *((id_, "merged", False) for id_ in tx.session.scalars(here))]


def _linked(tx: Tx, row: ProcessInstance, relation: str, is_from_here: bool, may_open: bool) -> LinkedCase:
    outgoing, incoming = _RELATIONS.get(relation, (Text(relation, relation), Text(f"{relation}（来源）", f"{relation} (source)")))
    status = tx.library.get(row.version_id).package.texts.value(row.status) if row.status else Text("", "")
    title = row.title or "" if may_open else ""
    return LinkedCase(row.business_key, title, status, outgoing if is_from_here else incoming, row.state == "active", may_open)
