"""What proves what a case was, as plain values: its chain as it is kept, what opens it, the same trail readable, its files."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound
from engine.feel import dumps
from engine.store import attachments, trail
from engine.store.case_keys import unwrap
from engine.store.chain import moment_text
from engine.store.tables import Attachment, AuditBlock, CaseKey, ProcessInstance
from engine.store.transaction import Tx


def chain(tx: Tx, instance_id: str) -> Iterator[dict[str, Any]]:
    """Every block, first one first; `at` as it is hashed."""
    trail.settle(tx.session)
    for row in tx.session.scalars(select(AuditBlock).where(AuditBlock.instance_id == instance_id).order_by(AuditBlock.seq)):
        yield {
            "instance_id": row.instance_id,
            "seq": row.seq,
            "at": moment_text(row.at),
            "actor_kind": row.actor_kind,
            "actor_id": row.actor_id,
            "entries": row.entries,
            "body": base64.b64encode(row.body).decode(),
            "hash": row.hash.hex(),
        }


def keys(tx: Tx, instance_id: str) -> dict[str, str]:
    """Number of a key to the key, in hex; erased ones are gone."""
    rows = tx.session.scalars(select(CaseKey).where(CaseKey.instance_id == instance_id, CaseKey.wrapped.is_not(None)))
    return {str(row.key_id): unwrap(tx.vault, row).hex() for row in rows}


def readable(tx: Tx, instance_id: str) -> Iterator[dict[str, Any]]:
    """Every entry with what its ciphertext opens to, or "erased"."""
    for entry in trail.read(tx, instance_id):
        said = asdict(entry) | {"at": moment_text(entry.at), "payload": json.loads(dumps(entry.payload))}
        said.pop("hash")
        yield said


def files(tx: Tx, instance_id: str) -> Iterator[tuple[Attachment, bytes]]:
    """Attachments with their bytes; those that were erased are left out."""
    for row in tx.session.scalars(select(Attachment).where(Attachment.instance_id == instance_id).order_by(Attachment.at, Attachment.id)):
        try:
            yield row, b"".join(attachments.read(tx, instance_id, row.id))
        except NotFound:
            continue


def head(case: ProcessInstance) -> dict[str, Any]:
    return {"trail_length": case.trail_length, "trail_head": case.trail_head.hex(), "trail_mac": case.trail_mac.hex()}
