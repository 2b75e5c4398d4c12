"""A new master key: old data stays readable, and once all of it is rotated the old key is no longer needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.store import contacts, house, trail
from engine.store.database import Store
from engine.store.rotation import rotate
from engine.store.vault import Unreadable
from tests.store.cases import Desk, add_entry, read
from tests.store.tampering import findings, tamper

NEW = "n" * 64


def test_with_a_new_key_in_front_old_data_is_read_and_work_goes_on(desk, with_keys):
    case, ref = filled(desk)

    after = with_keys(NEW, *desk.settings.master_keys)
    add_entry(after, case)

    assert len(read(after, case)) == 4
    assert found(after) == [ref]
    assert findings(after) == []


def test_after_rotation_the_old_key_can_be_thrown_away(desk, with_keys):
    case, ref = filled(desk)
    put(desk, "13912340000")

    count = rotate(with_keys(NEW, *desk.settings.master_keys).store)
    after = with_keys(NEW)

    assert count == 6  # two keys (the case's and the house's), two contacts, two heads
    assert [each.payload["cup"] for each in read(after, case)] == [1, 2, 3]
    assert found(after) == [ref]
    assert reveal(after, ref) == "13812345678"
    add_entry(after, case)
    house.append_pending(after.store)
    assert findings(after) == []


def test_after_rotation_the_old_key_opens_nothing(desk, with_keys):
    case, ref = filled(desk)

    rotate(with_keys(NEW, *desk.settings.master_keys).store)
    before = with_keys(*desk.settings.master_keys)

    assert {each.payload for each in read(before, case)} == {"unreadable"}
    with pytest.raises(Unreadable):
        reveal(before, ref)


def test_rotation_can_be_interrupted_and_begun_again(desk, with_keys, monkeypatch):
    filled(desk)
    both = with_keys(NEW, *desk.settings.master_keys)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr("engine.store.rotation._reseal", lambda *_: 1 / 0)
        rotate(both.store)

    assert findings(both) == []
    rotate(both.store)

    assert findings(with_keys(NEW)) == []


def test_rotation_does_not_put_a_new_seal_on_a_forged_head(desk, with_keys):
    filled(desk)
    tamper(desk, "UPDATE process_instance SET trail_length = 2")

    with pytest.raises(trail.TrailBroken):
        rotate(with_keys(NEW, *desk.settings.master_keys).store)


@pytest.fixture
def with_keys(desk):
    stores = []

    def open_(*keys: str) -> Desk:
        settings = replace(desk.settings, master_keys=keys)
        stores.append(Store(settings))
        return Desk(stores[-1], settings, version_id=desk.version_id)

    yield open_
    for store in stores:
        store.close()


def filled(desk: Desk) -> tuple[str, str]:
    case = desk.start("20231009-001")
    return case, put(desk, "13812345678")


def put(desk: Desk, mobile: str) -> str:
    with desk.writing() as tx:
        return contacts.put(tx, "mobile", mobile, "138****5678")


def reveal(desk: Desk, ref: str) -> str:
    with desk.reading() as tx:
        return contacts.reveal(tx, ref)


def found(desk: Desk) -> list[str]:
    with desk.reading() as tx:
        return [row.id for row in contacts.find(tx, "13812345678")]
