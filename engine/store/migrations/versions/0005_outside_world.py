"""The outside world: API tokens, and messages that wait for somebody to want them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import UtcDateTime
from engine.store.migrations.parts import deferred_key

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _api_token()
    _buffered_message()
    _message_correlation()


def downgrade() -> None:
    for table in ("message_correlation", "buffered_message", "api_token"):
        op.drop_table(table)


def _api_token() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("revoked_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("name", name="uq_api_token_name"),
    )


def _buffered_message() -> None:
    op.create_table(
        "buffered_message",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("correlation_key", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text),
        sa.Column("cipher", sa.LargeBinary, nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_buffered_message"),
        sa.UniqueConstraint("name", "correlation_key", "message_id", name="uq_buffered_message_name_correlation_key_message_id"),
    )
    op.create_index("ix_buffered_message_expires_at", "buffered_message", ["expires_at"])


def _message_correlation() -> None:
    op.create_table(
        "message_correlation",
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("message_id", "package_id", name="pk_message_correlation"),
        deferred_key("message_correlation", "message_id", "buffered_message.id"),
        sqlite_with_rowid=False,
    )
