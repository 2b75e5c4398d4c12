"""What a report calls things: the reported package's own words, given by the room that knows packages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import Text

NOT_SET = Text("未填写", "not set")


@dataclass(frozen=True, slots=True)
class Scale:
    """Satisfaction as the package asks it, best first as written."""

    values: tuple[tuple[str, Text], ...] = ()
    top: frozenset[str] = frozenset()
    dissatisfied: frozenset[str] = frozenset()

    def printed(self) -> Text:
        """Beside every figure of satisfaction: the words, and which of them count as satisfied."""
        return Text(
            "量表：" + " / ".join(text.zh + ("*" if value in self.top else "") for value, text in self.values) + "（* 计为满意）",
            "Scale: " + " / ".join(text.en + ("*" if value in self.top else "") for value, text in self.values) + " (* counts as satisfied)",
        )


@dataclass(frozen=True, slots=True)
class Words:
    """Values in the order of the package; what is not among them is shown as it stands."""

    types: tuple[tuple[str, Text], ...] = ()
    priorities: tuple[tuple[str, Text], ...] = ()
    scale: Scale = field(default_factory=Scale)
    clocks: tuple[tuple[str, Text], ...] = ()
    stages: tuple[tuple[int, Text], ...] = ()
    departments: Mapping[str, Text] = field(default_factory=dict)
    values: Mapping[str, Text] = field(default_factory=dict)

    def of(self, value: str | None) -> Text:
        return NOT_SET if not value else self.values.get(value) or Text(value, value)

    def department(self, id_: str | None) -> Text:
        return NOT_SET if not id_ else self.departments.get(id_) or Text(id_, id_)
