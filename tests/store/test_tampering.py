"""Whatever is changed in a trail behind the program's back is found, and the first wrong entry is named."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select

from engine.store import trail
from engine.store.tables import AuditEntry
from engine.store.verification import verify, verify_case
from tests.store.cases import Desk, add_entry, read
from tests.store.tampering import findings, flip_byte, tamper


FORGERIES = {
    "at": {"sqlite": "at + 1", "postgresql": "at + interval '1 microsecond'"},
    "actor_kind": "'system'",
    "actor_id": "'karl'",
    "kind": "'note_added'",
    "element_id": "NULL",
    "round": "2",
    "key_id": "1",
}


@pytest.mark.parametrize("column", FORGERIES)
def test_one_changed_value_in_an_entry_is_found_and_named(desk, column):
    case = desk.start("20231009-001")
    value = FORGERIES[column]
    if isinstance(value, dict):
        value = value["postgresql" if desk.store.is_postgresql else "sqlite"]

    tamper(desk, f"UPDATE audit_entry SET {column} = {value} WHERE seq = 2")

    assert findings(desk) == [(case, 2, "20231009-001: entry 2 was changed.")]


@pytest.mark.parametrize("column", ["payload", "hash"])
def test_one_changed_byte_in_an_entry_is_found_and_named(desk, column):
    case = desk.start("20231009-001")

    flip_byte(desk, "audit_entry", column, "seq = 2", -1)

    assert findings(desk) == [(case, 2, "20231009-001: entry 2 was changed.")]


def test_a_deleted_last_entry_is_found(desk):
    case = desk.start("20231009-001")

    tamper(desk, "DELETE FROM audit_entry WHERE seq = 3")

    assert findings(desk) == [(case, 3, "20231009-001: the entries from 3 on were cut off.")]


def test_a_deleted_middle_entry_is_found(desk):
    case = desk.start("20231009-001")

    tamper(desk, "DELETE FROM audit_entry WHERE seq = 2")

    assert findings(desk) == [(case, 2, "20231009-001: entry 2 is missing.")]


def test_swapped_entries_are_found(desk):
    case = desk.start("20231009-001")

    tamper(desk, "UPDATE audit_entry SET seq = -2 WHERE seq = 2")
    tamper(desk, "UPDATE audit_entry SET seq = 2 WHERE seq = 3")
    tamper(desk, "UPDATE audit_entry SET seq = 3 WHERE seq = -2")

    assert findings(desk) == [(case, 2, "20231009-001: entry 2 was changed.")]


def test_an_entry_moved_to_another_case_is_found_in_both(desk):
    one, other = desk.start("20231009-001"), desk.start("20231009-002")

    tamper(desk, f"DELETE FROM audit_entry WHERE seq = 3 AND instance_id = '{one}'")
    tamper(desk, f"UPDATE audit_entry SET instance_id = '{one}' WHERE seq = 3 AND instance_id = '{other}'")

    assert [(chain, seq) for chain, seq, _ in findings(desk)] == [(one, 3), (other, 3)]


def test_an_added_entry_is_found(desk):
    case = desk.start("20231009-001")

    tamper(
        desk,
        "INSERT INTO audit_entry SELECT instance_id, 4, at, actor_kind, actor_id, kind, element_id, round, key_id,"
        " payload, hash FROM audit_entry WHERE seq = 3",
    )

    assert findings(desk) == [(case, 4, "20231009-001: entry 4 was changed.")]


def test_a_chain_recomputed_by_a_forger_lacks_the_seal(desk):
    case = desk.start("20231009-001")

    tamper(desk, "UPDATE audit_entry SET actor_id = 'karl' WHERE seq = 3")
    with desk.reading() as tx:
        _, before, last = tx.session.execute(select(inspect(AuditEntry).local_table).order_by(AuditEntry.seq)).all()
    forged = trail.hash_of(before.hash, last)
    tamper(desk, "UPDATE audit_entry SET hash = :forged WHERE seq = 3", forged=forged)
    tamper(desk, "UPDATE process_instance SET trail_head = :forged", forged=forged)

    assert findings(desk) == [(case, 3, "20231009-001: the seal doesn't fit the end of the chain (entry 3).")]


def test_a_shortened_chain_with_a_shortened_head_lacks_the_seal(desk):
    case = desk.start("20231009-001")

    cut_last_entry_and_move_the_head(desk, case)

    assert findings(desk) == [(case, 2, "20231009-001: the seal doesn't fit the end of the chain (entry 2).")]


def test_nothing_is_added_to_a_chain_whose_head_was_forged(desk):
    case = desk.start("20231009-001")
    cut_last_entry_and_move_the_head(desk, case)

    with pytest.raises(trail.TrailBroken):
        add_entry(desk, case)

    assert [chain for chain, _, _ in findings(desk)] == [case]


def test_a_key_removed_without_a_record_is_found(desk):
    case = desk.start("20231009-001")

    tamper(desk, f"UPDATE case_key SET wrapped = NULL WHERE instance_id = '{case}'")

    assert findings(desk) == [(case, 1, "20231009-001: the key of entry 1 is gone, and no erasure was recorded.")]


def test_a_key_changed_or_swapped_is_found(desk):
    one, other = desk.start("20231009-001"), desk.start("20231009-002")

    tamper(
        desk,
        f"UPDATE case_key SET wrapped = (SELECT wrapped FROM case_key WHERE instance_id = '{one}')"
        f" WHERE instance_id = '{other}'",
    )

    assert findings(desk) == [(other, 1, "20231009-002: the key of entry 1 was changed.")]


def test_an_altered_entry_is_shown_as_unreadable_and_not_as_a_crash(desk):
    case = desk.start("20231009-001")

    flip_byte(desk, "audit_entry", "payload", "seq = 2", -1)

    assert read(desk, case)[1].payload == "unreadable"


def test_one_case_can_be_verified_alone(desk):
    sound, broken = desk.start("20231009-001"), desk.start("20231009-002")

    tamper(desk, f"DELETE FROM audit_entry WHERE seq = 2 AND instance_id = '{broken}'")

    with desk.reading() as tx:
        assert verify_case(tx.session, tx.vault, sound) == []
        assert [found.seq for found in verify_case(tx.session, tx.vault, broken)] == [2]


def test_findings_speak_both_languages(desk):
    desk.start("20231009-001")
    tamper(desk, "DELETE FROM audit_entry WHERE seq = 2")

    with desk.reading() as tx:
        (found,) = verify(tx.session, tx.vault)

    assert found.what.zh == "20231009-001：第 2 条记录缺失。"


def cut_last_entry_and_move_the_head(desk: Desk, case: str) -> None:
    tamper(desk, "DELETE FROM audit_entry WHERE seq = 3")
    tamper(
        desk,
        "UPDATE process_instance SET trail_length = 2,"
        " trail_head = (SELECT hash FROM audit_entry WHERE seq = 2 AND instance_id = process_instance.id)",
    )
