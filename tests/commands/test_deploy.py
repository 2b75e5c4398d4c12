"""Deploying: every reason at once, in the owner's words; nothing changes for what was deployed before."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import packages
from engine.commands import deploy
from engine.errors import NotFound, Undeployable
from engine.packages import PackageFiles
from tests.stories import Story

PACKAGE = Path(__file__).resolve().parents[2] / "processes" / "feedback_handling"


def changed(old: str, new: str, name: str = "feedback_handling.bpmn") -> PackageFiles:
    files = packages.read_folder(PACKAGE)
    content = files.files[name].decode()
    assert old in content
    return PackageFiles(files.id, {**files.files, name: content.replace(old, new, 1).encode()})


def test_the_package_of_the_repository_has_no_error():
    assert [reason for reason in deploy.check(packages.read_folder(PACKAGE)) if reason.severity == "error"] == []


def test_a_misspelt_variable_is_named_with_the_one_that_was_meant():
    found = deploy.check(changed('=analysis.solution_kind = "即时解决"', '=analysys.solution_kind = "即时解决"'))

    # A warning, not an error: a message from outside might still write it.
    assert any("'analysys'" in reason.text.en and "'analysis'" in reason.text.en for reason in found)


def test_a_form_that_does_not_exist_is_named_with_its_element():
    found = deploy.check(changed('formId="archive_case"', 'formId="archive_box"'))

    assert [reason.element for reason in found if "archive_box" in reason.text.zh] == ["archive_case"]


def test_an_undeployable_package_changes_nothing(company):
    before = company.tables()

    with pytest.raises(Undeployable) as refusal:
        company.process_engine.execute(
            company.person("he.yun"), deploy.deploy, changed('formId="archive_case"', 'formId="archive_box"')
        )

    assert refusal.value.reasons
    assert company.tables() == before


def test_only_an_owner_deploys(company):
    with pytest.raises(NotFound):
        company.process_engine.execute(company.person("wang.min"), deploy.deploy, packages.read_folder(PACKAGE))


def test_the_same_bytes_make_no_new_version(company):
    again = company.process_engine.execute(company.person("he.yun"), deploy.deploy, packages.read_folder(PACKAGE))

    assert (again.number, again.is_new) == (1, False)


def test_a_running_case_stays_on_its_version_and_the_next_one_takes_the_new(company):
    old = Story(company).start()
    files = changed('name="复盘并归档"', 'name="复盘、归档"')

    deployed = company.process_engine.execute(company.person("he.yun"), deploy.deploy, files, "名称更清楚")

    new = Story(company).start()
    assert deployed.number == 2
    assert (old.view.row.version_id != deployed.version_id, new.view.row.version_id) == (True, deployed.version_id)
    old.until_at("archive_case").complete("archive_case", "sun.li", record_checks=["内容完整", "联系方式已隐去"])
    assert old.view.row.state == "completed"


def test_a_restart_does_not_undo_what_an_owner_deployed(company):
    files = changed('name="复盘并归档"', 'name="复盘、归档"')
    owner = company.process_engine.execute(company.person("he.yun"), deploy.deploy, files)

    company.process_engine.execute(company.person("he.yun"), deploy.deploy_if_never, packages.read_folder(PACKAGE))

    assert Story(company).start().view.row.version_id == owner.version_id
