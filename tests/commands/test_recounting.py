"""When the working calendar changes, clocks that run by it get the due time they would have had."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.commands import calendar_days, company_settings
from engine.model.people import SYSTEM
from engine.queries import replay

TODAY, TOMORROW = date(2023, 10, 9), date(2023, 10, 10)


@pytest.fixture
def due(story):
    """A case with a clock of two company hours that started on Monday at 9; its due time."""
    story.start()
    return lambda: story.view.clocks["classify", 0].due_at


def follow(company) -> None:
    while company.process_engine.trigger_due():
        pass


def test_new_free_day_moves_the_due_time_by_a_day_and_says_so(company, story, due):
    before = due()

    company.process_engine.execute(company.person("gao.wei"), calendar_days.decide, TODAY, False, "", "停电")
    follow(company)

    assert due() == before + timedelta(days=1)
    (entry,) = [each for each in story.view.entries if each.kind == "clock_recounted" and each.payload["clock"] == "classify"]
    assert entry.actor_kind == "system"
    assert company.process_engine.ask(SYSTEM, replay.replay, story.view.row.business_key).result == replay.EQUAL


def test_day_taken_back_gives_the_old_due_time_again(company, due):
    before, gao_wei = due(), company.person("gao.wei")
    company.process_engine.execute(gao_wei, calendar_days.decide, TODAY, False)
    follow(company)

    company.process_engine.execute(gao_wei, calendar_days.take_back, TODAY)
    follow(company)

    assert due() == before


def test_other_hours_move_the_due_time_and_the_list_knows(company, story, due):
    before = due()

    company.process_engine.execute(company.person("gao.wei"), company_settings.set_hours, ["09:00-10:00"] * 5 + ["", ""])
    follow(company)

    assert due() != before
    assert story.view.row.nearest_due_at == min(each.due_at for each in story.view.clocks.values() if each.is_running and each.due_at)


def test_a_change_while_the_last_one_is_followed_begins_again(company, story, due):
    gao_wei, before = company.person("gao.wei"), due()
    company.process_engine.execute(gao_wei, calendar_days.decide, TODAY, False)
    company.process_engine.execute(gao_wei, calendar_days.decide, TOMORROW, False)
    follow(company)

    assert due() == before + timedelta(days=2)
