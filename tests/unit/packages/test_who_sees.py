"""A change says who will see what: tasks that other people may take, fields that customers read."""

from __future__ import annotations

import json

from engine.packages.bundle import PackageFiles
from engine.packages.who_sees import CUSTOMER, NOBODY, STAFF, sight_changes
from tests.workshop import package_files

DIAGRAM, FORM = "tool_lending.bpmn", "forms/request_loan.form"


def changed(name: str, *pairs: tuple[str, str]) -> PackageFiles:
    files = package_files()
    text = files.files[name].decode()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return PackageFiles(files.id, {**files.files, name: text.encode()})


def told(after: PackageFiles) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(each.where.en, each.before, each.after) for each in sight_changes(package_files(), after)]


def with_field(**properties: str) -> PackageFiles:
    files = package_files()
    form = json.loads(files.files[FORM])
    form["components"].append({"type": "textfield", "id": "field_new", "key": "purpose", "label": "Purpose", "properties": properties})
    return PackageFiles(files.id, {**files.files, FORM: json.dumps(form).encode()})


def test_nothing_is_said_of_a_package_that_stayed_or_was_only_renamed():
    assert sight_changes(package_files(), package_files()) == []
    assert told(changed(DIAGRAM, ('name="发放工具"', 'name="交出工具"'))) == []


def test_another_group_that_may_take_a_task_is_said():
    assert told(changed(DIAGRAM, ('candidateGroups="intake"', 'candidateGroups="intake, review" assignee="zhao.lei"'))) == [
        ("user task '发放工具'", ("intake",), ("zhao.lei", "intake", "review"))
    ]


def test_expression_is_shown_as_it_is_written():
    assert told(changed(DIAGRAM, ('candidateGroups="intake"', 'assignee="= helper(a, b)"')))[0][2] == ("= helper(a, b)",)


def test_task_nobody_may_take_and_one_that_is_gone_are_two_things():
    nobody = changed(DIAGRAM, ('<zeebe:assignmentDefinition candidateGroups="intake" />', ""))
    gone = changed(DIAGRAM, ("bpmn:userTask", "bpmn:manualTask"))

    assert told(nobody)[0][2] == (NOBODY,)
    assert told(gone)[0][2] == ()


def test_task_given_to_the_customer_is_said():
    after = changed(DIAGRAM, ('<zeebe:assignmentDefinition candidateGroups="intake" />', '<zeebe:properties><zeebe:property name="huixiang:actor" value="customer" /></zeebe:properties>'))

    assert told(after)[0][1:] == (("intake",), (CUSTOMER,))


def test_new_field_counts_where_customers_read_it():
    assert told(with_field()) == []
    assert told(with_field(public="true")) == [("field 'Purpose'", (), (CUSTOMER, STAFF))]


def test_what_can_not_be_read_says_nothing_of_its_own():
    files = package_files()
    broken = PackageFiles(files.id, {**files.files, DIAGRAM: b"<bpmn", FORM: b"[1]"})

    assert {each.after for each in sight_changes(files, broken)} == {()}
