"""Deliveries of the outbox: claimed under a lease, handed over outside any transaction, then what became of them is noted.

The raw address is read from the vault for the moment of the handing over and stays nowhere: not in the row, the trail or a log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.commands.running_case import RunningCase
from engine.connectors import Letter, Undelivered, deliver, send_mail
from engine.errors import Conflict, NotFound, Refused, Text
from engine.model import permissions
from engine.store import cases, contacts, due
from engine.store.tables import Delivery, Incident, ProcessInstance, ThreadMessage
from engine.store.transaction import Tx
from engine.transports import EMAIL, HttpConnector, MailServer

ATTEMPTS = 8
# Longer than a slow server may take: whoever takes over too early sends twice.
LEASE = timedelta(minutes=5)
# Of the incident of a delivery, where an incident of the diagram has its element. No element's id has a colon.
PREFIX = "message:"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter with the transport that takes it."""

    letter: Letter
    transport: MailServer | HttpConnector

    def hand_over(self, at: datetime) -> None:
        """Raises Undelivered."""
        if isinstance(self.transport, MailServer):
            send_mail(self.transport, self.letter, at)
        else:
            deliver(self.transport, self.letter)


def claim(tx: Tx, owner: str) -> str:
    """Lease the delivery that has been due longest to `owner`; its id, or "" when none is. In quiet hours ordinary ones wait."""
    quiet_until = tx.settings.transports.quiet_hours.delayed(tx.now, tx.settings.zone)
    while rows := due.claim_due(tx.session, Delivery, tx.now, owner, 1, LEASE):
        if rows[0].is_urgent or quiet_until == tx.now:
            return rows[0].id
        # Due since before the night, for instance because no worker ran.
        rows[0].due_at, rows[0].attempts = quiet_until, rows[0].attempts - 1
        due.release(rows[0])
        tx.session.flush()
    return ""


def prepare(tx: Tx, delivery_id: str) -> Prepared:
    """The letter with its raw address. Raises Undelivered when it can't be sent at all."""
    row = tx.session.get_one(Delivery, delivery_id)
    transport = tx.settings.transports.serving(row.route)
    if transport is None:
        raise Undelivered(f"nothing serves {row.route}")
    message = tx.session.get_one(ThreadMessage, row.message_id)
    case = cases.instance(tx, row.instance_id)
    text = message.text + (_foot(tx, case) if row.route == EMAIL else "")
    return Prepared(Letter(row.id, _address(tx, row), row.subject, text, case.business_key), transport)


def note_sent(tx: Tx, delivery_id: str) -> None:
    """Also when the lease ended meanwhile: what was sent is not sent again."""
    case, row = RunningCase.load_with(tx, Delivery, delivery_id)
    if row.state != "waiting":
        return
    due.release(row)
    row.state, row.sent_at, row.last_error = "sent", tx.now, None
    transport = tx.settings.transports.serving(row.route)
    row.transport = transport.name if isinstance(transport, HttpConnector) else "smtp"
    case.record("message_delivered", row.element_id, delivery=row.id, channel=row.channel, mask=row.mask, transport=row.transport)


def note_failure(tx: Tx, delivery_id: str, why: str, is_final: bool) -> None:
    """Tried again after a growing pause, not at night; after too many times, or when it is final, an incident."""
    case, row = RunningCase.load_with(tx, Delivery, delivery_id)
    if row.state != "waiting":
        return
    if due.postpone(row, tx.now, why, ATTEMPTS) and not is_final:
        if not row.is_urgent and row.lease_until is not None:
            row.due_at = tx.settings.transports.quiet_hours.delayed(row.lease_until, tx.settings.zone)
        return
    due.release(row)
    row.state = "failed"
    mask = row.mask or row.channel or ""
    text = Text(f"发给客户的消息（{mask}）没有发出：{why}", f"The message to the customer ({mask}) did not go out: {why}")
    cases.add_incident(tx, row.instance_id, PREFIX + row.id, None, text)
    case.row.has_incident = True
    case.record("message_failed", row.element_id, delivery=row.id, channel=row.channel, mask=row.mask, error=why)
    case.record("incident_raised", row.element_id, message=row.message_id, text_zh=text.zh, text_en=text.en)


def again(case: RunningCase, incident: Incident) -> None:
    """Try a failed delivery anew, as if it had never been tried."""
    row = case.tx.session.get(Delivery, incident.element_id.removeprefix(PREFIX))
    if row is not None:
        quiet = case.tx.settings.transports.quiet_hours
        row.state, row.attempts = "waiting", 0
        row.due_at = case.tx.now if row.is_urgent else quiet.delayed(case.tx.now, case.tx.settings.zone)
    _resolve(case, incident, row)


def give_up(tx: Tx, incident_id: str) -> None:
    """It is not sent: the customer reads it on the page. Raises NotFound, Conflict."""
    case, incident = RunningCase.load_with(tx, Incident, incident_id)
    if not permissions.may_resolve_incident(tx.actor, case.facts) or not incident.element_id.startswith(PREFIX):
        raise NotFound("incident")
    if incident.resolved_at is not None:
        raise Conflict("incident_is_over", Text("这个异常已经解决。", "This incident has been resolved."))
    row = tx.session.get(Delivery, incident.element_id.removeprefix(PREFIX))
    if row is not None:
        row.state = "given_up"
    _resolve(case, incident, row)
    case.save()


def _resolve(case: RunningCase, incident: Incident, row: Delivery | None) -> None:
    """`row` None: the message went with the customer's data; there is nothing left to send."""
    incident.resolved_at, incident.resolved_by = case.tx.now, case.tx.actor.id
    case.tx.session.flush()
    case.record("incident_resolved", row.element_id if row else None, message=row.message_id if row else None)


def _foot(tx: Tx, case: ProcessInstance) -> str:
    """Where the customer reads on. The code isn't known any more: only its keyed hash is kept."""
    page, number = f"{tx.settings.base_url}/feedback", case.business_key
    said = Text(
        f"查看进度：{page}（凭编号 {number} 和查询码）\n此邮件由系统发出，请不要直接回复。",
        f"Progress: {page} (with your number {number} and code)\nThis mail was sent automatically; please do not reply to it.",
    )
    return f"\n\n{said.of(case.language)}\n"


def _address(tx: Tx, row: Delivery) -> str:
    if row.contact_id is None:
        return ""
    try:
        return contacts.reveal(tx, row.contact_id)
    except Refused:
        raise Undelivered("the address was erased", is_final=True) from None
