"""What SpiffWorkflow executes for one definition: parsed once, shared by every instance and thread, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.definition import Definition
from engine.bpmn.parser import DialectParser, called_scope
from engine.bpmn.script_engine import FeelScriptEngine
from engine.bpmn.specs.scope import ScopeSpec
from engine.bpmn.translation import translate
from engine.bpmn.xml_reading import read_xml

_SCOPES = ("sub_process", "event_sub_process", "transaction")


@dataclass(frozen=True)
class Specification:
    """The process's own scope, and those of its sub-processes by element id."""

    process: ScopeSpec
    scopes: Mapping[str, ScopeSpec]
    script_engine: FeelScriptEngine


def specify(definition: Definition) -> Specification:
    """Run SpiffWorkflow's parser over the translated diagram, and over those it calls."""
    process, scopes = _parsed(definition, definition)
    for process_id, called in definition.called.items():
        scopes[called_scope(process_id)], inner = _parsed(definition, called, process_id)
        scopes |= inner
    return Specification(process, scopes, FeelScriptEngine())


def _parsed(definition: Definition, file: Definition, called_as: str | None = None) -> tuple[ScopeSpec, dict[str, ScopeSpec]]:
    """The scope of a file's process, and those of its sub-processes by element id."""
    parser = DialectParser(definition, called_as)
    parser.add_bpmn_xml(read_xml(translate(file.xml)), file.file)
    process = parser.get_spec(file.process_id)
    # Parents stand before what is in them, and reading a parent is what makes its children known to the parser.
    inside = [id_ for id_, element in file.own_elements() if element.kind in _SCOPES]
    return process, {parser.element(id_).id: parser.get_spec(id_) for id_ in inside}
