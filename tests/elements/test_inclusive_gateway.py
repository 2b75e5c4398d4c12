"""Inclusive gateways: BPMN 2.0.2 clauses 10.6.3 and 13.4.3."""

from __future__ import annotations

import pytest

from tests.elements.drawing import boundary, diagram, end, exclusive, flow, flows, inclusive, parallel, start, timer, user
from tests.elements.playing import Played

FORK = diagram(start(), inclusive("which", default="which_to_c"), user("a"), user("b"), user("c"), inclusive("join"), user("after"), end(),
               flows("begin", "which"), flow("which", "a", "=amount > 10"), flow("which", "b", "=amount > 20"), flow("which", "c"),
               flows("a", "join", "after", "done"), flows("b", "join"), flows("c", "join"))


@pytest.mark.parametrize(("amount", "taken"), [(5, ["c"]), (15, ["a"]), (25, ["a", "b"])])
def test_13_4_3_every_true_condition_gets_a_token_else_the_default(amount, taken):
    played = Played(FORK, amount=amount)
    assert played.at() == taken

    for element in reversed(taken):
        assert "after" not in played.at()
        played.complete(element)

    assert played.at() == ["after"]
    assert played.path().count("join") == 1


def test_the_data_of_every_branch_is_kept():
    played = Played(FORK, amount=25).complete("b", from_b=1).complete("a", from_a=2)

    assert played.variables == {"amount": 25, "from_b": 1, "from_a": 2}


def test_13_4_3_the_join_waits_for_a_token_that_is_still_far_away():
    xml = diagram(start(), parallel("fork"), user("a"), user("b1"), user("b2"), exclusive("skip", default="skip_to_out"), inclusive("join"), user("after"), end(), end("out"),
                  flows("begin", "fork", "a", "join", "after", "done"), flows("fork", "b1", "b2", "skip"), flow("skip", "join", "=come"), flow("skip", "out"))
    played = Played(xml).complete("a")
    assert played.at() == ["b1", "join"]

    played.complete("b1")
    assert played.at() == ["b2", "join"]

    assert Played(xml).complete("a").complete("b1").complete("b2", come=True).at() == ["after"]
    assert Played(xml).complete("a").complete("b1").complete("b2", come=False).at() == ["after"]


def test_13_4_3_a_join_in_a_loop_waits_anew_in_every_round():
    xml = diagram(start(), exclusive("again"), inclusive("which", default="which_to_a"), user("a"), user("b"), inclusive("join"), exclusive("good", default="back"), end(),
                  flows("begin", "again", "which"), flow("which", "a"), flow("which", "b", "=both"), flows("a", "join", "good"), flows("b", "join"),
                  flow("good", "done", "=ok"), flow("good", "again", id="back"))
    played = Played(xml, both=True, ok=False)

    for _ in range(4):
        assert played.at() == ["b"]
        played.complete("b")
    played.set(both=False)
    played.complete("b")

    assert played.at() == ["a"]
    assert played.complete("a", ok=True).state == "completed"


def test_a_branch_that_a_boundary_event_took_away_is_not_waited_for():
    xml = diagram(start(), parallel("fork"), user("a"), user("b"), boundary("late", "b", timer("Duration", "PT1H")), inclusive("join"), user("after"), end(), end("out"),
                  flows("begin", "fork", "a", "join", "after", "done"), flows("fork", "b", "join"), flows("late", "out"))
    played = Played(xml).complete("a")
    assert "after" not in played.at()

    assert played.wait_until_due("late").at() == ["after"]


def test_13_4_3_no_true_condition_and_no_default_is_an_exception_and_becomes_an_incident():
    xml = diagram(start(), inclusive("which"), user("a"), user("b"), end(), flows("begin", "which"), flow("which", "a", "=x > 1"), flow("which", "b", "=x > 2"),
                  flows("a", "done"), flows("b", "done"))
    played = Played(xml, x=0)
    assert played.execution.incidents()[0].element_id == "which"

    assert played.set(x=3).retry("which").at() == ["a", "b"]
