"""The bytes of attachments: encrypted on their way to the files, piece by piece, under a key of their own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import event, select

from engine.errors import NotFound
from engine.store.attachment_files import AttachmentFiles
from engine.store.case_keys import Erased, key_ring
from engine.store.tables import Attachment
from engine.store.transaction import Tx
from engine.store.vault import Stream, derive

_MAGIC = b"HXA1"
_SALT_BYTES = 16
_HEADER_BYTES = len(_MAGIC) + 2 + _SALT_BYTES
_PIECE = 64 * 1024
_TAG_BYTES = 16
_ORPHAN_AGE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Written:
    """What the attachment's row says of its bytes. `size` in bytes, `sha256` in hex, both of the plain file."""

    size: int
    sha256: str


def write(
    tx: Tx, instance_id: str, attachment_id: str, pieces: Iterable[bytes], *, person_ref: str | None = None
) -> Written:
    """Encrypt `pieces` to disk before the row commits; rolled back, the file goes again.

    `person_ref`: the bytes are under that person's key in this case and become unreadable when it is erased.
    """
    key_id, key = key_ring(tx, instance_id).key_of(person_ref)
    salt = os.urandom(_SALT_BYTES)
    stream = Stream(derive(key, _purpose(attachment_id), salt))
    measured = _Measured(pieces)
    tx.attachment_files.write(attachment_id, _encrypted(_MAGIC + key_id.to_bytes(2) + salt, stream, measured))
    _forget_when_rolled_back(tx, attachment_id)
    return Written(measured.size, measured.digest.hexdigest())


def read(tx: Tx, instance_id: str, attachment_id: str) -> Iterator[bytes]:
    """The plain bytes, piece by piece, each checked before it is given out; they may be read after the transaction.

    Raises NotFound (no such file, or erased) at once, Unreadable where the file was changed or ends too early.
    """
    cipher = _cut(tx.attachment_files.read(attachment_id), _HEADER_BYTES, _PIECE + _TAG_BYTES)
    try:
        header = next(cipher)
        key = key_ring(tx, instance_id).key(int.from_bytes(header[len(_MAGIC) : len(_MAGIC) + 2]))
    except (FileNotFoundError, StopIteration, Erased) as error:
        raise NotFound("attachment") from error
    return _decrypted(Stream(derive(key, _purpose(attachment_id), header[-_SALT_BYTES:])), cipher)


def delete(tx: Tx, attachment_id: str) -> None:
    """Remove the bytes once the transaction has committed; the row is the caller's."""
    files = tx.attachment_files
    event.listen(tx.session, "after_commit", lambda _session: files.delete(attachment_id), once=True)


def sweep(tx: Tx) -> int:
    """Remove files older than a day that have no row (a crash came between the two); how many that were."""
    old = [name for name, at in tx.attachment_files.written() if at < tx.now - _ORPHAN_AGE]
    orphans = [name for name in old if tx.session.scalar(select(Attachment.id).where(Attachment.id == name)) is None]
    for name in orphans:
        tx.attachment_files.delete(name)
    return len(orphans)


class _Measured:
    """Counts and hashes what passes through."""

    def __init__(self, pieces: Iterable[bytes]):
        self._pieces = pieces
        self.size = 0
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            self.digest.update(piece)
            yield piece


def _forget_when_rolled_back(tx: Tx, attachment_id: str) -> None:
    files: AttachmentFiles = tx.attachment_files
    # Once the commit is under way a lost connection leaves open how it ended: then the file stays, for `sweep`.
    is_committing: list[bool] = []
    event.listen(tx.session.mapper, "before_commit", lambda _session: is_committing.append(True))
    event.listen(tx.session.mapper, "after_rollback", lambda _session: is_committing or files.delete(attachment_id))


def _purpose(attachment_id: str) -> bytes:
    return b"huixiang attachment " + attachment_id.encode()


def _encrypted(header: bytes, stream: Stream, plain: Iterable[bytes]) -> Iterator[bytes]:
    yield header
    for piece, is_last in _marked(_cut(plain, _PIECE, _PIECE)):
        yield stream.encrypt(piece, is_last)


def _decrypted(stream: Stream, cipher: Iterator[bytes]) -> Iterator[bytes]:
    for piece, is_last in _marked(cipher):
        yield stream.decrypt(piece, is_last)


def _cut(source: Iterable[bytes], first: int, rest: int) -> Iterator[bytes]:
    """The same bytes: a piece of `first` bytes, then pieces of `rest` bytes, the last one as long as it comes."""
    buffer, wanted = bytearray(), first
    for piece in source:
        buffer += piece
        while len(buffer) >= wanted:
            yield bytes(buffer[:wanted])
            del buffer[:wanted]
            wanted = rest
    if buffer:
        yield bytes(buffer)


def _marked(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last; an empty file is one empty piece."""
    current = next(pieces, b"")
    for following in pieces:
        yield current, False
        current = following
    yield current, True
