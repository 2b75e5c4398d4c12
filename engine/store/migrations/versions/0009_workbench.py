"""The workbench: drafts of packages, trials, plays, deployments that wait for a signature; the same bytes may be deployed again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import FeelJson, UtcDateTime
from engine.store.migrations.parts import deferred_key

revision = "0009"
down_revision = "0008"

_SAME_BYTES = "uq_package_version_package_id_hash"


def upgrade() -> None:
    with op.batch_alter_table("package_version") as version:
        version.drop_constraint(_SAME_BYTES, type_="unique")
    op.create_index("ix_package_version_package_id_hash", "package_version", ["package_id", "hash"])
    _drafts()
    _trial()
    _play()
    _request()


def downgrade() -> None:
    for table in ("deployment_request", "package_play", "package_trial", "draft_presence", "draft_copy", "draft_file", "package_draft"):
        op.drop_table(table)
    op.drop_index("ix_package_version_package_id_hash", "package_version")
    with op.batch_alter_table("package_version") as version:
        version.create_unique_constraint(_SAME_BYTES, ["package_id", "hash"])


def _drafts() -> None:
    op.create_table(
        "package_draft",
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("base_number", sa.Integer),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("started_by", sa.Text, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("package_id", name="pk_package_draft"),
    )
    op.create_table(
        "draft_file",
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("saved_at", UtcDateTime, nullable=False),
        sa.Column("saved_by", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("package_id", "name", name="pk_draft_file"),
        deferred_key("draft_file", "package_id", "package_draft.package_id"),
    )
    op.create_table(
        "draft_copy",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("saved_at", UtcDateTime, nullable=False),
        sa.Column("saved_by", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft_copy"),
        deferred_key("draft_copy", "package_id", "package_draft.package_id"),
    )
    op.create_index("ix_draft_copy_package_id_saved_at", "draft_copy", ["package_id", "saved_at"])
    op.create_table(
        "draft_presence",
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("seen_at", UtcDateTime, nullable=False),
        sa.Column("noted_at", UtcDateTime),
        sa.PrimaryKeyConstraint("package_id", "person_id", name="pk_draft_presence"),
        deferred_key("draft_presence", "package_id", "package_draft.package_id"),
    )


def _trial() -> None:
    op.create_table(
        "package_trial",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("started_by", sa.Text, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("results", FeelJson, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_package_trial"),
    )
    op.create_index("ix_package_trial_package_id_started_at", "package_trial", ["package_id", "started_at"])


def _play() -> None:
    op.create_table(
        "package_play",
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("begins_at", UtcDateTime, nullable=False),
        sa.Column("touched_at", UtcDateTime, nullable=False),
        sa.Column("steps", sa.Text, nullable=False),
        sa.Column("files", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("package_id", "person_id", name="pk_package_play"),
    )


def _request() -> None:
    op.create_table(
        "deployment_request",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("decided_by", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("files", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deployment_request"),
    )
    op.create_index("ix_deployment_request_package_id_state", "deployment_request", ["package_id", "state"])
