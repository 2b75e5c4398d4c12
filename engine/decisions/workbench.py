"""Where compiling happens: which names are known here, and where to put what is found wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from engine.decisions.boxes import Cell, TableBox
from engine.decisions.item_types import ItemTypes
from engine.decisions.problems import Problem, feel_problem, in_place, problem, say
from engine.feel import tree
from engine.feel.analysis import called_names, external_functions, read_paths
from engine.feel.builtins import BUILT_INS, SPACED_NAMES
from engine.feel.compile_tests import Test, compile_tests
from engine.feel.compiler import Closure, compile_node
from engine.feel.errors import FeelError, Warning_
from engine.feel.parser import parse_expression, parse_tests
from engine.feel.run import Frame, Run
from engine.feel.scope import Scope
from engine.feel.types import Type


def warn(run: Run, code: str, **values: object) -> None:
    """Note one of this package's own warnings in an evaluation, and be null."""
    if len(run.warnings) < run.limits.warnings:
        run.warnings = [*run.warnings, Warning_(code, *say(code, **values))]


def placed(closure: Callable, field: str) -> Callable:
    """The closure or test, whose warnings then say which part of the model they come from."""
    if not field:
        return closure
    zh, en = in_place(field, "zh"), in_place(field, "en")

    def run(frame: Frame, *value: object) -> object:
        before = len(frame.run.warnings)
        found = closure(frame, *value)
        if len(frame.run.warnings) > before:
            kept, new = frame.run.warnings[:before], frame.run.warnings[before:]
            frame.run.warnings = [*kept, *(replace(each, zh=zh + each.zh, en=en + each.en) for each in new)]
        return found
    return run


@dataclass(frozen=True, slots=True)
class Read:
    """A name that an expression reads or calls from outside of itself, and where it does."""

    path: tuple[str, ...]
    element: str
    field: str
    is_call: bool = False


@dataclass(frozen=True, slots=True)
class TableParts:
    """A compiled table as the checks want it: per rule the tests and trees of its cells, per input its declared values."""

    box: TableBox
    element: str
    field: str
    cells: tuple[tuple[tuple[Test, tree.Tests], ...], ...]
    declared: tuple[tuple[Test, tree.Tests] | None, ...]
    types: tuple[Type | None, ...]


@dataclass
class Findings:
    """What compiling one element found out."""

    tables: list[TableParts] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    trees: list[tuple[tree.Node, str, str]] = field(default_factory=list)     # with element and field


@dataclass(frozen=True)
class Workbench:
    """A place in a file. `names` are known here, `own` among them are defined on the way and not read from outside."""

    file: str
    element: str
    types: ItemTypes
    names: tuple[str, ...]
    members: tuple[str, ...]
    findings: Findings
    scope: Scope
    field: str = ""
    own: frozenset[str] = frozenset()
    language: str = ""

    def at(self, field: str, element: str = "") -> Workbench:
        """The same place, said more precisely."""
        return replace(self, field=", ".join(filter(None, (self.field, field))), element=element or self.element)

    def inside(self, names: Iterable[str]) -> Workbench:
        """Within something that defines these names."""
        names = tuple(names)
        return replace(self, names=self.names + names, own=self.own | set(names), scope=self.scope.inside(names))

    def filtering(self) -> Workbench:
        """Within a filter, where `item` and its entries are known."""
        return replace(self, names=(*self.names, "item", *self.members), own=self.own | {"item", *self.members},
                       scope=self.scope.filtering())

    def report(self, code: str, **values: object) -> None:
        """Note a problem here."""
        self.findings.problems.append(problem(self.file, self.element, self.field, code, **values))

    def type(self, type_ref: str) -> Type | None:
        """The type of a reference, None if there is none."""
        return self.types.get(type_ref, self.element, self.field)

    def expression(self, text: str, language: str = "") -> Closure:
        """The closure of FEEL text; of broken text a problem, and a closure that yields null with a warning."""
        if not self._is_feel(language):
            return self._broken
        try:
            root = parse_expression(text, (*SPACED_NAMES, *self.names), self.members)
            closure = compile_node(root, self.scope)
        except FeelError as error:
            self.findings.problems.append(feel_problem(self.file, self.element, self.field, error))
            return self._broken
        self._note(root)
        return closure if isinstance(root, (tree.Literal, tree.Name)) else placed(closure, self.field)

    def tests(self, cell: Cell) -> tuple[Test, tree.Tests] | None:
        """The test of a cell with its tree; None, and a problem, if the cell is broken."""
        if not self._is_feel(cell.language):
            return None
        try:
            root = parse_tests(cell.text or "-", (*SPACED_NAMES, *self.names), self.members)
            test = compile_tests(root, self.scope)
        except FeelError as error:
            self.findings.problems.append(feel_problem(self.file, self.element, self.field, error))
            return None
        self._note(root)
        return placed(test, self.field), root

    def _is_feel(self, language: str) -> bool:
        language = language or self.language
        if not language or "feel" in language.lower():
            return True
        self.report("language", language=language)
        return False

    def _note(self, root: tree.Node) -> None:
        self.findings.trees.append((root, self.element, self.field))
        for kind in external_functions(root):
            self.report("external-function", name=self.element, kind=kind)
        for path in read_paths(root):
            if path[0] not in self.own and path[0] != "?" and path[0] not in BUILT_INS:
                self.findings.reads.append(Read(path, self.element, self.field))
        for name in called_names(root) - BUILT_INS.keys() - self.own:
            if not _defines(root, name):
                self.findings.reads.append(Read((name,), self.element, self.field, is_call=True))

    def _broken(self, frame) -> None:
        warn(frame.run, "not-compiled", name=self.element)


def _defines(root: tree.Node, name: str) -> bool:
    """Whether the expression itself gives the name to something, such as an entry that is a function."""
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        if getattr(node, "name", None) == name and isinstance(node, (tree.Entry, tree.ParameterNode, tree.Iterator_)):
            return True
        open_nodes.extend(node.children())
    return False
