"""Finders for schedules: when the calendar begins the next case of a package."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engine.store.tables import Schedule
from engine.store.transaction import Tx


def of_package(tx: Tx, package_id: str) -> dict[str, Schedule]:
    """By start element."""
    found = select(Schedule).where(Schedule.package_id == package_id)
    return {row.element_id: row for row in tx.session.scalars(found)}


def locked(tx: Tx, schedule_id: str) -> Schedule | None:
    """The row, locked until the transaction ends: whoever comes second sees that the case has begun."""
    found = select(Schedule).where(Schedule.id == schedule_id).with_for_update()
    return tx.session.scalar(found.execution_options(populate_existing=True))


def packages_with_schedules(tx: Tx) -> list[str]:
    return list(tx.session.scalars(select(Schedule.package_id).distinct().order_by(Schedule.package_id)))


def next_due_at(tx: Tx, package_id: str | None = None) -> datetime | None:
    """When the calendar begins the next case, of this package or of any."""
    found = select(Schedule.due_at).where(Schedule.state == "waiting", Schedule.due_at.is_not(None))
    if package_id is not None:
        found = found.where(Schedule.package_id == package_id)
    return tx.session.scalar(found.order_by(Schedule.due_at).limit(1))
