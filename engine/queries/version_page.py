"""One deployed version in full, read-only: its decision tables and its forms, as its owner and staff read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.queries import message_preview
from engine.queries.catalogue import PackageLine, VersionLine, package_line
from engine.queries.message_preview import MessageTemplate
from engine.store.tables import PackageVersion
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """`rules`: texts of the input cells and of the output cells; an empty input cell means: any value."""

    id: str
    name: Text
    hit_policy: str
    inputs: list[Text]
    outputs: list[Text]
    rules: list[tuple[list[str], list[str]]]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """`forms`: (form id, name of its task, FieldViews as staff see them). `messages`: templates with examples put in."""

    package: PackageLine
    version: VersionLine
    readme: str
    tables: list[DecisionTable]
    forms: list[tuple[str, Text, list[Any]]]
    messages: list[MessageTemplate]


def version_page(tx: Tx, package_id: str, number: int) -> VersionPage:
    """Raises NotFound."""
    loaded = tx.library.get(version_id(tx, package_id, number))
    package = package_line(tx, package_id)
    version = next(each for each in package.versions if each.number == number)
    tables = [_table(decision, loaded.package.texts) for decision in loaded.decisions.values() if decision.table is not None]
    return VersionPage(package, version, loaded.package.readme, tables, _forms(tx, loaded), message_preview.templates(tx, loaded))


def version_id(tx: Tx, package_id: str, number: int) -> str:
    """Raises NotFound."""
    wanted = select(PackageVersion.id).where(PackageVersion.package_id == package_id, PackageVersion.number == number)
    found = tx.session.scalar(wanted) if permissions.may_see_catalogue(tx.actor) else None
    if found is None:
        raise NotFound("version")
    return found


def _table(decision: Any, texts: Any) -> DecisionTable:
    table = decision.table
    return DecisionTable(
        id=decision.id,
        name=texts.decision(decision.id, decision.name) if decision.name else Text(decision.id, decision.id),
        hit_policy=f"{table.hit_policy} {table.aggregation}".strip(),
        inputs=[texts.column(each.label or each.expression.text) for each in table.inputs],
        outputs=[texts.column(each.label or each.name or decision.name) for each in table.outputs],
        rules=[([cell.text for cell in rule.inputs], [cell.text for cell in rule.outputs]) for rule in table.rules],
    )


def _forms(tx: Tx, loaded: Any) -> list[tuple[str, Text, list[Any]]]:
    texts, found = loaded.package.texts, []
    for element in loaded.definition.elements.values():
        if form := loaded.package.forms.get(element.form_id):
            fields = form.view({}, {}, tx.now, tx.settings.zone, texts, is_typed=False)
            found.append((element.form_id, texts.element(element.id, "name", element.name), fields))
    return found
