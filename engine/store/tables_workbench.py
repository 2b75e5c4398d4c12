"""Tables of the workbench: drafts of packages, who is at them, trials of their scenarios, plays, deployments that wait for a second person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Feel, Id, reference


class PackageDraft(Base):
    """The one draft of a package that its owners share. `base_number`: the version it began as; null for a package that was never deployed."""

    __tablename__ = "package_draft"

    package_id: Mapped[Id]
    base_number: Mapped[int | None]
    revision: Mapped[int]
    started_at: Mapped[datetime]
    started_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class DraftFile(Base):
    """One file of a draft. `revision`: of the draft when this file was saved last."""

    __tablename__ = "draft_file"

    package_id: Mapped[str] = reference("package_draft.package_id", primary_key=True)
    name: Mapped[Id]
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)


class DraftCopy(Base):
    """What somebody typed and somebody else's save stood against, or what a later save replaced: kept until it is taken or thrown away."""

    __tablename__ = "draft_copy"

    id: Mapped[Id]
    package_id: Mapped[str] = reference("package_draft.package_id")
    name: Mapped[str]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)

    __table_args__ = (Index(None, "package_id", "saved_at"),)


class DraftPresence(Base):
    """Who has which file of a draft open. `noted_at`: when the house chain last said that this person changes the draft."""

    __tablename__ = "draft_presence"

    package_id: Mapped[str] = reference("package_draft.package_id", primary_key=True)
    person_id: Mapped[Id]
    name: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime]
    noted_at: Mapped[datetime | None]


class PackageTrial(Base):
    """How the scenarios of exactly these bytes went. `state`: running, passed, failed; `results`: one table per scenario."""

    __tablename__ = "package_trial"

    hash: Mapped[Id]
    package_id: Mapped[str]
    state: Mapped[str]
    total: Mapped[int]
    started_at: Mapped[datetime]
    started_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    results: Mapped[Feel]

    __table_args__ = (Index(None, "package_id", "started_at"),)


class PackagePlay(Base):
    """What one person has played on a draft so far: the steps of a story, from which any node builds the sandbox anew."""

    __tablename__ = "package_play"

    package_id: Mapped[Id]
    person_id: Mapped[Id]
    hash: Mapped[str]
    begins_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    steps: Mapped[str]
    files: Mapped[bytes] = mapped_column(deferred=True)


class DeploymentRequest(Base):
    """A deployment that a second person has to sign. `state`: waiting, signed, refused, withdrawn."""

    __tablename__ = "deployment_request"

    id: Mapped[Id]
    package_id: Mapped[str]
    hash: Mapped[str]
    comment: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    state: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    files: Mapped[bytes] = mapped_column(deferred=True)

    __table_args__ = (Index(None, "package_id", "state"),)
