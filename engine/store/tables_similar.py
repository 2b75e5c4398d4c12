"""The table of pairs of characters by which like cases are found; what is hashed there can't be read back."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Id, instance


class SimilarGram(Base):
    """One pair of one open case, keyed; rows go when the case ends."""

    __tablename__ = "similar_gram"

    package_id: Mapped[Id]
    gram: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    instance_id: Mapped[str] = instance(primary_key=True)

    __table_args__ = (Index(None, "instance_id"), {"sqlite_with_rowid": False})
