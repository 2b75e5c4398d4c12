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
    scopes = {id_: parser.get_spec(id_) for id_ in list(parser.process_parsers) if id_ != definition.process_id}
    return Specification(process, scopes, FeelScriptEngine())
