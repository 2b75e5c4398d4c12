"""What reports count by round is kept when it is said: ratings of every round, the problem, how a case ended; on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from engine.clock import ManualClock
from engine.commands import cases, deploy, user_tasks
from engine.model.people import SYSTEM, Actor
from engine.packages import PackageFiles
from engine.process_engine import ProcessEngine
from engine.store import case_view
from engine.store.report_cases import counted_cases
from engine.store.tables import Group, GroupMember, Person
from tests.databases import database_settings, migrated_sqlite, used_postgres_url
from tests.elements.drawing import diagram, end, exclusive, flow, flows, start, user

__all__ = ["database_settings", "migrated_sqlite", "used_postgres_url"]

AGAIN = '<zeebe:properties><zeebe:property name="huixiang:newRound" value="true"/></zeebe:properties>'
RATE = user("rate", zeebe='<zeebe:formDefinition formId="rate"/><zeebe:assignmentDefinition candidateGroups="desk"/>'
            '<zeebe:properties><zeebe:property name="huixiang:stage" value="1 Rate"/></zeebe:properties>')
DIAGRAM = diagram(start(), RATE, exclusive("content"), end(), flows("begin", "rate", "content"),
                  flow("content", "rate", '=rating = "bad"', zeebe=AGAIN), flow("content", "done", '=rating != "bad"'))
FORM = {"type": "default", "id": "rate", "components": [{"type": "textfield", "key": key, "id": key, "label": key} for key in ("rating", "topic")]}
TOML = '[package]\nid = "parcels"\nname = "Parcels"\n[case]\nsatisfaction = "rating"\nproblem = "topic"\n'
FILES = PackageFiles("parcels", {"parcels.bpmn": DIAGRAM, "forms/rate.form": json.dumps(FORM).encode(), "package.toml": TOML.encode()})
ANNA = Actor("staff", "anna", "Anna", groups=frozenset({"desk"}))
MONDAY = datetime.fromisoformat("2023-10-09T09:00:00+08:00")


@pytest.fixture
def engine(database_settings) -> Iterator[ProcessEngine]:
    engine = ProcessEngine(database_settings, ManualClock(MONDAY))
    engine.migrate()
    with engine.store.begin_write() as session:
        session.add_all([Person(id="anna", login="anna", name="Anna", roles=[], created_at=MONDAY), Group(id="desk", name_zh="台", name_en="desk")])
        session.flush()
        session.add(GroupMember(group_id="desk", person_id="anna"))
    engine.execute(SYSTEM, deploy.deploy, FILES)
    yield engine
    engine.close()


def rate(engine: ProcessEngine, instance_id: str, rating: str, topic: str, minutes: int) -> None:
    engine.clock.move_to(engine.clock.now() + timedelta(minutes=minutes))
    (task,) = engine.ask(SYSTEM, case_view.open_tasks, instance_id)
    engine.execute(ANNA, user_tasks.claim, task.id)
    engine.execute(ANNA, user_tasks.complete, task.id, {"rating": [rating], "topic": [topic]})


def counted(engine: ProcessEngine, days: int = 1):
    return engine.ask(SYSTEM, counted_cases, "parcels", MONDAY, MONDAY + timedelta(days=days))


def test_every_round_keeps_its_rating_and_the_case_its_problem(engine):
    instance_id = engine.execute(ANNA, cases.start, "parcels", {}).instance_id
    rate(engine, instance_id, "bad", "late", 30)
    rate(engine, instance_id, "good", "late", 60)

    (case,) = counted(engine)
    assert (case.ratings, case.problem, case.round, case.is_closed) == ({1: "bad", 2: "good"}, "late", 2, True)
    assert case.stage_seconds == {1: 90 * 60}


def test_the_last_word_of_a_round_counts(engine):
    instance_id = engine.execute(ANNA, cases.start, "parcels", {}).instance_id
    rate(engine, instance_id, "bad", "late", 1)
    rate(engine, instance_id, "bad", "broken", 1)

    (case,) = counted(engine)
    assert (case.ratings, case.last_rating, case.problem, case.is_closed) == ({1: "bad", 2: "bad"}, "bad", "broken", False)


def test_only_cases_received_within_the_span_are_counted(engine):
    engine.execute(ANNA, cases.start, "parcels", {})

    assert counted(engine, days=0) == ()
    assert len(counted(engine)) == 1
