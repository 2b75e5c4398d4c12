"""Every row of the language table is true, and the table leaves no built-in function out."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from engine.feel import compile_expression, compile_unary_tests
from engine.feel.analysis import called_names
from engine.feel.builtins import BUILT_INS
from tests.unit.feel.language import CELLS, LANGUAGE, SCOPE
from tests.unit.feel.readme import README, with_tables

NOON = datetime(2024, 2, 29, 12, tzinfo=timezone.utc)
NAMES = ("Monthly Salary",)


def value_of(text: str) -> object:
    scope = compile_expression(SCOPE).evaluate({}).value
    return compile_expression(text, names=NAMES).evaluate(scope, now=NOON, zone="Asia/Shanghai").value


@pytest.mark.parametrize(("written", "yields"), [row for rows in LANGUAGE.values() for row in rows])
def test_expression_yields_what_the_table_says(written, yields):
    assert value_of(written) == value_of(yields)


@pytest.mark.parametrize(("cell", "value", "holds"), CELLS)
def test_cell_holds_for_what_the_table_says(cell, value, holds):
    scope = compile_expression(SCOPE).evaluate({}).value

    answer = compile_unary_tests(cell, names=NAMES).matches(value_of(value), scope)

    assert answer.value is value_of(holds)


def test_table_shows_every_built_in_function():
    shown = {name for rows in LANGUAGE.values() for written, _ in rows for name in called_names(compile_expression(written).tree)}

    assert BUILT_INS.keys() <= shown


def test_readme_holds_the_table():
    text = README.read_text(encoding="utf-8")

    assert text == with_tables(text), "run: python -m tests.unit.feel.readme"


def test_readme_example_runs():
    text = README.read_text(encoding="utf-8")
    example = text.split("```python\n")[1].split("```")[0]
    seen: dict[str, object] = {}

    exec(compile(example, str(Path(README).name), "exec"), seen)

    assert seen["result"].value is True
