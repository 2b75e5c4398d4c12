"""Whatever is changed in a trail behind the program's back is found, and the first wrong entry is named."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import inspect, select

from engine.store import trail
from engine.store.tables import AuditBlock
from engine.store.verification import verify, verify_case
from tests.store.cases import Desk, add_entry, read
from tests.store.tampering import findings, flip_byte, tamper


FORGERIES = {
    "at": {"sqlite": "at + 1", "postgresql": "at + interval '1 microsecond'"},
    "actor_kind": "'system'",
    "actor_id": "'karl'",
}
OTHER_LISTS = {
    "kind": '[["note_added","step_2",1,0]]',
    "element": '[["values_entered",null,1,0]]',
    "round": '[["values_entered","step_2",2,0]]',
    "key": '[["values_entered","step_2",1,1]]',
    "number of entries": '[["values_entered","step_2",1,0],["note_added",null,1,0]]',
    "no list": "anything",
}


@pytest.mark.parametrize("column", FORGERIES)
def test_one_changed_value_is_found_and_named(desk, column):
    case = desk.start("20231009-001")
    value = FORGERIES[column]
    if isinstance(value, dict):
        value = value["postgresql" if desk.store.is_postgresql else "sqlite"]

    tamper(desk, f"UPDATE audit_block SET {column} = {value} WHERE seq = 2")

    assert findings(desk) == [(case, 2, "20231009-001: entry 2 was changed. In it: values entered step_2.")]


@pytest.mark.parametrize("what", OTHER_LISTS)
def test_another_open_list_of_entries_is_found(desk, what):
    case = desk.start("20231009-001")

    tamper(desk, "UPDATE audit_block SET entries = :list WHERE seq = 2", list=OTHER_LISTS[what])

    (found,) = findings(desk)
    assert found[:2] == (case, 2)
    assert re.match("20231009-001: (entry 2|entries 2 to 3) (was|were) changed.", found[2])
    assert read(desk, case)[0].payload == {"cup": 1}


@pytest.mark.parametrize("column", ["body", "hash"])
def test_one_changed_byte_is_found_and_named(desk, column):
    case = desk.start("20231009-001")

    flip_byte(desk, "audit_block", column, "seq = 2", -1)

    assert findings(desk) == [(case, 2, "20231009-001: entry 2 was changed. In it: values entered step_2.")]


def test_what_one_command_wrote_is_named_together(desk):
    case = desk.start("20231009-001")
    add_entry(desk, case, count=3)
    add_entry(desk, case)

    flip_byte(desk, "audit_block", "body", "seq = 4", -1)

    named = "internal note added, internal note added, internal note added"
    assert findings(desk) == [(case, 4, f"20231009-001: entries 4 to 6 were changed. In it: {named}.")]


def test_a_missing_block_is_named_with_all_its_entries(desk):
    case = desk.start("20231009-001")
    add_entry(desk, case, count=3)
    add_entry(desk, case)

    tamper(desk, "DELETE FROM audit_block WHERE seq = 4")

    assert findings(desk) == [(case, 4, "20231009-001: entries 4 to 6 are missing.")]


def test_a_deleted_last_entry_is_found(desk):
    case = desk.start("20231009-001")

    tamper(desk, "DELETE FROM audit_block WHERE seq = 3")

    assert findings(desk) == [(case, 3, "20231009-001: the entries from 3 on were cut off.")]


def test_a_deleted_middle_entry_is_found(desk):
    case = desk.start("20231009-001")

    tamper(desk, "DELETE FROM audit_block WHERE seq = 2")

    assert findings(desk) == [(case, 2, "20231009-001: entry 2 is missing.")]


def test_swapped_entries_are_found(desk):
    case = desk.start("20231009-001")

    tamper(desk, "UPDATE audit_block SET seq = -2 WHERE seq = 2")
    tamper(desk, "UPDATE audit_block SET seq = 2 WHERE seq = 3")
    tamper(desk, "UPDATE audit_block SET seq = 3 WHERE seq = -2")

    assert findings(desk) == [(case, 2, "20231009-001: entry 2 was changed. In it: values entered step_3.")]


def test_an_entry_moved_to_another_case_is_found_in_both(desk):
    one, other = desk.start("20231009-001"), desk.start("20231009-002")

    tamper(desk, f"DELETE FROM audit_block WHERE seq = 3 AND instance_id = '{one}'")
    tamper(desk, f"UPDATE audit_block SET instance_id = '{one}' WHERE seq = 3 AND instance_id = '{other}'")

    assert [(chain, seq) for chain, seq, _ in findings(desk)] == [(one, 3), (other, 3)]


def test_an_added_entry_is_found(desk):
    case = desk.start("20231009-001")

    tamper(
        desk,
        "INSERT INTO audit_block SELECT instance_id, 4, at, actor_kind, actor_id, entries, body, hash FROM audit_block WHERE seq = 3",
    )

    assert findings(desk) == [(case, 4, "20231009-001: entry 4 was changed. In it: values entered step_3.")]


def test_a_chain_recomputed_by_a_forger_lacks_the_seal(desk):
    case = desk.start("20231009-001")

    tamper(desk, "UPDATE audit_block SET actor_id = 'karl' WHERE seq = 3")
    with desk.reading() as tx:
        _, before, last = tx.session.execute(select(inspect(AuditBlock).local_table).order_by(AuditBlock.seq)).all()
    forged = trail.hash_of(before.hash, last)
    tamper(desk, "UPDATE audit_block SET hash = :forged WHERE seq = 3", forged=forged)
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

    flip_byte(desk, "audit_block", "body", "seq = 2", -1)

    assert read(desk, case)[1].payload == "unreadable"


def test_one_case_can_be_verified_alone(desk):
    sound, broken = desk.start("20231009-001"), desk.start("20231009-002")

    tamper(desk, f"DELETE FROM audit_block WHERE seq = 2 AND instance_id = '{broken}'")

    with desk.reading() as tx:
        assert verify_case(tx.session, tx.vault, sound) == []
        assert [found.seq for found in verify_case(tx.session, tx.vault, broken)] == [2]


def test_findings_speak_both_languages(desk):
    desk.start("20231009-001")
    tamper(desk, "DELETE FROM audit_block WHERE seq = 2")

    with desk.reading() as tx:
        (found,) = verify(tx.session, tx.vault)

    assert found.what.zh == "20231009-001：第 2 条记录缺失。"


def cut_last_entry_and_move_the_head(desk: Desk, case: str) -> None:
    tamper(desk, "DELETE FROM audit_block WHERE seq = 3")
    tamper(
        desk,
        "UPDATE process_instance SET trail_length = 2,"
        " trail_head = (SELECT hash FROM audit_block WHERE seq = 2 AND instance_id = process_instance.id)",
    )
