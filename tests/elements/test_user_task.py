"""User tasks: BPMN 2.0.2 clauses 10.3.4 and 13.3.3, with the attributes that Camunda Modeler writes."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.bpmn import reasons
from engine.feel import FeelDateTime
from tests.elements.drawing import diagram, end, flows, mappings, properties, start, user
from tests.elements.playing import Played, refusals

ASSIGNED = ('<zeebe:assignmentDefinition assignee="=responsible" candidateGroups="support, sales" candidateUsers="=[&quot;wang&quot;]"/>'
            '<zeebe:taskSchedule dueDate="=clocks.reply.due_at" followUpDate="2023-10-12T09:00:00"/>'
            '<zeebe:priorityDefinition priority="=rank * 10"/><zeebe:formDefinition formId="answer"/>')


def one_task(zeebe: str = "") -> bytes:
    return diagram(start(), user("ask", zeebe=zeebe), end(), flows("begin", "ask", "done"))


def test_13_3_3_user_task_waits_until_its_work_is_done():
    played = Played(one_task())

    assert played.state == "active"
    played.complete("ask", answer="yes")

    assert played.state == "completed"
    assert played.path() == ["begin", "ask", "done"]
    assert played.variables == {"answer": "yes"}


def test_assignment_schedule_priority_and_form_are_evaluated_when_it_is_activated():
    due = datetime(2023, 10, 10, 3, 0, tzinfo=UTC)
    played = Played(one_task(ASSIGNED), facts={"clocks": {"reply": {"due_at": due}}}, responsible="zhang", rank=3)

    task = played.execution.user_tasks()[0]

    assert (task.assignee, task.candidate_groups, task.candidate_users) == ("zhang", ["support", "sales"], ["wang"])
    assert (task.priority, task.form_id, task.round) == (30, "answer", 1)
    assert task.due_at == due
    assert task.follow_up_at == datetime(2023, 10, 12, 1, 0, tzinfo=UTC)


def test_a_due_date_that_reads_a_clock_moves_with_the_clock_and_is_none_without_it():
    played = Played(one_task(ASSIGNED), facts={"clocks": {"reply": {"due_at": None}}}, responsible="zhang", rank=3)
    assert played.execution.user_tasks()[0].due_at is None

    later = datetime(2023, 10, 20, 3, 0, tzinfo=UTC)
    played.facts = {"clocks": {"reply": {"due_at": later}}}

    assert played.execution.user_tasks()[0].due_at == later


def test_an_assignee_that_is_null_is_an_incident_and_can_be_tried_again():
    played = Played(one_task(ASSIGNED), facts={"clocks": {"reply": {"due_at": None}}}, rank=3)
    assert played.tasks() == []
    assert "assignee" in played.execution.incidents()[0].text.en

    played.set(responsible="zhang").retry("ask")

    assert played.execution.incidents() == []
    assert played.execution.user_tasks()[0].assignee == "zhang"


def test_input_mappings_are_local_and_output_mappings_decide_what_leaves():
    zeebe = mappings(inputs={"question": '="Dear " + name'}, outputs={"reply.text": "=answer", "reply.length": "=string length(answer)"})
    played = Played(one_task(zeebe), name="Li Hua")
    eid = played.execution.user_tasks()[0].eid
    assert played.execution.variables(eid)["question"] == "Dear Li Hua"
    assert "question" not in played.variables

    played.complete("ask", answer="fine", scratch=1)

    assert played.variables == {"name": "Li Hua", "reply": {"text": "fine", "length": 4}}


def test_values_of_every_feel_kind_survive_saving():
    at = FeelDateTime.from_python(datetime(2023, 10, 9, 9, 30, tzinfo=UTC))
    played = Played(one_task(), nested={"list": [1, None, True, "文字"]}, at=at)

    played.complete("ask")

    assert played.variables == {"nested": {"list": [1, None, True, "文字"]}, "at": at}


def test_our_own_words_are_read_from_its_properties():
    words = properties(stage="2 分类", actor="customer", publicText="请您确认", contactNeeded="true", officialStatus='="处理中"', submitLabel="提交")
    played = Played(one_task(words))
    element = played.definition.elements["ask"]

    assert (element.stage, element.is_customer, element.public_text, element.submit_label) == (2, True, "请您确认", "提交")
    assert played.definition.customer_tasks == ("ask",)
    assert (played.execution.status(), played.execution.stage) == ("处理中", 2)


def test_a_task_completed_a_second_time_is_refused():
    played = Played(one_task())
    eid = played.execution.user_tasks()[0].eid
    played.complete("ask")

    assert played.execution.user_tasks() == []
    assert eid not in [each for each, _ in played.execution.open_elements()]


def test_unknown_words_forms_and_read_only_targets_are_refused():
    assert refusals(one_task('<zeebe:formDefinition formId="missing"/>')) == [("ask", "formId")]
    assert refusals(one_task(properties(colour="red"))) == [("ask", "huixiang:colour")]
    assert refusals(one_task(mappings(outputs={"round": "=1"}))) == [("ask", "zeebe:ioMapping")]
    assert refusals(one_task('<zeebe:taskListeners/>')) == [("ask", "zeebe:taskListeners")]
    assert refusals(one_task('<zeebe:userTaskForm id="f"/>')) == [("ask", "zeebe:userTaskForm")]
    assert refusals(one_task('<zeebe:formDefinition formKey="a page of our own"/>')) == [("ask", "zeebe:formDefinition/@formKey")]
    assert refusals(one_task('<zeebe:formDefinition formKey="camunda-forms:bpmn:missing"/>')) == [("ask", "formId")]


def test_a_priority_outside_the_scale_or_a_date_beyond_the_calendar_is_an_incident():
    for zeebe in ('<zeebe:priorityDefinition priority="=10 ** 30"/>', '<zeebe:priorityDefinition priority="high"/>', '<zeebe:priorityDefinition priority="NaN"/>', '<zeebe:taskSchedule dueDate="tomorrow"/>',
                  '<zeebe:taskSchedule dueDate="=date and time(&quot;999999-01-01T00:00:00&quot;)"/>'):
        assert Played(one_task(zeebe)).execution.incidents()[0].element_id == "ask"


def test_what_the_panel_adds_where_it_means_nothing_is_refused_in_the_owner_s_words():
    group = f'<bpmn:group id="frame"><bpmn:extensionElements>{properties(note="x")}</bpmn:extensionElements></bpmn:group>'
    drawn = diagram(start(), user("ask"), end(), flows("begin", "ask", "done"), group)

    (reason,) = [each for each in reasons(drawn, "f.bpmn", form_ids=(), decision_ids=()) if each.severity == "error"]

    assert reason.element == "frame"
    assert (reason.text.zh, "extension properties" in reason.text.en) == ("“frame”使用了扩展属性，系统不支持，因此不能部署。", True)
