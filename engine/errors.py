"""Sentences in both languages, and the refusals that carry them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in each of the product's languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The sentence in `language`; Chinese for every language but English."""
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a package can't be deployed (error), or what its owner should know (warning)."""

    file: str
    element: str
    field: str
    text: Text
    severity: str = "error"


class Refused(Exception):
    """A request that can't be done, with the reason for the person who asked (HTTP 409)."""

    def __init__(self, code: str, text: Text):
        super().__init__(f"{code}: {text.en}")
        self.code = code
        self.text = text


class Conflict(Refused):
    """Someone else was faster: the state the request was made for is gone (409)."""


class NotFound(Refused):
    """Not there, or not for this actor: the two look the same from outside (404)."""

    def __init__(self, what: str = "page"):
        super().__init__("not_found", Text("没有找到，或您无权查看。", "Not found, or not yours to see."))
        self.what = what


class InvalidValues(Refused):
    """What was typed can't be accepted; `fields` says why, per field key (422)."""

    def __init__(self, fields: dict[str, Text]):
        super().__init__("invalid_values", Text("请检查标出的内容。", "Please check the marked fields."))
        self.fields = fields


class Undeployable(Refused):
    """A package with errors; `reasons` lists every one of them (409)."""

    def __init__(self, reasons: list[Reason]):
        super().__init__("undeployable", Text("流程包未通过检查。", "The package did not pass its check."))
        self.reasons = reasons


class IncidentCause(Exception):
    """Why an element can't go on until a person helps; becomes an incident, never a rollback."""

    def __init__(self, element_id: str, text: Text):
        super().__init__(f"{element_id}: {text.en}")
        self.element_id = element_id
        self.text = text
