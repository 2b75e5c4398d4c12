"""A package's report put together: its rules, the words of the package it reports on, and what a month spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from engine.errors import Text
from engine.feel import FeelDate
from engine.model.calendar import WorkingCalendar
from engine.model.figures import CountedCase, Report
from engine.model.month_report import Counted, Rules, month_report
from engine.model.periods import Month, periods
from engine.model.report_words import Scale, Words
from engine.packages.report_settings import ReportSettings


Find = Callable[[datetime, datetime], tuple[CountedCase, ...]]
"""The cases received from one moment up to another."""


def count_month(report: ReportSettings, reported: Any, month: Month, calendar: WorkingCalendar, departments: Mapping[str, Text], find: Find, now: datetime) -> Report:
    """The month of the package whose newest version is `reported`, by the rules of the package that reports on it."""
    starts_at, ends_at, month_ends_at = span_of(report, month, calendar)
    cases = find(starts_at, ends_at)
    if "problem" not in reported.package.settings.case:
        # A package without a word for the problem: cases of one type are about the same one. Never their titles: people's own words
        # go when somebody's data is erased, and a figure must not move then.
        cases = tuple(replace(case, problem=case.type) for case in cases)
    counted = Counted(cases, find(ends_at, month_ends_at) if ends_at < month_ends_at else ())
    return month_report(reported.package.id, month.label, starts_at, ends_at, now, counted, words_of(reported, departments), rules_of(report))


def rules_of(report: ReportSettings) -> Rules:
    return Rules(report.name, report.top, report.share_over, report.at_least, report.cut_off_label)


def words_of(loaded: Any, departments: Mapping[str, Text]) -> Words:
    """Of the newest version of the package that is reported on."""
    settings, texts = loaded.package.settings, loaded.package.texts
    known = [*settings.types, *(each.value for each in settings.priorities), *(each.value for each in settings.statuses)]
    known += [each.value for each in settings.satisfaction]
    scale = Scale(
        tuple((each.value, each.text) for each in settings.satisfaction),
        frozenset(each.value for each in settings.satisfaction if each.is_top),
        frozenset(each.value for each in settings.satisfaction if each.is_dissatisfied),
    )
    return Words(
        types=tuple((each.value, each.text) for each in settings.type_details),
        priorities=tuple((each.value, each.text) for each in settings.priorities),
        scale=scale,
        clocks=tuple((each.name, each.label) for each in settings.clocks),
        stages=tuple((each.number, texts.stage(each.number, each.name)) for each in loaded.definition.stages),
        departments=departments,
        values=_Values(texts, {value: texts.value(value) for value in known}),
    )


def span_of(report: ReportSettings, month: Month, calendar: WorkingCalendar) -> tuple[datetime, datetime, datetime]:
    """When a month's counting starts and ends, and when the calendar month ends: from cut-off to cut-off (C9)."""
    return _end(report, month.shifted(-1), calendar), _end(report, month, calendar), _midnight(month.shifted(1).first, calendar.zone)


def _end(report: ReportSettings, month: Month, calendar: WorkingCalendar) -> datetime:
    ends = _midnight(month.shifted(1).first, calendar.zone)
    found = report.cut_off_of(periods(month, calendar), ends, str(calendar.zone))
    if found is None:
        return ends
    if isinstance(found, FeelDate):
        return _midnight(found.to_python(), calendar.zone)
    at = found.to_python()
    return at if at.tzinfo else at.replace(tzinfo=calendar.zone)


def _midnight(on: Any, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone)


class _Values(dict[str, Text]):
    """Known words, and any other that the package's texts translate (channels, for instance)."""

    def __init__(self, texts: Any, known: Mapping[str, Text]):
        super().__init__(known)
        self._texts = texts

    def get(self, value: str, default: Any = None) -> Text:
        return self[value] if value in self else self._texts.value(value)
