"""Files that import each other become one graph: every element by namespace and id, every reference resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass

from engine.decisions.boxes import (
    Box, DecisionElement, Definitions, Element_, KnowledgeElement, NamedBox, OutputColumn, ServiceElement,
)
from engine.decisions.definitions import read_definitions
from engine.decisions.item_types import ItemTypes
from engine.decisions.problems import Problem, UnreadableDecisions, problem
from engine.feel.types import Type

Key = tuple[str, str]          # namespace, id


@dataclass(frozen=True, slots=True)
class Needed:
    """A requirement: the element and the path under which the one that needs it knows its value."""

    key: Key
    path: tuple[str, ...]


@dataclass
class Graph:
    """All files that one file reaches. `elements`, `needs` and `types` are by key or namespace."""

    main: Definitions
    files: dict[str, Definitions]
    types: dict[str, ItemTypes]
    elements: dict[Key, Element_] = field(default_factory=dict)
    needs: dict[Key, tuple[Needed, ...]] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    circular: frozenset[Key] = frozenset()

    def keys_of(self, hrefs: tuple[str, ...], namespace: str) -> tuple[Key, ...]:
        """The keys of references that exist."""
        return tuple(key for href in hrefs if (key := key_of(href, namespace)) in self.elements)


def key_of(href: str, namespace: str) -> Key:
    """The key of a reference as seen from a namespace: `#id` or `namespace#id`."""
    elsewhere, _, element = href.rpartition("#")
    return elsewhere or namespace, element


def link(xml: bytes, file: str, others: Mapping[str, bytes]) -> Graph:
    """The graph of a file and of those of `others` (bytes by file name) that it imports. UnreadableDecisions."""
    main = read_definitions(xml, file)
    problems: list[Problem] = []
    files = {main.namespace: main}
    _load_imports(main, dict(_readable(others, file)), files, problems)
    types: dict[str, ItemTypes] = {}
    for definitions in files.values():
        _types_of(definitions, files, types, ())
    graph = Graph(main, files, types, problems=problems)
    for definitions in files.values():
        for element in definitions.elements.values():
            graph.elements[definitions.namespace, element.id] = element
    for definitions in files.values():
        _resolve(definitions, graph)
    graph.members = tuple(sorted(_member_names(graph)))
    graph.circular = _find_circles(graph)
    problems += [problem(file, each, "", "duplicate-id", id=each) for each in main.duplicates]
    return graph


def _readable(others: Mapping[str, bytes], file: str) -> Iterator[tuple[str, Definitions]]:
    """The other files by namespace; a broken one has its own problem when it is loaded itself."""
    for name, xml in others.items():
        if name != file:
            try:
                definitions = read_definitions(xml, name)
            except UnreadableDecisions:
                continue
            yield definitions.namespace, definitions


def _load_imports(definitions: Definitions, available: Mapping[str, Definitions], files: dict[str, Definitions],
                  problems: list[Problem]) -> None:
    for each in definitions.imports:
        if each.namespace in files:
            continue
        if each.namespace not in available:
            problems.append(problem(definitions.file, "", "import", "unknown-import", namespace=each.namespace))
            continue
        files[each.namespace] = available[each.namespace]
        _load_imports(available[each.namespace], available, files, problems)


def _types_of(definitions: Definitions, files: Mapping[str, Definitions], types: dict[str, ItemTypes], under: tuple[str, ...]) -> None:
    """Build the types of a file after those of its imports; files that import each other see what is there by then."""
    if definitions.namespace in types or definitions.namespace in under:
        return
    imported: dict[str, Type] = {}
    for each in definitions.imports:
        if each.namespace in files:
            _types_of(files[each.namespace], files, types, (*under, definitions.namespace))
        if each.namespace in types:
            prefix = f"{each.name}." if each.name else ""
            imported |= {prefix + name: kind for name, kind in types[each.namespace].types.items()}
    types[definitions.namespace] = ItemTypes(definitions.file, definitions.items, imported)


def _resolve(definitions: Definitions, graph: Graph) -> None:
    prefixes = {each.namespace: each.name for each in definitions.imports}
    for element in definitions.elements.values():
        needs = []
        for href in element.requirements:
            key = key_of(href, definitions.namespace)
            needed = graph.elements.get(key)
            if needed is None:
                graph.problems.append(problem(definitions.file, element.id, "", "unknown-reference", href=href))
                continue
            prefix = prefixes.get(key[0], "") if key[0] != definitions.namespace else ""
            needs.append(Needed(key, (prefix, needed.variable.name) if prefix else (needed.variable.name,)))
        graph.needs[definitions.namespace, element.id] = tuple(needs)
        _check_service(element, definitions, graph)


def _check_service(element: Element_, definitions: Definitions, graph: Graph) -> None:
    if isinstance(element, ServiceElement):
        for href in (*element.outputs, *element.input_decisions, *element.input_data):
            if key_of(href, definitions.namespace) not in graph.elements:
                graph.problems.append(problem(definitions.file, element.id, "", "unknown-reference", href=href))


def _member_names(graph: Graph) -> Iterator[str]:
    for types in graph.types.values():
        yield from types.members
    for element in graph.elements.values():
        yield element.variable.name
        if isinstance(element, (DecisionElement, KnowledgeElement)):
            yield from names_in(element.logic)


def names_in(box: object) -> Iterator[str]:
    """The names that a boxed expression gives to entries, columns and outputs."""
    if isinstance(box, (NamedBox, OutputColumn)) and box.name:
        yield box.name
    if isinstance(box, tuple):
        for each in box:
            yield from names_in(each)
    elif is_dataclass(box) and isinstance(box, (Box, NamedBox, OutputColumn)):
        for each in fields(box):
            value = getattr(box, each.name)
            if not isinstance(value, str):
                yield from names_in(value)


def _find_circles(graph: Graph) -> frozenset[Key]:
    """The elements that need themselves over others. A function may need itself."""
    done: set[Key] = set()
    circular: set[Key] = set()
    for start in graph.needs:
        if start not in done:
            _search(start, graph, done, circular)
    return frozenset(circular)


def _search(start: Key, graph: Graph, done: set[Key], circular: set[Key]) -> None:
    """Depth first without recursion; the path holds what is being visited."""
    path, open_needs = [start], [iter(graph.needs[start])]
    while path:
        needed = next(open_needs[-1], None)
        if needed is None:
            done.add(path.pop())
            open_needs.pop()
        elif needed.key in path:
            circle = path[path.index(needed.key):]
            if len(circle) > 1 or not isinstance(graph.elements[needed.key], KnowledgeElement):
                _report(circle, graph, circular)
        elif needed.key not in done:
            path.append(needed.key)
            open_needs.append(iter(graph.needs[needed.key]))


def _report(circle: list[Key], graph: Graph, circular: set[Key]) -> None:
    circular.update(circle)
    names = " → ".join(graph.elements[key].name for key in (*circle, circle[0]))
    graph.problems.append(problem(graph.files[circle[0][0]].file, circle[0][1], "", "requirement-cycle", path=names))
