"""Candidate users: exactly the people a task names see it, may take it and be given it; who leaves is followed by their heir."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.commands import absences, cases, deploy, leaving, nudges, user_tasks
from engine.errors import NotFound, Refused
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.queries import inbox, queues, replay, user_task_page
from engine.queries.case_tasks import task_view
from engine.queries.visible import facts_of
from engine.store import case_view
from engine.store.tables import Notification, ProcessInstance
from tests.elements.drawing import diagram, end, flows, start, user


@pytest.fixture
def task(company):
    """A task that names Wang Min and Li Qiang."""
    return begun(company, 'candidateUsers="wang.min, li.qiang"')


def begun(company, assigned: str, by: str = ""):
    xml = diagram(start(), user("answer", zeebe=f"<zeebe:assignmentDefinition {assigned}/>"), end(), flows("begin", "answer", "done"), id="letter")
    company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles("letter", {"letter.bpmn": xml}))
    started = company.process_engine.execute(company.person(by) if by else SYSTEM, cases.start, "letter", {})
    (found,) = company.process_engine.ask(SYSTEM, case_view.open_tasks, started.instance_id)
    return found


def to_claim(company, login: str) -> int:
    return company.process_engine.ask(company.person(login), inbox.count, "claimable")


def claim(company, login: str, task) -> None:
    company.process_engine.execute(company.person(login), user_tasks.claim, task.id)


def test_exactly_the_named_people_find_the_task(company, task):
    assert {login: to_claim(company, login) for login in ("wang.min", "li.qiang", "zhou.qi", "chen.guodong")} == {
        "wang.min": 1, "li.qiang": 1, "zhou.qi": 0, "chen.guodong": 0,
    }  # fmt: skip
    with pytest.raises(NotFound):
        claim(company, "zhou.qi", task)


def test_claimed_task_is_gone_from_the_other_named_persons_inbox(company, task):
    claim(company, "wang.min", task)

    assert (to_claim(company, "li.qiang"), company.process_engine.ask(company.person("wang.min"), inbox.count, "mine")) == (0, 1)


def test_task_given_back_lies_with_the_named_people_again(company, task):
    claim(company, "wang.min", task)

    company.process_engine.execute(company.person("wang.min"), user_tasks.unclaim, task.id)

    assert (to_claim(company, "wang.min"), to_claim(company, "li.qiang")) == (1, 1)


def test_task_is_handed_only_to_somebody_named(company, task):
    claim(company, "wang.min", task)
    wang = company.person("wang.min")
    offered = company.process_engine.ask(wang, user_task_page.assignment, task.id).people

    assert "李强" in {each.name for each in offered}
    assert "何云" not in {each.name for each in offered}
    with pytest.raises(Refused, match="not_eligible"):
        company.process_engine.execute(wang, user_tasks.assign, task.id, "he.yun")
    company.process_engine.execute(wang, user_tasks.assign, task.id, "li.qiang")


def test_person_and_group_named_together_both_find_it(company):
    begun(company, 'candidateUsers="=[&quot;wang.min&quot;]" candidateGroups="management"')

    assert (to_claim(company, "wang.min"), to_claim(company, "chen.guodong"), to_claim(company, "li.qiang")) == (1, 1, 0)


def test_page_of_the_case_says_who_may_take_it(company, task):
    def lies_with(tx):
        case = tx.session.get_one(ProcessInstance, task.instance_id)
        return [each.zh for each in task_view(tx, case, task, facts_of(tx, case)).lies_with]

    assert company.process_engine.ask(company.person("wang.min"), lies_with) == ["李强", "王敏"]


def test_own_queue_holds_what_names_oneself(company, task):
    found = company.process_engine.ask(company.person("wang.min"), queues.queues)

    assert {queue.name.en: queue.count for queue in found.all}["Named to me"] == 1
    mine = next(queue.id for queue in found.all if queue.name.en == "Named to me")
    assert len(company.process_engine.ask(company.person("wang.min"), queues.queues, mine).rows) == 1
    with pytest.raises(NotFound):
        company.process_engine.ask(company.person("zhou.qi"), queues.queues, mine)


def test_nudge_reaches_the_named_people(company):
    task = begun(company, 'candidateUsers="wang.min, li.qiang"', by="zhou.qi")

    company.process_engine.execute(company.person("zhou.qi"), nudges.nudge, task.id)

    rows = company.process_engine.ask(SYSTEM, lambda tx: tx.session.query(Notification).all())
    assert {row.person_id for row in rows if row.kind == "nudged"} == {company.person("wang.min").id, company.person("li.qiang").id}


def test_trail_holds_who_was_named_and_the_case_replays_equal(company, task):
    claim(company, "wang.min", task)
    company.process_engine.execute(company.person("wang.min"), user_tasks.complete, task.id, {})

    view = company.process_engine.ask(SYSTEM, case_view.of, task.instance_id)
    created = next(entry for entry in view.entries if entry.kind == "user_task_created")
    assert set(created.payload["people"]) == {company.person("wang.min").id, company.person("li.qiang").id}
    assert company.process_engine.ask(SYSTEM, replay.replay, view.row.business_key).is_equal


def test_deputy_takes_what_names_the_absent_person(company, task):
    li_qiang, now = company.person("li.qiang"), company.clock.now()
    company.process_engine.execute(li_qiang, absences.plan, li_qiang.id, now, now + timedelta(days=3), company.person("zhou.qi").id)
    company.clock.move(timedelta(hours=1))

    assert to_claim(company, "zhou.qi") == 1
    claim(company, "zhou.qi", task)


def test_heir_is_named_instead_of_who_leaves(company):
    task = begun(company, 'candidateUsers="li.qiang"')

    company.process_engine.execute(company.person("gao.wei"), leaving.leave, company.person("li.qiang").id)

    heirs = [login for login in ("zhao.lei", "li.mei", "chen.guodong") if to_claim(company, login)]
    assert len(heirs) == 1
    claim(company, heirs[0], task)


def test_task_that_names_only_strangers_lies_with_management(company):
    begun(company, 'candidateUsers="nobody.here"')

    assert to_claim(company, "chen.guodong") == 1
