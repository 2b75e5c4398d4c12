"""What a form consists of: its fields as the schema says, and the words that texts in other languages are looked up by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from engine.errors import Text
from engine.feel import Expression

TEXTS = ("textfield", "textarea")
ONE_OF = ("radio", "select")
MANY_OF = ("checklist", "taglist")
INPUTS = (*TEXTS, "number", "datetime", "checkbox", *ONE_OF, *MANY_OF, "filepicker")
KEYED = (*INPUTS, "expression", "dynamiclist")
CONTAINERS = ("group", "dynamiclist")
LAYOUT = ("text", "table", "separator", "spacer")
COMPONENTS = (*KEYED, "group", *LAYOUT)
CONTACT_KINDS = ("mobile", "phone", "email", "name", "any")

Setting = object
"""A value of the schema, or an Expression that yields it."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the FEEL value it stands for and its label."""

    value: object
    label: Text


@dataclass(frozen=True, slots=True)
class Limits:
    """None where the schema sets none. Lengths in characters, sizes in bytes."""

    min_length: Setting = None
    max_length: Setting = None
    minimum: Setting = None
    maximum: Setting = None
    step: Decimal | None = None
    digits: int | None = None
    pattern: str = ""
    has_no_past: bool = False
    min_count: int = 0
    max_count: int | None = None
    max_bytes: int | None = None
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One component. `key`: the variable it fills, empty for what fills none; `contact`: contact data, kept apart.
    `canned`: a list of ready texts for a text field."""

    id: str
    type: str
    key: str = ""
    label: str = ""
    description: str = ""
    text: str = ""
    subtype: str = ""
    is_required: bool = False
    limits: Limits = Limits()
    options: tuple[Option, ...] = ()
    options_from: Expression | None = None
    hide: Expression | None = None
    is_readonly: Setting = False
    default: object = None
    fields: tuple[Field, ...] = ()
    default_rows: int = 1
    has_fixed_rows: bool = False
    is_multiple: bool = False
    source: Expression | None = None
    columns: tuple[tuple[str, str], ...] = ()
    columns_from: Expression | None = None
    prefix: str = ""
    suffix: str = ""
    canned: Expression | None = None
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def contact(self) -> str:
        return self.properties.get("contact", "")

    @property
    def text_key(self) -> str:
        """By which its words in other languages are found."""
        return self.key or self.id

    @property
    def is_public(self) -> bool:
        """What is typed here may be shown to the customer."""
        return self.properties.get("public") in ("true", "all")

    @property
    def is_shared(self) -> bool:
        """Also to the customers whose cases were merged into this one."""
        return self.properties.get("public") == "all"


class Texts(Protocol):
    """Words in both languages; `zh` is what the form says and comes back where there is no other."""

    def field(self, form_id: str, key: str, what: str, zh: str) -> Text: ...

    def option(self, form_id: str, key: str, value: str, zh: str) -> Text: ...

    def value(self, zh: str) -> Text: ...


class PlainTexts:
    """The form's own words for every language."""

    def field(self, form_id: str, key: str, what: str, zh: str) -> Text:
        return Text(zh, zh)

    def option(self, form_id: str, key: str, value: str, zh: str) -> Text:
        return Text(zh, zh)

    def value(self, zh: str) -> Text:
        return Text(zh, zh)


def flat(fields: tuple[Field, ...]) -> Iterator[Field]:
    """The fields of one level: those of groups too, a dynamic list as one."""
    for each in fields:
        yield each
        if each.type == "group":
            yield from flat(each.fields)


def all_fields(fields: tuple[Field, ...]) -> Iterator[Field]:
    for each in fields:
        yield each
        yield from all_fields(each.fields)
