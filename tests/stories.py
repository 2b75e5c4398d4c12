"""A case told in a test: `story.start().until_at("execute_plan")`, then whatever the test is about."""

from __future__ import annotations

from typing import Any

from engine.model import people
from engine.model.people import SYSTEM, Actor
from engine.scenarios.running import ScenarioRun, submitted
from engine.store import case_view
from engine.store.case_view import CaseView
from tests.company import Company

PAGE = {
    "concern": "使用疑问",
    "title": "登录后页面加载失败",
    "description": "登录后页面加载失败，多次尝试无效",
    "customer_name": "张三",
    "contact": "13812345678",
    "preferred_channel": "电话",
    "privacy_accepted": True,
}
# What staff type on the straight way, in order: element, who, values.
WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "register_feedback",
        "wang.min",
        {
            "channel": "在线服务平台",
            "received_at": "2023-10-09T09:00",
            "description": PAGE["description"],
            "affected_function": "登录",
            "impact": "核心功能或关键操作",
            "urgency": "立即",
            "description_state": "清楚",
        },
    ),
    ("classify_feedback", "wang.min", {"feedback_class": "功能问题", "priority": "紧急"}),
    ("assign_handler", "wang.min", {"handler": "li.qiang", "planned_at": "2023-10-10T09:00", "first_reply": "已由专人负责。"}),
    (
        "analyse_cause",
        "li.qiang",
        {"function_checks": ["复现问题场景", "检查代码逻辑"], "cause": "缓存没有刷新", "solution_kind": "即时解决"},
    ),
    ("describe_steps", "li.qiang", {"steps": "清除缓存，发布修复", "plain_summary": "修复后请您再试一次。"}),
    (
        "communicate_plan",
        "li.qiang",
        {"contact_channel": "电话", "contacted_at": "2023-10-09T09:30", "customer_message": "修复后请您再试一次。", "is_plain": True},
    ),
    ("execute_plan", "li.qiang", {"operations": [{"at": "2023-10-09T09:40", "work": "清除缓存"}], "result_text": "页面正常加载"}),
    ("confirm_result", "customer", {"is_solved": "已解决", "rating": "满意"}),
    ("archive_case", "sun.li", {"record_checks": ["内容完整", "联系方式已隐去"]}),
)


class Story:
    """One case of the feedback procedure in a company of a test."""

    def __init__(self, company: Company, package_id: str = "feedback_handling"):
        self.company = company
        self.run = ScenarioRun(company.process_engine, company.clock, package_id, {})

    def start(self, by: str = "customer", **changes: Any) -> Story:
        self.run.start({"start": {"by": by, "values": PAGE | changes}})
        return self

    def until_at(self, element_id: str) -> Story:
        """Complete the straight way up to, not including, this user task."""
        for each, by, values in WAY:
            if each == element_id:
                return self
            if any(task.element_id == each for task in self.view.tasks):
                self.complete(each, by, **values)
        raise AssertionError(f"{element_id} is not on the way")

    def complete(self, element_id: str, by: str, **values: Any) -> Story:
        self.run.complete({"complete": element_id, "by": by, "values": values})
        return self

    def wait(self, duration: str) -> Story:
        self.run.wait({"wait": duration})
        return self

    def task(self, element_id: str) -> Any:
        return next(task for task in self.view.tasks if task.element_id == element_id)

    def values_for(self, element_id: str) -> dict[str, list[str]]:
        """What the straight way types there, as a browser sends it."""
        return submitted(next(values for each, _, values in WAY if each == element_id))

    @property
    def view(self) -> CaseView:
        return self.company.process_engine.ask(SYSTEM, case_view.of, self.instance_id)

    @property
    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.view.entries]

    @property
    def instance_id(self) -> str:
        return self.run.instance_id

    @property
    def customer(self) -> Actor:
        return people.customer(self.instance_id)
