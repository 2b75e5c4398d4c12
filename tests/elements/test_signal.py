"""Signal events: throw, end, catch, boundary, event sub-process start. BPMN 2.0.2 clauses 10.5.5, 13.5.2 and 13.5.6."""

from __future__ import annotations

from engine.bpmn import reasons
from tests.elements.drawing import boundary, catch, diagram, end, event_sub_process, flows, node, parallel, several, start, sub_process, throw, user
from tests.elements.playing import Played, refusals

SIGNAL = '<bpmn:signalEventDefinition signalRef="signal_rain"/>'
RAIN = node("signal", "signal_rain", name="rain")


def test_13_5_2_a_signal_reaches_everyone_who_waits_in_the_instance():
    waiting = sub_process("work", several("=[1, 2, 3]"), start("w"), catch("wait", SIGNAL), user("dry"), end("we"), flows("w", "wait", "dry", "we"))
    xml = diagram(start(), parallel("fork"), user("look"), throw("call", SIGNAL), waiting, end(), end("e"), flows("begin", "fork", "look", "call", "done"),
                  flows("fork", "work", "e"), roots=RAIN)
    played = Played(xml)
    assert len(played.execution.signals()) == 3

    played.complete("look")

    assert played.tasks() == ["dry", "dry", "dry"]
    assert [h.payload["signal"] for h in played.told if h.kind == "signal_thrown"] == ["rain"]


def test_13_5_6_a_signal_end_event_throws_and_ends():
    xml = diagram(start(), parallel("fork"), user("look"), end("called", SIGNAL), user("walk"), boundary("wet", "walk", SIGNAL), user("dry"), end("e"),
                  flows("begin", "fork", "look", "called"), flows("fork", "walk", "e"), flows("wet", "dry", "e"), roots=RAIN)

    played = Played(xml).complete("look")

    assert (played.tasks(), played.cancelled()) == (["dry"], ["walk"])


def test_an_event_sub_process_may_start_with_one_from_outside():
    inner = event_sub_process("shelter", node("startEvent", "rains", SIGNAL, isInterrupting="false"), user("run"), end("se"), flows("rains", "run", "se"))
    played = Played(diagram(start(), user("walk"), end(), flows("begin", "walk", "done"), inner, roots=RAIN))

    for _ in range(2):
        execution = played.execution
        assert execution.signal("rain", {"mm": 5}) == 1
        assert execution.signal("sun", {}) == 0
        played.saved = execution.snapshot()

    assert sorted(played.tasks()) == ["run", "run", "walk"]
    assert played.variables == {"mm": 5}


def test_signals_are_refused_while_nobody_takes_them_to_other_cases():
    xml = diagram(start(), end("done", SIGNAL), flows("begin", "done"), roots=RAIN)

    assert refusals(xml) == [("done", "signalEventDefinition")]
    assert reasons(xml, "test.bpmn", form_ids=(), decision_ids=(), sends_signals=True) == []
