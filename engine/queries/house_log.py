"""The house chain as an auditor reads it: deployments, rights, people, sign-ins, reads; page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.model.audit_kinds import AUDIT_KINDS, audit_kind
from engine.model.people import ADMINISTRATOR, AUDITOR, DEPLOYER, PROCESS_OWNER
from engine.queries.audit_lines import WORDS, Fact
from engine.store import house
from engine.store.house import HouseRecord
from engine.store.tables import Department, Group, Person, ProcessInstance
from engine.store.transaction import Tx

PAGE = 100

TOPICS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "deployments": (Text("部署", "Deployments"), ("package_deployed", "deployment_refused", "deployment_requested", "deployment_signed", "deployment_rejected", "deployment_withdrawn")),
    "drafts": (Text("流程草稿", "Drafts of packages"), ("draft_started", "draft_edited", "draft_uploaded", "draft_discarded")),
    "rights": (
        Text("权限与人员", "Rights and people"),
        ("roles_changed", "person_created", "person_changed", "person_left", "password_reset", "password_changed",
         "group_created", "group_changed", "department_created", "department_changed", "absence_set", "absence_ended"),
    ),
    "sign_ins": (Text("登录", "Sign-ins"), ("signed_in", "signed_out", "sign_in_failed")),
    "reads": (Text("查看工单", "Reads"), ("case_read", "case_exported", "caller_searched")),
    "settings": (Text("设置与日历", "Settings and calendar"), ("setting_changed", "calendar_changed")),
    "programs": (Text("接口令牌", "API tokens"), ("api_token_created", "api_token_revoked")),
    "cases": (Text("工单发起与清除", "Starts and erasures"), ("instance_started", "instance_erased")),
    "checks": (Text("核验", "Verifications"), ("trail_verified",)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HouseLine:
    """One entry in words. `number`: the case it is about, empty when it is about none (or one that is gone)."""

    seq: int
    at: datetime
    actor: Text
    kind: str
    label: Text
    number: str
    facts: tuple[Fact, ...]
    is_readable: bool


@dataclass(frozen=True, slots=True)
class HousePage:
    """`next_before`: where the next page starts, None on the last one."""

    lines: tuple[HouseLine, ...]
    next_before: int | None


@dataclass(frozen=True, slots=True)
class HouseFilter:
    """Who did it (a person's id, empty = anybody), and when: from `since` on, before `until`."""

    person_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


ANYBODY = HouseFilter()


def house_log(tx: Tx, topic: str = "", before: int | None = None, wanted: HouseFilter = ANYBODY) -> HousePage:
    """Entries of a topic (or all), the newest first. Raises NotFound for an unknown topic and for who may not read it."""
    if not permissions.may_read_house(tx.actor) or topic not in ("", *TOPICS):
        raise NotFound("house")
    kinds = TOPICS[topic][1] if topic else ()
    found = house.read(
        tx, kinds=kinds, before_seq=before, actor_id=wanted.person_id or None, since=wanted.since, until=wanted.until, limit=PAGE + 1
    )
    names = _Names(tx, found)
    lines = tuple(_line(record, names) for record in found[:PAGE])
    return HousePage(lines, lines[-1].seq if len(found) > PAGE else None)


def people(tx: Tx) -> list[tuple[str, str]]:
    """Everybody who is or was here, by id, in the order of names."""
    if not permissions.may_read_house(tx.actor):
        raise NotFound("house")
    return [(id_, name) for id_, name in tx.session.execute(select(Person.id, Person.name).order_by(Person.name, Person.id))]


_WORDS = WORDS | {
    "absence_id": Text("休假", "Absence"),
    "added": Text("加入", "Added"),
    "business_key": Text("编号", "Number"),
    "comment": Text("说明", "Comment"),
    "department_id": Text("部门", "Department"),
    "departments": Text("移交的部门", "Departments handed over"),
    "deputy_id": Text("代理人", "Deputy"),
    "ends_at": Text("结束", "Until"),
    "findings": Text("发现的问题", "Findings"),
    "first": Text("内容", "What"),
    "found": Text("找到", "Found"),
    "group_id": Text("小组", "Group"),
    "group_ids": Text("小组", "Groups"),
    "handed_over": Text("移交的任务", "Tasks handed over"),
    "hash": Text("哈希", "Hash"),
    "hours": Text("时间", "Hours"),
    "is_active": Text("启用", "Active"),
    "is_working": Text("上班", "Working day"),
    "key": Text("设置项", "Setting"),
    "language": Text("语言", "Language"),
    "login": Text("登录名", "Login"),
    "member_ids": Text("成员", "Members"),
    "name_en": Text("英文名称", "English name"),
    "name_zh": Text("中文名称", "Chinese name"),
    "names": Text("名称", "Names"),
    "note": Text("说明", "Note"),
    "number": Text("版本号", "Version"),
    "on": Text("日期", "Date"),
    "package_id": Text("流程包", "Package"),
    "parent_id": Text("上级部门", "Parent department"),
    "person_id": Text("人员", "Person"),
    "reasons": Text("原因", "Reasons"),
    "removed": Text("移出", "Removed"),
    "returned": Text("退回的任务", "Tasks given back"),
    "roles": Text("角色", "Roles"),
    "starts_at": Text("开始", "From"),
    "successor_id": Text("接手人", "Taken over by"),
    "supervisor_id": Text("主管", "Supervisor"),
}
_ROLES = {
    ADMINISTRATOR: Text("管理员", "Administrator"),
    AUDITOR: Text("审计员", "Auditor"),
    PROCESS_OWNER: Text("流程负责人", "Process owner"),
    DEPLOYER: Text("部署人", "Deployer"),
}
_SETTINGS = {
    "deployment_needs_second_person": Text("部署需要另一位有权限的人复签", "Deployments need a second person's signature"),
    "company_hours": Text("公司的上班时间", "The company's hours"),
}
_COUNTED = ("handed_over", "returned")
# What the entry says besides: its case's number, and ids that mean nothing to a reader.
_HIDDEN = ("absence_id", "files", "business_key")


class _Names:
    """Names of the people, units and cases that a page of entries speaks of."""

    def __init__(self, tx: Tx, records: list[HouseRecord]):
        self.people = dict(tx.session.execute(select(Person.id, Person.name)).all())
        units = (*tx.session.scalars(select(Department)), *tx.session.scalars(select(Group)))
        self.units = {row.id: Text(row.name_zh, row.name_en) for row in units}
        ids = {record.instance_id for record in records if record.instance_id}
        cases = select(ProcessInstance.id, ProcessInstance.business_key).where(ProcessInstance.id.in_(ids))
        self.cases = dict(tx.session.execute(cases).all())

    def of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.of(each) for each in value]
        if isinstance(value, dict):
            return {_WORDS.get(key, Text(key, key)): self.of(each) for key, each in value.items()}
        return self.people.get(value) or self.units.get(value) or _ROLES.get(value) or _SETTINGS.get(value, value) if isinstance(value, str) else value


def _line(record: HouseRecord, names: _Names) -> HouseLine:
    is_readable = isinstance(record.payload, dict)
    label = audit_kind(record.kind).label if record.kind in AUDIT_KINDS else Text(record.kind, record.kind)
    return HouseLine(
        record.seq, record.at, _actor(record, names), record.kind, label, names.cases.get(record.instance_id, ""),
        _facts(record.payload, names) if is_readable else (), is_readable,
    )  # fmt: skip


def _actor(record: HouseRecord, names: _Names) -> Text:
    if record.actor_id == "customer":
        return Text("客户", "Customer")
    name = names.people.get(record.actor_id)
    return Text(name, name) if name else Text("系统", "System")


def _facts(payload: Mapping[str, Any], names: _Names) -> tuple[Fact, ...]:
    shown = {key: value for key, value in payload.items() if key not in _HIDDEN and value not in (None, "", [], {})}
    return tuple(Fact(_WORDS.get(key, Text(key, key)), len(value) if key in _COUNTED else _value(key, value, names)) for key, value in shown.items())


def _value(key: str, value: Any, names: _Names) -> Any:
    if key.endswith("_at") and isinstance(value, str):
        return datetime.fromisoformat(value)
    return names.of(value)
