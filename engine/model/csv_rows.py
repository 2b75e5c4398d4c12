"""Tables of strangers to rows of text: CSV in UTF-8 or GB 18030, with commas, semicolons or tabs, bounded."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import Refused, Text

MAX_BYTES = 2_000_000
MAX_LINES = 500
LONGEST_CELL = 20_000
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class CsvLine:
    """`number`: as a spreadsheet counts, the head is line 1. `cells`: by the head's words, empty ones left out."""

    number: int
    cells: Mapping[str, str]


def read_lines(content: bytes) -> tuple[list[str], list[CsvLine]]:
    """The head's words and the lines below that say something. Raises Refused for what is no such table."""
    if len(content) > MAX_BYTES:
        raise Refused("too_large", Text(f"文件不能超过 {MAX_BYTES // 1_000_000} MB。", f"The file may have at most {MAX_BYTES // 1_000_000} MB."))
    rows = _rows(_text(content))
    head = [cell.strip() for cell in rows[0]] if rows else []
    if not any(head):
        raise Refused("no_head", Text("第一行应是列名。", "The first line holds the names of the columns."))
    if doubled := sorted({word for word in head if word and head.count(word) > 1}):
        raise Refused("double_column", Text(f"列名“{doubled[0]}”出现了两次。", f"The column “{doubled[0]}” occurs twice."))
    lines = [CsvLine(number, _cells(head, row)) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    if len(lines) > MAX_LINES:
        raise Refused("too_many", Text(f"一次最多导入 {MAX_LINES} 行。", f"At most {MAX_LINES} lines at once."))
    return [word for word in head if word], lines


def _text(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("not_text", Text("文件不是文本表格（CSV），请另存为 CSV 再上传。", "The file is no table as text (CSV); save it as CSV and upload it again."))


def _rows(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Refused("not_csv", Text("有一行的引号没有配对。", "The quotes of a line don't match.")) from error


def _cells(head: list[str], row: list[str]) -> dict[str, str]:
    return {word: cell.strip()[:LONGEST_CELL] for word, cell in zip(head, row, strict=False) if word and cell.strip()}
