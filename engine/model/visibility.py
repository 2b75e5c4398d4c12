"""Which cases an actor sees, as data: `includes` answers for one case, a query filters a list by the same fields.

A query translates it so (the fields that are set are joined by OR; `is_everything` needs no filter):

    instance_id           process_instance.id = instance_id
    started_by            process_instance.started_by = started_by
    member_person         exists a case_member row of the case with that person_id
    member_groups         exists a case_member row of the case with a group_id in member_groups
    member_departments    exists a case_member row of the case with a department_id in member_departments
    case_departments      process_instance.department_id in case_departments
    packages              process_instance.package_id in packages
    open_of_groups        process_instance.state = 'active' and package_id in (the packages with an intake group in open_of_groups)
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.people import AUDITOR, Actor


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules need to know of a case. `member_*`: who has or had a task in it (table case_member)."""

    id: str
    package_id: str
    state: str = "active"
    started_by: str | None = None
    department_id: str | None = None
    member_people: frozenset[str] = frozenset()
    member_groups: frozenset[str] = frozenset()
    member_departments: frozenset[str] = frozenset()
    intake_groups: frozenset[str] = frozenset()

    @property
    def is_active(self) -> bool:
        return self.state == "active"


@dataclass(frozen=True, slots=True)
class VisibleCases:
    """A case is visible when one of the conditions that are set holds for it; see the module for their SQL."""

    is_everything: bool = False
    instance_id: str | None = None
    started_by: str | None = None
    member_people: frozenset[str] = frozenset()
    member_groups: frozenset[str] = frozenset()
    member_departments: frozenset[str] = frozenset()
    case_departments: frozenset[str] = frozenset()
    packages: frozenset[str] = frozenset()
    open_of_groups: frozenset[str] = frozenset()

    def includes(self, case: CaseFacts) -> bool:
        return (
            self.is_everything
            or case.id == self.instance_id
            or (self.started_by is not None and case.started_by == self.started_by)
            or bool(case.member_people & self.member_people)
            or bool(case.member_groups & self.member_groups)
            or bool(case.member_departments & self.member_departments)
            or case.department_id in self.case_departments
            or case.package_id in self.packages
            or (case.is_active and bool(case.intake_groups & self.open_of_groups))
        )


def visible_cases(actor: Actor, *, is_reader: bool = True) -> VisibleCases:
    """What the actor sees. `is_reader=False` leaves out what they see only as auditor or process owner."""
    if actor.kind == "system":
        return VisibleCases(is_everything=True)
    if actor.is_customer:
        return VisibleCases(instance_id=actor.instance_id)
    owned = actor.owned_packages if is_reader else frozenset()
    own_department = frozenset({actor.department_id} if actor.department_id else ())
    return VisibleCases(
        is_everything=is_reader and (actor.has_role(AUDITOR) or owned is None),
        started_by=actor.id,
        member_people=frozenset({actor.id}) | actor.stands_in_for,
        member_groups=actor.groups,
        member_departments=own_department | actor.supervises,
        case_departments=actor.supervises,
        packages=owned or frozenset(),
        open_of_groups=actor.groups,
    )
