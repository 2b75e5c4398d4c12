"""The trail of a case as an auditor reads it: every entry with who, when, where, and what was typed or decided, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select

from engine.errors import Text
from engine.model.audit_kinds import audit_kind
from engine.model.clock_rules import Limit
from engine.queries import blind
from engine.queries.people_words import PeopleWords
from engine.store.tables import Department, Group, Person, ProcessInstance
from engine.store.trail import Entry
from engine.store.transaction import Tx

SYSTEM = Text("系统", "System")
CUSTOMER = Text("客户", "Customer")


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and a value: Text, text, number, moment, truth, or a list or mapping of such."""

    name: Text
    value: Any


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry. `place`: the element or flow that lights up on the diagram. `state`: "" or why nothing can be read."""

    seq: int
    at: datetime
    actor_kind: str
    actor_id: str
    actor: Text
    kind: str
    label: Text
    place: str
    place_name: Text
    round: int
    facts: tuple[Fact, ...]
    state: str
    hash: str


def lines(tx: Tx, case: ProcessInstance) -> list[AuditLine]:
    """Every entry of the case, the first one first. The caller has checked who asks."""
    reader = _Reader(tx, case)
    return [reader.line(entry) for entry in blind.read(tx, case)]


# What the payloads of engine/commands hold, in words; values that only repeat the entry's own columns are left out.
WORDS: Mapping[str, Text] = {
    "after": Text("之后", "After"),
    "assignee": Text("处理人", "Assignee"),
    "attachment": Text("附件", "Attachment"),
    "before": Text("之前", "Before"),
    "by": Text("操作人", "By"),
    "channel": Text("渠道", "Channel"),
    "clock": Text("时限", "Clock"),
    "clock_round": Text("时限轮次", "Round of the clock"),
    "code": Text("代码", "Code"),
    "case": Text("工单", "Case"),
    "decision_id": Text("决策表", "Decision"),
    "due_at": Text("到期时间", "Due"),
    "end_event": Text("结束事件", "End event"),
    "error": Text("原因", "Cause"),
    "field": Text("字段", "Field"),
    "fields": Text("字段", "Fields"),
    "form": Text("表单", "Form"),
    "groups": Text("候选小组", "Candidates"),
    "inputs": Text("输入", "Inputs"),
    "kind": Text("类别", "Kind"),
    "kinds": Text("类别", "Kinds"),
    "limit": Text("限值", "Limit"),
    "mask": Text("掩码", "Mask"),
    "message_name": Text("消息", "Message"),
    "name": Text("名称", "Name"),
    "package": Text("流程包", "Package"),
    "people": Text("人员", "People"),
    "names": Text("变量", "Variables"),
    "reason": Text("原因", "Reason"),
    "relation": Text("关系", "Relation"),
    "seal": Text("封印", "Seal"),
    "result": Text("结果", "Result"),
    "retries": Text("剩余重试", "Retries left"),
    "rules": Text("命中规则", "Rules that fired"),
    "scope": Text("变量范围", "Scope"),
    "sha256": Text("SHA-256 校验值", "SHA-256"),
    "signal": Text("信号", "Signal"),
    "size": Text("大小", "Size"),
    "status": Text("状态", "Status"),
    "subject": Text("主题", "Subject"),
    "template": Text("消息模板", "Message template"),
    "text": Text("内容", "Text"),
    "transport": Text("发送方式", "Sent by"),
    "to": Text("转交给", "To"),
    "type": Text("类型", "Type"),
    "warn_at": Text("提醒时间", "Warning"),
    "values": Text("内容", "Values"),
    "variables": Text("变量", "Variables"),
    "version": Text("版本", "Version"),
}
# What the package says its variables are (engine.packages.settings.CASE_VARIABLES).
CASE_FACTS: Mapping[str, Text] = {
    "title": Text("标题", "Title"),
    "type": Text("类型", "Type"),
    "priority": Text("优先级", "Priority"),
    "department": Text("责任部门", "Department"),
    "satisfaction": Text("满意度", "Satisfaction"),
    "channel": Text("渠道", "Channel"),
    "received_at": Text("收到时间", "Received"),
    "customer_name": Text("客户", "Customer"),
    "contact": Text("联系方式", "Contact"),
    "preferred_channel": Text("希望的联系方式", "Preferred way"),
    "is_anonymous": Text("匿名", "Anonymous"),
    "handler": Text("处理人", "Handler"),
    "due_at": Text("计划完成时间", "Planned for"),
}
# Kinds of contact data, and the one way to a customer that needs none.
_KINDS: Mapping[str, Text] = {
    "mobile": Text("手机号", "mobile number"),
    "phone": Text("电话号码", "phone number"),
    "email": Text("邮箱", "email address"),
    "name": Text("姓名", "name"),
    "other": Text("其他联系方式", "other contact"),
    "page": Text("进度页", "progress page"),
}
# Keys whose values name people; keys that only repeat the entry's own columns or mean nothing to a reader.
_PEOPLE = ("to", "before", "assignee", "people")
_HIDDEN = frozenset("departments is_running task job message delivery delivery_state id by eid flow from source target masked rule_ids version form scope is_body".split())
_TYPED = ("values_entered", "spoken_answer_entered")


class _Reader:
    """Knows the words of one case's package and the names of people, departments and groups."""

    def __init__(self, tx: Tx, case: ProcessInstance):
        self._loaded = tx.library.get(case.version_id)
        self._texts = PeopleWords(tx, self._loaded.package.texts)
        self._zone = tx.settings.zone
        people = tx.session.execute(select(Person.id, Person.login, Person.name)).all()
        self._people = {id_: name for id_, _, name in people}
        self._logins = {login: Text(name, name) for _, login, name in people}
        rows = (*tx.session.scalars(select(Department)), *tx.session.scalars(select(Group)))
        self._units = {row.id: Text(row.name_zh, row.name_en) for row in rows}

    def line(self, entry: Entry) -> AuditLine:
        is_read = isinstance(entry.payload, dict)
        place = entry.element_id or ""
        return AuditLine(
            entry.seq, entry.at, entry.actor_kind, entry.actor_id or "", self._actor(entry), entry.kind, audit_kind(entry.kind).label,
            place, self._place_name(place), entry.round or 1, self._facts(entry) if is_read else (),
            "" if is_read else entry.payload, entry.hash.hex(),
        )  # fmt: skip

    def _actor(self, entry: Entry) -> Text:
        if entry.actor_kind == "staff":
            name = self._people.get(entry.actor_id, entry.actor_id or "")
            return Text(name, name)
        return CUSTOMER if entry.actor_kind == "customer" else SYSTEM

    def _place_name(self, place: str) -> Text:
        definition = self._loaded.definition
        if element := definition.elements.get(place):
            return self._texts.element(place, "name", element.name) if element.name else Text(place, place)
        if flow := definition.flows.get(place):
            return self._flow_name(flow)
        return Text(place, place)

    def _flow_name(self, flow: Any) -> Text:
        source, target = self._place_name(flow.source), self._place_name(flow.target)
        name = self._texts.flow(flow.id, flow.name) if flow.name else Text("", "")
        middle = Text(f"—{name.zh}→" if name.zh else "→", f"—{name.en}→" if name.en else "→")
        return Text(f"{source.zh} {middle.zh} {target.zh}", f"{source.en} {middle.en} {target.en}")

    def _facts(self, entry: Entry) -> tuple[Fact, ...]:
        form = self._form(entry)
        if form is not None:
            return self._typed(entry, form)
        payload = _one_sentence(entry.payload)
        values = payload.pop("values", {})
        if not isinstance(values, dict):
            payload, values = _one_sentence(entry.payload), {}
        shown = {key: value for key, value in payload.items() if key not in _HIDDEN and _is_set(value) and (key, value) != ("clock_round", 0)}
        said = [Fact(WORDS.get(key, Text(key, key)), self._value(key, value)) for key, value in shown.items()]
        # A variable that became empty has changed too.
        written = values.items() if entry.kind == "variables_changed" else ((key, value) for key, value in values.items() if _is_set(value))
        return (*said, *(Fact(self._label(key), self._value(key, value)) for key, value in written))

    def _form(self, entry: Entry) -> Any:
        """What was filled in there; None where no form was, such as the work of a program outside."""
        if entry.kind not in _TYPED:
            return None
        element = self._loaded.definition.elements.get(entry.element_id or "")
        return self._loaded.package.forms.get(entry.payload.get("form") or (element.form_id if element else ""))

    def _typed(self, entry: Entry, form: Any) -> tuple[Fact, ...]:
        """The form as it was filled: the labels people saw, in the form's order."""
        shown = form.shown(entry.payload.get("values") or {}, self._texts, self._zone)
        return tuple(Fact(label, value) for label, value in shown if value.zh)

    @cached_property
    def _labels(self) -> dict[str, Text]:
        """What a variable is called: the label of the first field that fills it."""
        found: dict[str, Text] = {}
        for form_id, form in self._loaded.package.forms.items():
            for key in form.keys:
                label = form.field(key).label
                found.setdefault(key, self._texts.field(form_id, key, "label", label) if label else Text(key, key))
        for fact, variable in self._loaded.package.settings.case.items():
            found.setdefault(variable, CASE_FACTS.get(fact, Text(variable, variable)))
        for decision in self._loaded.decisions.values():
            for output in decision.table.outputs if decision.table else ():
                found.setdefault(output.name, self._texts.column(output.label or output.name))
        for element in self._loaded.definition.elements.values():
            decision = self._loaded.decisions.get(element.decision_id or "")
            if decision is not None and decision.name and element.result_variable:
                found.setdefault(element.result_variable, self._texts.decision(decision.id, decision.name))
        return found

    def _label(self, variable: str) -> Text:
        return self._labels.get(variable, Text(variable, variable))

    def _value(self, key: str, value: Any) -> Any:
        if key == "inputs" and isinstance(value, list):
            return {self._texts.column(str(name)): self._value("", each) for name, each in value}
        if key in ("fields", "names") and isinstance(value, list):
            return [self._label(each) if isinstance(each, str) else each for each in value]
        if isinstance(value, Text):
            return value
        if key == "limit" and isinstance(value, dict):
            return Limit(value["amount"], value["unit"]).text
        if isinstance(value, str):
            return self._words(key, value)
        if isinstance(value, list):
            return [self._value(key, each) for each in value]
        if isinstance(value, dict):
            return value["name"] if "sha256" in value else {self._label(name): self._value(name, each) for name, each in value.items()}
        return value.to_python() if hasattr(value, "to_python") else value

    def _decision_name(self, decision_id: str) -> Text | str:
        decision = self._loaded.decisions.get(decision_id)
        return self._texts.decision(decision_id, decision.name) if decision and decision.name else decision_id

    def _words(self, key: str, value: str) -> Any:
        if key.endswith("_at"):
            return _moment(value)
        if key in _PEOPLE and value in self._people:
            return self._people[value]
        if key in ("code", "end_event"):
            return self._place_name(value)
        if key == "package":
            return self._loaded.package.name
        if key == "decision_id":
            return self._decision_name(value)
        if key == "clock":
            definition = self._loaded.package.settings.clock(value)
            return definition.label if definition else value
        if key in ("kind", "kinds", "channel") and value in _KINDS:
            return _KINDS[value]
        return self._units.get(value) or self._logins.get(value) or self._texts.value(value)


def _one_sentence(payload: Mapping[str, Any]) -> dict[str, Any]:
    """With the cause of an incident, which stands in both languages, as one text."""
    rest = {key: value for key, value in payload.items() if key not in ("text_zh", "text_en")}
    if "text_zh" in payload:
        rest["error"] = Text(payload["text_zh"], payload["text_en"])
    return rest


def _is_set(value: Any) -> bool:
    """False and 0 are values: an auditor has to see that a box was left empty."""
    return value is not None and value not in ("", [], {})


def _moment(value: str) -> datetime | str:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return value
