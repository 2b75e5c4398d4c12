"""Checks every FEEL expression of a diagram: that it compiles, that it begins with =, that the clocks it reads exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bpmn.definition import Definition, Element
from engine.bpmn.expressions import Expression, is_expression
from engine.bpmn.gate.findings import Findings
from engine.feel import BUILT_INS
from engine.model.did_you_mean import did_you_mean

# Places where only an expression makes sense; elsewhere a text without = is a literal.
_ONLY_FEEL = frozenset({"conditionExpression", "zeebe:script", "inputCollection", "outputElement", "completionCondition", "loopCardinality", "loopCondition",
                        "condition"})
_FIELDS = {"assignee": "assignee", "candidate_groups": "candidateGroups", "candidate_users": "candidateUsers", "due_date": "dueDate",
           "follow_up_date": "followUpDate", "priority": "priority", "job_type": "type", "job_retries": "retries",
           "official_status": "huixiang:officialStatus", "decision_id": "decisionId", "script": "zeebe:script",
           "timer": "timerEventDefinition", "condition": "condition", "correlation_key": "correlationKey"}


def check_feel(definition: Definition, findings: Findings, clock_names: Iterable[str] | None) -> None:
    clocks = None if clock_names is None else frozenset(clock_names)
    for owner, field, expression, written in _all(definition):
        if expression.error is not None:
            findings.refuse(owner, field, f"“{owner}”的 {field} 不是有效的 FEEL：{expression.error.zh}", f"The {field} of '{owner}' isn't valid FEEL: {expression.error.en}")
        elif field in _ONLY_FEEL and not is_expression(written):
            findings.refuse(owner, field, f"“{owner}”的 {field} 要以 = 开头（FEEL 表达式）。", f"The {field} of '{owner}' must begin with = (a FEEL expression).")
        for function in sorted(expression.functions):
            hint = did_you_mean(function, BUILT_INS)
            findings.refuse(owner, field, f"“{owner}”的 {field} 调用的函数“{function}”不存在。{hint.zh}",
                            f"The {field} of '{owner}' calls the function '{function}', which doesn't exist.{hint.en}")
        for clock in sorted(_unknown_clocks(expression, clocks)):
            hint = did_you_mean(clock, clocks or ())
            findings.refuse(owner, field, f"“{owner}”的 {field} 用到的时钟“{clock}”不存在。{hint.zh}",
                            f"The {field} of '{owner}' reads the clock '{clock}', which doesn't exist.{hint.en}")


def expressions_of(definition: Definition) -> Iterator[tuple[str, str, Expression]]:
    """(element or flow, field, expression) of everything that is evaluated."""
    for owner, field, expression, _ in _all(definition):
        yield owner, field, expression


def _all(definition: Definition) -> Iterator[tuple[str, str, Expression, str]]:
    for flow in definition.flows.values():
        if flow.compiled is not None:
            yield flow.id, "conditionExpression", flow.compiled, flow.condition or ""
    for element in definition.elements.values():
        for name, expression in element.compiled.items():
            yield element.id, _FIELDS[name], expression, expression.source
        for mapping in (*element.inputs, *element.outputs):
            yield element.id, "zeebe:ioMapping", mapping.source, mapping.source.written
        yield from _loop(element)


def _loop(element: Element) -> Iterator[tuple[str, str, Expression, str]]:
    loop = element.loop
    if loop is None:
        return
    for field, expression in (("inputCollection", loop.collection), ("outputElement", loop.output_element), ("loopCondition", loop.loop_condition),
                              ("completionCondition", loop.completion_condition), ("loopCardinality", loop.cardinality)):
        if expression is not None:
            yield element.id, field, expression, expression.source


def _unknown_clocks(expression: Expression, clocks: frozenset[str] | None) -> set[str]:
    if clocks is None:
        return set()
    return {path[1] for path in expression.paths if len(path) > 1 and path[0] == "clocks"} - clocks
