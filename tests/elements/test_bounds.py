"""A diagram that would take the server with it is stopped where it is, with a reason; what else is in the case can be seen and ended."""

from __future__ import annotations

import time

import pytest

from engine.bpmn import reasons, workflow
from tests.elements.drawing import diagram, end, exclusive, flow, flows, node, parallel, script, several, start, sub_process, user
from tests.elements.playing import Played


def texts(played: Played) -> set[str]:
    return {incident.text.en for incident in played.execution.incidents()}


def test_lists_within_lists_do_not_become_countless_tasks(monkeypatch):
    monkeypatch.setattr(workflow, "MOST_TOKENS", 60)
    inner = [start("in"), user("ask", several("=for k in 1..10 return k", "k")), end("out"), flows("in", "ask", "out")]
    played = Played(diagram(start(), sub_process("each", *inner, several("=for i in 1..10 return i", "i")), end(), flows("begin", "each", "done")))

    assert 10 <= len(played.tasks()) <= 60
    assert texts(played) == {"The input collection of 'ask' can't be computed: Too much goes on in this case at once."}


def test_expressions_that_take_their_time_at_each_step_are_stopped_together(monkeypatch):
    monkeypatch.setattr(workflow, "MOST_SECONDS", 0.05)
    counting = '<zeebe:script expression="=count(for i in 1..5000 return i * i)" resultVariable="x"/>'
    circle = diagram(
        start(), node("scriptTask", "count_up", zeebe=counting), exclusive("enough", default="enough_to_count_up"), end(),
        flows("begin", "count_up", "enough", "count_up"), flow("enough", "done", "=x = 1"),
    )  # fmt: skip

    assert texts(Played(circle)) == {"The process runs in circles or splits up here, without any wait."}


def test_branches_that_split_and_split_are_stopped(monkeypatch):
    monkeypatch.setattr(workflow, "MOST_TOKENS", 200)
    levels = [part for n in range(12) for part in (parallel(f"split{n}"), exclusive(f"join{n}"), *(flow(f"split{n}", f"join{n}", id=f"{way}{n}") for way in "ab"))]
    ways = [flow(f"join{n}", f"split{n + 1}" if n < 11 else "last") for n in range(12)]
    played = Played(diagram(start(), flow("begin", "split0"), *levels, *ways, user("last"), end(), flow("last", "done")))

    assert len(played.execution.incidents()) < 1000
    assert texts(played) == {"The process runs in circles or splits up here, without any wait."}


@pytest.mark.parametrize("count", [1, 60])
def test_what_is_within_bounds_runs(monkeypatch, count):
    monkeypatch.setattr(workflow, "MOST_TOKENS", 80)

    played = Played(diagram(start(), user("ask", several(f"=for k in 1..{count} return k", "k")), end(), flows("begin", "ask", "done")))

    assert (len(played.tasks()), texts(played)) == (count, set())


def test_a_diagram_full_of_unknown_names_is_checked_at_once():
    steps = [script(f"step{n}", f"=unknown_name_{n} + another_{n}", f"unknwon_name_{n}") for n in range(600)]
    xml = diagram(start(), *steps, end(), flows("begin", *(f"step{n}" for n in range(600)), "done"))
    begun_at = time.process_time()

    found = reasons(xml, "test.bpmn", form_ids=set(), decision_ids=set(), form_fields={})

    assert len(found) == 1200
    assert any("Did you mean" in reason.text.en for reason in found)
    assert time.process_time() - begun_at < 10


def test_a_diagram_full_of_faults_is_checked_at_once():
    xml = diagram(start(), end(), flows("begin", "done"), *(user(f"lost{n}") for n in range(8000)))
    begun_at = time.process_time()

    assert len(reasons(xml, "test.bpmn", form_ids=set(), decision_ids=set())) >= 8000
    assert time.process_time() - begun_at < 4
