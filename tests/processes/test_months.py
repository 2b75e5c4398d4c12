"""The reports of the months over real cases: what is left over is listed, what is frequent is reviewed, each to its end."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.commands import cases, user_tasks
from engine.errors import InvalidValues
from engine.model.people import SYSTEM, customer
from engine.scenarios.running import submitted
from engine.store import acting_people, case_view, report_tasks
from tests.company import Company, company, prepared_company
from tests.stories import Story

__all__ = ["company", "prepared_company"]

REQUEST = {
    "request_type": "问题", "title": "下单后支付中断", "problem": "点击支付提示中断", "background": "昨晚升级之后开始出现", "expected_result": "今天恢复支付",
    "organisation": "华信科技有限公司", "contact_name": "张伟", "contact": "13812345678", "preferred_channel": "系统消息", "privacy_accepted": True,
}


class Month:
    """One report that the calendar began, worked on by name."""

    def __init__(self, company: Company, package_id: str, at: str):
        self.company, self.engine = company, company.process_engine
        company.clock.move_to(datetime.fromisoformat(at))
        while self.engine.trigger_due():
            pass
        self.id = self.engine.ask(SYSTEM, case_view.newest_case, package_id)

    def complete(self, element_id: str, login: str, **values: object) -> None:
        actor = self.engine.ask(SYSTEM, acting_people.actor_named, login)
        open_ = self.engine.ask(SYSTEM, case_view.open_tasks, self.id, element_id)
        task = next(each for each in open_ if self.engine.ask(actor, report_tasks.may_take, each.id))
        self.engine.execute(actor, user_tasks.claim, task.id)
        self.engine.execute(actor, user_tasks.complete, task.id, submitted(values))

    def until(self, at: str) -> None:
        self.company.clock.move_to(datetime.fromisoformat(at))
        while self.engine.trigger_due():
            pass

    def variables(self) -> dict:
        changed = (entry.payload["values"] for entry in self.engine.ask(SYSTEM, case_view.entries, self.id) if entry.kind == "variables_changed")
        return {name: value for values in changed for name, value in values.items()}

    def at(self) -> frozenset[str]:
        return self.engine.ask(SYSTEM, case_view.of, self.id).waiting_elements

    @property
    def end(self) -> str | None:
        return self.engine.ask(SYSTEM, case_view.of, self.id).row.end_event_id


@pytest.mark.row("S1.74")
def test_what_is_not_archived_by_the_first_is_listed_and_needs_a_reason(company):
    open_case = company.process_engine.execute(customer(None), cases.start, "request_response", submitted(REQUEST))
    report = Month(company, "request_response_months", "2023-11-01T09:00:00+08:00")

    left = report.variables()["figures"]["leftover_lines"][0]
    with pytest.raises(InvalidValues) as refused:
        report.complete("check_archive", "liu.fang", is_checked=True)
    report.complete("check_archive", "liu.fang", is_checked=True, exception_note="等待客户确认")

    assert (str(left["count"]), left["cases"]) == ("1", open_case.business_key)
    assert set(refused.value.fields) == {"exception_note"}
    assert report.at() == {"compile_report"}


@pytest.mark.row("S3.54", "S3.55", "S3.56")
def test_a_frequent_problem_is_reviewed_and_its_measures_are_tracked_to_done(company):
    for _ in range(10):
        Story(company).start().until_at("classify_feedback")
    report = Month(company, "feedback_handling_months", "2023-10-27T09:00:00+08:00")
    report.complete("compile_records", "liu.fang", highlights="登录问题很多", record_checks=["编号、类型、优先级齐全"])
    report.until("2023-10-31T18:00:00+08:00")
    report.complete("complete_report", "liu.fang", summary="登录问题占全部。", receivers=["customer_service"], is_signed=True)
    report.complete("receive_report", "sun.li", is_received=True)

    subjects = report.variables()["review_subjects"]
    measure = {"measure": "优化缓存刷新", "kind": "优化逻辑", "owner": "li.qiang", "due_on": "2023-11-10"}
    report.complete("hold_review", "sun.li", departments_present=["product_technology"], cause_kind="技术缺陷", root_cause="缓存没有刷新", measures=[measure])
    before = report.at()
    report.complete("carry_out_measure", "li.qiang", result="已上线")

    assert [(each["subject"], each["why"], len(each["cases"].split("、"))) for each in subjects] == [("登录", "占本月 100.0 %", 10)]
    assert "carry_out_measure" in before
    assert report.end == "month_closed"
