"""The calendar begins cases: at their moment, once, also with two workers, after a restart, after a long pause; on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from engine.clock import ManualClock
from engine.commands import cases, deploy, schedules
from engine.commands.calendar_days import decide
from engine.errors import Undeployable
from engine.model.people import SYSTEM, Actor
from engine.packages import PackageFiles
from engine.process_engine import ProcessEngine
from engine.store import case_view
from engine.store.tables import ProcessInstance, Schedule
from tests.databases import database_settings, migrated_sqlite, used_postgres_url
from tests.elements.drawing import diagram, end, flows, start, timer, user

__all__ = ["database_settings", "migrated_sqlite", "used_postgres_url"]

THIRD_LAST = '=date and time(month.working_days[-3], time("09:00:00"))'
ADMINISTRATOR = Actor("staff", "admin", "Gao Wei", roles=frozenset({"administrator"}))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime.fromisoformat("2023-10-09T09:00:00+08:00"))


@pytest.fixture
def engine(database_settings, clock) -> Iterator[ProcessEngine]:
    engine = ProcessEngine(database_settings, clock)
    engine.migrate()
    yield engine
    engine.close()


def package(rule: str = THIRD_LAST, kind: str = "Cycle", task: str = "write_report") -> PackageFiles:
    xml = diagram(start("month_end_near", timer(kind, rule)), user(task), end(), flows("month_end_near", task, "done"))
    return PackageFiles("monthly_report", {"monthly_report.bpmn": xml})


def deployed(engine: ProcessEngine, files: PackageFiles | None = None) -> ProcessEngine:
    engine.execute(SYSTEM, deploy.deploy, files or package())
    return engine


def due(engine: ProcessEngine) -> str | None:
    row = engine.ask(SYSTEM, lambda tx: tx.session.scalar(select(Schedule)))
    return row.due_at.astimezone(engine.ask(SYSTEM, lambda tx: tx.calendar.zone)).strftime("%Y-%m-%d %H:%M") if row and row.due_at else None


def begun(engine: ProcessEngine) -> int:
    return engine.ask(SYSTEM, lambda tx: tx.session.scalar(select(func.count()).select_from(ProcessInstance)))


def variables(engine: ProcessEngine) -> dict:
    """Of the newest case, as its trail has them."""
    instance_id = engine.ask(SYSTEM, lambda tx: tx.session.scalar(select(ProcessInstance.id).order_by(ProcessInstance.id.desc()).limit(1)))
    return next(each.payload["values"] for each in engine.ask(SYSTEM, case_view.entries, instance_id) if each.kind == "values_entered")


@pytest.mark.parametrize(("rule", "kind", "at"), [
    (THIRD_LAST, "Cycle", "2023-10-27 09:00"),
    ('=date and time(month.last_working_day, time("18:00:00"))', "Cycle", "2023-10-31 18:00"),
    ("=month.days[1]", "Cycle", "2023-11-01 00:00"),
    ('=if month.number in (1, 4, 7, 10) then date and time(month.first_working_day, time("09:00:00")) else null', "Cycle", "2024-01-02 09:00"),
    ("0 0 9 1 * *", "Cycle", "2023-11-01 09:00"),
    ("R/2023-10-31T09:00/P1M", "Cycle", "2023-10-31 09:00"),
    ("2023-12-01T09:00:00", "Date", "2023-12-01 09:00"),
    ("2023-01-01T09:00:00", "Date", None),
])
def test_a_rule_of_date_is_kept_with_the_deployed_version(engine, rule, kind, at):
    deployed(engine, package(rule, kind))

    assert due(engine) == at


def test_the_case_begins_at_its_moment_with_its_month_and_not_before(engine, clock):
    deployed(engine)
    clock.move_to(datetime.fromisoformat("2023-10-27T08:59:59+08:00"))
    before = engine.trigger_due()

    clock.move_to(datetime.fromisoformat("2023-10-27T09:00:00+08:00"))
    engine.trigger_due()

    found = variables(engine)
    assert (before, begun(engine)) == (0, 1)
    assert (found["month"]["label"], str(found["month"]["start"]), str(found["month"]["last_working_day"])) == ("2023-10", "2023-10-01", "2023-10-31")
    assert (found["previous_month"]["label"], found["quarter"]["label"], found["missed"]) == ("2023-09", "2023-Q4", [])
    assert due(engine) == "2023-11-28 09:00"


def test_two_workers_at_once_begin_one_case(engine, clock, database_settings):
    other = ProcessEngine(database_settings, clock, deployed(engine).library)
    clock.move_to(datetime.fromisoformat("2023-10-27T09:00:01+08:00"))

    together = threading.Barrier(2)
    workers = [threading.Thread(target=lambda each=each: (together.wait(), each.trigger_due())) for each in (engine, other)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert begun(engine) == 1
    other.close()


def test_two_that_hold_the_same_row_begin_one_case(engine, clock):
    """A lease that ran out while its holder was only slow: the second one sees under the lock that it has begun."""
    deployed(engine)
    clock.move_to(datetime.fromisoformat("2023-10-27T09:00:01+08:00"))
    row = engine.ask(SYSTEM, lambda tx: tx.session.scalar(select(Schedule.id)))

    assert [engine.execute(SYSTEM, schedules.begin, row) for _ in range(2)] == [True, False]
    assert begun(engine) == 1


def test_a_restart_begins_nothing_twice(engine, clock, database_settings):
    deployed(engine)
    clock.move_to(datetime.fromisoformat("2023-10-27T09:00:01+08:00"))
    engine.trigger_due()

    restarted = ProcessEngine(database_settings, clock)
    restarted.execute(SYSTEM, deploy.deploy_if_never, package())

    assert restarted.trigger_due() == 0
    assert (begun(restarted), due(restarted)) == (1, "2023-11-28 09:00")
    restarted.close()


def test_after_three_months_of_silence_there_is_one_late_case_and_it_names_what_was_missed(engine, clock):
    deployed(engine)
    clock.move_to(datetime.fromisoformat("2024-01-03T10:00:00+08:00"))

    while engine.trigger_due():
        pass

    found = variables(engine)
    assert begun(engine) == 1
    assert found["month"]["label"] == "2023-12"
    assert [str(each)[:10] for each in found["missed"]] == ["2023-10-27", "2023-11-28"]
    assert due(engine) == "2024-01-29 09:00"


def test_a_new_version_moves_the_next_case_but_never_begins_a_month_twice(engine, clock):
    deployed(engine)
    clock.move_to(datetime.fromisoformat("2023-10-27T09:00:01+08:00"))
    engine.trigger_due()

    deployed(engine, package('=date and time(month.last_working_day, time("09:00:00"))'))

    assert due(engine) == "2023-11-30 09:00"


def test_what_was_due_before_a_new_version_is_still_begun(engine, clock):
    deployed(engine)
    clock.move_to(datetime.fromisoformat("2023-10-28T09:00:00+08:00"))

    deployed(engine, package('=date and time(month.last_working_day, time("09:00:00"))'))
    engine.trigger_due()

    assert begun(engine) == 1
    assert variables(engine)["month"]["label"] == "2023-10"


def test_a_version_without_the_start_begins_no_more(engine, clock):
    deployed(engine)

    deployed(engine, PackageFiles("monthly_report", {"monthly_report.bpmn": diagram(start(), user("ask"), end(), flows("begin", "ask", "done"))}))

    assert due(engine) is None


def test_a_day_that_the_company_takes_off_moves_the_moment(engine):
    deployed(engine, package('=date and time(month.last_working_day, time("18:00:00"))'))

    engine.execute(ADMINISTRATOR, decide, date(2023, 10, 31), False)

    assert due(engine) == "2023-10-30 18:00"


def test_a_case_that_cannot_begin_is_tried_again_and_holds_up_nothing(engine, clock, monkeypatch):
    deployed(engine)
    clock.move_to(datetime.fromisoformat("2023-10-27T09:00:01+08:00"))
    with monkeypatch.context() as broken:
        broken.setattr(cases, "start_by_calendar", lambda *_: 1 / 0)
        engine.trigger_due()
    early = engine.trigger_due()

    clock.move_to(clock.now() + timedelta(minutes=1))
    engine.trigger_due()

    assert (early, begun(engine)) == (0, 1)


def test_a_rule_that_names_no_time_is_refused_when_it_is_deployed(engine):
    with pytest.raises(Undeployable) as refused:
        deployed(engine, package('="tomorrow"'))

    assert [(reason.element, reason.field) for reason in refused.value.reasons] == [("month_end_near", "timerEventDefinition")]
