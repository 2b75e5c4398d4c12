"""Every key that a payload of the trail may hold has words for the auditor, or is left out on purpose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.queries.audit_lines import _HIDDEN, WORDS
from tests.web.staff_room import NUMBER, StaffRoom


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


@pytest.fixture
def trail(company) -> str:
    """The auditor's page of a case that was registered, classified and assigned, without what only programs read."""
    room = StaffRoom(company)
    room.story(description="登录后页面加载失败，打 13987654321 找我").until_at("analyse_cause")
    page = room.page("ma.chao", f"/audit/cases/{NUMBER}")
    return re.sub(r"<(script|code)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)


def test_person_chosen_in_a_form_reads_as_their_name(trail):
    assert "li.qiang" not in trail and "李强" in trail


def test_what_a_table_gave_reads_as_its_columns_say(trail):
    assert not re.search(r"\b(amount|unit|suggested_\w+|responsible_department)\b", trail)
    assert "优先级" in trail


def test_fields_whose_numbers_were_masked_read_as_their_labels(trail):
    assert "问题描述" in trail and not re.search(r"\bdescription\b", trail)


def test_tables_of_a_version_read_in_english(company):
    page = StaffRoom(company).page("he.yun", "/processes/feedback_handling/versions/1?lang=en")

    assert "Limit for the first response" in page and "首次响应时限" not in page
    assert ">Amount</th>" in page and ">数量</th>" not in page
