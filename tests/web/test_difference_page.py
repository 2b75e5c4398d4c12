"""The page of a difference: names instead of ids, in the reader's language."""

from __future__ import annotations

import html

from engine.commands import package_drafts
from engine.queries import workbench
from tests.web.member import Member
from tests.workshop import PACKAGE, package_files, prepared_workshop, workshop
from web.app import create_app

__all__ = ["prepared_workshop", "workshop"]

DIAGRAM = "tool_lending.bpmn"


def page(workshop, text: str, language: str) -> str:
    he_yun = workshop.person("he.yun")
    workshop.process_engine.execute(he_yun, package_drafts.begin, PACKAGE)
    revision, _, _ = workshop.process_engine.ask(he_yun, workbench.file_state, PACKAGE, DIAGRAM)
    workshop.process_engine.execute(he_yun, package_drafts.save, PACKAGE, DIAGRAM, text.encode(), revision, "")
    member = Member(create_app(workshop.process_engine)).sign_in("he.yun")
    member.client.set_cookie("language", language)
    return html.unescape(member.get(f"/workbench/{PACKAGE}/difference").get_data(as_text=True))


def test_who_will_see_a_task_is_told_by_name(workshop):
    text = package_files().files[DIAGRAM].decode()

    told = page(workshop, text.replace('candidateGroups="intake"', 'candidateGroups="intake, review" assignee="= helper"'), "zh")

    assert "谁会看到什么" in told
    line = told[told.index('id="who-sees"') :].partition("</section>")[0]
    assert "用户任务“发放工具”" in line and ">客服受理组<" in line and "= helper" in line
    assert "intake" not in line


def test_task_of_another_kind_is_told_in_english(workshop):
    told = page(workshop, package_files().files[DIAGRAM].decode().replace("bpmn:userTask", "bpmn:manualTask"), "en")

    assert "Who will see what" in told and "manual task" in told and ">user task<" in told
    assert "手工任务" not in told
