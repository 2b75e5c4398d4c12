"""Requests that came twice, and which open page a draft came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "done_request",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("business_key", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_done_request"),
    )
    op.create_index("ix_done_request_at", "done_request", ["at"])
    op.add_column("draft", sa.Column("page", sa.Text))


def downgrade() -> None:
    op.drop_column("draft", "page")
    op.drop_index("ix_done_request_at", table_name="done_request")
    op.drop_table("done_request")
