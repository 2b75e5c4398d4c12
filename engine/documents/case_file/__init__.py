"""A sealed case file: everything of one case in a ZIP, with a manifest, a seal, and a script that verifies it offline."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = Path(__file__).with_name("verify.py")
_ALWAYS = (1980, 1, 1, 0, 0, 0)
_READ_ME = """\
这是一件工单的封存文件。核验（不联网，只需要 Python 3.9 以上）：
    python3 verify.py
核验通过后，请把打印的封印与系统“审计 - 日志”里的封印核对。注意：文件里有解密后的内容和密钥，请妥善保管。

A sealed case file. To verify it, offline, with Python 3.9 or newer:
    python3 verify.py
Then compare the seal it prints with the one in the installation's log (Audit - Log). Note that this file holds
readable contents and keys: keep it safe.

case.json     the case, the version it ran on, its attachments, the head of its chain
chain.jsonl   the trail as it is kept: blocks of ciphertext, each hashed over the one before it
keys.json     what opens them; a key that was erased is not here
trail.jsonl   the same trail, readable
package/      the procedure as it was: diagram, decision tables, forms, texts
attachments/  the files of the case
manifest.json the SHA-256 of every file; seal.txt the SHA-256 of the manifest
"""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """`content`: the ZIP. `seal`: SHA-256 of its manifest, in hex."""

    content: bytes
    seal: str


def case_file(files: Mapping[str, bytes]) -> CaseFile:
    """`files`: name to bytes, without what this adds."""
    inside = {**files, "verify.py": _SCRIPT.read_bytes(), "READ-ME.txt": _READ_ME.encode()}
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(inside.items())}
    manifest = json.dumps({"files": listed}, ensure_ascii=False, indent=1).encode()
    seal = hashlib.sha256(manifest).hexdigest()
    inside |= {"manifest.json": manifest, "seal.txt": f"{seal}\n".encode()}
    return CaseFile(_packed(inside), seal)


def _packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            packed.writestr(zipfile.ZipInfo(name, _ALWAYS), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
