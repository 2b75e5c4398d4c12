"""Administrators add, change and let go of people."""

from __future__ import annotations

import pytest

from engine.commands import leaving, passwords, people
from engine.errors import InvalidValues, NotFound, Refused
from tests.unit.commands_directory.conftest import PASSWORD, Office, fields


def test_new_person_signs_in_once_with_the_printed_password_and_must_choose_another(office: Office):
    once = office.as_("wang", people.create, "Qian", fields(name="钱进"), passwords.one_time())

    found = office.sign_in("qian", once.password)

    assert found.is_accepted
    assert found.must_change_password
    assert office.person("qian").password_hash != once.password


def test_one_time_password_stands_in_no_record(office: Office):
    once = office.as_("wang", people.create, "qian", fields(name="钱进"), passwords.one_time())

    [payload] = office.recorded("person_created")

    assert payload["login"] == "qian"
    assert once.password not in str(payload)


def test_login_that_is_taken_is_refused_at_its_field(office: Office):
    with pytest.raises(InvalidValues) as refused:
        office.as_("wang", people.create, "chen", fields(), passwords.one_time())

    assert set(refused.value.fields) == {"login"}


def test_every_wrong_field_is_named_at_once(office: Office):
    wrong = fields(name="", language="fr", department_id="nowhere", roles=("king",), group_ids=("nobody",))

    with pytest.raises(InvalidValues) as refused:
        office.as_("wang", people.create, "9lives", wrong, passwords.one_time())

    assert set(refused.value.fields) == {"login", "name", "language", "department_id", "roles", "group_ids"}


def test_who_is_no_administrator_finds_nothing_to_change(office: Office):
    with pytest.raises(NotFound):
        office.as_("li", people.change, "chen", fields())


def test_change_of_rights_is_recorded_with_old_and_new(office: Office):
    office.as_("wang", people.change, "chen", fields(roles=("auditor",), group_ids=()))

    [payload] = office.recorded("roles_changed")

    assert payload["roles"] == {"before": [], "after": ["auditor"]}
    assert payload["group_ids"] == {"before": ["hotline"], "after": []}
    assert office.actor("chen").has_role("auditor")


def test_last_administrator_keeps_the_role(office: Office):
    with pytest.raises(Refused) as refused:
        office.as_("wang", people.change, "wang", fields(name="王伟", department_id="company", group_ids=()))

    assert refused.value.code == "last_administrator"


def test_reset_password_replaces_the_old_one(office: Office):
    once = office.as_("wang", people.reset_password, "chen", passwords.one_time())

    assert not office.sign_in("chen", PASSWORD).is_accepted
    assert office.sign_in("chen", once.password).must_change_password


def test_who_left_is_gone_from_groups_and_cannot_sign_in(office: Office):
    office.as_("wang", leaving.leave, "chen")

    assert not office.sign_in("chen", PASSWORD).is_accepted
    assert office.actor("chen").groups == frozenset()


def test_leaving_supervisor_hands_the_department_to_the_deputy(office: Office):
    office.as_("wang", leaving.leave, "li")

    department = office.department("support")
    assert (department.supervisor_id, department.deputy_id) == ("zhao", None)
    assert office.recorded("person_left")[0]["departments"] == ["support"]


def test_supervisor_without_deputy_cannot_leave_a_department_behind(office: Office):
    with pytest.raises(Refused) as refused:
        office.as_("wang", leaving.leave, "zhou")

    assert refused.value.code == "department_without_supervisor"
    assert office.person("zhou").is_active


def test_nobody_closes_their_own_account(office: Office):
    with pytest.raises(Refused) as refused:
        office.as_("wang", leaving.leave, "wang")

    assert refused.value.code == "own_account"


def test_who_comes_back_gets_a_new_password_and_no_old_rights(office: Office):
    office.as_("wang", people.change, "chen", fields(roles=("auditor",)))
    office.as_("wang", leaving.leave, "chen")

    once = office.as_("wang", leaving.come_back, "chen", passwords.one_time())

    assert office.sign_in("chen", once.password).is_accepted
    assert office.actor("chen").roles == frozenset()


def test_one_time_passwords_differ_and_avoid_characters_that_look_alike():
    made = {passwords.one_time().password for _ in range(50)}

    assert len(made) == 50
    assert not set("".join(made)) & set("0o1il")
