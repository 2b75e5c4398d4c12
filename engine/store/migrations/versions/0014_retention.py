"""What is kept, and how long: holds, and what has gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import UtcDateTime
from engine.store.migrations.parts import deferred_key

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("placed_by", sa.Text),
        sa.Column("placed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", name="pk_legal_hold"),
        deferred_key("legal_hold", "instance_id", "process_instance.id"),
    )
    op.create_table(
        "erasure",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by_id", sa.Text),
        sa.PrimaryKeyConstraint("instance_id", "scope", name="pk_erasure"),
        deferred_key("erasure", "instance_id", "process_instance.id"),
    )


def downgrade() -> None:
    op.drop_table("erasure")
    op.drop_table("legal_hold")
