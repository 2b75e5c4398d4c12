"""One case as an auditor sees it: what it was, its clocks, its trail, who read it, and whether its chain holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.queries import audit_lines, case_stages, clock_faces
from engine.queries.audit_lines import AuditLine
from engine.queries.case_rows import CaseRow, rows_of
from engine.queries.case_stages import StageView
from engine.queries.clock_faces import ClockFace
from engine.queries.visible import facts_of, visible_case
from engine.store import case_reads, verification
from engine.store.findings import Finding
from engine.store.tables import CaseRead, Department, PackageVersion, Person, ProcessInstance
from engine.store.transaction import Tx

READERS = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody opened the case within the hour that begins at `at`."""

    at: datetime
    person: str
    login: str


@dataclass(frozen=True, slots=True)
class AuditCase:
    """`lines`: the whole trail. `findings`: what is wrong with the chain, empty = it holds. `readers` is None for who may
    read the trail and not who read it. `is_read`: this hour's look is written down already."""

    head: CaseRow
    process: Text
    version: int
    version_hash: str
    deployed_at: datetime
    department: Text | None
    satisfaction: Text | None
    received_at: datetime
    ended_at: datetime | None
    stages: list[StageView]
    clocks: list[ClockFace]
    lines: list[AuditLine]
    readers: list[Reading] | None
    findings: list[Finding]
    is_read: bool


def audit_case(tx: Tx, business_key: str) -> AuditCase:
    """For auditors, the package's owners and the department's supervisor. Raises NotFound for everyone else."""
    case = visible_case(tx, business_key)
    if not permissions.may_read_trail(tx.actor, facts_of(tx, case)):
        raise NotFound("trail")
    version, loaded = tx.session.get_one(PackageVersion, case.version_id), tx.library.get(case.version_id)
    return AuditCase(
        head=rows_of(tx, [(case, None)])[0],
        process=loaded.package.name,
        version=version.number,
        version_hash=version.hash,
        deployed_at=version.deployed_at,
        department=_department(tx, case),
        satisfaction=loaded.package.texts.value(case.satisfaction_value) if case.satisfaction_value else None,
        received_at=case.received_at,
        ended_at=case.ended_at,
        stages=case_stages.stages(tx, case),
        clocks=clock_faces.explained(tx, case),
        lines=audit_lines.lines(tx, case),
        readers=_readers(tx, case) if permissions.may_read_readers(tx.actor) else None,
        findings=verification.verify_case(tx.session, tx.vault, case.id),
        is_read=case_reads.is_noted(tx, case.id),
    )


def _department(tx: Tx, case: ProcessInstance) -> Text | None:
    row = tx.session.get(Department, case.department_id) if case.department_id else None
    return Text(row.name_zh, row.name_en) if row else None


def _readers(tx: Tx, case: ProcessInstance) -> list[Reading]:
    """The last ones first."""
    asked = select(CaseRead.hour, Person.name, Person.login).join(Person, Person.id == CaseRead.person_id)
    asked = asked.where(CaseRead.instance_id == case.id).order_by(CaseRead.hour.desc(), Person.login)
    return [Reading(at, name, login) for at, name, login in tx.session.execute(asked.limit(READERS))]
