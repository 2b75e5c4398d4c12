"""The vault: raw contact data is nowhere but in its ciphertext, is found without being readable, and can be erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from engine.errors import NotFound, Refused
from engine.store import contacts, erasure, instances
from engine.store.database import Store
from engine.store.ids import new_id
from engine.store.tables import Base, Contact, Customer
from engine.store.vault import Unreadable, Vault, decrypt, encrypt, new_key
from tests.store.cases import MORNING, Desk
from tests.store.tampering import flip_byte, tamper

MOBILE, MASK = "13812345678", "138****5678"


def test_a_contact_comes_back_only_by_its_reference(desk):
    ref = put(desk, "mobile", MOBILE, MASK)

    assert reveal(desk, ref) == MOBILE
    with pytest.raises(NotFound):
        reveal(desk, "none")


def test_raw_contact_data_is_nowhere_in_the_database_or_its_files(desk):
    put(desk, "mobile", MOBILE, MASK)
    put(desk, "email", "mei@tea.example", "mei***")
    put(desk, "name", "张小美", "张**")

    everything = dump(desk)

    assert MASK.encode() in everything
    assert not [raw for raw in (MOBILE, "12345678", "mei@tea.example", "张小美") if raw.encode() in everything]


@pytest.mark.parametrize(
    "typed",
    ["13812345678", "138 1234 5678", "+86 138-1234-5678", "0086 13812345678", "１３８１２３４５６７８", "5678"],
)
def test_a_caller_is_found_however_the_number_is_written(desk, typed):
    ref = put(desk, "mobile", MOBILE, MASK)
    put(desk, "mobile", "13912340000", "139****0000")

    assert find(desk, typed) == [ref]


@pytest.mark.parametrize("typed", ["138", "12345678", "", "567", "13812345679"])
def test_a_part_of_a_number_other_than_the_last_four_finds_nobody(desk, typed):
    put(desk, "mobile", MOBILE, MASK)

    assert find(desk, typed) == []


def test_an_address_is_found_in_any_case(desk):
    ref = put(desk, "email", "Mei@Tea.example", "Mei***")

    assert find(desk, "mei@tea.EXAMPLE ") == [ref]


def test_the_same_contact_of_one_customer_keeps_its_reference(desk):
    mei, lin = customer(desk, "C1"), customer(desk, "C2")

    refs = [put(desk, "mobile", raw, MASK, customer_id=who) for raw, who in [(MOBILE, mei), (f"+86 {MOBILE}", mei), (MOBILE, lin)]]

    assert refs[0] == refs[1] != refs[2]
    assert find(desk, MOBILE) == [refs[0], refs[2]]


def test_an_erased_contact_is_gone_and_its_mask_stays(desk):
    ref = put(desk, "mobile", MOBILE, MASK)

    with desk.writing() as tx:
        contacts.erase(tx, [ref])

    with pytest.raises(Refused, match="erased"):
        reveal(desk, ref)
    assert find(desk, MOBILE) == []
    assert MASK.encode() in dump(desk)


def test_erasing_a_person_of_a_case_erases_its_contact_data(desk):
    case = desk.start("20231009-001")
    ref = put(desk, "mobile", MOBILE, MASK, instance_id=case)

    with desk.writing() as tx:
        erasure.erase_person(tx, instances.lock(tx.session, case), "customer-1")

    with pytest.raises(Refused):
        reveal(desk, ref)


def test_what_was_erased_is_not_left_over_in_the_file_either(settings):
    store = Store(settings)
    store.migrate()
    desk = Desk(store, settings)
    ref = put(desk, "mobile", MOBILE, MASK)
    with desk.reading() as tx:
        cipher = tx.session.get_one(Contact, ref).cipher
    assert cipher in bytes_on_disk(desk)

    with desk.writing() as tx:
        contacts.erase(tx, [ref])
    store.close()

    # Closing the last connection moves the log into the file.
    assert cipher not in bytes_on_disk(desk)


def test_a_contact_moved_to_another_row_does_not_open(desk):
    mei, lin = put(desk, "mobile", MOBILE, MASK), put(desk, "mobile", "13912340000", "139****0000")

    tamper(desk, f"UPDATE contact SET cipher = (SELECT cipher FROM contact WHERE id = '{mei}') WHERE id = '{lin}'")

    with pytest.raises(Unreadable):
        reveal(desk, lin)


def test_a_changed_contact_does_not_open(desk):
    ref = put(desk, "mobile", MOBILE, MASK)

    flip_byte(desk, "contact", "cipher", f"id = '{ref}'", 3)

    with pytest.raises(Unreadable):
        reveal(desk, ref)


def test_ciphertext_opens_only_with_its_key_at_its_place():
    key = new_key()
    cipher = encrypt(key, b"tea", b"here")

    assert decrypt(key, cipher, b"here") == b"tea"
    for other_key, other_cipher, place in [(new_key(), cipher, b"here"), (key, cipher, b"there"), (key, b"", b"here")]:
        with pytest.raises(Unreadable):
            decrypt(other_key, other_cipher, place)


def test_an_installation_without_or_with_a_weak_master_key_does_not_start(settings):
    for keys in ((), ("secret",)):
        object.__setattr__(settings, "master_keys", keys)
        with pytest.raises(ValueError, match="master key"):
            Vault(settings)


def put(desk: Desk, kind: str, raw: str, mask: str, **owner) -> str:
    desk.wait(seconds=1)
    with desk.writing() as tx:
        return contacts.put(tx, kind, raw, mask, **owner)


def reveal(desk: Desk, ref: str) -> str:
    with desk.reading() as tx:
        return contacts.reveal(tx, ref)


def find(desk: Desk, typed: str) -> list[str]:
    with desk.reading() as tx:
        return [row.id for row in contacts.find(tx, typed)]


def customer(desk: Desk, code: str) -> str:
    with desk.writing() as tx:
        row = Customer(id=new_id(), code=code, created_at=MORNING)
        tx.session.add(row)
    return row.id


def dump(desk: Desk) -> bytes:
    """Every value of every table, and every file of the installation but the one that holds the master key."""
    with desk.reading() as tx:
        rows = [str(row) for name in Base.metadata.tables for row in tx.session.execute(text(f'SELECT * FROM "{name}"'))]
    return "\n".join(rows).encode() + bytes_on_disk(desk)


def bytes_on_disk(desk: Desk) -> bytes:
    files = [file for file in Path(desk.settings.data_dir).rglob("*") if file.is_file() and file.suffix != ".key"]
    return b"".join(file.read_bytes() for file in files)
