"""Tables of the months: when the calendar begins the next case, and what reports count of a case besides its row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Id, Small, instance, reference


class Schedule(Base):
    """One timer start event of a package's newest version; `due_at` null: it begins no more cases.

    `begun`: cases it began; `period`: the month it last began one for. Leased like other due work (engine/store/due.py).
    """

    __tablename__ = "schedule"

    id: Mapped[Id]
    package_id: Mapped[str]
    version_id: Mapped[str] = reference("package_version.id")
    element_id: Mapped[str]
    anchored_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    due_period: Mapped[str] = mapped_column(default="")
    begun: Mapped[int] = mapped_column(default=0)
    period: Mapped[str] = mapped_column(default="")
    last_begun_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[Small] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    last_error: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("package_id", "element_id"),
        Index(
            "ix_schedule_waiting_due",
            "due_at",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
    )


class ReportFact(Base):
    """What a case said in one of its rounds (0: in the whole case), kept for reports and filters: its rating, its problem, the
    group of customers it comes from.

    Never a person's own words: figures stay when somebody's data is erased.
    """

    __tablename__ = "report_fact"

    instance_id: Mapped[str] = instance(primary_key=True)
    name: Mapped[Id]
    round: Mapped[Small] = mapped_column(primary_key=True, default=0)
    value: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = {"sqlite_with_rowid": False}
