"""Which files are taken: the type by its first bytes must be allowed and be what name and sender claim."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.errors import Refused, Text

HEAD_LENGTH = 4096
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as it arrived; nothing it says of itself is trusted."""

    name: str
    media_type: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def head(self) -> bytes:
        return self.content[:HEAD_LENGTH]


@dataclass(frozen=True, slots=True)
class FileType:
    media_type: str
    extensions: tuple[str, ...]
    also_declared: tuple[str, ...] = ()


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "jpeg": FileType("image/jpeg", ("jpg", "jpeg"), ("image/jpg", "image/pjpeg")),
    "png": FileType("image/png", ("png",)),
    "gif": FileType("image/gif", ("gif",)),
    "webp": FileType("image/webp", ("webp",)),
    "heic": FileType("image/heic", ("heic", "heif"), ("image/heif",)),
    "pdf": FileType("application/pdf", ("pdf",)),
    "docx": FileType(f"{_OFFICE}.wordprocessingml.document", ("docx",), ("application/zip",)),
    "xlsx": FileType(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), ("application/zip",)),
    "pptx": FileType(f"{_OFFICE}.presentationml.presentation", ("pptx",), ("application/zip",)),
    "mp4": FileType("video/mp4", ("mp4", "m4v", "m4a"), ("audio/mp4", "audio/x-m4a", "video/x-m4v")),
    "mov": FileType("video/quicktime", ("mov",)),
    "mp3": FileType("audio/mpeg", ("mp3",), ("audio/mp3",)),
    "text": FileType("text/plain", ("txt", "log", "csv"), ("text/csv", "application/vnd.ms-excel")),
}
ALLOWED_EXTENSIONS = tuple(sorted(extension for each in TYPES.values() for extension in each.extensions))

_UNKNOWING = ("", "application/octet-stream", "binary/octet-stream")
_EXECUTABLE_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"L\x00\x00\x00\x01\x14\x02\x00")
_EXECUTABLE_NAMES = frozenset(
    "exe com scr pif msi bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta jar apk app sh bash py pl rb php lnk reg dll sys so dylib docm xlsm pptm".split()
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|object|\?xml|\?php|%)", re.IGNORECASE)
_FOUR_CC = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"msf1": "heic", b"qt  ": "mov"}


def check_file(name: str, declared: str, head: bytes, size: int, *, max_size: int, allowed: Collection[str] = ()) -> str:
    """The media type. `head`: at least the first 4096 bytes, `size` in bytes, `allowed`: extensions of this field, empty = all we take.

    Refused: attachment_name, attachment_empty, attachment_too_big, attachment_executable, attachment_type, attachment_disguised.
    """
    _check_size(size, max_size)
    extension = PurePosixPath(clean_name(name)).suffix.lower().lstrip(".")
    if _is_executable(name, head):
        raise Refused("attachment_executable", Text("不能上传可执行程序或脚本。", "Programs and scripts can't be uploaded."))
    found = _type_of(head)
    if found is None or (allowed and extension not in allowed):
        raise _not_taken(allowed)
    if extension not in found.extensions or not _is_honest(declared, found):
        raise Refused(
            "attachment_disguised",
            Text(f"文件内容与名称或类型不符（内容是 {found.media_type}）。", f"The content doesn't match its name or type (it is {found.media_type})."),
        )
    return found.media_type


def clean_name(name: str) -> str:
    """The name without folders; Refused when it is empty, too long, or holds characters that can't be seen or turn the text round."""
    base = re.split(r"[\\/]", name.strip())[-1]
    is_readable = base.isprintable() and not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]", base)
    if not base.strip(". ") or len(base) > MAX_NAME or not is_readable:
        raise Refused("attachment_name", Text("文件名无效，请改名后再上传。", "The file's name can't be used. Rename it and try again."))
    return base


def accepted_extensions(accept: str) -> tuple[str, ...]:
    """What an `accept` attribute (.png,.pdf,image/*) leaves of our list; empty means everything we take."""
    wanted = [part.strip().lower() for part in accept.split(",") if part.strip()]
    return tuple(extension for each in TYPES.values() for extension in each.extensions if any(_accepts(part, extension, each) for part in wanted))


def _check_size(size: int, max_size: int) -> None:
    if size == 0:
        raise Refused("attachment_empty", Text("文件是空的。", "The file is empty."))
    if size > max_size:
        shown = f"{max_size / 1024 / 1024:.0f} MB" if max_size >= 1024 * 1024 else f"{max_size // 1024} kB"
        raise Refused("attachment_too_big", Text(f"文件不能超过 {shown}。", f"A file may have at most {shown}."))


def _is_executable(name: str, head: bytes) -> bool:
    """Any of the endings counts, so that photo.exe.jpg and photo.jpg.exe are both refused."""
    endings = {part.strip().lower() for part in clean_name(name).split(".")[1:]}
    return head.startswith(_EXECUTABLE_STARTS) or bool(endings & _EXECUTABLE_NAMES)


def _not_taken(allowed: Collection[str]) -> Refused:
    kinds = ", ".join(allowed or ALLOWED_EXTENSIONS)
    return Refused("attachment_type", Text(f"不支持这种文件。可上传：{kinds}。", f"This kind of file isn't accepted. Possible: {kinds}."))


def _is_honest(declared: str, found: FileType) -> bool:
    media_type = declared.split(";")[0].strip().lower()
    return media_type in (*_UNKNOWING, found.media_type, *found.also_declared)


def _accepts(part: str, extension: str, file_type: FileType) -> bool:
    if part.endswith("/*"):
        return file_type.media_type.startswith(part[:-1])
    return part in (f".{extension}", file_type.media_type)


def _type_of(head: bytes) -> FileType | None:
    name = _image(head) or _container(head) or _document(head)
    return TYPES[name] if name else None


def _image(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _container(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return _FOUR_CC.get(head[8:12], "mp4")
    is_mp3 = head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)
    return "mp3" if is_mp3 else None


def _document(head: bytes) -> str | None:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office(head)
    return "text" if _is_text(head) else None


def _office(head: bytes) -> str | None:
    """A zip is an office document when its entries begin as one; anything else zipped is not taken."""
    if not re.match(rb"(\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|ppt/)", head[30:64]):
        return None
    return next((name for part, name in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")) if part in head), None)


def _is_text(head: bytes) -> bool:
    """Readable as UTF-8 or GB 18030 and free of markup, which a browser could run."""
    if _MARKUP.search(head) or re.search(rb"[\x00-\x08\x0e-\x1f]", head):
        return False
    return _decodes(head, "utf-8") or _decodes(head, "gb18030")


def _decodes(head: bytes, encoding: str) -> bool:
    # The last character may be cut where the head ends.
    return any(_is_decodable(head[: len(head) - cut], encoding) for cut in range(4))


def _is_decodable(part: bytes, encoding: str) -> bool:
    try:
        part.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
