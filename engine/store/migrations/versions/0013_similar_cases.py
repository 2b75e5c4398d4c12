"""Pairs of characters of open cases, by which like ones are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.migrations.parts import deferred_key

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "similar_gram",
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("gram", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("package_id", "gram", "instance_id", name="pk_similar_gram"),
        deferred_key("similar_gram", "instance_id", "process_instance.id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_similar_gram_instance_id", "similar_gram", ["instance_id"])


def downgrade() -> None:
    op.drop_table("similar_gram")
