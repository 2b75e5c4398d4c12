"""Tables as an XLSX file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import DataBarRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_HEAD = Font(bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="E0EEEE")
_A4 = 9  # as the file format counts sizes of paper
_BAR = "FF6CC5C7"
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_WIDEST = 60
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole in thousandths: a number that reads as `33.3 %`."""

    per_mille: int


Value = str | int | Decimal | float | datetime | Share | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`bars`: columns, the first is 1, whose figures are drawn as bars in their cells."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    bars: Sequence[int] = ()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """A file with a sheet per table. Text stays text, also where it begins with `=`; a zone-aware time keeps its digits."""
    book = Workbook(write_only=True)
    for each in sheets:
        _write(book.create_sheet(each.name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME]), each)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet, table: Sheet) -> None:
    rows = [list(row) for row in table.rows]
    for number, name in enumerate(table.header, 1):
        longest = max((len(_words(row[number - 1])) for row in rows[:200] if row[number - 1] is not None), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(_WIDEST, 5 + 2 * max(len(name), min(longest, _WIDEST // 2)))
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)  # written before the first row is
    sheet.append([_head(sheet, name) for name in table.header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    if rows:
        _for_people(sheet, table, len(rows) + 1)


def _for_people(sheet, table: Sheet, last: int) -> None:
    """Filters in the heading, bars where figures are, and paper on which every column fits under its heading."""
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.header))}{last}"
    for column in table.bars:
        letter = get_column_letter(column)
        sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", DataBarRule("num", 0, "max", None, color=_BAR))
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0


def _words(value: Value) -> str:
    return "100.0 %" if isinstance(value, Share) else str(value)


def _head(sheet, name: str) -> WriteOnlyCell:
    cell = _cell(sheet, name)
    cell.font, cell.fill = _HEAD, _HEAD_FILL
    return cell


def _cell(sheet, value: Value) -> WriteOnlyCell:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=value.per_mille / 1000 if isinstance(value, Share) else value)
    cell.alignment = _WRAPPED
    if isinstance(value, Share):
        cell.number_format = "0.0 %"
    if isinstance(value, str):
        cell.data_type = "s"  # a text that looks like a formula is still a text
    return cell
