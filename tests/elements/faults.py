"""Broken drafts: one for each reason that the gate of diagrams can give, with the element the reason must stand at."""

from __future__ import annotations

from typing import NamedTuple

from tests.elements.drawing import (
    boundary, by_error, by_message, catch, diagram, end, error, event_sub_process, exclusive, flow, flows, mappings, message, node, parallel,
    properties, script, service, several, start, sub_process, throw, timer, user,
)  # fmt: skip


class Fault(NamedTuple):
    """`at`: id of the element, flow or process; empty for the file as a whole, which has no element then."""

    name: str
    at: str
    xml: bytes


def _around(*nodes: str, roots: str = "", first: str = "", last: str = "", begin: str = "") -> bytes:
    """A process in which one thing stands between start and end."""
    first = first or nodes[0].split('id="')[1].split('"')[0]
    return diagram(begin or start(), *nodes, end(), flow("begin", first), flow(last or first, "done"), roots=roots)


def _task(zeebe: str = "", *inner: str, **attributes: str) -> bytes:
    return _around(user("act", *inner, zeebe=zeebe, **attributes))


def _with_boundary(*event: str, roots: str = "", interrupting: bool = True) -> bytes:
    return diagram(
        start(), user("act"), boundary("caught", "act", *event, interrupting=interrupting), end(), end("other"),
        flows("begin", "act", "done"), flow("caught", "other"), roots=roots,
    )  # fmt: skip


def _choice(*ways: str, gateway: str = exclusive("which")) -> bytes:
    return diagram(start(), gateway, end(), end("other"), flow("begin", "which"), *ways)


def _waiting_for(*event: str, roots: str = "") -> bytes:
    return _around(catch("act", *event), roots=roots)


CONDITION = "<bpmn:conditionalEventDefinition>{}</bpmn:conditionalEventDefinition>"
SIGNAL = '<bpmn:signalEventDefinition signalRef="signal_news"/>'
SIGNALS = '<bpmn:signal id="signal_news" name="news"/>'
CANCEL = "<bpmn:cancelEventDefinition/>"
FORM = '<zeebe:formDefinition formId="leter"/>'
LETTER = '<zeebe:formDefinition formId="letter"/>'  # its one field is `amount`
BLIND = properties(blind="true")
LOOP = '<bpmn:standardLoopCharacteristics/>'
MANY = several("=[1]")
_PLAIN = user("act")

FAULTS = (
    # the file
    Fault("no xml", "", b"<bpmn:definitions"),
    Fault("another kind of file", "", b"<html xmlns='http://www.w3.org/1999/xhtml'/>"),
    Fault("no process", "", diagram(start()).replace(b"bpmn:process", b"bpmn:collaboration").replace(b' isExecutable="true"', b"").replace(start().encode(), b"")),
    Fault("not executable", "the_process", _task().replace(b'isExecutable="true"', b'isExecutable="false"')),
    Fault("two executable processes", "the_process", diagram(start(), end(), flows("begin", "done"), roots='<bpmn:process id="second" isExecutable="true"/>')),
    Fault("an id twice", "act", _around(_PLAIN, user("act"))),
    Fault("an id nobody can read", "1 act", _around(user("1 act"))),
    Fault("a reference to nothing", "act", _around(catch("act", by_message("gone")))),
    Fault("a process without id", "", _task().replace(b' id="the_process"', b"")),
    Fault("an element without id", "", diagram(start(), end(), flows("begin", "done"), '<bpmn:task/>')),
    # words
    Fault("an unknown element", "act", _around(node("complexGateway", "act"))),
    Fault("another engine's word", "act", _task(camunda__asyncBefore="true").replace(b"camunda__", b"camunda:")),
    Fault("a value that isn't supported", "act", _task(isForCompensation="true")),
    Fault("two events in one", "act", _waiting_for(timer("Duration", "PT1H"), by_message("paid"), roots=message("paid"))),
    Fault("an unknown word of ours", "act", _task(properties(colour="red"))),
    Fault("a word of ours in the wrong place", "act", _task(properties(newRound="true"))),
    Fault("a word of ours with a wrong value", "act", _task(properties(actor="robot"))),
    Fault("a stage without number", "act", _task(properties(stage="Intake"))),
    # how it is put together
    Fault("a flow to nowhere", "lost", diagram(start(), end(), flows("begin", "done"), flow("begin", "gone", id="lost"))),
    Fault("a flow over a border", "over", diagram(
        start(), sub_process("act", start("in"), user("inside"), end("out"), flows("in", "inside", "out")), end(), flows("begin", "act", "done"),
        flow("inside", "done", id="over"))),
    Fault("a flow out of an end", "back", diagram(start(), user("act"), end(), flows("begin", "act", "done"), flow("done", "act", id="back"))),
    Fault("a condition after an event", "begin_to_act", diagram(start(), user("act"), end(), flow("begin", "act", "=1 = 1"), flows("act", "done"))),
    Fault("a sub-process without start", "act", _around(sub_process("act", user("inside")))),
    Fault("no start", "the_process", diagram(user("act"), end(), flows("act", "done"))),
    Fault("two plain starts", "the_process", diagram(start(), start("again"), end(), flows("begin", "done"), flow("again", "done"))),
    Fault("two starts by one message", "the_process", diagram(
        start("a", by_message("paid")), start("b", by_message("paid")), end(), flow("a", "done"), flow("b", "done"), roots=message("paid"))),
    Fault("a start by an error", "begin", _around(_PLAIN, begin=start("begin", by_error("late")), roots=error("late"))),
    Fault("an event sub-process without event", "aside", diagram(
        start(), end(), flows("begin", "done"), event_sub_process("aside", start("in"), end("out"), flows("in", "out")))),
    Fault("an error that doesn't interrupt a process", "in", diagram(
        start(), user("act"), end(), flows("begin", "act", "done"), roots=error("late"),
    ).replace(b"</bpmn:process>", (event_sub_process("aside", start("in", by_error("late"), isInterrupting="false"), end("out"), flows("in", "out"))
                                   + "</bpmn:process>").encode())),
    Fault("nothing leads there", "alone", _around(_PLAIN, user("alone"))),
    Fault("a catch of nothing", "act", _waiting_for()),
    Fault("a boundary on nothing", "caught", diagram(
        start(), user("act"), boundary("caught", "gateway", timer("Duration", "PT1H")), parallel("gateway"), end(), end("other"),
        flows("begin", "act", "gateway", "done"), flow("caught", "other"))),
    Fault("a boundary without event", "caught", _with_boundary()),
    Fault("an error boundary that doesn't interrupt", "caught", _with_boundary(by_error("late"), roots=error("late"), interrupting=False)),
    Fault("a gateway without way out", "which", diagram(start(), exclusive("which"), flow("begin", "which"))),
    Fault("a way without condition", "which_to_other", _choice(flow("which", "done", "=1 = 1"), flow("which", "other"))),
    Fault("no default", "which", _choice(flow("which", "done", "=a = 1"), flow("which", "other", "=b = 1"))),
    Fault("a task behind an event gateway", "act", diagram(
        start(), node("eventBasedGateway", "which"), user("act"), end(), flows("begin", "which", "act", "done"))),
    Fault("a link without partner", "act", diagram(start(), throw("act", '<bpmn:linkEventDefinition name="there"/>'), flows("begin", "act"))),
    Fault("a cancel outside a transaction", "done", diagram(start(), end("done", CANCEL), flows("begin", "done"))),
    Fault("a cancel that nobody catches", "out", _around(node("transaction", "act", start("in"), end("out", CANCEL), flows("in", "out")))),
    # what single elements need
    Fault("a name that can't be read in a trail", "Activity_1abc", _around(user("Activity_1abc"))),
    Fault("an unknown form", "act", _task(FORM)),
    Fault("a script without result", "act", _around(node("scriptTask", "act"))),
    Fault("a script that is no expression", "act", _around(script("act", "1 + 1"))),
    Fault("a rule task without decision", "act", _around(node("businessRuleTask", "act"))),
    Fault("an unknown decision", "act", _around(node("businessRuleTask", "act", zeebe='<zeebe:calledDecision decisionId="knovn" resultVariable="found"/>'))),
    Fault("a service without type", "act", _around(node("serviceTask", "act"))),
    Fault("an unknown process", "act", _around(node("callActivity", "act", zeebe='<zeebe:calledElement processId="missing"/>'))),
    Fault("a process that calls itself", "the_process", _around(node("callActivity", "act", zeebe='<zeebe:calledElement processId="the_process"/>'))),
    Fault("an error end without code", "done", diagram(start(), end("done", "<bpmn:errorEventDefinition/>"), flows("begin", "done"))),
    Fault("a message with an expression", "act", _waiting_for(by_message("paid"), roots=message("paid").replace('name="paid"', 'name="=paid"'))),
    Fault("a condition event without condition", "act", _waiting_for(CONDITION.format(""))),
    Fault("a condition on time", "act", _waiting_for(CONDITION.format("<bpmn:condition>=now() &gt; date and time(\"2024-01-01T00:00:00\")</bpmn:condition>"))),
    Fault("a receive task without message", "act", _around(node("receiveTask", "act"))),
    Fault("a signal", "act", _waiting_for(SIGNAL, roots=SIGNALS)),
    Fault("a signal without name", "act", _waiting_for(SIGNAL, roots='<bpmn:signal id="signal_news"/>')),
    Fault("a timer without time", "act", _waiting_for("<bpmn:timerEventDefinition/>")),
    Fault("a cycle that rings once", "act", _waiting_for(timer("Cycle", "R/PT1H"))),
    Fault("a cycle that reads a clock", "caught", _with_boundary(timer("Cycle", '=clocks.response.due_at'), interrupting=False)),
    Fault("a time nobody understands", "act", _waiting_for(timer("Duration", "two hours"))),
    Fault("a start after a duration", "begin", _around(_PLAIN, begin=start("begin", timer("Duration", "PT1H")))),
    Fault("a start that reads a variable", "begin", _around(_PLAIN, begin=start("begin", timer("Date", "=delivered_at")))),
    Fault("an event that repeats", "aside", diagram(
        start(), user("act"), end(), flows("begin", "act", "done"),
        event_sub_process("aside", start("in", timer("Duration", "PT1H")), end("out"), flows("in", "out"), MANY))),
    Fault("a loop without end", "act", _task("", LOOP)),
    Fault("many of nothing", "act", _task("", "<bpmn:multiInstanceLoopCharacteristics/>")),
    Fault("a collection without element", "act", _task("", MANY.replace("inputElement", 'outputCollection="all" inputElement'))),
    Fault("no name for a variable", "act", _task(mappings(inputs={"2nd": "=1"}))),
    Fault("a name that is read only", "act", _task(mappings(outputs={"clocks": "=1"}))),
    Fault("a blind task for one", "act", _task(BLIND)),
    Fault("a blind task that may end early", "act", _task(BLIND, several("=[1]", output=("all", "=item"), enough="=1 = 1"))),
    Fault("a blind task that keeps its answers", "act", _task(BLIND, MANY)),
    # expressions
    Fault("no expression", "act", _task('<zeebe:assignmentDefinition assignee="=1 +"/>')),
    Fault("a condition that is no expression", "which_to_done", _choice(flow("which", "done", "yes"), flow("which", "other", "=1 = 1"))),
    Fault("an unknown function", "act", _task('<zeebe:assignmentDefinition assignee="=cout([1])"/>')),
    Fault("an unknown clock", "act", _task('<zeebe:taskSchedule dueDate="=clocks.respons.due_at"/>')),
    Fault("a name that nothing writes", "act", _around(script("act", "=amont"), begin=start(zeebe=LETTER))),
    Fault("a name that only work from outside writes", "act", diagram(
        start(), service("ask"), script("act", "=amont"), end(), flows("begin", "ask", "act", "done"))),
)
