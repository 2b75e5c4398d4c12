"""A case as a sealed file that verifies offline; that it was made, and its seal, stand in the house chain.

Two steps, because a case may hold much: the file is made while others write, and leaves the house only once its seal is written down.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from engine.commands.running_case import RunningCase
from engine.documents.case_file import CaseFile, case_file
from engine.errors import NotFound, Refused, Text
from engine.model import permissions
from engine.packages import PackageFiles
from engine.store import case_evidence, cases, house
from engine.store import packages as versions
from engine.store.tables import PackageVersion
from engine.store.transaction import Tx

_UNFIT = re.compile(r"[^\w.()-]+")
# Of a file's name; with the id before it it must not be longer than 255 bytes, or nothing can unpack it.
_MOST_BYTES = 160


def sealed_case(tx: Tx, business_key: str) -> CaseFile:
    """Only reads. For who may read the case's trail. Raises NotFound, Refused while answers of a blind task are not disclosed yet."""
    case = _readable(tx, business_key)
    _refuse_undisclosed(case)
    return case_file(_files(tx, case))


def note_export(tx: Tx, business_key: str, seal: str) -> None:
    """Before the file is given to anybody. Raises NotFound."""
    case = _readable(tx, business_key)
    house.record(tx, "case_exported", {"business_key": business_key, "seal": seal}, instance_id=case.row.id)


def _readable(tx: Tx, business_key: str) -> RunningCase:
    row = cases.case_by_key(tx, business_key)
    if row is None:
        raise NotFound("case")
    case = RunningCase.look(tx, row.id)
    if not (permissions.may_see_case(tx.actor, case.facts) and permissions.may_read_trail(tx.actor, case.facts)):
        raise NotFound("case")
    return case


def _refuse_undisclosed(case: RunningCase) -> None:
    blind = {each.id for each in case.loaded.definition.elements.values() if each.is_blind}
    if blind and case.row.state == "active" and blind & {element_id for _, element_id in case.execution.open_elements()}:
        raise Refused("undisclosed", Text("有保密填写的任务还没有全部完成，公开之后才能导出。", "Answers of a blind task are not disclosed yet; the file can be made afterwards."))


def _files(tx: Tx, case: RunningCase) -> dict[str, bytes]:
    instance_id = case.row.id
    kept = {f"attachments/{attachment.id}-{_fit(attachment.name)}": (attachment, content) for attachment, content in case_evidence.files(tx, instance_id)}
    listed = [{"file": name, "id": row.id, "name": row.name, "media_type": row.media_type, "sha256": row.sha256} for name, (row, _) in kept.items()]
    package = PackageFiles.from_bytes(versions.file_bytes(tx.session, case.row.version_id))
    return {
        "case.json": _json(_facts(tx, case) | {"attachments": listed}),
        "chain.jsonl": _lines(case_evidence.chain(tx, instance_id)),
        "keys.json": _json(case_evidence.keys(tx, instance_id)),
        "trail.jsonl": _lines(case_evidence.readable(tx, instance_id)),
        **{f"package/{name}": content for name, content in package.files.items()},
        **{name: content for name, (_, content) in kept.items()},
    }


def _facts(tx: Tx, case: RunningCase) -> dict[str, Any]:
    row, version = case.row, tx.session.get_one(PackageVersion, case.row.version_id)
    moments = {name: at.isoformat() if at else None for name in ("received_at", "started_at", "ended_at") for at in [getattr(row, name)]}
    return {
        "number": row.business_key,
        "instance_id": row.id,
        "package": {"id": version.package_id, "version": version.number, "hash": version.hash},
        "state": row.state,
        "status": row.status,
        "round": row.round,
        **moments,
        **case_evidence.head(row),
        "exported_at": tx.now.isoformat(),
        "exported_by": tx.actor.name,
    }


def _fit(name: str) -> str:
    """A file's name that every system can unpack."""
    end = _UNFIT.sub("_", name).encode()[-_MOST_BYTES:].decode(errors="ignore")
    return end.lstrip(".") or "file"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _lines(values: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in values).encode()
