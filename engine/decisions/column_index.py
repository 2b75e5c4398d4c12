"""Finds the rules whose cell in one column holds, without trying every cell: sets of rules as the bits of an integer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from engine.decisions.cell_shapes import Shape, samples, shape_of
from engine.feel import tree
from engine.feel.compile_tests import Test
from engine.feel.errors import LIMITS
from engine.feel.run import Frame, Run

Find = Callable[[object], int]


class ColumnIndex:
    """One input column. `cells` holds per rule its test and its tree.

    Cells of constants are tried once, on sample values, when the table is compiled; the others whenever a value comes.
    """

    def __init__(self, cells: Sequence[tuple[Test, tree.Tests]]) -> None:
        self._any, shapes, self._tried = 0, {}, []
        for number, (test, root) in enumerate(cells):
            shape = shape_of(root) if root.tests else None
            if not root.tests:
                self._any |= 1 << number
            elif shape is not None:
                shapes.setdefault(shape.kind, []).append((number, test, shape))
            self._tried.append((1 << number, test))
        self._kind, self._find, indexed = _best_index(shapes)
        self._rest = [(bit, test) for bit, test in self._tried if not bit & (indexed | self._any)]
        self._tried = [(bit, test) for bit, test in self._tried if not bit & self._any]

    def rules(self, value: object, frame: Frame, left: int) -> int:
        """Of the rules `left`, those whose cell holds for the value."""
        if type(value) is self._kind:
            found, tests = self._find(value) | self._any, self._rest
        else:
            found, tests = self._any, self._tried
        for bit, test in tests:
            if bit & left and test(frame, value) is True:
                found |= bit
        return found & left


def _best_index(shapes: dict[type, list[tuple[int, Test, Shape]]]) -> tuple[type | None, Find, int]:
    """The index of the kind most cells have: its kind, what finds the rules of a value, and which rules it covers."""
    if not shapes:
        return None, lambda value: 0, 0
    kind = max(shapes, key=lambda each: len(shapes[each]))
    cells = shapes[kind]
    covered = sum(1 << number for number, _, _ in cells)
    constants = {each for _, _, shape in cells for each in shape.constants}
    found = [_holding(cells, sample) for sample in samples(kind, constants)]
    if kind in (str, bool):
        by_value = dict(zip(samples(kind, constants), found))
        other = found[-1] if kind is str else 0
        return kind, lambda value: by_value.get(value, other), covered
    return kind, _by_order(sorted(constants), found), covered


def _holding(cells: list[tuple[int, Test, Shape]], value: object) -> int:
    run = Run({}, None, "UTC", LIMITS)
    return sum(1 << number for number, test, _ in cells if test(run, value) is True)


def _by_order(constants: list, found: list[int]) -> Find:
    """`found` alternates: below the first constant, at it, between it and the next, ..."""
    count = len(constants)

    def find(value):
        place = bisect_left(constants, value)
        if place < count and constants[place] == value:
            return found[2 * place + 1]
        return found[2 * place]
    return find
