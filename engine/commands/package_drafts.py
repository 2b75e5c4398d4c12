"""Drafts of packages: begin, save one file, keep what two people typed at once, replace by an upload, discard."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.errors import Conflict, NotFound, Refused, Text
from engine.model import permissions
from engine.packages.bundle import PackageFiles, check_name, check_size
from engine.store import house, package_drafts
from engine.store import packages as versions
from engine.store.ids import new_id
from engine.store.tables import DraftCopy, DraftFile, DraftPresence, PackageDraft
from engine.store.transaction import Tx

MOST_COPIES = 100
_NOTED_EVERY = timedelta(hours=1)
# A page that was left open since an earlier draft must not match the numbers of this one.
_FIRST_REVISIONS = 1 << 30


@dataclass(frozen=True, slots=True)
class Saved:
    """`is_kept_apart`: somebody else saved this file meanwhile; what was typed is the copy `copy_id`, the file is theirs, at `revision`."""

    revision: int
    saved_at: datetime
    is_kept_apart: bool = False
    copy_id: str = ""


def begin(tx: Tx, package_id: str) -> None:
    """A draft of the newest version; there is one per package, so beginning twice changes nothing. Raises NotFound."""
    _editor_only(tx, package_id)
    if package_drafts.has_draft(tx, package_id):
        return
    base = versions.newest_version(tx, package_id)
    files = PackageFiles.from_bytes(package_drafts.version_bytes(tx, package_id), package_id)
    draft = _new_draft(tx, package_id, base.number if base else None)
    if draft is None:
        return  # somebody else began it at the same moment
    _fill(tx, draft, files.files)
    house.record(tx, "draft_started", {"package": package_id, "number": base.number if base else None})


def save(tx: Tx, package_id: str, name: str, content: bytes, revision: int, copy_id: str = "") -> Saved:
    """Saves one file that was read at `revision` (0: a new one). Nothing that was typed is lost: if somebody else saved it since, it is
    kept as a copy beside theirs, and saving again with that `copy_id` goes on in the copy."""
    _editor_only(tx, package_id)
    check_name(name)
    check_size(name, len(content))
    draft = package_drafts.draft(tx, package_id, is_locked=True)
    _note_edit(tx, package_id)
    if not package_drafts.has_file(tx, package_id, name):
        return _add(tx, draft, name, content)
    row = package_drafts.file(tx, package_id, name)
    if row.content == content:
        return Saved(row.revision, row.saved_at)
    if row.revision != revision:
        return Saved(row.revision, row.saved_at, True, _keep(tx, package_id, name, content, copy_id))
    return _replace(tx, draft, row, content)


def take_copy(tx: Tx, package_id: str, copy_id: str) -> Saved:
    """The copy becomes the file; what the file was becomes a copy."""
    _editor_only(tx, package_id)
    draft = package_drafts.draft(tx, package_id, is_locked=True)
    copy = package_drafts.copy(tx, package_id, copy_id)
    if not package_drafts.has_file(tx, package_id, copy.name):
        saved = _add(tx, draft, copy.name, copy.content)
    else:
        row = package_drafts.file(tx, package_id, copy.name)
        _keep(tx, package_id, row.name, row.content, by=row.saved_by)
        saved = _replace(tx, draft, row, copy.content)
    tx.session.delete(copy)
    return saved


def drop_copy(tx: Tx, package_id: str, copy_id: str) -> None:
    _editor_only(tx, package_id)
    tx.session.delete(package_drafts.copy(tx, package_id, copy_id))


def remove_file(tx: Tx, package_id: str, name: str) -> None:
    """The file leaves the draft and stays among its copies."""
    _editor_only(tx, package_id)
    draft = package_drafts.draft(tx, package_id, is_locked=True)
    row = package_drafts.file(tx, package_id, name)
    _note_edit(tx, package_id)
    _keep(tx, package_id, name, row.content, by=row.saved_by)
    tx.session.delete(row)
    _touch(tx, draft)


def add_file(tx: Tx, package_id: str, name: str, content: bytes) -> None:
    """Raises Conflict when there is one of that name, BadBundle for a name that can't be used."""
    _editor_only(tx, package_id)
    check_name(name)
    draft = package_drafts.draft(tx, package_id, is_locked=True)
    if package_drafts.has_file(tx, package_id, name):
        raise Conflict("file_exists", Text(f"已经有文件“{name}”。", f"There is a file '{name}' already."))
    _note_edit(tx, package_id)
    _add(tx, draft, name, content)


def upload(tx: Tx, package_id: str, files: PackageFiles) -> int:
    """All files of the draft become these; what they replace stays among the copies. How many files differ. Raises NotFound, BadBundle."""
    _editor_only(tx, package_id)
    if files.id != package_id:
        raise Refused("other_package", Text(f"这是流程包“{files.id}”，不是“{package_id}”。", f"This is the package '{files.id}', not '{package_id}'."))
    if not package_drafts.has_draft(tx, package_id):
        base = versions.newest_version(tx, package_id)
        _new_draft(tx, package_id, base.number if base else None)
    changed = _exchange(tx, package_drafts.draft(tx, package_id, is_locked=True), files.files)
    house.record(tx, "draft_uploaded", {"package": package_id, "hash": files.hash})
    return changed


def discard(tx: Tx, package_id: str) -> None:
    """The draft and its copies are gone; deployed versions stay."""
    _editor_only(tx, package_id)
    package_drafts.draft(tx, package_id, is_locked=True)
    package_drafts.remove(tx, package_id)
    house.record(tx, "draft_discarded", {"package": package_id})


def look_in(tx: Tx, package_id: str, name: str) -> None:
    """Says that the actor has this file of the draft open now."""
    _editor_only(tx, package_id)
    package_drafts.draft(tx, package_id)
    _presence(tx, package_id).name = name


def _editor_only(tx: Tx, package_id: str) -> None:
    if not permissions.may_edit_package(tx.actor, package_id):
        raise NotFound("package")


def _new_draft(tx: Tx, package_id: str, base: int | None) -> PackageDraft | None:
    """None when there is one by now."""
    row = {
        "package_id": package_id, "base_number": base, "revision": 1 + secrets.randbelow(_FIRST_REVISIONS), "started_at": tx.now, "started_by": tx.actor.id,
        "changed_at": tx.now, "changed_by": tx.actor.id,
    }  # fmt: skip
    return package_drafts.draft(tx, package_id) if package_drafts.add_draft(tx, row) else None


def _fill(tx: Tx, draft: PackageDraft, files: Mapping[str, bytes]) -> None:
    rows = [_file(tx, draft, name, content) for name, content in files.items()]
    tx.session.add_all(rows)


def _file(tx: Tx, draft: PackageDraft, name: str, content: bytes) -> DraftFile:
    return DraftFile(
        package_id=draft.package_id, name=name, content=content, revision=draft.revision, saved_at=tx.now, saved_by=tx.actor.id
    )


def _add(tx: Tx, draft: PackageDraft, name: str, content: bytes) -> Saved:
    _touch(tx, draft)
    # The package with one more file must still be one: too many files, too large together.
    PackageFiles(draft.package_id, package_drafts.contents(tx, draft.package_id) | {name: content})
    tx.session.add(_file(tx, draft, name, content))
    return Saved(draft.revision, tx.now)


def _replace(tx: Tx, draft: PackageDraft, row: DraftFile, content: bytes) -> Saved:
    _touch(tx, draft)
    row.content, row.revision, row.saved_at, row.saved_by = content, draft.revision, tx.now, tx.actor.id
    return Saved(row.revision, row.saved_at)


def _touch(tx: Tx, draft: PackageDraft) -> None:
    draft.revision += 1
    draft.changed_at, draft.changed_by = tx.now, tx.actor.id


def _exchange(tx: Tx, draft: PackageDraft, files: Mapping[str, bytes]) -> int:
    _touch(tx, draft)
    known = package_drafts.contents(tx, draft.package_id)
    changed = {name for name in known.keys() | files.keys() if known.get(name) != files.get(name)}
    for name in sorted(changed & known.keys()):
        row = package_drafts.file(tx, draft.package_id, name)
        _keep(tx, draft.package_id, name, row.content, by=row.saved_by)
        tx.session.delete(row)
    tx.session.flush()
    _fill(tx, draft, {name: files[name] for name in changed if name in files})
    return len(changed)


def _keep(tx: Tx, package_id: str, name: str, content: bytes, copy_id: str = "", by: str | None = None) -> str:
    """What somebody typed, as a copy. The oldest make room."""
    kept = package_drafts.copies(tx, package_id)
    row = next((each for each in kept if each.id == copy_id and each.name == name and each.saved_by == tx.actor.id), None)
    if row is None:
        row = DraftCopy(id=new_id(), package_id=package_id, name=name, content=content, saved_at=tx.now, saved_by=by or tx.actor.id)
        tx.session.add(row)
    row.content, row.saved_at = content, tx.now
    for old in kept[MOST_COPIES - 1 :]:
        tx.session.delete(old)
    return row.id


def _presence(tx: Tx, package_id: str) -> DraftPresence:
    row = package_drafts.presence(tx, package_id)
    row.seen_at = tx.now
    return row


def _note_edit(tx: Tx, package_id: str) -> None:
    """Once an hour and person, however often a page saves."""
    row = _presence(tx, package_id)
    if row.noted_at is None or tx.now - row.noted_at >= _NOTED_EVERY:
        row.noted_at = tx.now
        house.record(tx, "draft_edited", {"package": package_id})
