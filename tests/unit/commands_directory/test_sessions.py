"""Signing in, and choosing one's own password."""

from __future__ import annotations

import pytest

from engine.commands import passwords, sessions
from engine.commands import people as directory_people
from engine.errors import Conflict, InvalidValues, NotFound
from engine.model import people
from engine.model.people import SYSTEM
from tests.unit.commands_directory.conftest import PASSWORD, Office


def test_right_password_is_accepted_and_recorded(office: Office):
    found = office.sign_in(" Chen ", PASSWORD)

    assert (found.is_accepted, found.person_id) == (True, "chen")
    assert office.recorded("signed_in")[0]["login"] == "chen"


def test_wrong_password_is_refused_and_recorded(office: Office):
    assert not office.sign_in("chen", "wrong").is_accepted

    assert office.recorded("sign_in_failed") == [{"login": "chen"}]


def test_unknown_login_is_not_written_down_because_people_type_passwords_there(office: Office):
    assert not office.sign_in("my-secret-password", "x").is_accepted

    assert office.recorded("sign_in_failed") == [{"login": None}]


def test_own_password_is_changed_with_the_current_one(office: Office):
    office.as_("chen", sessions.change_password, changed(office, "a longer new password"))

    assert office.sign_in("chen", "a longer new password").is_accepted
    assert not office.sign_in("chen", PASSWORD).is_accepted


@pytest.mark.parametrize(
    ("current", "new", "repeated", "fields"),
    [
        ("wrong", "a longer new password", "a longer new password", {"current"}),
        (PASSWORD, "short", "short", {"new"}),
        (PASSWORD, "aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", {"new"}),
        (PASSWORD, "chen-chen-2023", "chen-chen-2023", {"new"}),
        (PASSWORD, PASSWORD, PASSWORD, {"new"}),
        (PASSWORD, "a longer new password", "another password", {"repeated"}),
    ],
)
def test_password_that_cannot_be_taken_is_refused_at_its_field(password_hash, current, new, repeated, fields):
    with pytest.raises(InvalidValues) as refused:
        passwords.change(current, new, repeated, "chen", password_hash)

    assert set(refused.value.fields) == fields


def test_customer_has_no_password_to_change(office: Office):
    with pytest.raises(NotFound):
        office.run(people.customer(), sessions.change_password, passwords.Change("a", "b"))


def test_password_reset_a_moment_ago_is_not_overwritten(office: Office):
    change = changed(office, "a longer new password")
    once = passwords.one_time()
    office.as_("wang", directory_people.reset_password, "chen", once)

    with pytest.raises(Conflict):
        office.as_("chen", sessions.change_password, change)

    assert office.sign_in("chen", once.password).is_accepted


def test_password_proven_against_a_hash_that_is_gone_opens_nothing(office: Office):
    proven = passwords.checked(PASSWORD, office.person("chen").password_hash)
    office.as_("wang", directory_people.reset_password, "chen", passwords.one_time())

    assert not office.run(SYSTEM, sessions.sign_in, "chen", proven).is_accepted


def changed(office: Office, new: str) -> passwords.Change:
    return passwords.change(PASSWORD, new, new, "chen", office.person("chen").password_hash)
