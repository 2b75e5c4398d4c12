"""What a case that goes on keeps of one that is merged into it, as the package's `[merge]` says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands.running_case import RunningCase
from engine.errors import Refused, Text
from engine.feel import FeelLimitExceeded


def absorb(case: RunningCase, into: RunningCase, values: Mapping[str, Any]) -> None:
    """`case` ends, `into` goes on; both are locked. `values`: of the merge's form. Raises Refused when a rule has no value."""
    rules = into.loaded.package.settings.merge
    scope = {**values, "merged": case.execution.variables(), "into": into.execution.variables()}
    kept = {name: _value(into, name, rule, scope) for name, rule in rules.items()}
    into.record("case_joined", by=into.tx.actor.id, number=case.row.business_key, values=kept)
    if kept:
        into.execution.set_variables(kept)
    into.save()


def _value(into: RunningCase, name: str, rule: Any, scope: Mapping[str, Any]) -> Any:
    try:
        found = rule.evaluate(scope, now=into.tx.now, zone=into.tx.settings.zone)
    except FeelLimitExceeded:
        found = None
    if found is None or found.warnings or found.value is None:
        raise Refused("not_mergeable", Text(f"合并规则“{name}”没有结果，请联系流程负责人。", f"The merge rule '{name}' has no value; tell the process owner."))
    return found.value
