"""The one validator: what is submitted becomes FEEL values or is refused field by field."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidValues
from engine.feel import FeelDate, FeelDateTime, FeelTime, dumps
from engine.model.attachments import UploadedFile
from engine.model.forms import reasons
from tests.unit.model.form_samples import NOW, ZONE, choice, component, faults, form, validate, values

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.mark.parametrize(
    ("part", "typed", "value"),
    [
        (component("textfield", "a"), "  two\r\nwords ", "two words"),
        (component("textarea", "a"), " line\r\nline\x00 ", "line\nline"),
        (component("number", "a"), "１２.５０", Decimal("12.50")),
        (component("number", "a"), "1,234,567", Decimal(1234567)),
        (component("number", "a"), "-0.1", Decimal("-0.1")),
        (component("datetime", "a", subtype="date"), "2023-10-03", FeelDate(2023, 10, 3)),
        (component("datetime", "a", subtype="date"), "2023年10月3日", FeelDate(2023, 10, 3)),
        (component("datetime", "a", subtype="time"), "18:05", FeelTime.parse("18:05:00")),
        (component("datetime", "a", subtype="datetime"), "2023-10-03T18:00", FeelDateTime.parse("2023-10-03T10:00:00Z")),
        (component("datetime", "a", subtype="datetime"), "2023/10/3 18:00", FeelDateTime.parse("2023-10-03T10:00:00Z")),
        (component("checkbox", "a"), "true", True),
        (choice("radio", "a", "red", "blue"), "red", "red"),
        (choice("select", "a", "red", "blue"), "blue", "blue"),
        (choice("checklist", "a", "red", "blue"), ["blue", "red", "blue"], ["blue", "red"]),
        (choice("taglist", "a", "red", "blue"), ["red"], ["red"]),
        (component("radio", "a", values=[{"label": "Two", "value": 2}]), "2", Decimal(2)),
    ],
)
def test_typed_words_become_feel_values(part, typed, value):
    assert values(form(part), {"a": typed}) == {"a": value}


def test_empty_form_holds_every_key():
    the_form = form(
        component("textfield", "text"),
        component("number", "number"),
        component("datetime", "day"),
        component("checkbox", "tick"),
        choice("radio", "one", "x"),
        choice("checklist", "many", "x"),
        component("filepicker", "files"),
        component("dynamiclist", "rows", components=[component("textfield", "inner")]),
    )

    nothing = {"text": None, "number": None, "day": None, "tick": False, "one": None, "many": [], "files": [], "rows": []}
    assert values(the_form) == nothing
    assert values(the_form, {"text": " ", "number": "", "day": "", "one": "", "rows[0].inner": " " * 0}) == nothing


@pytest.mark.parametrize(
    ("part", "typed", "message"),
    [
        (component("textfield", "a", required=True), "  ", "Fill in"),
        (component("checkbox", "a", required=True), [], "Tick"),
        (choice("radio", "a", "x", required=True), [], "Choose one"),
        (choice("checklist", "a", "x", required=True), [], "at least one"),
        (component("filepicker", "a", required=True), [], "Upload"),
        (component("textfield", "a", validate={"minLength": 5}), "abc", "At least 5 characters; there are 3"),
        (component("textfield", "a", validate={"maxLength": "=2"}), "abc", "At most 2 characters"),
        (component("textarea", "a"), "x" * 20_001, "At most 20000"),
        (component("textfield", "a", validate={"pattern": "^[A-Z]{2}[0-9]+$"}), "A1", "doesn't match"),
        (component("textfield", "a", validate={"validationType": "email"}), "nobody", "doesn't match"),
        (component("number", "a"), "twelve", "such as 12.5"),
        (component("number", "a"), "1e999999", "such as 12.5"),
        (component("number", "a"), "1,23", "such as 12.5"),
        (component("number", "a", validate={"min": 3}), "2.99", "at least 3"),
        (component("number", "a", validate={"max": "10"}), "11", "at most 10"),
        (component("number", "a", validate={"min": 1}), "0", "at least 1"),
        (component("number", "a"), "1" * 35, "at most 34 digits"),
        (component("number", "a", increment=1), "1" * 33 + ".5", "multiple of 1"),
        (component("number", "a", decimalDigits=2), "1" * 31 + ".125", "2 decimal places"),
        (component("number", "a", decimalDigits=2), "1.234", "2 decimal places"),
        (component("number", "a", decimalDigits=0), "1.5", "whole number"),
        (component("number", "a", increment="0.5"), "1.2", "multiple of 0.5"),
        (component("datetime", "a"), "2023-02-30", "such as 2023-10-03"),
        (component("datetime", "a"), "0001-01-01", "such as 2023-10-03"),
        (component("datetime", "a", subtype="time"), "25:00", "such as 18:00"),
        (component("datetime", "a", subtype="datetime"), "2023-10-03", "a date and a time"),
        (component("datetime", "a", disallowPassedDates=True), "2023-10-08", "past"),
        (component("datetime", "a", subtype="datetime", disallowPassedDates=True), "2023-10-09 08:59", "past"),
        (choice("radio", "a", "x"), "y", "listed options"),
        (choice("checklist", "a", "x", "y"), ["x", "z"], "listed options"),
        (component("textfield", "a"), ["one", "two"], "Only one value"),
        (component("textfield", "b"), "x", "no such field"),
    ],
)
def test_wrong_values_are_refused_naming_what_is_expected(part, typed, message):
    assert message in faults(form(part), {"a": typed})["a"]


def test_zero_is_a_value_and_many_digits_are_exact():
    the_form = form(component("number", "a", required=True, decimalDigits=2, increment="0.01"))

    assert values(the_form, {"a": "0"}) == {"a": Decimal(0)}
    assert values(the_form, {"a": "1" * 31 + ".10"}) == {"a": Decimal("1" * 31 + ".1")}


def test_today_is_not_past_and_every_fault_is_named_at_once():
    the_form = form(component("datetime", "day", disallowPassedDates=True), component("number", "n"), component("textfield", "t", required=True))

    assert set(faults(the_form, {"day": "2023-10-09", "n": "x"})) == {"n", "t"}


def test_pattern_that_explodes_is_stopped_by_time():
    the_form = form(component("textfield", "a", validate={"pattern": "^(a+)+(b+)+$"}))

    assert "doesn't match" in faults(the_form, {"a": "a" * 3000 + "c"})["a"]


def test_hidden_fields_are_ignored_whatever_they_hold():
    the_form = form(
        component("checkbox", "is_gift"),
        component("textfield", "greeting", required=True, conditional={"hide": "=is_gift != true"}),
    )

    assert values(the_form, {"greeting": "Hello"}) == {"is_gift": False, "greeting": None}
    assert values(the_form, {"is_gift": "on", "greeting": "Hello"}) == {"is_gift": True, "greeting": "Hello"}
    assert set(faults(the_form, {"is_gift": "on"})) == {"greeting"}


def test_conditions_that_depend_on_hidden_fields_settle():
    the_form = form(
        component("textfield", "c", conditional={"hide": "=b = null"}),
        component("textfield", "b", conditional={"hide": "=a = null"}),
        component("textfield", "a"),
    )

    assert values(the_form, {"b": "x", "c": "y"}) == {"a": None, "b": None, "c": None}
    assert values(the_form, {"a": "w", "b": "x", "c": "y"}) == {"a": "w", "b": "x", "c": "y"}


def test_hidden_group_hides_its_fields():
    group = {"type": "group", "id": "g", "components": [component("textfield", "a", required=True)], "conditional": {"hide": "=is_short"}}

    assert values(form(group), {"a": "x"}, is_short=True) == {"a": None}


def test_condition_on_the_case_and_on_dates():
    late = component("textarea", "why", required=True, conditional={"hide": "=planned_at = null or planned_at <= due_at"})
    the_form = form(component("datetime", "planned_at", subtype="datetime"), late)
    due = FeelDateTime.parse("2023-10-03T10:00:00Z")

    assert values(the_form, {"planned_at": "2023-10-03T18:00"}, due_at=due)["why"] is None
    assert set(faults(the_form, {"planned_at": "2023-10-03T18:01"}, due_at=due)) == {"why"}


def test_read_only_and_computed_fields_keep_the_cases_values():
    the_form = form(
        component("number", "weight", readonly=True),
        component("number", "count"),
        {"type": "expression", "id": "e", "key": "total", "expression": "=weight * count"},
    )

    assert values(the_form, {"weight": "999", "count": "3", "total": "1"}, weight=2) == {"weight": 2, "count": 3, "total": 6}


def test_options_come_from_an_expression_and_keep_their_own_values():
    the_form = form(component("select", "to", required=True, valuesExpression="=get value(offices, town)"))
    offices = {"york": [{"label": "Ann", "value": "ann"}, {"label": "Bo", "value": Decimal(7)}], "hull": ["cy"]}

    assert values(the_form, {"to": "ann"}, offices=offices, town="york") == {"to": "ann"}
    assert values(the_form, {"to": "7"}, offices=offices, town="york") == {"to": Decimal(7)}
    assert values(the_form, {"to": "cy"}, offices=offices, town="hull") == {"to": "cy"}
    assert "listed" in faults(the_form, {"to": "ann"}, offices=offices, town="hull")["to"]
    assert "listed" in faults(the_form, {"to": "ann"})["to"]


STOPS = component(
    "dynamiclist", "stops", required=True, properties={"max_rows": "3"},
    components=[component("textfield", "city", required=True), component("datetime", "due_on", required=True), component("checkbox", "is_last")],
)


def test_rows_of_a_list_become_contexts_and_empty_rows_are_left_out():
    typed = {"stops[0].city": "York", "stops[0].due_on": "2023-10-12", "stops[1].city": "", "stops[1].due_on": "",
             "stops[4].city": "Hull", "stops[4].due_on": "2023-10-13", "stops[4].is_last": "true"}

    assert values(form(STOPS), typed)["stops"] == [
        {"city": "York", "due_on": FeelDate(2023, 10, 12), "is_last": False},
        {"city": "Hull", "due_on": FeelDate(2023, 10, 13), "is_last": True},
    ]


def test_faults_in_rows_carry_the_name_of_their_input():
    assert set(faults(form(STOPS), {"stops[2].city": "York", "stops[2].due_on": "soon"})) == {"stops[2].due_on"}
    assert "At least 1 row" in faults(form(STOPS))["stops"]
    assert "At least 1 row" in faults(form(STOPS), {"stops[0].city": ""})["stops"]
    many = {f"stops[{number}].city": "York" for number in range(4)} | {f"stops[{number}].due_on": "2023-10-12" for number in range(4)}
    assert "At most 3 rows" in faults(form(STOPS), many)["stops"]
    assert set(faults(form(STOPS), {"stops[0].city": "York", "stops[0].due_on": "2023-10-12", "stops[0].zip": "1", "stops[x].city": "1"})) == {
        "stops[0].zip", "stops[x].city"}


def test_condition_inside_a_row_sees_its_own_row_first():
    row = [component("textfield", "kind"), component("textfield", "size", conditional={"hide": "=kind != wanted"})]
    the_form = form(component("textfield", "wanted"), component("dynamiclist", "rows", components=row))
    typed = {"wanted": "box", "rows[0].kind": "box", "rows[0].size": "L", "rows[1].kind": "bag", "rows[1].size": "S"}

    assert values(the_form, typed)["rows"] == [{"kind": "box", "size": "L"}, {"kind": "bag", "size": None}]


def test_files_are_checked_and_their_names_masked():
    the_form = form(component("filepicker", "photos", multiple=True, accept="image/*", properties={"max_files": "2", "max_mb": "1", "public": "true"}))
    photo = UploadedFile("13812345678.png", "image/png", PNG)

    found = validate(the_form, files={"photos": [photo, UploadedFile("", "application/octet-stream", b"")]})

    assert found.values == {"photos": [{"name": "138****5678.png", "media_type": "image/png", "size": Decimal(len(PNG))}]}
    assert [(each.name, each.content, each.is_public) for each in found.files["photos"]] == [("138****5678.png", PNG, True)]
    assert "At most 2 files" in faults(the_form, files={"photos": [photo] * 3})["photos"]
    assert "138****5678.png: " in faults(the_form, files={"photos": [UploadedFile("13812345678.png", "", b"MZ")]})["photos"]
    assert "at most 1 MB" in faults(the_form, files={"photos": [UploadedFile("a.png", "", PNG + bytes(1024 * 1024))]})["photos"]
    assert "no such field" in faults(the_form, files={"others": [photo]})["others"]
    assert "At most 1 file." in faults(form(component("filepicker", "one")), files={"one": [photo] * 2})["one"]


typed_names = st.sampled_from(["a", "n", "d", "c", "many", "rows[0].x", "rows[1].x", "rows[0]", "rows", "b", "rows[9999].x"])


@given(st.dictionaries(typed_names, st.lists(st.text(), max_size=3)))
def test_any_submission_is_accepted_or_refused_and_accepted_values_can_be_stored(typed):
    the_form = form(
        component("textfield", "a"), component("number", "n"), component("datetime", "d", subtype="datetime"), component("checkbox", "c"),
        choice("checklist", "many", "x", "y"), component("dynamiclist", "rows", components=[component("number", "x")]),
    )

    try:
        found = the_form.validate(typed, {}, {}, NOW, ZONE)
    except InvalidValues as refusal:
        assert refusal.fields
    else:
        assert set(found.values) == set(the_form.keys)
        dumps(found.values)


@settings(max_examples=40)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["type", "key", "components", "values", "validate", "conditional", "properties", "id", "hide", "path"]), inner)))
def test_any_json_is_read_or_has_reasons_in_both_languages(tree):
    form_of_it = {"type": "default", "id": "x", "components": [tree]}

    assert all(each.text.zh and each.text.en for each in reasons(json.dumps(form_of_it).encode(), "x.form"))
