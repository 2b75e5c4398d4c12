"""Tables of the directory: people, departments, groups, absences."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Feel, Id, reference


class Person(Base):
    __tablename__ = "person"

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="zh")
    password_hash: Mapped[str | None]
    roles: Mapped[Feel] = mapped_column(default=list)
    department_id: Mapped[str | None] = reference("department.id")
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "department_id"),)


class Department(Base):
    __tablename__ = "department"

    id: Mapped[Id]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    # No foreign key: a department and its supervisor refer to each other, and either may be made first.
    supervisor_id: Mapped[str | None]
    deputy_id: Mapped[str | None]
    parent_id: Mapped[str | None] = reference("department.id")


class Group(Base):
    __tablename__ = "group"

    id: Mapped[Id]
    name_zh: Mapped[str]
    name_en: Mapped[str]


class GroupMember(Base):
    __tablename__ = "group_member"

    group_id: Mapped[str] = reference("group.id", primary_key=True)
    person_id: Mapped[str] = reference("person.id", primary_key=True)

    __table_args__ = (Index(None, "person_id"), {"sqlite_with_rowid": False})


class Absence(Base):
    """From `starts_at` up to, not including, `ends_at`."""

    __tablename__ = "absence"

    id: Mapped[Id]
    person_id: Mapped[str] = reference("person.id")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    deputy_id: Mapped[str] = reference("person.id")

    __table_args__ = (Index(None, "person_id", "ends_at"), Index(None, "deputy_id", "ends_at"))
