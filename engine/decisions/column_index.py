"""Finds the rules whose cell in one column holds, without trying every cell: sets of rules as the bits of an integer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from engine.decisions.cell_shapes import ORDERED, Shape, samples, shape_of
from engine.feel import tree
from engine.feel.compile_tests import Test
from engine.feel.run import Frame, bare_frame

Find = Callable[[object], int]
_MOST_TRIES = 1_000_000      # cells times samples; a larger column tries its cells when a value comes


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
    if len(cells) * len(constants) > _MOST_TRIES:
        return None, lambda value: 0, 0
    chosen = samples(kind, constants)
    found = holding([(1 << number, test, shape) for number, test, shape in cells], kind, chosen)
    if kind in (str, bool):
        by_value = dict(zip(chosen, found))
        other = found[-1] if kind is str else 0
        return kind, lambda value: by_value.get(value, other), covered
    return kind, _by_order(sorted(constants), found), covered


def holding(cells: Sequence[tuple[int, Test, Shape]], kind: type, chosen: Sequence[object]) -> list[int]:
    """For each sample the bits of the cells that hold. A cell changes at its own constants only: it is tried there and between."""
    places = {value: place for place, value in enumerate(chosen) if kind not in ORDERED or place % 2}
    found, frame = [0] * len(chosen), bare_frame()
    for bit, test, shape in cells:
        own = sorted({places[each] for each in shape.constants})
        for first, last in _stretches(own, len(chosen)) if kind in ORDERED else _each(len(chosen)):
            if test(frame, chosen[last]) is True:
                for place in range(first, last + 1):
                    found[place] |= bit
    return found


def _each(count: int) -> Iterator[tuple[int, int]]:
    return ((place, place) for place in range(count))


def _stretches(own: list[int], count: int) -> Iterator[tuple[int, int]]:
    """Each own constant, and the samples before, between and after them. The last of a stretch surely lies within it."""
    start = 0
    for place in own:
        if start < place:
            yield start, place - 1
        yield place, place
        start = place + 1
    if start < count:
        yield start, count - 1


def _by_order(constants: list, found: list[int]) -> Find:
    """`found` alternates: below the first constant, at it, between it and the next, ..."""
    count = len(constants)

    def find(value):
        place = bisect_left(constants, value)
        if place < count and constants[place] == value:
            return found[2 * place + 1]
        return found[2 * place]
    return find
