"""Business keys: a pattern like {YYYY}{MM}{DD}-{NNN} and when its serial begins again (S3.8, C3, C30, C31)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

RESETS = {"day": ("YYYY", "MM", "DD"), "year": ("YYYY",), "never": ()}
_PART = re.compile(r"\{([^{}]*)\}")
_SAMPLE = datetime(2023, 10, 9)
_SERIAL = re.compile(r"N+")


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """`{NNN}`: the serial with at least three digits; it grows past 999 and never wraps. Dates are local ones.

    ValueError for a pattern that could give one number twice: no serial, or a reset without the date parts it needs.
    """

    pattern: str
    reset: str = "day"

    def __post_init__(self) -> None:
        if self.reset not in RESETS:
            raise ValueError(f"reset {self.reset!r}: one of {', '.join(RESETS)}")
        parts = _PART.findall(self.pattern)
        unknown = [part for part in parts if part not in RESETS["day"] and not _SERIAL.fullmatch(part)]
        if unknown or set(_PART.sub("", self.pattern)) & set("{}"):
            raise ValueError(f"pattern {self.pattern!r}: only {{YYYY}}, {{MM}}, {{DD}} and {{N}}, {{NN}}, {{NNN}} ... are known")
        if sum(bool(_SERIAL.fullmatch(part)) for part in parts) != 1:
            raise ValueError(f"pattern {self.pattern!r}: needs exactly one serial, such as {{NNN}}")
        if missing := [part for part in RESETS[self.reset] if part not in parts]:
            raise ValueError(f"pattern {self.pattern!r}: starts again every {self.reset}, so it needs {{{missing[0]}}}")
        if re.search(r"N\}(\{|\d)", self.pattern):
            # Serial 1 before 23 would read like serial 12 before 3.
            raise ValueError(f"pattern {self.pattern!r}: a longer serial could read like another number, separate it")

    def fits(self, number: str) -> bool:
        """Whether this pattern could have given the number."""
        parts = (_digits(part) if index % 2 else re.escape(part) for index, part in enumerate(_PART.split(self.pattern)))
        return re.fullmatch("".join(parts), number) is not None

    def clashes(self, other: NumberPattern) -> bool:
        """Whether both could give one number."""
        return any(one.fits(two.format(_SAMPLE, serial)) for one, two in ((self, other), (other, self)) for serial in (1, 1_234, 12_345_678))

    def period(self, local: datetime) -> str:
        """What the serial is counted within; `local` is in the company's zone."""
        return {"day": f"{local:%Y%m%d}", "year": f"{local:%Y}", "never": ""}[self.reset]

    def format(self, local: datetime, serial: int) -> str:
        if serial < 1:
            raise ValueError(f"serial {serial}: counts from 1")
        dates = {"YYYY": f"{local.year:04}", "MM": f"{local.month:02}", "DD": f"{local.day:02}"}
        return _PART.sub(lambda found: dates.get(found[1]) or str(serial).zfill(len(found[1])), self.pattern)


def _digits(part: str) -> str:
    """Only a serial grows."""
    return f"\\d{{{len(part)},}}" if _SERIAL.fullmatch(part) else f"\\d{{{len(part)}}}"
