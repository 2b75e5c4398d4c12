"""What is written down is true: commands, settings, versions, links and words in the documents stand in the product too."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from engine.model.audit_kinds import AUDIT_KINDS
from tests.tools.source import tracked_files

ROOT = Path(__file__).resolve().parent.parent
FRONT = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*FRONT, "CHANGELOG.md", "engine/README.md", "web/README.md", "processes/README.md")
SETTING = re.compile(r"\b(?:HUIXIANG_[A-Z_]+|DATABASE_URL)\b")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_command_in_a_document_is_a_target(document):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))

    named = set(re.findall(r"\bmake ([a-z]+)\b(?=`|\s+#)", read(document)))

    assert named <= targets


def test_readme_names_every_make_command_a_person_would_want():
    documented = set(re.findall(r"^([a-z]+):.*##", read("Makefile"), re.MULTILINE)) - {"help", "clean"}

    assert documented == set(re.findall(r"make ([a-z]+)\b", read("README.md"))) - {"help", "clean"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_huixiang_command_in_a_document_is_one_of_the_program(document):
    named = set(re.findall(r"(?:^|`)huixiang ([a-z]+)", read(document), re.MULTILINE))

    assert named <= program_words()


def test_settings_are_documented_and_nothing_else_is():
    used = set(SETTING.findall("".join(read(path) for path in tracked_files(ROOT) if is_product_code(path))))

    for document in FRONT:
        assert set(SETTING.findall(read(document))) == used, document


def test_changelog_begins_with_the_version_of_the_product():
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]

    assert re.findall(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)[0] == version


def test_both_languages_have_the_same_parts_commands_and_tables():
    english, chinese = (read(document) for document in FRONT)

    for part in (r"^(#+) ", r"^(make \w+|huixiang [\w ]+?)\s+#", r"^\| `([^`]+)`"):
        assert re.findall(part, english, re.MULTILINE) == re.findall(part, chinese, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_to_a_file_leads_somewhere(document):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(document))

    missing = [target for target in targets if not ((ROOT / document).parent / target).exists()]

    assert missing == []


def test_every_audit_kind_is_documented_in_the_engine():
    described = set(re.findall(r"`([a-z_]+)`", read("engine/README.md")))

    assert set(AUDIT_KINDS) - described == set()


def test_our_own_words_in_a_diagram_are_the_documented_ones():
    in_code = set(re.findall(r"huixiang:(\w+)", "".join(read(path) for path in tracked_files(ROOT)
                                                        if path.startswith("engine/bpmn/"))))

    documented = set(re.findall(r"huixiang:(\w+)", read("processes/README.md")))

    assert in_code == documented


def is_product_code(path: str) -> bool:
    return path.endswith(".py") and path.startswith(("engine/", "web/"))


@cache
def program_words() -> set[str]:
    """First words that the command line understands, as its own help lists them."""
    shown = subprocess.run([sys.executable, "-m", "engine.cli", "--help"], cwd=ROOT, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stderr
    return set(re.findall(r"^    ([a-z]+)  ", shown.stdout, re.MULTILINE))


def read(path: str) -> str:
    return (ROOT / path).read_text()
