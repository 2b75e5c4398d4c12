"""Two people at the same moment, on a database where both really run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine import packages
from engine.clock import ManualClock
from engine.commands import deploy, leaving, messages, retention, seed_people, user_tasks
from engine.commands.running_case import RunningCase
from engine.errors import Refused
from engine.model.people import SYSTEM
from engine.packages import company_file
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from tests.at_once import at_once
from tests.company import OPENING, PASSWORD, ROOT, Company
from tests.stories import Story

pytestmark = pytest.mark.postgres


@pytest.fixture
def busy_company(postgres_url: str, tmp_path: Path) -> Iterator[Company]:
    clock = ManualClock(datetime.fromisoformat(OPENING))
    places = {"HUIXIANG_DATA": str(tmp_path / "data"), "HUIXIANG_PROCESSES": str(ROOT / "processes"), "DATABASE_URL": postgres_url}
    engine = ProcessEngine(Settings.from_environment(places), clock)
    engine.migrate()
    engine.execute(SYSTEM, seed_people.create_company, company_file.read_company(ROOT / "processes/directory.toml"), PASSWORD)
    engine.execute(SYSTEM, deploy.deploy, packages.read_folder(ROOT / "processes/feedback_handling"), "")
    yield Company(engine, clock)
    engine.close()


def test_two_cases_are_not_merged_into_each_other(busy_company):
    wang = busy_company.person("wang.min")
    first, second = (Story(busy_company).start() for _ in range(2))

    def merge(story: Story, into: Story) -> None:
        named = {"merged_into": [into.view.row.business_key], "merge_reason": ["同一问题"]}
        busy_company.process_engine.execute(wang, messages.send_to_case, story.instance_id, "case_merged", named)

    outcomes = at_once(lambda: merge(first, second), lambda: merge(second, first))

    assert sorted(outcomes) == ["done", "not_mergeable"]
    assert sorted([first.view.row.state, second.view.row.state]) == ["active", "completed"]


def test_who_leaves_while_completing_tasks_keeps_none(busy_company):
    execute, li = busy_company.process_engine.execute, busy_company.person("li.qiang")
    gao = busy_company.person("gao.wei")
    stories = [Story(busy_company).start().until_at("analyse_cause") for _ in range(3)]
    work = [(story.task("analyse_cause").id, story.values_for("analyse_cause")) for story in stories]

    at_once(
        lambda: execute(gao, leaving.leave, li.id),
        *(lambda task=task, values=values: execute(li, user_tasks.complete, task, values) for task, values in work),
    )

    assert all(task.assignee_id != li.id for story in stories for task in story.view.tasks)
    assert all(is_handed_over_while_open(story.view.entries) for story in stories)


@pytest.mark.parametrize("erase", [
    lambda company, story: company.process_engine.execute(company.person("gao.wei"), retention.erase_customer, story.view.row.business_key, "客户来函"),
    lambda company, story: company.process_engine.execute(SYSTEM, retention.erase_due_contacts),
])  # fmt: skip
def test_a_hold_that_comes_while_an_erasure_begins_is_kept(busy_company, monkeypatch, erase):
    story = Story(busy_company).start().until_at("archive_case")
    story.complete("archive_case", "sun.li", record_checks=["内容完整", "联系方式已隐去"])
    busy_company.clock.move_to(busy_company.clock.now() + timedelta(days=400))
    load, held = RunningCase.load, []

    def load_after_hold(tx, instance_id: str) -> RunningCase:
        if not held:
            held.append(instance_id)
            busy_company.process_engine.execute(busy_company.person("gao.wei"), retention.hold, story.view.row.business_key, "诉讼")
        return load(tx, instance_id)

    monkeypatch.setattr(RunningCase, "load", load_after_hold)
    with suppress(Refused):
        erase(busy_company, story)

    assert held
    assert not {"contact_erased", "person_data_erased"} & set(story.kinds)


def is_handed_over_while_open(entries) -> bool:
    """No task is assigned after it was completed."""
    over: set[str] = set()
    for entry in entries:
        task = entry.payload.get("task") or entry.payload.get("user_task_id")
        if entry.kind == "user_task_completed":
            over.add(task)
        if entry.kind == "user_task_assigned" and task in over:
            return False
    return True
