"""How a requirement begins: by whom and where, under which numbers, with what kept of the customer."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from engine import packages
from engine.commands import cases, deploy, user_tasks
from engine.errors import NotFound, Refused
from engine.model import people
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.scenarios.running import submitted
from engine.store import case_view, sequences
from tests.processes.requirement import FOLDER, ID, PACKAGE, STORIES, Requirement
from tests.store.threads import at_once

PAGE = STORIES["satisfied"].steps[0]["start"]["values"]
SCENARIOS = [("产品功能优化建议", "功能优化"), ("服务质量问题反馈", "服务体验"), ("定制化需求申请", "定制开发"), ("售后技术支持", "技术故障")]


def started(company, by=None, **changes):
    actor = company.person(by) if by else people.customer()
    return company.process_engine.execute(actor, cases.start, ID, submitted(PAGE | changes))


def variables(company, instance_id):
    return {name: value for entry in company.process_engine.ask(SYSTEM, case_view.entries, instance_id)
            if entry.kind == "variables_changed" for name, value in entry.payload["values"].items()}


@pytest.mark.row("S0.2")
@pytest.mark.parametrize(("scenario", "proposed"), SCENARIOS)
def test_each_of_the_four_scenarios_can_be_started_and_proposes_its_type(scenario, proposed, company):
    instance_id = started(company, scenario=scenario).instance_id
    (task,) = company.process_engine.ask(SYSTEM, case_view.open_tasks, instance_id, "register_requirement")
    wang = company.person("wang.min")

    company.process_engine.execute(wang, user_tasks.claim, task.id)
    company.process_engine.execute(wang, user_tasks.complete, task.id, submitted(STORIES["satisfied"].steps[3]["values"] | {"received_at": "2023-10-09T09:00"}))

    assert variables(company, instance_id)["proposed_class"] == proposed


@pytest.mark.row("S0.2", "S0.3")
def test_fifth_scenario_and_another_industry_need_an_edited_form_and_no_code(company):
    files = packages.read_folder(FOLDER)
    form = json.loads(files.files["forms/submit_requirement.form"])
    added = {"scenario": "合作渠道建议", "industry": "物流企业"}
    for component in _components(form["components"]):
        if component.get("key") in added:
            component["values"].append({"label": added[component["key"]], "value": added[component["key"]]})
    edited = PackageFiles(ID, files.files | {"forms/submit_requirement.form": json.dumps(form, ensure_ascii=False).encode()})

    company.process_engine.execute(SYSTEM, deploy.deploy, edited, "")
    found = variables(company, started(company, **added).instance_id)

    assert (found["scenario"], found["industry"]) == ("合作渠道建议", "物流企业")


def _components(components):
    for each in components:
        yield each
        yield from _components(each.get("components", ()))


@pytest.mark.row("S0.6", "S0.7", "S0.8")
@pytest.mark.parametrize(("by", "changes", "channel", "source"), [
    (None, {"online_source": "官网表单"}, "在线表单", "官网表单"),
    (None, {"online_source": "APP意见箱"}, "在线表单", "APP意见箱"),
    ("wang.min", {"channel": "电话", "received_at": "2023-10-09T08:50"}, "电话", None),
    ("yan.ming", {"channel": "线下沟通", "received_at": "2023-10-09T08:50"}, "线下沟通", None),
])  # fmt: skip
def test_service_team_sales_and_online_channels_start_a_case_that_says_which(by, changes, channel, source, company):
    if by:
        changes = changes | {"online_source": ""}

    instance_id = started(company, by, **changes).instance_id

    found = variables(company, instance_id)
    assert (found["channel"], found.get("online_source")) == (channel, source)


def test_nobody_else_of_the_staff_starts_one(company):
    with pytest.raises(NotFound):
        started(company, "song.yan", channel="电话", received_at="2023-10-09T08:50")


@pytest.mark.row("S0.9", "S0.14")
def test_customer_and_industry_are_kept_and_of_the_person_only_the_surname(company):
    found = variables(company, started(company, customer_name="张三").instance_id)

    assert (found["company_name"], found["customer_name"], found["industry"]) == ("客户A", "张*", "制造业")


@pytest.mark.row("S0.11", "S0.12")
def test_record_holds_a_customer_number_and_no_phone_anywhere(company):
    instance_id = started(company, contact="13812345678").instance_id

    assert variables(company, instance_id)["contact"] == "客户-2023-001"
    assert not [name for name, rows in company.tables().items() if any("13812345678" in repr(row) for row in rows)]
    assert not any("138****5678" in repr(row) for row in company.tables()["process_instance"])


@pytest.mark.row("S0.13")
def test_customers_are_counted_by_the_year_and_keep_their_number(company):
    company.clock.move_to(STORIES["satisfied"].at)

    numbers = [variables(company, started(company, contact=each).instance_id)["contact"] for each in ("13812345678", "13900001111", "+86 138 1234 5678", "li@corp.example")]

    assert numbers == ["客户-2024-001", "客户-2024-002", "客户-2024-001", "客户-2024-003"]


def test_two_cases_of_one_person_at_once_get_one_number(company):
    started(company, contact="13900001111")
    ids: list[str] = []

    at_once(4, lambda: ids.append(started(company, contact="13812345678").instance_id))

    assert {variables(company, each)["contact"] for each in ids} == {"客户-2023-002"}


def test_message_finds_the_address_behind_the_customer_s_number_and_shows_the_number(company):
    started(company, contact="li.si@corp.example", preferred_channel="邮件")

    tables = company.tables()
    (contact,) = [row for row in tables["contact"] if "email" in row]
    assert any(cell == contact[0] for row in tables["delivery"] for cell in row)
    assert not any("li.***" in repr(row) for row in tables["delivery"])
    assert any("客户-2023-001" in repr(row) for row in tables["delivery"])


@pytest.mark.row("S0.12")
def test_case_page_shows_a_number_where_a_mask_would_stand(company):
    case = Requirement(company).until("review_requirement")

    assert {(each.kind, each.mask) for each in case.page("wang.min").contacts} == {("name", "张*"), ("mobile", "客户-2024-001")}


@pytest.mark.row("S0.18", "S0.83")
def test_a_thousand_requirements_at_once_have_a_thousand_numbers(company):
    numbers: list[str] = []
    pattern, local = PACKAGE.settings.number, STORIES["satisfied"].at.astimezone(ZoneInfo("Asia/Shanghai"))

    def take(tx):
        return [pattern.format(local, sequences.next_number(tx, ID, pattern.period(local))) for _ in range(20)]

    at_once(10, lambda: [numbers.extend(company.process_engine.execute(SYSTEM, take)) for _ in range(5)])

    assert len(set(numbers)) == 1000
    assert all(re.fullmatch(r"NRR-2024-\d{3,}", number) for number in numbers)
    assert "NRR-2024-015" in numbers


@pytest.mark.row("S0.18")
def test_serial_of_the_day_is_kept_beside_the_serial_of_the_year(company):
    first = Requirement(company, "number_fifteenth")
    first.run.play(first.story.steps[0])
    company.clock.move_to(company.clock.now() + timedelta(days=1))

    second = Requirement.__new__(Requirement)
    second.company, second.run = company, first.run
    second.run.play(first.story.steps[0])

    assert (second.number, dict(_facts(second))["当日流水号"], dict(_facts(second))["客户编号"]) == ("NRR-2024-002", "1", "客户-2024-001")


def _facts(case: Requirement):
    return [(name.zh, value if isinstance(value, str) else value.zh) for name, value in case.page("wang.min").facts]


def test_one_word_counts_within_the_day_instead(company):
    files = packages.read_folder(FOLDER)
    daily = PackageFiles(ID, files.files | {"package.toml": files.files["package.toml"].replace(b'x = "year"', b'x = "day"')})
    company.clock.move_to(STORIES["satisfied"].at)

    company.process_engine.execute(SYSTEM, deploy.deploy, daily, "")

    assert [started(company).business_key for _ in range(2)] == ["NRR-2024-0315001", "NRR-2024-0315002"]


@pytest.mark.row("S0.19")
def test_refused_start_leaves_neither_number_nor_case(company):
    before = company.tables()["process_instance"]
    with pytest.raises(Refused):
        started(company, title="")

    assert company.tables()["process_instance"] == before
    assert started(company).business_key == "NRR-2023-001"
