"""What a case waits for: user tasks, timers, jobs, subscriptions, incidents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import FeelJson, UtcDateTime
from engine.store.migrations.parts import deferred_key, partial_index

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _user_task()
    _task_candidate()
    _draft()
    _timer()
    _job()
    _subscription()
    _incident()


def downgrade() -> None:
    for table in ("incident", "subscription", "job", "timer", "draft", "task_candidate", "user_task"):
        op.drop_table(table)


def _user_task() -> None:
    op.create_table(
        "user_task",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("element_id", sa.Text, nullable=False),
        sa.Column("form_id", sa.Text),
        sa.Column("round", sa.SmallInteger, nullable=False),
        sa.Column("stage", sa.Integer),
        sa.Column("assignee_id", sa.Text),
        sa.Column("department_id", sa.Text),
        sa.Column("is_customer", sa.Boolean, nullable=False),
        sa.Column("contact_needed", sa.Boolean, nullable=False),
        sa.Column("priority", sa.Integer),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("claimed_at", UtcDateTime),
        sa.Column("due_at", UtcDateTime),
        sa.Column("follow_up_at", UtcDateTime),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("completed_at", UtcDateTime),
        sa.Column("completed_by", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_user_task"),
        deferred_key("user_task", "instance_id", "process_instance.id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_user_task_instance_id", "user_task", ["instance_id"])
    partial_index("ix_user_task_open_assignee", "user_task", ["assignee_id", "due_at"], "state = 'open'")
    partial_index("ix_user_task_open_department", "user_task", ["department_id", "due_at"], "state = 'open'")


def _task_candidate() -> None:
    op.create_table(
        "task_candidate",
        sa.Column("task_id", sa.Text, nullable=False),
        sa.Column("group_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("task_id", "group_id", name="pk_task_candidate"),
        deferred_key("task_candidate", "task_id", "user_task.id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_task_candidate_group_id_task_id", "task_candidate", ["group_id", "task_id"])


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("user_task_id", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("values", FeelJson, nullable=False),
        sa.Column("saved_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("user_task_id", "owner", name="uq_draft_user_task_id_owner"),
        deferred_key("draft", "user_task_id", "user_task.id"),
    )


def _timer() -> None:
    op.create_table(
        "timer",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("element_id", sa.Text, nullable=False),
        sa.Column("armed_at", UtcDateTime),
        sa.Column("due_at", UtcDateTime),
        sa.Column("triggered_due_at", UtcDateTime),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("lease_until", UtcDateTime),
        sa.Column("lease_owner", sa.Text),
        sa.Column("last_error", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_timer"),
        deferred_key("timer", "instance_id", "process_instance.id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_timer_instance_id", "timer", ["instance_id"])
    partial_index("ix_timer_waiting_due", "timer", ["due_at"], "state = 'waiting'")


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("element_id", sa.Text),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("retries", sa.SmallInteger, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("lease_until", UtcDateTime),
        sa.Column("lease_owner", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("last_error", sa.Text),
        sa.Column("payload", FeelJson),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        deferred_key("job", "instance_id", "process_instance.id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_job_instance_id", "job", ["instance_id"])
    partial_index("ix_job_waiting_due", "job", ["due_at"], "state = 'waiting'")


def _subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("element_id", sa.Text, nullable=False),
        sa.Column("message_name", sa.Text, nullable=False),
        sa.Column("correlation_key", sa.Text),
        sa.Column("is_interrupting", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        deferred_key("subscription", "instance_id", "process_instance.id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_subscription_instance_id", "subscription", ["instance_id"])
    partial_index(
        "ix_subscription_waiting_message", "subscription", ["message_name", "correlation_key"], "state = 'waiting'"
    )


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("element_id", sa.Text, nullable=False),
        sa.Column("element_instance_id", sa.Text),
        sa.Column("text_zh", sa.Text, nullable=False),
        sa.Column("text_en", sa.Text, nullable=False),
        sa.Column("raised_at", UtcDateTime, nullable=False),
        sa.Column("resolved_at", UtcDateTime),
        sa.Column("resolved_by", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
        deferred_key("incident", "instance_id", "process_instance.id"),
    )
    op.create_index("ix_incident_instance_id", "incident", ["instance_id"])
    partial_index("ix_incident_open", "incident", ["raised_at"], "resolved_at IS NULL")
