"""Open cases that say the same as a text, found while it is being typed: only those that the asker may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import likeness, permissions
from engine.packages.likeness_reading import Similar
from engine.queries.case_scope import execution_of
from engine.queries.visible import facts_of, may_see, newest_versions
from engine.store import similar_grams
from engine.store.tables import ProcessInstance, UserTask
from engine.store.transaction import Tx

SHORTEST = 4
"""Characters of a text before anything is looked for."""
LOOKED_AT, SHOWN = 40, 5
LIKELY = 38
"""Of 100, from which on a case is shown."""
_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """`percent`: how alike. `merge`: name of the message that merges the asker's case into this one, "" where they may not."""

    number: str
    title: str
    excerpt: str
    status: Text | None
    percent: int
    merge: str = ""


def for_task(tx: Tx, task_id: str, typed: Mapping[str, Sequence[str]] | None = None) -> tuple[str, list[SimilarCase]]:
    """Number of the task's case, and what is like it as it stands or as it is typed now. Raises NotFound when it isn't theirs."""
    task = tx.session.get(UserTask, task_id)
    case = tx.session.get(ProcessInstance, task.instance_id) if task else None
    if case is None or not permissions.may_see_case(tx.actor, facts_of(tx, case)):
        raise NotFound("user_task")
    return case.business_key, of_case(tx, case, task.element_id, typed)


def of_case(tx: Tx, case: ProcessInstance, element_id: str, typed: Mapping[str, Sequence[str]] | None = None) -> list[SimilarCase]:
    """Nothing where the package doesn't compare at this element."""
    package = tx.library.get(case.version_id).package
    similar = package.settings.similar
    if similar is None or element_id not in similar.at or case.state != "active":
        return []
    known = execution_of(tx, case).variables()
    texts = [" ".join((typed or {}).get(name, ())) or str(known.get(name) or "") for name in similar.text]
    return _found(tx, case.package_id, similar, " ".join(texts), besides=case)


def for_start(tx: Tx, package_id: str, typed: Mapping[str, Sequence[str]]) -> list[SimilarCase]:
    """For staff who enter a new case: customers are told of nobody else's."""
    version_id = newest_versions(tx).get(package_id)
    similar = tx.library.get(version_id).package.settings.similar if version_id else None
    if similar is None or not tx.actor.is_staff:
        return []
    return _found(tx, package_id, similar, " ".join(" ".join(typed.get(name, ())) for name in similar.text))


def _found(tx: Tx, package_id: str, similar: Similar, text: str, besides: ProcessInstance | None = None) -> list[SimilarCase]:
    if len(likeness.plain(text)) < SHORTEST:
        return []
    shared = similar_grams.sharing(tx, package_id, likeness.grams(text), LOOKED_AT)
    asked = select(ProcessInstance).where(ProcessInstance.id.in_(shared), ProcessInstance.state == "active", may_see(tx, tx.actor))
    others = [row for row in tx.session.scalars(asked) if besides is None or row.id != besides.id]
    compared = ((row, _texts(tx, row, similar.text)) for row in others)
    found = sorted(((_percent(text, texts), row, texts) for row, texts in compared), key=lambda each: (-each[0], each[1].business_key))
    return [_shown(tx, percent, row, texts, besides) for percent, row, texts in found[:SHOWN] if percent >= LIKELY]


def _texts(tx: Tx, row: ProcessInstance, names: Iterable[str]) -> list[str]:
    known = execution_of(tx, row).variables()
    return [str(known.get(name) or "") for name in names]


def _percent(text: str, texts: Sequence[str]) -> int:
    """Pairs in common, words in common, and the longest stretch in common."""
    whole = " ".join(texts)
    pairs = likeness.shared(likeness.grams(text), likeness.grams(whole)) * 100
    words = likeness.shared(likeness.words(text), likeness.words(whole)) * 100
    stretch = fuzz.partial_ratio(likeness.plain(text), likeness.plain(whole))
    return round(0.4 * pairs + 0.3 * words + 0.3 * stretch)


def _shown(tx: Tx, percent: int, row: ProcessInstance, texts: Sequence[str], besides: ProcessInstance | None) -> SimilarCase:
    status = tx.library.get(row.version_id).package.texts.value(row.status) if row.status else None
    longest = max(texts, key=len)
    excerpt = longest if len(longest) <= _EXCERPT else f"{longest[:_EXCERPT]}…"
    return SimilarCase(row.business_key, row.title or "", excerpt, status, percent, _merge(tx, besides, row) if besides else "")


def _merge(tx: Tx, case: ProcessInstance, into: ProcessInstance) -> str:
    facts = facts_of(tx, case)
    messages: Any = tx.library.get(case.version_id).package.settings.case_messages
    named = next((each for each in messages if each.ends_as == "merged"), None)
    may = named is not None and permissions.may_send(tx.actor, facts, named.by) and permissions.may_merge(tx.actor, facts, facts_of(tx, into))
    return named.name if may else ""
