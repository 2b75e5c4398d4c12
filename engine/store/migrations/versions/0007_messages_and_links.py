"""What leaves the house, what staff are told, and cases that belong together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import UtcDateTime
from engine.store.migrations.parts import deferred_key, partial_index

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    _delivery()
    _notification()
    _case_link()


def downgrade() -> None:
    for table in ("case_link", "notification", "delivery"):
        op.drop_table(table)


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("element_id", sa.Text),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("route", sa.Text, nullable=False),
        sa.Column("contact_id", sa.Text),
        sa.Column("mask", sa.Text),
        sa.Column("is_urgent", sa.Boolean, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("lease_until", UtcDateTime),
        sa.Column("lease_owner", sa.Text),
        sa.Column("last_error", sa.Text),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("transport", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        deferred_key("delivery", "instance_id", "process_instance.id"),
        deferred_key("delivery", "message_id", "thread_message.id"),
        deferred_key("delivery", "contact_id", "contact.id"),
    )
    op.create_index("ix_delivery_instance_id", "delivery", ["instance_id"])
    partial_index("ix_delivery_waiting_due", "delivery", ["due_at"], "state = 'waiting'")


def _notification() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("element_id", sa.Text),
        sa.Column("subject_id", sa.Text),
        sa.Column("title_zh", sa.Text, nullable=False),
        sa.Column("title_en", sa.Text, nullable=False),
        sa.Column("text_zh", sa.Text, nullable=False),
        sa.Column("text_en", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("read_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
        deferred_key("notification", "person_id", "person.id"),
        deferred_key("notification", "instance_id", "process_instance.id"),
    )
    op.create_index("ix_notification_instance_id", "notification", ["instance_id"])
    op.create_index("ix_notification_person_id_at", "notification", ["person_id", "at"])
    partial_index("ix_notification_unread", "notification", ["person_id"], "read_at IS NULL")


def _case_link() -> None:
    op.create_table(
        "case_link",
        sa.Column("from_id", sa.Text, nullable=False),
        sa.Column("to_id", sa.Text, nullable=False),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("from_id", "to_id", "relation", name="pk_case_link"),
        deferred_key("case_link", "from_id", "process_instance.id"),
        deferred_key("case_link", "to_id", "process_instance.id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_link_to_id", "case_link", ["to_id"])
