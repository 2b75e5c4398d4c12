"""What an event waits for: SpiffWorkflow's event definitions, with FEEL values and without its clock (clause 10.5.5)."""

from __future__ import annotations

from datetime import UTC, datetime

from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

from engine.bpmn.definition import Element
from engine.bpmn.moments import cycle, moment, span
from engine.errors import Text

_TIMER = Text("定时器", "timer")
_KEY = Text("关联键", "correlation key")


class FeelTimer(TimerEventDefinition):
    """A timer whose due time is worked out here and kept with its token; the host decides when it is due."""

    def __init__(self, element: Element, **kwargs):
        kind, written = element.timer
        super().__init__(element.id, written, **kwargs)
        self.kind = kind
        self.compiled = element.compiled["timer"]
        self.reads_clocks = self.compiled.reads("clocks")

    def arm(self, my_task) -> None:
        data = my_task.internal_data
        data["armed_at"] = my_task.context.host.now.isoformat()
        self.due_at(my_task)
        if self.kind == "cycle":
            data["count"] = 0

    def due_at(self, my_task) -> datetime | None:
        """When it is due as things are now. None: unarmed, because its clock has no due time or none later than it triggered for."""
        data = my_task.internal_data
        if "due_at" in data and not self.reads_clocks:
            return _time(data["due_at"])
        due = self._worked_out(my_task)
        data["due_at"] = due.isoformat() if due else None
        triggered = _time(data.get("triggered_due_at"))
        return None if due and triggered and due <= triggered else due

    def triggered(self, my_task) -> bool:
        """It triggered and may do so again: a cycle not at its end, a limit that may still move. Sets the next due time."""
        data = my_task.internal_data
        if self.kind == "cycle":
            return self._next(my_task)
        due = self.due_at(my_task) or my_task.context.host.now      # the limit may have moved since it was armed
        data["triggered_due_at"] = due.isoformat()
        return self.reads_clocks

    def _worked_out(self, my_task) -> datetime | None:
        context, data = my_task.context, my_task.internal_data
        outcome = context.evaluate(my_task, self.compiled)
        if outcome.value is None and self.reads_clocks:
            return None
        value = context.value(my_task, self.compiled, _TIMER)
        armed_at = _time(data["armed_at"])
        try:
            if self.kind == "date":
                return moment(value, context.host.zone)
            if self.kind == "duration":
                return span(value).after(armed_at, context.host.zone)
            found = cycle(value, armed_at, context.host.zone)
            data["cycle"] = str(value)
            return found.first_due(armed_at, context.host.zone)
        except (ValueError, OverflowError) as error:
            raise context.cause(my_task, _TIMER, Text("结果不是可用的时间。", "The result is not a time that can be used.")) from error

    def _next(self, my_task) -> bool:
        """The next due time after now: what was missed while nothing ran triggers once, not in a burst."""
        data, host = my_task.internal_data, my_task.context.host
        data["count"] += 1
        due = cycle(data["cycle"], _time(data["armed_at"]), host.zone).next_due(data["count"], host.now, host.zone)
        data["due_at"] = due.isoformat() if due else None
        return due is not None


class MessageSubscription(MessageEventDefinition):
    """Waits for one message name and correlation key; the host delivers to one subscription, never by name."""

    def __init__(self, element: Element, **kwargs):
        super().__init__(element.message_name, **kwargs)
        self.compiled = element.compiled.get("correlation_key")

    def arm(self, my_task) -> None:
        if self.compiled is not None:
            value = my_task.context.value(my_task, self.compiled, _KEY)
            my_task.internal_data["key"] = value if isinstance(value, str) else str(value)

    def triggered(self, my_task) -> bool:
        """A subscription that doesn't interrupt catches every message."""
        return True


class Signal(SignalEventDefinition):
    """Waits for a signal's name; a signal is for all who wait (clause 10.5.5)."""

    def __init__(self, element: Element, **kwargs):
        super().__init__(element.code, **kwargs)

    def arm(self, my_task) -> None:
        """A name is all there is."""

    def triggered(self, my_task) -> bool:
        return True


class FeelCondition(ConditionalEventDefinition):
    """Triggers when its condition becomes true; it must have been false before it can do so again (clause 10.5.5)."""

    def __init__(self, element: Element, **kwargs):
        super().__init__(element.condition, **kwargs)
        self.compiled = element.compiled["condition"]

    def arm(self, my_task) -> None:
        my_task.internal_data["was_true"] = False

    def becomes_true(self, my_task) -> bool:
        """Looked at when everything else rests. A null (a name not written yet) is not true; other values are incidents."""
        data, context = my_task.internal_data, my_task.context
        value = context.evaluate(my_task, self.compiled).value
        if value is not None and not isinstance(value, bool):
            raise context.cause(my_task, Text("条件", "condition"), Text("结果既不是真也不是假。", "The result is neither true nor false."))
        was_true, data["was_true"] = data["was_true"], bool(value)
        return bool(value) and not was_true

    def triggered(self, my_task) -> bool:
        return True


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
