"""How large a value is when it is written out. Lists that contain the same list many times are small in memory only."""

from __future__ import annotations

from .errors import LIMITS, FeelLimitExceeded, Limits


def measure(value: object, limits: Limits = LIMITS) -> None:
    """Count what a value holds. FeelLimitExceeded when that is too much."""
    open_values, count = [value], 0
    while open_values:
        each = open_values.pop()
        inside = each if type(each) is list else each.values() if type(each) is dict else ()
        count += len(inside)
        if count > limits.items:
            raise FeelLimitExceeded("too-many-items", limit=limits.items)
        open_values.extend(item for item in inside if type(item) is list or type(item) is dict)
