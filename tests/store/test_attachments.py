"""Attachments: encrypted on disk, complete or not there at all, gone with the transaction that failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import NotFound
from engine.store import attachments, erasure, instances
from engine.store.ids import new_id
from engine.store.tables import Attachment
from engine.store.vault import Unreadable
from tests.store.cases import MORNING, Desk

PICTURE = b"a photograph of the cold tea " * 10_000


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3 * 65_536, 290_000])
def test_a_file_of_any_size_comes_back(desk, size):
    case = desk.start("20231009-001")

    id_, written = keep(desk, case, [PICTURE[:size]])

    assert fetch(desk, case, id_) == PICTURE[:size]
    assert written.size == size


def test_the_pieces_it_arrives_in_do_not_matter(desk):
    case = desk.start("20231009-001")

    one, whole = keep(desk, case, [PICTURE])
    other, pieces = keep(desk, case, [PICTURE[start : start + 777] for start in range(0, len(PICTURE), 777)])

    assert fetch(desk, case, one) == fetch(desk, case, other) == PICTURE
    assert whole == pieces


def test_nothing_of_a_file_is_readable_on_disk(desk):
    keep(desk, desk.start("20231009-001"), [PICTURE])

    (file,) = files(desk)

    assert b"cold tea" not in file.read_bytes()


def test_a_file_goes_when_its_transaction_is_rolled_back(desk):
    case = desk.start("20231009-001")

    with pytest.raises(ZeroDivisionError), desk.writing() as tx:
        attachments.write(tx, case, new_id(), [PICTURE])
        assert len(files(desk)) == 1
        raise ZeroDivisionError

    assert files(desk) == []


def test_an_upload_that_breaks_off_leaves_nothing(desk):
    case = desk.start("20231009-001")

    def broken():
        yield PICTURE
        raise ConnectionError

    with pytest.raises(ConnectionError):
        keep(desk, case, broken())

    assert files(desk) == []


def test_a_file_is_deleted_only_when_the_transaction_commits(desk):
    case = desk.start("20231009-001")
    id_, _ = keep(desk, case, [PICTURE])

    with pytest.raises(ZeroDivisionError), desk.writing() as tx:
        attachments.delete(tx, id_)
        raise ZeroDivisionError
    assert fetch(desk, case, id_) == PICTURE

    with desk.writing() as tx:
        attachments.delete(tx, id_)
    with pytest.raises(NotFound):
        fetch(desk, case, id_)


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[: 65_536 + 38], lambda data: data[:22]])
def test_a_file_that_was_cut_off_is_noticed(desk, damage):
    case = desk.start("20231009-001")
    id_, _ = keep(desk, case, [PICTURE])
    (file,) = files(desk)

    file.write_bytes(damage(file.read_bytes()))

    with pytest.raises(Unreadable):
        fetch(desk, case, id_)


def test_a_changed_file_is_noticed(desk):
    case = desk.start("20231009-001")
    id_, _ = keep(desk, case, [PICTURE])
    (file,) = files(desk)
    data = bytearray(file.read_bytes())
    data[100_000] ^= 1

    file.write_bytes(data)

    with pytest.raises(Unreadable):
        fetch(desk, case, id_)


def test_files_of_two_attachments_can_not_be_exchanged(desk):
    case = desk.start("20231009-001")
    one, _ = keep(desk, case, [b"one"])
    other, _ = keep(desk, case, [b"other"])
    by_name = {file.name: file for file in files(desk)}

    by_name[one].write_bytes(by_name[other].read_bytes())

    with pytest.raises(Unreadable):
        fetch(desk, case, one)


def test_a_persons_file_can_not_be_read_after_erasure(desk):
    case = desk.start("20231009-001")
    theirs, _ = keep(desk, case, [b"a letter"], person_ref="customer-1")
    ours, _ = keep(desk, case, [b"a plan"])

    with desk.writing() as tx:
        erasure.erase_person(tx, instances.lock(tx.session, case), "customer-1")

    assert fetch(desk, case, ours) == b"a plan"
    with pytest.raises(NotFound):
        fetch(desk, case, theirs)


@pytest.mark.parametrize("name", ["../../master.key", "none", "/etc/passwd", ""])
def test_no_name_leads_out_of_the_folder(desk, name):
    with pytest.raises(NotFound):
        fetch(desk, desk.start("20231009-001"), name)


def test_files_without_a_row_are_swept_up_after_a_day(desk):
    case = desk.start("20231009-001")
    kept, _ = keep(desk, case, [b"tea"])
    with desk.writing() as tx:
        orphan = new_id()
        attachments.write(tx, case, orphan, [b"lost in a crash"])
    (desk.settings.data_dir / "attachments" / "00").mkdir(exist_ok=True)
    (desk.settings.data_dir / "attachments" / "00" / f"{'0' * 32}.unfinished").write_bytes(b"half")

    assert sweep(desk) == 0
    desk.now = MORNING.replace(year=2123)
    assert sweep(desk) == 2

    assert [file.name for file in files(desk)] == [kept]


def keep(desk: Desk, case: str, pieces, person_ref=None) -> tuple[str, attachments.Written]:
    with desk.writing() as tx:
        id_ = new_id()
        written = attachments.write(tx, case, id_, pieces, person_ref=person_ref)
        row = Attachment(id=id_, instance_id=case, name="tea.jpg", media_type="image/jpeg", uploaded_by_kind="staff")
        row.size, row.sha256, row.at = written.size, written.sha256, tx.now
        tx.session.add(row)
    return id_, written


def fetch(desk: Desk, case: str, id_: str) -> bytes:
    with desk.reading() as tx:
        pieces = attachments.read(tx, case, id_)
    return b"".join(pieces)


def sweep(desk: Desk) -> int:
    with desk.reading() as tx:
        return attachments.sweep(tx)


def files(desk: Desk) -> list[Path]:
    return [file for file in (desk.settings.data_dir / "attachments").rglob("*") if file.is_file()]
