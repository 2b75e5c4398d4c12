"""Transition tables and the closed table of audit kinds."""

import re

import pytest

from engine.errors import Conflict
from engine.model import states
from engine.model.audit_kinds import AUDIT_KINDS, audit_kind

TABLES = [states.PROCESS_INSTANCE, states.USER_TASK, states.TIMER, states.SUBSCRIPTION, states.JOB, states.INCIDENT, states.CLOCK]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name.en)
def test_every_state_can_be_reached_and_has_a_label(table):
    reached, new = set(), {table.initial}
    while new:
        reached |= new
        new = set().union(*(table.followers[state] for state in new)) - reached

    assert reached == set(table.followers)
    assert reached <= set(states.LABELS)


def test_task_completed_once_is_not_completed_twice():
    assert states.USER_TASK.move("open", "completed") == "completed"

    with pytest.raises(Conflict) as refusal:
        states.USER_TASK.move("completed", "completed")

    assert refusal.value.code == "state_changed"
    assert "已完成" in refusal.value.text.zh and "completed" in refusal.value.text.en


def test_ended_case_stays_ended():
    assert states.PROCESS_INSTANCE.is_end("cancelled")
    assert not states.PROCESS_INSTANCE.may_move("completed", "active")


def test_triggered_timer_may_wait_again():
    assert states.TIMER.may_move("triggered", "waiting")


def test_audit_kinds_are_past_participles_with_words_in_both_languages():
    for name, kind in AUDIT_KINDS.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name) and name == kind.name
        assert re.search(r"(ed|set|left|taken|thrown|sent|read|withdrawn|signed_in|signed_out)$", name), name
        assert kind.label.zh and kind.label.en and not kind.label.en.isupper()


def test_what_somebody_typed_is_bound_to_them_and_figures_are_not():
    assert all(audit_kind(name).is_person_bound for name in ("values_entered", "note_added", "message_sent", "spoken_answer_entered"))
    assert not any(audit_kind(name).is_person_bound for name in ("clock_breached", "flow_taken", "round_started", "case_completed"))
    assert not any(kind.is_person_bound for kind in AUDIT_KINDS.values() if kind.chain == "house")


def test_unknown_audit_kind_is_a_defect():
    with pytest.raises(KeyError):
        audit_kind("something_happened")
