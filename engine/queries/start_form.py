"""Starting a case: the packages someone may start, and the form of the start event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.model.permissions import PackageFacts
from engine.queries.visible import newest_versions
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Startable:
    package_id: str
    name: Text
    summary: Text


@dataclass(frozen=True, slots=True)
class StartForm:
    """`fields`: engine.model's FieldViews, with what was typed before. `privacy_notice`: what the customer agrees to. `compares`: whether like cases are looked for."""

    package_id: str
    name: Text
    submit_label: Text | None
    privacy_notice: Text
    fields: list[Any]
    compares: bool = False


def startable(tx: Tx) -> list[Startable]:
    found = ((package_id, tx.library.get(version_id)) for package_id, version_id in newest_versions(tx).items())
    return [Startable(package_id, loaded.package.name, loaded.package.summary) for package_id, loaded in found if _may_start(tx, loaded)]


def start_form(tx: Tx, package_id: str, typed: Mapping[str, Sequence[str]] | None = None) -> StartForm:
    """Raises NotFound for a package the actor may not start."""
    version_id = newest_versions(tx).get(package_id)
    if version_id is None or not _may_start(tx, tx.library.get(version_id)):
        raise NotFound("package")
    loaded = tx.library.get(version_id)
    element = _starts_of(loaded)[0]
    texts, form = loaded.package.texts, loaded.package.forms.get(element.form_id)
    label = texts.element(element.id, "submit_label", element.submit_label) if element.submit_label else None
    scope = {"case": {"started_by": tx.actor.id if tx.actor.is_staff else None}}
    fields = form.view(typed or {}, scope, tx.now, tx.settings.zone, texts, is_typed=typed is not None) if form else []
    settings = loaded.package.settings
    return StartForm(package_id, loaded.package.name, label, settings.customer_page.privacy_notice, fields, settings.similar is not None)


def _may_start(tx: Tx, loaded: Any) -> bool:
    settings = loaded.package.settings
    if not _starts_of(loaded):
        return False
    return permissions.may_start(tx.actor, PackageFacts(settings.id, frozenset(settings.start_groups), settings.is_public))


def _starts_of(loaded: Any) -> list[Any]:
    """Start events that people may take; what the calendar begins isn't one."""
    starts = [loaded.definition.elements[id_] for id_ in loaded.definition.start_events]
    return sorted((each for each in starts if each.event != "timer"), key=lambda each: each.event is not None)
