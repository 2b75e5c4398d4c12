"""Reports by month: figures and charts, each leading to its cases; the same as a spreadsheet and as a PDF."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for

from engine.documents import spreadsheet
from engine.documents.pdf import html_to_pdf
from engine.errors import NotFound
from engine.queries import month_reports
from web.current import ask
from web.documents import paper_style
from web.downloads import file_answer
from web.language import of
from web.paging import page_number
from web.report_tables import about_sheet, cases_sheet, figures_sheet, mean, notes_sheet

pages = Blueprint("reports", __name__)


@pages.get("/reports")
def index():
    """The month asked for, of the package asked for, or the first one's present month."""
    offered = ask(month_reports.offered)
    if not offered:
        raise NotFound("reports")
    package_id = request.args.get("package") or offered[0][0]
    month = request.args.get("month") or ask(month_reports.report_page, package_id).months[0]
    return redirect(url_for("reports.show", package_id=package_id, month=month))


@pages.get("/reports/<package_id>/<month>")
def show(package_id: str, month: str):
    return render_template("reports/report.html", found=ask(month_reports.report_page, package_id, month), mean=mean)


@pages.get("/reports/<package_id>/<month>/cases")
def cases(package_id: str, month: str):
    found = ask(month_reports.report_list, package_id, month, request.args.get("figure", ""), page_number())
    return render_template("reports/cases.html", found=found, page_number=page_number(), mean=mean)


@pages.get("/reports/<package_id>/<month>.xlsx")
def xlsx(package_id: str, month: str) -> Response:
    found = ask(month_reports.report_page, package_id, month)
    about = about_sheet(found.report, found.package_name, is_everything=found.is_everything)
    sheets = [figures_sheet(found.report), notes_sheet(found.report), cases_sheet(found.report), about]
    return file_answer(spreadsheet.workbook(sheets), spreadsheet.MEDIA_TYPE, f"{_name(found)}.xlsx")


@pages.get("/reports/<package_id>/<month>.pdf")
def pdf(package_id: str, month: str) -> Response:
    found = ask(month_reports.report_page, package_id, month)
    printed = html_to_pdf(render_template("reports/pdf.html", found=found, mean=mean), paper_style())
    return file_answer(printed, "application/pdf", f"{_name(found)}.pdf")


def _name(found: month_reports.ReportPage) -> str:
    return f"{of(found.report.name)} {found.report.month}"
