"""A command that was too late runs again; one that is too late every time is refused and not a defect."""

from __future__ import annotations

import pytest

from engine.errors import Conflict
from engine.model.people import SYSTEM
from engine.process_engine import ATTEMPTS
from engine.store.database import ConnectionLost, StaleRevision


def late(times: int, why: type[Exception] = StaleRevision):
    """A command that is too late so many times, and then isn't; how often it ran is its answer."""
    ran = []

    def command(tx):
        ran.append(tx)
        if len(ran) <= times:
            raise why
        return len(ran)

    return command


def test_command_that_was_too_late_runs_again_unseen(company):
    assert company.process_engine.execute(SYSTEM, late(ATTEMPTS - 1)) == ATTEMPTS


def test_command_that_is_too_late_every_time_is_refused_with_a_sentence(company):
    with pytest.raises(Conflict) as refused:
        company.process_engine.execute(SYSTEM, late(ATTEMPTS))

    assert refused.value.text.zh and "try again" in refused.value.text.en


@pytest.mark.parametrize("door", ["execute", "ask"])
def test_lost_connection_is_made_good_by_another(company, door):
    assert getattr(company.process_engine, door)(SYSTEM, late(1, ConnectionLost)) == 2


def test_database_that_is_gone_for_good_is_no_refusal(company):
    with pytest.raises(ConnectionLost):
        company.process_engine.execute(SYSTEM, late(ATTEMPTS, ConnectionLost))
