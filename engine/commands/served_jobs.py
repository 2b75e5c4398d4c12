"""The jobs that the product does itself, in the same advance as the element that asks for them: name -> function.

A function takes the case and the job (type, headers, values as its element sees them) and returns result variables,
which then go through the element's output mappings. It reads values from the job and never from `case.execution`,
which is in the middle of a move. It refuses (engine.errors.Refused) before it writes anything: the refusal becomes an
incident at the element. A replay takes its result from the trail and never calls it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.commands import customer_messages, linked_cases, staff_notifications
from engine.commands.archive_check import archive_check
from engine.commands.report_figures import report_figures

Served = Callable[[Any, Any], Mapping[str, Any]]

SERVED: Mapping[str, Served] = {
    "customer_message": customer_messages.send,
    "staff_notification": staff_notifications.send,
    "start_case": linked_cases.start,
    "archive_check": archive_check,
    "report_figures": report_figures,
}

# The result variables of each, and of those that the worker does later.
RESULTS: Mapping[str, tuple[str, ...]] = {
    "customer_message": (),
    "staff_notification": (),
    "start_case": ("derived_case",),
    "archive_check": ("missing_documents",),
    "report_figures": ("figures",),
    "http_request": ("response",),
}
