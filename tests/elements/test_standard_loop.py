"""Standard loops: BPMN 2.0.2 clauses 10.3.8 and 13.3.6."""

from __future__ import annotations

from tests.elements.drawing import boundary, diagram, end, flows, start, timer, user
from tests.elements.playing import Played, refusals


def looped(condition: str = "", **attributes: str) -> bytes:
    inner = f'<bpmn:loopCondition xsi:type="bpmn:tFormalExpression">{condition}</bpmn:loopCondition>' if condition else ""
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    loop = f"<bpmn:standardLoopCharacteristics{written}>{inner}</bpmn:standardLoopCharacteristics>"
    return diagram(start(), user("ask", loop), boundary("late", "ask", timer("Duration", "PT1H")), user("after"), end(),
                   flows("begin", "ask", "after", "done"), flows("late", "done"))


def test_13_3_6_the_activity_repeats_while_its_condition_is_true():
    played = Played(looped("=more"))

    played.complete("ask", more=True).complete("ask", more=True)
    assert played.tasks() == ["ask"]
    played.complete("ask", more=False)

    assert played.tasks() == ["after"]
    assert played.path().count("ask") == 3


def test_13_3_6_test_before_may_pass_it_by():
    assert Played(looped("=more", testBefore="true"), more=False).tasks() == ["after"]
    assert Played(looped("=more", testBefore="true"), more=True).tasks() == ["ask"]


def test_13_3_6_the_maximum_ends_it():
    played = Played(looped("=true", loopMaximum="2"))

    assert played.complete("ask").tasks() == ["ask"]
    assert played.complete("ask").tasks() == ["after"]
    assert Played(looped(loopMaximum="1")).complete("ask").tasks() == ["after"]


def test_each_time_is_counted_and_a_boundary_event_ends_them_all():
    played = Played(looped("=loopCounter &lt; 5")).complete("ask")
    eid = played.execution.user_tasks()[0].eid
    assert played.execution.variables(eid)["loopCounter"] == 2

    assert played.wait_until_due("late").state == "completed"


def test_a_loop_without_end_is_refused():
    assert refusals(looped()) == [("ask", "standardLoopCharacteristics")]
