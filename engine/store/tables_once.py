"""Requests that were done, for a day: the same one coming again is answered and not done again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base


class DoneRequest(Base):
    """`key`: a digest of the page's token and of what was sent. `business_key`: of the case it began, else empty."""

    __tablename__ = "done_request"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    business_key: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "at"),)
