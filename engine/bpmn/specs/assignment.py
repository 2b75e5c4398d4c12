"""Whose a user task is, and by when: the `zeebe:` attributes evaluated when it is activated."""

from __future__ import annotations

from datetime import datetime

from engine.bpmn.moments import moment
from engine.errors import Text

_WORDS = {
    "assignee": Text("办理人", "assignee"), "candidate_groups": Text("候选组", "candidate groups"),
    "candidate_users": Text("候选人", "candidate users"), "priority": Text("优先级", "priority"),
    "due_date": Text("到期时间", "due date"), "follow_up_date": Text("跟进时间", "follow-up date"),
}
DEFAULT_PRIORITY, MOST_PRIORITY = 50, 100     # Zeebe's scale


def assigned(my_task) -> dict[str, object]:
    """Assignee, groups, users, priority and dates as JSON values; what isn't set is left out. IncidentCause if one can't be told."""
    found: dict[str, object] = {}
    compiled = my_task.task_spec.element.compiled
    if "assignee" in compiled:
        found["assignee"] = _text(my_task, "assignee")
    for name in ("candidate_groups", "candidate_users"):
        if name in compiled:
            found[name] = _texts(my_task, name)
    if "priority" in compiled:
        found["priority"] = my_task.context.whole_number(my_task, compiled["priority"], _WORDS["priority"], MOST_PRIORITY)
    for name in ("due_date", "follow_up_date"):
        due = date_of(my_task, name)
        if due is not None:
            found[name] = due.isoformat()
    return found


def date_of(my_task, name: str) -> datetime | None:
    """The due or follow-up date as it is now; None when it is not set, or its clock has none yet."""
    expression = my_task.task_spec.element.compiled.get(name)
    if expression is None:
        return None
    context = my_task.context
    outcome = context.evaluate(my_task, expression)
    if outcome.value is None and expression.reads("clocks"):
        return None
    value = context.value(my_task, expression, _WORDS[name])
    try:
        return moment(value, context.host.zone)
    except (ValueError, OverflowError) as error:
        raise context.cause(my_task, _WORDS[name], Text("结果不是日期时间。", "The result is not a date and time.")) from error


def _text(my_task, name: str) -> str:
    value = my_task.context.value(my_task, my_task.task_spec.element.compiled[name], _WORDS[name])
    if not isinstance(value, str):
        raise my_task.context.cause(my_task, _WORDS[name], Text("结果不是文本。", "The result is not a text."))
    return value


def _texts(my_task, name: str) -> list[str]:
    """A literal list has commas; FEEL gives a list of texts or one text."""
    value = my_task.context.value(my_task, my_task.task_spec.element.compiled[name], _WORDS[name])
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise my_task.context.cause(my_task, _WORDS[name], Text("结果不是文本列表。", "The result is not a list of texts."))
    return [part.strip() for part in parts if part.strip()]

