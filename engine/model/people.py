"""Who people are: members of staff, departments, and the actor on whose behalf a command runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

ADMINISTRATOR = "administrator"
AUDITOR = "auditor"
PROCESS_OWNER = "process_owner"
DEPLOYER = "deployer"
LANGUAGES = ("zh", "en")
ROLES = (ADMINISTRATOR, AUDITOR, PROCESS_OWNER, DEPLOYER)
# These may be held for every package or, with `:<package id>` behind, for one.
PACKAGE_ROLES = (PROCESS_OWNER, DEPLOYER)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. Inactive: left, or not allowed to sign in any more."""

    id: str
    login: str
    name: str
    department_id: str | None = None
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    language: str = "zh"
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Department:
    id: str
    name_zh: str
    name_en: str
    supervisor_id: str | None = None
    deputy_id: str | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks.

    `supervises`: departments this person answers for now (see `supervised_by`). `stands_in_for`: absent people who named
    this person their deputy. `instance_id`: the one case a customer holds the code of, None on the public start form.
    """

    kind: str
    id: str
    name: str = ""
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    department_id: str | None = None
    supervises: frozenset[str] = frozenset()
    instance_id: str | None = None
    language: str = "zh"
    stands_in_for: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    @property
    def is_customer(self) -> bool:
        return self.kind == "customer"

    def has_role(self, role: str) -> bool:
        return self.is_staff and role in self.roles

    def owns(self, package_id: str) -> bool:
        """Role `process_owner` owns every package, `process_owner:<package id>` that one."""
        return self.has_role(PROCESS_OWNER) or self.has_role(f"{PROCESS_OWNER}:{package_id}")

    def deploys(self, package_id: str) -> bool:
        """Role `deployer` deploys every package, `deployer:<package id>` that one; deployers change nothing in it."""
        return self.has_role(DEPLOYER) or self.has_role(f"{DEPLOYER}:{package_id}")

    @property
    def owned_packages(self) -> frozenset[str] | None:
        """Package ids this actor owns; None means every package."""
        if self.has_role(PROCESS_OWNER):
            return None
        prefix = f"{PROCESS_OWNER}:"
        return frozenset(role.removeprefix(prefix) for role in self.roles if role.startswith(prefix))


SYSTEM = Actor("system", "system", "Huixiang")


def staff(
    person: Person,
    departments: Iterable[Department] = (),
    absent: Collection[str] = (),
    stands_in_for: Collection[str] = (),
) -> Actor:
    """The actor a signed-in member of staff is. `absent`: ids of everybody who is away now."""
    return Actor(
        kind="staff",
        id=person.id,
        name=person.name,
        roles=person.roles,
        groups=person.groups,
        department_id=person.department_id,
        supervises=supervised_by(person.id, departments, absent),
        language=person.language,
        stands_in_for=frozenset(stands_in_for),
    )


def customer(instance_id: str | None = None, language: str = "zh") -> Actor:
    """The actor behind a case's number and code, or a stranger who fills in the public form."""
    return Actor("customer", "customer", instance_id=instance_id, language=language)


def worker(name: str) -> Actor:
    """The actor behind an outside worker's token."""
    return Actor("worker", f"worker:{name}", name)


def supervised_by(person_id: str, departments: Iterable[Department], absent: Collection[str] = ()) -> frozenset[str]:
    """Ids of the departments this person answers for now: as supervisor, or as deputy while the supervisor is away."""
    return frozenset(each.id for each in departments if person_id in (each.supervisor_id, acting_supervisor(each, absent)))


def acting_supervisor(department: Department, absent: Collection[str] = ()) -> str | None:
    """Who decides for the department now; None when there is no supervisor, or nobody stands in."""
    if department.supervisor_id and department.supervisor_id not in absent:
        return department.supervisor_id
    if department.deputy_id and department.deputy_id not in absent:
        return department.deputy_id
    return department.supervisor_id
