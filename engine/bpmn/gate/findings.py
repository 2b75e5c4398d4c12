"""Collects what the gate finds: one sentence each, in both languages, naming file, element and field."""

from __future__ import annotations

from engine.bpmn.definition import Element
from engine.errors import Reason, Text


class Findings:
    """The reasons of one file, in the order they were found."""

    def __init__(self, file: str):
        self.file = file
        self.reasons: list[Reason] = []
        self._known: set[Reason] = set()

    def refuse(self, element: str, field: str, zh: str, en: str) -> None:
        self._add(element, field, zh, en, "error")

    def warn(self, element: str, field: str, zh: str, en: str) -> None:
        self._add(element, field, zh, en, "warning")

    @property
    def has_errors(self) -> bool:
        return any(reason.severity == "error" for reason in self.reasons)

    def _add(self, element: str, field: str, zh: str, en: str, severity: str) -> None:
        reason = Reason(self.file, element, field, Text(zh, en), severity)
        if reason not in self._known:
            self._known.add(reason)
            self.reasons.append(reason)


def called(element: Element) -> str:
    """An element as people know it: its name and its id."""
    return f"“{element.name}”（{element.id}）" if element.name else f"“{element.id}”"


def called_en(element: Element) -> str:
    return f"'{element.name}' ({element.id})" if element.name else f"'{element.id}'"
