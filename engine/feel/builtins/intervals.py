"""How points and ranges lie to each other (DMN 10.3.4.7, table 78). A missing end lies infinitely far away."""

from __future__ import annotations

from ..calls import Invalid
from ..comparing import order
from ..ranges import Range
from .registry import built_in

_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"


class _End:
    """An end of a range, or a point as a closed end: ordered, with infinities."""

    def __init__(self, value: object, is_closed: bool, infinite: int = 0) -> None:
        self.value, self.is_closed, self.infinite = value, is_closed, infinite if value is None else 0

    def to(self, other: _End) -> int:
        """Negative, zero or positive as this end lies before, at or after the other."""
        if self.infinite or other.infinite:
            return (self.infinite > other.infinite) - (self.infinite < other.infinite)
        found = order(self.value, other.value)
        if found is None:
            raise Invalid("两个值不能比较", "the values can't be compared")
        return found


def _start(of: object) -> _End:
    return _End(of.low, of.low_closed, -1) if type(of) is Range else _End(of, True)


def _end(of: object) -> _End:
    return _End(of.high, of.high_closed, 1) if type(of) is Range else _End(of, True)


@built_in(f"before(point1: {_POINT}, point2: {_POINT})", f"before(point: {_POINT}, range: range)",
          f"before(range: range, point: {_POINT})", "before(range1: range, range2: range)")
def before(run, left: object, right: object) -> bool:
    end, start = _end(left), _start(right)
    found = end.to(start)
    return found < 0 or (found == 0 and not (end.is_closed and start.is_closed))


@built_in(f"after(point1: {_POINT}, point2: {_POINT})", f"after(point: {_POINT}, range: range)",
          f"after(range: range, point: {_POINT})", "after(range1: range, range2: range)")
def after(run, left: object, right: object) -> bool:
    return before(run, right, left)


@built_in("meets(range1: range, range2: range)")
def meets(run, left: Range, right: Range) -> bool:
    end, start = _end(left), _start(right)
    return end.is_closed and start.is_closed and end.to(start) == 0


@built_in("met by(range1: range, range2: range)")
def met_by(run, left: Range, right: Range) -> bool:
    return meets(run, right, left)


def _reaches(end: _End, start: _End) -> bool:
    """Whether something that ends here shares a point with something that starts there."""
    found = end.to(start)
    return found > 0 or (found == 0 and end.is_closed and start.is_closed)


def _starts_first(left: _End, right: _End) -> bool:
    found = left.to(right)
    return found < 0 or (found == 0 and left.is_closed and not right.is_closed)


def _ends_no_later(left: _End, right: _End) -> bool:
    found = left.to(right)
    return found < 0 or (found == 0 and (not left.is_closed or right.is_closed))


def _starts_no_earlier(left: _End, right: _End) -> bool:
    found = left.to(right)
    return found > 0 or (found == 0 and (not left.is_closed or right.is_closed))


@built_in("overlaps(range1: range, range2: range)")
def overlaps(run, left: Range, right: Range) -> bool:
    return _reaches(_end(left), _start(right)) and _reaches(_end(right), _start(left))


@built_in("overlaps before(range1: range, range2: range)")
def overlaps_before(run, left: Range, right: Range) -> bool:
    return (_starts_first(_start(left), _start(right)) and _reaches(_end(left), _start(right))
            and _ends_no_later(_end(left), _end(right)))


@built_in("overlaps after(range1: range, range2: range)")
def overlaps_after(run, left: Range, right: Range) -> bool:
    return overlaps_before(run, right, left)


@built_in(f"finishes(point: {_POINT}, range: range)")
def point_finishes(run, point: object, range_: Range) -> bool:
    return range_.high_closed and _End(point, True).to(_end(range_)) == 0


@built_in("finishes(range1: range, range2: range)")
def finishes(run, left: Range, right: Range) -> bool:
    return (left.high_closed == right.high_closed and _end(left).to(_end(right)) == 0
            and _starts_no_earlier(_start(left), _start(right)))


@built_in(f"finished by(range: range, point: {_POINT})")
def finished_by_point(run, range_: Range, point: object) -> bool:
    return point_finishes(run, point, range_)


@built_in("finished by(range1: range, range2: range)")
def finished_by(run, left: Range, right: Range) -> bool:
    return finishes(run, right, left)


@built_in(f"includes(range: range, point: {_POINT})", "includes(range1: range, range2: range)")
def includes(run, range_: Range, other: object) -> bool:
    return _starts_no_earlier(_start(other), _start(range_)) and _ends_no_later(_end(other), _end(range_))


@built_in(f"during(point: {_POINT}, range: range)", "during(range1: range, range2: range)")
def during(run, other: object, range_: Range) -> bool:
    return includes(run, range_, other)


@built_in(f"starts(point: {_POINT}, range: range)")
def point_starts(run, point: object, range_: Range) -> bool:
    return range_.low_closed and _End(point, True).to(_start(range_)) == 0


@built_in("starts(range1: range, range2: range)")
def starts(run, left: Range, right: Range) -> bool:
    return (left.low_closed == right.low_closed and _start(left).to(_start(right)) == 0
            and _ends_no_later(_end(left), _end(right)))


@built_in(f"started by(range: range, point: {_POINT})")
def started_by_point(run, range_: Range, point: object) -> bool:
    return point_starts(run, point, range_)


@built_in("started by(range1: range, range2: range)")
def started_by(run, left: Range, right: Range) -> bool:
    return starts(run, right, left)


@built_in(f"coincides(point1: {_POINT}, point2: {_POINT})", "coincides(range1: range, range2: range)")
def coincides(run, left: object, right: object) -> bool:
    starts_same, ends_same = _start(left), _end(left)
    return (starts_same.to(_start(right)) == 0 and ends_same.to(_end(right)) == 0
            and starts_same.is_closed == _start(right).is_closed and ends_same.is_closed == _end(right).is_closed)
