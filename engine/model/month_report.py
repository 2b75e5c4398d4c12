"""The blocks of a month's report, made of nothing but the month's cases and the package's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.errors import Text
from engine.model import figures
from engine.model.figures import Block, CountedCase, Item, Line, Report, items
from engine.model.report_words import Words

_ROUNDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Rules:
    """How the package counts: `top` problems by name, those over `share_over` percent of at least `at_least` cases."""

    name: Text
    top: int = 5
    share_over: int = 10
    at_least: int = 10
    cut_off_label: Text = Text("", "")


@dataclass(frozen=True, slots=True)
class Counted:
    """The month's cases, and those that came after its cut-off and are counted next month."""

    cases: tuple[CountedCase, ...]
    later: tuple[CountedCase, ...] = ()


def month_report(package_id: str, month: str, starts_at: datetime, ends_at: datetime, counted_at: datetime, counted: Counted, words: Words, rules: Rules) -> Report:
    """Everything that is said of the month; each figure with its list."""
    cases = counted.cases
    blocks = (
        _overview(counted, rules),
        _split("type", Text("类型分布", "By type"), cases, lambda case: case.type, words.types, words),
        _split("priority", Text("优先级分布", "By priority"), cases, lambda case: case.priority, words.priorities, words),
        _rating("satisfaction", Text("满意度（最终）", "Satisfaction (final)"), cases, words, is_first=False),
        _rating("first_satisfaction", Text("满意度（第一轮）", "Satisfaction (first round)"), cases, words, is_first=True),
        _solved_at_once(cases),
        _rounds(cases),
        _clocks(cases, words),
        _times(cases, words),
        _stages(cases, words),
        *_problems(cases, words, rules),
        _unresolved(cases, words),
        _leftovers(cases),
        _split("channel", Text("渠道分布", "By channel"), cases, lambda case: case.channel, (), words),
        _departments(cases, words),
        _split("status", Text("当前状态", "By status"), cases, lambda case: case.status, (), words),
    )
    return Report(package_id, month, rules.name, starts_at, ends_at, counted_at, len(cases), blocks)


def _overview(counted: Counted, rules: Rules) -> Block:
    cases = counted.cases
    lines = [
        ("counted", Text("计入本月", "Counted this month"), cases),
        ("closed", Text("已办结", "Closed"), [case for case in cases if case.is_closed]),
        ("open", Text("仍在处理", "Still open"), [case for case in cases if case.ended_at is None]),
        ("early", Text("提前结束（撤回、无效、合并）", "Ended early (withdrawn, invalid, merged)"), [case for case in cases if case.ended_as]),
    ]
    later = Line("overview:later", Text("截止后收到，计入下月", "After the cut-off, counted next month"), items(counted.later))
    note = Text("按收到时间计入月份。", "By the time of receipt.")
    if rules.cut_off_label.zh:
        note = Text(f"{note.zh}截止：{rules.cut_off_label.zh}。", f"{note.en} Cut-off: {rules.cut_off_label.en}.")
    found = [figures.rate(f"overview:{key}", label, items(each), len(cases)) for key, label, each in lines]
    return Block("overview", Text("总览", "Overview"), note, len(cases), (*found, later), "counts")


def _split(
    id_: str, title: Text, cases: Sequence[CountedCase], of: Callable[[CountedCase], str | None], known: Sequence[tuple[str, Text]], words: Words
) -> Block:
    """Each case stands in exactly one line, so that the shares sum to 100 %. Known values also where nobody has them."""
    labels = dict(known)
    order = [*labels, *sorted({value for case in cases if (value := of(case))} - labels.keys())]
    parts = [(f"{id_}:{value}", labels.get(value) or words.of(value), items([case for case in cases if of(case) == value])) for value in order]
    if unset := [case for case in cases if not of(case)]:
        parts.append((f"{id_}:", words.of(None), items(unset)))
    note = Text(f"占本月 {len(cases)} 件的比例。", f"Of the month's {len(cases)} cases.")
    return Block(id_, title, note, len(cases), figures.shared(parts, len(cases)))


def _rating(id_: str, title: Text, cases: Sequence[CountedCase], words: Words, *, is_first: bool) -> Block:
    rated = [(case, value) for case in cases if (value := case.ratings.get(1) if is_first else case.last_rating)]
    scale = words.scale
    labels = dict(scale.values)
    order = [*labels, *sorted({value for _, value in rated} - labels.keys())]
    parts = [(f"{id_}:{value}", labels.get(value) or words.of(value), items([case for case, said in rated if said == value])) for value in order]
    top = items([case for case, said in rated if said in scale.top])
    satisfied = figures.rate(f"{id_}:top", Text("满意率", "Satisfaction rate"), top, len(rated))
    silent = len(cases) - len(rated)
    note = Text(
        f"{scale.printed().zh}。n = {len(rated)} 件有评价，{silent} 件没有。" + ("每件取第一轮的评价。" if is_first else "每件取最后一轮的评价。"),
        f"{scale.printed().en}. n = {len(rated)} rated, {silent} not. " + ("Each case's rating of round 1." if is_first else "Each case's rating of its last round."),
    )
    return Block(id_, title, note, len(rated), (*figures.shared(parts, len(rated)), satisfied), "rating")


def _solved_at_once(cases: Sequence[CountedCase]) -> Block:
    closed = [case for case in cases if case.is_closed]
    at_once = items([case for case in closed if case.round == 1])
    note = Text(
        f"第一轮就办结且没有再开一轮的 ÷ 已办结的（n = {len(closed)}；提前结束的不算）。",
        f"Closed in round 1 without a further round ÷ closed (n = {len(closed)}; those that ended early don't count).",
    )
    line = figures.rate("once:yes", Text("一次性解决率", "Solved at once"), at_once, len(closed))
    return Block("once", Text("一次性解决", "Solved at once"), note, len(closed), (line,), "rates")


def _rounds(cases: Sequence[CountedCase]) -> Block:
    most = max((case.round for case in cases), default=1)
    parts = [
        (f"round:{number}", Text(f"第{number}轮", f"Round {number}"), items([case for case in cases if case.round == number]))
        for number in range(1, max(most, _ROUNDS_SHOWN - 1) + 1)
    ]
    note = Text("每件现在所在（或办结时）的轮次。", "The round each case is in, or was closed in.")
    return Block("round", Text("轮次分布", "By round"), note, len(cases), figures.shared(parts, len(cases)))


def _clocks(cases: Sequence[CountedCase], words: Words) -> Block:
    lines: list[Line] = []
    for name, label in words.clocks:
        runs = [(case, run) for case in cases for run in case.clocks if run.name == name]
        judged = sum(run.outcome in ("met", "breached") for _, run in runs)
        for outcome, word in (("met", Text("按时", "met")), ("breached", Text("超时", "breached"))):
            found = [Item(case, run.round) for case, run in runs if run.outcome == outcome]
            lines.append(figures.rate(f"clock:{name}:{outcome}", word, found, judged, group=label))
    note = Text(
        "按时 ÷（按时 + 超时）。还在走的、暂停的、取消的时限不算；已过时限还没停的算超时。每轮单独计时的按轮数。",
        "Met ÷ (met + breached). Clocks that still run, are paused or cancelled don't count; one that runs past its limit is breached. Clocks of rounds count per round.",
    )
    return Block("clock", Text("时限达成", "Time limits"), note, sum(line.count for line in lines), tuple(lines), "rates")


def _times(cases: Sequence[CountedCase], words: Words) -> Block:
    closed = [case for case in cases if case.is_closed]
    measured = [(case, (case.ended_at - case.received_at).total_seconds()) for case in closed if case.ended_at]
    lines = [figures.average("time:all", Text("全部", "All"), measured)]
    for value, label in words.types:
        lines.append(figures.average(f"time:{value}", label, [each for each in measured if each[0].type == value]))
    note = Text("从收到到办结的平均时长（日历时间，含等待客户）。", "Mean time from receipt to close (calendar time, waiting for customers included).")
    return Block("time", Text("平均处理时长", "Mean handling time"), note, len(closed), tuple(lines), "times")


def _stages(cases: Sequence[CountedCase], words: Words) -> Block:
    lines: list[Line] = []
    for number, stage in words.stages:
        been = [(case, case.stage_seconds[number]) for case in cases if number in case.stage_seconds]
        group = Text(f"{number} {stage.zh}", f"{number} {stage.en}")
        lines.append(figures.average(f"stage:{number}", Text("全部", "All"), been, group=group))
        for value, label in words.types:
            lines.append(figures.average(f"stage:{number}:{value}", label, [each for each in been if each[0].type == value], group=group))
    note = Text(
        "每个阶段有任务未完成的平均时长（重叠只算一次），按类型分列。",
        "Mean time in which a task of the stage was open (overlaps count once), by type.",
    )
    return Block("stage", Text("各阶段时长", "Time per stage"), note, sum(bool(case.stage_seconds) for case in cases), tuple(lines), "times")


def _problems(cases: Sequence[CountedCase], words: Words, rules: Rules) -> tuple[Block, Block]:
    counts = Counter(case.problem for case in cases if case.problem)
    ranked = sorted(counts, key=lambda problem: (-counts[problem], problem))
    lines = {
        problem: figures.rate(f"problem:{problem}", words.of(problem), items([case for case in cases if case.problem == problem]), len(cases))
        for problem in ranked
    }
    over = [lines[each] for each in ranked if figures.is_over(counts[each], len(cases), rules.share_over, rules.at_least)]
    top_note = Text(f"出现最多的 {rules.top} 个问题，占本月 {len(cases)} 件的比例。", f"The {rules.top} most frequent, of the month's {len(cases)} cases.")
    over_note = Text(
        f"占本月件数超过 {rules.share_over}% 的问题；分母 {len(cases)} 件，不足 {rules.at_least} 件不判断。",
        f"More than {rules.share_over}% of the month's cases; of {len(cases)}, and judged from {rules.at_least} cases on.",
    )
    top = tuple(lines[each] for each in ranked[: rules.top])
    return (
        Block("top", Text(f"高频问题 TOP {rules.top}", f"Most frequent problems, top {rules.top}"), top_note, len(cases), top),
        Block("over", Text(f"占比超过 {rules.share_over}% 的问题", f"Problems over {rules.share_over}%"), over_note, len(cases), tuple(over), "list"),
    )


def _unresolved(cases: Sequence[CountedCase], words: Words) -> Block:
    scale = words.scale
    unhappy = [case for case in cases if case.last_rating in scale.dissatisfied and not case.ended_as]
    said = [text for value, text in scale.values if value in scale.dissatisfied]
    zh, en = "、".join(text.zh for text in said), ", ".join(text.en for text in said)
    lines = (
        Line("unresolved:closed", Text(f"已办结，仍是“{zh}”", f'Closed, still "{en}"'), items([case for case in unhappy if case.is_closed])),
        Line("unresolved:open", Text(f"仍在处理，“{zh}”", f'Still open, "{en}"'), items([case for case in unhappy if not case.is_closed])),
    )
    note = Text(f"最近一次评价是“{zh}”的，每件都列出。", f'Every case whose latest rating is "{en}".')
    return Block("unresolved", Text(f"未解决的“{zh}”", f'Unresolved "{en}"'), note, len(unhappy), lines, "list")


def _leftovers(cases: Sequence[CountedCase]) -> Block:
    left = [case for case in cases if case.ended_at is None]
    lines = (Line("leftover:all", Text("本月收到、尚未归档", "Received this month, not archived"), items(left)),)
    return Block("leftover", Text("尚未归档", "Not archived yet"), Text("办结即归档；这里是还没办完的。", "Cases are archived when they close; these are not closed."), len(left), lines, "list")


def _departments(cases: Sequence[CountedCase], words: Words) -> Block:
    counts = Counter(case.department or "" for case in cases)
    ids = sorted(counts, key=lambda id_: (-counts[id_], id_))
    parts = [(f"department:{id_}", words.department(id_), items([case for case in cases if (case.department or "") == id_])) for id_ in ids]
    note = Text(f"占本月 {len(cases)} 件的比例。", f"Of the month's {len(cases)} cases.")
    return Block("department", Text("责任部门分布", "By department"), note, len(cases), figures.shared(parts, len(cases)))
