"""Event sub-processes: BPMN 2.0.2 clauses 10.3.5 and 13.5.4; at process level and nested, several side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.elements.drawing import (
    boundary, by_error, by_escalation, by_message, diagram, end, error, escalation, event_sub_process, exclusive, flow, flows, message, node, parallel,
    mappings, several, start, sub_process, throw, timer, user,
)
from tests.elements.playing import BEGIN, Played, refusals


def on(id: str, definition: str, *, interrupting: bool, task: str, zeebe: str = "") -> str:
    """An event sub-process with one user task."""
    begin = node("startEvent", f"{id}_begin", definition, isInterrupting=str(interrupting).lower(), zeebe=zeebe)
    return event_sub_process(id, begin, user(task), end(f"{id}_end"), flows(f"{id}_begin", task, f"{id}_end"))


ROUND = sub_process("handle_round", start("r"), user("help", several("=people", "person")), user("answer"), exclusive("ok", default="no"), end("fine"),
                    end("unsatisfied", by_escalation("unsatisfied")), flows("r", "help", "answer", "ok"), flow("ok", "fine", "=ok"),
                    flow("ok", "unsatisfied", id="no"))
CASE = diagram(
    start(), ROUND, boundary("came_back", "handle_round", by_escalation("unsatisfied")), user("supervise"), end(),
    flows("begin", "handle_round", "done"), flows("came_back", "supervise", "handle_round"),
    on("withdraw", by_message("withdrawn"), interrupting=True, task="say_goodbye"),
    on("merge", by_message("merged"), interrupting=True, task="note_other"),
    on("warn", timer("Date", "=clocks.whole.warn_at"), interrupting=False, task="look_after"),
    on("breach", timer("Date", "=clocks.whole.due_at"), interrupting=False, task="explain"),
    roots=message("withdrawn") + message("merged") + escalation("unsatisfied"))
CLOCKS = {"clocks": {"whole": {"warn_at": BEGIN + timedelta(hours=8), "due_at": BEGIN + timedelta(hours=10)}}}


def begun(**more: object) -> Played:
    return Played(CASE, facts=CLOCKS, people=["Li", "Wang", "Chen"], ok=False, **more)


def test_13_5_4_interrupting_message_start_cancels_everything_open_and_runs_instead():
    played = begun()
    assert sorted(s.element_id for s in played.execution.subscriptions()) == ["merge_begin", "withdraw_begin"]

    played.complete("help", 1).send("withdraw_begin", reason="solved itself")

    assert played.at() == ["say_goodbye", "withdraw"]
    assert sorted(played.cancelled()) == ["handle_round", "help", "help", "help"]     # two open instances and the body
    assert (played.execution.subscriptions(), played.execution.timers()) == ([], [])
    assert played.variables["reason"] == "solved itself"

    played.complete("say_goodbye")
    assert (played.state, played.execution.end_events) == ("completed", ["withdraw_end"])


def test_it_may_come_at_any_point_of_any_round():
    for steps in range(6):
        played = begun()
        for _ in range(steps):
            played.complete(played.tasks()[0])
        played.send("merge_begin")
        assert played.at() == ["merge", "note_other"]
        assert played.complete("note_other").state == "completed"


def test_13_5_4_non_interrupting_timer_start_runs_beside_the_work():
    played = begun().wait_until_due("warn_begin")
    assert played.tasks() == ["look_after", "help", "help", "help"] or sorted(played.tasks()) == ["help", "help", "help", "look_after"]
    assert played.due("warn_begin") is None

    played.wait_until_due("breach_begin")
    played.complete("help").complete("help").complete("help").complete("look_after")

    assert sorted(played.tasks()) == ["answer", "explain"]
    assert played.complete("answer", ok=True).state == "active"
    assert played.complete("explain").state == "completed"


def test_its_timer_triggers_again_only_for_a_later_limit():
    played = begun().wait_until_due("warn_begin").complete("look_after")
    assert played.due("warn_begin") is None

    played.facts = {"clocks": {"whole": {"warn_at": BEGIN + timedelta(hours=20), "due_at": BEGIN + timedelta(hours=30)}}}
    assert played.due("warn_begin") == BEGIN + timedelta(hours=20)
    played.wait_until_due("warn_begin")

    assert "look_after" in played.tasks()
    assert played.due("warn_begin") is None


def test_an_interrupting_one_cancels_a_running_non_interrupting_one():
    played = begun().wait_until_due("warn_begin")

    played.send("withdraw_begin")

    assert played.at() == ["say_goodbye", "withdraw"]
    assert {"warn", "look_after"} <= set(played.cancelled())


def test_timers_that_never_triggered_do_not_keep_a_finished_instance_open():
    played = begun().set(ok=True)
    for task in ("help", "help", "help", "answer"):
        played.complete(task)

    assert played.state == "completed"
    assert (played.execution.timers(), played.execution.subscriptions()) == ([], [])


def test_a_cycle_start_reminds_again_and_again():
    xml = diagram(start(), user("ask"), end(), flows("begin", "ask", "done"), on("remind", timer("Cycle", "R/P1D"), interrupting=False, task="call"))
    played = Played(xml)

    for day in (1, 2, 3):
        assert played.due("remind_begin") == BEGIN + timedelta(days=day)
        played.wait_until_due("remind_begin")

    assert played.tasks().count("call") == 3


def test_a_non_interrupting_message_start_catches_every_message():
    xml = diagram(start(), user("ask"), end(), flows("begin", "ask", "done"),
                  on("note", by_message("note"), interrupting=False, task="read", zeebe=mappings(outputs={"last": "=text"})), roots=message("note"))
    played = Played(xml).send("note_begin", text="one").send("note_begin", text="two")

    assert sorted(played.tasks()) == ["ask", "read", "read"]
    assert played.variables == {"last": "one"} | {"last": "two"}


def test_an_interrupting_timer_start_stops_the_process():
    xml = diagram(start(), user("ask"), end(), flows("begin", "ask", "done"), on("stop", timer("Duration", "P5D"), interrupting=True, task="close"))

    assert Played(xml).wait_until_due("stop_begin").at() == ["close", "stop"]


def test_13_5_4_nested_ones_belong_to_their_sub_process():
    inner = sub_process("work", start("w"), user("ask"), end("we"), flows("w", "ask", "we"), on("stop", by_message("stop"), interrupting=True, task="tidy"))
    xml = diagram(start(), parallel("fork"), inner, user("other"), end(), end("e"), flows("begin", "fork", "work", "done"), flows("fork", "other", "e"), roots=message("stop"))
    played = Played(xml).send("stop_begin")
    assert played.at() == ["other", "stop", "tidy", "work"]

    played.complete("tidy")

    assert played.at() == ["other"]
    assert played.path()[-2:] == ["work", "done"]


@pytest.mark.parametrize(("definition", "thrown", "roots"), [(by_error("bad"), by_error("bad"), error("bad")),
                                                             (by_escalation("bad"), by_escalation("bad"), escalation("bad"))])
def test_13_5_4_error_and_escalation_starts_wait_for_their_event(definition, thrown, roots):
    xml = diagram(start(), user("ask"), end("done", thrown), flows("begin", "ask", "done"), on("mend", definition, interrupting=True, task="repair"), roots=roots)
    played = Played(xml)
    assert played.at() == ["ask"]

    played.complete("ask")

    assert played.at() == ["mend", "repair"]
    assert played.complete("repair").state == "completed"


def test_a_non_interrupting_escalation_start_lets_the_work_go_on():
    xml = diagram(start(), throw("up", by_escalation("up")), user("ask"), end(), flows("begin", "up", "ask", "done"),
                  on("see", by_escalation("up"), interrupting=False, task="look"), roots=escalation("up"))

    assert Played(xml).at() == ["ask", "look", "see"]


def test_one_with_a_plain_start_or_a_flow_is_refused():
    plain = diagram(start(), end(), flows("begin", "done"), event_sub_process("odd", start("s"), end("e"), flows("s", "e")))
    assert refusals(plain) == [("odd", "startEvent")]
    entered = diagram(start(), end(), on("odd", timer("Duration", "PT1H"), interrupting=True, task="t"), flows("begin", "odd"), flows("begin", "done"))
    assert ("begin_to_odd", "sequenceFlow") in refusals(entered)
