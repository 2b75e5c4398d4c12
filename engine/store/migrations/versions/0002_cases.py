"""Cases: process instances, their members, clocks, thread, attachments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import FeelJson, UtcDateTime
from engine.store.migrations.parts import deferred_key, partial_index

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _process_instance()
    _process_instance_indexes()
    _case_member()
    _case_clock()
    _thread_message()
    _attachment()
    _case_read()


def downgrade() -> None:
    for table in ("case_read", "attachment", "thread_message", "case_clock", "case_member", "process_instance"):
        op.drop_table(table)


def _process_instance() -> None:
    op.create_table(
        "process_instance",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("version_id", sa.Text, nullable=False),
        sa.Column("process_id", sa.Text, nullable=False),
        sa.Column("business_key", sa.Text, nullable=False),
        sa.Column("code_hash", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("status", sa.Text),
        sa.Column("stage", sa.Integer),
        sa.Column("round", sa.SmallInteger, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("type_value", sa.Text),
        sa.Column("priority_value", sa.Text),
        sa.Column("priority_rank", sa.Integer),
        sa.Column("department_id", sa.Text),
        sa.Column("satisfaction_value", sa.Text),
        sa.Column("channel_value", sa.Text),
        sa.Column("customer_id", sa.Text),
        sa.Column("customer_mask", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("started_by", sa.Text),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("end_event_id", sa.Text),
        sa.Column("nearest_clock", sa.Text),
        sa.Column("nearest_due_at", UtcDateTime),
        sa.Column("is_waiting_for_customer", sa.Boolean, nullable=False),
        sa.Column("has_incident", sa.Boolean, nullable=False),
        sa.Column("merged_into_id", sa.Text),
        sa.Column("archived_at", UtcDateTime),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("trail_length", sa.Integer, nullable=False),
        sa.Column("trail_head", sa.LargeBinary, nullable=False),
        sa.Column("trail_mac", sa.LargeBinary, nullable=False),
        sa.Column("snapshot", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_process_instance"),
        deferred_key("process_instance", "version_id", "package_version.id"),
        sa.UniqueConstraint("business_key", name="uq_process_instance_business_key"),
        deferred_key("process_instance", "customer_id", "customer.id"),
    )


def _process_instance_indexes() -> None:
    partial_index("ix_process_instance_active_due", "process_instance", ["nearest_due_at"], "state = 'active'")
    op.create_index("ix_process_instance_customer_id", "process_instance", ["customer_id"])
    op.create_index(
        "ix_process_instance_department_id_received_at", "process_instance", ["department_id", "received_at"]
    )
    op.create_index("ix_process_instance_package_id_received_at", "process_instance", ["package_id", "received_at"])
    op.create_index("ix_process_instance_received_at", "process_instance", ["received_at"])
    op.create_index("ix_process_instance_started_by", "process_instance", ["started_by"])


def _case_member() -> None:
    op.create_table(
        "case_member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity(), nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text),
        sa.Column("group_id", sa.Text),
        sa.Column("department_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_case_member"),
        deferred_key("case_member", "instance_id", "process_instance.id"),
    )
    partial_index(
        "ix_case_member_department_id_instance_id", "case_member", ["department_id", "instance_id"], "department_id IS NOT NULL", unique=True
    )
    partial_index(
        "ix_case_member_group_id_instance_id", "case_member", ["group_id", "instance_id"], "group_id IS NOT NULL", unique=True
    )
    op.create_index("ix_case_member_instance_id", "case_member", ["instance_id"])
    partial_index(
        "ix_case_member_person_id_instance_id", "case_member", ["person_id", "instance_id"], "person_id IS NOT NULL", unique=True
    )


def _case_clock() -> None:
    op.create_table(
        "case_clock",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("round", sa.SmallInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("amount", FeelJson),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("stopped_at", UtcDateTime),
        sa.Column("paused_at", UtcDateTime),
        sa.Column("due_at", UtcDateTime),
        sa.Column("warn_at", UtcDateTime),
        sa.Column("is_breached", sa.Boolean, nullable=False),
        sa.Column("data", FeelJson),
        sa.PrimaryKeyConstraint("id", name="pk_case_clock"),
        sa.UniqueConstraint("instance_id", "name", "round", name="uq_case_clock_instance_id_name_round"),
        deferred_key("case_clock", "instance_id", "process_instance.id"),
    )


def _thread_message() -> None:
    op.create_table(
        "thread_message",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("author_kind", sa.Text, nullable=False),
        sa.Column("author_id", sa.Text),
        sa.Column("is_internal", sa.Boolean, nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("element_id", sa.Text),
        sa.Column("round", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_thread_message"),
        deferred_key("thread_message", "instance_id", "process_instance.id"),
    )
    op.create_index("ix_thread_message_instance_id_at", "thread_message", ["instance_id", "at"])


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("user_task_id", sa.Text),
        sa.Column("element_id", sa.Text),
        sa.Column("field", sa.Text),
        sa.Column("round", sa.SmallInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("is_public", sa.Boolean, nullable=False),
        sa.Column("uploaded_by_kind", sa.Text, nullable=False),
        sa.Column("uploaded_by", sa.Text),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        deferred_key("attachment", "instance_id", "process_instance.id"),
    )
    op.create_index("ix_attachment_instance_id", "attachment", ["instance_id"])


def _case_read() -> None:
    op.create_table(
        "case_read",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("hour", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "person_id", "hour", name="pk_case_read"),
        deferred_key("case_read", "instance_id", "process_instance.id"),
        sqlite_with_rowid=False,
    )
