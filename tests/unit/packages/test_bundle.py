"""Files of a package: one hash, one packing, and nothing hostile gets in."""

from __future__ import annotations

import io
import zipfile

import pytest

from engine.packages import BadBundle, PackageFiles
from engine.packages.bundle import MAX_FILE_BYTES, MAX_FILES
from tests.unit.packages.parcels import DIAGRAM, parcels


def zipped(*entries: tuple[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.comment = comment
        for name, content in entries:
            packed.writestr(name, content)
    return out.getvalue()


def test_packing_twice_gives_the_same_bytes_and_unpacking_the_same_files():
    files = parcels()

    packed = files.to_bytes()

    assert packed == parcels().to_bytes()
    assert PackageFiles.from_bytes(packed) == files
    assert PackageFiles.from_bytes(packed).hash == files.hash


def test_order_of_files_does_not_change_the_hash():
    files = parcels()

    turned = PackageFiles("parcels", dict(reversed(files.files.items())))

    assert turned.hash == files.hash
    assert turned.to_bytes() == files.to_bytes()


@pytest.mark.parametrize("other", [
    PackageFiles("parcels", {"ab.toml": b"", "c.toml": b""}),
    PackageFiles("parcels", {"a.toml": b"b", "c.toml": b""}),
    PackageFiles("letters", {"a.toml": b"", "c.toml": b""}),
])
def test_any_difference_in_name_content_or_id_is_another_hash(other):
    assert other.hash != PackageFiles("parcels", {"a.toml": b"", "c.toml": b""}).hash


def test_zip_of_the_folder_itself_is_understood():
    packed = zipped(("parcels/parcels.bpmn", b"<x/>"), ("parcels/forms/a.form", b"{}"))

    files = PackageFiles.from_bytes(packed)

    assert files.id == "parcels"
    assert set(files.files) == {"parcels.bpmn", "forms/a.form"}


def test_what_other_systems_add_to_a_zip_of_the_folder_is_left_out():
    sent = zipped(("parcels/parcels.bpmn", b"<x/>"), ("parcels/.DS_Store", b"x"), ("__MACOSX/parcels/._parcels.bpmn", b"x"), ("parcels/forms/Thumbs.db", b"x"))

    assert dict(PackageFiles.from_bytes(sent, "parcels").files) == {"parcels.bpmn": b"<x/>"}


@pytest.mark.parametrize("name", [
    "../evil.toml", "/etc/evil.toml", "a/../../evil.toml", "a\\evil.toml", "C:evil.toml", "a//b.toml", ".hidden.toml", "a/b/c/d/e.toml",
    "run.py", "evil.toml\n", "evil\x01.toml", "a" * 200 + ".toml", "",
])
def test_names_no_honest_package_has_are_refused(name):
    with pytest.raises(BadBundle):
        PackageFiles("parcels", {name: b""})


def test_hostile_names_in_a_zip_are_refused_before_anything_is_kept():
    with pytest.raises(BadBundle):
        PackageFiles.from_bytes(zipped(("parcels.bpmn", b"<x/>"), ("../../evil.toml", b"")))


def test_zip_bomb_is_stopped_at_the_limit_of_one_file():
    bomb = zipped(("parcels.bpmn", b"\0" * (MAX_FILE_BYTES + 1)))

    with pytest.raises(BadBundle, match="larger than 5 MB"):
        PackageFiles.from_bytes(bomb)


def test_many_small_bombs_are_stopped_at_the_limit_of_all_files():
    bombs = zipped(*((f"f{n}.toml", b"\0" * MAX_FILE_BYTES) for n in range(5)))

    with pytest.raises(BadBundle, match="together"):
        PackageFiles.from_bytes(bombs)


def test_zip_with_too_many_files_is_refused():
    with pytest.raises(BadBundle, match=str(MAX_FILES)):
        PackageFiles.from_bytes(zipped(*((f"f{n}.toml", b"") for n in range(MAX_FILES + 1))))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zip_with_one_name_twice_is_refused():
    with pytest.raises(BadBundle, match="twice"):
        PackageFiles.from_bytes(zipped(("a.toml", b"1"), ("a.toml", b"2")))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 60, parcels().to_bytes()[:-30], b"\0" * 100_000])
def test_what_is_no_zip_is_refused_in_one_sentence(content):
    with pytest.raises(BadBundle, match="ZIP"):
        PackageFiles.from_bytes(content)


def test_damaged_content_in_a_zip_is_refused():
    packed = bytearray(zipped(("a.toml", b"some text that is long enough " * 20)))
    packed[60] ^= 0xFF

    with pytest.raises(BadBundle):
        PackageFiles.from_bytes(bytes(packed))


@pytest.mark.parametrize("id_", ["Parcels", "my parcels", "../x", "", "9lives", "p" * 61])
def test_id_of_a_package_is_a_plain_word(id_):
    with pytest.raises(BadBundle):
        PackageFiles(id_, {})


def test_lone_diagram_is_a_package_named_after_its_file():
    files = PackageFiles.of_diagram("C:/somewhere/My Parcels (2).bpmn", DIAGRAM.encode())

    assert files.id == "my_parcels_2"
    assert list(files.files) == ["my_parcels_2.bpmn"]
