"""What staff are told in the product: tasks that became theirs, clocks that press, urgent work of their group; until they read it."""

from __future__ import annotations

import pytest

from engine.commands import staff_notifications, user_tasks
from engine.errors import NotFound
from engine.queries import notification_list


def news(company, login: str) -> list[tuple[str, str, bool]]:
    lines = company.process_engine.ask(company.person(login), notification_list.lines)
    return [(line.kind, line.title.en, line.is_read) for line in lines]


def count(company, login: str) -> int:
    return company.process_engine.ask(company.person(login), notification_list.unread_count)


def read(company, login: str, nth: int = 0) -> str:
    line = company.process_engine.ask(company.person(login), notification_list.lines)[nth]
    return company.process_engine.execute(company.person(login), staff_notifications.mark_read, line.id)


def test_who_is_given_a_task_is_told(company, story):
    story.start().until_at("analyse_cause")

    assert news(company, "li.qiang") == [("task_assigned", "A task for you: Analyse the cause", False)]
    assert count(company, "li.qiang") == 1


def test_who_claims_a_task_knows_it(company, story):
    story.start().until_at("register_feedback")
    company.process_engine.execute(company.person("wang.min"), user_tasks.claim, story.task("register_feedback").id)

    assert news(company, "wang.min") == []


def test_who_gets_a_task_handed_over_is_told_and_who_had_it_no_longer(company, story):
    story.start().until_at("analyse_cause")

    company.process_engine.execute(company.person("zhao.lei"), user_tasks.assign, story.task("analyse_cause").id, "li.mei", "on leave")

    assert [kind for kind, _, _ in news(company, "li.mei")] == ["task_assigned"]
    assert news(company, "li.qiang") == []


def test_news_of_a_task_that_is_over_goes(company, story):
    story.start().until_at("describe_steps")

    assert news(company, "li.qiang") == []


def test_a_clock_that_presses_is_news_until_it_is_read(company, story):
    story.start().until_at("analyse_cause").wait("PT23H")
    read(company, "li.qiang", 1)

    assert ("clock_warned", "Clock due soon: Solution", False) in news(company, "li.qiang")
    story.wait("PT2H")
    assert ("clock_breached", "Clock breached: Solution", False) in news(company, "li.qiang")

    breached = next(n for n, line in enumerate(news(company, "li.qiang")) if line[0] == "clock_breached")
    assert read(company, "li.qiang", breached) == story.view.row.business_key

    assert ("clock_breached", "Clock breached: Solution", True) in news(company, "li.qiang")


def test_unread_news_survives_and_everything_can_be_read_at_once(company, story):
    story.start().until_at("analyse_cause").wait("P2D")
    before = count(company, "li.qiang")
    assert before >= 2

    company.process_engine.execute(company.person("li.qiang"), staff_notifications.mark_all_read)

    assert count(company, "li.qiang") == 0
    assert len(news(company, "li.qiang")) == before


def test_nobody_reads_the_news_of_another(company, story):
    story.start().until_at("analyse_cause")
    line = company.process_engine.ask(company.person("li.qiang"), notification_list.lines)[0]

    with pytest.raises(NotFound):
        company.process_engine.execute(company.person("wang.min"), staff_notifications.mark_read, line.id)


def test_urgent_work_of_a_group_is_told_to_all_of_it(company, story):
    story.start().until_at("assign_handler")

    assert [kind for kind, _, _ in news(company, "zhou.qi")] == ["task_urgent"]
    assert news(company, "wang.min") == []
    company.process_engine.execute(company.person("zhou.qi"), user_tasks.claim, story.task("assign_handler").id)
    assert news(company, "liu.fang") == []
