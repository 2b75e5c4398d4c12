"""What somebody could send to the workbench to harm it: refused with a reason, and everybody else works on."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from flask import Flask

from werkzeug.test import TestResponse

from engine.packages import PackageFiles
from tests.web.member import Member
from tests.workshop import PACKAGE, prepared_workshop, workshop
from web.app import create_app
from web.workbench import trial

__all__ = ["prepared_workshop", "workshop"]

BENCH = f"/workbench/{PACKAGE}"


@pytest.fixture
def app(workshop) -> Flask:
    return create_app(workshop.process_engine)


@pytest.fixture
def owner(app) -> Member:
    member = Member(app).sign_in("he.yun")
    member.post(f"{BENCH}/draft")
    return member


def test_who_may_not_run_scenarios_keeps_nobody_else_from_it(app, owner, monkeypatch):
    monkeypatch.setattr(trial, "run_trial", lambda *_: None)
    auditor = Member(app).sign_in("ma.chao")

    assert auditor.post(f"{BENCH}/scenarios").status_code == 404

    assert owner.post(f"{BENCH}/scenarios").status_code == 303


@pytest.mark.parametrize(("name", "content"), [(f"{PACKAGE}.bpmn", b"<a " * 200_000), ("price.dmn", b"<decision " * 100_000)])
def test_a_file_that_is_no_xml_is_told_at_once_however_long_it_is(owner, name, content):
    saved(owner, name, content)
    begun_at = time.monotonic()

    reasons = owner.get(f"{BENCH}/reasons").get_json()["reasons"]
    choices = owner.get(f"{BENCH}/choices")

    assert any(reason["file"] == name and reason["severity"] == "error" for reason in reasons)
    assert choices.status_code == 200
    assert time.monotonic() - begun_at < 10


def test_a_zip_that_is_packed_in_another_way_is_refused(owner):
    answer = sent(owner, zipped({"README.md": b"hello " * 100}, zipfile.ZIP_LZMA))

    assert answer.status_code == 409


def test_a_zip_that_was_changed_on_its_way_is_refused(owner):
    content = bytearray(zipped({"README.md": b"hello " * 100}))
    content[45:50] = b"\xff" * 5

    assert sent(owner, bytes(content)).status_code == 409


def test_a_zip_of_countless_files_is_refused_before_they_are_read(owner):
    one = zipped({})
    content = b"PK\x01\x02" * 100_000 + one

    begun_at = time.monotonic()

    assert sent(owner, content).status_code == 409
    assert time.monotonic() - begun_at < 5


def test_who_has_no_business_in_the_workbench_has_no_file_unpacked(app, monkeypatch):
    monkeypatch.setattr(PackageFiles, "from_upload", lambda *_: pytest.fail("unpacked"))

    assert sent(Member(app).sign_in("wang.min"), zipped({"README.md": b"x"})).status_code == 404


ODD_STEPS = {
    "wait": [{"until": "soon"}, {"until": "9999-12-31T23:59:59+00:00"}, {"until": "0001-01-01T00:00"}, {"until": "10000"}],
    "start": [{"_by": "customer", "rows": "x", "rows[0].a": "y"}, {"_by": "customer", "a" + "[0].a" * 3000: "y"}, {"_by": "nobody"}],
    "tasks/none": [{"_element": "nothing", "_by": "customer", "_nth": "9" * 30}],
    "scenario": [{"name": "mine", "title": "Mine"}],
}


def test_a_play_survives_whatever_is_sent_to_it(owner):
    for at in ("9999-12-31T23:00:00+00:00", "0001-01-01T00:00:00+08:00", "", "now"):
        assert owner.post(f"{BENCH}/play", at=at).status_code == 303
        assert owner.get(f"{BENCH}/play").status_code == 200

    answers = {(place, n): owner.post(f"{BENCH}/play/{place}", **values).status_code for place, each in ODD_STEPS.items() for n, values in enumerate(each)}

    assert {step: status for step, status in answers.items() if status not in (404, 409, 422)} == {}
    assert owner.get(f"{BENCH}/play").status_code == 200


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def sent(member: Member, content: bytes) -> TestResponse:
    return member.client.post(f"{BENCH}/package.zip", data={"package": (io.BytesIO(content), "x.zip"), "csrf_token": member._token()})


def saved(owner: Member, name: str, content: bytes) -> TestResponse:
    """The file as an open editor would save it."""
    known = owner.get(f"{BENCH}/content/{name}")
    revision = known.get_json()["revision"] if known.status_code == 200 else 0
    return owner.client.post(f"{BENCH}/content/{name}", data=content, headers={"X-Revision": str(revision), "X-CSRFToken": owner._token()})
