"""Check as you edit: each reason that the gate of diagrams can give is shown at its element, in both languages, with the nearest known name."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from engine import bpmn
from engine.bpmn.gate import findings
from engine.errors import Reason
from tests.elements.faults import FAULTS, Fault

ROOM = Path(findings.__file__).parents[1]
IDS = re.compile(rb'\bid="([^"]*)"')


def reasons(fault: Fault) -> list[Reason]:
    """Where signals reach other cases, and where they don't."""
    fields = {"letter": {"amount"}}
    asked = {"form_ids": fields, "decision_ids": {"known"}, "clock_names": {"response"}, "form_fields": fields, "called_processes": {"the_process": ()}}
    return [reason for sends in (False, True) for reason in bpmn.reasons(fault.xml, "procedure.bpmn", sends_signals=sends, **asked)]


@pytest.mark.parametrize("fault", FAULTS, ids=[each.name.replace(" ", "_") for each in FAULTS])
def test_reason_stands_at_its_element_in_both_languages(fault):
    found = reasons(fault)

    assert fault.at in {reason.element for reason in found}, found
    for reason in found:
        assert reason.file == "procedure.bpmn"
        assert reason.field
        assert re.search("[一-鿿]", reason.text.zh)
        assert not re.search("[一-鿿]", reason.text.en)
        assert reason.element == "" or reason.element.encode() in IDS.findall(fault.xml)


def test_every_reason_of_the_gate_has_a_broken_draft(monkeypatch):
    reached: set[tuple[str, int]] = set()
    add = findings.Findings._add

    def noted(self, *given):
        frame = sys._getframe(2)
        reached.add((Path(frame.f_code.co_filename).name, frame.f_lineno))
        add(self, *given)

    monkeypatch.setattr(findings.Findings, "_add", noted)
    for fault in FAULTS:
        reasons(fault)

    missing = [site for site in sites() if not any(file == site[0] and site[1] <= line <= site[2] for file, line in reached)]
    assert missing == [], missing


def sites() -> list[tuple[str, int, int]]:
    """File and lines of each place that gives a reason."""
    found = []
    for file in [ROOM / "deploying.py", *sorted((ROOM / "gate").glob("*.py"))]:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("refuse", "warn"):
                found.append((file.name, call.lineno, call.end_lineno))
    return found


@pytest.mark.parametrize(
    ("name", "meant"), [("an unknown clock", "response"), ("a name that nothing writes", "amount"), ("an unknown form", "letter"),
     ("an unknown function", "count"), ("an unknown decision", "known")]
)
def test_unknown_name_comes_with_the_nearest_known_one(name, meant):
    (fault,) = [each for each in FAULTS if each.name == name]

    assert any(f"“{meant}”" in reason.text.zh and f"'{meant}'" in reason.text.en and "Did you mean" in reason.text.en for reason in reasons(fault))
