"""The numbers of a case besides its own: its customer's, and its serial of the day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engine.store import records, sequences
from engine.store.tables import CaseSerial, CustomerNumber, ProcessInstance
from engine.store.transaction import Tx


def count_of_day(tx: Tx, row: ProcessInstance, local: datetime) -> None:
    """Counts the case among those of its package received on that local day (C3)."""
    serial = sequences.next_number(tx, f"{row.package_id}/day", f"{local:%Y%m%d}")
    records.add(tx.session, CaseSerial, instance_id=row.id, day_serial=serial)


def day_serial(tx: Tx, row: ProcessInstance) -> int | None:
    """None where the package doesn't count days."""
    known = records.held(tx.session, CaseSerial, row.id)
    return known.day_serial if known else tx.session.scalar(select(CaseSerial.day_serial).where(CaseSerial.instance_id == row.id))


def customer_number(tx: Tx, row: ProcessInstance) -> str | None:
    """None for a customer who is nobody known, and where the package gives no numbers."""
    if row.customer_id is None:
        return None
    known = records.held(tx.session, CustomerNumber, row.customer_id)
    return known.number if known else tx.session.scalar(select(CustomerNumber.number).where(CustomerNumber.customer_id == row.customer_id))


def hidden_mask(tx: Tx, row: ProcessInstance) -> str | None:
    """The mask of the contact that the customer's number stands for."""
    return tx.session.scalar(select(CustomerNumber.mask).where(CustomerNumber.customer_id == row.customer_id))
