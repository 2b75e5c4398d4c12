"""Before a package is deployed its owner reads how many cases run on which version; those that run stay on theirs."""

from __future__ import annotations

import re

from engine.commands import cases, deploy, package_drafts, user_tasks
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.store import case_view
from tests.web.member import Member
from tests.workshop import PACKAGE, package_files, prepared_workshop, workshop
from web.app import create_app

__all__ = ["prepared_workshop", "workshop"]

ROW = re.compile(r"<tr><td>(v\d+)</td><td[^>]*>(\d+)</td><td[^>]*>(\d+)</td></tr>")


def lent(workshop) -> str:
    started = workshop.process_engine.execute(workshop.person("wang.min"), cases.start, PACKAGE, {"tool": ["水平仪"], "days": ["7"]})
    return started.instance_id


def finish(workshop, instance_id: str) -> None:
    wang = workshop.person("wang.min")
    (task,) = workshop.process_engine.ask(SYSTEM, case_view.open_tasks, instance_id)
    workshop.process_engine.execute(wang, user_tasks.claim, task.id)
    workshop.process_engine.execute(wang, user_tasks.complete, task.id, {"shelf_mark": ["A-17"]})


def deployed(workshop, text: str) -> None:
    workshop.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles(PACKAGE, {**package_files().files, "README.md": text.encode()}))


def shown(workshop) -> list[tuple[str, str, str]]:
    """Version, running, all."""
    workshop.process_engine.execute(workshop.person("he.yun"), package_drafts.begin, PACKAGE)
    owner = Member(create_app(workshop.process_engine)).sign_in("he.yun")
    return ROW.findall(owner.get(f"/workbench/{PACKAGE}/deployment").get_data(as_text=True))


def test_cases_are_counted_by_the_version_they_run_on(workshop):
    over, *_ = [lent(workshop) for _ in range(3)]
    finish(workshop, over)
    deployed(workshop, "v2")
    lent(workshop)

    assert shown(workshop) == [("v2", "1", "1"), ("v1", "2", "3")]


def test_version_on_which_nothing_runs_any_more_is_left_out_but_for_the_newest(workshop):
    finish(workshop, lent(workshop))
    deployed(workshop, "v2")
    running = lent(workshop)
    deployed(workshop, "v3")

    assert shown(workshop) == [("v3", "0", "0"), ("v2", "1", "1")]
    finish(workshop, running)
    assert shown(workshop) == [("v3", "0", "0")]


def test_running_case_goes_on_as_it_was_drawn_when_it_began(workshop):
    old = lent(workshop)
    renamed = package_files().files["tool_lending.bpmn"].replace(b"hand_out_tool", b"give_out_tool").replace(b'formId="give_out_tool"', b'formId="hand_out_tool"')
    story = package_files().files["scenarios/lent_for_a_week.toml"].replace(b"hand_out_tool", b"give_out_tool")
    texts = package_files().files["texts/en.toml"].replace(b"[element.hand_out_tool]", b"[element.give_out_tool]")
    files = {**package_files().files, "tool_lending.bpmn": renamed, "scenarios/lent_for_a_week.toml": story, "texts/en.toml": texts}
    workshop.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles(PACKAGE, files))
    new = lent(workshop)

    waiting = {id_: [task.element_id for task in workshop.process_engine.ask(SYSTEM, case_view.open_tasks, id_)] for id_ in (old, new)}

    assert waiting == {old: ["hand_out_tool"], new: ["give_out_tool"]}
    assert shown(workshop) == [("v2", "1", "1"), ("v1", "1", "1")]
    finish(workshop, old)
