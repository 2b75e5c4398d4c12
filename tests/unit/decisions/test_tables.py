"""Hit policies, aggregators, defaults, declared values, and what the trace says of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.decisions import load_decisions
from engine.feel import FeelDate
from tests.unit.decisions.models import NAMESPACE, decision, file, given, model, only, table, text

AGES = [["< 18", '"child"'], [">= 18", '"adult"'], [">= 65", '"senior"']]


def ages(policy: str, output: str = "group: string", aggregation: str = "", rules=None):
    return only(decision("group", table(["age: number"], [output], rules or AGES, policy, aggregation)))


def answer(of, age: object):
    return of.evaluate({"age": age})


@pytest.mark.parametrize(("policy", "output", "value", "fired", "masked"), [
    ("FIRST", "group: string", "adult", [2], [3]),
    ("RULE ORDER", "group: string", ["adult", "senior"], [2, 3], []),
    ("COLLECT", "group: string", ["adult", "senior"], [2, 3], []),
    ("PRIORITY", 'group: string = "senior","adult","child"', "senior", [3], [2]),
    ("OUTPUT ORDER", 'group: string = "senior","adult","child"', ["senior", "adult"], [3, 2], []),
])
def test_hit_policy_chooses_among_matching_rules(policy, output, value, fired, masked):
    result = answer(ages(policy, output), Decimal(70))

    assert result.value == value and not result.warnings
    assert [rule.number for rule in result.fired] == fired and [rule.number for rule in result.masked] == masked
    assert all(rule.id == f"r{rule.number}" for rule in result.fired + result.masked)


def test_unique_table_refuses_two_matching_rules():
    result = answer(ages("UNIQUE"), Decimal(70))

    assert (result.value, result.fired, [rule.number for rule in result.masked]) == (None, (), [2, 3])
    assert result.warnings[0].code == "not-unique" and "2, 3" in result.warnings[0].zh


def test_any_table_accepts_equal_results_only():
    same = ages("ANY", rules=[["> 1", '"a"'], ["> 2", '"a"'], ["> 9", '"b"']])

    assert answer(same, Decimal(5)).value == "a"
    assert answer(same, Decimal(10)).warnings[0].code == "not-any"


@pytest.mark.parametrize(("aggregation", "value", "nothing"), [("SUM", 30, None), ("MIN", 10, None), ("MAX", 20, None), ("COUNT", 2, 0)])
def test_collect_aggregates(aggregation, value, nothing):
    collected = ages("COLLECT", "n: number", aggregation, [["> 1", "10"], ["> 2", "20"], ["> 9", "40"]])

    assert answer(collected, Decimal(5)).value == value
    assert answer(collected, Decimal(0)).value == nothing


def test_no_match_is_null_a_default_or_an_empty_list():
    rules = [["> 1", '"a"']]

    assert answer(ages("UNIQUE", rules=rules), Decimal(0)).value is None
    assert answer(ages("UNIQUE", 'g: string | "none"', rules=rules), Decimal(0)).value == "none"
    assert answer(ages("COLLECT", rules=rules), Decimal(0)).value == []


def test_several_outputs_are_a_context():
    both = only(decision("d", table(["x: number"], ["name: string", "days: number"], [["1", '"a"', "2"], ["2", '"b"', "x * 10"]])))

    assert both.evaluate({"x": Decimal(2)}).value == {"name": "b", "days": Decimal(20)}


def test_empty_cell_holds_for_everything_even_null():
    open_table = only(decision("d", table(["x: number", "y: string"], ["o: string"], [["", '"a"', '"1"'], ["-", "-", '"2"']], "COLLECT")))

    assert open_table.evaluate({"x": None, "y": "a"}).value == ["1", "2"]


def test_null_input_matches_no_comparison_and_leaves_no_warning():
    result = answer(ages("UNIQUE"), None)

    assert result.value is None and result.warnings == ()


def test_value_outside_the_declared_ones_is_refused_by_name():
    colours = only(decision("d", table(['colour: string = "red","green"'], ["o: number"], [["-", "1"]])))

    result = colours.evaluate({"colour": "blue"})

    assert result.value is None and result.warnings[0].code == "not-an-input-value" and "blue" in result.warnings[0].zh


def test_output_outside_the_declared_ones_is_null():
    result = answer(ages("FIRST", 'g: string = "a","b"', rules=[["-", '"c"']]), Decimal(1))

    assert result.value is None and result.warnings[0].code == "not-an-output-value"


def test_input_of_the_wrong_type_is_null_with_a_warning():
    result = answer(ages("UNIQUE"), "old")

    assert result.value is None and result.warnings[0].code == "wrong-result" and "age" in result.warnings[0].zh


def test_index_agrees_with_every_cell_for_every_value():
    cells = ["1", "< 2", "[2..4)", "not(3)", "3, > 5", "-", "x", "? * 2 = 6", "(1..2], 7", '"a"', ">= -1.5", "not(< 0, 9)", "null", "[1..3]"]
    every = only(decision("d", table(["v", "x"], ["o: number"], [[cell, "-", str(number)] for number, cell in enumerate(cells)], "COLLECT")))

    for value in [*map(Decimal, ("-2", "-1.5", "0", "1", "1.5", "2", "2.5", "3", "4", "5", "6", "7", "9")), "a", None, True]:
        result = every.evaluate({"v": value, "x": Decimal(3)}, trace=True)
        held = [Decimal(number) for number, row in enumerate(result.tables[0].cells) if row[0] is True]
        assert result.value == held, value


def test_trace_tells_inputs_cells_and_rules():
    parts = (given("age", "number"), decision("group", table(["age: number"], ["g: string"], AGES, "FIRST"), ("#in_age",)),
             decision("greeting", text('"Hello " + group'), ("#group",)))
    greeting = model(*parts).decisions["greeting"]

    result = greeting.evaluate({"age": Decimal(70)}, trace=True)

    assert (result.value, result.inputs) == ("Hello adult", (("group", "adult"),))
    assert result.tables[0].name == "group" and result.tables[0].inputs == (("age", Decimal(70)),)
    assert result.tables[0].cells == ((False,), (True,), (True,))
    assert greeting.requires == {"age"} and greeting.reads == frozenset()


def test_cells_are_not_tried_without_being_asked():
    assert answer(ages("FIRST"), Decimal(70)).tables[0].cells == ()


@pytest.mark.parametrize("namespace", [
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/", NAMESPACE,
    "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/"])
def test_every_version_of_the_standard_is_read(namespace):
    loaded = load_decisions(file(decision("group", table(["age: number"], ["g: string"], AGES, "FIRST")), namespace=namespace), "t.dmn")

    assert loaded.decisions["group"].evaluate({"age": Decimal(3)}).value == "child"


def test_camunda_table_reads_variables_without_declaring_them():
    free = ages("FIRST")

    assert free.reads == {"age"} and free.evaluate({"age": 12}).value == "child"


def test_table_with_dates_works_wherever_it_stands():
    rows = [['< date("2024-01-01")', '"old"'], ['[@"2024-01-01"..date("2025-01-01"))', '"new"'], ["-", '"later"']]
    dates = table(["d: date"], ["o: string"], rows, "FIRST")
    nested = f'<context><contextEntry><variable name="inner"/>{dates}</contextEntry></context>'
    needing = model(given("d", "date"), decision("x", nested, ("#in_d",))).decisions["x"]

    assert [needing.evaluate({"d": FeelDate(year, 6, 1)}).value for year in (2023, 2024, 2025)] == [
        {"inner": "old"}, {"inner": "new"}, {"inner": "later"}]


def test_warning_says_which_cell_it_comes_from():
    wrong = only(decision("d", table(["x"], ["o"], [["< 5", "x + missing"], ["> x + 1", "1"]], "FIRST")))

    assert wrong.evaluate({"x": Decimal(1)}).warnings[0].zh == "规则 1，输出 1：没有名为“missing”的值。"
    assert wrong.evaluate({"x": "a"}).warnings[0].en == "Rule 1, input 1: A string and a number can't be compared."
