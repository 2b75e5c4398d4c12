"""Tables as XLSX: numbers that count, headings on every sheet of paper, text that stays text."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from engine.documents.spreadsheet import Share, Sheet, workbook


def opened(*sheets: Sheet):
    return load_workbook(io.BytesIO(workbook(sheets)))


def test_a_share_is_a_number_that_reads_as_percent():
    cell = opened(Sheet("Month", ["Share"], [[Share(333)]])).active["A2"]

    assert (cell.value, cell.number_format) == (0.333, "0.0 %")


def test_a_long_list_can_be_filtered_and_printed():
    sheet = opened(Sheet("Month", ["What", "Cases"], [[f"line {number}", number] for number in range(80)], bars=(2,))).active

    assert sheet.auto_filter.ref == "A1:B81"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["B2:B81"]


def test_a_list_without_lines_has_its_heading():
    assert [[cell.value for cell in row] for row in opened(Sheet("Month", ["What"], [])).active.iter_rows()] == [["What"]]
