"""What `make trace` and the `row` marker promise."""

from __future__ import annotations

import pytest

from tests.rows import faults_of
from tests.tools.trace import line_of, traced

ROWS = """
[[row]]
id = "S9.1"
acceptance = "It opens"

[[row]]
id = "S9.2"
acceptance = "It closes"
reason = "comes with the months"

[[row]]
id = "S9.3"
acceptance = "It stays"
"""


@pytest.fixture
def processes(tmp_path):
    (tmp_path / "handling").mkdir()
    (tmp_path / "handling" / "rows.toml").write_text(ROWS)
    return tmp_path


def test_row_without_test_or_reason_is_missing(processes):
    rows = traced(processes, {"S9.1": ["test_it_opens"]})

    assert [row.is_covered for row in rows] == [True, True, False]
    assert line_of(rows[0]) == "S9.1   It opens | test_it_opens"
    assert line_of(rows[1]).endswith("later: comes with the months")
    assert line_of(rows[2]).endswith("MISSING")


def test_test_that_cites_a_row_nobody_listed_is_refused(processes):
    with pytest.raises(KeyError, match="S9.7"):
        traced(processes, {"S9.7": ["test_something"]})


def test_test_may_cite_three_rows_and_no_more():
    assert faults_of("test_much", ["S3.1", "S3.2", "S3.3"]) == []
    assert faults_of("test_much", ["S3.1", "S3.2", "S3.3", "S3.4"]) == ["test_much: cites 4 rows, 3 at most"]
    assert faults_of("test_vague", ["3.1"]) == ["test_vague: '3.1' is no requirement row"]
