"""A value as plain JSON for other programs: times become strings, so it can't be read back exactly (see encoding.py)."""

from __future__ import annotations

import json
from decimal import Decimal

from .moments import FeelDateTime
from .numbers import number_text
from .times import offset_text
from .values import TEMPORAL


def json_text(value: object, run) -> str:
    """Without spaces, entries in their order, numbers with all their digits. TypeError for functions and ranges."""
    run.charge()
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return json.dumps(value, ensure_ascii=False)
    if kind is Decimal:
        return number_text(value)
    if kind is list:
        return f"[{','.join(json_text(each, run) for each in value)}]"
    if kind is dict:
        return f"{{{','.join(f'{json.dumps(name, ensure_ascii=False)}:{json_text(each, run)}' for name, each in value.items())}}}"
    if kind in TEMPORAL:
        return f'"{_time_text(value)}"'
    raise TypeError(kind.__name__)


def _time_text(value: object) -> str:
    """ISO 8601; a named zone is put behind its offset, as Java writes it."""
    if type(value) is FeelDateTime and value.time.zone is not None:
        return f"{str(value).partition('@')[0]}{offset_text(value.offset or 0)}[{value.time.zone}]"
    return str(value)
