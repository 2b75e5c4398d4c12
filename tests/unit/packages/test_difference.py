"""Two versions of a package compared, in words of both languages: the diagram by element, tables by cell, forms by field, settings and texts by key."""

from __future__ import annotations

import json
import re

import pytest

from engine.packages.bundle import PackageFiles
from engine.packages.change import Change
from engine.packages.difference import difference, file_difference
from tests.workshop import package_files

DIAGRAM = "tool_lending.bpmn"
GATEWAY = (
    '<bpmn:exclusiveGateway id="long_loan" name="借得久吗？" /><bpmn:sequenceFlow id="longer" sourceRef="long_loan" targetRef="tool_lent">'
    "<bpmn:conditionExpression>=days &gt; 14</bpmn:conditionExpression></bpmn:sequenceFlow>"
)
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="deposit" name="押金">
  <decisionTable hitPolicy="UNIQUE"><input id="i" label="天数"><inputExpression><text>days</text></inputExpression></input><output id="o" label="金额" name="amount" />
  <rule id="short"><inputEntry><text>&lt; 7</text></inputEntry><outputEntry><text>0</text></outputEntry></rule>
  <rule id="long"><inputEntry><text>&gt;= 7</text></inputEntry><outputEntry><text>50</text></outputEntry></rule></decisionTable></decision></definitions>"""
RULE = "<rule id='months'><inputEntry><text>&gt; 60</text></inputEntry><outputEntry><text>200</text></outputEntry></rule>"


def diagram() -> str:
    return package_files().files[DIAGRAM].decode()


def changes(name: str, before: str, after: str) -> list[Change]:
    return file_difference(name, before.encode(), after.encode()).changes


def said(found: list[Change], language: str = "en") -> list[tuple]:
    """Kind, where, what, before and after of each, as somebody reads them."""
    return [(each.kind, each.where.of(language), each.what.of(language), *(text if isinstance(text, str) else text.of(language) for text in (each.before, each.after))) for each in found]


def form(*components: dict, **more: object) -> str:
    return json.dumps({"type": "default", "id": "loan", "components": list(components), **more})


def field(key: str, **more: object) -> dict:
    return {"type": "textfield", "id": f"field_{key}", "key": key, "label": key.capitalize(), **more}


def test_element_that_came_and_one_that_went_are_named():
    before, after = diagram(), diagram().replace("</bpmn:process>", f"{GATEWAY}</bpmn:process>")

    assert said(changes(DIAGRAM, before, after), "zh") == [("added", "排他网关“借得久吗？”", "", "", "借得久吗？"), ("added", "顺序流“longer”", "", "", "longer")]
    assert said(changes(DIAGRAM, after, before))[0] == ("removed", "exclusive gateway '借得久吗？'", "", "借得久吗？", "")


def test_renamed_element_says_both_names():
    found = changes(DIAGRAM, diagram(), diagram().replace('name="发放工具"', 'name="交出工具"'))

    assert said(found, "zh") == [("changed", "用户任务“交出工具”", "名称", "发放工具", "交出工具")]
    assert said(found)[0][1:3] == ("user task '交出工具'", "name")
    assert found[0].element == "hand_out_tool"


def test_moved_element_is_moved_and_nothing_else():
    shape = re.search(r'bpmnElement="hand_out_tool".*?<dc:Bounds x="(\d+)"', diagram(), re.S)
    after = diagram()[: shape.start(1)] + "777" + diagram()[shape.end(1) :]

    assert said(changes(DIAGRAM, diagram(), after), "zh") == [("moved", "用户任务“发放工具”", "位置", "", "")]


def test_changed_condition_is_shown_before_and_after():
    before = diagram().replace("</bpmn:process>", f"{GATEWAY}</bpmn:process>")

    found = changes(DIAGRAM, before, before.replace("days &gt; 14", "days &gt; 30"))

    assert said(found) == [("changed", "flow 'longer'", "condition", "=days > 14", "=days > 30")]


def test_task_that_became_another_kind_says_so_in_the_readers_language():
    found = changes(DIAGRAM, diagram(), diagram().replace("bpmn:userTask", "bpmn:manualTask"))

    assert ("changed", "manual task '发放工具'", "kind", "user task", "manual task") in said(found)
    assert ("changed", "手工任务“发放工具”", "种类", "用户任务", "手工任务") in said(found, "zh")


def test_assignment_and_our_own_words_are_changes_of_the_task():
    after = diagram().replace('candidateGroups="intake"', 'candidateGroups="intake, review"').replace('value="1 发放"', 'value="2 借出"')

    found = said(changes(DIAGRAM, diagram(), after), "zh")

    assert ("changed", "用户任务“发放工具”", "候选组", "intake", "intake, review") in found
    assert ("changed", "用户任务“发放工具”", "阶段", "1 发放", "2 借出") in found


def test_what_a_modeler_writes_anew_without_meaning_is_no_change():
    after = diagram().replace("<bpmn:incoming>", "<bpmn:incoming >").replace("<bpmn:process ", "<!-- saved again --><bpmn:process ")

    assert file_difference(DIAGRAM, diagram().encode(), after.encode()).state == "changed"
    assert changes(DIAGRAM, diagram(), after) == []


def test_marks_tell_the_drawing_what_came_and_what_went():
    before, after = diagram().encode(), diagram().replace("</bpmn:process>", f"{GATEWAY}</bpmn:process>").replace('name="发放工具"', 'name="交出工具"').encode()

    assert file_difference(DIAGRAM, before, after).marks == {"long_loan": "added", "longer": "added", "hand_out_tool": "changed"}
    assert file_difference(DIAGRAM, after, before).removed_marks == {"long_loan": "removed", "longer": "removed"}


def test_changed_cell_is_found_by_rule_and_column():
    found = changes("deposit.dmn", TABLE, TABLE.replace("<text>50</text>", "<text>80</text>"))

    assert said(found, "zh") == [("changed", "决策表“押金”", "规则 2 · 金额", "50", "80")]
    assert said(found) == [("changed", "table '押金'", "rule 2 · 金额", "50", "80")]


def test_rule_put_in_front_leaves_the_other_rules_as_they_were():
    found = changes("deposit.dmn", TABLE, TABLE.replace('<rule id="short">', f'{RULE}<rule id="short">'))

    assert said(found) == [("added", "table '押金'", "rule 1", "", "> 60 | 200")]


def test_removed_column_and_hit_policy_are_said():
    after = re.sub(r"<output .*?/>", "", TABLE).replace("UNIQUE", "FIRST")
    after = re.sub(r"<outputEntry>.*?</outputEntry>", "", after)

    found = said(changes("deposit.dmn", TABLE, after))

    assert ("changed", "table '押金'", "hit policy", "UNIQUE", "FIRST") in found
    assert ("removed", "table '押金'", "column '金额'", "金额", "") in found


def test_form_is_compared_field_by_field():
    before = form(field("tool"), field("days"))
    after = form(field("tool", label="Which tool", validate={"required": True}), field("purpose"))

    found = said(changes("forms/loan.form", before, after))

    assert ("changed", "field 'Which tool'", "label", "Tool", "Which tool") in found
    assert ("added", "field 'Which tool'", "required", "", "true") in found
    assert ("removed", "field 'Days'", "", "Days", "") in found
    assert ("added", "field 'Purpose'", "", "", "Purpose") in found


def test_fields_in_another_order_are_moved():
    found = changes("forms/loan.form", form(field("tool"), field("days")), form(field("days"), field("tool")))

    assert [(each.kind, each.what.zh) for each in found] == [("moved", "次序")]


def test_settings_are_told_by_what_they_are_about():
    before = '[package]\nname = "借用工具"\n\n[[clock]]\nname = "return"\nlimits = "short"\n'
    after = before.replace("借用工具", "借还工具").replace('"short"', '"long"')

    found = changes("package.toml", before, after)

    assert said(found, "zh") == [("changed", "流程包", "名称", "借用工具", "借还工具"), ("changed", "时限“return”", "时限表", "short", "long")]
    assert said(found)[1] == ("changed", "clock 'return'", "table of limits", "short", "long")


def test_texts_are_told_by_element_and_field():
    before = '[element.hand_out_tool]\nname = "Hand out"\n[form.request_loan.tool]\nlabel = "Tool"\n'
    after = before.replace("Hand out", "Give out") + 'example = "Spirit level"\n'

    found = said(changes("texts/en.toml", before, after))

    assert found == [("changed", "element 'hand_out_tool'", "name", "Hand out", "Give out"), ("added", "form 'request_loan.tool'", "example", "", "Spirit level")]


def test_plain_text_is_told_by_line():
    found = changes("README.md", "one\ntwo\nthree", "one\n2\nthree\nfour")

    assert said(found) == [("changed", "line 2", "text", "two", "2"), ("added", "line 4", "text", "", "four")]


@pytest.mark.parametrize(("name", "after"), [(DIAGRAM, "<bpmn:definitions"), ("deposit.dmn", "no table"), ("forms/loan.form", "{")])
def test_file_that_can_not_be_read_is_one_change_in_words(name, after):
    before = {DIAGRAM: diagram(), "deposit.dmn": TABLE}.get(name, form())

    found = changes(name, before, after)

    assert len(found) == 1
    assert "无法读取" in found[0].what.zh and "can't be read" in found[0].what.en


def test_files_that_came_and_went_stand_with_the_changed_ones_diagrams_first():
    before = package_files()
    kept = {name: content for name, content in before.files.items() if name != "README.md"}
    after = PackageFiles(before.id, {**kept, "forms/check.form": form().encode(), DIAGRAM: diagram().replace("发放工具", "交出工具").encode()})

    assert [(each.name, each.state) for each in difference(before, after)] == [(DIAGRAM, "changed"), ("forms/check.form", "added"), ("README.md", "removed")]
