"""The files of one package version as bytes: bounded, hashed, and packed into a zip that is the same for the same content."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.errors import Refused, Text

MAX_FILES = 400
MAX_FILE_BYTES = 5_000_000
MAX_TOTAL_BYTES = 20_000_000
SUFFIXES = (".bpmn", ".dmn", ".form", ".toml", ".md")
SHARED = "shared/"

_NAME = re.compile(r"[\w][\w.-]*(/[\w][\w.-]*){0,3}")
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LONGEST_NAME = 150
# What macOS and Windows put beside people's files when they pack a folder.
_ADDED = re.compile(r"^__MACOSX/|(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini)$")
_ENTRY = b"PK\x01\x02"
# What every system packs with; others may ask for any amount of memory to be unpacked.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# A zip remembers times and the system that wrote it; a hash of content must not.
_ALWAYS = (1980, 1, 1, 0, 0, 0)


class BadBundle(Refused):
    """These files can't be a package: too many, too large, hostile names, or not a zip (409)."""

    def __init__(self, zh: str, en: str):
        super().__init__("bad_bundle", Text(zh, en))


@dataclass(frozen=True)
class PackageFiles:
    """Name -> bytes, names with `/`. Files of `processes/shared/` that the package uses stand under `shared/`.

    Raises BadBundle for names and sizes that no honest package has.
    """

    id: str
    files: Mapping[str, bytes]

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise BadBundle(f"流程包编号“{self.id[:60]}”只能用小写字母、数字和下划线。", f"The package id '{self.id[:60]}' may only have lower-case letters, digits and underscores.")
        check_count(len(self.files))
        for name, content in self.files.items():
            check_name(name)
            check_size(name, len(content))
        check_total(sum(map(len, self.files.values())))

    @cached_property
    def hash(self) -> str:
        """SHA-256 over names and contents in the order of names; how they were packed doesn't matter."""
        digest = hashlib.sha256(self.id.encode())
        for name in sorted(self.files):
            digest.update(f"\0{name}\0{len(self.files[name])}\0".encode())
            digest.update(self.files[name])
        return digest.hexdigest()

    def to_bytes(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            packed.comment = self.id.encode()
            for name in sorted(self.files):
                info = zipfile.ZipInfo(name, _ALWAYS)
                info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
                packed.writestr(info, self.files[name])
        return out.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes, id: str | None = None) -> PackageFiles:
        """What `to_bytes` wrote, or a zip that somebody made of a package's folder. Raises BadBundle."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                files = dict(_read_all(packed))
                named = packed.comment.decode("ascii", "replace")
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
            raise BadBundle("这不是可以读取的 ZIP 文件。", f"This is not a readable ZIP file ({type(error).__name__}).") from error
        folder, files = _without_folder(files)
        return cls(id or named or folder or "package", files)

    @classmethod
    def from_upload(cls, content: bytes, id: str) -> PackageFiles:
        """A zip that somebody sent. Raises BadBundle."""
        check_total(len(content))
        # Each entry is described once at the end; a million of them would take their time to be read before they can be counted.
        check_count(content.count(_ENTRY))
        return cls.from_bytes(content, id)

    @classmethod
    def of_diagram(cls, file: str, xml: bytes, beside: Mapping[str, bytes] | None = None) -> PackageFiles:
        """A lone diagram as a package with defaults. `beside`: other files it uses."""
        id_ = package_id(file.rsplit("/")[-1].removesuffix(".bpmn"))
        return cls(id_, {**(beside or {}), f"{id_}.bpmn": xml})


def package_id(name: str) -> str:
    """The id of a package that nobody gave one: from the name of its file or folder."""
    plain = re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_")
    return plain if _ID.fullmatch(plain) else f"process_{plain}"[:60]


def check_name(name: str) -> None:
    """Only plain relative names of files that belong in a package. Raises BadBundle."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise BadBundle(f"文件名“{name[:80]}”不能用。", f"The file name '{name[:80]}' can't be used.")
    if not name.endswith(SUFFIXES):
        raise BadBundle(f"文件“{name}”不属于流程包（只能是 {'、'.join(SUFFIXES)}）。", f"The file '{name}' doesn't belong in a package (only {', '.join(SUFFIXES)}).")


def check_size(name: str, size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise BadBundle(f"文件“{name}”超过 {MAX_FILE_BYTES // 1_000_000} MB。", f"The file '{name}' is larger than {MAX_FILE_BYTES // 1_000_000} MB.")


def check_count(count: int) -> None:
    if count > MAX_FILES:
        raise BadBundle(f"文件超过 {MAX_FILES} 个。", f"There are more than {MAX_FILES} files.")


def check_total(size: int) -> None:
    if size > MAX_TOTAL_BYTES:
        raise BadBundle(f"文件合计超过 {MAX_TOTAL_BYTES // 1_000_000} MB。", f"All files together are larger than {MAX_TOTAL_BYTES // 1_000_000} MB.")


def _read_all(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = [each for each in packed.infolist() if not each.is_dir() and not _ADDED.search(each.filename)]
    if len({each.filename for each in entries}) != len(entries):
        raise BadBundle("同一个文件名出现了两次。", "A file name occurs twice.")
    total = 0
    for entry in entries:
        check_name(entry.filename)
        if entry.compress_type not in _PACKINGS:
            raise BadBundle("ZIP 的压缩方式不能用，请用普通的 ZIP 压缩。", "This way of packing can't be read; please pack it as an ordinary ZIP.")
        content = _read(packed, entry)
        total += len(content)
        check_total(total)
        yield entry.filename, content


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # The size in the header is the sender's word; what is unpacked is counted.
    with packed.open(entry) as opened:
        content = opened.read(MAX_FILE_BYTES + 1)
    check_size(entry.filename, len(content))
    return content


def _without_folder(files: dict[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """People zip the folder, not what is in it: then its name is the package's id."""
    folder = next(iter(files), "").split("/")[0]
    if not files or "package.toml" in files or any(not name.startswith(f"{folder}/") for name in files):
        return "", files
    return folder, {name.removeprefix(f"{folder}/"): content for name, content in files.items()}
