"""What is kept no longer: contact data and cases after their time, a customer's data on request; a legal hold stops all of it."""

from __future__ import annotations

from collections.abc import Iterable

from engine.commands.running_case import RunningCase
from engine.errors import Conflict, InvalidValues, NotFound, Refused, Text
from engine.model import permissions
from engine.store import cases, erasure, retention_due
from engine.store.tables import LegalHold, ProcessInstance
from engine.store.transaction import Tx

BATCH = 100


def hold(tx: Tx, business_key: str, reason: str) -> None:
    """From now on nothing of the case is erased. Raises NotFound, Conflict (held already), InvalidValues (no reason)."""
    case = _case(tx, business_key)
    if tx.session.get(LegalHold, case.row.id) is not None:
        raise Conflict("held", Text("这件工单已经被保全。", "This case is on legal hold already."))
    tx.session.add(LegalHold(instance_id=case.row.id, reason=_reason(reason), placed_by=tx.actor.id, placed_at=tx.now))
    case.record("legal_hold_placed", reason=reason.strip())


def release(tx: Tx, business_key: str, reason: str) -> None:
    """Raises NotFound (no hold), InvalidValues (no reason)."""
    case = _case(tx, business_key)
    row = tx.session.get(LegalHold, case.row.id)
    if row is None:
        raise NotFound("legal hold")
    case.record("legal_hold_released", reason=_reason(reason))
    tx.session.delete(row)


def erase_due_contacts(tx: Tx) -> int:
    """Raw contact data whose time is over, a batch of cases; how many cases that were. The worker's daily work."""
    _only_system(tx)
    due = retention_due.contacts_due(tx, BATCH)
    for each in sorted(due, key=lambda due: due.instance_id):
        case = RunningCase.load(tx, each.instance_id)
        if not _is_held(tx, case.row):
            case.record("contact_erased", pieces=erasure.erase_contact(tx, case.row))
    return len(due)


def erase_cases(tx: Tx, instance_ids: Iterable[str]) -> int:
    """Exactly these cases; how many. Raises NotFound, Conflict where one of them is held or its time isn't over (none goes then)."""
    _only_administrators(tx)
    count = 0
    for instance_id in sorted(set(instance_ids)):
        case = RunningCase.load(tx, instance_id)
        if retention_due.case_due(tx, case.row) is None:
            raise Conflict("kept", Text(f"{case.row.business_key} 还在保存期内或已被保全，没有清除任何工单。", f"{case.row.business_key} is still kept or on legal hold; nothing was erased."))
        erasure.forget_traces(tx, case.row)
        erasure.erase_case(tx, case.row)
        count += 1
    return count


def erase_customer(tx: Tx, business_key: str, reason: str) -> list[str]:
    """Everything bound to the customer of this case, in all cases that the same contact data leads to; their numbers.

    Raises NotFound, InvalidValues (no reason), Refused where a case still runs or is held: nothing is erased then.
    """
    _only_administrators(tx)
    reason = _reason(reason)
    found = _locked(tx, retention_due.cases_of_same_customer(tx, business_key))
    if not found:
        raise Conflict("erased", Text("这位客户的数据已经清除。", "This customer's data has been erased already."))
    _refuse_kept(tx, found)
    for case in found:
        erasure.forget_traces(tx, case.row)
        erasure.erase_person(tx, case.row, case.row.customer_id or "")
        case.record("erasure_requested", reason=reason)
    return [case.row.business_key for case in found]


def _locked(tx: Tx, rows: list[ProcessInstance]) -> list[RunningCase]:
    """Those whose customer is not erased yet, oldest first. What is asked of them from here on, holds until they are erased."""
    cases_by_id = {id_: RunningCase.load(tx, id_) for id_ in sorted(row.id for row in rows)}
    return [cases_by_id[row.id] for row in rows if not retention_due.is_gone(tx, row.id)]


def _refuse_kept(tx: Tx, found: list[RunningCase]) -> None:
    for row in (case.row for case in found):
        if row.state == "active":
            raise Refused("case_runs", Text(f"{row.business_key} 还在处理：请先撤回或办结，再清除。", f"{row.business_key} is still running: withdraw or finish it first."))
        if _is_held(tx, row):
            raise Refused("held", Text(f"{row.business_key} 已被保全，不能清除。", f"{row.business_key} is on legal hold and can't be erased."))


def _is_held(tx: Tx, row: ProcessInstance) -> bool:
    return tx.session.get(LegalHold, row.id) is not None


def _case(tx: Tx, business_key: str) -> RunningCase:
    _only_administrators(tx)
    row = cases.case_by_key(tx, business_key)
    if row is None:
        raise NotFound("case")
    return RunningCase.load(tx, row.id)


def _only_administrators(tx: Tx) -> None:
    if not (permissions.may_administer(tx.actor) or tx.actor.kind == "system"):
        raise NotFound("retention")


def _only_system(tx: Tx) -> None:
    if tx.actor.kind != "system":
        raise NotFound("retention")


def _reason(words: str) -> str:
    if not words.strip():
        raise InvalidValues({"reason": Text("请写明理由。", "Please give the reason.")})
    return words.strip()[:500]
