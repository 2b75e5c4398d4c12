"""Files that came with a form that had a fault: kept until the form is sent again, so that nobody chooses them twice.

No row names them, so the daily sweep of attachments takes them after a day. Each is encrypted under a key of its own that
stands only in its ticket, and the ticket only in the form that its sender sees: without the page nobody reads the file.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from engine.errors import NotFound
from engine.model.attachments import UploadedFile
from engine.store import vault
from engine.store.ids import new_id
from engine.store.transaction import Tx

_PLACE = b"kept upload"


def keep(tx: Tx, file: UploadedFile) -> str:
    """The ticket that opens it again within a day."""
    id_, key = new_id(), vault.new_key()
    tx.attachment_files.write(id_, [vault.encrypt(key, file.content, id_.encode())])
    said = {"id": id_, "key": key.hex(), "name": file.name, "type": file.media_type, "size": file.size}
    return base64.urlsafe_b64encode(tx.vault.wrap(json.dumps(said).encode(), _PLACE)).decode()


def described(tx: Tx, ticket: str) -> tuple[str, int]:
    """Name and size in bytes of the file, without opening it. Raises NotFound for what is no ticket of ours."""
    said = _said(tx, ticket)
    return said["name"], said["size"]


def opened(tx: Tx, ticket: str) -> UploadedFile:
    """The file as it arrived. Raises NotFound when it is gone or the ticket isn't ours."""
    said = _said(tx, ticket)
    try:
        cipher = b"".join(tx.attachment_files.read(said["id"]))
        content = vault.decrypt(bytes.fromhex(said["key"]), cipher, said["id"].encode())
    except (FileNotFoundError, vault.Unreadable) as error:
        raise NotFound("kept_upload") from error
    return UploadedFile(said["name"], said["type"], content)


def _said(tx: Tx, ticket: str) -> Mapping[str, Any]:
    try:
        return json.loads(tx.vault.unwrap(base64.urlsafe_b64decode(ticket.encode()), _PLACE))
    except (vault.Unreadable, binascii.Error) as error:
        raise NotFound("kept_upload") from error
