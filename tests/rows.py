"""Requirement rows cited by tests: the `row` marker, its limit of three, and the list for `make trace`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

MOST_ROWS_A_TEST = 3
ROW = re.compile(r"S\d\.\d+")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rows-to", metavar="FILE", help="write which tests cite which requirement row, as JSON")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    faults = [fault for item in items for fault in faults_of(item.nodeid, rows_of(item))]
    if faults:
        raise pytest.UsageError("\n".join(faults))
    if file := config.getoption("--rows-to"):
        Path(file).write_text(json.dumps(tests_by_row(items), indent=1))


def faults_of(test: str, rows: list[str]) -> list[str]:
    """What is wrong with the rows a test cites: too many to be shown by one test, or no row at all."""
    unknown = [row for row in rows if not ROW.fullmatch(row)]
    faults = [f"{test}: {row!r} is no requirement row" for row in unknown]
    if len(rows) > MOST_ROWS_A_TEST:
        faults.append(f"{test}: cites {len(rows)} rows, {MOST_ROWS_A_TEST} at most")
    return faults


def rows_of(item: pytest.Item) -> list[str]:
    return [row for mark in item.iter_markers("row") for row in mark.args]


def tests_by_row(items: list[pytest.Item]) -> dict[str, list[str]]:
    tests: dict[str, list[str]] = {}
    for item in items:
        for row in rows_of(item):
            tests.setdefault(row, []).append(item.nodeid)
    return tests
