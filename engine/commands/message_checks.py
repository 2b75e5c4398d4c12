"""Checks that templates read only what a case of the package can hold: names of its variables and of its clocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine import bpmn
from engine.commands.served_jobs import RESULTS
from engine.errors import Reason, Text
from engine.feel import BUILT_INS, Expression
from engine.model.did_you_mean import did_you_mean
from engine.packages.called import by_process_id
from engine.packages.messages import FILE, expressions_of


def message_reasons(package: Any, form_fields: Mapping[str, Collection[str]], known_names: Collection[str]) -> list[Reason]:
    """Of a package whose diagram has no faults. A name is refused when every writer is known, else its owner is warned."""
    if not package.messages:
        return []
    definition = bpmn.read_definition(package.xml, package.process_file, by_process_id(package.called_files))
    names, open_writers = bpmn.names_written(definition, form_fields, known_names, RESULTS)
    severity = "warning" if open_writers else "error"
    clocks = {clock.name for clock in package.settings.clocks}
    return [
        reason
        for message in package.messages
        for what, expression in expressions_of(message)
        for reason in _reasons(message.id, what, expression, names, clocks, severity)
    ]


def _reasons(message: str, what: str, expression: Expression, names: set[str], clocks: set[str], severity: str) -> Iterator[Reason]:
    for name in sorted(expression.names - names):
        yield _unknown(message, what, name, names, Text("变量", "variable"), severity)
    for clock in sorted({path[1] for path in expression.paths if len(path) > 1 and path[0] == "clocks"} - clocks):
        yield _unknown(message, what, clock, clocks, Text("时钟", "clock"), "error")
    for function in sorted(expression.functions):
        hint = did_you_mean(function, BUILT_INS)
        yield Reason(FILE, message, what, Text(f"函数“{function}”不存在。{hint.zh}", f"The function '{function}' doesn't exist.{hint.en}"))


def _unknown(message: str, what: str, name: str, known: set[str], kind: Text, severity: str) -> Reason:
    hint = did_you_mean(name, known)
    sentence = Text(f"模板读取的{kind.zh}“{name}”不存在。{hint.zh}", f"The template reads the {kind.en} '{name}', which doesn't exist.{hint.en}")
    return Reason(FILE, message, what, sentence, severity)
