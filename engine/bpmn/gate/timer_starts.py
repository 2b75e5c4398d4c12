"""Checks of start events by which the calendar begins cases: a date or a cycle, reading nothing but periods."""

from __future__ import annotations

from engine.bpmn.definition import Element
from engine.bpmn.gate.findings import Findings, called, called_en
from engine.model.periods import PERIODS


def check_timer_start(element: Element, findings: Findings) -> None:
    """Before the case there is nothing to count a duration from, and no variable to read."""
    kind, _ = element.timer or ("", "")
    if kind == "duration":
        findings.refuse(element.id, "timeDuration", f"定时开始事件 {called(element)} 需要日期或循环，不能用时长。",
                        f"The timer start {called_en(element)} needs a date or a cycle; a duration has nothing to count from.")
    for name in sorted(element.compiled["timer"].names - frozenset(PERIODS)) if "timer" in element.compiled else ():
        findings.refuse(element.id, "timerEventDefinition", f"定时开始事件 {called(element)} 不能读取“{name}”：发起之前只有 {'、'.join(PERIODS)}。",
                        f"The timer start {called_en(element)} can't read '{name}': before a case begins there are only {', '.join(PERIODS)}.")
