"""Search all cases: the filter, one page of lines, and the same lines as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from flask import Response, render_template, request, stream_with_context

from engine.queries import audit_search
from engine.queries.audit_search import CaseFilter, CaseLine
from web.auditor.columns import COLUMNS, cell
from web.current import ask, now
from web.downloads import BYTE_ORDER_MARK, csv_line
from web.language import of
from web.times import day_start, local

STATES = ("active", "completed", "cancelled")
_TEXTS = ("number", "state", "status", "package_id", "type", "priority", "department_id", "satisfaction")


def index():
    wanted = _wanted()
    return render_template(
        "auditor/search.html", page=ask(audit_search.search, wanted, request.args.get("after", "")), wanted=wanted,
        choices=ask(audit_search.choices), states=STATES, columns=COLUMNS, cell=cell, words=_words(),
    )  # fmt: skip


def file():
    """All lines of the filter on screen, column for column; what a spreadsheet would run as a formula is disarmed."""
    ask(audit_search.choices)  # refuses before the first byte is sent
    name = f"huixiang-{local(now()):%Y%m%d-%H%M}.csv"
    rows = stream_with_context(_csv(_every_line(_wanted())))
    return Response(rows, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _every_line(wanted: CaseFilter) -> Iterator[CaseLine]:
    after = ""
    while lines := ask(audit_search.next_lines, wanted, after):
        yield from lines
        after = lines[-1].id


def _csv(lines: Iterable[CaseLine]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(of(column.name) for column in COLUMNS)
    for line in lines:
        yield csv_line(cell(column, line) for column in COLUMNS)


def _wanted() -> CaseFilter:
    """The filter in the address. What can't be read (a date, a round) counts as not asked for."""
    words = {name: request.args.get(name, "").strip()[:100] for name in _TEXTS}
    until = day_start(request.args.get("until", ""))
    return CaseFilter(
        **words,
        round=_round(request.args.get("round", "")),
        received_from=day_start(request.args.get("from", "")),
        received_until=until + timedelta(days=1) if until else None,
        is_overdue="overdue" in request.args,
        has_incident="incident" in request.args,
    )


def _words() -> dict[str, str]:
    """The filter as it was typed, for the fields and for the links of pages and file."""
    names = (*_TEXTS, "round", "from", "until", "overdue", "incident")
    return {name: words for name in names if (words := request.args.get(name, "").strip())}


def _round(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 4 else None
