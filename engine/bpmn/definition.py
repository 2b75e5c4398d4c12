"""What a diagram says, as values: a process definition, its elements and its sequence flows. Parsed once, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.expressions import Expression



@dataclass(frozen=True, slots=True)
class Stage:
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow. `condition` is the FEEL text after `=`, or None."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str | None = None
    is_new_round: bool = False
    is_default: bool = False
    compiled: Expression | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Mapping_:
    """One line of an ioMapping: the value of `source` becomes the variable `target` (`a.b` makes a context)."""

    source: Expression
    target: str


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance (`parallel`, `sequential`) or standard loop (`standard`)."""

    kind: str
    collection: Expression | None = None
    element: str | None = None
    output_collection: str | None = None
    output_element: Expression | None = None
    completion_condition: Expression | None = None
    cardinality: Expression | None = None
    loop_condition: Expression | None = None
    maximum: int | None = None
    tests_before: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node as drawn. Texts that may be FEEL are kept as written, `compiled` holds their expressions by name."""

    id: str
    kind: str
    name: str = ""
    documentation: str = ""
    parent_id: str | None = None            # the sub-process it lies in; None at process level
    attached_to: str | None = None
    lane: str | None = None
    stage: int | None = None
    incoming: tuple[str, ...] = ()          # flow ids, in XML order
    outgoing: tuple[str, ...] = ()
    form_id: str | None = None
    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: str | None = None
    is_customer: bool = False
    is_blind: bool = False                  # of a multi-instance: answers are hidden until all are there
    public_text: str | None = None
    contact_needed: str | None = None
    official_status: str | None = None
    submit_label: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    event: str | None = None                # timer, message, error, escalation, terminate, signal, ...; None for none events
    timer: tuple[str, str] | None = None    # (date | duration | cycle, expression as written)
    condition: str | None = None            # of a conditional event
    message_name: str | None = None
    correlation_key: str | None = None
    code: str | None = None                 # of an error or escalation; None catches every code
    job_type: str | None = None
    job_retries: str | None = None
    is_interrupting: bool = True
    loop: Loop | None = None
    inputs: tuple[Mapping_, ...] = ()
    outputs: tuple[Mapping_, ...] = ()
    script: str | None = None
    decision_id: str | None = None
    result_variable: str | None = None
    link_name: str | None = None
    called_process: str | None = None       # of a call activity
    gives_all: bool = True                  # all variables go into the called process, else only the mapped ones
    takes_all: bool = True                  # what it wrote comes back, else only the mapped ones
    compiled: Mapping[str, Expression] = field(default_factory=dict, compare=False, repr=False)

    @property
    def event_definition(self) -> str | None:
        return self.event


@dataclass(frozen=True)
class Definition:
    """One process of one file. `specification` is what SpiffWorkflow executes, shared by all instances.

    Elements and flows of called processes are listed as well, their ids behind the process's: `notify/ask`.
    """

    process_id: str
    name: str
    xml: bytes
    file: str
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    stages: tuple[Stage, ...]
    start_events: tuple[str, ...]           # at process level, in XML order; start events of event sub-processes aren't
    message_starts: Mapping[str, str]       # message name -> start event
    messages: Mapping[str, str]             # message id -> name
    customer_tasks: tuple[str, ...]
    documentation: str = ""
    called: Mapping[str, Definition] = field(default_factory=dict)      # process id -> what it says by itself
    specification: Any = field(default=None, compare=False, repr=False)

    def own_elements(self) -> list[tuple[str, Element]]:
        """Without those of called processes."""
        return [(id_, element) for id_, element in self.elements.items() if "/" not in id_]

    def children_of(self, parent_id: str | None) -> list[Element]:
        """The elements that lie directly in a sub-process (None: in the process), in XML order."""
        return [element for element in self.elements.values() if element.parent_id == parent_id]
