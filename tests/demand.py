"""A demand told in a test: `demand.start().until_at("conclude_review")`, then whatever the test is about."""

from __future__ import annotations

from typing import Any

from tests.company import Company
from tests.stories import Story

PAGE = {
    "title": "智能预警模块误报率优化", "description": "设备A的智能预警模块误报率高，希望优化算法", "customer_name": "王女士", "industry": "汽车零部件",
    "company_size": "中型企业", "usage_time": "1年", "contact": "13812345678", "preferred_channel": "电话", "channel": "客服记录",
    "sub_channel": "在线客服工单", "scenario": "产品升级前调研", "purpose": "产品迭代",
    "attachments": [{"name": "误报率数据统计表", "format": "Excel", "material": "数据统计"}], "raised_at": "2023-10-09T08:30",
}  # fmt: skip
PANEL = (("guo.tao", "产品部门"), ("li.qiang", "技术部门"), ("wang.min", "客服部门"), ("he.jia", "市场部门"))
SORTED = {
    "description": PAGE["description"], "affected_customers": 5, "tag_1": "功能优化", "tag_2": "算法模块", "impact_scope": "多个核心客户",
    "impact_reason": "影响 5 家核心客户的生产稳定性", "business_urgency": "影响核心业务", "business_reason": "误报导致停线",
}  # fmt: skip
PLAN = {
    "lead_person": "guo.tao", "support_person": "li.qiang", "estimate_weeks": 6, "review_on": "2023-10-16", "development_on": "2023-10-30",
    "test_on": "2023-11-13", "planned_on": "2023-11-20",
}  # fmt: skip


def sheet(urgency: int = 4, importance: int = 5, feasibility: int = 3, customer_value: int = 5, why: str = "影响生产") -> dict[str, Any]:
    scores = {"urgency": urgency, "importance": importance, "feasibility": feasibility, "customer_value": customer_value}
    return scores | {f"{key}_reason": f"{why}：{key}" for key in scores}


# What staff type on the straight way, in order: element, who, values.
WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("triage_demand", "deng.bo", SORTED),
    *(("score_demand", login, sheet(why=name)) for login, name in PANEL),
    ("conclude_review", "deng.bo", {"review_decision": "进入处理", "review_conclusion": "纳入下一版本"}),
    ("plan_execution", "huang.jie", PLAN),
    ("refine_requirement", "guo.tao", {"refined_scope": "先覆盖设备A", "acceptance_criteria": "误报率不高于 5%"}),
    ("start_development", "li.qiang", {"approach": "改用时序模型"}),
    ("develop_solution", "li.qiang", {"works": [{"at": "2023-10-09T09:00", "work": "换用时序模型"}], "solution": "预警算法 V2"}),
    ("accept_test", "guo.tao", {"test_result": "通过", "test_note": "误报率 3%"}),
    ("explain_result", "tang.yue", {"metric_name": "误报率", "before_value": "15%", "after_value": "3%",
                                    "result_explanation": "算法已更新，误报率从15%降至3%", "final_solution": "算法更新文档"}),
    ("call_customer", "tang.yue", {"called_at": "2023-10-09T10:00", "call_note": "先用一周看看"}),
    ("revisit_customer", "tang.yue", {"contact_channel": "电话", "visited_at": "2023-10-16T10:00", "effect": "误报率 3%", "score": "5"}),
    ("archive_demand", "tang.yue", {"solution_archived": True, "revisit_archived": True}),
)  # fmt: skip


class Demand(Story):
    """One case of the demand procedure in a company of a test."""

    def __init__(self, company: Company):
        super().__init__(company, "demand_analysis")

    def start(self, by: str = "tang.yue", **changes: Any) -> Demand:
        given = PAGE | changes
        self.run.start({"start": {"by": by, "values": {key: value for key, value in given.items() if value is not None}}})
        return self

    def until_at(self, element_id: str) -> Demand:
        """Complete the straight way up to, not including, the first task of this element; time passes where it has to."""
        for each, by, values in WAY:
            if each == element_id:
                return self
            if each == "revisit_customer":
                self.wait("P7D")
            self.complete(each, by, **values)
        raise AssertionError(f"{element_id} is not on the way")

    def score(self, login: str, **scores: int) -> Demand:
        self.complete("score_demand", login, **sheet(**scores, why=dict(PANEL)[login]))
        return self

    @property
    def number(self) -> str:
        return self.view.row.business_key

    def variable(self, name: str) -> Any:
        """As it stands now."""
        from_trail = [entry.payload["values"] for entry in self.view.entries if entry.kind == "variables_changed" and not entry.payload["scope"]]
        return next((values[name] for values in reversed(from_trail) if name in values), None)
