"""Erasing a customer moves no figure of any month: page, spreadsheet, PDF and the report that was written say what they said."""

from __future__ import annotations

import html
import io
import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from engine import packages
from engine.commands import retention
from engine.model.figures import Report
from engine.model.people import SYSTEM
from engine.model.periods import Month
from engine.queries import evidence, month_reports, replay
from engine.store import case_view, house, trail
from engine.store.tables import ProcessInstance
from tests.company import ROOT, Company, company, prepared_company
from tests.stories import WAY, Story
from tests.told import Told
from tests.web.member import Member
from web.app import create_app

__all__ = ["company", "prepared_company"]

# Package -> a story that goes to its end, and the fields in which its customer speaks in their own words.
STORIES = {
    "requirement_feedback": ("satisfied", ("title", "problem", "situation", "suggestion", "contact", "customer_name")),
    "request_response": ("general", ("title", "problem", "background", "contact", "contact_name", "organisation")),
    "demand_analysis": ("scored_again_and_failed_test", ("title", "description", "contact", "customer_name")),
    "feedback_handling": ("satisfied", ("title", "description", "contact", "customer_name")),
}
TITLE = 5


class ErasedMonth:
    """A month in which one customer's case came to its end, everything that is said of that month, and the erasure."""

    def __init__(self, company: Company, package_id: str):
        story, fields = STORIES[package_id]
        self.company, self.package_id, self.engine = company, package_id, company.process_engine
        self.told = Told(company, package_id, story).to_the_end()
        start = next(step["start"]["values"] for step in self.told.scenario.steps if "start" in step)
        self.said = [start[field] for field in fields]
        self.month = Month.of(self.engine.ask(SYSTEM, lambda tx: tx.calendar.local(self.told.view.row.received_at).date())).label
        # The calendar begins the report of that month, which freezes its figures.
        company.clock.move(timedelta(days=40))
        while self.engine.trigger_due():
            pass
        self.owner = Member(create_app(self.engine)).sign_in("he.yun")

    def erase(self) -> None:
        self.engine.execute(self.company.person("gao.wei"), retention.erase_customer, self.told.number, "书面要求")

    @property
    def report(self) -> Report:
        return self.engine.ask(self.company.person("he.yun"), month_reports.report_page, self.package_id, self.month).report

    @property
    def frozen(self) -> list[Any]:
        """The figures that reports of this and other months hold."""
        ids = self.engine.ask(SYSTEM, lambda tx: list(tx.session.scalars(select(ProcessInstance.id).where(ProcessInstance.package_id.endswith("_months")).order_by(ProcessInstance.id))))
        entries = [entry for id_ in ids for entry in self.engine.ask(SYSTEM, case_view.entries, id_)]
        return [entry.payload["values"]["figures"] for entry in entries if entry.kind == "variables_changed" and "figures" in entry.payload["values"]]

    @property
    def page(self) -> str:
        return words_of(self.owner.get(f"/reports/{self.package_id}/{self.month}").get_data(as_text=True))

    @property
    def sheets(self) -> list[list[tuple]]:
        book = load_workbook(io.BytesIO(self.owner.get(f"/reports/{self.package_id}/{self.month}.xlsx").get_data()))
        return [list(sheet.iter_rows(values_only=True)) for sheet in book]

    @property
    def paper(self) -> str:
        printed = PdfReader(io.BytesIO(self.owner.get(f"/reports/{self.package_id}/{self.month}.pdf").get_data()))
        return "".join(sheet.extract_text() for sheet in printed.pages)

    @property
    def everything(self) -> str:
        """Every row of every table, what of the trails can be read, and every file beside the database."""
        readable = self.engine.ask(SYSTEM, lambda tx: repr([trail.read(tx, id_) for id_ in tx.session.scalars(select(ProcessInstance.id))]))
        files = (file for file in self.company.settings.data_dir.rglob("*") if file.is_file() and "sqlite" not in file.name)
        return repr(self.company.tables()) + readable + "".join(file.read_bytes().decode("utf-8", "replace") for file in files)


def words_of(page: str) -> str:
    """What somebody reads on the page, without its scripts."""
    shown = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def counted(report: Report) -> dict[str, Any]:
    """All of the report but the titles of its cases, which are their customers' words."""
    found = asdict(report)
    for item in (item for block in found["blocks"] for line in block["lines"] for item in line["items"]):
        item["case"]["title"] = ""
    return found


def untitled(sheet: list[tuple]) -> list[tuple]:
    return [row[:TITLE] for row in sheet]


def test_every_package_that_reports_count_is_erased_here():
    settings = [packages.read_package(packages.read_folder(file.parent)).settings for file in (ROOT / "processes").glob("*/package.toml")]

    assert {each.id for each in settings if not each.reports_on} == STORIES.keys()


@pytest.mark.parametrize("package_id", STORIES)
def test_a_customer_of_the_most_frequent_problem_is_erased_and_no_figure_moves(company, package_id):
    month = ErasedMonth(company, package_id)
    before, frozen, page, sheets, paper = month.report, month.frozen, month.page, month.sheets, month.paper
    number = month.told.number

    month.erase()

    assert number in {item.case.number for line in before.block("top").lines for item in line.items}
    assert counted(month.report) == counted(before)
    assert (month.frozen, month.page, month.paper) == (frozen, page, paper)
    assert month.sheets[:2] == sheets[:2] and untitled(month.sheets[2]) == untitled(sheets[2])
    house.append_pending(month.engine.store)
    assert month.engine.ask(SYSTEM, evidence.verify) == []
    assert month.engine.ask(SYSTEM, replay.replay, number).result == replay.ERASED
    assert [words for words in month.said if words in month.everything] == []


def test_a_name_typed_into_the_problem_is_counted_as_its_mask(company):
    story = Story(company).start(customer_name="诸葛明亮").until_at("register_feedback")
    values = dict(WAY[0][2]) | {"affected_function": "诸葛明亮的登录"}

    story.complete("register_feedback", "wang.min", **values)

    report = company.process_engine.ask(company.person("he.yun"), month_reports.report_page, "feedback_handling", "2023-10").report
    assert [line.label.zh for line in report.block("top").lines] == ["诸葛*的登录"]
    assert "诸葛明亮" not in repr(company.tables())
