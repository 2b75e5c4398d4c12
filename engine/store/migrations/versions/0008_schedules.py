"""Processes that the calendar starts, and the facts of a case that reports count by round."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import UtcDateTime
from engine.store.migrations.parts import deferred_key, partial_index

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _schedule()
    _report_fact()


def downgrade() -> None:
    for table in ("report_fact", "schedule"):
        op.drop_table(table)


def _schedule() -> None:
    op.create_table(
        "schedule",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("version_id", sa.Text, nullable=False),
        sa.Column("element_id", sa.Text, nullable=False),
        sa.Column("anchored_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.Column("due_period", sa.Text, nullable=False),
        sa.Column("begun", sa.Integer, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("last_begun_at", UtcDateTime),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("lease_until", UtcDateTime),
        sa.Column("lease_owner", sa.Text),
        sa.Column("last_error", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_schedule"),
        sa.UniqueConstraint("package_id", "element_id", name="uq_schedule_package_id_element_id"),
        deferred_key("schedule", "version_id", "package_version.id"),
    )
    partial_index("ix_schedule_waiting_due", "schedule", ["due_at"], "state = 'waiting'")


def _report_fact() -> None:
    op.create_table(
        "report_fact",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("round", sa.SmallInteger, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "name", "round", name="pk_report_fact"),
        deferred_key("report_fact", "instance_id", "process_instance.id"),
        sqlite_with_rowid=False,
    )
