"""A new master key: old data stays readable, and once all of it is rotated the old key is no longer needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.store import api_tokens, codes, contacts, house, house_key, messages, similar_grams, trail
from engine.store.database import Store
from engine.store.rotation import rotate
from engine.store.tables import ApiToken, CaseKey
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

    assert count == 7  # three keys (the case's and the house's), two contacts, two heads
    assert [each.payload["cup"] for each in read(after, case)] == [1, 2, 3]
    assert found(after) == [ref]
    assert reveal(after, ref) == "13812345678"
    add_entry(after, case)
    house.append_pending(after.store)
    assert findings(after) == []


def test_codes_of_customers_and_tokens_of_programs_outlive_the_old_key(desk, with_keys):
    desk.start("20231009-001")
    with desk.writing() as tx:
        code, token = codes.code_hash(tx, "ABCDE23456"), api_tokens.new_token("0" * 32)
        tx.session.add(ApiToken(id="0" * 32, name="shop", hash=api_tokens.token_hash(tx.session, tx.vault, token), created_by="anna", created_at=tx.now))

    both = with_keys(NEW, *desk.settings.master_keys)
    assert opens(both, code, token) == (True, False, True)
    rotate(both.store)

    assert opens(with_keys(NEW), code, token) == (True, False, True)


def test_what_an_older_installation_hashed_under_its_master_key_still_opens(desk, with_keys):
    with desk.writing() as tx:
        before = desk.store.vault.mac(b"case-code:ABCDE23456").hex()
        tx.session.delete(tx.session.get_one(CaseKey, (house_key.HOUSE, house_key.SECRETS_KEY)))
    with desk.store.begin_write() as session:
        house_key.prepare(session.connection(), desk.store.vault)

    rotate(with_keys(NEW, *desk.settings.master_keys).store)

    with with_keys(NEW).reading() as tx:
        assert codes.is_code(tx, "abcde-23456", before)


def test_like_cases_are_found_after_rotation(desk, with_keys):
    case = desk.start("20231009-001")
    with desk.writing() as tx:
        similar_grams.keep(tx, "tea", case, ["te", "ea"], is_new=True)

    rotate(with_keys(NEW, *desk.settings.master_keys).store)

    with with_keys(NEW).reading() as tx:
        assert similar_grams.sharing(tx, "tea", ["ea", "cu"], 5) == {case: 1}


def test_a_kept_message_is_read_after_rotation(desk, with_keys):
    with desk.writing() as tx:
        id_ = messages.keep(tx, "paid", "7", {"amount": "3"}, tx.now + timedelta(days=1), None)

    rotate(with_keys(NEW, *desk.settings.master_keys).store)

    with with_keys(NEW).reading() as tx:
        assert messages.values_of(tx, messages.kept(tx, id_)) == {"amount": "3"}


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


def opens(desk: Desk, code_hash: str, token: str) -> tuple[bool, bool, bool]:
    """Whether the code as people type it does, another one, and the token."""
    with desk.reading() as tx:
        found = api_tokens.holder(tx.session, tx.vault, token)
        return codes.is_code(tx, "abcde-23456", code_hash), codes.is_code(tx, "ABCDE23457", code_hash), found is not None


def reveal(desk: Desk, ref: str) -> str:
    with desk.reading() as tx:
        return contacts.reveal(tx, ref)


def found(desk: Desk) -> list[str]:
    with desk.reading() as tx:
        return [row.id for row in contacts.find(tx, "13812345678")]
