"""The two questions a package asks of its diagram: what does it say, and why can't it run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.bpmn.definition import Definition
from engine.bpmn.reading import read_tree
from engine.bpmn.specification import specify
from engine.bpmn.xml_reading import read_xml
from engine.errors import Reason


def read_definition(xml: bytes, file: str) -> Definition:
    """The definition with its specification: parse once, keep, share. For files that passed `reasons`."""
    definition = read_tree(read_xml(xml), xml, file)
    return replace(definition, specification=specify(definition))


def reasons(xml: bytes, file: str, *, form_ids: Iterable[str], decision_ids: Iterable[str], known_job_types: Iterable[str] = ()) -> list[Reason]:
    return []
