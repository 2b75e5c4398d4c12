"""Messages to a running diagram: what people may send to a case (withdraw, reject, ...), and correlation by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.commands import merging, submissions
from engine.commands.running_case import RunningCase
from engine.errors import Conflict, InvalidValues, NotFound, Refused, Text
from engine.model import permissions
from engine.store import cases, instances
from engine.store.database import StaleRevision
from engine.store.tables import Subscription
from engine.store.transaction import Tx

_KINDS = {"withdrawn": "case_withdrawn", "rejected": "case_rejected", "merged": "case_merged"}


def send_to_case(tx: Tx, instance_id: str, name: str, submitted: Mapping[str, Sequence[str]] | None = None) -> tuple[Any, ...]:
    """Send one of the messages that the case's package offers to people, with the values of its form.

    Returns the contact data in it that became a mask.
    Raises NotFound when the actor may not, Conflict when the case doesn't wait for it (any more).
    """
    _lock_both(tx, instance_id, submitted or {})
    case = RunningCase.load(tx, instance_id)
    offered = {each.name: each for each in case.loaded.package.settings.case_messages}
    message = offered.get(name)
    if message is None or not permissions.could_send(tx.actor, case.facts, message.by):
        raise NotFound("message")
    if not permissions.may_send(tx.actor, case.facts, message.by):
        raise Conflict("case_is_over", Text("这个工单已经结束，没有再提交。", "This case is over; nothing was sent."))
    waiting = _first_waiting(cases.subscription(tx, instance_id, name))
    accepted = submissions.accept(case, message.form, submitted or {}, {}) if message.form else submissions.NOTHING
    if message.ends_as == "merged":
        _merge(case, accepted.values)
    case.record("values_entered", waiting.element_id, by=tx.actor.id, form=message.form, values=accepted.values)
    if message.ends_as:
        case.host.reported.ended_as(message.ends_as)
    correlate_subscription(case, waiting, accepted.values)
    if kind := _KINDS.get(message.ends_as or ""):
        case.record(kind, waiting.element_id, by=tx.actor.id)
    return accepted.masked


def correlate_subscription(case: RunningCase, waiting: Subscription, values: Mapping[str, Any]) -> None:
    """Raises StaleRevision, after which the command runs again, when somebody else took the subscription first."""
    # Restored before the row is closed: what waits is read from the snapshot.
    execution = case.execution
    if not cases.finish(case.tx, Subscription, waiting.id, "correlated"):
        raise StaleRevision(waiting.id)
    case.closed.add(waiting.id)
    execution.correlate(waiting.id, values)
    if any(each.eid == waiting.id for each in execution.subscriptions()):
        # What doesn't interrupt catches every message.
        cases.wait_on(case.tx, waiting.id)
    case.save()


def _first_waiting(found: list[Subscription]) -> Subscription:
    if not found:
        sentence = Text("这个工单现在不接收这项请求。", "This case doesn't take that request any more.")
        raise Conflict("not_waiting", sentence)
    return found[0]


def _lock_both(tx: Tx, instance_id: str, submitted: Mapping[str, Sequence[str]]) -> None:
    """Two cases merged into each other at once would both end and each say that the other one goes on."""
    named = [cases.case_by_key(tx, key.strip()) for key in submitted.get("merged_into", ())[:1]]
    for id_ in sorted({instance_id, *(each.id for each in named if each is not None)}):
        instances.lock(tx.session, id_)


def _merge(case: RunningCase, values: Mapping[str, Any]) -> None:
    """The package's form names the other case by its number."""
    key = values.get("merged_into")
    into = cases.case_by_key(case.tx, str(key)) if key else None
    other = RunningCase.load(case.tx, into.id) if into else None
    if into is None or other is None or not permissions.may_see_case(case.tx.actor, other.facts):
        sentence = Text("没有找到这个编号的工单。", "There is no case with this number.")
        raise InvalidValues({"merged_into": sentence})
    if not permissions.may_merge(case.tx.actor, case.facts, other.facts):
        sentence = Text("只能并入同一流程中仍在处理的另一工单。", "Only into another open case of the same procedure.")
        raise Refused("not_mergeable", sentence)
    case.row.merged_into_id = into.id
    merging.absorb(case, other, values)
