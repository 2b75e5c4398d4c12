"""Reads the elements of a DMN file into plain values."""

from __future__ import annotations

from engine.decisions.box_reading import named, read_box, read_cell, read_function, type_ref
from engine.decisions.boxes import (
    DecisionElement, Definitions, Element_, Import, InputElement, ItemDefinition, KnowledgeElement, NamedBox, ServiceElement,
    Variable,
)
from engine.decisions.reading import Element, child, children, name_of, read_xml, spaced, text_in

_REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")
_REQUIRED = ("requiredDecision", "requiredInput", "requiredKnowledge")


def read_definitions(xml: bytes, file: str) -> Definitions:
    """The model of a file. UnreadableDecisions."""
    root = read_xml(xml, file)
    elements: dict[str, Element_] = {}
    duplicates = []
    for element in children(root, *_READERS):
        made = _READERS[name_of(element)](element)
        if made.id in elements:
            duplicates.append(made.id)
        elements[made.id] = made
    return Definitions(
        file=file, namespace=root.get("namespace", ""), name=spaced(root.get("name")),
        imports=tuple(Import(each.get("namespace", ""), spaced(each.get("name"))) for each in children(root, "import")),
        items=tuple(_item(each) for each in children(root, "itemDefinition")),
        elements=elements, language=root.get("expressionLanguage", ""), duplicates=tuple(duplicates))


def _common(element: Element) -> dict:
    name = spaced(element.get("name"))
    variable = child(element, "variable")
    return {
        "id": element.get("id") or name, "name": name,
        "variable": Variable(spaced(variable.get("name")) if variable is not None and variable.get("name") else name,
                             type_ref(variable)),
        "requirements": tuple(_required(element)),
    }


def _required(element: Element):
    for requirement in children(element, *_REQUIREMENTS):
        for reference in children(requirement, *_REQUIRED):
            yield reference.get("href", "")


def _input(element: Element) -> InputElement:
    return InputElement(**_common(element))


def _decision(element: Element) -> DecisionElement:
    return DecisionElement(**_common(element), logic=read_box(element), question=text_in(element, "question"))


def _knowledge(element: Element) -> KnowledgeElement:
    logic = child(element, "encapsulatedLogic")
    return KnowledgeElement(**_common(element), logic=None if logic is None else read_function(logic))


def _service(element: Element) -> ServiceElement:
    def hrefs(name: str) -> tuple[str, ...]:
        return tuple(each.get("href", "") for each in children(element, name))
    return ServiceElement(**_common(element), outputs=hrefs("outputDecision"), input_decisions=hrefs("inputDecision"),
                          input_data=hrefs("inputData"))


_READERS = {
    "inputData": _input, "decision": _decision, "businessKnowledgeModel": _knowledge, "decisionService": _service,
}


def _item(element: Element) -> ItemDefinition:
    function = child(element, "functionItem")
    parameters: tuple[NamedBox, ...] = ()
    if function is not None:
        parameters = tuple(named(each) for each in children(function, "parameters"))
    return ItemDefinition(
        name=spaced(element.get("name")), id=element.get("id", ""), type_ref=text_in(element, "typeRef") or element.get("typeRef", ""),
        components=tuple(_item(each) for each in children(element, "itemComponent")),
        is_collection=element.get("isCollection") in ("true", "1"),
        allowed=read_cell(child(element, "allowedValues")), constraint=read_cell(child(element, "typeConstraint")),
        parameters=parameters, result="" if function is None else function.get("outputTypeRef", ""),
        is_function=function is not None)
