"""The served job `archive_check`: which documents the archive of a case still lacks, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import Refused, Text
from engine.feel import FeelLimitExceeded
from engine.packages import Document
from engine.packages.record_of import compiled
from engine.store import case_numbers, trail

# Facts that are columns of the case's row; the others stand in the variable that the package names for them.
_COLUMNS = {"number": "business_key", "customer": "customer_mask", "received_at": "received_at", "started_at": "started_at"}


def archive_check(case: Any, job: Any) -> Mapping[str, Any]:
    """Result `missing_documents`: names, in the order of documents.toml, of those asked for by the header `documents` (ids
    separated by blanks; without it all) whose element never completed or that lack a required value. Refuses unknown ids."""
    wanted = _wanted(case.loaded.package.documents, job.headers.get("documents", "").split())
    completed = case.host.completed | {each.element_id for each in trail.headings(case.tx, case.row.id) if each.kind == "element_completed"}
    missing = [each.name.zh for each in wanted if not _is_complete(case, each, completed, job.values)]
    return {"missing_documents": missing}


def _wanted(documents: tuple[Document, ...], ids: list[str]) -> list[Document]:
    known = {each.id: each for each in documents}
    if unknown := [id_ for id_ in ids if id_ not in known]:
        raise Refused("unknown_document", Text(f"没有单据“{unknown[0]}”。", f"There is no document '{unknown[0]}'."))
    return [known[id_] for id_ in ids] if ids else list(documents)


def _is_complete(case: Any, document: Document, completed: set[str], values: Mapping[str, Any]) -> bool:
    if document.after and not any(each in completed for each in document.after):
        return False
    return all(_value(case, field.of, values) not in (None, "", []) for field in document.fields if field.is_required)


def _value(case: Any, of: str, values: Mapping[str, Any]) -> Any:
    expression = compiled(of)
    if of == "customer_number":
        return case_numbers.customer_number(case.tx, case.row)
    if expression is None:
        column = _COLUMNS.get(of)
        return getattr(case.row, column) if column else values.get(case.loaded.package.settings.case.get(of, ""))
    try:
        return expression.evaluate(values, now=case.tx.now, zone=case.tx.settings.zone).value
    except FeelLimitExceeded:
        return None
