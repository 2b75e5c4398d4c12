"""Tables as files: a spreadsheet shows what people typed and runs nothing of it."""

from __future__ import annotations

import csv

import pytest

from web.downloads import csv_line


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@a", "＝1+1", "＋1", "－1", "＠a", " =1+1", "\u3000=1+1", "\t=1", "\n=1", "\r1", "\ufeff=1"])
def test_what_a_spreadsheet_would_run_is_text(typed):
    [[cell, beside]] = csv.reader([csv_line([typed, "后"])])

    assert (cell[0], cell[1:], beside) == ("'", typed, "后")


@pytest.mark.parametrize("typed", ["", " ", "a=b", "138****5678", "说明：=1", "2023-10-09"])
def test_what_is_no_formula_stays_as_it_was(typed):
    assert next(csv.reader([csv_line([typed, "后"])])) == [typed, "后"]
