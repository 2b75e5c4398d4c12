"""Every key that a payload of the trail may hold has words for the auditor, or is left out on purpose."""

from __future__ import annotations

import re
from pathlib import Path

from engine.queries.audit_lines import _HIDDEN, WORDS

ENGINE = Path(__file__).resolve().parents[2] / "engine"
CALL = re.compile(r"\b(?:record|report)\((?P<arguments>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
KEY = re.compile(r"(?:^|[(,\s])([a-z_0-9]+)=")
NOT_PAYLOAD = {"element_id", "round", "round_", "instance_id", "text_zh", "text_en", "values"}


def recorded_keys() -> set[str]:
    files = [*(ENGINE / "commands").glob("case_*.py"), *(ENGINE / "bpmn").rglob("*.py"), ENGINE / "commands/user_tasks.py",
             ENGINE / "commands/jobs.py", ENGINE / "commands/incidents.py", ENGINE / "commands/contacts.py",
             ENGINE / "commands/submissions.py", ENGINE / "commands/messages.py"]  # fmt: skip
    calls = [call["arguments"] for file in files for call in CALL.finditer(file.read_text())]
    return {key for arguments in calls for key in KEY.findall(arguments)} - NOT_PAYLOAD


def test_an_auditor_meets_no_raw_key():
    keys = recorded_keys()

    assert {"due_at", "reason", "sha256"} <= keys
    assert keys - set(WORDS) - _HIDDEN == set()
