"""Checks what single elements need to run: forms, decisions, jobs, timers, variables, multi-instance, our own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from engine.bpmn.definition import Definition, Element
from engine.bpmn.dialect import PREFIX, WORDS, read_stage
from engine.bpmn.expressions import is_expression
from engine.bpmn.gate.blind import check_blind
from engine.bpmn.gate.findings import Findings, called, called_en
from engine.bpmn.gate.timer_starts import check_timer_start
from engine.bpmn.moments import cycle, moment, span
from engine.bpmn.variables import READ_ONLY
from engine.model.did_you_mean import did_you_mean
from datetime import UTC, datetime

_STYLE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
_VARIABLE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*\Z")
_TIME_NAMES = {"now", "today", "clocks"}
_ANY_TIME = datetime(2024, 1, 1, tzinfo=UTC)


def check_details(definition: Definition, findings: Findings, form_ids: Iterable[str], decision_ids: Iterable[str],
                  called_ids: Iterable[str], sends_signals: bool) -> None:
    known = {"form_ids": frozenset(form_ids), "decision_ids": frozenset(decision_ids), "called_ids": frozenset(called_ids)}
    for element in definition.elements.values():
        _check(element, findings, known)
        if element.event == "signal":
            _signal(element, findings, sends_signals)
        _words(element.id, element.kind, element.properties, findings)
        check_blind(definition, element, findings)
        if not _STYLE.match(element.id):
            findings.warn(element.id, "id", f"{called(element)} 的 id 不是小写英文加下划线，审计记录会难读。",
                          f"The id of {called_en(element)} isn't lower case with underscores, so the trail will be hard to read.")


def _check(element: Element, findings: Findings, known: dict[str, frozenset[str]]) -> None:
    if element.form_id and element.form_id not in known["form_ids"]:
        hint = did_you_mean(element.form_id, known["form_ids"])
        findings.refuse(element.id, "formId", f"{called(element)} 用到的表单“{element.form_id}”不存在。{hint.zh}",
                        f"{called_en(element)} uses the form '{element.form_id}', which doesn't exist.{hint.en}")
    for kinds, check in _CHECKS:
        if element.kind in kinds:
            check(element, findings, known)
    _names_of_events(element, findings)
    if element.event == "timer":
        _timer(element, findings)
        if element.kind == "start_event" and element.parent_id is None:
            check_timer_start(element, findings)
    if element.loop is not None:
        _loop(element, findings)
    _written_names(element, findings)


def _script(element: Element, findings: Findings, _known: object) -> None:
    if not element.job_type and not (element.script and element.result_variable):
        findings.refuse(element.id, "zeebe:script", f"脚本任务 {called(element)} 需要 FEEL 表达式和结果变量。", f"The script task {called_en(element)} needs a FEEL expression and a result variable.")
    elif element.script and not is_expression(element.script):
        _needs_equals(element, "zeebe:script", findings)


def _decision(element: Element, findings: Findings, known: dict[str, frozenset[str]]) -> None:
    if element.job_type:
        return
    if not (element.decision_id and element.result_variable):
        findings.refuse(element.id, "zeebe:calledDecision", f"业务规则任务 {called(element)} 需要决策和结果变量。", f"The business rule task {called_en(element)} needs a decision and a result variable.")
    elif not is_expression(element.decision_id) and element.decision_id not in known["decision_ids"]:
        hint = did_you_mean(element.decision_id, known["decision_ids"])
        findings.refuse(element.id, "decisionId", f"{called(element)} 用到的决策“{element.decision_id}”不存在。{hint.zh}",
                        f"{called_en(element)} uses the decision '{element.decision_id}', which doesn't exist.{hint.en}")


def _job(element: Element, findings: Findings, _known: object) -> None:
    if not element.job_type:
        findings.refuse(element.id, "zeebe:taskDefinition", f"{called(element)} 没有任务类型，没有人会执行它。", f"{called_en(element)} has no job type, so nobody would do its work.")


def _call(element: Element, findings: Findings, known: dict[str, frozenset[str]]) -> None:
    if element.called_process not in known["called_ids"]:
        wanted = element.called_process or ""
        hint = did_you_mean(wanted, known["called_ids"])
        findings.refuse(element.id, "zeebe:calledElement", f"{called(element)} 调用的流程“{wanted}”不存在。{hint.zh}",
                        f"{called_en(element)} calls the process '{wanted}', which doesn't exist.{hint.en}")


def _thrown(element: Element, findings: Findings, _known: object) -> None:
    if element.event == "message" and not element.job_type:
        _job(element, findings, _known)
    if element.event == "error" and not element.code:
        findings.refuse(element.id, "errorRef", f"错误结束事件 {called(element)} 没有错误代码。", f"The error end event {called_en(element)} has no error code.")


def _names_of_events(element: Element, findings: Findings) -> None:
    """Message and signal names and codes are looked up as they stand: an expression would be taken for a name."""
    for field, value in (("message", element.message_name), ("code", element.code)):
        if is_expression(value):
            findings.refuse(element.id, field, f"{called(element)} 的消息名称或代码不能是表达式。", f"The message name or code of {called_en(element)} can't be an expression.")


def _caught(element: Element, findings: Findings, _known: object) -> None:
    if element.event == "conditional" and not element.condition:
        findings.refuse(element.id, "condition", f"条件事件 {called(element)} 没有条件。", f"The conditional event {called_en(element)} has no condition.")
    if element.event == "conditional" and element.compiled.get("condition") and _TIME_NAMES & _called(element):
        findings.refuse(element.id, "condition", f"条件事件 {called(element)} 依赖时间，请改用定时器。", f"The conditional event {called_en(element)} depends on time; use a timer.")
    if (element.event == "message" or element.kind == "receive_task") and not element.message_name:
        findings.refuse(element.id, "messageRef", f"{called(element)} 没有消息名称。", f"{called_en(element)} has no message name.")


def _called(element: Element) -> set[str]:
    """Names and functions that the condition uses, as words."""
    return set(re.findall(r"[a-z]+", element.condition or ""))


_CHECKS: tuple[tuple[frozenset[str], Callable], ...] = (
    (frozenset({"script_task"}), _script), (frozenset({"business_rule_task"}), _decision), (frozenset({"service_task", "send_task"}), _job),
    (frozenset({"call_activity"}), _call), (frozenset({"end_event", "intermediate_throw_event"}), _thrown),
    (frozenset({"receive_task", "intermediate_catch_event", "boundary_event", "start_event"}), _caught),
)


def _signal(element: Element, findings: Findings, sends_signals: bool) -> None:
    if not sends_signals:
        findings.refuse(element.id, "signalEventDefinition", f"{called(element)} 使用信号，系统还不能把信号送到其他案件。",
                        f"{called_en(element)} uses a signal, which can't be sent to other cases yet.")
    elif not element.code:
        findings.refuse(element.id, "signalRef", f"{called(element)} 没有信号名称。", f"{called_en(element)} has no signal name.")


def _timer(element: Element, findings: Findings) -> None:
    kind, written = element.timer or ("", "")
    is_once = element.kind == "intermediate_catch_event" or (element.is_interrupting and element.kind != "start_event")
    if not written:
        findings.refuse(element.id, "timerEventDefinition", f"定时器 {called(element)} 没有时间。", f"The timer {called_en(element)} has no time.")
    elif kind == "cycle" and is_once:
        findings.refuse(element.id, "timeCycle", f"定时器 {called(element)} 只触发一次，不能用循环。", f"The timer {called_en(element)} triggers once, so it can't have a cycle.")
    elif kind == "cycle" and element.compiled["timer"].reads("clocks"):
        findings.refuse(element.id, "timeCycle", f"循环定时器 {called(element)} 不能读取时钟。", f"The cycle of {called_en(element)} can't read a clock.")
    elif not is_expression(written) and not _is_time(kind, written):
        findings.refuse(element.id, "timerEventDefinition", f"定时器 {called(element)} 的“{written[:60]}”不是 ISO 8601 时间。", f"The timer {called_en(element)} has '{written[:60]}', which isn't an ISO 8601 time.")


def _is_time(kind: str, written: str) -> bool:
    readers = {"date": lambda: moment(written, "UTC"), "duration": lambda: span(written), "cycle": lambda: cycle(written, _ANY_TIME, "UTC")}
    try:
        readers[kind]()
    except (ValueError, OverflowError):
        return False
    return True


def _loop(element: Element, findings: Findings) -> None:
    loop = element.loop
    if element.kind in ("event_sub_process",) or element.event is not None:
        findings.refuse(element.id, "loopCharacteristics", f"{called(element)} 不能重复。", f"{called_en(element)} can't be repeated.")
    if loop.kind == "standard":
        if loop.loop_condition is None and loop.maximum is None:
            findings.refuse(element.id, "standardLoopCharacteristics", f"{called(element)} 的循环没有条件也没有上限。", f"The loop of {called_en(element)} has neither condition nor maximum.")
    elif (loop.collection is None) == (loop.cardinality is None):
        findings.refuse(element.id, "inputCollection", f"多实例 {called(element)} 需要输入集合。", f"The multi-instance {called_en(element)} needs an input collection.")
    if bool(loop.output_collection) != bool(loop.output_element):
        findings.refuse(element.id, "outputCollection", f"多实例 {called(element)} 的输出集合和输出元素要一起填写。", f"The multi-instance {called_en(element)} needs output collection and output element together.")


def _written_names(element: Element, findings: Findings) -> None:
    loop = element.loop
    names = [(mapping.target, "zeebe:ioMapping") for mapping in (*element.inputs, *element.outputs)]
    names += [(name, "zeebe:loopCharacteristics") for name in (loop.element, loop.output_collection) if name] if loop else []
    names += [(element.result_variable, "resultVariable")] if element.result_variable else []
    for name, field in names:
        if not _VARIABLE.match(name):
            findings.refuse(element.id, field, f"{called(element)} 中的“{name}”不是变量名。", f"'{name}' at {called_en(element)} isn't a variable name.")
        elif name.split(".")[0] in READ_ONLY:
            findings.refuse(element.id, field, f"{called(element)} 不能写入只读名称“{name}”。", f"{called_en(element)} can't write the read-only name '{name}'.")


def _needs_equals(element: Element, field: str, findings: Findings) -> None:
    findings.refuse(element.id, field, f"{called(element)} 的 {field} 要以 = 开头（FEEL 表达式）。", f"The {field} of {called_en(element)} must begin with = (a FEEL expression).")


def check_flow_words(definition: Definition, flow_properties: dict[str, dict[str, str]], findings: Findings) -> None:
    """Our own words on sequence flows."""
    for flow_id, properties in flow_properties.items():
        _words(flow_id, "flow", properties, findings)


def _words(owner: str, kind: str, properties, findings: Findings) -> None:
    for name, value in properties.items():
        if name.startswith(PREFIX):
            _word(owner, kind, name, value, findings)


def _word(owner: str, kind: str, name: str, value: str, findings: Findings) -> None:
    word = WORDS.get(name.removeprefix(PREFIX))
    if word is None:
        hint = did_you_mean(name, [PREFIX + each for each in WORDS])
        findings.refuse(owner, name, f"“{owner}”的属性 {name} 不存在。{hint.zh}", f"'{owner}' has the property {name}, which doesn't exist.{hint.en}")
    elif kind not in word.on:
        findings.refuse(owner, name, f"属性 {name} 不能放在“{owner}”上。", f"The property {name} can't stand on '{owner}'.")
    elif word.values is not None and value not in word.values:
        findings.refuse(owner, name, f"“{owner}”的属性 {name} 只能是 {'、'.join(sorted(word.values))}。", f"The property {name} of '{owner}' can only be {', '.join(sorted(word.values))}.")
    elif name == "huixiang:stage" and read_stage(value) is None:
        findings.refuse(owner, name, f"“{owner}”的阶段要写成编号加名称，例如“1 登记”。", f"The stage of '{owner}' is written as number and name, such as '1 Registration'.")
