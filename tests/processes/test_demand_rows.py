"""The demand procedure's rows that no story tells: words, options, tables, columns and what each form asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine import bpmn, decisions, packages
from engine.commands import deploy
from engine.errors import InvalidValues
from engine.feel import FeelDate
from engine.model.people import SYSTEM
from engine.queries.case_record import CaseRecord
from engine.store.tables import ProcessInstance
from tests.demand import PAGE, PLAN, SORTED, Demand

FOLDER = Path(__file__).resolve().parents[2] / "processes/demand_analysis"
FILES = packages.read_folder(FOLDER)
PACKAGE = packages.read_package(FILES)
STAGES = [(stage.number, stage.name) for stage in bpmn.read_definition(PACKAGE.xml, "demand_analysis.bpmn").stages]
NOW = datetime(2023, 10, 9, 1, tzinfo=UTC)
STAFF = {"case": {"started_by": "tang.yue"}}


def options(form: str, key: str) -> list[str]:
    return [option.value for option in PACKAGE.forms[form].field(key).options]


def decide(table: str, **values: object) -> object:
    return decisions.load_decisions(PACKAGE.decision_files[f"{table}.dmn"], f"{table}.dmn").decisions[table].evaluate(values, now=NOW, zone="Asia/Shanghai").value


def accepted(form: str, typed: dict[str, object], **scope: object) -> dict[str, object]:
    sent = {key: [str(each) for each in (value if isinstance(value, list) else [value])] for key, value in typed.items()}
    return PACKAGE.forms[form].validate(sent, {}, STAFF | scope, NOW, "Asia/Shanghai").values


def refused(form: str, typed: dict[str, object], **scope: object) -> set[str]:
    """The fields that can't stay as they are."""
    with pytest.raises(InvalidValues) as refusal:
        accepted(form, typed, **scope)
    return set(refusal.value.fields)


START = {key: value for key, value in PAGE.items() if key != "attachments"}


def register_of(company, demand: Demand) -> dict[str, str]:
    def read(tx):
        record = CaseRecord(tx, tx.session.get_one(ProcessInstance, demand.instance_id))
        return {column.label.zh: record.shown(column.of).zh for column in PACKAGE.settings.register}

    return company.process_engine.ask(SYSTEM, read)


@pytest.mark.row("S2.2", "S2.4", "S2.6")
def test_three_purposes_and_four_scenarios_can_be_chosen_and_a_new_market_names_its_place():
    assert options("submit_demand", "purpose") == ["产品迭代", "服务优化", "市场拓展"]
    assert options("submit_demand", "scenario") == ["产品升级前调研", "服务投诉处理", "新市场客户需求挖掘", "长期客户关系维护"]
    assert accepted("submit_demand", START)["scenario"] == "产品升级前调研"
    assert refused("submit_demand", START | {"scenario": "新市场客户需求挖掘"}) == {"region", "segment"}


@pytest.mark.row("S2.3")
def test_history_of_a_demand_is_complete_from_the_first_word_to_the_archive(company):
    demand = Demand(company).start().until_at("archive_demand")
    demand.complete("archive_demand", "tang.yue", solution_archived=True, revisit_archived=True)

    typed = [entry for entry in demand.view.entries if entry.kind == "values_entered"]
    assert len(typed) == 16
    assert all(entry.actor_id and entry.at and entry.payload["values"] for entry in typed)
    assert demand.view.row.state == "completed"


@pytest.mark.row("S2.9", "S2.10", "S2.12")
@pytest.mark.parametrize(("channel", "sources"), [
    ("线上问卷", ["产品内嵌弹窗", "社群推送"]), ("线下访谈", ["客户座谈会", "实地走访"]), ("第三方平台", ["电商评价", "社交媒体评论"]),
])
def test_each_channel_has_its_sources_and_no_other(channel, sources):
    assert channel in options("submit_demand", "channel")
    for source in sources:
        assert accepted("submit_demand", START | {"channel": channel, "sub_channel": source})["sub_channel"] == source
    assert "sub_channel" in refused("submit_demand", START | {"channel": channel, "sub_channel": "在线客服工单"})


@pytest.mark.row("S2.15", "S2.16")
def test_description_is_kept_as_said_and_each_attachment_has_name_and_type():
    rows = {"attachments[0].name": "会议录音", "attachments[0].format": "文本", "attachments[0].material": "录音转文字"}

    kept = accepted("submit_demand", START | rows)

    assert kept["description"] == "设备A的智能预警模块误报率高，希望优化算法"
    assert kept["attachments"] == [{"name": "会议录音", "format": "文本", "material": "录音转文字"}]
    assert refused("submit_demand", START | {"attachments[0].name": "会议录音"}) == {"attachments[0].format", "attachments[0].material"}


@pytest.mark.row("S2.20", "S2.21")
def test_five_first_level_tags_and_second_level_tags_from_a_table_that_can_grow():
    tags = decide("demand_tags", round=1)

    assert options("triage_demand", "tag_1") == list(PACKAGE.settings.types) == ["功能优化", "功能提升", "服务体验", "价格建议", "新功能需求"]
    assert [each["second"] for each in tags if each["first"] == "功能优化"] == ["界面交互", "操作流程", "数据输出", "算法模块"]
    grown = [*tags, {"first": "功能优化", "second": "报警规则"}]
    assert accepted("triage_demand", SORTED | {"tag_2": "报警规则"}, tag_tree=grown)["tag_2"] == "报警规则"
    assert refused("triage_demand", SORTED | {"tag_2": "定价"}, tag_tree=tags) == {"tag_2"}


@pytest.mark.row("S2.22")
@pytest.mark.parametrize(("scope", "urgency", "priority"), [
    ("多个核心客户", "影响核心业务", "高"), ("单个核心客户", "影响部分业务", "中"), ("多个一般客户", "影响核心业务", "高"),
    ("个别客户", "影响核心业务", "中"), ("个别客户", "不影响业务", "低"), ("单个核心客户", "不影响业务", "低"),
])
def test_impact_and_urgency_give_the_first_priority_and_each_needs_its_reason(scope, urgency, priority):
    assert decide("first_priority", impact_scope=scope, business_urgency=urgency) == priority
    assert refused("triage_demand", SORTED | {"impact_reason": "", "business_reason": ""}, tag_tree=decide("demand_tags", round=1)) == {"impact_reason", "business_reason"}


@pytest.mark.row("S2.31")
def test_weights_other_than_a_hundred_can_not_be_deployed():
    toml = FILES.files["package.toml"].decode()
    heavier = replace(FILES, files={**FILES.files, "package.toml": toml.replace('label = "可行性", weight = 20', 'label = "可行性", weight = 25').encode()})

    assert [each.weight for each in PACKAGE.settings.scoring.dimensions] == [30, 30, 20, 20]
    errors = [each for each in deploy.check(heavier) if each.severity == "error"]
    assert [(each.element, each.field) for each in errors] == [("scoring", "dimensions")]
    assert "105" in errors[0].text.zh


@pytest.mark.row("S2.32", "S2.33")
def test_four_five_three_five_is_exactly_four_point_three_and_level_a(company):
    demand = Demand(company).start().until_at("conclude_review")

    rating = demand.variable("rating")
    assert (rating["total"], rating["level"]) == (Decimal("4.3"), "A")
    assert demand.view.row.priority_value == "A"
    assert [(each.value, each.at_least) for each in PACKAGE.settings.scoring.levels] == [
        ("S", Decimal("4.5")), ("A", Decimal("3.5")), ("B", Decimal("2.5")), ("C", Decimal(1))]
    assert PACKAGE.settings.scoring.is_assumed


@pytest.mark.row("S2.37")
def test_all_three_milestones_need_a_date():
    typed = {key: value for key, value in PLAN.items() if not key.endswith("_on")}
    people = [{"label": "郭涛", "value": "guo.tao"}, {"label": "李强", "value": "li.qiang"}]
    scope = {"clocks": {"cycle": {"due_at": None}}, "departments": {"a": {"people": people}}, "responsible_department": "a", "support_department": "a"}

    assert refused("plan_execution", typed, **scope) == {"review_on", "development_on", "test_on", "planned_on"}


@pytest.mark.row("S2.41")
def test_six_week_plan_of_the_example_has_its_milestones_after_one_three_and_five_weeks(company):
    demand = Demand(company).start().until_at("refine_requirement")

    plan, began = demand.variable("plan"), FeelDate.from_python(datetime(2023, 10, 9).date())
    weeks = {key: (plan[key].to_python() - began.to_python()).days / 7 for key in ("review_on", "development_on", "test_on", "planned_on")}
    assert weeks == {"review_on": 1, "development_on": 3, "test_on": 5, "planned_on": 6}
    assert demand.task("refine_requirement").due_at == datetime(2023, 10, 16, 10, tzinfo=UTC)
    assert demand.view.row.priority_value == "A"


@pytest.mark.row("S2.42")
def test_every_seven_days_a_task_asks_for_the_progress(company):
    demand = Demand(company).start().until_at("refine_requirement")

    demand.wait("P6D")
    assert "update_progress" not in demand.view.waiting_elements
    demand.wait("P15D")

    assert [task.element_id for task in demand.view.tasks].count("update_progress") == 3


@pytest.mark.row("S2.45")
def test_result_is_told_with_a_figure_before_and_one_after(company):
    demand = Demand(company).start(preferred_channel="邮件", contact="wang.li@example.com").until_at("call_customer")

    sent = next(entry for entry in demand.view.entries if entry.kind == "message_sent")
    assert "误报率：15% → 3%" in str(sent.payload)
    assert any("email" in map(str, row) for row in company.tables()["delivery"])
    assert refused("explain_result", {"metric_name": "误报率", "result_explanation": "算法已更新", "final_solution": "文档"}) == {"before_value", "after_value"}


@pytest.mark.row("S2.48", "S2.49")
def test_only_with_both_papers_a_demand_is_archived_and_closed(company):
    demand = Demand(company).start().until_at("archive_demand")
    assert refused("archive_demand", {"solution_archived": "true"}, missing_documents=[]) == {"revisit_archived"}
    assert refused("archive_demand", {"revisit_archived": "true"}, missing_documents=[]) == {"solution_archived"}

    demand.complete("archive_demand", "tang.yue", solution_archived=True, revisit_archived=True)

    assert (demand.view.row.status, demand.view.row.end_event_id) == ("已关闭", "closed")


@pytest.mark.row("S2.51")
def test_register_has_the_seven_columns_in_order():
    assert [column.label.zh for column in PACKAGE.settings.register] == [
        "需求编号", "来源渠道", "客户信息(姓名/行业/规模)", "需求描述(具体问题/期望)", "附件(名称/类型)", "提出时间", "记录人"]


@pytest.mark.row("S2.53", "S2.55")
def test_first_row_of_the_register_reads_as_printed_and_the_time_is_only_a_date_there(company):
    demand = Demand(company).start(customer_name="王女士", description="设备A智能预警模块误报率高，希望优化", raised_at="2023-10-09T08:31")

    row = register_of(company, demand)

    assert row["来源渠道"] == "客服工单"
    assert row["客户信息(姓名/行业/规模)"] == "王女士-汽车零部件-中型企业"
    assert row["附件(名称/类型)"] == "误报率数据统计表(Excel)"
    assert row["提出时间"] == "2023-10-09"
    assert demand.view.row.received_at == datetime(2023, 10, 9, 0, 31, tzinfo=UTC)


@pytest.mark.row("S2.54")
def test_second_row_of_the_register_reads_as_printed(company):
    demand = Demand(company).start(
        customer_name=None, contact=None, preferred_channel=None, is_anonymous=True, industry="互联网", company_size="小型企业", title="数据导出为Excel",
        description="希望增加数据导出为Excel格式功能", channel="线上问卷", sub_channel="产品内嵌弹窗",
        attachments=[{"name": "问卷截图", "format": "PNG", "material": "截图"}])

    row = register_of(company, demand)

    assert (row["需求编号"], row["来源渠道"], row["附件(名称/类型)"]) == ("XY2023001", "线上问卷", "问卷截图(PNG)")
    assert row["客户信息(姓名/行业/规模)"] == "互联网-小型企业"


@pytest.mark.row("S2.52")
def test_number_is_counted_by_year_and_grows_past_999():
    pattern = PACKAGE.settings.number

    assert pattern.format(datetime(2024, 3, 1), 1) == "XY2024001"
    assert pattern.format(datetime(2024, 12, 31), 1000) == "XY20241000"
    assert pattern.period(datetime(2024, 3, 1)) == pattern.period(datetime(2024, 12, 31)) != pattern.period(datetime(2025, 1, 1))


@pytest.mark.row("S2.56", "S2.57")
def test_rating_form_has_number_and_four_dimensions_and_marks_what_we_added():
    form = next(each for each in PACKAGE.documents if each.id == "priority_rating")

    assert [field.label.zh for field in form.fields if not field.is_assumed] == ["需求编号", "评估维度"]
    assert [field.label.zh for field in form.fields if field.is_assumed] == ["各部门评分", "加权总分", "优先级等级", "评审日期", "评审结论"]
    assert [each.label.zh for each in PACKAGE.settings.scoring.dimensions] == ["紧急性", "重要性", "可行性", "客户价值"]


@pytest.mark.row("S2.8", "S2.18", "S2.24")
def test_first_three_steps_are_drawn_and_named():
    assert STAGES[:3] == [(1, "需求收集"), (2, "需求整理与分类"), (3, "需求分析与优先级评估")]
    assert [f"第{step}步 {name}" for step, (_, name) in zip("一二三", STAGES[:3], strict=True) if f"第{step}步 {name}".encode() not in PACKAGE.xml] == []


@pytest.mark.row("S2.34", "S2.43")
def test_last_two_of_five_steps_are_drawn_and_named():
    assert STAGES[3:] == [(4, "需求处理与执行"), (5, "反馈与闭环")]
    assert [f"第{step}步 {name}" for step, (_, name) in zip("四五", STAGES[3:], strict=True) if f"第{step}步 {name}".encode() not in PACKAGE.xml] == []


def test_every_row_of_the_procedure_is_listed_once_and_in_order():
    assert [row.id for row in PACKAGE.rows] == [f"S2.{number}" for number in range(1, 58)]


def test_status_words_are_listed_in_order_and_assumed_ones_are_marked():
    listed = {each.value: each.is_assumed for each in PACKAGE.settings.statuses}

    assert list(listed) == ["待处理", "已合并", "待评审", "处理中", "测试中", "已完成", "已关闭", "已撤回", "已拒绝"]
    assert [word for word, is_assumed in listed.items() if not is_assumed] == ["待处理", "处理中", "测试中", "已完成", "已关闭"]
