"""Reads boxed expressions: every form that DMN 1.1 to 1.5 has."""

from __future__ import annotations

from collections.abc import Callable

from engine.decisions.boxes import (
    Box, Cell, ConditionalBox, ContextBox, FilterBox, FunctionBox, InputColumn, InvocationBox, IteratorBox, ListBox,
    LiteralBox, NamedBox, OutputColumn, RelationBox, Rule, TableBox,
)
from engine.decisions.reading import Element, child, children, name_of, spaced, text_in


def read_box(parent: Element | None) -> Box | None:
    """The boxed expression directly below an element, or None."""
    found = None if parent is None else child(parent, *_READERS)
    return None if found is None else _READERS[name_of(found)](found)


def type_ref(element: Element | None) -> str:
    """The type an element names; DMN 1.1 wrote the built-in ones with a prefix."""
    if element is None:
        return ""
    return without_prefix(element.get("typeRef", "") or text_in(element, "typeRef"), element)


def without_prefix(name: str, element: Element) -> str:
    """`feel:number` is `number`; another prefix that stands for a namespace goes as well."""
    prefix, colon, local = name.strip().partition(":")
    return spaced(local) if colon and (prefix == "feel" or prefix in element.nsmap) else spaced(name)


def _base(element: Element) -> dict:
    return {"id": element.get("id", ""), "type_ref": type_ref(element)}


def _literal(element: Element) -> LiteralBox:
    return LiteralBox(**_base(element), text=text_in(element), language=element.get("expressionLanguage", ""))


def named(element: Element, value: Box | None = None) -> NamedBox:
    """A name with its type."""
    return NamedBox(spaced(element.get("name")), type_ref(element), value)


def _context(element: Element) -> ContextBox:
    entries, result = [], None
    for entry in children(element, "contextEntry"):
        variable, value = child(entry, "variable"), read_box(entry)
        if variable is None:
            result = value
        else:
            entries.append(named(variable, value))
    return ContextBox(**_base(element), entries=tuple(entries), result=result)


def _list(element: Element) -> ListBox:
    return ListBox(**_base(element), items=_boxes(element))


def _boxes(element: Element) -> tuple[Box, ...]:
    return tuple(_READERS[name_of(each)](each) for each in children(element, *_READERS))


def _relation(element: Element) -> RelationBox:
    return RelationBox(**_base(element), columns=tuple(named(each) for each in children(element, "column")),
                       rows=tuple(_boxes(row) for row in children(element, "row")))


def _invocation(element: Element) -> InvocationBox:
    bindings = tuple(
        named(parameter, read_box(binding)) for binding in children(element, "binding")
        if (parameter := child(binding, "parameter")) is not None)
    return InvocationBox(**_base(element), function=read_box(element), bindings=bindings)


def read_function(element: Element) -> FunctionBox:
    """A function definition, alone or as the logic of a business knowledge model."""
    parameters = tuple(named(each) for each in children(element, "formalParameter"))
    return FunctionBox(**_base(element), parameters=parameters, body=read_box(element), kind=element.get("kind", "FEEL"))


def _conditional(element: Element) -> ConditionalBox:
    return ConditionalBox(**_base(element), condition=read_box(child(element, "if")), then=read_box(child(element, "then")),
                          otherwise=read_box(child(element, "else")))


def _filter(element: Element) -> FilterBox:
    return FilterBox(**_base(element), source=read_box(child(element, "in")), match=read_box(child(element, "match")))


def _iterator(element: Element) -> IteratorBox:
    return IteratorBox(**_base(element), kind=name_of(element), variable=spaced(element.get("iteratorVariable")),
                       source=read_box(child(element, "in")), body=read_box(child(element, "return", "satisfies")))


def read_cell(element: Element | None) -> Cell | None:
    """The text of a cell or of a list of values; None when there is none or it is empty."""
    text = text_in(element)
    return Cell(element.get("id", ""), text, element.get("expressionLanguage", "")) if text else None


def _table(element: Element) -> TableBox:
    return TableBox(
        **_base(element),
        inputs=tuple(_input(each) for each in children(element, "input")),
        outputs=tuple(_output(each) for each in children(element, "output")),
        rules=tuple(_rule(each) for each in children(element, "rule")),
        hit_policy=element.get("hitPolicy", "UNIQUE"), aggregation=element.get("aggregation", ""))


def _input(element: Element) -> InputColumn:
    expression = child(element, "inputExpression")
    literal = LiteralBox() if expression is None else _literal(expression)
    return InputColumn(element.get("id", ""), element.get("label") or literal.text, literal,
                       read_cell(child(element, "inputValues")))


def _output(element: Element) -> OutputColumn:
    return OutputColumn(element.get("id", ""), spaced(element.get("name")), type_ref(element),
                        read_cell(child(element, "outputValues")), read_cell(child(element, "defaultOutputEntry")), element.get("label", ""))


def _rule(element: Element) -> Rule:
    def cells(name: str) -> tuple[Cell, ...]:
        return tuple(Cell(each.get("id", ""), text_in(each), each.get("expressionLanguage", "")) for each in children(element, name))
    return Rule(element.get("id", ""), cells("inputEntry"), cells("outputEntry"))


_READERS: dict[str, Callable[[Element], Box]] = {
    "literalExpression": _literal, "context": _context, "list": _list, "relation": _relation, "invocation": _invocation,
    "functionDefinition": read_function, "conditional": _conditional, "filter": _filter,
    "for": _iterator, "some": _iterator, "every": _iterator, "decisionTable": _table,
}
