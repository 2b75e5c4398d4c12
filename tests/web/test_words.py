"""Both languages, everywhere: no sentence outside a pair, no pair with a half missing, no half in the wrong language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

WEB = Path(__file__).resolve().parents[2] / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SCRIPTS = sorted((WEB / "frontend/src").rglob("*.js"))
# Names of languages in themselves, units, keys of the keyboard, and the version's v: the same for every reader.
SAME_EVERYWHERE = {"English", "中文", "KB", "MB", "v", "JPG", "PNG", "PDF", "Excel", "Word", "Esc", "Ctrl", "Enter"}
CHINESE = re.compile(r"[一-鿿]")
WORD = re.compile(r"[A-Za-z]{2,}|[一-鿿]+|\bv\b")


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(WEB / "templates")))
def test_template_says_nothing_outside_a_pair(file):
    tree = jinja2.Environment().parse(file.read_text())

    said = {word for text in _texts(tree) for word in WORD.findall(text)} - SAME_EVERYWHERE

    assert said == set()


@pytest.mark.parametrize("file", [*TEMPLATES, *sorted(WEB.rglob("*.py"))], ids=lambda file: str(file.relative_to(WEB)))
def test_every_pair_has_both_halves_each_in_its_language(file):
    pairs = list(_template_pairs(file) if file.suffix == ".html" else _python_pairs(file))

    faults = [pair for pair in pairs if not _is_sound(*pair)]

    assert faults == []


def test_both_halves_take_the_same_values():
    pairs = [pair for file in TEMPLATES for pair in _template_pairs(file)]
    pairs += [pair for file in WEB.rglob("*.py") for pair in _python_pairs(file)]

    assert len(pairs) > 200
    assert [pair for pair in pairs if set(re.findall(r"{(\w+)}", pair[0])) != set(re.findall(r"{(\w+)}", pair[1]))] == []


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_script_says_nothing_itself(file):
    code = re.sub(r"//[^\n]*|/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)

    assert not CHINESE.search(code)
    assert re.findall(r"""textContent\s*=\s*["'`][^"'`$]*[A-Za-z]{2,}""", code) == []


def _texts(tree: nodes.Template) -> Iterator[str]:
    """What a reader would see of the template's own text: tags and their attributes left out, spoken attributes kept."""
    for block in tree.find_all(nodes.Block):
        if block.name.endswith(("_class", "_attributes")):
            block.body = []
    markup = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    for name in ("title", "aria-label", "placeholder", "alt"):
        yield from re.findall(rf'\b{name}="([^"]*)"', markup)
    outside_tags = re.sub(r"<!?[\w/][^<>]*>", " ", markup, flags=re.DOTALL)
    # Attributes that a macro writes for a tag elsewhere.
    yield re.sub(r'[\w:-]+="[^"]*"|&\w+;|(?<= )required\b', " ", outside_tags)


def _template_pairs(file: Path) -> Iterator[tuple[str, str]]:
    tree = jinja2.Environment().parse(file.read_text())
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            yield tuple(argument.value for argument in call.args)


def _python_pairs(file: Path) -> Iterator[tuple[str, str]]:
    for call in ast.walk(ast.parse(file.read_text())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("t", "Text"):
            values = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            if len(values) == len(call.args) == 2:
                yield values[0], values[1]


def _is_sound(zh: str, en: str) -> bool:
    is_word = bool(re.search(r"[A-Za-z]{2,}", en))
    return bool(zh.strip() or not en.strip()) and not CHINESE.search(en) and (bool(CHINESE.search(zh)) or not is_word)
