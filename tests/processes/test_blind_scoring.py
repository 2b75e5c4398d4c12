"""Four departments score blindly: nobody but the author reads an answer on any page, in the trail or by search before all are there."""

from __future__ import annotations

import pytest

from engine.model import people
from engine.queries import audit_case, case_answers, case_page, case_search, customer_status, user_task_page
from engine.queries.visible import visible_case
from tests.company import Company
from tests.demand import Demand

SECRET = "影响生产：urgency"


def everything(company: Company, login: str, demand: Demand) -> str:
    """All that a person can read of the case on its pages, as text."""
    engine, actor = company.process_engine, company.person(login)
    page = engine.ask(actor, case_page.case_page, demand.number)
    read = [repr(page)]
    if page.may_read_trail:
        read.append(repr(engine.ask(actor, audit_case.audit_case, demand.number)))
    for task in page.tasks:
        if task.may_complete:
            read.append(repr(engine.ask(actor, user_task_page.user_task_page, task.id)))
    return "\n".join(read)


@pytest.fixture
def demand(company) -> Demand:
    """Two of the four have scored."""
    found = Demand(company).start().until_at("score_demand")
    found.complete("score_demand", "guo.tao", **{"urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5,
                   **{f"{key}_reason": f"影响生产：{key}" for key in ("urgency", "importance", "feasibility", "customer_value")}})
    return found.score("li.qiang", urgency=2)


@pytest.mark.row("S2.25", "S2.27")
@pytest.mark.parametrize("login", ["li.qiang", "wang.min", "deng.bo", "zhao.lei", "huang.jie", "he.yun", "ma.chao"])
def test_nobody_else_reads_a_score_or_its_reason_before_all_four_are_there(login, demand, company):
    assert SECRET not in everything(company, login, demand)


def test_who_has_to_score_next_reads_nothing_of_the_others_in_their_form(demand, company):
    task = next(task for task in demand.view.tasks if task.element_id == "score_demand")
    demand.run.claim({"claim": "score_demand", "by": "wang.min"})

    form = company.process_engine.ask(company.person("wang.min"), user_task_page.user_task_page, demand.task("score_demand").id)

    assert task and SECRET not in repr(form)
    assert SECRET not in everything(company, "wang.min", demand)


def test_a_sheet_begins_empty_whatever_was_written_before(demand, company):
    demand.run.claim({"claim": "score_demand", "by": "wang.min"})

    form = company.process_engine.ask(company.person("wang.min"), user_task_page.user_task_page, demand.task("score_demand").id)

    typed = [field.value for group in form.fields if group.type == "group" for field in group.children]
    assert len(typed) == 8 and not any(typed)


def test_the_author_still_reads_what_they_wrote(demand, company):
    assert SECRET in everything(company, "guo.tao", demand)


def test_pages_say_that_answers_are_hidden_rather_than_erased(demand, company):
    def answers(tx):
        return case_answers.filled_forms(tx, visible_case(tx, demand.number))

    shown = company.process_engine.ask(company.person("deng.bo"), answers)

    assert [each.is_hidden for each in shown if each.element_id == "score_demand"] == [True, True]
    assert all(not each.is_hidden for each in shown if each.element_id != "score_demand")


def test_neither_search_nor_the_customer_s_page_knows_a_score(demand, company):
    engine = company.process_engine

    found = engine.ask(company.person("deng.bo"), case_search.search, case_search.Wanted(words="影响生产"))
    page = engine.ask(people.customer(demand.instance_id), customer_status.status)

    assert found.rows == []
    assert SECRET not in repr(page)


@pytest.mark.row("S2.28", "S2.29", "S2.30")
def test_with_the_fourth_sheet_all_scores_and_reasons_are_there_for_everybody_at_once(demand, company):
    demand.score("wang.min")
    assert SECRET not in everything(company, "deng.bo", demand)

    demand.score("he.jia")

    for login in ("deng.bo", "ma.chao", "li.qiang"):
        assert SECRET in everything(company, login, demand)
    sheets = demand.variable("score_sheets")
    assert [sheet["department"] for sheet in sheets] == ["产品部门", "技术部门", "客服部门", "市场部门"]
    assert {"importance_reason", "feasibility_reason", "customer_value_reason"} <= sheets[0].keys()


def test_scoring_again_hides_the_new_scores_and_leaves_the_earlier_ones_open(demand, company):
    demand.score("wang.min").score("he.jia")
    demand.complete("conclude_review", "deng.bo", review_decision="重新评分", rescore_reason="理解不一致")
    demand.complete("score_demand", "guo.tao", **{"urgency": 1, "importance": 1, "feasibility": 1, "customer_value": 1,
                    **{f"{key}_reason": "第二次的想法" for key in ("urgency", "importance", "feasibility", "customer_value")}})

    seen = everything(company, "ma.chao", demand)

    assert SECRET in seen
    assert "第二次的想法" not in seen


def test_sheets_of_one_person_go_to_their_own_department(demand, company):
    lies_with = {department for task in demand.view.tasks for department in demand.view.candidates[task.id]}

    assert lies_with == {"customer_service", "marketing"}
