"""A decision asked by a running diagram: its value, and what the trail keeps of how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.decisions.model import Decision
from engine.errors import IncidentCause, Text


def answer(decision: Decision, scope: Mapping[str, Any], now: datetime, zone: str) -> tuple[Any, dict[str, Any]]:
    """Raises IncidentCause when it has no usable answer."""
    result = decision.evaluate(scope, now=now, zone=zone)
    if result.value is None and result.warnings:
        first = result.warnings[0]
        raise IncidentCause(decision.id, Text(first.zh, first.en))
    return result.value, {
        "inputs": [list(each) for each in result.inputs],
        "rules": [rule.number for rule in result.fired],
        "rule_ids": [rule.id for rule in result.fired],
        "masked": [rule.number for rule in result.masked],
    }
