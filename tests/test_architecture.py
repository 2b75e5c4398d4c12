"""The house stands as it is drawn: import order, homes of libraries, sizes, words; and the checks can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import architecture
from tests.tools.source import Module, read_modules, tracked_files
from tests.tools.words import procedure_words, room_files, spoken_words

ROOT = Path(__file__).resolve().parent.parent
READABLE = 2_000_000


@pytest.fixture(scope="module")
def product() -> list[Module]:
    return read_modules(ROOT, ("engine", "web"))


@pytest.fixture(scope="module")
def everything() -> list[Module]:
    return read_modules(ROOT, ("engine", "web", "tests"))


@pytest.fixture(scope="module")
def tracked() -> list[tuple[str, str]]:
    return [(path, text) for path in tracked_files(ROOT) if (text := _text(ROOT / path)) is not None]


def test_imports_only_point_down(product):
    assert_none(architecture.wrong_imports(product))


def test_each_outside_library_has_one_home(product):
    assert_none(architecture.homeless_imports(product))


def test_no_module_hides_an_import_of_ours_in_a_function(product):
    assert_none(architecture.hidden_imports(product))


def test_no_modules_import_each_other_in_a_ring(product):
    assert_none(architecture.cycles(product))


def test_no_python_file_is_longer_than_a_reader_can_hold(everything):
    assert_none(architecture.long_files(everything))


def test_functions_are_short(product):
    assert_none(architecture.long_functions(product))


def test_the_first_line_of_each_file_says_what_lives_there(everything):
    assert_none(architecture.silent_files(everything))


def test_every_file_name_says_something(everything):
    assert_none(architecture.vague_names(everything))


def test_only_the_clock_reads_the_clock(product):
    assert_none(architecture.clock_reads(product))


def test_nothing_turns_text_into_running_python(product):
    assert_none(architecture.run_texts(product))


def test_no_tracked_file_names_a_registry_or_a_machine(tracked):
    assert_none(architecture.addresses(tracked))


def test_top_level_folders_are_the_house_s_own(tracked):
    assert_none(architecture.foreign_folders(path for path, _ in tracked))


def test_engine_and_web_know_no_word_of_any_procedure():
    words = procedure_words(ROOT / "processes")

    assert words, "the packages list their words"
    assert_none(spoken_words(words, room_files(ROOT, ("engine", "web"))))


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        ("wrong_imports", "engine/model/case.py", "from engine.store import tables"),
        ("wrong_imports", "engine/model/case.py", "from ..store import tables"),
        ("wrong_imports", "engine/bpmn/run.py", "import engine.decisions.tables"),
        ("wrong_imports", "engine/feel/run.py", "from engine.errors import Refused"),
        ("wrong_imports", "engine/commands/cases.py", "from web import pages"),
        ("wrong_imports", "engine/queries/inbox.py", "from engine.commands import cases"),
        ("wrong_imports", "engine/cupboard.py", ""),
        ("homeless_imports", "engine/model/case.py", "from sqlalchemy import select"),
        ("homeless_imports", "engine/store/tables.py", "import SpiffWorkflow.bpmn"),
        ("homeless_imports", "web/pages.py", "import left_pad"),
        ("hidden_imports", "engine/store/a.py", "def read():\n    from engine.store import b"),
        ("silent_files", "engine/store/a.py", "import os\n"),
        ("vague_names", "engine/store/utils.py", ""),
        ("vague_names", "engine/store/case_service.py", ""),
        ("clock_reads", "engine/store/a.py", "from datetime import datetime\nat = datetime.now()"),
        ("clock_reads", "engine/store/a.py", "import time\nat = time.time()"),
        ("run_texts", "engine/bpmn/a.py", "eval('1 + 1')"),
        ("run_texts", "engine/bpmn/a.py", "import pickle\npickle.loads(b'')"),
        ("long_files", "engine/store/a.py", "x = 1\n" * 301),
        ("long_functions", "engine/store/a.py", "def f():\n" + "    x = 1\n" * 51),
        ("long_functions", "engine/store/a.py", "def f():\n" + "    x = 1\n" * 9),
    ],
)
def test_check_finds_a_fault(check, path, text):
    faults = getattr(architecture, check)([Module(path, text)])

    assert len(faults) >= 1
    assert path.removesuffix(".py").split("/")[-1] in faults[0] or "median" in faults[0]


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        ("wrong_imports", "engine/store/cases.py", "from engine.model import states\nfrom engine.store import tables"),
        ("wrong_imports", "engine/process_engine.py", "from engine import bpmn, decisions"),
        ("homeless_imports", "engine/store/tables.py", "from sqlalchemy.orm import mapped_column\nimport os"),
        ("clock_reads", "engine/clock.py", "from datetime import datetime\nat = datetime.now()"),
        ("long_functions", "engine/store/a.py", "def f():\n    '''" + "\n" * 60 + "'''\n    return 1\n"),
    ],
)
def test_check_lets_the_right_thing_pass(check, path, text):
    assert getattr(architecture, check)([Module(path, text)]) == []


def test_an_import_for_types_alone_closes_no_ring():
    ring = [
        Module("engine/store/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from engine.store import b"),
        Module("engine/store/b.py", "from engine.store import a"),
    ]

    assert architecture.cycles(ring) == []


def test_ring_of_three_is_found():
    ring = [
        Module("engine/store/a.py", "from engine.store import b"),
        Module("engine/store/b.py", "from engine.store.c import thing"),
        Module("engine/store/c.py", "import engine.store.a"),
    ]

    assert architecture.cycles(ring) == ["engine.store.a -> engine.store.b -> engine.store.c -> engine.store.a"]


@pytest.mark.parametrize(
    "text",
    [
        '"resolved": ' + '"https://example.org/a.tgz"',
        "--index" + "-url https://example.org/simple",
        "cd /" + "work/main",
        "see py" + "pi.org",
    ],
)
def test_address_in_a_file_is_found(text):
    assert len(architecture.addresses([("lock", "first\n" + text)])) >= 1


def test_procedure_word_is_found_as_a_whole_text_or_inside_a_sentence():
    files = [("web/a.html", "<b>急</b> 着急"), ("engine/a.py", 'x = "这是很不好的"')]

    faults = spoken_words({"急", "很不好"}, files)

    assert faults == ["web/a.html:1: says 急", "engine/a.py:1: says 很不好"]


def test_folder_that_is_not_drawn_is_found():
    assert architecture.foreign_folders(["engine/a.py", "scripts/b.py", "Makefile"]) == [
        "scripts/: not one of the house's folders"
    ]


def assert_none(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)


def _text(file: Path) -> str | None:
    """The file as text; None for pictures and the like."""
    content = file.read_bytes()[:READABLE]
    return None if b"\0" in content else content.decode(errors="replace")
