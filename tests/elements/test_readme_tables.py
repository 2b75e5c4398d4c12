"""The tables in the room's README are what the tests say."""

from __future__ import annotations

import pytest

from engine.bpmn.dialect import WORDS
from tests.elements.element_table import README, SILENT_FAULTS, names_of_tests, with_tables


def test_the_tables_are_those_of_the_tests():
    text = README.read_text(encoding="utf-8")

    assert with_tables(text) == text, "run: python -m tests.elements.element_table"


def test_each_of_our_words_is_explained():
    text = README.read_text(encoding="utf-8")

    assert {name for name in WORDS if f"`huixiang:{name}`" in text} == WORDS.keys()


@pytest.mark.parametrize("test", SILENT_FAULTS.values())
def test_each_silent_fault_has_its_test(test):
    file, name = test.split("::")

    assert name in names_of_tests(file)
