"""Multi-instance activities: BPMN 2.0.2 clauses 10.3.8 and 13.3.7, with Zeebe's collections."""

from __future__ import annotations

from tests.elements.drawing import (
    boundary, diagram, end, exclusive, flow, flows, mappings, message, node, service, several, start, sub_process, timer, user,
)
from tests.elements.playing import Played, refusals


def asked(loop: str, *more: str, zeebe: str = "") -> bytes:
    return diagram(start(), user("ask", loop, zeebe=zeebe), user("after"), end(), flows("begin", "ask", "after", "done"), *more)


ANSWERS = ("answers", "=answer")


def test_13_3_7_parallel_instances_exist_at_once_each_with_its_element():
    zeebe = '<zeebe:assignmentDefinition assignee="=person"/>'
    played = Played(asked(several("=people", "person"), zeebe=zeebe), people=["Li", "Wang", "Chen"])

    tasks = played.execution.user_tasks()
    assert [task.assignee for task in tasks] == ["Li", "Wang", "Chen"]
    assert [played.execution.variables(task.eid)["loopCounter"] for task in tasks] == [1, 2, 3]

    played.complete("ask", 2).complete("ask", 0)
    assert played.tasks() == ["ask"]
    played.complete("ask")

    assert played.tasks() == ["after"]
    assert "person" not in played.variables


def test_13_3_7_outputs_are_collected_at_the_place_of_their_element():
    played = Played(asked(several("=people", "person", output=ANSWERS)), people=["Li", "Wang", "Chen"])

    played.complete("ask", 2, answer="c").complete("ask", 0, answer="a").complete("ask", 0, answer="b")

    assert played.variables["answers"] == ["a", "b", "c"]
    assert "answer" not in played.variables


def test_an_output_may_be_any_expression_of_the_instance():
    played = Played(asked(several("=people", "person", output=("answers", "={who: person, days: days}"))), people=["Li", "Wang"])

    played.complete("ask", 0, days=3).complete("ask", 0, days=5)

    assert played.variables["answers"] == [{"who": "Li", "days": 3}, {"who": "Wang", "days": 5}]


def test_13_3_7_sequential_instances_follow_one_another():
    played = Played(asked(several("=people", "person", sequential=True, output=ANSWERS)), people=["Li", "Wang"])
    assert [played.execution.variables(task.eid)["person"] for task in played.execution.user_tasks()] == ["Li"]

    played.complete("ask", answer=1)
    assert [played.execution.variables(task.eid)["person"] for task in played.execution.user_tasks()] == ["Wang"]
    played.complete("ask", answer=2)

    assert played.variables["answers"] == [1, 2]
    assert played.tasks() == ["after"]


def test_13_3_7_completion_condition_sees_all_instances_and_cancels_the_rest():
    for name in ("numberOfCompletedInstances", "nrOfCompletedInstances"):
        played = Played(asked(several("=people", "person", output=ANSWERS, enough=f"={name} >= 2")), people=["Li", "Wang", "Chen"])

        played.complete("ask", 0, answer="a")
        assert played.tasks() == ["ask", "ask"]
        played.complete("ask", 1, answer="c")

        assert played.tasks() == ["after"]
        assert played.variables["answers"] == ["a", None, "c"]
        assert played.cancelled() == ["ask"]


def test_an_empty_collection_passes_on():
    played = Played(asked(several("=people", output=ANSWERS)), people=[])

    assert played.tasks() == ["after"]
    assert played.variables["answers"] == []


def test_what_isn_t_a_list_is_an_incident():
    played = Played(asked(several("=people")), people="Li")
    assert played.execution.incidents()[0].element_id == "ask"

    assert played.set(people=["Li"]).retry("ask").tasks() == ["ask"]


def test_a_multi_instance_inside_a_loop_collects_anew_in_every_round():
    xml = diagram(start(), exclusive("again"), user("ask", several("=people", "person", output=ANSWERS)), exclusive("good", default="back"), end(),
                  flows("begin", "again", "ask", "good"), flow("good", "done", "=answers[1] = 3"), flow("good", "again", id="back"))
    played = Played(xml, people=["Li", "Wang"])

    for number in (1, 2, 3):
        assert played.tasks() == ["ask", "ask"]
        played.complete("ask", answer=number).complete("ask", answer=number)
        assert played.variables["answers"] == [number, number]

    assert played.state == "completed"


def test_a_boundary_timer_cancels_all_instances():
    xml = asked(several("=people"), boundary("late", "ask", timer("Duration", "PT1H")), flows("late", "after"))
    played = Played(xml, people=["Li", "Wang"]).complete("ask")

    played.wait_until_due("late")

    assert played.tasks() == ["after"]
    assert played.cancelled() == ["ask", "ask"]     # the instance that was open, and the body


def test_one_message_reaches_one_waiting_instance():
    wait = node("receiveTask", "wait", several("=orders", "order"), messageRef="message_paid")
    xml = diagram(start(), wait, end(), flows("begin", "wait", "done"), roots=message("paid", "=order"))
    played = Played(xml, orders=["A", "B", "C"])
    assert [each.correlation_key for each in played.execution.subscriptions()] == ["A", "B", "C"]

    played.send("wait", 1, amount=5)

    assert [each.correlation_key for each in played.execution.subscriptions()] == ["A", "C"]


def test_sub_processes_and_jobs_are_repeated_with_scopes_of_their_own():
    inner = sub_process("each", several("=people", "person", output=("said", "=person + \":\" + answer")), start("s"), user("ask"), service("tell"), end("e"),
                        flows("s", "ask", "tell", "e"), zeebe=mappings(inputs={"answer": "=null"}))
    played = Played(diagram(start(), inner, end(), flows("begin", "each", "done")), people=["Li", "Wang"])

    played.complete("ask", 1, answer="no").complete("ask", 0, answer="yes")
    assert [job.values["person"] for job in played.execution.jobs()] == ["Li", "Wang"]
    played.job_done("tell").job_done("tell")

    assert played.variables["said"] == ["Li:yes", "Wang:no"]
    assert played.state == "completed"


def test_a_multi_instance_without_collection_or_with_half_an_output_is_refused():
    assert refusals(asked(several(""))) == [("ask", "inputCollection")]
    assert refusals(asked(several("people"))) == [("ask", "inputCollection")]
    assert refusals(asked(several("=people", output=("answers", "")))) == [("ask", "outputCollection")]
    assert refusals(asked(several("=people").replace("isSequential", 'behavior="None" isSequential'))) == [("ask", "behavior")]


def test_more_instances_than_anyone_could_mean_are_an_incident():
    played = Played(asked(several("=for i in 1..5000 return i")))
    assert played.execution.incidents()[0].element_id == "ask"


def test_a_loop_cardinality_gives_that_many_instances_or_an_incident():
    loop = '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">=n</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>'
    assert Played(asked(loop), n=3).tasks() == ["ask", "ask", "ask"]
    for n in (-1, 2.5, "many", 10**9):
        assert len(Played(asked(loop), n=n).execution.incidents()) == 1
