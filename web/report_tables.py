"""A report as rows of texts: what the page shows, the spreadsheet and the PDF say in the same words."""

from __future__ import annotations

from engine.documents.spreadsheet import Share, Sheet
from engine.errors import Text
from engine.model.figures import Line, Report
from web.language import of, t
from web.times import moment, span

HEADER = (Text("统计", "Figures"), Text("分组", "Group"), Text("类别", "What"), Text("件数", "Cases"), Text("分母", "Of"), Text("占比", "Share"), Text("平均", "Mean"))


def figures_sheet(report: Report) -> Sheet:
    """Every figure, one row each, block after block."""
    rows = [
        [of(block.title), of(line.group) if line.group else "", of(line.label), line.count, line.of or None, Share(line.per_mille) if line.of else None, mean(line)]
        for block in report.blocks
        for line in block.lines
    ]
    return Sheet(t("统计", "Figures"), [of(each) for each in HEADER], rows, bars=(4, 6))


def notes_sheet(report: Report) -> Sheet:
    """What each figure means, with its scale and its whole."""
    return Sheet(t("口径", "Definitions"), [t("统计", "Figures"), t("说明", "Definition")], [[of(block.title), of(block.note)] for block in report.blocks])


def about_sheet(report: Report, package_name: Text, *, is_everything: bool) -> Sheet:
    """What the page's head says: a file that is passed on must say by itself what it counts, and from when until when."""
    rows = [
        [t("报表", "Report"), f"{of(report.name)} {report.month}"],
        [t("流程", "Procedure"), of(package_name)],
        [t("从", "From"), moment(report.starts_at)],
        [t("到（不含）", "Until (excluded)"), moment(report.ends_at)],
        [t("统计于", "Counted at"), moment(report.counted_at)],
        [t("计入工单", "Cases counted"), report.n],
        [t("范围", "Scope"), t("全部工单", "All cases") if is_everything else t("只统计本人能查看的工单，不是正式月报", "Only cases that the reader may see: not the official report")],
    ]
    if not report.is_final:
        rows.append([t("注意", "Mind"), t("这个月还没有结束，数字还会变", "The month is not over yet; the figures will change")])
    return Sheet(t("说明", "About"), [t("项目", "What"), t("内容", "Said")], rows)


def cases_sheet(report: Report) -> Sheet:
    """The list behind every figure: filtered by the first column it is that figure's list."""
    header = [t("统计", "Figures"), t("分组", "Group"), t("类别", "What"), t("编号", "Number"), t("轮次", "Round"), t("标题", "Title")]
    rows = [
        [of(block.title), of(line.group) if line.group else "", of(line.label), item.case.number, item.round or item.case.round, item.case.title]
        for block in report.blocks
        for line in block.lines
        for item in line.items
    ]
    return Sheet(t("工单", "Cases"), header, rows)


def mean(line: Line) -> str:
    """A mean duration in words; empty for figures that are counts."""
    return "" if line.seconds is None else span(line.seconds)
