"""Diagrams as a modeler leaves them: alone or beside others, any file name, no package.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.packages import packages_in, read_folder, read_package

BPMN = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
ORDER = f"""<bpmn:definitions {BPMN}><bpmn:process id="Process_order" isExecutable="true">
  <bpmn:userTask id="Activity_1"><bpmn:extensionElements><zeebe:formDefinition formId="Form_1ab" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:businessRuleTask id="Activity_2"><bpmn:extensionElements><zeebe:calledDecision decisionId="Decision_1" /></bpmn:extensionElements></bpmn:businessRuleTask>
  <bpmn:callActivity id="Activity_3"><bpmn:extensionElements><zeebe:calledElement processId="Process_pay" /></bpmn:extensionElements></bpmn:callActivity>
</bpmn:process></bpmn:definitions>"""
PAY = f'<bpmn:definitions {BPMN}><bpmn:process id="Process_pay" isExecutable="true"></bpmn:process></bpmn:definitions>'
DISCOUNT = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="Decision_1" /></definitions>'
FORM = '{"id": "Form_1ab", "type": "default", "components": []}'


@pytest.fixture
def desktop(tmp_path: Path) -> Path:
    """A folder as it lies on somebody's desktop."""
    folder = tmp_path / "Order-Handling"
    folder.mkdir()
    for name, content in (("My order.bpmn", ORDER), ("pay.bpmn", PAY), ("discount table.dmn", DISCOUNT), ("review.form", FORM)):
        (folder / name).write_text(content)
    (folder / "unrelated.form").write_text('{"id": "Form_9", "components": []}')
    return folder


def test_lone_diagram_brings_what_it_names_of_the_files_beside_it(desktop):
    files = read_folder(desktop / "My order.bpmn")

    assert files.id == "my_order"
    assert set(files.files) == {"my_order.bpmn", "pay.bpmn", "discount_table.dmn", "review.form"}


def test_process_that_no_other_calls_is_the_package_s_own(desktop):
    package = read_package(read_folder(desktop / "My order.bpmn"))

    assert package.process_file == "my_order.bpmn"
    assert list(package.called_files) == ["pay.bpmn"]
    assert list(package.forms) == ["Form_1ab"]


def test_folder_without_settings_is_a_package_and_so_is_a_file(desktop, tmp_path):
    assert packages_in(desktop) == [desktop]
    assert packages_in(desktop / "pay.bpmn") == [desktop / "pay.bpmn"]
    assert packages_in(tmp_path) == []
    assert set(read_folder(desktop).files) == {"My_order.bpmn", "pay.bpmn", "discount_table.dmn", "review.form", "unrelated.form"}


def test_folder_of_packages_holds_those_with_settings(desktop, tmp_path):
    (desktop / "package.toml").write_text("")

    assert packages_in(tmp_path) == [desktop]
