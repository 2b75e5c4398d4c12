"""What `huixiang decide` prints: the answer of one decision for inputs given as JSON, and on request how it came about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from engine.decisions.model import Decision, DecisionModel, DecisionResult, Service, load_decisions
from engine.decisions.problems import Problem, UnreadableDecisions, say
from engine.decisions.tracing import TableTrace
from engine.feel.encoding import loads
from engine.feel.literals import temporal
from engine.feel.messages import hint_words
from engine.feel.nearest import nearest
from engine.feel.types import Type
from engine.feel.value_text import value_text
from engine.feel.values import TEMPORAL, kind_of, native

_LABELS = {
    "zh": {"problem": "错误", "value": "结果", "warning": "注意", "input": "输入", "fired": "命中规则", "masked": "被命中策略排除的规则",
           "rule": "规则", "none": "无", "holds": "✓", "fails": "✗", "open": "?"},
    "en": {"problem": "problem", "value": "value", "warning": "warning", "input": "input", "fired": "fired rules",
           "masked": "masked rules", "rule": "rule", "none": "none", "holds": "✓", "fails": "✗", "open": "?"},
}


def decide(path: str | Path, decision_id: str, inputs: str | Mapping[str, object] = "{}", trace: bool = False, *,
           now: datetime | None = None, zone: str = "UTC", lang: str = "zh") -> str:
    """The text to print. `inputs` is JSON text (or what it says); a date may be written as its text where the model wants a date.

    Without a `decision_id` the file's only decision is meant. Never raises for a broken file, decision or input: the text says so.
    """
    path, words = Path(path), _LABELS.get(lang, _LABELS["zh"])
    others = {each.name: each.read_bytes() for each in path.parent.glob("*.dmn")}
    try:
        model = load_decisions(path.read_bytes(), path.name, others)
        found = _asked(model, decision_id)
        scope = _scope(inputs, model)
    except UnreadableDecisions as error:
        return _problem_line(error.problem, words, lang)
    except (json.JSONDecodeError, ValueError) as error:
        return f"{words['problem']}: {words['input']}: {error}"
    except _Unknown as error:
        return f"{words['problem']}: {error.args[0 if lang == 'zh' else 1]}"
    lines = [_problem_line(each, words, lang) for each in model.problems() if each.severity == "error"]
    result = found.evaluate(scope, now=now, zone=zone, trace=trace)
    return "\n".join([*lines, *_answer_lines(result, words, lang), *(_trace_lines(result, words) if trace else ())])


class _Unknown(Exception):
    """There is no such decision: the sentence in both languages."""


def _asked(model: DecisionModel, decision_id: str) -> Decision | Service:
    things = {**model.decisions, **model.services}
    if not decision_id and len(model.decisions) == 1:
        return next(iter(model.decisions.values()))
    found = things.get(decision_id) or next((each for each in things.values() if each.name == decision_id), None)
    if found is None:
        raise _Unknown(*say("unknown-decision", name=decision_id, **hint_words(nearest(decision_id, [*things, *(each.name for each in things.values())]))))
    return found


def _scope(inputs: str | Mapping[str, object], model: DecisionModel) -> dict[str, object]:
    values = loads(inputs) if isinstance(inputs, str) else native(dict(inputs))
    if not isinstance(values, dict):
        raise ValueError("{...}")
    types = model.input_types()
    return {name: _as_wanted(value, types.get(name)) for name, value in values.items()}


def _as_wanted(value: object, wanted: Type | None) -> object:
    """JSON has no dates: a text becomes one where the model declares a date, time or duration."""
    if type(value) is str and wanted is not None and getattr(wanted, "python_type", None) in TEMPORAL:
        try:
            return temporal(value)
        except ValueError:
            return value
    return value


def _problem_line(each: Problem, words: dict[str, str], lang: str) -> str:
    place = " · ".join(part for part in (each.file, each.element, each.field) if part)
    return f"{words['problem']}: {place}: {each.zh if lang == 'zh' else each.en}"


def _answer_lines(result: DecisionResult, words: dict[str, str], lang: str) -> list[str]:
    lines = [f"{words['value']}: {_shown(result.value)}"]
    return lines + [f"{words['warning']}: {each.zh if lang == 'zh' else each.en}" for each in result.warnings]


def _shown(value: object) -> str:
    return value_text([value])[1:-1] if kind_of(value) == "string" else value_text(value)


def _trace_lines(result: DecisionResult, words: dict[str, str]) -> list[str]:
    return [line for table in result.tables for line in _table_lines(table, words)]


def _table_lines(table: TableTrace, words: dict[str, str]) -> list[str]:
    lines = ["", f"{table.name} ({table.hit_policy})"]
    lines += [f"  {words['input']} {name} = {_shown(value)}" for name, value in table.inputs]
    signs = {True: words["holds"], False: words["fails"], None: words["open"]}
    lines += [f"  {words['rule']} {number}: {' '.join(signs[cell] for cell in row)}" for number, row in enumerate(table.cells, 1)]
    for label, rules in (("fired", table.fired), ("masked", table.masked)):
        lines.append(f"  {words[label]}: {', '.join(str(rule.number) for rule in rules) or words['none']}")
    return lines
