"""Starting a case and what people may send to it; what is kept of contact data."""

from __future__ import annotations

import pytest

from engine.commands import cases, contacts, messages, thread
from engine.errors import Conflict, InvalidValues, NotFound, Refused
from engine.model import people
from engine.scenarios.running import submitted
from engine.store import verification
from tests.stories import PAGE, Story


@pytest.mark.row("S3.8", "S3.11")
def test_numbers_count_within_the_day(company):
    first, second = Story(company).start(), Story(company).start()
    company.clock.move_to(company.clock.now().replace(day=10))

    third = Story(company).start()

    keys = [each.view.row.business_key for each in (first, second, third)]
    assert keys == ["20231009-001", "20231009-002", "20231010-001"]


@pytest.mark.row("S3.9", "S3.10")
def test_raw_contact_data_is_in_no_table_but_the_vault(company):
    Story(company).start(description="请打 13812345678 找张三丰").until_at("classify_feedback")

    rows = {name: [row for row in rows if "13812345678" in repr(row)] for name, rows in company.tables().items()}

    assert not {name: found for name, found in rows.items() if found}
    assert any("138****5678" in repr(row) for row in company.tables()["process_instance"] + company.tables()["contact"])


def test_contact_data_is_revealed_to_the_assignee_with_a_reason_and_written_down(company, story):
    story.start().until_at("communicate_plan")
    task, li = story.task("communicate_plan"), company.person("li.qiang")

    with pytest.raises(NotFound):
        company.process_engine.execute(company.person("wang.min"), contacts.reveal, task.id, "想看看")
    with pytest.raises(InvalidValues):
        company.process_engine.execute(li, contacts.reveal, task.id, " ")
    revealed = company.process_engine.execute(li, contacts.reveal, task.id, "电话说明方案")

    assert "13812345678" in [each.raw for each in revealed]
    entry = story.view.entries[-1]
    assert (entry.kind, entry.actor_id, entry.payload["reason"]) == ("contact_revealed", li.id, "电话说明方案")


def test_a_withdrawn_case_is_over_for_everybody(company, story):
    story.start().until_at("execute_plan")

    company.process_engine.execute(story.customer, messages.send_to_case, story.instance_id, "case_withdrawn", {})

    view = story.view
    assert (view.row.state, view.row.status, view.tasks, view.waiting_elements) == ("completed", "已撤回", (), frozenset())
    assert "case_withdrawn" in story.kinds
    with pytest.raises((Conflict, NotFound)):
        company.process_engine.execute(story.customer, messages.send_to_case, story.instance_id, "case_withdrawn", {})


def test_a_customer_cannot_reject_and_staff_of_elsewhere_cannot_either(company, story):
    story.start()
    values = {"rejection_reason": ["广告"]}

    for actor in (story.customer, company.person("xu.jing"), people.customer("0" * 32)):
        with pytest.raises(NotFound):
            company.process_engine.execute(actor, messages.send_to_case, story.instance_id, "case_rejected", values)


def test_a_case_merges_only_into_another_open_one(company, story):
    story.start()
    wang = company.person("wang.min")
    ended = Story(company).start()
    company.process_engine.execute(ended.customer, messages.send_to_case, ended.instance_id, "case_withdrawn", {})

    for key in ("20990101-001", ended.view.row.business_key, story.view.row.business_key):
        with pytest.raises(Refused) as refusal:
            company.process_engine.execute(
                wang, messages.send_to_case, story.instance_id, "case_merged", {"merged_into": [key], "merge_reason": ["同一问题"]}
            )
        assert refusal.value.code in ("invalid_values", "not_mergeable")
    assert story.view.row.state == "active"


def test_a_refused_start_leaves_no_number_behind(company):
    before = company.tables()

    with pytest.raises(InvalidValues):
        company.process_engine.execute(people.customer(), cases.start, "feedback_handling", submitted({"title": "x"}))

    assert company.tables() == before
    assert Story(company).start().view.row.business_key.endswith("-001")


def test_an_unknown_package_cannot_be_started(company):
    with pytest.raises(NotFound):
        company.process_engine.execute(people.customer(), cases.start, "no_such_package", submitted(PAGE))


def test_a_note_masks_numbers_and_stays_internal(company, story):
    story.start().until_at("execute_plan")

    company.process_engine.execute(company.person("li.qiang"), thread.add_note, story.instance_id, "客户改号 13987654321")

    assert story.view.entries[-1].payload["text"] == "客户改号 139****4321"
    with pytest.raises(NotFound):
        company.process_engine.execute(company.person("ma.chao"), thread.add_note, story.instance_id, "审计员不写")


def test_the_trail_of_a_whole_case_verifies(company, story):
    story.start().until_at("archive_case").complete(
        "archive_case", "sun.li", record_checks=["内容完整", "联系方式已隐去"]
    )

    with company.process_engine.store.begin_read() as session:
        findings = verification.verify_case(session, company.process_engine.vault, story.instance_id)

    assert not findings
    assert story.view.row.end_event_id == "closed_satisfied"
