"""One message on its way to one address, and why it could not be handed over."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Letter:
    """`id`: the same at every attempt, so that whoever takes it can tell a second one. `address`: raw, never logged."""

    id: str
    address: str = field(repr=False)
    subject: str
    text: str
    case_number: str


class Undelivered(Exception):
    """Why, in a few words that hold no address. `is_final`: trying again would change nothing."""

    def __init__(self, why: str, is_final: bool = False):
        super().__init__(why)
        self.why, self.is_final = why, is_final
