"""Transactions with cancel events: BPMN 2.0.2 clauses 10.3.5.2, 10.5.6 and 13.3.4. Compensation is refused, so cancelling undoes nothing."""

from __future__ import annotations

from tests.elements.drawing import boundary, diagram, end, flows, node, parallel, start, user
from tests.elements.playing import Played, refusals

CANCEL = "<bpmn:cancelEventDefinition/>"
BUY = node("transaction", "buy", start("b"), parallel("fork"), user("pay"), user("pack"), end("cancelled", CANCEL), end("bought"),
           flows("b", "fork", "pay", "cancelled"), flows("fork", "pack", "bought"))


def test_13_3_4_cancel_end_event_leaves_by_the_cancel_boundary_event():
    xml = diagram(start(), BUY, boundary("given_up", "buy", CANCEL), user("tell"), end(), flows("begin", "buy", "done"), flows("given_up", "tell", "done"))
    assert refusals(xml) == []

    played = Played(xml).complete("pay")

    assert played.at() == ["tell"]
    assert played.cancelled() == ["pack", "buy"]


def test_a_transaction_that_succeeds_goes_on_like_a_sub_process():
    inner = node("transaction", "buy", start("b"), user("pay"), end("bought"), flows("b", "pay", "bought"))
    assert Played(diagram(start(), inner, end(), flows("begin", "buy", "done"))).complete("pay").state == "completed"


def test_cancel_events_elsewhere_and_compensation_are_refused():
    assert refusals(diagram(start(), end("done", CANCEL), flows("begin", "done"))) == [("done", "cancelEventDefinition")]
    assert refusals(diagram(start(), BUY, end(), flows("begin", "buy", "done"))) == [("cancelled", "cancelEventDefinition")]
    undo = "<bpmn:compensateEventDefinition/>"
    xml = diagram(start(), user("pay"), boundary("undo", "pay", undo), end("done", undo), flows("begin", "pay", "done"))
    assert {field for _, field in refusals(xml)} == {"compensateEventDefinition"}
