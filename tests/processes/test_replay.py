"""A case replays from its trail: every story (engine/scenarios looks after each), every case of the demo; and a lie is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from engine import demo, packages
from engine.clock import ManualClock
from engine.model.people import SYSTEM
from engine.process_engine import ProcessEngine
from engine.queries import replay, replay_host
from engine.scenarios import Stage
from engine.store import erasure, instances, trail
from engine.store.tables import Department
from tests.company import ROOT, company, prepared_company, settings_in
from tests.stories import Story

__all__ = ["company", "prepared_company"]



def test_story_fails_whose_case_does_not_replay(tmp_path: Path, monkeypatch):
    files = packages.read_folder(ROOT / "processes/feedback_handling")
    stage = Stage(tmp_path, ROOT / "processes")
    story = next(each for each in stage.deploy(files).package.scenarios if each.name == "withdrawn_by_customer")
    monkeypatch.setattr(replay_host.ReplayHost, "decide", lambda host, decision_id, scope: ("something else", {}))

    outcome = stage.play(files.id, story)

    stage.close()
    assert "replay of" in outcome.failure


def test_every_case_of_the_demo_replays_equal(tmp_path: Path):
    engine = ProcessEngine(settings_in(tmp_path), ManualClock(datetime.fromisoformat("2024-03-15T10:00:00+08:00")))
    demo.prepare(engine)

    replayed = [engine.ask(SYSTEM, replay.replay, key) for key in engine.ask(SYSTEM, replay.business_keys)]

    engine.close()
    assert len(replayed) > 5
    assert [each.line() for each in replayed if each.result != replay.EQUAL] == []


def test_value_that_nobody_typed_is_found(company, monkeypatch):
    story = Story(company).start().until_at("execute_plan")

    def lie(entry):
        is_it = (entry.kind, entry.element_id) == ("values_entered", "classify_feedback")
        return replace(entry, payload=entry.payload | {"values": entry.payload["values"] | {"priority": "低"}}) if is_it else entry

    found = _replay_of(company, story, monkeypatch, lambda entries: [lie(entry) for entry in entries])

    assert found.result == replay.DIFFERENT
    assert "variables_changed classify_feedback" in found.what


@pytest.mark.parametrize("kind", ["flow_taken", "element_completed", "decision_evaluated", "variables_changed", "user_task_completed"])
def test_entry_that_was_taken_out_is_found(kind, company, monkeypatch):
    story = Story(company).start().until_at("execute_plan")
    gone = next(each for each in story.view.entries if each.kind == kind and each.seq > 5)

    found = _replay_of(company, story, monkeypatch, lambda entries: [each for each in entries if each.seq != gone.seq])

    assert found.result == replay.DIFFERENT
    assert found.seq > gone.seq


def test_other_answer_of_a_decision_is_found(company, monkeypatch):
    story = Story(company).start().until_at("execute_plan")

    def lie(entry):
        return replace(entry, payload=entry.payload | {"rules": [999]}) if entry.kind == "decision_evaluated" else entry

    found = _replay_of(company, story, monkeypatch, lambda entries: [lie(entry) for entry in entries])

    assert "rules differ" in found.what


def test_state_changed_past_the_trail_is_found(company):
    story, other = Story(company).start().until_at("execute_plan"), Story(company).start().until_at("classify_feedback")

    def change(tx):
        instances.lock(tx.session, story.instance_id).snapshot = instances.lock(tx.session, other.instance_id).snapshot

    company.process_engine.execute(SYSTEM, change)

    found = _replay(company, story)
    assert (found.result, found.seq) == (replay.DIFFERENT, 0)
    assert "variables, active elements of the case differ" in found.what


def test_erased_case_says_so(company):
    story = Story(company).start().until_at("classify_feedback")

    def erase(tx):
        row = instances.lock(tx.session, story.instance_id)
        erasure.erase_person(tx, row, row.customer_id)

    company.process_engine.execute(SYSTEM, erase)

    assert _replay(company, story).result == replay.ERASED


def test_replay_does_not_ask_the_directory_of_today(company):
    story = Story(company).start().until_at("confirm_result")
    story.complete("confirm_result", "customer", is_solved="未解决", rating="不满意", comment="还是打不开")

    company.process_engine.execute(SYSTEM, lambda tx: tx.session.execute(update(Department).values(supervisor_id=None, deputy_id=None)))

    assert "departments_read" in story.kinds
    assert _replay(company, story).result == replay.EQUAL


def _replay(company, story: Story) -> replay.Replayed:
    return company.process_engine.ask(SYSTEM, replay.replay, story.view.row.business_key)


def _replay_of(company, story: Story, monkeypatch, changed: Callable[[list[trail.Entry]], list[trail.Entry]]) -> replay.Replayed:
    """Replayed with other entries than were written, as somebody might make them who has the keys."""
    number, read = story.view.row.business_key, trail.read
    with monkeypatch.context() as patched:
        patched.setattr(trail, "read", lambda tx, instance_id: changed(read(tx, instance_id)))
        return company.process_engine.ask(SYSTEM, replay.replay, number)
