"""Customers by number, and each case's serial of the day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.migrations.parts import deferred_key

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "customer_number",
        sa.Column("customer_id", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("mask", sa.Text),
        sa.PrimaryKeyConstraint("customer_id", name="pk_customer_number"),
        deferred_key("customer_number", "customer_id", "customer.id"),
    )
    op.create_index("ix_customer_number_number", "customer_number", ["number"])
    op.create_table(
        "case_serial",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("day_serial", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", name="pk_case_serial"),
        deferred_key("case_serial", "instance_id", "process_instance.id"),
    )


def downgrade() -> None:
    op.drop_table("case_serial")
    op.drop_table("customer_number")
