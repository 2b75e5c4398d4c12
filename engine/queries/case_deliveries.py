"""How the messages of a case left the house: by message, with channel, mask and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.errors import Text
from engine.queries.case_scope import execution_of
from engine.store.tables import Delivery, ProcessInstance
from engine.store.transaction import Tx
from engine.store.ways import preferred_channel, way_to_customer

_SAID = {
    "sent": Text("已发出", "sent"),
    "failed": Text("没有发出，需要处理", "could not be sent; somebody has to help"),
    "given_up": Text("没有发出，只在进度页显示", "not sent; shown on the progress page only"),
    "page_only": Text("仅在进度页显示", "shown on the progress page only"),
    "by_phone": Text("客户希望接电话；消息只显示在客户的进度页上", "the customer prefers a call; shown on the progress page only"),
    "no_address": Text("客户没有留下这种联系方式；仅在进度页显示", "the customer left no such address; shown on the progress page only"),
    "no_transport": Text("这个渠道还没有接通；仅在进度页显示", "nothing serves this channel yet; shown on the progress page only"),
}
# Before it is sent.
_WRITING = {
    "waiting": Text("也显示在客户的进度页上", "and shown on the customer's progress page"),
    "page_only": Text("显示在客户的进度页上", "Shown on the customer's progress page"),
}
_KINDS = {"sent": "met", "failed": "breached", "waiting": "clock", "page_only": "globe", "by_phone": "phone"}


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """`said`: what became of it. `at`: when it went out, or is tried next. `icon`: of what became of it."""

    state: str
    channel: Text
    mask: str
    subject: str
    said: Text
    icon: str
    at: datetime | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """How a message written now would reach the customer."""

    channel: Text
    mask: str
    said: Text
    is_sent: bool


def recipient(tx: Tx, case: ProcessInstance) -> Recipient:
    # Of an erased case nothing is known any more.
    values = execution_of(tx, case).variables() if case.snapshot is not None else {}
    way = way_to_customer(tx, case, preferred_channel(tx, case, values), values)
    word = tx.library.get(case.version_id).package.texts.value(way.channel) if way.channel else Text("", "")
    mask = " ".join(part for part in (case.customer_mask, way.mask) if part)
    said = _WRITING.get(way.state) or _SAID[way.state]
    return Recipient(word, mask, said, way.state == "waiting")


def by_message(tx: Tx, case: ProcessInstance) -> dict[str, DeliveryView]:
    """Id of the thread message -> its delivery."""
    texts = tx.library.get(case.version_id).package.texts
    rows = tx.session.scalars(select(Delivery).where(Delivery.instance_id == case.id))
    return {
        row.message_id: DeliveryView(
            row.state, texts.value(row.channel) if row.channel else Text("", ""), row.mask or "", row.subject, _said(row, tx.now),
            _KINDS.get(row.state, "info"), row.sent_at if row.state == "sent" else row.due_at if row.state == "waiting" else None, row.attempts,
        )
        for row in rows
    }  # fmt: skip


def _said(row: Delivery, now: datetime) -> Text:
    if row.state != "waiting":
        return _SAID[row.state]
    if row.last_error:
        return Text(f"已尝试 {row.attempts} 次，稍后再发", f"tried {row.attempts} times, will be tried again")
    return Text("等到时间再发，夜间不打扰", "waits for the morning") if row.due_at > now else Text("正在发出", "on its way")
