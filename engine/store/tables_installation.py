"""Tables of the installation: deployed versions of packages, settings, the calendar's overlay, number sequences."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Feel, Id


class PackageVersion(Base):
    """The bytes of one deployed version of a package; never changed, kept while a case runs on it and after."""

    __tablename__ = "package_version"

    id: Mapped[Id]
    package_id: Mapped[str]
    number: Mapped[int]
    hash: Mapped[str]
    deployed_at: Mapped[datetime]
    deployed_by: Mapped[str]
    comment: Mapped[str] = mapped_column(default="")
    files: Mapped[bytes] = mapped_column(deferred=True)

    __table_args__ = (UniqueConstraint("package_id", "number"), Index(None, "package_id", "hash"))


class Setting(Base):
    __tablename__ = "setting"

    key: Mapped[Id]
    value: Mapped[Feel | None]


class CalendarDay(Base):
    """One day that differs from the announced calendar; `slots` null means: the usual hours."""

    __tablename__ = "calendar_day"

    on: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    slots: Mapped[Feel | None]
    note: Mapped[str] = mapped_column(default="")


class NumberSequence(Base):
    """The last number given out under a name in a period, such as one day."""

    __tablename__ = "number_sequence"

    name: Mapped[Id]
    period: Mapped[Id]
    value: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = {"sqlite_with_rowid": False}
