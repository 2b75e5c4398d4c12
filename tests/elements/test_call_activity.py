"""Call activities: BPMN 2.0.2 clauses 10.3.6 and 13.3.4, with Zeebe's rules for variables."""

from __future__ import annotations

from engine.bpmn import read_definition, reasons
from tests.elements.drawing import (
    boundary, by_error, by_escalation, diagram, end, error, escalation, flows, mappings, node, parallel, several, start, sub_process, timer, user,
)
from tests.elements.playing import Played

NOTIFY = diagram(start(), sub_process("inner", start("i"), user("ask"), end("ie"), flows("i", "ask", "ie")), end(), flows("begin", "inner", "done"), id="notify")


def call(id: str = "tell", process: str = "notify", *inner: str, zeebe: str = "", **attributes: str) -> str:
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return node("callActivity", id, *inner, zeebe=f'<zeebe:calledElement processId="{process}"{written}/>{zeebe}')


def caller(part: str, *more: str, roots: str = "") -> bytes:
    return diagram(start(), part, user("after"), end(), flows("begin", "tell", "after", "done"), *more, roots=roots)


def played(xml: bytes, called: bytes = NOTIFY, **values: object) -> Played:
    return Played(read_definition(xml, "test.bpmn", {"notify": called}), **values)


def test_13_3_4_the_called_process_runs_inside_and_the_caller_goes_on_after_it():
    case = played(caller(call()))
    assert case.at() == ["notify/ask", "notify/inner", "tell"]

    case.complete("notify/ask")

    assert case.at() == ["after"]
    assert case.path() == ["begin", "notify/begin", "notify/i", "notify/ask", "notify/ie", "notify/inner", "notify/done", "tell"]
    assert case.definition.elements["notify/ask"].kind == "user_task"


def test_it_sees_what_it_is_given_and_what_it_wrote_comes_back():
    case = played(caller(call()), name="Li", answer="old")
    eid = case.execution.user_tasks()[0].eid
    assert case.execution.variables(eid) == {"name": "Li", "answer": "old"}

    case.set(name="changed meanwhile").complete("notify/ask", answer="new")

    assert case.variables == {"name": "changed meanwhile", "answer": "new"}


def test_it_sees_only_mapped_names_when_told_so():
    case = played(caller(call(zeebe=mappings(inputs={"who": "=name"}), propagateAllParentVariables="false")), name="Li")

    assert case.execution.variables(case.execution.user_tasks()[0].eid) == {"who": "Li"}


def test_nothing_or_only_mapped_names_come_back_when_told_so():
    nothing = played(caller(call(propagateAllChildVariables="false"))).complete("notify/ask", answer=1, noise=2)
    assert nothing.variables == {}

    mapped = played(caller(call(zeebe=mappings(outputs={"said": "=answer"})))).complete("notify/ask", answer=1, noise=2)
    assert mapped.variables == {"said": 1}


def test_two_calls_at_once_do_not_see_each_other():
    xml = diagram(start(), parallel("fork"), call("a", zeebe=mappings(outputs={"from_a": "=answer"})), call("b", zeebe=mappings(outputs={"from_b": "=answer"})), end(), end("e"),
                  flows("begin", "fork", "a", "done"), flows("fork", "b", "e"))
    case = played(xml).complete("notify/ask", 0, answer=1).complete("notify/ask", 0, answer=2)

    assert case.variables == {"from_a": 1, "from_b": 2}


def test_errors_and_escalations_reach_the_caller_s_boundary_events():
    for definition, roots in ((by_error("bad"), error("bad")), (by_escalation("bad"), escalation("bad"))):
        failing = diagram(start(), user("ask"), end("done", definition), flows("begin", "ask", "done"), roots=roots, id="notify")
        case = played(caller(call(), boundary("caught", "tell", definition), user("mend"), flows("caught", "mend"), roots=roots), failing)

        assert case.complete("notify/ask").tasks() == ["mend"]


def test_a_boundary_timer_cancels_everything_inside():
    case = played(caller(call(), boundary("late", "tell", timer("Duration", "PT1H")), flows("late", "after")))

    assert case.wait_until_due("late").at() == ["after"]
    assert case.cancelled() == ["notify/ask", "notify/inner", "tell"]


def test_it_may_be_called_for_each_of_several():
    case = played(caller(call("tell", "notify", several("=people", "person", output=("said", "=answer")))), people=["Li", "Wang"])

    case.complete("notify/ask", 1, answer="b").complete("notify/ask", 0, answer="a")

    assert case.variables == {"people": ["Li", "Wang"], "said": ["a", "b"]}


def test_an_unknown_process_and_a_circle_are_refused():
    def found(**more) -> list[str]:
        return [r.field for r in reasons(caller(call()), "test.bpmn", form_ids=(), decision_ids=(), **more)]

    assert found() == ["zeebe:calledElement"]
    assert found(called_processes={"notify": ()}) == []
    assert found(called_processes={"notify": ("the_process",)}) == ["callActivity"]
