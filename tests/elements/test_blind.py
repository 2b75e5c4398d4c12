"""Blind user tasks: several people answer, and nothing of an answer is in anybody's reach before all are there."""

from __future__ import annotations

import json

import pytest

from tests.elements.drawing import diagram, end, exclusive, flow, flows, mappings, properties, several, start, sub_process, user
from tests.elements.playing import Played, refusals

def scored(loop: str, *, zeebe: str = "", words: str = "") -> bytes:
    zeebe += words or properties(blind="true")
    return diagram(start(), user("score_it", loop, zeebe=zeebe), user("talk"), end(), flows("begin", "score_it", "talk", "done"))


BLIND = several("=people", "person", output=("sheets", "={who: person, score: score}"))


def test_no_variable_holds_an_answer_until_the_last_one_is_there():
    played = Played(scored(BLIND), people=["Li", "Wang"])
    played.complete("score_it", 0, score=4)

    waiting = played.execution.user_tasks()[0]
    seen = played.execution.variables(waiting.eid)
    assert seen["person"] == "Wang" and "score" not in seen and not seen.get("sheets")
    assert "sheets" not in played.variables and "score" not in played.variables

    played.complete("score_it", 0, score=5)
    assert played.variables["sheets"] == [{"who": "Li", "score": 4}, {"who": "Wang", "score": 5}]


def test_only_the_author_s_own_element_instance_is_told_what_was_typed():
    played = Played(scored(BLIND), people=["Li", "Wang"])
    played.complete("score_it", 0, score=4)

    told = [each for each in played.told if each.kind == "variables_changed" and "4" in json.dumps(each.payload, default=str)]

    assert told
    assert all(each.element_id == "score_it" and each.payload["scope"] == each.element_instance_id for each in told)


def test_a_second_run_begins_with_no_answer_of_the_first():
    again = flow("again", "score_it", "=more = true") + flow("again", "done", "=more = false")
    played = Played(diagram(start(), user("score_it", BLIND, zeebe=properties(blind="true")), user("talk"), exclusive("again"), end(),
                            flows("begin", "score_it", "talk", "again"), again), people=["Li", "Wang"])
    played.complete("score_it", 0, score=1).complete("score_it", 0, score=2).complete("talk", more=True)

    played.complete("score_it", 0, score=5)

    assert played.variables["sheets"] == [{"who": "Li", "score": 1}, {"who": "Wang", "score": 2}]
    assert "score" not in played.execution.variables(played.execution.user_tasks()[0].eid)


OUTPUT = ("sheets", "={score: score}")


@pytest.mark.parametrize("xml", [
    scored(several("=people", "person", sequential=True, output=OUTPUT)),
    scored(""),
    scored(several("=people", "person")),
    scored(BLIND, zeebe=mappings(outputs={"score": "=score"})),
    scored(several("=people", "person", output=OUTPUT, enough="=numberOfCompletedInstances > 1")),
    scored(BLIND, words=properties(blind="true", actor="customer")),
    diagram(start(), sub_process("each", start("inner"), user("score_it", BLIND, zeebe=properties(blind="true")), end("inner_done"),
            flows("inner", "score_it", "inner_done"), several("=teams", "people")), end(), flows("begin", "each", "done")),
], ids=["sequential", "alone", "no output", "output mapping", "ends early", "customer", "inside another"])
def test_a_blind_task_that_could_not_keep_its_promise_is_refused(xml):
    assert ("score_it", "huixiang:blind") in refusals(xml)


def test_a_blind_task_that_keeps_its_promise_is_not_refused():
    assert refusals(scored(BLIND)) == []


def test_blind_takes_no_other_value_and_stands_on_user_tasks_only():
    assert ("score_it", "huixiang:blind") in refusals(scored(BLIND, words=properties(blind="yes")))
    assert ("begin", "huixiang:blind") in refusals(diagram(start(zeebe=properties(blind="true")), user("ask"), end(), flows("begin", "ask", "done")))
