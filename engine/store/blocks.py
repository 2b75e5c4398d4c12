"""A block: the entries one command added to a case's trail, their payloads encrypted together. README.md has the format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from engine.store.case_keys import Erased
from engine.store.payloads import pack, unpack
from engine.store.vault import Unreadable, decrypt, encrypt

ERASED = "erased"
UNREADABLE = "unreadable"


class Line(NamedTuple):
    """What an entry of a block is, without its payload; `key_id`: the key that payload is under."""

    kind: str
    element_id: str | None
    round: int | None
    key_id: int


def write_lines(lines: Iterable[Line]) -> str:
    return _WRITER.encode(lines)


def read_lines(text: str) -> list[Line]:
    """Raises Unreadable for what `write_lines` never wrote."""
    try:
        return [Line(*each) for each in json.loads(text)]
    except (ValueError, TypeError) as error:
        raise Unreadable("That is no list of entries.") from error


def place(instance_id: str, seq: int) -> bytes:
    """What the payloads of a block are bound to: in another row they don't open."""
    return f"{instance_id}|{seq}".encode()


def seal(payloads: Mapping[int, tuple[bytes, Sequence[Mapping[str, Any]]]], bound_to: bytes) -> bytes:
    """The body of a block: per number of a key its payloads in their order, encrypted under that key."""
    parts: list[bytes] = []
    for key_id, (key, of_key) in payloads.items():
        cipher = encrypt(key, pack(of_key), bound_to)
        parts += (key_id.to_bytes(2), len(cipher).to_bytes(4), cipher)
    return b"".join(parts)


def payloads(lines: Sequence[Line], body: bytes, bound_to: bytes, key_of: Callable[[int], bytes]) -> list[dict[str, Any] | str]:
    """Of each entry its payload: the values, "erased", or "unreadable" (tampered with)."""
    parts, counts = _parts(body), {}
    for line in lines:
        counts[line.key_id] = counts.get(line.key_id, 0) + 1
    opened = {key_id: iter(_opened(parts.get(key_id), count, bound_to, key_id, key_of)) for key_id, count in counts.items()}
    return [next(opened[line.key_id]) for line in lines]


def _opened(cipher: bytes | None, count: int, bound_to: bytes, key_id: int, key_of: Callable[[int], bytes]) -> list[Any]:
    try:
        found = unpack(decrypt(key_of(key_id), cipher or b"", bound_to))
    except Erased:
        return [ERASED] * count
    except Unreadable:
        return [UNREADABLE] * count
    return found if len(found) == count else [UNREADABLE] * count


def _parts(body: bytes) -> dict[int, bytes]:
    """Per number of a key its ciphertext."""
    found, begin = {}, 0
    while begin < len(body):
        key_id, length = int.from_bytes(body[begin : begin + 2]), int.from_bytes(body[begin + 2 : begin + 6])
        found[key_id] = body[begin + 6 : begin + 6 + length]
        begin += 6 + length
    return found


_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
