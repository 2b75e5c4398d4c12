"""Published messages: who waits for them now, and those that are kept until somebody does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, or_, select
from sqlalchemy.orm import Session

from engine.feel import dumps, loads
from engine.store import case_keys, records
from engine.store.ids import new_id
from engine.store.tables import BufferedMessage, CaseKey, MessageCorrelation, ProcessInstance, Subscription
from engine.store.transaction import Tx
from engine.store.upserts import insert
from engine.store.vault import Vault


def longest_waiting(tx: Tx, name: str, correlation_key: str) -> dict[str, str]:
    """Package id -> the case that has waited longest for this message with this key, in the order of the cases' ids."""
    found = (
        select(ProcessInstance.package_id, Subscription.instance_id)
        .join(ProcessInstance, ProcessInstance.id == Subscription.instance_id)
        .where(Subscription.message_name == name, Subscription.correlation_key == correlation_key, Subscription.state == "waiting")
        .order_by(Subscription.created_at, Subscription.id)
    )
    cases: dict[str, str] = {}
    for package_id, instance_id in tx.session.execute(found):
        cases.setdefault(package_id, instance_id)
    return dict(sorted(cases.items(), key=lambda pair: pair[1]))


def waiting_in(tx: Tx, instance_id: str, name: str, correlation_key: str) -> Subscription | None:
    """What has waited longest in this case for this message with this key; read under the case's lock, with its keys."""
    rows = records.read(tx.session, _WAITING_IN, instance_id=instance_id, name=name, correlation_key=correlation_key)
    if not rows:
        return None
    case_keys.remember(tx.session, instance_id, list({row.key_id: row for row in rows if row.key_id is not None}.values()))
    return records.hold(tx.session, Subscription, rows[0])


def is_known(tx: Tx, name: str, correlation_key: str, message_id: str) -> bool:
    """Whether the sender's message of that id still lives."""
    found = select(BufferedMessage.id).where(
        BufferedMessage.name == name,
        BufferedMessage.correlation_key == correlation_key,
        BufferedMessage.message_id == message_id,
        BufferedMessage.expires_at > tx.now,
    )
    return tx.session.scalar(found) is not None


def keep(tx: Tx, name: str, correlation_key: str, values: dict, expires_at: datetime, message_id: str | None) -> str:
    """Keep a message, sealed, until it expires. Returns its id here."""
    id_ = new_id()
    tx.session.add(
        BufferedMessage(
            id=id_,
            name=name,
            correlation_key=correlation_key,
            message_id=message_id,
            cipher=tx.vault.seal_contact(dumps(values), id_.encode()),
            published_by=tx.actor.id,
            published_at=tx.now,
            expires_at=expires_at,
        )
    )
    tx.session.flush()
    return id_


def kept(tx: Tx, id_: str) -> BufferedMessage | None:
    """A message that still lives."""
    row = tx.session.get(BufferedMessage, id_)
    return row if row is not None and row.expires_at > tx.now else None


def values_of(tx: Tx, row: BufferedMessage) -> dict:
    return loads(tx.vault.open_contact(row.cipher, row.id.encode()))


def reseal(vault: Vault, row: BufferedMessage) -> None:
    """Under the newest master key. Raises Unreadable."""
    row.cipher = vault.seal_contact(vault.open_contact(row.cipher, row.id.encode()), row.id.encode())


def give(tx: Tx, id_: str, package_id: str) -> bool:
    """Note that this process has had the message; False when it had it before. Two nodes at once: one gets True."""
    note = insert(tx.session, MessageCorrelation).values(message_id=id_, package_id=package_id).on_conflict_do_nothing()
    return tx.session.scalar(note.returning(MessageCorrelation.package_id)) is not None


def wanted(session: Session, now: datetime, limit: int = 20) -> list[tuple[str, str]]:
    """(message, case) pairs: kept messages whose process came to want them, oldest message first, each process once."""
    found = _wanted(select(BufferedMessage.id, ProcessInstance.package_id, Subscription.instance_id), now)
    pairs: dict[tuple[str, str], str] = {}
    for message_id, package_id, instance_id in session.execute(
        found.order_by(BufferedMessage.published_at, BufferedMessage.id, Subscription.created_at, Subscription.id)
    ):
        pairs.setdefault((message_id, package_id), instance_id)
    return [(message_id, instance_id) for (message_id, _), instance_id in pairs.items()][:limit]


def is_work_waiting(now: datetime) -> ColumnElement[bool]:
    """Whether a kept message is wanted or over."""
    return or_(_wanted(select(BufferedMessage.id), now).exists(), exists().where(BufferedMessage.expires_at <= now))


def drop_expired(session: Session, now: datetime) -> None:
    over = select(BufferedMessage.id).where(BufferedMessage.expires_at <= now)
    session.execute(delete(MessageCorrelation).where(MessageCorrelation.message_id.in_(over)))
    session.execute(delete(BufferedMessage).where(BufferedMessage.expires_at <= now))


def _wanted(columns: Select, now: datetime) -> Select:
    had = exists().where(MessageCorrelation.message_id == BufferedMessage.id, MessageCorrelation.package_id == ProcessInstance.package_id)
    is_for = and_(Subscription.message_name == BufferedMessage.name, Subscription.correlation_key == BufferedMessage.correlation_key)
    joined = columns.select_from(BufferedMessage).join(Subscription, is_for).join(ProcessInstance, ProcessInstance.id == Subscription.instance_id)
    return joined.where(Subscription.state == "waiting", BufferedMessage.expires_at > now, ~had)


_WAITING_IN = (
    select(Subscription.__table__, CaseKey.key_id, CaseKey.person_ref, CaseKey.wrapped)
    .outerjoin(CaseKey, CaseKey.instance_id == Subscription.instance_id)
    .where(
        Subscription.instance_id == bindparam("instance_id"),
        Subscription.message_name == bindparam("name"),
        Subscription.correlation_key == bindparam("correlation_key"),
        Subscription.state == "waiting",
    )
    .order_by(Subscription.created_at, Subscription.id)
)
