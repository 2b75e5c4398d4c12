"""Checks that every name an expression reads is written somewhere: a typing error in a condition is found before any case meets it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from engine.bpmn.definition import Definition, Element
from engine.bpmn.gate.feel_texts import expressions_of
from engine.bpmn.gate.findings import Findings
from engine.bpmn.variables import READ_ONLY
from engine.errors import Text
from engine.model.did_you_mean import did_you_mean

_LOOP_NAMES = frozenset({"loopCounter", *(f"{prefix}{name}" for prefix in ("numberOf", "nrOf")
                         for name in ("Instances", "ActiveInstances", "CompletedInstances", "TerminatedInstances"))})

# Names for which a likely one is looked up: nobody reads more, and each is compared with every known name.
_MOST_HINTS = 200
_NO_HINT = Text("", "")


def check_written_names(definition: Definition, findings: Findings, form_fields: Mapping[str, Collection[str]], known: Collection[str],
                        job_results: Mapping[str, Collection[str]]) -> None:
    """An error when every possible writer is closed; a warning when work from outside might still write the name.

    `form_fields`: the keys that each form writes; `known`: names that the product itself puts into a case;
    `job_results`: what jobs of these types give.
    """
    written, open_writers = names_written(definition, form_fields, known, job_results)
    hints = cache(lambda name: did_you_mean(name, written) if hints.cache_info().currsize < _MOST_HINTS else _NO_HINT)
    for owner, field, expression in expressions_of(definition):
        local = _LOOP_NAMES if definition.elements.get(owner) and definition.elements[owner].loop else frozenset()
        for name in sorted(expression.names - written - local):
            _unwritten(name, owner, field, hints(name), open_writers, findings)


def names_written(definition: Definition, form_fields: Mapping[str, Collection[str]], known: Collection[str],
                  job_results: Mapping[str, Collection[str]]) -> tuple[set[str], list[Element]]:
    """Every name that an expression may read, and the elements at which work from outside may write others."""
    written = set(known) | set(READ_ONLY)
    for element in definition.elements.values():
        written |= _names_written_by(element, form_fields) | set(job_results.get(element.job_type or "", ()))
    open_writers = [element for element in definition.elements.values() if element.job_type not in job_results and _is_open(element, form_fields)]
    return written, open_writers


def _names_written_by(element: Element, form_fields: Mapping[str, Collection[str]]) -> set[str]:
    names = {mapping.target.split(".")[0] for mapping in (*element.inputs, *element.outputs)}
    names |= {name for name in (element.result_variable,) if name}
    if element.form_id:
        names |= set(form_fields.get(element.form_id, ()))
    if element.loop is not None:
        names |= {name for name in (element.loop.element, element.loop.output_collection) if name} | _LOOP_NAMES
    return names


def _is_open(element: Element, form_fields: Mapping[str, Collection[str]]) -> bool:
    """Whether work at the element may write names that the diagram doesn't tell."""
    if element.outputs:
        return False
    is_plain_start = element.kind == "start_event" and element.event is None and element.parent_id is None
    if element.kind == "user_task" or is_plain_start:
        return element.form_id not in form_fields
    return bool(element.job_type) or element.kind == "receive_task" or (element.event == "message" and element.kind != "end_event")


def _unwritten(name: str, owner: str, field: str, hint: Text, open_writers: list[Element], findings: Findings) -> None:
    if open_writers:
        writer = open_writers[0].name or open_writers[0].id
        findings.warn(owner, field, f"“{owner}”读取“{name}”，图中没有任何元素写入它；只有“{writer}”这样来自外部的工作可能写入。{hint.zh}",
                      f"'{owner}' reads '{name}', which nothing in the diagram writes; only work from outside such as '{writer}' might.{hint.en}")
    else:
        findings.refuse(owner, field, f"“{owner}”读取“{name}”，但没有任何表单、映射或决策写入它。{hint.zh}",
                        f"'{owner}' reads '{name}', but no form, mapping or decision writes it.{hint.en}")
