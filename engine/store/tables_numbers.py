"""Tables of numbers that stand beside a case's own: the number of its customer, and its serial of the day."""

from __future__ import annotations

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, instance, reference


class CustomerNumber(Base):
    """What the company calls the person; rows of one person in different cases share it. `mask`: of the contact it stands for."""

    __tablename__ = "customer_number"

    customer_id: Mapped[str] = reference("customer.id", primary_key=True)
    number: Mapped[str]
    mask: Mapped[str | None]

    __table_args__ = (Index(None, "number"),)


class CaseSerial(Base):
    """The how manieth case of its package on its day."""

    __tablename__ = "case_serial"

    instance_id: Mapped[str] = instance(primary_key=True)
    day_serial: Mapped[int] = mapped_column(Integer)
