"""Tables of retention: what must not go yet, and what has gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, instance


class LegalHold(Base):
    """Nothing of this case is erased as long as the row stands."""

    __tablename__ = "legal_hold"

    instance_id: Mapped[str] = instance(primary_key=True)
    reason: Mapped[str]
    placed_by: Mapped[str | None]
    placed_at: Mapped[datetime]


class Erasure(Base):
    """What of a case has gone. `scope`: contact (raw contact data), person (everything bound to the customer), case (all)."""

    __tablename__ = "erasure"

    instance_id: Mapped[str] = instance(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[str | None]
