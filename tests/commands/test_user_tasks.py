"""User tasks: who gets them, what happens when two want the same, and that typed work is never lost."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from engine.commands import absences, bulk, leaving, user_tasks
from engine.errors import Conflict, InvalidValues, NotFound, Refused
from engine.queries import inbox
from engine.store import cases
from tests.stories import Story


def test_claimed_task_is_the_claimants_and_nobody_elses(company, story):
    task = story.start().task("register_feedback")

    company.process_engine.execute(company.person("wang.min"), user_tasks.claim, task.id)

    assert story.task("register_feedback").assignee_id == company.person("wang.min").id
    with pytest.raises(Conflict) as refusal:
        company.process_engine.execute(company.person("zhou.qi"), user_tasks.claim, task.id)
    assert "王敏" in refusal.value.text.zh


def test_unclaimed_task_lies_with_its_group_again(company, story):
    task = story.start().task("register_feedback")
    wang = company.person("wang.min")
    company.process_engine.execute(wang, user_tasks.claim, task.id)

    company.process_engine.execute(wang, user_tasks.unclaim, task.id)

    assert story.task("register_feedback").assignee_id is None
    assert story.kinds[-2:] == ["user_task_claimed", "user_task_unclaimed"]


def test_a_task_given_back_lies_with_the_department_where_a_colleague_claims_it(company, story):
    task = story.start().until_at("analyse_cause").task("analyse_cause")
    li_qiang, li_mei = company.person("li.qiang"), company.person("li.mei")

    company.process_engine.execute(li_qiang, user_tasks.unclaim, task.id)
    offered = company.process_engine.ask(li_mei, inbox.count, "claimable")
    company.process_engine.execute(li_mei, user_tasks.claim, task.id)

    assert offered == 1
    assert story.task("analyse_cause").assignee_id == li_mei.id


def test_who_lost_a_task_while_typing_hears_who_has_it_now(company, story):
    task = story.start().until_at("analyse_cause").task("analyse_cause")
    company.process_engine.execute(company.person("zhao.lei"), user_tasks.assign, task.id, "li.mei")

    with pytest.raises(Conflict) as refusal:
        company.process_engine.execute(company.person("li.qiang"), user_tasks.complete, task.id, story.values_for("analyse_cause"))

    assert "李梅" in refusal.value.text.zh


def test_a_task_isnt_given_to_a_deputy_who_left(company, story):
    now, li_qiang, li_mei = company.clock.now(), company.person("li.qiang"), company.person("li.mei")
    company.process_engine.execute(li_qiang, absences.plan, li_qiang.id, now, now + timedelta(days=5), li_mei.id)
    company.process_engine.execute(company.person("gao.wei"), leaving.leave, li_mei.id)

    story.start().until_at("analyse_cause")

    assert story.task("analyse_cause").assignee_id == li_qiang.id


def test_a_foreign_task_is_as_if_it_were_not_there(company, story):
    task = story.start().task("register_feedback")

    for stranger in ("xu.jing", "gao.wei"):
        with pytest.raises(NotFound):
            company.process_engine.execute(company.person(stranger), user_tasks.claim, task.id)


def test_an_auditor_sees_and_cannot_complete(company, story):
    task = story.start().task("register_feedback")

    with pytest.raises(NotFound):
        company.process_engine.execute(company.person("ma.chao"), user_tasks.complete, task.id, {})


def test_the_second_completion_of_a_task_is_refused_and_names_the_first(company, story):
    task = story.start().task("register_feedback")
    values = story.values_for("register_feedback")
    wang = company.person("wang.min")
    company.process_engine.execute(wang, user_tasks.claim, task.id)
    company.process_engine.execute(wang, user_tasks.complete, task.id, values)

    with pytest.raises(Conflict) as refusal:
        company.process_engine.execute(wang, user_tasks.complete, task.id, values)

    assert "王敏" in refusal.value.text.zh
    assert story.kinds.count("user_task_completed") == 1


def test_of_two_who_complete_at_the_same_moment_one_wins(company, story):
    task = story.start().task("register_feedback")
    wang = company.person("wang.min")
    company.process_engine.execute(wang, user_tasks.claim, task.id)
    outcomes: list[str] = []

    def complete() -> None:
        try:
            company.process_engine.execute(wang, user_tasks.complete, task.id, story.values_for("register_feedback"))
            outcomes.append("completed")
        except Conflict:
            outcomes.append("refused")

    threads = [threading.Thread(target=complete) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["completed", "refused"]
    assert len([task for task in story.view.tasks if task.element_id == "classify_feedback"]) == 1


def test_wrong_values_name_every_field_and_change_nothing(company, story):
    task = story.start().task("register_feedback")
    wang = company.person("wang.min")
    company.process_engine.execute(wang, user_tasks.claim, task.id)
    before = company.tables()

    with pytest.raises(InvalidValues) as refusal:
        company.process_engine.execute(wang, user_tasks.complete, task.id, {"channel": ["烟雾信号"], "is_admin": ["true"]})

    assert {"channel", "is_admin", "received_at"} <= set(refusal.value.fields)
    assert company.tables() == before


def test_a_draft_keeps_what_was_typed_and_masks_contact_data(company, story):
    task = story.start().task("register_feedback")
    wang = company.person("wang.min")
    company.process_engine.execute(wang, user_tasks.claim, task.id)

    typed = {"description": ["打 13987654321 找我"], "received_at": ["昨天"]}
    company.process_engine.execute(wang, user_tasks.save_draft, task.id, typed)

    draft = company.process_engine.ask(wang, cases.draft, task.id, wang.id)
    assert draft.values["received_at"] == ["昨天"]
    assert draft.values["description"] == ["打 139****4321 找我"]


def test_a_supervisor_reassigns_many_and_is_told_what_could_not_be(company, story):
    story.start().until_at("analyse_cause")
    task = story.task("analyse_cause")

    outcome = company.process_engine.execute(
        company.person("zhao.lei"), bulk.assign_many, [task.id, "0" * 32], "li.mei", "李强请假"
    )

    assert outcome.changed == (task.id,)
    assert [task_id for task_id, _ in outcome.refused] == ["0" * 32]
    assert story.task("analyse_cause").assignee_id == company.person("li.mei").id


def test_a_task_is_not_handed_to_somebody_of_another_department(company, story):
    task = story.start().until_at("analyse_cause").task("analyse_cause")

    with pytest.raises(Refused) as refusal:
        company.process_engine.execute(company.person("zhao.lei"), user_tasks.assign, task.id, "xu.jing")

    assert refusal.value.code == "not_eligible"


@pytest.mark.row("S3.43", "S3.44")
def test_a_spoken_answer_is_marked_with_who_entered_it(company, story):
    story.start().until_at("confirm_result")
    wang = company.person("wang.min")

    company.process_engine.execute(
        wang, user_tasks.complete, story.task("confirm_result").id, {"is_solved": ["已解决"], "rating": ["满意"]}
    )

    spoken = next(entry for entry in story.view.entries if entry.kind == "spoken_answer_entered")
    assert (spoken.actor_id, spoken.payload["values"]["rating"]) == (wang.id, "满意")


def test_the_customer_of_another_case_cannot_answer(company, story):
    story.start().until_at("confirm_result")
    other = Story(company).start()

    with pytest.raises(NotFound):
        company.process_engine.execute(other.customer, user_tasks.complete, story.task("confirm_result").id, {})
