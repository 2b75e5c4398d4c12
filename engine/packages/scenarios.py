"""scenarios/*.toml: what must happen to one case, as a story of steps. Only read here; the room above plays them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.packages.toml_reading import Problems, Table

# Each step has exactly one verb; the keys that may stand beside it.
VERBS: dict[str, tuple[str, ...]] = {
    "start": (),
    "case": (),
    "complete": ("by", "values", "files", "nth", "spoken"),
    "claim": ("by", "nth"),
    "assign": ("by", "to", "nth", "reason"),
    "message": ("by", "values"),
    "wait": (),
    "until": (),
    "refuse": ("code",),
    "invalid": ("fields",),
    "expect": (),
}
_KINDS: dict[str, type | tuple[type, ...]] = {
    "start": dict, "case": str, "complete": str, "claim": str, "assign": str, "message": str, "wait": str, "until": (str, datetime), "refuse": dict,
    "invalid": dict, "expect": dict, "by": str, "to": str, "reason": str, "code": str, "note": str, "nth": int, "spoken": bool,
    "values": dict, "files": dict, "fields": list,
}
_EXPECTED: dict[str, type | tuple[type, ...]] = {
    "at": list, "not_at": list, "path": list, "entries": list, "status": str, "round": int, "stage": int, "number": str, "end": str,
    "incidents": int, "clocks": dict, "variables": dict, "tasks": dict,
}
# These hold a step of their own, which must not succeed.
MUST_FAIL = {"refuse": "code", "invalid": "fields"}
MAX_STEPS = 300
SCENARIO_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
"""Before every story: where a throw-away installation stands when the package is deployed on it."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`name`: of its file. `at`: when the story begins, aware. `rows`: the requirement rows it shows. `steps`: tables as written."""

    name: str
    title: str
    at: datetime
    steps: tuple[Mapping[str, Any], ...]
    rows: tuple[str, ...] = ()


def read_scenario(name: str, file: Table, problems: Problems) -> Scenario:
    steps = file.tables("step")
    if len(steps) > MAX_STEPS:
        problems.add("", "step", f"步骤超过 {MAX_STEPS} 个。", f"More than {MAX_STEPS} steps.")
    for number, step in enumerate(steps[:MAX_STEPS], 1):
        _check_step(f"step {number}", step.values, problems)
    read = Scenario(name, file.text("title"), _moment(file), tuple(each.values for each in steps[:MAX_STEPS]), file.texts("rows"))
    file.done()
    return read


def verb_of(step: Mapping[str, Any]) -> str | None:
    """The one verb of a step; the outer one where a step holds another."""
    return next((verb for verb in ("refuse", "invalid", *VERBS) if verb in step), None)


def _moment(file: Table) -> datetime:
    written = file.plain("at")
    try:
        at = written if isinstance(written, datetime) else datetime.fromisoformat(str(written))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        file.problems.add("", "at", "应当是带时区的时间，例如 2023-10-09T09:00:00+08:00。", "Should be a time with its zone, such as 2023-10-09T09:00:00+08:00.")
        return SCENARIO_EPOCH
    return at


def _check_step(where: str, step: Mapping[str, Any], problems: Problems) -> None:
    verbs = [verb for verb in VERBS if verb in step]
    if len(verbs) != 1:
        known = ", ".join(VERBS)
        problems.add(where, "", f"每一步正好有一个动词：{known}。", f"A step has exactly one verb of: {known}.")
        return
    verb = verbs[0]
    for key in step.keys() - {verb, "note", *VERBS[verb]}:
        problems.add(where, key, f"“{verb}”旁边不认识“{key}”。", f"'{key}' is unknown beside '{verb}'.")
    _check_kinds(where, step, _KINDS, problems)
    if verb == "expect" and isinstance(step["expect"], dict):
        _check_expected(where, step["expect"], problems)
    if verb in MUST_FAIL and isinstance(step[verb], dict):
        _check_step(where, {key: value for key, value in step[verb].items() if key != MUST_FAIL[verb]}, problems)


def _check_expected(where: str, expected: Mapping[str, Any], problems: Problems) -> None:
    for key in expected.keys() - _EXPECTED.keys():
        problems.add(where, key, f"不能检查“{key}”。", f"'{key}' can't be expected.")
    _check_kinds(where, expected, _EXPECTED, problems)


def _check_kinds(where: str, table: Mapping[str, Any], kinds: Mapping[str, type | tuple[type, ...]], problems: Problems) -> None:
    for key, value in table.items():
        if key in kinds and not isinstance(value, kinds[key]):
            problems.add(where, key, f"“{key}”的值类型不对。", f"The value of '{key}' is of the wrong kind.")
