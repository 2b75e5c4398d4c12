"""Three months of a demo company: each figure equals a count of the database made here, and page, spreadsheet and PDF say the same."""

from __future__ import annotations

import html
import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from engine import demo
from engine.clock import ManualClock
from engine.model.people import SYSTEM
from engine.process_engine import ProcessEngine
from engine.queries import month_reports, replay
from engine.store import acting_people, case_view, verification
from engine.store.tables import ProcessInstance
from tests.company import settings_in
from tests.web.member import Member
from web.app import create_app

NOW = "2024-01-10T12:00:00+08:00"
PACKAGE, MONTH = "feedback_handling", "2023-11"
# From cut-off to cut-off (18:00 of the last working day), as the database writes moments: microseconds since 1970.
STARTS, ENDS = (int(datetime.fromisoformat(at).timestamp()) * 1_000_000 for at in ("2023-10-31T18:00+08:00", "2023-11-30T18:00+08:00"))
COUNTED = f"SELECT id FROM process_instance WHERE package_id = '{PACKAGE}' AND received_at >= {STARTS} AND received_at < {ENDS}"
CLOSED = f"SELECT * FROM process_instance WHERE id IN ({COUNTED}) AND ended_at IS NOT NULL AND id NOT IN (SELECT instance_id FROM report_fact WHERE name = 'ended_as')"
# Nothing reports on demands (no row asks for it): their months are those of the calendar.
FIRST, NEXT = (int(datetime.fromisoformat(at).timestamp()) * 1_000_000 for at in ("2023-11-01T00:00+08:00", "2023-12-01T00:00+08:00"))
DEMANDS = f"SELECT id FROM process_instance WHERE package_id = 'demand_analysis' AND received_at >= {FIRST} AND received_at < {NEXT}"
CLOSED_DEMANDS = f"SELECT * FROM process_instance WHERE id IN ({DEMANDS}) AND ended_at IS NOT NULL AND id NOT IN (SELECT instance_id FROM report_fact WHERE name = 'ended_as')"
LAST = "SELECT value FROM report_fact l WHERE l.instance_id = p.id AND l.name = 'satisfaction' ORDER BY l.round DESC LIMIT 1"
_GROUND = b"0.894118 0.913725 0.909804 rg"  # what lies under a bar on paper
TYPES = ("功能问题", "服务投诉", "需求建议", "其他问题")


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessEngine]:
    engine = ProcessEngine(settings_in(Path(tmp_path_factory.mktemp("months")) / "data"), ManualClock(datetime.fromisoformat(NOW)))
    demo.prepare(engine, months=3, cases=66)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def owner(months) -> Member:
    return Member(create_app(months)).sign_in("he.yun", demo.PASSWORD)


@pytest.fixture(scope="module")
def report(months):
    return months.ask(months.ask(SYSTEM, acting_people.actor_named, "he.yun"), month_reports.report_page, PACKAGE, MONTH).report


def one(engine: ProcessEngine, sql: str) -> int:
    with closing(sqlite3.connect(engine.settings.data_dir / "huixiang.sqlite3")) as connection:
        return connection.execute(sql).fetchone()[0]


def test_the_months_are_believable_and_whole(months, report):
    assert report.n >= 8
    assert {line.label.zh for line in report.block("round").lines if line.count} >= {"第1轮"}
    assert months.ask(SYSTEM, lambda tx: verification.verify(tx.session, tx.vault)) == []
    assert all(months.ask(SYSTEM, replay.replay, key).is_equal for key in months.ask(SYSTEM, replay.business_keys))


@pytest.mark.row("S3.53")
@pytest.mark.parametrize("value", TYPES)
def test_types_are_the_counts_of_the_database(months, report, value):
    assert report.line(f"type:{value}").count == one(months, f"SELECT count(*) FROM ({COUNTED} AND type_value = '{value}')")


@pytest.mark.parametrize(("figure", "sql"), [
    ("overview:counted", f"SELECT count(*) FROM ({COUNTED})"),
    ("overview:closed", f"SELECT count(*) FROM ({CLOSED})"),
    ("overview:open", f"SELECT count(*) FROM ({COUNTED} AND ended_at IS NULL)"),
    ("overview:early", f"SELECT count(*) FROM report_fact WHERE name = 'ended_as' AND instance_id IN ({COUNTED})"),
    *((f"priority:{value}", f"SELECT count(*) FROM ({COUNTED} AND priority_value = '{value}')") for value in ("紧急", "高", "中", "低")),
    *((f"satisfaction:{value}", f"SELECT count(*) FROM process_instance p WHERE p.id IN ({COUNTED}) AND ({LAST}) = '{value}'") for value in ("满意", "一般", "不满意")),
    *((f"first_satisfaction:{value}", f"SELECT count(*) FROM report_fact WHERE name = 'satisfaction' AND round = 1 AND value = '{value}' AND instance_id IN ({COUNTED})")
      for value in ("满意", "一般", "不满意")),
    ("satisfaction:top", f"SELECT count(*) FROM process_instance p WHERE p.id IN ({COUNTED}) AND ({LAST}) = '满意'"),
    ("once:yes", f"SELECT count(*) FROM ({CLOSED} AND round = 1)"),
    ("round:1", f"SELECT count(*) FROM ({COUNTED} AND round = 1)"),
    ("round:2", f"SELECT count(*) FROM ({COUNTED} AND round = 2)"),
    ("leftover:all", f"SELECT count(*) FROM ({COUNTED} AND archived_at IS NULL)"),
    ("unresolved:closed", f"SELECT count(*) FROM ({CLOSED}) p WHERE ({LAST}) = '不满意'"),
    ("department:product_technology", f"SELECT count(*) FROM ({COUNTED} AND department_id = 'product_technology')"),
    *((f"clock:{name}:{word}", f"SELECT count(*) FROM case_clock WHERE name = '{name}' AND state = 'stopped' AND due_at IS NOT NULL AND is_breached = {late} AND instance_id IN ({COUNTED})")
      for name in ("classify", "respond") for word, late in (("met", 0), ("breached", 1))),
])
def test_each_figure_is_a_count_of_the_database(months, report, figure, sql):
    assert report.line(figure).count == one(months, sql)


@pytest.mark.parametrize(("figure", "sql"), [
    ("time:all", f"SELECT avg(ended_at - received_at) / 1000000 FROM ({CLOSED})"),
    ("time:功能问题", f"SELECT avg(ended_at - received_at) / 1000000 FROM ({CLOSED} AND type_value = '功能问题')"),
    ("stage:2", f"SELECT avg(spent) FROM (SELECT sum(completed_at - created_at) / 1000000.0 AS spent FROM user_task WHERE stage = 2 AND completed_at IS NOT NULL AND instance_id IN ({COUNTED}) GROUP BY instance_id)"),
])
def test_mean_times_are_those_of_the_database(months, report, figure, sql):
    assert abs(report.line(figure).seconds - one(months, sql)) <= 1


def test_the_most_frequent_problems_are_those_of_the_database(months, report):
    with closing(sqlite3.connect(months.settings.data_dir / "huixiang.sqlite3")) as connection:
        found = connection.execute(f"SELECT value, count(*) FROM report_fact WHERE name = 'problem' AND instance_id IN ({COUNTED}) GROUP BY value ORDER BY 2 DESC, 1 LIMIT 5").fetchall()

    assert [(line.label.zh, line.count) for line in report.block("top").lines] == found


@pytest.fixture(scope="module")
def demands(months):
    return months.ask(months.ask(SYSTEM, acting_people.actor_named, "he.yun"), month_reports.report_page, "demand_analysis", MONTH).report


def test_demands_of_the_month_are_believable(months, demands):
    """Merged, scored by four, told and rated; their package has no report of its own, because no row asks for one: whole calendar months."""
    assert demands.n >= 3
    assert one(months, "SELECT count(DISTINCT assignee_id) FROM user_task WHERE element_id = 'score_demand' AND completed_at IS NOT NULL") == 4
    assert one(months, "SELECT count(*) FROM process_instance WHERE package_id = 'demand_analysis' AND merged_into_id IS NOT NULL") >= 1
    assert one(months, "SELECT count(*) FROM report_fact f JOIN process_instance p ON p.id = f.instance_id WHERE p.package_id = 'demand_analysis' AND f.name = 'satisfaction'") >= 3


@pytest.mark.parametrize(("figure", "sql"), [
    ("overview:counted", f"SELECT count(*) FROM ({DEMANDS})"),
    ("overview:closed", f"SELECT count(*) FROM ({CLOSED_DEMANDS})"),
    ("overview:open", f"SELECT count(*) FROM ({DEMANDS} AND ended_at IS NULL)"),
    ("overview:early", f"SELECT count(*) FROM report_fact WHERE name = 'ended_as' AND instance_id IN ({DEMANDS})"),
    *((f"type:{value}", f"SELECT count(*) FROM ({DEMANDS} AND type_value = '{value}')") for value in ("功能优化", "功能提升", "服务体验", "新功能需求")),
    *((f"priority:{value}", f"SELECT count(*) FROM ({DEMANDS} AND priority_value = '{value}')") for value in ("S", "A", "B", "C")),
    *((f"satisfaction:{value}", f"SELECT count(*) FROM process_instance p WHERE p.id IN ({DEMANDS}) AND ({LAST}) = '{value}'") for value in ("5", "4", "3", "2")),
    ("satisfaction:top", f"SELECT count(*) FROM process_instance p WHERE p.id IN ({DEMANDS}) AND ({LAST}) IN ('4', '5')"),
    ("once:yes", f"SELECT count(*) FROM ({CLOSED_DEMANDS} AND round = 1)"),
    ("leftover:all", f"SELECT count(*) FROM ({DEMANDS} AND archived_at IS NULL)"),
    *((f"clock:{name}:{word}", f"SELECT count(*) FROM case_clock WHERE name = '{name}' AND state = 'stopped' AND due_at IS NOT NULL AND is_breached = {late} AND instance_id IN ({DEMANDS})")
      for name in ("inform", "revisit") for word, late in (("met", 0), ("breached", 1))),
])
def test_each_figure_of_the_demands_is_a_count_of_the_database(months, demands, figure, sql):
    assert demands.line(figure).count == one(months, sql)


def test_the_tags_of_the_demands_are_counted_as_their_problems(months, demands):
    with closing(sqlite3.connect(months.settings.data_dir / "huixiang.sqlite3")) as connection:
        found = connection.execute(f"SELECT value, count(*) FROM report_fact WHERE name = 'problem' AND instance_id IN ({DEMANDS}) GROUP BY value ORDER BY 2 DESC, 1 LIMIT 5").fetchall()

    assert found and [(line.label.zh, line.count) for line in demands.block("top").lines] == found


def test_every_figure_on_the_page_leads_to_exactly_its_cases(owner, report):
    shown = html.unescape(owner.get(f"/reports/{PACKAGE}/{MONTH}").get_data(as_text=True))
    linked = set(re.findall(r"figure=([^\"&]+)", shown))

    for line in (line for block in report.blocks for line in block.lines if line.seconds is not None or not line.key.startswith("stage:")):
        assert quote(line.key, safe=":") in linked or quote(line.key, safe="") in linked or line.key in linked, line.key
        answer = owner.client.get(f"/reports/{PACKAGE}/{MONTH}/cases", query_string={"figure": line.key})
        listed = re.findall(r'<span class="number case-number">([^<]+)</span>', answer.get_data(as_text=True))
        assert listed == list(dict.fromkeys(item.case.number for item in line.items)), line.key


def test_page_spreadsheet_and_pdf_say_the_same(owner, report):
    page = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", owner.get(f"/reports/{PACKAGE}/{MONTH}").get_data(as_text=True))).split())
    book = load_workbook(io.BytesIO(owner.get(f"/reports/{PACKAGE}/{MONTH}.xlsx").get_data()))
    paper = "".join(text.extract_text() for text in PdfReader(io.BytesIO(owner.get(f"/reports/{PACKAGE}/{MONTH}.pdf").get_data())).pages)
    figures, definitions, lists, about = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    printed = "".join(paper.split())
    place, told = 0, ("", "")

    assert len(figures) - 1 == sum(len(block.lines) for block in report.blocks)
    for block, group, label, count, _, part, mean in figures[1:]:
        share = "" if part is None else f"{part * 100:.1f} %"
        of_block = next(each for each in report.blocks if each.title.zh == block)
        shown = mean if of_block.shape == "times" else share or str(count)
        wanted = [each for each in (label, shown) if each]
        assert all(each in page for each in wanted), (block, label)
        row = {
            "stage": f"{mean}n={count}" if count else "—",  # a table of stages by types
            "clock": f"{count}·{share or '—'}",  # met and breached beside each other
        }.get(of_block.id, f"{label}{mean or '—'}{count}" if of_block.shape == "times" else f"{label}{count}{share or '—'}")
        # In the order of the spreadsheet, each under its headings.
        for words in (*((f"{block}(n=",) if block != told[0] else ()), *((group,) if group and group != told[1] else ()), row):
            place = printed.find("".join(words.split()), place)
            assert place >= 0, (block, group, words)
        told = (block, group)
        assert sum(each[:3] == (block, group, label) for each in lists[1:]) == count
    assert [note for _, note in definitions[1:]] == [block.note.zh for block in report.blocks]
    assert dict(about)["报表"] == f"{report.name.zh} {MONTH}"
    assert (dict(about)["从"], dict(about)["到（不含）"], dict(about)["计入工单"]) == ("2023-10-31 18:00", "2023-11-30 18:00", report.n)
    assert all(str(dict(about)[name]) in page for name in ("从", "到（不含）"))


def test_the_printed_report_draws_its_figures_and_names_itself_on_every_page(owner, report):
    paper = PdfReader(io.BytesIO(owner.get(f"/reports/{PACKAGE}/{MONTH}.pdf").get_data()))
    texts = ["".join(page.extract_text().split()) for page in paper.pages]
    drawn = b"".join(page.get_contents().get_data() for page in paper.pages)
    with_a_bar = [line for block in report.blocks if block.shape != "list" and block.id not in ("stage", "clock") for line in block.lines]

    assert len(texts) <= 4
    assert all(f"{report.name.zh}{MONTH}" in text and f"{number}/{len(texts)}" in text for number, text in enumerate(texts, 1))
    assert drawn.count(_GROUND) == len(with_a_bar)


@pytest.mark.row("S3.52")
def test_a_report_of_each_month_was_written_signed_and_received(months):
    keys = [key for key in months.ask(SYSTEM, replay.business_keys) if key.startswith("FKYB")]

    cases = [months.ask(SYSTEM, lambda tx, key=key: tx.session.execute(case_of(key)).one()) for key in keys]
    titles = {title for title, _, _ in cases}
    assert {f"{month} 客户反馈月度报告" for month in ("2023-10", "2023-11", "2023-12")} <= titles
    frozen = next(values_of(months, id_)["figures"] for title, _, id_ in cases if title.startswith("2023-11"))
    assert str(frozen["n"]) == str(one(months, f"SELECT count(*) FROM ({COUNTED})"))


def case_of(key: str):
    return select(ProcessInstance.title, ProcessInstance.state, ProcessInstance.id).where(ProcessInstance.business_key == key)


def values_of(months: ProcessEngine, instance_id: str) -> dict:
    values: dict = {}
    for entry in months.ask(SYSTEM, case_view.entries, instance_id):
        if entry.kind == "variables_changed":
            values |= entry.payload["values"]
    return values


@pytest.mark.row("S0.81", "S1.72")
@pytest.mark.parametrize(("prefix", "document", "says"), [("XQYB", "analysis_report", "需求类型分布"), ("XQYB", "improvement_proposal", "业务改进建议"), ("XYYB", "analysis_report", "一次性解决率")])
def test_reports_and_proposal_can_be_read_and_printed(months, owner, prefix, document, says):
    key = next(key for key in months.ask(SYSTEM, replay.business_keys) if key.startswith(prefix))

    page = owner.get(f"/cases/{key}/documents/{document}").get_data(as_text=True)
    paper = PdfReader(io.BytesIO(owner.get(f"/cases/{key}/documents/{document}.pdf").get_data()))

    assert says in page
    assert says in "".join(sheet.extract_text() for sheet in paper.pages)
