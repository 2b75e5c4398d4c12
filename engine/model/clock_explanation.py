"""Why a clock is due when it is due: the derivation line by line, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby

from engine.errors import Text
from engine.model.calendar import DayNote, WorkingCalendar
from engine.model.clock_rules import Limit, excluded, merged, moment
from engine.model.clocks import ClockState

WEEKDAYS = Text("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")


def explain(state: ClockState, calendar: WorkingCalendar, names: Mapping[str, Text] | None = None) -> list[Text]:
    """The lines. `names`: what the pausing elements are called, by element id."""
    lines = [_line("开始", "Start", state.started_at, calendar)]
    if state.limit is None:
        return [*lines, Text("期限：分类后确定", "Limit: not set yet"), *_pauses(state, calendar, names or {})]
    lines.append(Text(f"期限：{state.limit.text.zh}", f"Limit: {state.limit.text.en}"))
    lines += _counting(state, state.limit, calendar)
    lines += _pauses(state, calendar, names or {})
    lines += _result(state, state.limit, calendar)
    return lines


def _counting(state: ClockState, limit: Limit, calendar: WorkingCalendar) -> Iterator[Text]:
    due = moment(state.started_at, limit, (), calendar)
    if limit.unit == "wd":
        yield from _days(state.started_at, due, calendar)
        if limit.amount == int(limit.amount):
            yield from _moved(state.started_at, due, calendar)
    elif limit.unit == "bh":
        yield from _opening(state.started_at, calendar)
        yield from _hours(state.started_at, due, calendar)
    elif limit.unit in ("min", "h"):
        yield Text("按自然小时连续计算，含夜间和休息日", "Counted around the clock, nights and days off included")
    else:
        yield Text("按自然月计算，时刻不变", "Counted in calendar months, at the same time of day")
    if merged(state.pauses, state.started_at):
        yield _line("未计暂停时到期", "Due without the pauses", due, calendar)


def _days(start: datetime, due: datetime, calendar: WorkingCalendar) -> Iterator[Text]:
    """One line per run of days with the same reason; working days are numbered."""
    number = 0
    for note, days in _runs(calendar.local(start).date() + timedelta(days=1), calendar.local(due).date(), calendar):
        if not note.is_working:
            yield _free(days, note)
            continue
        yield _counted(days, note, number + 1)
        number += len(days)


def _runs(first: date, last: date, calendar: WorkingCalendar) -> Iterator[tuple[DayNote, list[date]]]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for note, run in groupby(days, calendar.day_note):
        yield note, list(run)


def _free(days: list[date], note: DayNote) -> Text:
    span = _span(days)
    return Text(f"{span.zh} {note.name.zh}：不计", f"{span.en} {note.name.en}: not counted")


def _counted(days: list[date], note: DayNote, number: int) -> Text:
    span, last = _span(days), number + len(days) - 1
    zh = f"第 {number} 个工作日" if last == number else f"第 {number}–{last} 个工作日"
    en = f"working day {number}" if last == number else f"working days {number}–{last}"
    is_special = note.kind != "working"
    return Text(f"{span.zh}{' ' + note.name.zh if is_special else ''}：{zh}", f"{span.en}{' ' + note.name.en if is_special else ''}: {en}")


def _moved(start: datetime, due: datetime, calendar: WorkingCalendar) -> Iterator[Text]:
    was, became = f"{calendar.local(start):%H:%M}", f"{calendar.local(due):%H:%M}"
    if was != became:
        yield Text(f"{was} 移入当日工作时间，按 {became} 计", f"{was} is moved into that day's hours: {became}")


def _opening(start: datetime, calendar: WorkingCalendar) -> Iterator[Text]:
    if not calendar.is_open(start):
        yield _line("非工作时间，从下次上班起算", "Outside company hours, counted from the next opening", calendar.next_opening(start), calendar)


def _hours(start: datetime, due: datetime, calendar: WorkingCalendar) -> Iterator[Text]:
    for note, days in _runs(calendar.local(start).date(), calendar.local(due).date(), calendar):
        if not note.is_working:
            yield _free(days, note)
            continue
        if spent := sum((_inside(day, start, due, calendar) for day in days), timedelta()):
            span, length = _span(days), duration(spent)
            yield Text(f"{span.zh}：{length.zh}", f"{span.en}: {length.en}")


def _inside(day: date, start: datetime, due: datetime, calendar: WorkingCalendar) -> timedelta:
    return sum((max(timedelta(), min(closes, due) - max(opens, start)) for opens, closes in calendar.spans(day)), timedelta())


def _pauses(state: ClockState, calendar: WorkingCalendar, names: Mapping[str, Text]) -> Iterator[Text]:
    for each in state.pauses:
        name = names.get(each.element_id, Text(each.element_id, each.element_id))
        begin = moment_text(each.started_at, calendar)
        if each.ended_at is None:
            yield Text(f"暂停：{begin.zh} 起（{name.zh}），尚未恢复", f"Paused since {begin.en} ({name.en}), not resumed yet")
            continue
        end = moment_text(each.ended_at, calendar)
        yield Text(f"暂停：{begin.zh} 至 {end.zh}（{name.zh}）", f"Paused {begin.en} to {end.en} ({name.en})")
    if state.limit and (spans := merged(state.pauses, state.started_at)):
        yield _lost(sum((excluded(span, state.limit.unit, calendar) for span in spans), timedelta()), state.limit)


def _lost(lost: timedelta, limit: Limit) -> Text:
    length, is_company_time = duration(lost), limit.unit in ("bh", "wd")
    return Text(
        f"暂停期间不计的{'工作' if is_company_time else ''}时间：{length.zh}",
        f"{'Company time' if is_company_time else 'Time'} in pauses, not counted: {length.en}",
    )


def _result(state: ClockState, limit: Limit, calendar: WorkingCalendar) -> Iterator[Text]:
    due = moment(state.started_at, limit, state.pauses, calendar)
    if state.state == "paused":
        yield Text("到期：恢复后重新计算", "Due: worked out when the clock runs again")
    else:
        yield _line("到期", "Due", due, calendar)
    if state.state == "stopped" and state.stopped_at:
        yield _line("停止", "Stopped", state.stopped_at, calendar)
    for year in calendar.years_without_data(calendar.local(state.started_at).date(), calendar.local(due).date()):
        yield Text(
            f"注意：{year} 年放假和调休安排尚未公布，到期时间可能变动",
            f"Note: the holidays of {year} are not announced yet, so this time may move",
        )


def _line(zh: str, en: str, at: datetime, calendar: WorkingCalendar) -> Text:
    shown = moment_text(at, calendar)
    return Text(f"{zh}：{shown.zh}", f"{en}: {shown.en}")


def moment_text(at: datetime, calendar: WorkingCalendar) -> Text:
    """A moment with its weekday, in the company's zone, to the minute."""
    local = calendar.local(at)
    day, time = _day(local.date()), f"{local:%H:%M}"
    return Text(f"{day.zh} {time}", f"{day.en} {time}")


def duration(length: timedelta) -> Text:
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    zh = f"{hours} 小时" if not minutes else f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分"
    en = f"{hours} h" if not minutes else f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return Text(zh, en)


def _span(days: list[date]) -> Text:
    first, last = _day(days[0]), _day(days[-1])
    return first if len(days) == 1 else Text(f"{first.zh} 至 {last.zh}", f"{first.en} to {last.en}")


def _day(on: date) -> Text:
    weekday = on.weekday()
    return Text(f"{on.isoformat()}（周{WEEKDAYS.zh[weekday]}）", f"{WEEKDAYS.en.split()[weekday]} {on.isoformat()}")
