"""What a process owner is told before deployment: where it is, what is wrong, in both languages."""

from __future__ import annotations

import re

import pytest

from engine.decisions import UnreadableDecisions, load_decisions
from engine.decisions.problems import MESSAGES
from engine.decisions.reading import MOST_BYTES, MOST_DEPTH
from tests.unit.decisions.models import decision, file, given, model, table, text

CHINESE = re.compile("[\u4e00-\u9fff]")


def found(*parts: str, known=None) -> list[tuple[str, str, str]]:
    """Code, place and severity of each problem."""
    problems = model(*parts).problems(known)
    assert all(each.file == "test.dmn" and CHINESE.search(each.zh) and each.en for each in problems)
    return [(each.code, f"{each.element} {each.field}".strip(), each.severity) for each in problems]


def rules(*rows: list[str], inputs=("n: number",), outputs=("o: string",), policy="UNIQUE") -> str:
    return decision("d", table(list(inputs), list(outputs), list(rows), policy))


@pytest.mark.parametrize(("parts", "problem"), [
    ((rules(["> ", '"a"']),), ("unexpected-end", "r1c1 rule 1, input 1", "error")),
    ((rules(["1", "1 +"]),), ("unexpected-end", "r1c2 rule 1, output 1", "error")),
    ((rules(["> 5 and < 9", '"a"']),), ("joined-tests", "r1c1 rule 1, input 1", "error")),
    ((rules(['"x"', '"a"']),), ("cell-type", "r1c1 rule 1, input 1", "error")),
    ((rules(["1", "2"]),), ("cell-type", "r1c2 rule 1, output 1", "error")),
    ((rules(["1", '"a"'], policy="BEST"),), ("unknown-hit-policy", "d", "error")),
    ((rules(["1", '"a"'], policy="PRIORITY"),), ("no-output-order", "d", "error")),
    ((rules(["1"]),), ("wrong-cell-count", "r1 rule 1", "error")),
    ((decision("d", text('1 + "a"')),), ("type-clash", "d", "error")),
    ((decision("d", text("substrng(x, 1)")),), ("unknown-function", "d", "error")),
    ((decision("d", text("1"), type_ref="tNothing"),), ("unknown-type", "d variable", "error")),
    ((decision("d", text("1"), ("#in_no",)),), ("unknown-reference", "d", "error")),
    ((given("amount"), decision("d", text("amuont + 1"), ("#in_amount",))), ("unknown-name", "d", "warning")),
    ((given("a", "number"), decision("d", text('a = "x"'), ("#in_a",))), ("type-clash", "d", "error")),
    ((decision("d", text("function() external {java: {}}")),), ("external-function", "d", "error")),
    ((decision("d", text("1")), decision("d", text("2"))), ("duplicate-id", "d", "error")),
    ((decision("d", '<literalExpression expressionLanguage="javascript"><text>1</text></literalExpression>'),), ("language", "d", "error")),
    ((given("a"),), ("no-decision", "", "error")),
])
def test_mistake_is_named_with_its_place(parts, problem):
    assert problem in found(*parts)


def test_unknown_name_is_an_error_once_the_variables_are_certain():
    table_of_amounts = rules(["1", '"a"'], inputs=("amuont: number",))

    assert found(table_of_amounts) == []
    assert found(table_of_amounts, known={"amount"}) == [("unknown-name", "d input 1", "error")]
    assert "amount" in model(table_of_amounts).problems({"amount"})[0].zh


def test_declared_type_knows_its_entries():
    person = '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent></itemDefinition>'

    assert found(person, given("p", "tPerson"), decision("d", text("p.nmae"), ("#in_p",))) == [("unknown-name", "d", "warning")]
    assert found(person, given("p", "tPerson"), decision("d", text("p.name"), ("#in_p",))) == []


def test_gap_names_the_combination():
    problems = model(rules(["< 10", '"yes"', '"a"'], [">= 20", "-", '"b"'], inputs=("n: number", 'k: string = "yes","no"'))).problems()

    assert [each.en for each in problems] == ['No rule covers: n < 10; k = "no".', "No rule covers: n [10..20)."]
    assert [each.zh for each in problems] == ['没有规则覆盖：n < 10; k = "no"。', "没有规则覆盖：n [10..20)。"]
    assert all(each.severity == "warning" for each in problems)


@pytest.mark.parametrize("rows", [
    (["< 10", '"a"'], [">= 10", '"b"']), (["[0..10)", '"a"'], ["[10..20]", '"b"']), (["-", '"a"'],), (["not(1)", '"a"'], ["1", '"b"']),
    (["n > 5", '"a"'],),
])
def test_covered_table_has_no_warnings(rows):
    assert found(rules(*rows)) == []


def test_gap_in_declared_values_and_booleans():
    kinds = rules(['"a"', "true", '"x"'], ['"b"', "-", '"x"'], inputs=('k: string = "a","b","c"', "u: boolean"))

    texts = [each.en for each in model(kinds).problems() if each.code == "gap"]

    assert texts == ['No rule covers: k = "a"; u = false.', 'No rule covers: k = "c".']


def test_default_output_or_list_policy_leaves_no_gap():
    assert found(rules(["1", '"a"'], ["3", '"a"'], outputs=('o: string | "z"',))) == []
    assert found(rules(["1", '"a"'], ["3", '"a"'], policy="COLLECT")) == []


def test_overlap_names_the_rules():
    problems = model(rules(["> 5", '"a"'], ["< 10", '"b"'])).problems()

    assert [(each.code, each.en) for each in problems] == [("overlap", "The rules 1, 2 all match: n (5..10).")]


def test_rule_that_can_never_fire_is_named():
    hidden = rules(["> 5", '"a"'], ["-", '"b"'], ["> 9", '"c"'], policy="FIRST")
    impossible = rules(['"d"', '"x"'], ['"a"', '"x"'], inputs=('k: string = "a"',), policy="FIRST")

    assert [(each.code, each.element) for each in model(hidden).problems()] == [("never-fires", "r3")]
    assert ("never-fires", "r1 rule 1", "warning") in found(impossible)
    assert ("value-not-declared", "r1c1 rule 1, input 1", "warning") in found(impossible)


def test_dates_and_durations_are_covered_too():
    dates = rules(['< date("2024-01-01")', '"a"'], ['> @"2024-01-01"', '"b"'], inputs=("d: date",))

    assert [each.en for each in model(dates).problems()] == ["No rule covers: d = 2024-01-01."]


def test_large_table_is_checked_in_time():
    rows = [[f"[{n}..{n + 1})", f'"{n % 7}"', "true" if n % 2 else "-", f'"{n}"'] for n in range(150)]

    assert isinstance(model(rules(*rows, inputs=("a: number", "b: string", "c: boolean"))).problems(), list)


@pytest.mark.parametrize(("xml", "code"), [
    (b"", "unreadable"), (b"<a", "unreadable"), (b"\xff\xfe\x00", "unreadable"), (b"<a/>", "not-dmn"), (b"PK\x03\x04", "unreadable"),
    (b'<!DOCTYPE d [<!ENTITY e "x">]>' + file(), "document-type"),
    (b'<!DOCTYPE d SYSTEM "file:///etc/passwd">' + file(), "document-type"),
    ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>'.encode("utf-16"), "document-type"),
    (file("<extensionElements>" + "<a>" * (MOST_DEPTH + 1) + "</a>" * (MOST_DEPTH + 1) + "</extensionElements>"), "too-deep"),
    (file("<a/>" * 60_001), "too-many-elements"), (b" " * (MOST_BYTES + 1), "too-large"),
])
def test_dangerous_or_broken_file_is_refused(xml, code):
    with pytest.raises(UnreadableDecisions) as refused:
        load_decisions(xml, "bad.dmn")

    assert refused.value.problem.code == code and refused.value.problem.file == "bad.dmn"


def test_every_message_exists_in_both_languages_with_the_same_values():
    for code, (zh, en) in MESSAGES.items():
        values = [{re.sub("_(zh|en)$", "", name) for name in re.findall(r"{(\w+)}", sentence)} for sentence in (zh, en)]
        assert CHINESE.search(zh) and zh.endswith("。") and en.endswith(".") and values[0] == values[1], code


def test_sentence_says_which_cell_in_both_languages():
    broken = model(rules(["1", '"a"'], ["2 +", '"b"'])).problems()[0]

    assert broken.zh == "规则 2，输入 1：第 4 个字符：表达式在这里中断，还缺一个值。"
    assert broken.en == "Rule 2, input 1: character 4: The expression ends too early; expected a value."
