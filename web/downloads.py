"""A file as an answer: always as a download under its own name, never shown inside our pages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from urllib.parse import quote

from flask import Response

# Also in full width, which spreadsheets in East Asia take for the plain sign, and behind blanks, which some leave out.
_FORMULA = re.compile("[\\s\ufeff\u200b]*[-=+@＝＋－＠]|[\t\r\n]")
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take Chinese for Latin


def file_answer(content: bytes, media_type: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }
    return Response(content, mimetype=media_type, headers=headers)


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A whole table as CSV."""
    return (BYTE_ORDER_MARK + csv_line(header) + "".join(map(csv_line, rows))).encode()


def csv_line(values: Iterable[str]) -> str:
    """One line of CSV; what a spreadsheet would run as a formula is disarmed."""
    out = io.StringIO()
    csv.writer(out).writerow(f"'{value}" if _FORMULA.match(value) else value for value in values)
    return out.getvalue()
