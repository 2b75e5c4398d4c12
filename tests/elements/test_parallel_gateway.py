"""Parallel gateways: BPMN 2.0.2 clauses 10.6.4 and 13.4.1."""

from __future__ import annotations

from tests.elements.drawing import diagram, end, exclusive, flow, flows, parallel, start, user
from tests.elements.playing import Played, refusals

FORK = diagram(start(), parallel("fork"), user("a"), user("b"), parallel("join"), user("c"), end(),
               flows("begin", "fork", "a", "join", "c", "done"), flows("fork", "b", "join"))


def test_13_4_1_fork_puts_a_token_on_every_flow_and_join_waits_for_all():
    played = Played(FORK)
    assert played.at() == ["a", "b"]

    played.complete("b")
    assert played.at() == ["a", "join"]

    played.complete("a")
    assert played.at() == ["c"]
    assert played.path().count("join") == 1


def test_both_branches_write_and_nothing_is_lost_at_the_join():
    played = Played(FORK, list=[1])

    played.complete("b", from_b=1, shared="b").complete("a", from_a=2, shared="a").complete("c")

    assert played.variables == {"list": [1], "from_b": 1, "from_a": 2, "shared": "a"}


def test_13_4_1_excess_tokens_remain_at_their_flow():
    """Two tokens on one flow of the join: the second waits for a partner of its own."""
    xml = diagram(start(), parallel("two"), exclusive("merge"), user("a"), user("b"), parallel("join"), user("c"), end(),
                  flows("begin", "two", "merge", "a", "join", "c", "done"), flow("two", "merge", id="second"), flows("two", "b", "join"))
    played = Played(xml)
    assert played.at() == ["a", "a", "b"]

    played.complete("a").complete("a")
    assert played.at() == ["b", "join"]
    played.complete("b")

    assert played.at() == ["c", "join"]


def test_a_join_inside_a_loop_waits_anew_in_every_round():
    xml = diagram(start(), exclusive("again"), parallel("fork"), user("a"), user("b"), parallel("join"), exclusive("good", default="back"), end(),
                  flows("begin", "again", "fork", "a", "join", "good"), flows("fork", "b", "join"), flow("good", "done", "=ok"),
                  flow("good", "again", id="back"))
    played = Played(xml, ok=False)

    for _ in range(5):
        assert played.at() == ["a", "b"]
        played.complete("a").complete("b")

    assert played.complete("a", ok=True).complete("b").state == "completed"


def test_ten_splits_in_sequence_cost_no_more_than_one():
    ids = [f"step_{number}" for number in range(10)]
    parts = [part for id in ids for part in (parallel(f"{id}_fork"), user(f"{id}_a"), user(f"{id}_b"), parallel(f"{id}_join"),
                                             flows(f"{id}_fork", f"{id}_a", f"{id}_join"), flows(f"{id}_fork", f"{id}_b", f"{id}_join"))]
    joined = [flows(f"{left}_join", f"{right}_fork") for left, right in zip(ids, ids[1:], strict=False)]
    played = Played(diagram(start(), *parts, *joined, end(), flows("begin", "step_0_fork"), flows("step_9_join", "done")))
    first = len(played.saved)

    for id in ids[:-1]:
        played.complete(f"{id}_a").complete(f"{id}_b")

    assert len(played.saved) <= 1.2 * first


def test_a_condition_on_a_parallel_flow_is_refused():
    xml = diagram(start(), parallel("fork"), user("a"), user("b"), end(), flows("begin", "fork"), flow("fork", "a", "=x"), flows("fork", "b", "done"), flows("a", "done"))

    assert refusals(xml) == [("fork_to_a", "conditionExpression")]
