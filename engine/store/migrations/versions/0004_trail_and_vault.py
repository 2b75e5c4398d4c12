"""The audit trail, the house chain, case keys, contact data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import UtcDateTime
from engine.store.migrations.parts import deferred_key

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _audit_block()
    _house_pending()
    _house_entry()
    _house_head()
    _case_key()
    _contact()


def downgrade() -> None:
    for table in ("contact", "case_key", "house_head", "house_entry", "house_pending", "audit_block"):
        op.drop_table(table)


def _audit_block() -> None:
    op.create_table(
        "audit_block",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor_kind", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Text),
        sa.Column("entries", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "seq", name="pk_audit_block"),
        deferred_key("audit_block", "instance_id", "process_instance.id"),
    )


def _house_pending() -> None:
    op.create_table(
        "house_pending",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor_id", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_house_pending"),
        sqlite_with_rowid=False,
    )


def _house_entry() -> None:
    op.create_table(
        "house_entry",
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor_id", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_house_entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_house_entry_instance_id", "house_entry", ["instance_id"])
    op.create_index("ix_house_entry_kind_at", "house_entry", ["kind", "at"])


def _house_head() -> None:
    op.create_table(
        "house_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("length", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_house_head"),
    )


def _case_key() -> None:
    op.create_table(
        "case_key",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("key_id", sa.SmallInteger, autoincrement=False, nullable=False),
        sa.Column("person_ref", sa.Text),
        sa.Column("wrapped", sa.LargeBinary),
        sa.Column("erased_at", UtcDateTime),
        sa.PrimaryKeyConstraint("instance_id", "key_id", name="pk_case_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_key_person_ref", "case_key", ["person_ref"])


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("customer_id", sa.Text),
        sa.Column("instance_id", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("cipher", sa.LargeBinary),
        sa.Column("mask", sa.Text, nullable=False),
        sa.Column("blind_full", sa.LargeBinary),
        sa.Column("blind_last4", sa.LargeBinary),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("erased_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        deferred_key("contact", "customer_id", "customer.id"),
        deferred_key("contact", "instance_id", "process_instance.id"),
    )
    op.create_index("ix_contact_blind_full", "contact", ["blind_full"])
    op.create_index("ix_contact_blind_last4", "contact", ["blind_last4"])
    op.create_index("ix_contact_customer_id", "contact", ["customer_id"])
    op.create_index("ix_contact_instance_id", "contact", ["instance_id"])
