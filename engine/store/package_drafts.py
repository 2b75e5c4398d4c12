"""Finders for drafts of packages: the draft, its files, copies that were kept, who is at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from engine.errors import NotFound
from engine.store import packages as versions
from engine.store.tables import DraftCopy, DraftFile, DraftPresence, PackageDraft, PackageVersion
from engine.store.transaction import Tx
from engine.store.upserts import insert

# Who has not been heard of for so long has closed the page.
PRESENT = timedelta(seconds=20)


def draft(tx: Tx, package_id: str, *, is_locked: bool = False) -> PackageDraft:
    """Raises NotFound when nobody began one. `is_locked`: until the transaction ends, so that saves follow one another."""
    found = select(PackageDraft).where(PackageDraft.package_id == package_id)
    row = tx.session.scalar(found.with_for_update() if is_locked else found)
    if row is None:
        raise NotFound("draft")
    return row


def add_draft(tx: Tx, row: Mapping[str, Any]) -> bool:
    """Whether it was added; not when somebody else began one at the same moment."""
    added = insert(tx.session, PackageDraft).values(row).on_conflict_do_nothing().returning(PackageDraft.package_id)
    return tx.session.scalar(added) is not None


def has_draft(tx: Tx, package_id: str) -> bool:
    return tx.session.scalar(select(PackageDraft.package_id).where(PackageDraft.package_id == package_id)) is not None


def file(tx: Tx, package_id: str, name: str) -> DraftFile:
    """With its content. Raises NotFound."""
    found = select(DraftFile).options(undefer(DraftFile.content)).where(DraftFile.package_id == package_id, DraftFile.name == name)
    row = tx.session.scalar(found)
    if row is None:
        raise NotFound("file")
    return row


def has_file(tx: Tx, package_id: str, name: str) -> bool:
    found = select(DraftFile.name).where(DraftFile.package_id == package_id, DraftFile.name == name)
    return tx.session.scalar(found) is not None


def file_rows(tx: Tx, package_id: str) -> list[DraftFile]:
    """Without their contents, by name."""
    return list(tx.session.scalars(select(DraftFile).where(DraftFile.package_id == package_id).order_by(DraftFile.name)))


def contents(tx: Tx, package_id: str) -> dict[str, bytes]:
    """Name -> bytes of the draft's files. Raises NotFound."""
    draft(tx, package_id)
    rows = tx.session.execute(select(DraftFile.name, DraftFile.content).where(DraftFile.package_id == package_id))
    return {name: content for name, content in rows}


def version_bytes(tx: Tx, package_id: str, number: int | None = None) -> bytes:
    """The packed files of a deployed version; without a number of the newest. Raises NotFound."""
    version_id = versions.version_id(tx, package_id, number)
    if version_id is None:
        raise NotFound("version")
    return versions.file_bytes(tx.session, version_id)


def copies(tx: Tx, package_id: str) -> list[DraftCopy]:
    """The newest first."""
    found = select(DraftCopy).where(DraftCopy.package_id == package_id).order_by(DraftCopy.saved_at.desc(), DraftCopy.id)
    return list(tx.session.scalars(found))


def copy(tx: Tx, package_id: str, copy_id: str) -> DraftCopy:
    """With its content. Raises NotFound."""
    row = tx.session.get(DraftCopy, copy_id, options=[undefer(DraftCopy.content)])
    if row is None or row.package_id != package_id:
        raise NotFound("copy")
    return row


def present(tx: Tx, package_id: str) -> list[DraftPresence]:
    """Who has the draft open now."""
    since = tx.now - PRESENT
    found = select(DraftPresence).where(DraftPresence.package_id == package_id, DraftPresence.seen_at > since)
    return list(tx.session.scalars(found.order_by(DraftPresence.person_id)))


def presence(tx: Tx, package_id: str) -> DraftPresence:
    """The actor's own, made if they weren't there; several pages of theirs may come first at once."""
    row = {"package_id": package_id, "person_id": tx.actor.id, "name": "", "seen_at": tx.now}
    tx.session.execute(insert(tx.session, DraftPresence).values(row).on_conflict_do_nothing())
    return tx.session.get_one(DraftPresence, (package_id, tx.actor.id))


def remove(tx: Tx, package_id: str) -> None:
    for table in (DraftPresence, DraftCopy, DraftFile, PackageDraft):
        tx.session.execute(delete(table).where(table.package_id == package_id))


def package_ids(tx: Tx) -> list[str]:
    """Of every package that was deployed or has a draft."""
    deployed = set(tx.session.scalars(select(PackageVersion.package_id).distinct()))
    return sorted(deployed | set(tx.session.scalars(select(PackageDraft.package_id))))
