"""The directory of people, deployed versions, settings, calendar, number sequences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import FeelJson, UtcDateTime
from engine.store.migrations.parts import deferred_key

revision = "0001"
down_revision = None


def upgrade() -> None:
    _department()
    _person()
    _group()
    _group_member()
    _absence()
    _package_version()
    _setting()
    _calendar_day()
    _number_sequence()
    _customer()


def downgrade() -> None:
    for table in (
        "customer", "number_sequence", "calendar_day", "setting", "package_version",
        "absence", "group_member", "group", "person", "department",
    ):
        op.drop_table(table)


def _department() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name_zh", sa.Text, nullable=False),
        sa.Column("name_en", sa.Text, nullable=False),
        sa.Column("supervisor_id", sa.Text),
        sa.Column("deputy_id", sa.Text),
        sa.Column("parent_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_department"),
        deferred_key("department", "parent_id", "department.id"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("roles", FeelJson, nullable=False),
        sa.Column("department_id", sa.Text),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("must_change_password", sa.Boolean, nullable=False),
        sa.Column("left_at", UtcDateTime),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("login", name="uq_person_login"),
        deferred_key("person", "department_id", "department.id"),
    )
    op.create_index("ix_person_department_id", "person", ["department_id"])


def _group() -> None:
    op.create_table(
        "group",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name_zh", sa.Text, nullable=False),
        sa.Column("name_en", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_group"),
    )


def _group_member() -> None:
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "person_id", name="pk_group_member"),
        deferred_key("group_member", "group_id", "group.id"),
        deferred_key("group_member", "person_id", "person.id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_group_member_person_id", "group_member", ["person_id"])


def _absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("deputy_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
        deferred_key("absence", "person_id", "person.id"),
        deferred_key("absence", "deputy_id", "person.id"),
    )
    op.create_index("ix_absence_deputy_id_ends_at", "absence", ["deputy_id", "ends_at"])
    op.create_index("ix_absence_person_id_ends_at", "absence", ["person_id", "ends_at"])


def _package_version() -> None:
    op.create_table(
        "package_version",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("deployed_at", UtcDateTime, nullable=False),
        sa.Column("deployed_by", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("files", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_package_version"),
        sa.UniqueConstraint("package_id", "number", name="uq_package_version_package_id_number"),
        sa.UniqueConstraint("package_id", "hash", name="uq_package_version_package_id_hash"),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", FeelJson),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )


def _calendar_day() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("is_working", sa.Boolean, nullable=False),
        sa.Column("slots", FeelJson),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("on", name="pk_calendar_day"),
    )


def _number_sequence() -> None:
    op.create_table(
        "number_sequence",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", "period", name="pk_number_sequence"),
        sqlite_with_rowid=False,
    )


def _customer() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("preferred_channel", sa.Text),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customer"),
        sa.UniqueConstraint("code", name="uq_customer_code"),
    )
