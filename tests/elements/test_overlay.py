"""What the diagram page shows of a case: counts, rounds, time and where the token is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.bpmn import overlay
from tests.elements.drawing import diagram, end, exclusive, flow, flows, properties, several, start, user
from tests.elements.playing import BEGIN, Played

XML = diagram(start(), exclusive("again"), user("ask", several("=people")), exclusive("good", default="back"), end(), flows("begin", "again", "ask", "good"),
              flow("good", "done", "=ok"), flow("good", "again", id="back", zeebe=properties(newRound="true")))


@dataclass
class Line:
    kind: str
    element_id: str
    round: int
    at: datetime
    payload: dict


def lines(played: Played, *, passing: bool = True) -> list[Line]:
    return [Line(h.kind, h.element_id, h.round, BEGIN + timedelta(seconds=number), {**h.payload, "eid": h.element_instance_id})
            for number, h in enumerate(played.told) if passing or h.kind != "element_activated" or h.element_id == "ask"]


def test_counts_rounds_and_the_place_of_the_token():
    played = Played(XML, people=["Li", "Wang"], ok=False).complete("ask").complete("ask")

    shown = overlay(played.definition, lines(played))

    assert (shown["elements"]["ask"]["count"], shown["elements"]["ask"]["rounds"], shown["elements"]["ask"]["is_active"]) == (4, [1, 2], True)
    assert shown["elements"]["good"]["is_active"] is False
    assert (shown["flows"]["back"]["count"], shown["flows"]["back"]["rounds"]) == (1, [1])
    assert "good_to_done" not in shown["flows"]
    assert shown["elements"]["ask"]["seconds"] > 0


def test_elements_that_only_left_a_completion_are_counted_as_well():
    played = Played(XML, people=["Li", "Wang"], ok=False).complete("ask").complete("ask")

    both = [overlay(played.definition, lines(played, passing=each))["elements"] for each in (True, False)]

    assert {id: line["count"] for id, line in both[0].items()} == {id: line["count"] for id, line in both[1].items()}
