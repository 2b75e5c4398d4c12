"""Values as Python values, as JSON, and as text for people."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from engine.feel import (
    DayTimeDuration, FeelDate, FeelDateTime, FeelTime, Function, Range, YearMonthDuration, decode, dumps, encode, kind_of, loads,
    native, nearest, to_text,
)
from engine.feel.durations import parse_duration
from tests.unit.feel.trees import VALUES


@settings(max_examples=80, deadline=None)
@given(VALUES)
def test_value_survives_json_exactly(value):
    text = dumps(value)

    assert loads(text) == value
    assert dumps(loads(text)) == text
    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_json_is_canonical():
    assert dumps({"b": Decimal("1.50"), "a": [True, None, "回响"]}) == '{"a":[true,null,"回响"],"b":{"$number":"1.50"}}'


def test_context_with_a_dollar_entry_is_no_tag():
    assert loads(dumps({"$date": "2024-01-01"})) == {"$date": "2024-01-01"}
    assert loads(dumps({"$context": {"$number": "1"}})) == {"$context": {"$number": "1"}}


def test_plain_json_numbers_keep_their_digits():
    assert list(map(str, loads("[1, 2.50, 0.1]"))) == ["1", "2.50", "0.1"]


def test_hour_that_occurs_twice_survives_json():
    second = FeelDateTime.parse("2018-10-28T02:30:00@Europe/Paris").plus(3600 * 10**9)

    assert loads(dumps(second)).to_python() == second.to_python()


def test_function_can_not_be_stored():
    with pytest.raises(TypeError, match="function"):
        dumps([Function("f", ())])


def test_python_values_become_feel_values():
    shanghai = datetime(2024, 2, 29, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

    assert native([1, 1.5, True, (date(2024, 2, 29), time(10, 30)), {"a": timedelta(days=1)}, shanghai]) == [
        Decimal(1), Decimal("1.5"), True, [FeelDate(2024, 2, 29), FeelTime.of(10, 30)], {"a": parse_duration("P1D")},
        FeelDateTime.parse("2024-02-29T10:00:00@Asia/Shanghai")]
    with pytest.raises(TypeError):
        native(object())


def test_moment_goes_to_python_and_back():
    moment = datetime(2024, 2, 29, 2, 0, 0, 123456, tzinfo=timezone.utc)

    assert FeelDateTime.from_python(moment).to_python() == moment
    assert FeelDateTime.parse("2024-02-29T10:00:00+08:00").to_python() == datetime(2024, 2, 29, 2, tzinfo=timezone.utc)
    assert FeelDateTime.parse("2024-02-29T10:00:00").to_python() == datetime(2024, 2, 29, 10)
    with pytest.raises(ValueError, match="99999"):
        FeelDateTime.parse("99999-01-01T00:00:00Z").to_python()


def test_values_sort_and_hash_in_python():
    days = [FeelDate(2024, 3, 1), FeelDate(-5, 1, 1), FeelDate(2024, 2, 29)]
    moments = [FeelDateTime.parse(text) for text in ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00+08:00")]
    lengths = [parse_duration("PT25H"), parse_duration("P1D")]

    assert sorted(days) == [days[1], days[2], days[0]] and len({*days, FeelDate(2024, 3, 1)}) == 3
    assert sorted(moments) == moments[::-1] and len({moments[0], FeelDateTime.parse("2024-01-01T08:00:00+08:00")}) == 1
    assert max(lengths) == lengths[0] and YearMonthDuration(12) == parse_duration("P1Y") and parse_duration("P1Y") > YearMonthDuration(11)
    assert FeelTime.parse("10:00:00") < FeelTime.parse("11:00:00") and Range(1, 2) == Range(1, 2) and Range(1, 2) < Range(1, 3)


def test_durations_measure():
    assert DayTimeDuration.from_seconds(Decimal("1.5")).to_seconds() == Decimal("1.5")
    assert parse_duration("P1DT1H").to_seconds() == 90_000 and parse_duration("-P14M").to_months() == -14
    assert [str(parse_duration(text)) for text in ("PT1000M", "P26M", "PT0S", "P0M", "-PT0.5S")] == [
        "PT16H40M", "P2Y2M", "PT0S", "P0M", "-PT0.5S"]


@pytest.mark.parametrize(("value", "zh", "en"), [
    (None, "（空）", "(none)"), (True, "是", "yes"), (Decimal("1.50"), "1.50", "1.50"), ("回响", "回响", "回响"), ([], "（空）", "(none)"),
    ([Decimal(1), "a"], "1、a", "1, a"), ({"a": Decimal(1), "b": False}, "a：1；b：否", "a: 1; b: no"),
    ([Decimal(n) for n in range(9)], "0、1、2、3、4 等 9 项", "0, 1, 2, 3, 4 and 9 in all"), ("x" * 100, "x" * 79 + "…", "x" * 79 + "…"),
    (FeelDateTime.parse("2024-02-29T10:00:00+08:00"), "2024-02-29 10:00:00+08:00", "2024-02-29 10:00:00+08:00"),
])
def test_text_for_people_is_short(value, zh, en):
    assert (to_text(value, "zh"), to_text(value, "en")) == (zh, en)


def test_kinds_have_the_standards_names():
    assert [kind_of(each) for each in (None, Decimal(1), "", True, [], {}, FeelDate(1, 1, 1), Range(1, 2), YearMonthDuration(1))] == [
        "null", "number", "string", "boolean", "list", "context", "date", "range", "years and months duration"]


def test_nearest_name_is_found_or_none():
    assert nearest("custmer name", ["customer_name", "amount"]) == "customer_name"
    assert nearest("xyz", ["customer_name", "amount"]) is None
