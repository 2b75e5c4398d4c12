"""What BPMN has no word for: numbers, scales, clocks, columns and messages of one package, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.errors import Text
from engine.feel import Expression
from engine.model.clock_rules import ClockDefinition
from engine.model.numbering import NumberPattern
from engine.packages.case_rules import Completeness
from engine.packages.report_settings import ReportSettings
from engine.model.scoring import Scoring
from engine.packages.likeness_reading import Similar
from engine.transports import PAGE

# package.toml's [case] key -> column of the case's row that lists and filters read.
CASE_COLUMNS = {"title": "title", "type": "type_value", "priority": "priority_value", "department": "department_id",
                "satisfaction": "satisfaction_value", "channel": "channel_value"}
CASE_VARIABLES = (*CASE_COLUMNS, "received_at", "customer_name", "contact", "preferred_channel", "is_anonymous", "handler", "due_at", "problem", "segment")
MESSAGE_SENDERS = ("customer", "intake", "supervisor", "assignee")
MESSAGE_ENDS = ("withdrawn", "rejected", "merged")


class Type(NamedTuple):
    value: str
    text: Text
    definition: Text
    is_complaint: bool


class Priority(NamedTuple):
    """`rank` 1 is the most pressing; reports across packages compare ranks, never words."""

    value: str
    rank: int
    text: Text
    definition: Text


class Satisfaction(NamedTuple):
    value: str
    text: Text
    is_top: bool
    is_dissatisfied: bool


class Status(NamedTuple):
    """`is_assumed`: the procedure's own document doesn't name it; its owner should confirm it."""

    value: str
    text: Text
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """What people may send to a running case. `name`: of the BPMN message. `by`: who may (MESSAGE_SENDERS)."""

    name: str
    label: Text
    form: str | None = None
    by: tuple[str, ...] = ()
    ends_as: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """`promise`: names of the clocks whose due time the customer is told; `promise_words`: what each means to a customer.

    `stages`: the procedure's stages in a customer's words, in order; where there are none, their own names.
    """

    code_length: int = 8
    anonymous_name: Text = Text("匿名", "Anonymous")
    privacy_notice: Text = Text("", "")
    thanks: Text = Text("", "")
    promise: tuple[str, ...] = ()
    promise_words: Mapping[str, Text] = field(default_factory=dict)
    stages: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """`of`: a fact of the case (number, customer, contact, status, ...) or, with `=`, FEEL over its variables."""

    label: Text
    of: str


@dataclass(frozen=True, slots=True)
class Retention:
    """ISO 8601 durations from the archiving."""

    case: str = "P3Y"
    contact: str = "P180D"


@dataclass(frozen=True, slots=True)
class PackageSettings:
    """`case`: fact of the case (CASE_VARIABLES) -> the variable that holds it; `case_columns`: column of its row -> variable.

    `start_groups`: staff who may start a case, besides intake; empty means all staff. `is_public`: customers may.
    `customer_number`: the internal number that stands for a customer on the record, in place of their contact (S0.13).
    `has_day_serial`: the cases of each day are counted besides (C3).
    """

    id: str
    number: NumberPattern = NumberPattern("{YYYY}{MM}{DD}-{NNN}")
    customer_number: NumberPattern | None = None
    has_day_serial: bool = False
    is_public: bool = True
    start_groups: tuple[str, ...] = ()
    intake_groups: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    type_details: tuple[Type, ...] = ()
    priorities: tuple[Priority, ...] = ()
    satisfaction: tuple[Satisfaction, ...] = ()
    statuses: tuple[Status, ...] = ()
    clocks: tuple[ClockDefinition, ...] = ()
    case: Mapping[str, str] = field(default_factory=dict)
    case_messages: tuple[CaseMessage, ...] = ()
    customer_page: CustomerPage = CustomerPage()
    register_name: Text = Text("", "")
    register: tuple[RegisterColumn, ...] = ()
    retention: Retention = Retention()
    scoring: Scoring | None = None
    similar: Similar | None = None
    merge: Mapping[str, Expression] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    completeness: tuple[Completeness, ...] = ()
    every_task_has: tuple[str, ...] = ()
    owner: str = ""
    reports_on: str = ""
    report: ReportSettings | None = None

    def route(self, channel: str | None) -> str:
        """How messages of this channel travel (engine.transports.ROUTES); a word that the package doesn't place: the page."""
        return self.channels.get(channel or "", PAGE)

    @property
    def case_columns(self) -> dict[str, str]:
        return {CASE_COLUMNS[key]: variable for key, variable in self.case.items() if key in CASE_COLUMNS}

    @property
    def received_at(self) -> str | None:
        """The variable that says when the case was really received, if there is one."""
        return self.case.get("received_at")

    def priority_rank(self, value: str | None) -> int | None:
        return next((each.rank for each in self.priorities if each.value == value), None)

    def clock(self, name: str) -> ClockDefinition | None:
        return next((each for each in self.clocks if each.name == name), None)
