"""The rule of engine/model/visibility.py as a condition of SQL, so that a list shows exactly what its cases' pages would."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from engine.errors import NotFound
from engine.model import permissions
from engine.model.people import Actor
from engine.model.visibility import VisibleCases, visible_cases
from engine.store import facts
from engine.store.packages import newest_versions
from engine.store.tables import CaseMember, ProcessInstance
from engine.store.transaction import Tx

__all__ = ["case_id", "facts_of", "may_see", "newest_versions", "packages_taken_in_by", "visible_case"]


def may_see(tx: Tx, actor: Actor, *, is_reader: bool = True) -> ColumnElement[bool]:
    """Rows of process_instance the actor sees; `is_reader=False`: only what they take part in."""
    seen = visible_cases(actor, is_reader=is_reader)
    if seen.is_everything:
        return true()
    return or_(false(), *_by_case(tx, seen), *_by_membership(seen))


def visible_case(tx: Tx, business_key: str) -> ProcessInstance:
    """The case of that number; NotFound when there is none or the actor may not see it."""
    row = tx.session.scalar(select(ProcessInstance).where(ProcessInstance.business_key == business_key))
    if row is None or not permissions.may_see_case(tx.actor, facts_of(tx, row)):
        raise NotFound("case")
    return row


def case_id(tx: Tx, business_key: str) -> str:
    """Id of the case of that number, for a command; raises NotFound like `visible_case`."""
    return visible_case(tx, business_key).id


def facts_of(tx: Tx, row: ProcessInstance):
    """CaseFacts of a row, with the intake groups of its own version."""
    return facts.case_facts(tx.session, row, tx.library.get(row.version_id).package.settings.intake_groups)


def packages_taken_in_by(tx: Tx, groups: frozenset[str]) -> set[str]:
    """Packages whose cases one of these groups takes in."""
    newest = newest_versions(tx).items()
    return {package_id for package_id, version_id in newest if groups & set(tx.library.get(version_id).package.settings.intake_groups)}


def _by_case(tx: Tx, seen: VisibleCases) -> list[ColumnElement[bool]]:
    case, found = ProcessInstance, []
    if seen.instance_id:
        found.append(case.id == seen.instance_id)
    if seen.started_by:
        found.append(case.started_by == seen.started_by)
    if seen.case_departments:
        found.append(case.department_id.in_(seen.case_departments))
    if seen.packages:
        found.append(case.package_id.in_(seen.packages))
    if seen.open_of_groups and (packages := packages_taken_in_by(tx, seen.open_of_groups)):
        found.append(and_(case.state == "active", case.package_id.in_(packages)))
    return found


def _by_membership(seen: VisibleCases) -> list[ColumnElement[bool]]:
    columns = (
        (CaseMember.person_id, seen.member_people),
        (CaseMember.group_id, seen.member_groups),
        (CaseMember.department_id, seen.member_departments),
    )
    return [
        exists().where(CaseMember.instance_id == ProcessInstance.id, column.in_(ids)) for column, ids in columns if ids
    ]
