"""Raw contact data that comes in by any door of a command lies in the vault: no row and no entry of a trail, decrypted, holds it."""

from __future__ import annotations

import zlib
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from engine.commands import attachments, contacts, jobs, published_messages, thread, user_tasks
from engine.errors import InvalidValues
from engine.model.attachments import UploadedFile
from engine.model.people import SYSTEM
from engine.store import house, trail
from tests.commands.test_jobs import ANNA, activated, instance_id

__all__ = ["instance_id"]

MOBILE = "13987651234"
CALL = f"请致电 {MOBILE}"


@pytest.mark.parametrize("variables", [
    {"phone": MOBILE}, {"phone": Decimal(MOBILE)}, {"callers": [{"number": Decimal(MOBILE)}]}, {"by_number": {MOBILE: "angry"}},
], ids=["text", "number", "number in a list", "name in a context"])  # fmt: skip
def test_variables_of_a_program_hold_masks(company, instance_id, variables):
    (job,) = activated(company)

    company.process_engine.execute(ANNA, jobs.complete, job.id, "anna", variables)

    assert places_of(company, instance_id, MOBILE) == []


def test_a_variable_isnt_named_after_a_number(company, instance_id):
    (job,) = activated(company)

    with pytest.raises(InvalidValues) as refused:
        company.process_engine.execute(ANNA, jobs.complete, job.id, "anna", {f"caller_{MOBILE}": True})

    assert MOBILE not in str(refused.value.fields)


def test_failures_of_a_program_hold_masks(company, instance_id):
    (job,) = activated(company)
    company.process_engine.execute(ANNA, jobs.fail, job.id, "anna", CALL)
    (again,) = activated(company)

    company.process_engine.execute(ANNA, jobs.throw_error, again.id, "anna", f"E{MOBILE}", CALL)

    assert places_of(company, instance_id, MOBILE) == []


@pytest.mark.parametrize("sent", [{"name": MOBILE}, {"correlation_key": MOBILE}, {"message_id": MOBILE}], ids=list)
def test_a_message_isnt_named_or_keyed_by_a_number(company, sent):
    message = {"name": "paid", "correlation_key": "A-1", "values": {}, "time_to_live": timedelta(days=1)} | sent

    with pytest.raises(InvalidValues):
        company.process_engine.execute(ANNA, published_messages.publish, **message)


def test_a_kept_message_is_sealed(company):
    life = timedelta(days=1)
    company.process_engine.execute(ANNA, published_messages.publish, "paid", "A-1", {"caller": MOBILE}, life)

    assert places_of(company, "", MOBILE) == []


def test_what_staff_write_in_a_case_holds_masks(company, story):
    task = story.start().task("register_feedback")
    wang = company.person("wang.min")
    file = UploadedFile(f"{MOBILE}.txt", "text/plain", b"protocol")

    company.process_engine.execute(wang, user_tasks.claim, task.id)
    company.process_engine.execute(wang, contacts.reveal, task.id, CALL)
    company.process_engine.execute(wang, user_tasks.save_draft, task.id, {"description": [CALL], MOBILE: ["x"]})
    company.process_engine.execute(wang, thread.add_note, story.instance_id, CALL)
    company.process_engine.execute(wang, thread.send_to_customer, story.instance_id, CALL)
    company.process_engine.execute(wang, attachments.add, story.instance_id, file)
    company.process_engine.execute(wang, user_tasks.assign, task.id, "zhou.qi", CALL)

    assert places_of(company, story.instance_id, MOBILE) == []
    assert places_of(company, story.instance_id, "139****1234") != []


def places_of(company, instance_id, secret) -> list[str]:
    """Where it stands: names of tables, kinds of entries of the case's trail and of the house chain."""

    def look(tx):
        entries = [*trail.read(tx, instance_id), *house.read(tx, limit=1000)]
        tables = tx.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        rows = [(table, row) for table in tables for row in tx.session.execute(text(f'SELECT * FROM "{table}"'))]
        return [entry.kind for entry in entries if secret in str(entry.payload)] + [
            table for table, row in rows if any(secret.encode() in unpacked(value) for value in row)
        ]

    return company.process_engine.ask(SYSTEM, look)


def unpacked(value) -> bytes:
    content = value if isinstance(value, bytes) else str(value).encode()
    try:
        return content + zlib.decompress(content)
    except zlib.error:
        return content
