"""A case as a sealed file: it verifies offline with nothing but Python, and one changed byte in any file of it is named."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from engine.commands import retention, sealed_cases, thread
from engine.documents.case_file import case_file, verify
from engine.errors import NotFound
from engine.model.attachments import UploadedFile
from engine.model.people import SYSTEM
from engine.queries import house_log
from engine.store import cases, house, instances
from tests.stories import PAGE, Story

NUMBER = "20231009-001"


@pytest.fixture
def sealed(company) -> bytes:
    story = Story(company)
    story.run.start({"start": {"by": "customer", "values": PAGE, "files": {"attachments": ["白屏.png"]}}})
    story.until_at("archive_case")
    return seal(company).content


def seal(company, login: str = "ma.chao"):
    engine, person = company.process_engine, company.person(login)
    sealed = engine.ask(person, sealed_cases.sealed_case, NUMBER)
    engine.execute(person, sealed_cases.note_export, NUMBER, sealed.seal)
    return sealed


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def wrong(files: dict[str, bytes]) -> list[str]:
    return [*verify.check_files(files), *verify.check_chain(files), *verify.check_contents(files)]


def test_the_script_inside_verifies_the_file_without_anything_of_ours(sealed, tmp_path: Path):
    folder = tmp_path / "case"
    for name, content in unpacked(sealed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    done = subprocess.run([sys.executable, "-I", "-S", "verify.py"], cwd=folder, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"OK     {NUMBER}")


def test_one_changed_byte_in_any_file_is_named(sealed):
    files = unpacked(sealed)
    assert wrong(files) == []

    for name, content in files.items():
        for at in {0, len(content) // 2, len(content) - 2}:
            changed = files | {name: content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]}

            assert any(name in sentence for sentence in wrong(changed)), (name, at)


def test_a_file_that_was_taken_out_or_put_in_is_named(sealed):
    files = unpacked(sealed)

    for name in files.keys() - {"manifest.json", "seal.txt"}:
        assert any(name in sentence for sentence in wrong({key: files[key] for key in files if key != name})), name
    assert any("more.txt" in sentence for sentence in wrong(files | {"more.txt": b"x"}))


def test_a_second_file_of_the_same_name_is_named(sealed, tmp_path: Path, capsys):
    file = tmp_path / "case.zip"
    file.write_bytes(sealed)
    with zipfile.ZipFile(file, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("case.json", packed.read("case.json"))

    assert verify.main(str(file)) == 1
    assert "case.json: is in the file twice" in capsys.readouterr().out


def test_whatever_signs_a_customer_types_the_file_verifies(company):
    Story(company).start(description="第一行\u2028第二行\u0085第三行\u2029=1+1").until_at("register_feedback")

    assert wrong(unpacked(seal(company).content)) == []


def test_a_long_name_of_an_attachment_can_be_unpacked(company, tmp_path: Path):
    values = {"start": {"by": "customer", "values": PAGE, "files": {"attachments": ["很长的文件名" * 30 + ".png"]}}}
    Story(company).run.start(values)

    with zipfile.ZipFile(io.BytesIO(seal(company).content)) as packed:
        packed.extractall(tmp_path / "case")

    assert verify.main(str(tmp_path / "case")) == 0


def test_a_trail_that_was_rewritten_with_a_new_manifest_still_does_not_fit_its_chain(sealed):
    files = unpacked(sealed)
    files["trail.jsonl"] = files["trail.jsonl"].replace("缓存没有刷新".encode(), "客户自己弄坏".encode())

    assert any("is not what the chain says" in sentence for sentence in verify.check_contents(files))


def test_the_seal_stands_in_the_log_of_the_house(company, sealed):
    house.append_pending(company.process_engine.store)
    page = company.process_engine.ask(company.person("ma.chao"), house_log.house_log, "reads")

    assert any(verify.sha256(unpacked(sealed)["manifest.json"]) in str(line.facts) for line in page.lines)


def test_raw_contact_data_is_not_in_the_file(sealed):
    files = {name: content for name, content in unpacked(sealed).items() if not name.startswith("package/")}

    assert not any(b"13812345678" in content for content in files.values())
    assert "138****5678" in files["trail.jsonl"].decode()


def test_who_may_not_read_the_trail_gets_no_file(company, sealed):
    for login in ("wang.min", "gao.wei"):
        with pytest.raises(NotFound):
            seal(company, login)
        with pytest.raises(NotFound):
            company.process_engine.execute(company.person(login), sealed_cases.note_export, NUMBER, "0" * 64)


def test_others_write_while_a_large_case_is_sealed(company, monkeypatch):
    story = Story(company).start()

    def slowly(files):
        company.process_engine.execute(company.person("wang.min"), thread.add_note, story.instance_id, "同时写的备注")
        return case_file(files)

    monkeypatch.setattr(sealed_cases, "case_file", slowly)

    assert wrong(unpacked(seal(company).content)) == []
    assert "note_added" in story.kinds


def test_what_was_erased_is_told_apart_and_the_rest_still_verifies(company, sealed):
    company.process_engine.execute(SYSTEM, _finish)

    company.process_engine.execute(company.person("gao.wei"), retention.erase_customer, NUMBER, "书面要求")
    files = unpacked(seal(company).content)

    assert wrong(files) == []
    assert '"payload": "erased"' in files["trail.jsonl"].decode()
    assert not any(name.startswith("attachments/") for name in files)


def _finish(tx) -> None:
    """As if the case had been archived: what is erased must have ended."""
    row = instances.lock(tx.session, cases.case_by_key(tx, NUMBER).id)
    row.state, row.archived_at = "completed", tx.now
