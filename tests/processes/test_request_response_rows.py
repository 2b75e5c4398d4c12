"""The response procedure's rows that no story tells: words, options, tables and what each form asks for."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import bpmn, decisions, packages
from engine.errors import InvalidValues
from engine.feel import FeelDateTime
from engine.packages import company_file

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "processes/request_response"
NOW = datetime(2023, 10, 9, 1, tzinfo=UTC)
PACKAGE = packages.read_package(packages.read_folder(FOLDER))
DIAGRAM = (FOLDER / "request_response.bpmn").read_bytes()
DEFINITION = bpmn.read_definition(DIAGRAM, "request_response.bpmn")
DEPARTMENTS = {
    id_: {"id": id_, "name": name, "people": [{"label": "罗斌", "value": "luo.bin"}]}
    for id_, name in (("product_technology", "产品技术部"), ("after_sales", "售后服务部"), ("customer_service", "客服管理部"), ("product_operations", "产品运营部"))
}
SCOPE = {"round": 1, "departments": DEPARTMENTS, "responsible_department": "product_technology", "work_log": [], "plans": [], "answers": [], "results": []}


def options(form: str, key: str) -> list[str]:
    return [option.value for option in PACKAGE.forms[form].field(key).options]


def decide(table: str, **values: object) -> object:
    return decisions.load_decisions(PACKAGE.decision_files[f"{table}.dmn"], f"{table}.dmn").decisions[table].evaluate(values, now=NOW, zone="Asia/Shanghai").value


def refused(form: str, typed: dict[str, list[str]], **scope: object) -> set[str]:
    """The fields that can't stay as they are."""
    with pytest.raises(InvalidValues) as refusal:
        PACKAGE.forms[form].validate(typed, {}, SCOPE | scope, now=NOW, zone="Asia/Shanghai")
    return set(refusal.value.fields)


def shown(form: str, **scope: object) -> dict:
    """The form's fields by key or id, as its page has them; those of groups too."""
    found, ahead = {}, list(PACKAGE.forms[form].view({}, SCOPE | scope, NOW, "Asia/Shanghai", PACKAGE.texts))
    while ahead:
        field = ahead.pop(0)
        found[field.key or field.name] = field
        ahead += field.children if field.type == "group" else ()
    return found


def headings() -> list[str]:
    return re.findall(r'<bpmn:categoryValue id="\w+" value="([^"]+)"', DIAGRAM.decode())


def lane_of(element: str) -> str:
    lanes = {ref: name for name, refs in re.findall(r'<bpmn:lane id="\w+" name="([^"]+)">(.*?)</bpmn:lane>', DIAGRAM.decode(), re.DOTALL)
             for ref in re.findall(r"<bpmn:flowNodeRef>(\w+)<", refs)}
    while element not in lanes:
        element = DEFINITION.elements[element].parent_id
    return lanes[element]


@pytest.mark.row("S1.12", "S1.24", "S1.33")
def test_first_three_steps_are_stages_with_headings_on_the_diagram():
    stages = [(stage.number, stage.name) for stage in DEFINITION.stages][:3]

    assert stages == [(1, "需求接收与初步记录"), (2, "需求分类与优先级判定"), (3, "需求分配与处理启动")]
    assert {"第一步 需求接收与初步记录", "第二步 需求分类与优先级判定", "第三步 需求分配", "第三步 处理启动"} <= set(headings())


@pytest.mark.row("S1.43", "S1.53", "S1.63")
def test_last_three_steps_are_stages_with_headings_on_the_diagram():
    stages = [(stage.number, stage.name) for stage in DEFINITION.stages][3:]

    assert stages == [(4, "需求处理与进度同步"), (5, "需求反馈与客户确认"), (6, "需求归档与数据分析")]
    assert {"第四步 需求处理与进度同步", "第五步 需求反馈与客户确认", "第六步 需求归档与数据分析"} <= set(headings())


@pytest.mark.row("S1.3")
def test_corporate_customer_names_its_organisation_and_it_is_what_lists_show():
    assert shown("submit_request")["organisation"].label.zh == "客户名称/ID"
    assert "organisation" in refused("submit_request", {})
    assert PACKAGE.settings.case["customer_name"] == "organisation"


@pytest.mark.row("S1.4", "S1.5", "S1.15")
def test_consultation_and_problem_can_be_chosen_and_are_explained():
    assert options("submit_request", "request_type") == options("record_request", "request_type") == ["咨询", "问题", "建议", "定制"]
    assert "request_type" in refused("submit_request", {}) & refused("record_request", {})
    assert "咨询：产品使用、政策解读、服务范围。问题：产品故障、服务异常、操作失误。" in shown("submit_request")["request_type"].description.zh


@pytest.mark.row("S1.6", "S1.7")
def test_suggestion_and_customisation_can_be_chosen_and_are_explained():
    assert "建议：产品优化、服务流程改进。定制：个性化功能开发、特殊服务申请。" in shown("submit_request")["request_type"].description.zh
    assert [each.value for each in PACKAGE.settings.type_details] == ["咨询", "问题", "建议", "定制"]
    assert all(each.definition.zh and each.definition.en != each.definition.zh for each in PACKAGE.settings.type_details)


@pytest.mark.row("S1.13")
def test_agent_chooses_one_of_four_channels_and_must():
    assert options("record_request", "channel") == ["电话", "在线客服系统", "工单系统", "邮件"]
    assert "channel" in refused("record_request", {})


@pytest.mark.row("S1.14", "S1.16")
def test_contact_data_is_masked_and_each_part_of_the_description_has_its_prompt():
    typed = {"request_type": ["问题"], "title": ["支付中断"], "problem": ["点击支付后中断"], "organisation": ["华信科技有限公司"], "contact_name": ["张伟"],
             "contact": ["13812345678"], "preferred_channel": ["电话"], "privacy_accepted": ["true"]}

    accepted = PACKAGE.forms["submit_request"].validate(typed, {}, SCOPE, now=NOW, zone="Asia/Shanghai")

    assert (accepted.values["contact_name"], accepted.values["contact"]) == ("张*", "138****5678")
    for form in ("submit_request", "record_request"):
        assert all(shown(form)[key].description and shown(form)[key].example for key in ("problem", "background", "expected_result"))


@pytest.mark.row("S1.20")
def test_clarifying_question_stands_ready_in_the_reply_box():
    ready = shown("record_request", description_state="不清楚")["question"].canned

    assert [each.zh for each in ready][0] == "能否具体说明您遇到的问题步骤？"
    assert ready[0].en != ready[0].zh


@pytest.mark.row("S1.46")
def test_progress_wording_is_ready_with_its_two_variables_put_in():
    log = [{"round": 1, "at": None, "step": "排查", "problem": None, "solution": None}]
    until = FeelDateTime.parse("2023-10-09T15:00:00+08:00")

    ready = shown("sync_progress", work_log=log, expected_finish_at=until, preferred_channel="电话")["progress_text"].canned
    empty = shown("sync_progress", expected_finish_at=None, preferred_channel="电话")["progress_text"].canned

    assert [each.zh for each in ready] == ["目前已完成排查步骤，预计2023-10-09 15:00时间完成"]
    assert [each.zh for each in empty] == ["目前已完成步骤，预计时间完成"]


@pytest.mark.row("S1.25", "S1.30")
def test_classification_standard_gives_the_department_and_stands_on_the_form_as_the_table_says():
    listed = PACKAGE.forms["classify_request"].view({}, SCOPE, NOW, "Asia/Shanghai", PACKAGE.texts)
    rows = [[cell.zh for cell in row] for row in next(each for each in listed if each.name == "classification_standard").rows]

    assert decide("classification_standard", category="产品故障") == {"type": "问题", "department": "product_technology", "priority": "重要"}
    assert decide("classification_standard", category="服务异常")["department"] == "after_sales"
    assert len(rows) == 10
    for type_, category, department, priority in rows:
        found = decide("classification_standard", category=category)
        assert (found["type"], DEPARTMENTS[found["department"]]["name"], found["priority"]) == (type_, department, priority)


@pytest.mark.row("S1.30")
def test_classification_shows_what_the_record_form_says():
    told = {"title": "支付中断", "organisation": "华信科技有限公司", "problem": "点击支付后中断", "background": "升级之后", "expected_result": "恢复支付"}

    text = shown("classify_request", **told)["about"].text.zh

    assert all(words in text for words in told.values())


@pytest.mark.row("S1.26")
@pytest.mark.parametrize(("impact", "urgency", "priority"), [
    ("核心业务", "立即", "紧急"), ("核心业务", "尽快", "紧急"), ("核心业务", "可以等", "重要"), ("部分功能", "立即", "重要"), ("部分功能", "尽快", "重要"),
    ("部分功能", "可以等", "一般"), ("不影响业务", "立即", "一般"), ("不影响业务", "可以等", "一般"),
])
def test_impact_and_urgency_propose_a_priority(impact, urgency, priority):
    assert decide("priority_matrix", business_impact=impact, urgency=urgency) == priority


@pytest.mark.row("S1.26")
def test_changing_a_proposal_needs_a_reason_and_keeping_it_none():
    typed = {"request_type": ["问题"], "category": ["产品故障"], "responsible_department": ["product_technology"], "priority": ["重要"]}
    proposed = {"proposed_department": "product_technology", "proposed_priority": "紧急"}

    assert refused("classify_request", typed, **proposed) == {"override_reason"}
    assert PACKAGE.forms["classify_request"].validate(typed | {"priority": ["紧急"]}, {}, SCOPE | proposed, now=NOW, zone="Asia/Shanghai")


@pytest.mark.row("S1.27", "S1.28", "S1.29")
def test_definitions_of_the_priorities_are_shown_where_they_are_chosen():
    said = PACKAGE.forms["classify_request"].field("priority").description

    assert "紧急：影响核心业务（系统宕机、支付中断），立即处理。" in said
    assert "重要：影响部分功能（非核心模块故障），4 小时内响应。" in said and "一般：日常咨询或优化建议，8 小时内响应。" in said
    assert [(each.value, each.rank) for each in PACKAGE.settings.priorities] == [("紧急", 1), ("重要", 2), ("一般", 3)]


@pytest.mark.row("S1.40", "S1.50", "S1.52")
@pytest.mark.parametrize(("priority", "respond", "start", "resolve"), [
    ("紧急", (40, "min"), (10, "min"), (4, "h")), ("重要", (4, "h"), (1, "h"), (24, "h")), ("一般", (8, "h"), (2, "h"), (3, "wd")),
])
def test_limits_of_response_start_and_handling(priority, respond, start, resolve):
    assert tuple(decide("respond_limit", priority=priority).values()) == respond
    assert tuple(decide("start_limit", priority=priority).values()) == start
    assert tuple(decide("resolve_limit", priority=priority).values()) == resolve


@pytest.mark.row("S1.23", "S1.32", "S1.62")
def test_limits_that_are_the_same_for_everything():
    assert decide("record_limit", round=1) == {"amount": 5, "unit": "min"}
    assert decide("classify_limit", round=1) == {"amount": 30, "unit": "min"}
    assert decide("feedback_limit", round=2) == {"amount": 2, "unit": "h"}


@pytest.mark.row("S1.22", "S1.31", "S1.39")
def test_who_records_classifies_and_starts_is_a_lane_of_the_diagram():
    assert (lane_of("record_request"), lane_of("classify_request"), lane_of("assign_handler")) == ("一线客服代表", "客服主管", "客服主管")
    assert lane_of("start_handling") == lane_of("call_customer") == "部门责任人与协同部门"


@pytest.mark.row("S1.49", "S1.61", "S1.73")
def test_who_handles_reports_and_looks_after_the_month_is_there():
    groups = {each["id"] for each in company_file.read_company(ROOT / "processes/directory.toml")["group"]}

    assert lane_of("handle_request") == lane_of("collaborate") == lane_of("write_result") == "部门责任人与协同部门"
    assert lane_of("report_result") == lane_of("archive_request") == "一线客服代表"
    assert {"intake", "cs_supervisor", "data_specialists"} <= groups


@pytest.mark.row("S1.35", "S1.37")
def test_plan_is_mandatory_with_the_call_and_without():
    assert {"first_plan", "called_at", "spoken_with", "call_note"} <= refused("call_customer", {})
    assert refused("start_handling", {}) == {"first_plan", "first_reply", "reply_channel"}


@pytest.mark.row("S1.36")
def test_number_is_revealed_only_where_somebody_has_to_call_or_write():
    needing = {element.id for element in DEFINITION.elements.values() if element.contact_needed in (True, "true")}

    assert needing == {"record_request", "call_customer", "sync_progress", "call_with_result", "remind_customer"}


@pytest.mark.row("S1.54")
def test_result_statement_has_three_parts_and_nobody_leaves_handling_without():
    assert refused("write_result", {}) == {"solution", "operating_steps", "cautions"}
    assert DEFINITION.elements["write_result"].parent_id == "do_handling"


@pytest.mark.row("S1.59")
def test_score_is_one_to_five_and_score_and_opinion_are_asked_always():
    assert options("confirm_result", "score") == ["5", "4", "3", "2", "1"]
    assert {"score", "opinion"} <= refused("confirm_result", {"is_satisfied": ["不满意"], "resolved": ["没有完全解决"]})
    assert [(each.value, each.is_top, each.is_dissatisfied) for each in PACKAGE.settings.satisfaction] == [
        ("5", True, False), ("4", True, False), ("3", False, False), ("2", False, True), ("1", False, True)]


@pytest.mark.row("S1.75")
def test_record_form_begins_with_the_three_columns_the_source_shows():
    record = next(each for each in PACKAGE.documents if each.id == "request_record")

    assert [column.label.zh for column in PACKAGE.settings.register][:3] == ["需求编号", "客户名称/ID", "联系人"]
    assert [(field.label.zh, field.is_assumed) for field in record.fields][:3] == [("需求编号", False), ("客户名称/ID", False), ("联系人", False)]


@pytest.mark.row("S1.76")
def test_assumed_fields_of_the_papers_are_marked_so():
    assumed = {each.id: [field.label.zh for field in each.fields if field.is_assumed] for each in PACKAGE.documents}

    assert next(each for each in PACKAGE.documents if each.id == "classification_standard").is_assumed
    assert "细类" in assumed["request_record"] and "衍生需求" in assumed["customer_feedback"]
    assert not {"接收时间", "初步处理方案", "处理记录"} & set(assumed["progress_tracking"])


@pytest.mark.row("S1.77")
def test_all_status_words_are_listed_in_order_as_assumed():
    assert [each.value for each in PACKAGE.settings.statuses] == ["已记录", "已分类", "已分配", "处理中", "待客户确认", "重新处理", "已归档", "已撤回", "已拒绝", "已合并"]
    assert all(each.is_assumed for each in PACKAGE.settings.statuses)
    assert PACKAGE.settings.number.pattern == "XQ-{YYYY}{MM}{DD}-{NNN}"


def test_every_row_is_listed_once_in_order_and_the_months_have_theirs():
    theirs = {65, 66, 67, 68, 69, 70, 71, 72, 74}

    assert [row.id for row in PACKAGE.rows] == [f"S1.{number}" for number in range(1, 78) if number not in theirs]
