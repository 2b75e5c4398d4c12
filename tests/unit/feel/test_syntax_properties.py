"""Any tree survives being printed and parsed; any text is either FEEL or the documented error; any tree evaluates."""

from __future__ import annotations

from datetime import datetime, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, FeelLimitExceeded, compile_expression, compile_unary_tests, to_text
from engine.feel.builtins import SPACED_NAMES
from engine.feel.parser import parse_expression, parse_tests
from engine.feel.printer import to_feel
from tests.unit.feel.trees import SCOPE, TOKENS, TREES

NOW = datetime(2024, 2, 29, tzinfo=timezone.utc)
quickly = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@quickly
@given(TREES)
def test_printed_tree_parses_to_the_same_tree(tree):
    assert parse_expression(to_feel(tree), SPACED_NAMES) == tree


@quickly
@given(TREES)
def test_every_tree_evaluates_to_a_value_or_hits_a_limit(tree):
    try:
        result = compile_expression(to_feel(tree)).evaluate(SCOPE, now=NOW)
    except FeelError as error:
        assert error.code == "unknown-type" or isinstance(error, FeelLimitExceeded)
        return

    assert to_text(result.value, "zh") and to_text(result.value, "en")
    assert all(warning.zh and warning.en for warning in result.warnings)


@quickly
@given(TOKENS | st.text(max_size=40) | st.binary(max_size=40).map(lambda data: data.decode("utf-8", "replace")))
def test_any_text_is_feel_or_a_documented_error(text):
    for compiled in (compile_expression, compile_unary_tests):
        try:
            made = compiled(text)
        except FeelError as error:
            assert error.zh and error.en and 0 <= error.position <= len(text)
            continue
        _evaluate(made)


def _evaluate(made) -> None:
    try:
        made.evaluate(SCOPE, now=NOW) if hasattr(made, "evaluate") else made.matches(SCOPE["x"], SCOPE, now=NOW)
    except FeelLimitExceeded:
        pass


def test_printed_cell_parses_to_the_same_cell():
    for text in ("-", "1, 2", "not(< 5, [1..3))", '"a", "b"', "? > 5 and ? < 9", "> -5"):
        cell = parse_tests(text)

        assert parse_tests(to_feel(cell)) == cell


def test_negation_of_what_begins_with_a_number_keeps_its_brackets():
    tree = parse_expression("-(5[1])")

    assert to_feel(tree) == "-(5[1])"
    assert parse_expression(to_feel(tree)) == tree


def test_a_comparison_behind_a_type_is_no_argument_of_the_type():
    tree = parse_expression("(x instance of number) < y", SPACED_NAMES)

    assert parse_expression(to_feel(tree), SPACED_NAMES) == tree
