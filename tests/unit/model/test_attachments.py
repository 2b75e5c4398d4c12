"""Which files are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Refused
from engine.model.attachments import ALLOWED_EXTENSIONS, UploadedFile, accepted_extensions, check_file, clean_name

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)
PDF = b"%PDF-1.7\n"
DOCX = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(50) + b"word/document.xml"
XLSX = DOCX.replace(b"word/", b"xl/")
MP4 = b"\x00\x00\x00\x20ftypisom"
HEIC = b"\x00\x00\x00\x20ftypheic"


def check(name, declared, head, size=100, **more):
    return check_file(name, declared, head, size, max_size=1024 * 1024, **more)


@pytest.mark.parametrize(
    ("name", "declared", "head", "media_type"),
    [
        ("截图.PNG", "image/png", PNG, "image/png"),
        ("a.jpg", "image/jpeg", JPEG, "image/jpeg"),
        ("a.jpeg", "", JPEG, "image/jpeg"),
        ("回执.pdf", "application/octet-stream", PDF, "application/pdf"),
        ("a.docx", "application/zip", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", "", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.mp4", "video/mp4", MP4, "video/mp4"),
        ("IMG_1.HEIC", "image/heic", HEIC, "image/heic"),
        ("说明.txt", "text/plain; charset=utf-8", "登录后页面加载失败".encode(), "text/plain"),
        ("说明.txt", "text/plain", "登录后页面加载失败".encode("gb18030"), "text/plain"),
        ("C:\\photos\\a.png", "image/png", PNG, "image/png"),
    ],
)
def test_honest_file_is_taken(name, declared, head, media_type):
    assert check(name, declared, head) == media_type


@pytest.mark.parametrize(
    ("code", "name", "declared", "head"),
    [
        ("attachment_disguised", "photo.jpg", "image/jpeg", PNG),
        ("attachment_disguised", "photo.png", "application/pdf", PNG),
        ("attachment_disguised", "photo.pdf", "image/png", PNG),
        ("attachment_disguised", "noending", "image/png", PNG),
        ("attachment_executable", "photo.jpg", "image/jpeg", b"MZ\x90\x00"),
        ("attachment_executable", "photo.jpg", "image/jpeg", b"\x7fELF\x02"),
        ("attachment_executable", "note.txt", "text/plain", b"#!/bin/sh\nrm -rf /"),
        ("attachment_executable", "photo.jpg.exe", "image/jpeg", JPEG),
        ("attachment_executable", "photo.exe.jpg", "image/jpeg", JPEG),
        ("attachment_executable", "makro.docm", "", DOCX),
        ("attachment_type", "a.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("attachment_type", "a.html", "text/html", b"<!DOCTYPE html><p>"),
        ("attachment_type", "a.txt", "text/plain", b"hello <ScRiPt>alert(1)</script>"),
        ("attachment_type", "a.docx", "", b"PK\x03\x04" + bytes(26) + b"META-INF/MANIFEST.MF word/"),
        ("attachment_type", "a.zip", "application/zip", b"PK\x03\x04" + bytes(26) + b"a.txt"),
        ("attachment_type", "a.bin", "", b"\x00\x01\x02\x03"),
        ("attachment_name", "", "image/png", PNG),
        ("attachment_name", "..", "image/png", PNG),
        ("attachment_name", "gpj.\u202eexe.png", "image/png", PNG),
        ("attachment_name", "a\x00.png", "image/png", PNG),
        ("attachment_name", "a" * 300 + ".png", "image/png", PNG),
    ],
)
def test_other_files_are_refused_with_the_reason(code, name, declared, head):
    with pytest.raises(Refused) as refusal:
        check(name, declared, head)

    assert refusal.value.code == code
    assert refusal.value.text.zh and refusal.value.text.en


def test_empty_and_oversized_files_are_refused():
    with pytest.raises(Refused, match="attachment_empty"):
        check("a.png", "image/png", b"", size=0)
    with pytest.raises(Refused, match="at most 1 MB"):
        check("a.png", "image/png", PNG, size=1024 * 1024 + 1)
    assert check("a.png", "image/png", PNG, size=1024 * 1024) == "image/png"


def test_field_may_take_fewer_kinds():
    images = accepted_extensions("image/*")

    assert check("a.png", "image/png", PNG, allowed=images) == "image/png"
    with pytest.raises(Refused, match="attachment_type"):
        check("a.pdf", "application/pdf", PDF, allowed=images)
    assert accepted_extensions(".pdf, application/pdf") == ("pdf",)
    assert accepted_extensions("") == ()
    assert accepted_extensions(".exe") == ()


def test_svg_and_html_are_in_no_list():
    assert not {"svg", "html", "htm", "xml", "zip", "exe"} & set(ALLOWED_EXTENSIONS)


def test_name_loses_its_folders():
    assert clean_name("../../etc/passwd.txt") == "passwd.txt"
    assert UploadedFile("a.png", "image/png", PNG).size == len(PNG)


@given(st.binary(max_size=200), st.sampled_from(ALLOWED_EXTENSIONS), st.text(max_size=20))
def test_any_bytes_are_taken_or_refused_never_a_crash(head, extension, name):
    try:
        check(f"{name}.{extension}", "", head, size=len(head))
    except Refused as refusal:
        assert refusal.code.startswith("attachment_")
