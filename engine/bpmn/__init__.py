"""BPMN on SpiffWorkflow, made exact: read a diagram, say why it can't run, run it. The home of SpiffWorkflow and of BPMN's XML."""

from engine.bpmn.deploying import read_definition, reasons
from engine.bpmn.definition import Definition, Element, Flow, Loop, Stage
from engine.bpmn.execution import Execution, restore, start
from engine.bpmn.gate.written_names import names_written
from engine.bpmn.happenings import (
    KINDS,
    Happening,
    Host,
    OpenIncident,
    OpenJob,
    OpenSignal,
    OpenSubscription,
    OpenTask,
    OpenTimer,
)
from engine.bpmn.keeping import is_kept, kept_payload
from engine.bpmn.overlay import overlay
from engine.bpmn.snapshot import UnknownSnapshot
from engine.bpmn.translation import translate
from engine.bpmn.xml_reading import UnreadableXml

__all__ = [
    "Definition", "Element", "Execution", "Flow", "Happening", "Host", "KINDS", "Loop", "OpenIncident", "OpenJob", "OpenSignal", "OpenSubscription", "OpenTask",
    "OpenTimer", "Stage", "UnknownSnapshot", "UnreadableXml", "is_kept", "kept_payload", "names_written", "overlay", "read_definition", "reasons", "restore", "start", "translate",
]
