"""What SpiffWorkflow executes for one definition: parsed once, shared by every instance and thread, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.definition import Definition
from engine.bpmn.parser import DialectParser
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
    """Run SpiffWorkflow's parser over the translated diagram."""
    parser = DialectParser(definition)
    parser.add_bpmn_xml(read_xml(translate(definition.xml)), definition.file)
    process = parser.get_spec(definition.process_id)
    # Parents stand before what is in them, and reading a parent is what makes its children known to the parser.
    scopes = {element.id: parser.get_spec(element.id) for element in definition.elements.values() if element.kind in _SCOPES}
    return Specification(process, scopes, FeelScriptEngine())
