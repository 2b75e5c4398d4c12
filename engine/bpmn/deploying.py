"""The two questions a package asks of its diagram: what does it say, and why can't it run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from lxml import etree

from engine.bpmn.calling import called_by, circles, with_called
from engine.bpmn.definition import Definition
from engine.bpmn.element_reading import properties_of
from engine.bpmn.gate.details import check_details, check_flow_words
from engine.bpmn.gate.feel_texts import check_feel
from engine.bpmn.gate.findings import Findings
from engine.bpmn.gate.structure import check_structure
from engine.bpmn.gate.vocabulary import check_vocabulary
from engine.bpmn.gate.written_names import check_written_names
from engine.bpmn.namespaces import bpmn
from engine.bpmn.reading import executable_process, read_tree, sequence_flows
from engine.bpmn.specification import specify
from engine.bpmn.xml_reading import UnreadableXml, read_xml
from engine.errors import Reason

_ID = re.compile(r"[^\W\d][\w.-]{0,99}\Z")


def read_definition(xml: bytes, file: str, called: Mapping[str, bytes] = MappingProxyType({}), *, is_run: bool = True) -> Definition:
    """The definition with its specification: parse once, keep, share. For files that passed `reasons`.

    `called`: process id -> diagram of each process that a call activity may run, all of one package version.
    `is_run` False: what the file says, and no specification, which costs most of the time.
    """
    if not is_run:
        return read_tree(read_xml(xml), xml, file)
    definition = with_called(read_tree(read_xml(xml), xml, file), lambda id_: read_tree(read_xml(called[id_]), called[id_], id_))
    return replace(definition, specification=specify(definition))


def reasons(xml: bytes, file: str, *, form_ids: Iterable[str], decision_ids: Iterable[str], known_job_types: Mapping[str, Collection[str]] = MappingProxyType({}),
            clock_names: Iterable[str] | None = None, form_fields: Mapping[str, Collection[str]] | None = None,
            known_names: Collection[str] = (), called_processes: Mapping[str, Collection[str]] = MappingProxyType({}),
            sends_signals: bool = False) -> list[Reason]:
    """Why the diagram can't be deployed (errors) and what its owner should know (warnings); [] when all is well.

    `clock_names`: the package's clocks, so that `clocks.<name>` can be checked. `form_fields`: the names each form writes,
    and `known_names` those the product writes, so that unwritten names are found. None leaves the check out.
    `known_job_types`: type of each job that the product does itself -> the names of its result variables.
    `called_processes`: id of each process that may be called -> ids of those it calls itself.
    `sends_signals`: whether the host takes `signal_thrown` to all other instances, as the standard wants it.
    """
    findings = Findings(file)
    try:
        root = read_xml(xml)
    except UnreadableXml as error:
        findings.refuse("", "xml", error.text.zh, error.text.en)
        return findings.reasons
    check_vocabulary(root, findings)
    process = executable_process(root)
    if process is None:
        findings.refuse("", "process", "文件中没有流程。", "The file holds no process.")
        return findings.reasons
    if not _is_executable(root, process, findings):
        return findings.reasons
    _check_ids(root, findings)
    if findings.has_errors:
        return findings.reasons
    definition = read_tree(root, xml, file)
    check_structure(definition, findings)
    check_details(definition, findings, form_ids, decision_ids, called_processes, sends_signals)
    _check_circles(definition, called_processes, findings)
    check_flow_words(definition, {flow.get("id", ""): dict(properties_of(flow)) for flow in sequence_flows(process)}, findings)
    check_feel(definition, findings, clock_names)
    if form_fields is not None and not findings.has_errors:
        check_written_names(definition, findings, form_fields, known_names, known_job_types)
    return findings.reasons


def _check_circles(definition: Definition, called_processes: Mapping[str, Collection[str]], findings: Findings) -> None:
    calls = {id_: set(others) for id_, others in called_processes.items()} | {definition.process_id: called_by(definition)}
    if circles(definition.process_id, calls):
        findings.refuse(definition.process_id, "callActivity", "流程直接或间接调用了自己。", "The process calls itself, directly or through others.")


def _is_executable(root: etree._Element, process: etree._Element, findings: Findings) -> bool:
    if process.get("isExecutable") != "true":
        findings.refuse(process.get("id", ""), "isExecutable", "流程没有标记为可执行。", "The process isn't marked as executable.")
    if sum(each.get("isExecutable") == "true" for each in root.iterchildren(bpmn("process"))) > 1:
        findings.refuse(process.get("id", ""), "process", "文件中有多个可执行的流程，一个文件只能有一个。", "The file holds several executable processes; a file may hold one.")
    return not findings.has_errors


def _check_ids(root: etree._Element, findings: Findings) -> None:
    ids = Counter(node.get("id") for node in root.iter(etree.Element) if node.get("id"))
    for id_, count in ids.items():
        if count > 1:
            findings.refuse(id_, "id", f"id “{id_}”用了不止一次。", f"The id '{id_}' is used more than once.")
    for node in executable_process(root).iter(etree.Element):
        if (id_ := node.get("id")) is not None and not _ID.match(id_):
            findings.refuse(id_[:60], "id", f"id “{id_[:60]}”不能这样写：以字母开头，只用字母、数字、_、-、.，最多 100 个字符。",
                            f"The id '{id_[:60]}' can't be written like this: a letter first, then letters, digits, _, - and ., at most 100 characters.")
        for attribute in ("messageRef", "errorRef", "escalationRef", "signalRef", "default"):
            if (wanted := node.get(attribute)) and wanted not in ids:
                owner = node.get("id") or node.getparent().get("id", "")
                findings.refuse(owner, attribute, f"“{owner}”指向的“{wanted}”不存在。", f"'{owner}' refers to '{wanted}', which doesn't exist.")
