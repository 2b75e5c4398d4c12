"""Every bar is met, on both databases; with few cases, because only ratios of one run and counts are compared."""

from __future__ import annotations

import gc
import json
import subprocess
import sys

import pytest

from tests.bench.__main__ import BENCHES, main, measured
from tests.bench.completion import STAGES, values_of
from tests.bench.installation import installed

FEW = 24


@pytest.mark.bench
@pytest.mark.parametrize("names", BENCHES, ids=lambda names: names[0])
def test_bar_is_met_on_sqlite(names):
    figures = list(measured(names[0], "sqlite", FEW))

    assert {figure.name for figure in figures} == set(names)
    assert [figure.line() for figure in figures if not figure.is_ok] == []


@pytest.mark.bench
@pytest.mark.postgres
@pytest.mark.parametrize("names", BENCHES, ids=lambda names: names[0])
def test_bar_is_met_on_postgresql(names, postgres_url):
    figures = list(measured(names[0], postgres_url, FEW))

    assert [figure.line() for figure in figures if not figure.is_ok] == []


def test_reference_case_needs_few_statements_and_one_commit_per_command(capsys):
    assert main(["case_sql_statements", "--database", "sqlite", "--json", "--cases", "5"]) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["name"] for line in lines] == ["case_sql_statements", "case_bytes"]
    assert {*lines[0]} == {"name", "database", "value", "unit", "bar", "ok"}
    assert lines[0]["value"] <= lines[0]["bar"] == 40


def test_ten_splits_need_no_more_room_than_two(capsys):
    assert main(["parallel10_bytes_ratio", "--database", "sqlite"]) == 0


def test_completing_a_task_leaves_nothing_to_the_garbage_collector():
    """What refers to each other would be looked for again and again, which costs a twentieth of a command."""
    with installed(None) as at:
        at.deploy_folder("six_stages")
        id_ = at.start("six_stages")
        at.complete(at.open_tasks(id_)[0].id, values_of(STAGES[0]))
        task_id = at.open_tasks(id_)[0].id
        gc.collect()

        at.complete(task_id, values_of(STAGES[1]))

        assert gc.collect() == 0


def test_command_line_has_the_bench():
    told = subprocess.run([sys.executable, "-m", "engine.cli", "bench", "--help"], capture_output=True, text=True, check=False)

    assert "completion_cpu_ratio" in told.stdout
