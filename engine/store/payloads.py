"""Payloads of both chains as bytes: FEEL values as JSON, deflated where that makes them smaller."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from engine.feel import dumps, loads

_PLAIN = b"\0"
_DEFLATED = b"\1"
_WORTH_A_TRY = 120  # bytes; below this deflate's own overhead eats what it saves
_LEVEL = 3  # of 9; the higher ones take half as long again and save a twentieth
# A window of 8 kB and its tables: setting up zlib's own of 32 kB takes longer than deflating what a command writes.
_WINDOW, _MEMORY = -13, 7


def pack(payload: Mapping[str, Any] | Sequence[Any]) -> bytes:
    data = dumps(payload).encode()
    if len(data) > _WORTH_A_TRY:
        deflating = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
        small = deflating.compress(data) + deflating.flush()
        if len(small) < len(data):
            return _DEFLATED + small
    return _PLAIN + data


def unpack(data: bytes) -> Any:
    body = zlib.decompress(data[1:], wbits=-15) if data[:1] == _DEFLATED else data[1:]
    return loads(body.decode())
