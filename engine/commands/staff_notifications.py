"""What staff are told in the product: the job staff_notification, tasks that became theirs, clocks that press."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine.commands.template_words import words
from engine.errors import NotFound, Refused, Text
from engine.store import acting_people, directory, notifications
from engine.store.notifications import News
from engine.store.transaction import Tx

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase

_MOST_PEOPLE = 200


def send(case: RunningCase, job: Any) -> Mapping[str, Any]:
    """The job: header `template`; input `to` = login, group, department, or a list of such. Everybody is told once."""
    zh, en = words(case, job, "zh"), words(case, job, "en")
    people = _people(case, job.values.get("to"))
    news = News("told", Text(zh.subject, en.subject), Text(zh.text, en.text), job.element_id)
    notifications.add(case.tx, case.row.id, people, news)
    case.record("notification_sent", job.element_id, template=job.headers.get("template"), people=people)
    return {}


def mark_read(tx: Tx, notification_id: str) -> str:
    """Returns the case's id. Raises NotFound for somebody else's."""
    return notifications.mark_read(tx, notification_id)


def mark_all_read(tx: Tx) -> None:
    notifications.mark_all_read(tx)


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
