"""Who may do what: the same functions guard the commands, filter the lists and decide whether a button shows.

Design: staff see the cases they started or in which they, one of their groups or their department have or had a task;
the package's intake groups see its open ones; supervisors their department's; owners their package's; auditors all;
administrators none by that role. What someone may not see is answered as if it were not there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from engine.model.people import ADMINISTRATOR, AUDITOR, DEPLOYER, PROCESS_OWNER, Actor, Person
from engine.model.visibility import CaseFacts, visible_cases


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules need to know of a user task. `department_id`: its assignee's department, else the case's."""

    id: str
    instance_id: str
    state: str = "open"
    assignee_id: str | None = None
    candidate_groups: frozenset[str] = frozenset()
    candidate_users: frozenset[str] = frozenset()
    department_id: str | None = None
    is_customer: bool = False
    contact_needed: bool = False

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def has_candidates(self) -> bool:
        return bool(self.candidate_groups or self.candidate_users)


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """`start_groups`: who of the staff may start it, empty = everyone; `is_public`: customers may."""

    id: str
    start_groups: frozenset[str] = frozenset()
    is_public: bool = False


# Cases


def may_see_case(actor: Actor, case: CaseFacts) -> bool:
    return visible_cases(actor).includes(case)


def may_start(actor: Actor, package: PackageFacts) -> bool:
    """`start_groups` is about people: a program was let in by an administrator, for what it brings."""
    if actor.is_customer:
        return package.is_public
    if actor.kind in ("system", "worker"):
        return True
    return not _only_looks_after(actor) and (not package.start_groups or bool(actor.groups & package.start_groups))


def may_merge(actor: Actor, case: CaseFacts, into: CaseFacts) -> bool:
    """Into another case of the same package that the actor also directs; never into itself or an ended one."""
    is_possible = case.id != into.id and case.package_id == into.package_id and case.is_active and into.is_active
    return is_possible and _directs(actor, case) and _directs(actor, into)


def may_send(actor: Actor, case: CaseFacts, by: Collection[str]) -> bool:
    """One of the package's messages to a case. `by`: who may: customer, intake, supervisor, assignee (has or had a task)."""
    if not case.is_active:
        return False
    if actor.is_customer:
        return "customer" in by and actor.instance_id == case.id
    parts = {"intake": _is_intake(actor, case), "supervisor": _supervises(actor, case), "assignee": actor.id in case.member_people}
    return actor.is_staff and any(holds and part in by for part, holds in parts.items())


def could_send(actor: Actor, case: CaseFacts, by: Collection[str]) -> bool:
    """Whether they might if the case were still open: who comes too late hears that, and not that nothing is there."""
    return may_send(actor, replace(case, state="active"), by)


def may_add_note(actor: Actor, case: CaseFacts) -> bool:
    """Auditors and owners only look; everybody else of the staff who sees the case may write in it."""
    return actor.is_staff and works_on(actor, case)


def may_send_to_customer(actor: Actor, case: CaseFacts) -> bool:
    return may_add_note(actor, case)


def may_write_to_staff(actor: Actor, case: CaseFacts) -> bool:
    """A customer's own message in their case."""
    return actor.is_customer and case.is_active and actor.instance_id == case.id


def may_open_attachment(actor: Actor, case: CaseFacts, is_public: bool) -> bool:
    """Customers open what is meant for them, staff what belongs to a case they see."""
    return may_see_case(actor, case) and (is_public or not actor.is_customer)


def may_read_trail(actor: Actor, case: CaseFacts) -> bool:
    """Auditors, the package's owners, and the supervisor of the case's department."""
    is_reader = actor.has_role(AUDITOR) or (actor.is_staff and actor.owns(case.package_id))
    return is_reader or _supervises(actor, case)


def may_read_readers(actor: Actor) -> bool:
    """Who read a case."""
    return actor.has_role(AUDITOR)


def may_resolve_incident(actor: Actor, case: CaseFacts) -> bool:
    """The package's owners, and an operator at the command line."""
    return actor.kind == "system" or (actor.is_staff and actor.owns(case.package_id))


def works_on(actor: Actor, case: CaseFacts) -> bool:
    """Takes part in the case, rather than only reading it as an auditor or owner does."""
    return visible_cases(actor, is_reader=False).includes(case)


# User tasks


def may_claim(actor: Actor, task: TaskFacts) -> bool:
    """A candidate claims a task nobody has; a deputy what the absent person they stand in for has, or is named for."""
    if not (actor.is_staff and task.is_open) or task.is_customer:
        return False
    if task.assignee_id is None:
        return is_candidate(actor, task) or bool(task.candidate_users & actor.stands_in_for)
    return task.assignee_id in actor.stands_in_for


def may_unclaim(actor: Actor, task: TaskFacts) -> bool:
    """Only back to candidates: a task without any would lie where nobody finds it."""
    return _is_assignee(actor, task) and task.has_candidates


def may_complete(actor: Actor, task: TaskFacts) -> bool:
    """The assignee; for the customer's own task, the customer of that case."""
    if task.is_customer:
        return actor.is_customer and task.is_open and actor.instance_id == task.instance_id
    return _is_assignee(actor, task)


def may_answer_for_customer(actor: Actor, task: TaskFacts, case: CaseFacts) -> bool:
    """Enter a spoken answer, marked with who typed it: staff who work on the case."""
    return actor.is_staff and task.is_customer and task.is_open and works_on(actor, case)


def may_assign(actor: Actor, task: TaskFacts, to: Person | None = None) -> bool:
    """The assignee hands over, the department's supervisor distributes; `to` must be eligible (None: whether at all)."""
    if not (actor.is_staff and task.is_open) or task.is_customer:
        return False
    if not (task.assignee_id == actor.id or task.department_id in actor.supervises):
        return False
    return to is None or is_eligible(to, task)


def may_nudge(actor: Actor, task: TaskFacts, case: CaseFacts) -> bool:
    """Ask others to see to an open task of theirs; nobody nudges themselves, or the customer this way."""
    return actor.is_staff and task.is_open and not task.is_customer and task.assignee_id != actor.id and works_on(actor, case)


def may_save_draft(actor: Actor, task: TaskFacts, case: CaseFacts) -> bool:
    return may_complete(actor, task) or may_answer_for_customer(actor, task, case)


def may_reveal(actor: Actor, task: TaskFacts) -> bool:
    """Raw contact data: the assignee of an open task that needs it, nobody by role."""
    return _is_assignee(actor, task) and task.contact_needed


def may_see_task(actor: Actor, task: TaskFacts, case: CaseFacts) -> bool:
    if actor.is_customer:
        return task.is_customer and actor.instance_id == task.instance_id
    return may_see_case(actor, case)


def is_candidate(person: Actor | Person, task: TaskFacts) -> bool:
    """Named, of a candidate group, or of a department that stands among the candidate groups."""
    is_named = person.id in task.candidate_users
    return is_named or person.department_id in task.candidate_groups or bool(person.groups & task.candidate_groups)


def is_eligible(person: Person, task: TaskFacts) -> bool:
    """Active, and a candidate or of the task's department; anybody active where neither is known."""
    if not person.is_active:
        return False
    is_open_to_all = not task.has_candidates and task.department_id is None
    is_colleague = task.department_id is not None and person.department_id == task.department_id
    return is_open_to_all or is_colleague or is_candidate(person, task)


# The house


def may_administer(actor: Actor) -> bool:
    """People, departments, groups, settings, the working calendar."""
    return actor.has_role(ADMINISTRATOR)


def may_give_tokens(actor: Actor) -> bool:
    """Let programs in: administrators, and an operator at the command line."""
    return actor.kind == "system" or may_administer(actor)


def may_set_absence(actor: Actor, person: Person) -> bool:
    is_own = actor.is_staff and actor.id == person.id
    return is_own or may_administer(actor) or person.department_id in actor.supervises


def may_see_load(actor: Actor, department_id: str) -> bool:
    """How much lies with whom in a department."""
    return actor.is_staff and department_id in actor.supervises


def may_deploy(actor: Actor, package_id: str) -> bool:
    """Its owners, and deployers."""
    return actor.is_staff and (actor.owns(package_id) or actor.deploys(package_id))


def may_edit_package(actor: Actor, package_id: str) -> bool:
    """Change its draft, play it, ask for its deployment: its owners."""
    return actor.is_staff and actor.owns(package_id)


def may_see_workbench(actor: Actor, package_id: str) -> bool:
    """Read its draft, its differences and what waits for a signature: owners, deployers, auditors, administrators."""
    is_reader = actor.has_role(AUDITOR) or actor.has_role(ADMINISTRATOR)
    return is_reader or may_edit_package(actor, package_id) or may_deploy(actor, package_id)


def may_see_any_workbench(actor: Actor) -> bool:
    held = {role.partition(":")[0] for role in actor.roles} if actor.is_staff else set()
    return bool(held & {AUDITOR, ADMINISTRATOR, PROCESS_OWNER, DEPLOYER})


def may_see_reports(actor: Actor) -> bool:
    """Figures of the cases one sees: supervisors, process owners, auditors."""
    return actor.is_staff and (actor.has_role(AUDITOR) or is_process_owner(actor) or bool(actor.supervises))


def may_see_catalogue(actor: Actor) -> bool:
    """Packages, their versions, diagrams and tables hold nothing of any case: all staff."""
    return actor.is_staff


def may_work_on_jobs(actor: Actor) -> bool:
    """Outside workers, who came with a token, and the connectors of the system itself."""
    return actor.kind in ("worker", "system")


def may_publish_messages(actor: Actor) -> bool:
    """Programs with a token, and the system itself."""
    return actor.kind in ("worker", "system")


def may_search_all_cases(actor: Actor) -> bool:
    """The auditor's search; others search what they see."""
    return actor.has_role(AUDITOR)


def may_find_caller(actor: Actor, intake_groups: frozenset[str]) -> bool:
    """Find a case by the number someone calls from: who takes calls."""
    return actor.is_staff and bool(actor.groups & intake_groups)


def may_read_house(actor: Actor) -> bool:
    """The chain of what belongs to no case."""
    return actor.has_role(AUDITOR)


def is_process_owner(actor: Actor) -> bool:
    return actor.owned_packages is None or bool(actor.owned_packages)


def _only_looks_after(actor: Actor) -> bool:
    """Who audits or administers and belongs to no group takes nothing in."""
    return bool(actor.roles & {AUDITOR, ADMINISTRATOR}) and not actor.groups


def _is_assignee(actor: Actor, task: TaskFacts) -> bool:
    return actor.is_staff and task.is_open and not task.is_customer and task.assignee_id == actor.id


def _directs(actor: Actor, case: CaseFacts) -> bool:
    return _is_intake(actor, case) or _supervises(actor, case)


def _is_intake(actor: Actor, case: CaseFacts) -> bool:
    return actor.is_staff and case.is_active and bool(actor.groups & case.intake_groups)


def _supervises(actor: Actor, case: CaseFacts) -> bool:
    return actor.is_staff and case.department_id is not None and case.department_id in actor.supervises
