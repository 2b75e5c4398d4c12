"""Company hours: the slots of a day, written 09:00-12:00, and of a week."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.errors import Refused, Text

MIDNIGHT = 24 * 60
_SLOT = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Open from `opens` up to and without `closes`, in minutes after local midnight (1440 = the end of the day)."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MIDNIGHT:
            raise ValueError(f"not a slot: {self.opens}-{self.closes}")

    def __str__(self) -> str:
        return f"{clock_face(self.opens)}-{clock_face(self.closes)}"


Slots = tuple[Slot, ...]
Week = Mapping[int, Slots]
"""Monday = 0; a weekday that is missing or has no slot is free."""


def read_slots(text: str) -> Slots:
    """The slots of one day, e.g. `09:00-12:00, 13:30-18:00`; nothing means closed. Refused when it can't be read."""
    normal = text.replace("：", ":").replace("–", "-").replace("—", "-")
    parts = [part for part in re.split(r"[,，;；、\s]+", normal.strip()) if part]
    try:
        slots = tuple(sorted(_read_slot(part) for part in parts))
    except ValueError:
        raise _unreadable(text) from None
    if any(one.closes > after.opens for one, after in zip(slots, slots[1:], strict=False)):
        raise Refused("company_hours", Text("时段不能重叠。", "The hours of a day must not overlap."))
    return slots


def week_of(slots: Slots, weekdays: Iterable[int] = range(5)) -> Week:
    return {weekday: slots for weekday in weekdays}


def clock_face(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _read_slot(part: str) -> Slot:
    found = _SLOT.fullmatch(part)
    if not found:
        raise ValueError(part)
    hours = [int(each) for each in found.groups()]
    return Slot(hours[0] * 60 + hours[1], hours[2] * 60 + hours[3])


def _unreadable(text: str) -> Refused:
    return Refused(
        "company_hours",
        Text(
            f"无法识别“{text[:40]}”。请按 09:00-12:00, 13:30-18:00 的格式填写，结束晚于开始。",
            f"Can't read “{text[:40]}”. Write hours like 09:00-12:00, 13:30-18:00, each ending after it starts.",
        ),
    )


DEFAULT_WEEK: Week = week_of((Slot(9 * 60, 18 * 60),))
