"""What is kept, and how long: contact data goes first, cases after their time, a customer's data on request; a hold stops it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.commands import retention
from engine.commands import thread
from engine.errors import Conflict, InvalidValues, NotFound, Refused
from engine.model.people import SYSTEM
from engine.queries import evidence, month_reports, replay
from engine.queries import retention as retention_page
from engine.store import erasure, house, trail
from engine.store.columns import Base
from engine.store.tables import Contact, ProcessInstance
from tests.stories import PAGE, Story

NUMBER = "20231009-001"
SAID = ("13812345678", "张三", "登录后页面加载失败", "138****5678")


@pytest.fixture
def archived(company) -> Story:
    """One case that went its straight way to the archive on Monday 2023-10-09."""
    story = Story(company).start().until_at("archive_case")
    person = company.person("wang.min")
    company.process_engine.execute(person, thread.add_note, story.run.instance_id, "客户张三说下午方便接电话")
    story.complete("archive_case", "sun.li", record_checks=["内容完整", "联系方式已隐去"])
    return story


def do(company, command, *args, by: str = ""):
    return company.process_engine.execute(company.person(by) if by else SYSTEM, command, *args)


def due(company) -> tuple[list[str], list[str]]:
    contacts, cases = company.process_engine.ask(SYSTEM, retention_page.dry_run)
    return [each.business_key for each in contacts], [each.business_key for each in cases]


def raw_contacts(company) -> int:
    return company.process_engine.ask(SYSTEM, lambda tx: tx.session.scalar(select(func.count()).select_from(Contact).where(Contact.cipher.is_not(None))))


def findings(company) -> list:
    house.append_pending(company.process_engine.store)
    return company.process_engine.ask(SYSTEM, evidence.verify)


def figures(company) -> list[tuple]:
    """What reports count: everything of the cases' rows that is nobody's own words."""
    case = ProcessInstance
    columns = (case.package_id, case.type_value, case.priority_value, case.satisfaction_value, case.department_id, case.channel_value,
               case.round, case.status, case.state, case.received_at, case.ended_at, case.archived_at)  # fmt: skip
    return company.process_engine.ask(SYSTEM, lambda tx: [tuple(row) for row in tx.session.execute(select(*columns).order_by(case.id))])


def month(company) -> list[tuple]:
    """Every figure of the month's report."""
    owner = company.person("he.yun")
    report = company.process_engine.ask(owner, month_reports.report_page, "feedback_handling", "2023-10").report
    return [(line.key, line.count, line.of, line.per_mille, line.seconds) for block in report.blocks for line in block.lines]


def everything(company) -> str:
    """Every row of every table, what of the trail can be read, and every file, as one text."""
    tables = repr(company.tables())
    readable = company.process_engine.ask(
        SYSTEM, lambda tx: repr([trail.read(tx, id_) for id_ in tx.session.scalars(select(ProcessInstance.id))])
    )
    files = "".join(file.read_bytes().decode("latin-1") for file in company.settings.data_dir.rglob("*") if file.is_file() and "sqlite" not in file.name)
    return tables + readable + files


def test_contact_data_goes_half_a_year_after_the_archive_and_the_case_stays_readable(company, archived):
    company.clock.move(timedelta(days=179))
    assert due(company) == ([], [])

    company.clock.move(timedelta(days=2))

    assert due(company) == ([NUMBER], [])
    assert do(company, retention.erase_due_contacts) == 1
    assert raw_contacts(company) == 0 and due(company) == ([], [])
    assert "登录后页面加载失败" in everything(company)
    assert findings(company) == []


def test_the_daily_tidying_deletes_contact_data_whose_time_is_over(company, archived):
    company.clock.move(timedelta(days=181))

    company.process_engine.tidy_up()

    assert raw_contacts(company) == 0


@pytest.mark.row("S0.74")
def test_a_case_is_kept_for_three_years_and_erasing_it_earlier_is_refused(company, archived):
    company.clock.move(timedelta(days=3 * 365))
    with pytest.raises(Conflict):
        do(company, retention.erase_cases, [archived.run.instance_id], by="gao.wei")

    company.clock.move(timedelta(days=2))

    assert due(company)[1] == [NUMBER]
    assert do(company, retention.erase_cases, [archived.run.instance_id], by="gao.wei") == 1
    assert due(company) == ([], [])


def test_an_erased_case_leaves_a_chain_that_verifies_and_figures_as_they_were(company, archived):
    before = figures(company)
    company.clock.move(timedelta(days=1100))

    do(company, retention.erase_cases, [archived.run.instance_id], by="gao.wei")

    assert figures(company) == before
    assert findings(company) == []
    assert company.process_engine.ask(SYSTEM, replay.replay, NUMBER).result == replay.ERASED
    left = everything(company)
    assert [words for words in (*SAID, "缓存没有刷新", "下午方便接电话") if words in left] == []


def test_erasing_a_customer_on_request_takes_their_words_and_leaves_proof_and_figures(company, archived):
    before = figures(company), month(company)

    erased = do(company, retention.erase_customer, NUMBER, "书面要求", by="gao.wei")

    assert erased == [NUMBER]
    assert (figures(company), month(company)) == before
    assert findings(company) == []
    assert company.process_engine.ask(SYSTEM, replay.replay, NUMBER).result == replay.ERASED
    left = everything(company)
    assert [words for words in (*SAID, "下午方便接电话") if words in left] == []


def test_an_erasure_on_request_reaches_every_case_of_the_same_contact(company, archived):
    second = Story(company).start(title="打不开账单")
    second.run.message({"message": "case_withdrawn", "by": "customer", "values": {}})
    Story(company).start(contact="13900000000", customer_name="李四").run.message({"message": "case_withdrawn", "by": "customer", "values": {}})

    reached = company.process_engine.ask(company.person("gao.wei"), retention_page.customer, NUMBER)
    erased = do(company, retention.erase_customer, NUMBER, "书面要求", by="gao.wei")

    assert [each.number for each in reached] == erased == [NUMBER, "20231009-002"]
    assert raw_contacts(company) > 0, "the other customer's data stays"


def test_a_case_that_still_runs_is_not_erased_and_nothing_of_the_others_is(company, archived):
    Story(company).start(title="还在处理的一件")

    with pytest.raises(Refused) as refusal:
        do(company, retention.erase_customer, NUMBER, "书面要求", by="gao.wei")

    assert refusal.value.code == "case_runs"
    assert "13812345678" in PAGE["contact"] and raw_contacts(company) > 0
    assert company.process_engine.ask(SYSTEM, replay.replay, NUMBER).result == replay.EQUAL


def test_a_legal_hold_stops_all_of_it_until_it_is_released(company, archived):
    do(company, retention.hold, NUMBER, "诉讼中", by="gao.wei")
    company.clock.move(timedelta(days=1200))

    assert due(company) == ([], [])
    with pytest.raises(Conflict):
        do(company, retention.erase_cases, [archived.run.instance_id], by="gao.wei")
    with pytest.raises(Refused):
        do(company, retention.erase_customer, NUMBER, "书面要求", by="gao.wei")

    do(company, retention.release, NUMBER, "已结案", by="gao.wei")

    assert due(company) == ([NUMBER], [NUMBER])


def test_only_an_administrator_erases_or_holds_and_gives_a_reason(company, archived):
    for command, *more in ((retention.hold, NUMBER, "x"), (retention.erase_customer, NUMBER, "x"), (retention.erase_cases, [archived.run.instance_id])):
        with pytest.raises(NotFound):
            do(company, command, *more, by="wang.min")
    for command in (retention.hold, retention.erase_customer):
        with pytest.raises(InvalidValues):
            do(company, command, NUMBER, " ", by="gao.wei")


def test_every_table_of_a_case_has_a_rule_for_what_goes(company):
    of_cases = {table.name for table in Base.metadata.tables.values() if "instance_id" in table.columns} | {"process_instance"}
    ruled = {table.__tablename__ for table in (*erasure.DELETED, *erasure.CLEARED)} | erasure.KEPT.keys()

    assert of_cases == ruled
