"""Reads the DMN Technology Compatibility Kit: models, cases, and the values they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from engine.feel import FeelDate, FeelDateTime, FeelTime
from engine.feel.durations import parse_duration

FOLDER = Path(os.environ.get("HUIXIANG_TCK") or Path(__file__).resolve().parents[3] / "shared" / "tck")
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True)
class Case:
    """One expected result: of a decision or a service in a model, for inputs."""

    level: str
    folder: str
    model: Path
    id: str
    kind: str                   # decision, decisionService, bkm
    asked: str                  # the name of what is evaluated
    result: str                 # the name of the result that is looked at
    inputs: dict[str, object]
    expected: object
    is_error: bool

    @property
    def name(self) -> str:
        return f"{self.folder}/{self.id}/{self.result}"


def all_cases(level: str) -> Iterator[Case]:
    """Every expected result of a level, such as "2"."""
    for folder in sorted((FOLDER / f"compliance-level-{level}").glob("*")):
        for file in sorted(folder.glob("*.xml")):
            yield from _cases_of(file, level)


def _cases_of(file: Path, level: str) -> Iterator[Case]:
    root = etree.parse(str(file)).getroot()
    model = file.parent / (_text(root, "modelName") or f"{file.parent.name}.dmn")
    for case in _children(root, "testCase"):
        inputs: dict[str, object] = {node.get("name"): _value(node) for node in _children(case, "inputNode")}
        for result in _children(case, "resultNode"):
            expected = next(iter(_children(result, "expected")), None)
            kind = case.get("type") or "decision"
            yield Case(level, file.parent.name, model, case.get("id"), kind,
                       case.get("invocableName") if kind != "decision" else result.get("name"), result.get("name"), inputs,
                       None if expected is None else _value(expected), result.get("errorResult") == "true")


def _children(element, name: str) -> list:
    return [child for child in element if isinstance(child.tag, str) and etree.QName(child).localname == name]


def _text(element, name: str) -> str:
    return "".join("".join(child.itertext()) for child in _children(element, name)).strip()


def _value(node) -> object:
    if node.get(_NIL) == "true":
        return None
    for child in node:
        if not isinstance(child.tag, str):
            continue
        kind = etree.QName(child).localname
        if kind == "value":
            return _single(child)
        if kind == "list":
            return None if child.get(_NIL) == "true" else [_value(item) for item in _children(child, "item")]
    return {component.get("name"): _value(component) for component in _children(node, "component")} or None


def _single(element) -> object:
    if element.get(_NIL) == "true":
        return None
    kind = (element.get(_TYPE) or "").rpartition(":")[2]
    text = element.text or ""
    return _READERS.get(kind, str)(text if kind == "string" else text.strip())


_READERS = {
    "decimal": Decimal, "double": Decimal, "float": Decimal, "integer": Decimal, "int": Decimal, "long": Decimal,
    "boolean": lambda text: text in ("true", "1"), "date": FeelDate.parse, "time": FeelTime.parse,
    "dateTime": FeelDateTime.parse, "duration": parse_duration,
}
