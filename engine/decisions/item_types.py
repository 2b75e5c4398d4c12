"""Item definitions become FEEL types, with their allowed values (DMN 7.3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.decisions.boxes import Cell, ItemDefinition
from engine.decisions.problems import Problem, feel_problem, problem
from engine.feel.errors import LIMITS, FeelError
from engine.feel.expression import compile_unary_tests
from engine.feel.messages import hint_words
from engine.feel.nearest import nearest
from engine.feel.parser import parse_type
from engine.feel.run import Run
from engine.feel.types import ANY, SIMPLE, ContextOf, FunctionOf, ListOf, Restricted, Type, type_of


_DEEPEST = 50        # types that are made because another one refers to them; beyond that, or in a circle, they are looked up


class Named(Type):
    """A type that is looked up when it is used, so that a type may mention itself."""

    def __init__(self, name: str, types: Mapping[str, Type]) -> None:
        self._name, self._types = name, types

    @property
    def name(self) -> str:
        return self._name

    def has(self, value: object) -> bool:
        return self._types[self._name].has(value)


class ItemTypes:
    """The types of one file: those it defines, those of its imports (`prefix.name`), the built-in ones."""

    def __init__(self, file: str, items: tuple[ItemDefinition, ...], imported: Mapping[str, Type]) -> None:
        self.file, self.problems = file, []
        self.members = frozenset(_component_names(items))
        self._names = {item.name for item in items} | imported.keys()
        self.types: dict[str, Type] = dict(imported)
        self._allowed = {item.name: item.allowed for item in items}
        self._waiting, self._depth = {item.name: item for item in items}, 0
        while self._waiting:
            self._define(next(iter(self._waiting)))

    def allowed_values(self, type_ref: str) -> Cell | None:
        """The declared values of a named type, None if it has none."""
        return self._allowed.get(type_ref)

    def get(self, type_ref: str, element: str, field: str) -> Type | None:
        """The type of a reference; None for an empty one, or for an unknown one, which becomes a problem."""
        if not type_ref:
            return None
        if type_ref in self.types:
            return self.types[type_ref]
        try:
            found = type_of(parse_type(type_ref), self.types)
        except FeelError:
            self.problems.append(unknown_type(self.file, element, field, type_ref, self._names))
            return None
        return None if found is ANY else found

    def _define(self, name: str) -> None:
        """Make a type, after those it refers to, however they are ordered in the file."""
        self._depth += 1
        self.types[name] = self._type(self._waiting.pop(name))
        self._depth -= 1

    def _type(self, item: ItemDefinition) -> Type:
        made = self._base(item)
        if item.allowed:
            made = self._restricted(made, item, item.allowed)
        if item.is_collection:
            made = ListOf(made)
        if item.constraint:
            made = self._restricted(made, item, item.constraint)
        return made

    def _base(self, item: ItemDefinition) -> Type:
        if item.is_function:
            parameters = tuple(self._referred(each.type_ref, item) for each in item.parameters)
            return FunctionOf(parameters, self._referred(item.result, item))
        if item.components:
            return ContextOf(tuple((each.name, self._type(each)) for each in item.components), item.name)
        return self._referred(item.type_ref, item)

    def _referred(self, type_ref: str, item: ItemDefinition) -> Type:
        if type_ref in self._waiting and self._depth < _DEEPEST:
            self._define(type_ref)
        if type_ref in self._names:
            return self.types.get(type_ref) or Named(type_ref, self.types)
        return self.get(type_ref, item.id or item.name, "typeRef") or ANY

    def _restricted(self, base: Type, item: ItemDefinition, cell: Cell) -> Type:
        try:
            tests = compile_unary_tests(cell.text)
        except FeelError as error:
            self.problems.append(feel_problem(self.file, item.id or item.name, "allowedValues", error))
            return base
        return Restricted(base, lambda value: tests.test(Run({}, None, "UTC", LIMITS), value) is True, item.name)


def unknown_type(file: str, element: str, field: str, name: str, known) -> Problem:
    return problem(file, element, field, "unknown-type", name=name, **hint_words(nearest(name, [*known, *SIMPLE])))


def _component_names(items: tuple[ItemDefinition, ...]) -> Iterator[str]:
    for item in items:
        for component in item.components:
            yield component.name
            yield from _component_names((component,))
