"""What staff are told in the product: the job staff_notification, tasks that became theirs, clocks that press on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine.commands.template_words import words
from engine.errors import NotFound, Refused, Text
from engine.store import acting_people, cases, directory, notifications, pressing_clocks
from engine.store.notifications import News
from engine.store.pressing_clocks import Pressing
from engine.store.transaction import Tx

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase

MOST_URGENT = 1
_MOST_PEOPLE = 200


def send(case: RunningCase, job: Any) -> Mapping[str, Any]:
    """The job: header `template`; input `to` = login, group, department, or a list of such. Everybody is told once."""
    zh, en = words(case, job, "zh"), words(case, job, "en")
    people = _people(case, job.values.get("to"))
    news = News(notifications.TOLD, Text(zh.subject, en.subject), Text(zh.text, en.text), job.element_id)
    notifications.add(case.tx, case.row.id, people, news)
    case.record("notification_sent", job.element_id, template=job.headers.get("template"), people=people)
    return {}


def task_given(case: RunningCase, task_id: str, element_id: str, person_id: str | None) -> None:
    """A task became somebody's; who takes one themselves knows."""
    if person_id is None or person_id == case.tx.actor.id:
        return
    element = _element_name(case, element_id)
    news = News(notifications.TASK_ASSIGNED, Text(f"任务交给您：{element.zh}", f"A task for you: {element.en}"), element_id=element_id, subject_id=task_id)
    notifications.add(case.tx, case.row.id, [person_id], news)


def task_waits(case: RunningCase, task_id: str, element_id: str, units: Iterable[str], named: Iterable[str] = ()) -> None:
    """A task that anybody of these groups and departments, or one of these people, may take: of the most pressing priority, all of them are told."""
    settings = case.loaded.package.settings
    priority = case.execution.variables().get(settings.case.get("priority", ""))
    if settings.priority_rank(priority if isinstance(priority, str) else None) != MOST_URGENT:
        return
    people = dict.fromkeys(named) | dict.fromkeys(person for unit in units for person in directory.active_of_unit(case.tx.session, unit))
    people.pop(case.tx.actor.id, None)
    element, word = _element_name(case, element_id), case.loaded.package.texts.value(str(priority))
    title = Text(f"{word.zh}任务待领取：{element.zh}", f"{word.en} task to claim: {element.en}")
    news = News(notifications.TASK_URGENT, title, element_id=element_id, subject_id=task_id)
    notifications.add(case.tx, case.row.id, list(people)[:_MOST_PEOPLE], news)


def mark_read(tx: Tx, notification_id: str) -> str:
    """Returns the case's number. Raises NotFound for what isn't the actor's."""
    pressing = next((each for each in pressing_clocks.unread(tx) if each.id == notification_id), None)
    if pressing is not None:
        _read(tx, pressing)
        return pressing.case.business_key
    return cases.instance(tx, notifications.mark_read(tx, notification_id)).business_key


def mark_all_read(tx: Tx) -> None:
    for pressing in pressing_clocks.unread(tx):
        _read(tx, pressing)
    notifications.mark_all_read(tx)


def _read(tx: Tx, pressing: Pressing) -> None:
    notifications.add(tx, pressing.case.id, [tx.actor.id], pressing_clocks.news(tx, pressing), pressing.at, tx.now)


def _element_name(case: RunningCase, element_id: str) -> Text:
    element = case.loaded.definition.elements[element_id]
    return case.loaded.package.texts.element(element_id, "name", element.name or element_id)


def _people(case: RunningCase, to: Any) -> list[str]:
    named = to if isinstance(to, list) else [to]
    if not named or not all(isinstance(each, str) and each for each in named):
        raise Refused("nobody_named", Text("通知没有收件人。", "The notification names nobody."))
    found = list(dict.fromkeys(person for each in named for person in _named(case, each)))
    if not found:
        raise Refused("nobody_there", Text("收件人都已不在。", "Nobody of those named is there."))
    return found[:_MOST_PEOPLE]


def _named(case: RunningCase, name: str) -> Iterable[str]:
    """A person (their deputy while they are away), or everybody of a group or department."""
    session = case.tx.session
    if acting_people.find_person(session, name) is not None:
        acting = acting_people.who_acts_for(session, name, case.tx.now)
        return [acting] if acting else []
    if directory.is_unit(session, name):
        return directory.active_of_unit(session, name)
    raise _Unknown(name)


class _Unknown(NotFound):
    """A name that is neither login, group nor department."""

    def __init__(self, name: str):
        super().__init__("person")
        self.text = Text(f"没有叫“{name}”的人员、小组或部门。", f"There is no person, group or department '{name}'.")
