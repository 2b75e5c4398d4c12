"""The audit trail: what goes in comes out, in order; what was erased says so, and the chain still holds."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import text

from engine.store import erasure, house, instances, trail
from tests.store.cases import MORNING, add_entry, read
from tests.store.tampering import findings


def test_entries_come_back_in_order_with_what_was_typed(desk):
    case = desk.start("20231009-001", entries=2)

    entries = read(desk, case)

    assert [(each.seq, each.kind, each.element_id, each.payload) for each in entries] == [
        (1, "values_entered", "step_1", {"cup": Decimal(1)}),
        (2, "values_entered", "step_2", {"cup": Decimal(2)}),
    ]
    assert {(each.at, each.actor_kind, each.actor_id, each.round) for each in entries} == {(MORNING, "staff", "anna", 1)}


def test_entries_of_later_transactions_go_on_with_the_chain(desk):
    case = desk.start("20231009-001", entries=2)

    add_entry(desk, case)
    add_entry(desk, case)

    assert [each.seq for each in read(desk, case)] == [1, 2, 3, 4]
    assert findings(desk) == []


def test_long_and_short_payloads_keep_every_character(desk):
    case = desk.start("20231009-001")
    payload = {"text": "页面加载失败，多次尝试无效。" * 200, "short": "ä", "price": Decimal("1.50"), "none": None}

    with desk.writing() as tx:
        trail.append(tx, instances.lock(tx.session, case), "note_added", payload=payload)

    assert read(desk, case)[-1].payload == payload


def test_nothing_typed_is_readable_in_the_database(desk):
    case = desk.start("20231009-001")
    with desk.writing() as tx:
        trail.append(tx, instances.lock(tx.session, case), "note_added", payload={"text": "blue teapot"})

    with desk.reading() as tx:
        bodies = tx.session.execute(text("SELECT body FROM audit_block")).scalars().all()

    assert not any(b"teapot" in bytes(body) for body in bodies)


def test_an_untouched_house_has_no_findings(desk):
    desk.start("20231009-001")
    house.append_pending(desk.store)
    desk.start("20231009-002")

    assert findings(desk) == []


def test_erasing_a_person_leaves_a_chain_that_verifies_and_says_erased(desk):
    case = desk.start("20231009-001", entries=1)
    with desk.writing() as tx:
        instance = instances.lock(tx.session, case)
        trail.append(tx, instance, "message_received", payload={"text": "too cold"}, person_ref="customer-1")
        trail.append(tx, instance, "note_added", payload={"text": "tell the kitchen"}, person_ref="customer-2")

    with desk.writing() as tx:
        erasure.erase_person(tx, instances.lock(tx.session, case), "customer-1")

    assert [each.payload for each in read(desk, case)][:3] == [
        {"cup": Decimal(1)},
        "erased",
        {"text": "tell the kitchen"},
    ]
    assert findings(desk) == []


def test_a_person_who_writes_again_after_erasure_gets_a_new_key(desk):
    case = desk.start("20231009-001", entries=1)
    for text_ in ("too cold", "still too cold"):
        with desk.writing() as tx:
            instance = instances.lock(tx.session, case)
            trail.append(tx, instance, "message_received", payload={"text": text_}, person_ref="customer-1")
            if text_ == "too cold":
                erasure.erase_person(tx, instance, "customer-1")

    assert [each.payload for each in read(desk, case)[1:]][::2] == ["erased", {"text": "still too cold"}]
    assert findings(desk) == []


def test_a_case_erased_after_retention_still_verifies(desk):
    case = desk.start("20231009-001")

    with desk.writing() as tx:
        erasure.erase_case(tx, instances.lock(tx.session, case))
    house.append_pending(desk.store)

    assert {each.payload for each in read(desk, case)} == {"erased"}
    assert findings(desk) == []
