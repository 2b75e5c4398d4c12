"""What customers may start without an account, and what they are told before they send anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound, Text
from engine.queries.start_form import startable
from engine.queries.visible import newest_versions
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class PublicProcedure:
    """`stages`: what will happen with what they send, in a customer's words where the package has them."""

    package_id: str
    name: Text
    summary: Text
    stages: tuple[Text, ...]
    privacy_notice: Text
    thanks: Text
    contact_kept: str
    case_kept: str


def public_procedures(tx: Tx) -> list[PublicProcedure]:
    """The packages that customers may start, by id."""
    versions = newest_versions(tx)
    return [_procedure(tx.library.get(versions[each.package_id])) for each in startable(tx)]


def public_procedure(tx: Tx, package_id: str) -> PublicProcedure:
    """Raises NotFound for one that customers may not start."""
    found = {each.package_id: each for each in public_procedures(tx)}
    if package_id not in found:
        raise NotFound("package")
    return found[package_id]


def _procedure(loaded: Any) -> PublicProcedure:
    package, page = loaded.package, loaded.package.settings.customer_page
    return PublicProcedure(
        package_id=package.id,
        name=package.name,
        summary=package.summary,
        stages=page.stages or tuple(package.texts.stage(stage.number, stage.name) for stage in loaded.definition.stages),
        privacy_notice=page.privacy_notice,
        thanks=page.thanks,
        contact_kept=package.settings.retention.contact,
        case_kept=package.settings.retention.case,
    )
