"""Why a package can't be deployed as far as this room can tell: what settings, rows, scenarios and texts point to must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from engine.errors import Reason, Text
from engine.model import forms
from engine.model.did_you_mean import did_you_mean
from engine.model.form_schema import all_fields
from engine.model.forms import Form
from engine.packages import task_paths
from engine.packages.bundle import PackageFiles
from engine.packages.documents import texts_of as texts_of_document
from engine.packages.drawing import Drawing, Job, read_drawing
from engine.packages.job_checks import job_reasons
from engine.packages.messages import texts_of as texts_of_message
from engine.packages.package import Package, read_package
from engine.packages.report_settings import texts_of_report
from engine.packages.rows import NEEDS_ELEMENT, lost_element
from engine.packages.scenarios import MUST_FAIL, verb_of
from engine.packages.texts import ENGLISH


def reasons(files: PackageFiles) -> list[Reason]:
    """Errors and warnings of a readable package. Raises Unreadable."""
    package = read_package(files)
    drawing = read_drawing(package.xml)
    return [
        *package.warnings,
        *_forms(package),
        *_clocks(package, drawing),
        *_case_messages(package, drawing),
        *_promises(package),
        *_scoring_and_likeness(package, drawing),
        *_documents(package, drawing),
        *_completeness(package, drawing),
        *task_paths.reasons(package.process_file, package.xml, package.settings.every_task_has, package.settings.clocks),
        *job_reasons(package, _jobs(package, drawing)),
        *_rows(package, drawing),
        *_scenarios(package, drawing),
        *_translations(package, drawing),
    ]


def _forms(package: Package) -> Iterator[Reason]:
    """Errors have been found by reading; what is left are warnings."""
    for file, content in package.form_files.items():
        yield from forms.reasons(content, file)


def _clocks(package: Package, drawing: Drawing) -> Iterator[Reason]:
    decisions = {PurePosixPath(name).stem for name in package.decision_files}
    for clock in package.settings.clocks:
        for field in ("start", "stop", "pause"):
            yield from _missing("package.toml", clock.name, field, getattr(clock, field), drawing.elements)
        if clock.limits and clock.limits not in decisions:
            yield _reason("package.toml", clock.name, "limits", f"没有决策表“{clock.limits}”。", f"There is no decision table '{clock.limits}'.")


def _case_messages(package: Package, drawing: Drawing) -> Iterator[Reason]:
    for message in package.settings.case_messages:
        if message.form and message.form not in package.forms:
            yield _reason("package.toml", message.name, "form", f"没有表单“{message.form}”。", f"There is no form '{message.form}'.")
        if message.name not in drawing.messages:
            yield _reason("package.toml", message.name, "name", f"流程图里没有消息“{message.name}”。", f"The diagram has no message '{message.name}'.")


def _promises(package: Package) -> Iterator[Reason]:
    names = {clock.name for clock in package.settings.clocks}
    for name in package.settings.customer_page.promise:
        if name not in names:
            yield _reason("package.toml", "customer_page", "promise", f"没有时钟“{name}”。", f"There is no clock '{name}'.")


def _completeness(package: Package, drawing: Drawing) -> Iterator[Reason]:
    for each in package.settings.completeness:
        yield from _missing("package.toml", each.label.zh, "elements", each.elements, drawing.elements)


def _documents(package: Package, drawing: Drawing) -> Iterator[Reason]:
    for document in package.documents:
        yield from _missing("documents.toml", document.id, "after", document.after, drawing.elements)
        yield from _missing("documents.toml", document.id, "signed_by", document.signed_by, [work.element for work in drawing.work])


def _jobs(package: Package, drawing: Drawing) -> Iterator[tuple[str, Job]]:
    """Of the package's own diagram and of those it may call."""
    yield from ((package.process_file, job) for job in drawing.jobs)
    for file, xml in package.called_files.items():
        yield from ((file, job) for job in read_drawing(xml).jobs)


def _scoring_and_likeness(package: Package, drawing: Drawing) -> Iterator[Reason]:
    settings = package.settings
    if settings.scoring:
        yield from _missing("package.toml", "scoring", "task", [settings.scoring.task], drawing.elements)
    if settings.similar:
        yield from _missing("package.toml", "similar", "at", settings.similar.at, drawing.elements)


def _rows(package: Package, drawing: Drawing) -> Iterator[Reason]:
    decisions = {PurePosixPath(name).stem for name in package.decision_files}
    for row in package.rows:
        if row.is_mandatory:
            yield from (lost_element(package.process_file, row, each) for each in row.elements if each not in drawing.elements)
        else:
            yield from _missing("rows.toml", row.id, "elements", row.elements, drawing.elements)
        yield from _missing("rows.toml", row.id, "forms", row.forms, package.forms)
        yield from _missing("rows.toml", row.id, "decisions", row.decisions, decisions)
        if row.kind in NEEDS_ELEMENT and not (row.elements or row.forms or row.decisions):
            yield _reason("rows.toml", row.id, "elements", "这一行需要一个元素。", "This row needs an element.")


def _scenarios(package: Package, drawing: Drawing) -> Iterator[Reason]:
    rows = {row.id for row in package.rows}
    for scenario in package.scenarios:
        file = f"scenarios/{scenario.name}.toml"
        if rows:
            yield from _missing(file, scenario.name, "rows", scenario.rows, rows)
        for number, step in enumerate(scenario.steps, 1):
            named = [each for each in _elements_of(step) if isinstance(each, str)]
            yield from _missing(file, f"step {number}", verb_of(step) or "", named, drawing.elements)


def _elements_of(step: Mapping[str, Any]) -> Iterator[Any]:
    verb = verb_of(step)
    if verb in MUST_FAIL and isinstance(step[verb], dict):
        yield from _elements_of(step[verb])
    elif verb in ("complete", "claim", "assign"):
        yield step[verb]
    elif verb == "expect" and isinstance(step[verb], dict):
        expected = step[verb]
        yield from (*expected.get("at", ()), *expected.get("not_at", ()), *expected.get("path", ()), *expected.get("tasks", ()))
        if "end" in expected:
            yield expected["end"]


def _translations(package: Package, drawing: Drawing) -> Iterator[Reason]:
    """Warnings: what has no English, and English for what is no longer there."""
    wanted = set(_texts_of(package, drawing))
    if not package.texts.paths:
        return
    for path in sorted(wanted - package.texts.paths):
        yield _reason(ENGLISH, ".".join(path[:-1]), path[-1], "还没有英文。", "Has no English yet.", "warning")
    # A word under `value` may come from a table or an expression; columns and names of tables stand in the tables.
    for path in sorted(each for each in package.texts.paths - wanted - drawing.drawn if each[0] not in ("value", "column", "decision")):
        yield _reason(ENGLISH, ".".join(path[:-1]), path[-1], "没有对应的中文。", "Nothing in Chinese to translate.", "warning")


def _texts_of(package: Package, drawing: Drawing) -> Iterator[tuple[str, ...]]:
    yield ("package", "name")
    if package.summary.zh:
        yield ("package", "summary")
    yield from drawing.texts
    yield from _texts_of_settings(package)
    yield from texts_of_report(package.settings.report)
    for document in package.documents:
        yield from texts_of_document(document)
    for message in package.messages:
        yield from texts_of_message(message)
    for id_, form in package.forms.items():
        yield from _texts_of_form(id_, form)


def _texts_of_settings(package: Package) -> Iterator[tuple[str, ...]]:
    settings = package.settings
    words = (*settings.type_details, *settings.priorities)
    yield from (("value", each.value) for each in (*words, *settings.satisfaction, *settings.statuses))
    yield from (("definition", each.value) for each in words if each.definition.zh)
    yield from (("clock", each.name) for each in settings.clocks)
    yield from (("case_message", each.name) for each in settings.case_messages)
    yield from (("register", each.label.zh) for each in settings.register)
    yield from (("completeness", each.label.zh) for each in settings.completeness)
    if settings.scoring:
        yield from (("scoring", each.key) for each in settings.scoring.dimensions)
        yield from (("value", each.value) for each in settings.scoring.levels)
    if settings.register_name.zh:
        yield ("register", "name")
    page = settings.customer_page
    yield from (("customer_page", key) for key in ("anonymous_name", "privacy_notice", "thanks") if getattr(page, key).zh)
    yield from (("customer_page", "stage", str(number)) for number, _ in enumerate(page.stages, 1))
    yield from (("customer_page", "promise", name) for name in page.promise_words)


def _texts_of_form(id_: str, form: Form) -> Iterator[tuple[str, ...]]:
    for field in all_fields(form.fields):
        path = ("form", id_, field.text_key)
        yield from ((*path, what) for what in ("label", "description", "text") if getattr(field, what))
        yield from ((*path, what) for what in ("example", "help") if field.properties.get(what))
        yield from ((*path, "column", key) for key, _ in field.columns)
        yield from ((*path, "option", str(option.value)) for option in field.options)


def _missing(file: str, element: str, field: str, named: Iterable[str], known: Iterable[str]) -> Iterator[Reason]:
    known = set(known)
    for each in named:
        if each not in known:
            hint = did_you_mean(each, known)
            yield _reason(file, element, field, f"没有“{each}”。{hint.zh}", f"There is no '{each}'.{hint.en}")


def _reason(file: str, element: str, field: str, zh: str, en: str, severity: str = "error") -> Reason:
    return Reason(file, element, field, Text(zh, en), severity)
