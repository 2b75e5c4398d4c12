"""The hash chains: how an entry becomes a hash, and a head a message to seal. README.md says it for outsiders."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache

EMPTY = bytes(32)  # the hash before the first entry

Field = str | int | bytes | datetime | None


def entry_hash(previous: bytes, *fields: Field) -> bytes:
    """SHA-256 over the hash before this entry and every field, each with its length, so that none can be shifted."""
    return hashlib.sha256(previous + encode(*fields)).digest()


def head_message(chain: str, length: int, head: bytes) -> bytes:
    """What the MAC of a chain's head is made over."""
    return encode(chain, length, head)


def moment_text(value: datetime) -> str:
    """A moment as it is hashed."""
    return _moment(value).decode()


def encode(*fields: Field) -> bytes:
    """Per field: four bytes of length (big-endian) and its bytes; FF FF FF FF alone for a missing one."""
    parts: list[bytes] = []
    for field in fields:
        if field is None:
            parts.append(b"\xff\xff\xff\xff")
        else:
            data = field.encode() if type(field) is str else field if type(field) is bytes else _bytes(field)
            parts += (len(data).to_bytes(4), data)
    return b"".join(parts)


def _bytes(value: str | int | bytes | datetime) -> bytes:
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    if isinstance(value, datetime):
        return _moment(value)
    return str(value).encode()


@lru_cache(256)  # the entries of one command all have its moment
def _moment(value: datetime) -> bytes:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode()
