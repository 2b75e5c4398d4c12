"""Runs a case and says whether the answer is the expected one."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from engine.decisions import DecisionModel, DecisionResult, load_decisions
from tests.tck.cases import Case

_NOW = datetime(2024, 2, 29, 12, tzinfo=timezone.utc)
_CUT_DIGITS = 8     # from so many digits after the point a number of the kit is an endless one, computed with doubles and cut
_TOLERANCE = Decimal("1e-8")     # and then the kit's own runners compare like this


@lru_cache(maxsize=None)
def _model(path: Path) -> DecisionModel:
    others = {each.name: each.read_bytes() for each in path.parent.glob("*.dmn")}
    return load_decisions(path.read_bytes(), path.name, others)


def complaint(case: Case) -> str | None:
    """Why the case fails, None if it passes. An expected error needs null and a warning."""
    answer = _asked(case)
    if answer is None:
        return f"there is no '{case.asked}'"
    value = answer.value
    if case.kind == "decisionService" and isinstance(value, dict) and case.result in value and not isinstance(case.expected, dict):
        value = value[case.result]
    if case.is_error:
        return None if value is None and answer.warnings else f"expected an error, got {value!r} {answer.warnings}"
    return None if same(case.expected, value) else f"expected {case.expected!r}, got {value!r} {answer.warnings}"


def _asked(case: Case) -> DecisionResult | None:
    model = _model(case.model)
    things = {"decisionService": model.services, "bkm": model.knowledge}.get(case.kind, model.decisions)
    found = next((each for each in things.values() if each.name == " ".join(case.asked.split())), None)
    return None if found is None else found.evaluate(case.inputs, now=_NOW, zone="UTC")


def same(expected: object, value: object) -> bool:
    """Equal, numbers as exact decimals; where the kit gives 8 or more digits after the point, within 1e-8 (see explained.md)."""
    if isinstance(expected, Decimal) and isinstance(value, Decimal):
        return expected == value or _same_digits(expected, value)
    if isinstance(expected, list) and isinstance(value, list):
        return len(expected) == len(value) and all(map(same, expected, value))
    if isinstance(expected, dict) and isinstance(value, dict):
        return expected.keys() == value.keys() and all(same(expected[name], value[name]) for name in expected)
    return type(expected) is type(value) and expected == value


def _same_digits(expected: Decimal, value: Decimal) -> bool:
    return -expected.as_tuple().exponent >= _CUT_DIGITS and abs(expected - value) <= _TOLERANCE
