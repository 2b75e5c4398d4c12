"""Messages that programs publish: to each process that waits for them, once; kept for those that come to wait in time.

As in Zeebe: a message goes to one subscription per process at most (all versions together), the one that has waited
longest; with a time to live it is kept, and a process that comes to wait for it before it expires still gets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.commands import cases, outside_values
from engine.commands.messages import correlate_subscription
from engine.commands.running_case import RunningCase
from engine.errors import Conflict, NotFound, Text
from engine.model import permissions
from engine.store import messages, packages
from engine.store.transaction import Tx

LONGEST_LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Published:
    """`correlated`: how many processes took it at once. `is_buffered`: it lives on for those that come to want it."""

    correlated: int
    is_buffered: bool


def publish(
    tx: Tx,
    name: str,
    correlation_key: str,
    values: Mapping[str, Any],
    time_to_live: timedelta = timedelta(),
    message_id: str | None = None,
) -> Published:
    """Give a message to whoever waits for it. Raises NotFound when nobody does and it isn't to live on; Conflict for a
    `message_id` that is known: so a sender may safely send again."""
    if not permissions.may_publish_messages(tx.actor):
        raise NotFound("message")
    outside_values.check_names(values)
    outside_values.check_words(name=name, correlationKey=correlation_key, messageId=message_id)
    if message_id is not None and messages.is_known(tx, name, correlation_key, message_id):
        raise Conflict("message_is_known", Text("这条消息已经收到过。", "This message has been taken already."))
    newest = packages.newest_versions(tx)
    taken = _correlated(tx, name, correlation_key, values)
    taken += _started(tx, name, values, {package_id: id_ for package_id, id_ in newest.items() if package_id not in taken})
    if time_to_live <= timedelta():
        if not taken:
            raise NotFound("subscription")
        return Published(len(taken), is_buffered=False)
    messages.drop_expired(tx.session, tx.now)
    id_ = messages.keep(tx, name, correlation_key, dict(values), tx.now + min(time_to_live, LONGEST_LIFE), message_id)
    for package_id in taken:
        messages.give(tx, id_, package_id)
    return Published(len(taken), is_buffered=True)


def deliver(tx: Tx, buffered_id: str, instance_id: str) -> bool:
    """Give a kept message to a case that came to want it; False when it is over, or its process had it meanwhile."""
    case, row = RunningCase.load(tx, instance_id), messages.kept(tx, buffered_id)
    waiting = messages.waiting_in(tx, instance_id, row.name, row.correlation_key) if row else None
    if row is None or waiting is None or not messages.give(tx, row.id, case.row.package_id):
        return False
    correlate_subscription(case, waiting, outside_values.accepted(case, messages.values_of(tx, row)))
    return True


def _correlated(tx: Tx, name: str, correlation_key: str, values: Mapping[str, Any]) -> list[str]:
    """Package ids whose case took it. Cases are locked in the order of their ids."""
    taken = []
    for package_id, instance_id in messages.longest_waiting(tx, name, correlation_key).items():
        case = RunningCase.load(tx, instance_id)
        waiting = messages.waiting_in(tx, instance_id, name, correlation_key)
        if waiting is not None:
            correlate_subscription(case, waiting, outside_values.accepted(case, values))
            taken.append(package_id)
    return taken


def _started(tx: Tx, name: str, values: Mapping[str, Any], newest: Mapping[str, str]) -> list[str]:
    """Package ids of which the message began a case: it is the start event of their newest version."""
    begun = []
    for package_id, version_id in newest.items():
        if name in tx.library.get(version_id).definition.message_starts:
            cases.start_by_message(tx, package_id, name, values)
            begun.append(package_id)
    return begun
