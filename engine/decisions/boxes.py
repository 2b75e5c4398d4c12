"""The parts of a decision model as plain values: what a file says, before anything is compiled."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A boxed expression. `type_ref` is a type's name or empty."""

    id: str = ""
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class LiteralBox(Box):
    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class NamedBox:
    """An entry of a context, a binding, a parameter: a name, its type, its expression (None: nothing was entered)."""

    name: str
    type_ref: str = ""
    value: Box | None = None


@dataclass(frozen=True, slots=True)
class ContextBox(Box):
    entries: tuple[NamedBox, ...] = ()
    result: Box | None = None


@dataclass(frozen=True, slots=True)
class ListBox(Box):
    items: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationBox(Box):
    columns: tuple[NamedBox, ...] = ()
    rows: tuple[tuple[Box, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class InvocationBox(Box):
    function: Box | None = None
    bindings: tuple[NamedBox, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionBox(Box):
    parameters: tuple[NamedBox, ...] = ()
    body: Box | None = None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True)
class ConditionalBox(Box):
    condition: Box | None = None
    then: Box | None = None
    otherwise: Box | None = None


@dataclass(frozen=True, slots=True)
class FilterBox(Box):
    source: Box | None = None
    match: Box | None = None


@dataclass(frozen=True, slots=True)
class IteratorBox(Box):
    kind: str = "for"            # for, some, every
    variable: str = ""
    source: Box | None = None
    body: Box | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell or a list of values: FEEL text with the id of its element."""

    id: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class InputColumn:
    id: str
    label: str
    expression: LiteralBox
    values: Cell | None = None


@dataclass(frozen=True, slots=True)
class OutputColumn:
    id: str
    name: str
    type_ref: str = ""
    values: Cell | None = None
    default: Cell | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    inputs: tuple[Cell, ...]
    outputs: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TableBox(Box):
    inputs: tuple[InputColumn, ...] = ()
    outputs: tuple[OutputColumn, ...] = ()
    rules: tuple[Rule, ...] = ()
    hit_policy: str = "UNIQUE"
    aggregation: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """The name under which others see an element's value, and its type."""

    name: str
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Element_:
    """What has an id in a model: its name, its variable, and the hrefs it requires."""

    id: str
    name: str
    variable: Variable
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputElement(Element_):
    pass


@dataclass(frozen=True, slots=True)
class DecisionElement(Element_):
    logic: Box | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class KnowledgeElement(Element_):
    logic: FunctionBox | None = None


@dataclass(frozen=True, slots=True)
class ServiceElement(Element_):
    outputs: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A named type as the file says it."""

    name: str
    id: str = ""
    type_ref: str = ""
    components: tuple[ItemDefinition, ...] = ()
    is_collection: bool = False
    allowed: Cell | None = None
    constraint: Cell | None = None
    parameters: tuple[NamedBox, ...] = ()      # of a function type
    result: str = ""
    is_function: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    namespace: str
    name: str


@dataclass(frozen=True)
class Definitions:
    """One file."""

    file: str
    namespace: str
    name: str
    imports: tuple[Import, ...] = ()
    items: tuple[ItemDefinition, ...] = ()
    elements: dict[str, Element_] = field(default_factory=dict)
    language: str = ""
    duplicates: tuple[str, ...] = ()
