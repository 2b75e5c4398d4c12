"""`make run`'s demo: cases in several stages, made only through commands, and nothing twice."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine import demo
from engine.clock import SystemClock
from engine.demo.months import read_plans, told
from engine.model.people import SYSTEM
from engine.process_engine import ProcessEngine
from engine.store import case_view, verification
from engine.store.tables import ProcessInstance
from tests.company import ROOT, settings_in


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ProcessEngine, demo.Prepared]]:
    engine = ProcessEngine(settings_in(Path(tmp_path_factory.mktemp("demo")) / "data"), SystemClock())
    yield engine, demo.prepare(engine)
    engine.close()


def test_demo_has_cases_in_every_stage_and_both_rounds(prepared):
    engine, said = prepared

    cases = cases_of(engine)
    assert said.is_new and said.cases == len(cases) > 10
    assert {case.stage for case in cases} == {1, 2, 3, 4, 5, 6}
    assert {case.round for case in cases if case.state == "active"} >= {1, 2}
    assert engine.ask(SYSTEM, lambda tx: verification.verify(tx.session, tx.vault)) == []


@pytest.mark.row("S3.60")
def test_example_row_is_a_case_of_the_demo_with_warnings_for_what_it_lacks(prepared):
    engine, _ = prepared

    case = next(case for case in cases_of(engine) if case.business_key == "20231001-001")

    changes = [entry.payload["values"] for entry in engine.ask(SYSTEM, case_view.entries, case.id)
               if entry.kind == "variables_changed"]
    warnings = next(values["record_warnings"] for values in changes if values.get("record_warnings"))
    assert case.title == "登录后页面加载失败"
    assert case.customer_mask == "张女士"
    assert any("优先级" in warning for warning in warnings)
    assert any("联系方式" in warning for warning in warnings)


def test_second_start_makes_nothing_twice(prepared):
    engine, first = prepared

    second = demo.prepare(engine)

    assert not second.is_new
    assert len(cases_of(engine)) == first.cases


def test_every_demo_person_is_named_with_the_password(prepared):
    _, said = prepared

    text = said.text(8000)

    assert "http://127.0.0.1:8000/" in text and demo.PASSWORD in text
    assert all(person["login"] in text for person in said.people)


def cases_of(engine: ProcessEngine) -> list[ProcessInstance]:
    return engine.ask(SYSTEM, lambda tx: tx.session.query(ProcessInstance).all())


def test_no_word_of_a_story_is_left_unfilled():
    plans = read_plans(ROOT / "processes/demo_months.toml")
    begins, ends = (datetime.fromisoformat(f"2023-{month}-01T08:00:00+08:00") for month in ("10", "12"))

    stories = told(plans, random.Random(1), begins, ends, 60)

    assert len(stories) > 50
    assert re.findall(r"\{(?:title|result|solution|steps|problem|handler|organisation)\}", repr(stories)) == []
