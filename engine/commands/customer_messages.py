"""The job customer_message: the procedure tells the customer something, in the case's language, by the preferred channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.commands import outbox
from engine.commands.outbox import Outgoing
from engine.commands.template_words import words
from engine.store.ways import preferred_channel

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase


def send(case: RunningCase, job: Any) -> Mapping[str, Any]:
    """Header `template`; input mapping `channel` where it isn't the preferred one."""
    said = words(case, job, case.row.language)
    outbox.put(case, Outgoing(said.text, channel_of(case, job), job.values, said.subject, job.element_id))
    return {}


def channel_of(case: RunningCase, job: Any) -> str:
    """A case may have a variable `channel` of its own, so only the element's own input counts."""
    is_mapped = any(mapping.target == "channel" for mapping in case.loaded.definition.elements[job.element_id].inputs)
    if not is_mapped:
        return preferred_channel(case.tx, case.row, job.values)
    value = job.values.get("channel")
    return value if isinstance(value, str) else ""
