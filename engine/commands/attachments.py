"""Files of a case beside its forms: added by who may write in it, opened by who may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.commands import case_files
from engine.commands.running_case import RunningCase
from engine.errors import NotFound, Refused, Text
from engine.model import permissions
from engine.model.attachments import UploadedFile, check_file
from engine.model.contact_text import mask_text
from engine.store import attachments
from engine.store.tables import Attachment
from engine.store.transaction import Tx


def add(tx: Tx, instance_id: str, file: UploadedFile, is_public: bool = False) -> str:
    """Keep a file and return its id. `is_public`: the customer sees it. Raises Refused for a disguised or oversized one."""
    return add_all(tx, instance_id, [file], is_public)[0]


def add_all(tx: Tx, instance_id: str, files: Sequence[UploadedFile], is_public: bool = False) -> list[str]:
    """Keep all of these files, or, when one of them can't be taken, none. Their ids."""
    case = RunningCase.load(tx, instance_id)
    may = permissions.may_write_to_staff if tx.actor.is_customer else permissions.may_add_note
    if not may(tx.actor, case.facts):
        raise NotFound("case")
    checked = [_checked(tx, file, is_named=len(files) > 1) for file in files]
    return [case_files.add(case, file, is_public=is_public)["id"] for file in checked]


def _checked(tx: Tx, file: UploadedFile, *, is_named: bool) -> UploadedFile:
    """Of several files the refusal names the one it is about."""
    try:
        media_type = check_file(file.name, file.media_type, file.head, file.size, max_size=tx.settings.max_upload_bytes)
    except Refused as refusal:
        if not is_named:
            raise
        name, _ = mask_text(file.name[:80])
        raise Refused(refusal.code, Text(f"{name}：{refusal.text.zh}", f"{name}: {refusal.text.en}")) from refusal
    return replace(file, media_type=media_type)


def read(tx: Tx, attachment_id: str) -> tuple[Attachment, Iterator[bytes]]:
    """The file's row and its bytes. A member of staff who opens it leaves an entry; a customer's look writes nothing."""
    row = tx.session.get(Attachment, attachment_id)
    if row is None:
        raise NotFound("attachment")
    case = RunningCase.load(tx, row.instance_id) if tx.actor.is_staff else RunningCase.look(tx, row.instance_id)
    if not permissions.may_open_attachment(tx.actor, case.facts, row.is_public):
        raise NotFound("attachment")
    if tx.actor.is_staff:
        case.record("attachment_opened", row.element_id, row.round, attachment=row.id, name=row.name)
    return row, attachments.read(tx, row.instance_id, row.id)

