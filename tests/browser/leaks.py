"""Where raw contact data could hide: files of the installation, rows, packed values, pages, downloads, logs, browsers."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.company import Company


def leaks(secrets: Iterable[str], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """One line for each place in which a secret stands, in any of the spellings that files use."""
    spelled = {secret: spellings(secret) for secret in secrets}
    return [f"{secret} in {place}" for place, content in places for secret, forms in spelled.items()
            if any(form in content for form in forms)]


def spellings(secret: str) -> set[bytes]:
    """As UTF-8, as JSON escapes it, as an address quotes it."""
    quoted = "".join(f"%{byte:02X}" for byte in secret.encode())
    return {secret.encode(), json.dumps(secret)[1:-1].encode(), secret.encode("utf-16-le"), quoted.encode(),
            secret.replace("@", "%40").encode()}


def stored(company: Company) -> Iterator[tuple[str, bytes]]:
    """Names and contents of all files that the installation wrote, and every value of every table, unpacked."""
    folder = company.settings.data_dir
    for file in sorted(folder.rglob("*")):
        yield f"the name of {file.relative_to(folder)}", str(file.relative_to(folder)).encode()
        if file.is_file():
            yield f"file {file.relative_to(folder)}", file.read_bytes()
    yield from rows(folder / "huixiang.sqlite3")


def rows(database: Path) -> Iterator[tuple[str, bytes]]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    for name in names:
        for row in connection.execute(f'select * from "{name}"'):
            for value in row:
                yield f"table {name}", unpacked(value)
    connection.close()


def unpacked(value: object) -> bytes:
    content = value if isinstance(value, bytes) else str(value).encode()
    try:
        return content + zlib.decompress(content)
    except zlib.error:
        return content
