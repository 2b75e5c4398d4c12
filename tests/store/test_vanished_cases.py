"""A case that is gone, or was put back to an earlier state, is missed: by the house chain or by exported heads."""

from __future__ import annotations

from sqlalchemy import text

from engine.store import house, instances, trail
from engine.store.heads import Head, from_line, heads, to_line
from tests.store.cases import Desk, add_entry, read
from tests.store.tampering import findings, tamper


def test_a_deleted_case_is_missed(desk):
    case, other = desk.start("20231009-001"), desk.start("20231009-002")
    house.append_pending(desk.store)

    delete_case(desk, case)

    assert findings(desk) == [(case, 0, "Case 20231009-001 has vanished.")]
    assert len(read(desk, other)) == 3


def test_a_case_deleted_before_its_start_was_appended_is_missed(desk):
    case = desk.start("20231009-001")

    delete_case(desk, case)

    assert findings(desk) == [(case, 0, "Case 20231009-001 has vanished.")]


def test_entries_whose_case_is_gone_are_missed(desk):
    case = desk.start("20231009-001")
    tamper(desk, "DELETE FROM house_pending")

    tamper(desk, "DELETE FROM process_instance")

    assert findings(desk) == [(case, 0, f"Case {case} has vanished.")]


def test_a_case_whose_start_was_taken_out_of_the_house_is_found(desk):
    case = desk.start("20231009-001")

    tamper(desk, "DELETE FROM house_pending")

    assert findings(desk) == [(case, 0, "Case 20231009-001: its start isn't in the house chain.")]


def test_a_case_that_was_emptied_and_begun_anew_is_found(desk):
    case = desk.start("20231009-001")
    house.append_pending(desk.store)
    tamper(desk, "DELETE FROM audit_block")
    tamper(desk, "DELETE FROM case_key WHERE instance_id <> 'house'")
    with desk.writing() as tx:
        instance = instances.lock(tx.session, case)
        instance.trail_length, instance.trail_head, instance.trail_mac = 0, b"", b""
        trail.append(tx, instance, "note_added")
    house.append_pending(desk.store)

    assert findings(desk) == [(case, 0, "Case 20231009-001: the house chain has more than one start of it.")]


def test_a_database_put_back_to_an_old_state_differs_from_the_exported_heads(desk):
    case = desk.start("20231009-001", entries=2)
    with desk.reading() as tx:
        old = tx.session.execute(text("SELECT trail_length, trail_head, trail_mac FROM process_instance")).one()._asdict()
    add_entry(desk, case)
    exported = export(desk)

    tamper(desk, "DELETE FROM audit_block WHERE seq = 3")
    tamper(
        desk,
        "UPDATE process_instance SET trail_length = :trail_length, trail_head = :trail_head, trail_mac = :trail_mac",
        **old,
    )

    assert findings(desk) == []
    assert findings(desk, exported) == [(case, 3, "20231009-001: entry 3 existed when the heads were exported.")]


def test_a_case_and_all_its_traces_are_missed_by_the_exported_heads(desk):
    case = desk.start("20231009-001")
    exported = export(desk)

    delete_case(desk, case)
    tamper(desk, "DELETE FROM house_pending")

    assert findings(desk, exported) == [(case, 0, f"Case {case} has vanished.")]


def test_a_chain_that_grew_fits_the_exported_heads(desk):
    case = desk.start("20231009-001")
    house.append_pending(desk.store)
    exported = export(desk)

    add_entry(desk, case)
    desk.start("20231009-002")
    house.append_pending(desk.store)

    assert findings(desk, exported) == []


def test_heads_survive_being_written_down(desk):
    desk.start("20231009-001")

    exported = export(desk)

    assert [from_line(to_line(head)) for head in exported] == exported


def export(desk: Desk) -> list[Head]:
    with desk.reading() as tx:
        return list(heads(tx.session))


def delete_case(desk: Desk, case: str) -> None:
    for table in ("audit_block", "case_key"):
        tamper(desk, f"DELETE FROM {table} WHERE instance_id = '{case}'")
    tamper(desk, f"DELETE FROM process_instance WHERE id = '{case}'")
