"""Signing in, and choosing one's own password."""

from __future__ import annotations

import pytest

from engine.commands import sessions
from engine.errors import InvalidValues, NotFound
from engine.model import people
from engine.model.people import SYSTEM
from tests.unit.commands_directory.conftest import PASSWORD, Office


def test_right_password_is_accepted_and_recorded(office: Office):
    found = office.run(SYSTEM, sessions.sign_in, " Chen ", PASSWORD)

    assert (found.is_accepted, found.person_id) == (True, "chen")
    assert office.recorded("signed_in")[0]["login"] == "chen"


def test_wrong_password_is_refused_and_recorded(office: Office):
    assert not office.run(SYSTEM, sessions.sign_in, "chen", "wrong").is_accepted

    assert office.recorded("sign_in_failed") == [{"login": "chen"}]


def test_unknown_login_is_not_written_down_because_people_type_passwords_there(office: Office):
    assert not office.run(SYSTEM, sessions.sign_in, "my-secret-password", "x").is_accepted

    assert office.recorded("sign_in_failed") == [{"login": None}]


def test_own_password_is_changed_with_the_current_one(office: Office):
    office.as_("chen", sessions.change_password, PASSWORD, "a longer new password", "a longer new password")

    assert office.run(SYSTEM, sessions.sign_in, "chen", "a longer new password").is_accepted
    assert not office.run(SYSTEM, sessions.sign_in, "chen", PASSWORD).is_accepted


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
def test_password_that_cannot_be_taken_is_refused_at_its_field(office: Office, current, new, repeated, fields):
    with pytest.raises(InvalidValues) as refused:
        office.as_("chen", sessions.change_password, current, new, repeated)

    assert set(refused.value.fields) == fields


def test_customer_has_no_password_to_change(office: Office):
    with pytest.raises(NotFound):
        office.run(people.customer(), sessions.change_password, "a", "b", "b")
