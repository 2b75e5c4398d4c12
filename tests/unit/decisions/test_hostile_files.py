"""A file that was damaged anywhere is refused or answers with null; it never brings anything down."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.decisions import UnreadableDecisions, load_decisions
from tests.unit.decisions.models import decision, file, given as input_data, table, text

WHOLE = file(
    '<itemDefinition name="tK"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues></itemDefinition>',
    input_data("k", "tK"), input_data("n", "number"),
    decision("d", table(["n: number", 'k: tK = "a","b"'], ["o: string"], [["< 5", '"a"', '"x"'], ["[5..9]", "not(k)", "k"]]), ("#in_k", "#in_n")),
    decision("e", text('for i in 1..3 return d + string(i)'), ("#d",)))
FRAGMENTS = st.sampled_from([
    b"", b"<", b">", b'"', b"&lt;", b"null", b"not(", b"1..", b"#d", b"#in_n", b"UNIQUE", b"COLLECT", b"typeRef='tK'", b"</text>", b"d", b"for",
    b"tK", b"<decision id='z'/>", b"\xff", b"1e9999"]) | st.binary(max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 12), FRAGMENTS), min_size=1, max_size=4))
def test_damaged_file_is_refused_or_answers(damages):
    xml = WHOLE
    for place, length, fragment in damages:
        xml = xml[:place] + fragment + xml[place + length:]

    try:
        model = load_decisions(xml, "damaged.dmn")
    except UnreadableDecisions as refused:
        assert refused.problem.zh and refused.problem.en
        return

    assert all(problem.zh and problem.en for problem in model.problems())
    for each in model.decisions.values():
        each.evaluate({"n": 3, "k": "a"}, trace=True)


def test_the_whole_file_answers():
    model = load_decisions(WHOLE, "whole.dmn")

    assert model.decisions["e"].evaluate({"n": 3, "k": "a"}).value == ["x1", "x2", "x3"]
