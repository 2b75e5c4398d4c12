"""package.toml to PackageSettings; what is wrong in it becomes reasons, and the rest is read on."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.errors import Text
from engine.model import retention
from engine.model.clock_rules import ClockDefinition
from engine.packages import settings
from engine.packages.case_rules import read_completeness, read_rules
from engine.packages.report_settings import read_report
from engine.packages.likeness_reading import read_merge, read_similar
from engine.packages.number_reading import read_numbers
from engine.packages.record_of import read_of
from engine.packages.settings import (
    CaseMessage,
    CustomerPage,
    PackageSettings,
    Priority,
    RegisterColumn,
    Retention,
    Satisfaction,
    Status,
    Type,
)
from engine.packages.scoring_reading import read_scoring
from engine.packages.texts import Texts
from engine.packages.toml_reading import Problems, Table
from engine.transports import PAGE, ROUTES

_DURATION = re.compile(r"P(\d+Y)?(\d+M)?(\d+D)?")
_MAX_CLOCKS = 40


def read_settings(id: str, file: Table, texts: Texts, problems: Problems) -> PackageSettings:
    about, groups = file.table("package"), file.table("groups")
    types = tuple(_type(each, texts) for each in file.tables("type"))
    read = PackageSettings(
        id=id,
        # A lone diagram says nothing of customers: strangers start only what its owner opened to them.
        is_public=about.flag("is_public", bool(about.values)),
        start_groups=about.texts("start_groups"),
        intake_groups=_groups(groups),
        types=tuple(each.value for each in types),
        type_details=types,
        priorities=tuple(_priority(each, texts) for each in file.tables("priority")),
        satisfaction=tuple(_satisfaction(each, texts) for each in file.tables("satisfaction")),
        statuses=tuple(_status(each, texts) for each in file.tables("status")),
        clocks=_clocks(file, texts, problems),
        case=_variables(file.table("case")),
        case_messages=tuple(_message(each, texts) for each in file.tables("case_message")),
        customer_page=_customer_page(file.table("customer_page"), texts),
        retention=_retention(file.table("retention"), problems),
        scoring=read_scoring(file.table("scoring"), texts),
        similar=read_similar(file.table("similar")),
        merge=read_merge(file.table("merge")),
        channels=_channels(file.table("channels")),
        completeness=read_completeness(file.tables("completeness"), texts),
        every_task_has=read_rules(file.table("rules")),
        owner=about.text("owner", ""),
        reports_on=about.text("reports_on", ""),
        report=read_report(file.table("report"), texts),
        **_register(file.table("register"), texts),
        **read_numbers(id, file.table("number"), problems),
    )
    _check_twice(read, problems)
    return read


def _groups(table: Table) -> tuple[str, ...]:
    """`intake` may name one group or several; the other keys are for the diagram's author to read."""
    intake = table.plain("intake", [])
    return tuple(each for each in ([intake] if isinstance(intake, str) else intake) if isinstance(each, str))


def _channels(table: Table) -> dict[str, str]:
    """The procedure's word for a channel -> how a message travels on it."""
    read = {word: table.choice(word, ROUTES, PAGE) for word in table.values}
    table.done()
    return read


def _value(table: Table) -> str:
    return table.text("value")


def _definition(table: Table, texts: Texts, kind: str, value: str) -> Text:
    return texts.text(("definition", value), table.text("definition", ""))


def _type(table: Table, texts: Texts) -> Type:
    value = _value(table)
    read = Type(value, texts.value(value), _definition(table, texts, "type", value), table.flag("is_complaint"))
    table.done()
    return read


def _priority(table: Table, texts: Texts) -> Priority:
    value = _value(table)
    read = Priority(value, table.whole("rank"), texts.value(value), _definition(table, texts, "priority", value))
    table.done()
    return read


def _satisfaction(table: Table, texts: Texts) -> Satisfaction:
    value = _value(table)
    read = Satisfaction(value, texts.value(value), table.flag("is_top"), table.flag("is_dissatisfied"))
    table.done()
    return read


def _status(table: Table, texts: Texts) -> Status:
    value = _value(table)
    read = Status(value, texts.value(value), table.flag("is_assumed"))
    table.done()
    return read


def _clocks(file: Table, texts: Texts, problems: Problems) -> tuple[ClockDefinition, ...]:
    read = tuple(_clock(each, texts) for each in file.tables("clock")[:_MAX_CLOCKS])
    names = {each.name for each in read}
    for each in read:
        if bool(each.limits) == bool(each.share_of):
            problems.add(each.name, "limits", "时钟要么有时限表，要么是另一个时钟的一部分。", "A clock has either a table of limits or a share of another clock.")
        if each.share_of and each.share_of not in names:
            problems.add(each.name, "share_of", f"没有名为“{each.share_of}”的时钟。", f"There is no clock '{each.share_of}'.")
    return read


def _clock(table: Table, texts: Texts) -> ClockDefinition:
    name, warn, share = table.text("name"), table.number("warn_share"), table.number("share")
    read = ClockDefinition(
        name=name,
        label=texts.clock(name, table.text("label")),
        start=table.texts("start"),
        stop=table.texts("stop"),
        pause=table.texts("pause"),
        per=table.choice("per", ("case", "round"), "case"),
        limits=table.text("limits", "") or None,
        counts_from_receipt=table.flag("counts_from_receipt"),
        warn_share=_share(table, "warn_share", warn),
        share_of=table.text("share_of", "") or None,
        share=_share(table, "share", share),
    )
    table.done()
    return read


def _share(table: Table, key: str, value: float | None) -> Decimal | None:
    if value is None:
        return None
    if not 0 < value < 1:
        table.problems.add(table.element, key, "应当大于 0、小于 1，例如 0.8。", "Should be above 0 and below 1, such as 0.8.")
        return None
    return Decimal(str(value))


def _variables(table: Table) -> dict[str, str]:
    read = {key: table.text(key, "") for key in settings.CASE_VARIABLES}
    table.done()
    return {key: variable for key, variable in read.items() if variable}


def _message(table: Table, texts: Texts) -> CaseMessage:
    name = table.text("name")
    read = CaseMessage(
        name=name,
        label=texts.text(("case_message", name), table.text("label")),
        form=table.text("form", "") or None,
        by=tuple(who for who in table.texts("by") if _is_sender(who, table)),
        ends_as=table.choice("ends_as", ("", *settings.MESSAGE_ENDS), "") or None,
    )
    table.done()
    return read


def _is_sender(who: str, table: Table) -> bool:
    if who not in settings.MESSAGE_SENDERS:
        allowed = ", ".join(settings.MESSAGE_SENDERS)
        table.problems.add(table.element, "by", f"“{who}”不认识，只能是：{allowed}。", f"'{who}' is unknown; one of: {allowed}.")
    return who in settings.MESSAGE_SENDERS


def _customer_page(table: Table, texts: Texts) -> CustomerPage:
    length = table.whole("code_length", 8)
    if not 6 <= length <= 32:
        table.problems.add(table.element, "code_length", "应在 6 到 32 之间。", "Should be between 6 and 32.")
        length = 8
    written = {key: texts.text(("customer_page", key), table.text(key, "")) for key in ("anonymous_name", "privacy_notice", "thanks")}
    promise = table.texts("promise")
    stages = tuple(texts.text(("customer_page", "stage", str(number)), zh) for number, zh in enumerate(table.texts("stages"), 1))
    said = table.table("promise_words")
    words = {name: texts.text(("customer_page", "promise", name), zh) for name in promise if (zh := said.text(name, ""))}
    said.done()
    table.done()
    return CustomerPage(length, promise=promise, promise_words=words, stages=stages, **{key: text for key, text in written.items() if text.zh})


def _register(table: Table, texts: Texts) -> dict[str, object]:
    name = table.text("name", "")
    columns = []
    for each in table.tables("columns"):
        label = each.text("label")
        columns.append(RegisterColumn(texts.text(("register", label), label), read_of(each)))
        each.done()
    table.done()
    return {"register_name": texts.text(("register", "name"), name), "register": tuple(columns)}


def _retention(table: Table, problems: Problems) -> Retention:
    read = {key: table.text(key, getattr(Retention(), key)) for key in ("case", "contact")}
    for key, value in read.items():
        if not _DURATION.fullmatch(value) or value == "P":
            problems.add("retention", key, "应当是期限，例如 P3Y 或 P180D。", "Should be a duration, such as P3Y or P180D.")
            read[key] = getattr(Retention(), key)
    if not retention.is_long_enough(read["case"]):
        problems.add("retention", "case", f"工单至少保存 {retention.SHORTEST_CASE_YEARS} 年。", f"A case is kept for {retention.SHORTEST_CASE_YEARS} years at least.")
    table.done()
    return Retention(**read)


def _check_twice(read: PackageSettings, problems: Problems) -> None:
    lists = {"type": read.types, "priority": [each.value for each in read.priorities], "status": [each.value for each in read.statuses],
             "satisfaction": [each.value for each in read.satisfaction], "clock": [each.name for each in read.clocks],
             "case_message": [each.name for each in read.case_messages]}
    for kind, values in lists.items():
        for value in {each for each in values if list(values).count(each) > 1}:
            problems.add(kind, "value", f"“{value}”出现了两次。", f"'{value}' occurs twice.")
