"""The workbench speaks its reader's language to the last hint, in every editor and on every page; and everybody can use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.commands import package_drafts
from tests.browser.editors import hear_diagram, hear_form, hear_table
from tests.browser.owner import Owner
from tests.browser.served import Served
from tests.browser.visitor import PHONE, WIDE
from tests.browser.words import foreign, hear, is_foreign
from tests.workshop import PACKAGE, prepared_workshop, workshop

__all__ = ["prepared_workshop", "workshop"]

TABLE = Path(__file__).with_name("every_kind.dmn")
FORM = "forms/hand_out_tool.form"
EDITORS = ("diagram", f"files/{TABLE.name}", f"files/{FORM}")
PAGES = ("", "/difference", "/play", "/scenarios", "/deployment", "/files/package.toml", "/files/texts/en.toml", "/files/scenarios/lent_for_a_week.toml")
LANGUAGES = ("zh", "en")


@pytest.fixture
def served(workshop) -> Iterator[Served]:
    he_yun = workshop.person("he.yun")
    workshop.process_engine.execute(he_yun, package_drafts.begin, PACKAGE)
    workshop.process_engine.execute(he_yun, package_drafts.add_file, PACKAGE, TABLE.name, TABLE.read_bytes())
    serving = Served(workshop)
    yield serving
    serving.stop()


@pytest.fixture
def owner(visit):
    return lambda language, **wishes: Owner(visit(language=language, **wishes))


def test_what_is_in_another_language_is_found():
    assert [words for words in ("Add rule", "添加 rule", "FEEL 表达式", "“dayz”没有人写入", "flow_to_lent") if is_foreign(words, "zh")] == ["Add rule", "添加 rule"]
    assert [words for words in ("添加规则", "Add rule", "借用工具") if is_foreign(words, "en")] == ["添加规则"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_diagram_editor_says_nothing_in_another_language(owner, language):
    he_yun = owner(language).open_diagram()

    kinds = hear_diagram(he_yun.page)

    assert {"replace-with-user-task", "replace-with-timer-boundary", "Lane", "SequenceFlow"} <= set(kinds)
    assert foreign(he_yun.page, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_editor_says_nothing_in_another_language(owner, language):
    he_yun = owner(language).open_file(TABLE.name)

    hear_table(he_yun.page)

    assert foreign(he_yun.page, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_editor_says_nothing_in_another_language_and_begins_new_fields_in_the_reader_s(owner, language):
    he_yun = owner(language).open_file(FORM)

    kinds = hear_form(he_yun.page)

    assert {"textfield", "dynamiclist", "select", "table"} <= set(kinds)
    assert foreign(he_yun.page, language) == []
    assert [label for label in labels(he_yun.page) if is_foreign(label, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_workbench_say_nothing_in_another_language(owner, language):
    he_yun = owner(language)

    found = {}
    for path in ("/workbench/", *(f"{he_yun.home}{page}" for page in PAGES)):
        he_yun.visitor.open(path)
        open_folds(he_yun.page)
        hear(he_yun.page)
        found[path] = foreign(he_yun.page, language)

    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(("language", "width", "scheme"), [("zh", WIDE, "light"), ("en", PHONE, "dark")])
def test_everybody_can_use_the_editors(owner, language, width, scheme):
    he_yun = owner(language, width=width, scheme=scheme)

    faults = []
    for editor in EDITORS:
        he_yun.visitor.open(f"{he_yun.home}/{editor}")
        he_yun.wait_open()
        choose_something(he_yun.page)
        he_yun.panel()
        faults += [f"{editor}: {fault}" for fault in he_yun.visitor.axe()]
        faults += [f"{editor}: {wider} px wider than the window"] if (wider := he_yun.visitor.overflow()) else []

    assert faults == []


def labels(page: Page) -> list[str]:
    """What new fields are called, their options and columns with them."""
    return page.evaluate(
        """() => document.querySelector('[data-editor]').formEditor.get('formFieldRegistry').getAll()
        .flatMap(field => [field.label, field.dateLabel, field.text, ...(field.values ?? []).map(each => each.label), ...(field.columns ?? []).map(each => each.label)])
        .filter(Boolean)"""
    )


def open_folds(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def choose_something(page: Page) -> None:
    """A task of the diagram, a field of the form: so that the panel shows all it has."""
    page.evaluate(
        """() => {
            const { modeler, formEditor } = document.querySelector('[data-editor]');
            const task = modeler?.getActiveView ? null : modeler?.get('elementRegistry').get('hand_out_tool');
            if (task) modeler.get('selection').select(task);
            if (formEditor) formEditor.get('selection').set(formEditor.get('formFieldRegistry').getAll()[1]);
        }"""
    )
