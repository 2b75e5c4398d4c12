"""`report_figures`: a month's figures frozen into a case, so that a report says tomorrow what it says today."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.errors import Refused, Text
from engine.model.figures import Block, Line, Report
from engine.model.periods import Month
from engine.packages.reporting import count_month
from engine.store import packages, report_cases
from engine.store.transaction import Tx

# A table on a form shows no more, and a case should not carry thousands of numbers.
_MOST_CASES = 200


def report_figures(case: Any, job: Any) -> Mapping[str, Any]:
    """Input `month` ("2023-10") and `package` (default: what the case's package reports on). Result `figures`. Raises Refused."""
    settings = case.loaded.package.settings
    month = _month(job.values.get("month"))
    package_id = str(job.values.get("package") or settings.reports_on)
    version_id = packages.newest_version_id(case.tx, package_id)
    if settings.report is None or version_id is None:
        raise Refused("no_report", Text(f"没有可统计的流程包“{package_id}”。", f"There is no package '{package_id}' to report on."))
    return {"figures": frozen(_counted(case.tx, settings.report, version_id, package_id, month), case.tx)}


def frozen(report: Report, tx: Tx) -> dict[str, Any]:
    """The report as a FEEL context: by block a list of lines, each with its cases' numbers."""
    found: dict[str, Any] = {
        "month": report.month,
        "n": Decimal(report.n),
        "counted_at": tx.calendar.local(report.counted_at).strftime("%Y-%m-%d %H:%M"),
        "notes": [{"block": block.title.zh, "note": block.note.zh} for block in report.blocks],
    }
    return found | {f"{block.id}_lines": [_line(block, line) for line in block.lines] for block in report.blocks}


def _counted(tx: Tx, rules: Any, version_id: str, package_id: str, month: Month) -> Report:
    names = report_cases.department_names(tx)
    return count_month(rules, tx.library.get(version_id), month, tx.calendar, names, lambda a, b: report_cases.counted_cases(tx, package_id, a, b), tx.now)


def _month(value: Any) -> Month:
    try:
        return Month.labelled(str(value))
    except ValueError as error:
        raise Refused("no_month", Text("月份应写成 2023-10 这样。", "A month is written like 2023-10.")) from error


def _line(block: Block, line: Line) -> dict[str, Any]:
    group = f"{line.group.zh} · " if line.group else ""
    return {
        "block": block.title.zh,
        "label": f"{group}{line.label.zh}",
        "count": Decimal(line.count),
        "share": line.share,
        "of": Decimal(line.of),
        "hours": None if line.seconds is None else (Decimal(line.seconds) / 3600).quantize(Decimal("0.1")),
        "cases": "、".join(dict.fromkeys(item.case.number for item in line.items[:_MOST_CASES])),
    }
