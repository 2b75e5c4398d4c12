"""What a table leaves open: combinations that no rule covers, rules that match together, rules that can never fire.

Each column is cut into the values that its cells tell apart; a combination of these stands for all values like it. A cell
that is no constant may hold or not: it counts as possible, never as certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engine.decisions.cell_shapes import ORDERED, samples, shape_of
from engine.decisions.column_index import holding
from engine.decisions.problems import Problem, problem
from engine.decisions.workbench import TableParts
from engine.feel.run import bare_frame
from engine.feel.types import Restricted, Simple, Type
from engine.feel.value_text import value_text

_MOST_STATES = 20_000
_MOST_REPORTS = 5
_MOST_RULES = 600            # larger tables are not checked: their owners would not read the answer
_SINGLE_HIT = ("UNIQUE", "ANY", "FIRST", "PRIORITY")


@dataclass(frozen=True, slots=True)
class _Group:
    """Values of one column for which the same rules hold: surely (`certain`) or perhaps (`possible`)."""

    possible: int
    certain: int
    is_declared: bool
    text: str


@dataclass
class _Search:
    """The walk through all combinations. `is_complete` is false once there were too many."""

    columns: list[list[_Group]]
    policy: str
    seen: set = field(default_factory=set)
    fired: int = 0
    gaps: list[str] = field(default_factory=list)
    overlaps: dict[int, str] = field(default_factory=dict)
    is_complete: bool = True

    def walk(self, column: int, possible: int, certain: int, is_declared: bool, texts: tuple[str, ...]) -> None:
        """Try the values of a column with the rules that are left."""
        state = (column, possible, certain, is_declared)
        if state in self.seen or not self.is_complete:
            return
        self.seen.add(state)
        if len(self.seen) > _MOST_STATES:
            self.is_complete = False
        elif not possible:
            if is_declared and len(self.gaps) < _MOST_REPORTS:
                self.gaps.append(_joined(texts))
        elif column == len(self.columns):
            self._leaf(possible, certain, texts)
        else:
            for group in self.columns[column]:
                self.walk(column + 1, possible & group.possible, certain & group.certain, is_declared and group.is_declared,
                          (*texts, group.text))

    def _leaf(self, possible: int, certain: int, texts: tuple[str, ...]) -> None:
        self.fired |= _can_fire(possible, certain) if self.policy == "FIRST" else possible
        if certain & (certain - 1):
            self.overlaps.setdefault(certain, _joined(texts))


def _can_fire(possible: int, certain: int) -> int:
    """Of the rules that may match, those before or at the first that surely does."""
    first = certain & -certain
    return possible & ((first << 1) - 1) if first else possible


def _joined(texts: tuple[str, ...]) -> str:
    return "; ".join(text for text in texts if text) or "-"


def table_problems(table: TableParts, file: str) -> Iterator[Problem]:
    """The warnings about one table."""
    rules = len(table.cells)
    if not rules or rules > _MOST_RULES or any(None in row or len(row) != len(table.box.inputs) for row in table.cells):
        return
    search = _Search([_groups(table, place) for place in range(len(table.box.inputs))], table.box.hit_policy)
    search.walk(0, (1 << rules) - 1, (1 << rules) - 1, True, ())
    if search.policy in _SINGLE_HIT and not any(output.default for output in table.box.outputs):
        for text in search.gaps:
            yield problem(file, table.element, table.field, "gap", "warning", combination=text)
    if search.policy == "UNIQUE":
        for certain, text in list(search.overlaps.items())[:_MOST_REPORTS]:
            yield problem(file, table.element, table.field, "overlap", "warning", rules=_numbers(certain), combination=text)
    if search.is_complete:
        for number in range(1, rules + 1):
            if not search.fired >> (number - 1) & 1:
                element = table.box.rules[number - 1].id or table.element
                yield problem(file, element, f"rule {number}", "never-fires", "warning", rule=number)


def _numbers(bits: int) -> str:
    return ", ".join(str(place + 1) for place in range(bits.bit_length()) if bits >> place & 1)


def _groups(table: TableParts, place: int) -> list[_Group]:
    """The column cut into groups of like values."""
    cells = [row[place] for row in table.cells]
    shapes = [shape_of(root) if root.tests else None for _, root in cells]
    declared = table.declared[place]
    kind = _kind(shapes, declared, table.types[place])
    opaque = sum(1 << number for number, (_, root) in enumerate(cells) if root.tests and not _is_plain(shapes[number], kind))
    everything = sum(1 << number for number, (_, root) in enumerate(cells) if not root.tests)
    if kind is None:
        return [_Group(everything | opaque, everything, True, "")]
    found: dict[tuple[int, bool], list[int]] = {}
    chosen, allowed = _values(kind, shapes, declared, table.types[place])
    plain = [(1 << rule, test, shapes[rule]) for rule, (test, _) in enumerate(cells) if _is_plain(shapes[rule], kind)]
    for number, (value, certain) in enumerate(zip(chosen, holding(plain, kind, chosen))):
        if allowed is not None and not allowed(value):
            continue
        is_meant = allowed is not None or kind is bool or bool(certain) or (kind in ORDERED and 0 < number < len(chosen) - 1)
        found.setdefault((certain | everything, is_meant), []).append(number)
    label = table.box.inputs[place].label
    return [_Group(certain | opaque, certain, is_meant, f"{label} {_texts(kind, chosen, numbers)}")
            for (certain, is_meant), numbers in found.items()]


def _is_plain(shape, kind: type | None) -> bool:
    return shape is not None and shape.kind is kind


def _kind(shapes: list, declared, wanted: Type | None) -> type | None:
    """The Python class of the column's values, None if its cells don't tell."""
    wanted = wanted.base if isinstance(wanted, Restricted) else wanted
    kinds = {shape.kind for shape in shapes if shape is not None}
    if declared is not None and (shape := shape_of(declared[1])):
        kinds.add(shape.kind)
    if isinstance(wanted, Simple) and wanted.python_type is bool:
        kinds.add(bool)
    return kinds.pop() if len(kinds) == 1 else None


def _values(kind: type, shapes: list, declared, wanted: Type | None) -> tuple[list[object], Callable[[object], bool] | None]:
    """Sample values, and what tells the declared ones from others (None: the column declares none)."""
    shape = shape_of(declared[1]) if declared else None
    constants = {each for found in (*shapes, shape) if found is not None and found.kind is kind for each in found.constants}
    chosen = samples(kind, constants) if kind is bool or constants else []
    if shape is not None:
        test = declared[0]
        return chosen, lambda value: test(bare_frame(), value) is True
    return chosen, wanted.allows if isinstance(wanted, Restricted) else None


def _texts(kind: type, chosen: list, numbers: list[int]) -> str:
    """The values of a group: single ones, or from where to where for each stretch."""
    if kind not in ORDERED:
        unknown = len(chosen) - 1 if kind is str else -1
        return "= " + ", ".join("…" if number == unknown else value_text([chosen[number]])[1:-1] for number in numbers)
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and stretches[-1][1] == number - 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    return ", ".join(_stretch(chosen, first, last) for first, last in stretches)


def _stretch(chosen: list, first: int, last: int) -> str:
    """Odd places are constants, even ones lie open between two of them."""
    if first == last and first % 2:
        return f"= {value_text(chosen[first])}"
    low = None if first == 0 else chosen[first if first % 2 else first - 1]
    high = None if last == len(chosen) - 1 else chosen[last if last % 2 else last + 1]
    if low is None:
        return "" if high is None else f"{'<=' if last % 2 else '<'} {value_text(high)}"
    if high is None:
        return f"{'>=' if first % 2 else '>'} {value_text(low)}"
    return f"{'[' if first % 2 else '('}{value_text(low)}..{value_text(high)}{']' if last % 2 else ')'}"
