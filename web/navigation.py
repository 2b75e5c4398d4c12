"""What stands in the rail: a page appears there by one line here, for the people who may open it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import current_app, request

from engine.errors import Text
from engine.model import permissions
from engine.model.people import AUDITOR, Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `key` is its second key after g (ux.md); empty = none."""

    endpoint: str
    icon: str
    name: Text
    is_for: Callable[[Actor], bool]
    key: str = ""


ENTRIES = (
    Entry("inbox.index", "inbox", Text("我的工作", "My work"), lambda actor: True, "i"),
    Entry("queues.index", "queue", Text("队列", "Queues"), lambda actor: True, "q"),
    Entry("cases.index", "cases", Text("工单", "Cases"), lambda actor: True, "l"),
    Entry("department_load.index", "users", Text("部门", "Team"), lambda actor: bool(actor.supervises), "d"),
    Entry("catalogue.index", "process", Text("流程", "Processes"), permissions.may_see_catalogue, "p"),
    Entry("workbench.overview.index", "edit", Text("编辑", "Workbench"), permissions.may_see_any_workbench, "w"),
    Entry("incidents.index", "flag", Text("异常", "Incidents"), permissions.is_process_owner, "e"),
    Entry("reports.index", "chart", Text("报表", "Reports"), permissions.may_see_reports, "r"),
    Entry("auditor.index", "shield", Text("审计", "Audit"), lambda actor: actor.has_role(AUDITOR), "u"),
    Entry("administration.index", "settings", Text("管理", "Manage"), permissions.may_administer, "m"),
)

_OWN_PLACES = ("auditor.index", "administration.index")


def entries(actor: Actor) -> list[Entry]:
    """The places this person may open; a page that isn't built yet doesn't show."""
    return [entry for entry in ENTRIES if entry.endpoint in current_app.view_functions and entry.is_for(actor)]


def first_place(actor: Actor) -> str:
    """The endpoint somebody begins at: who takes no tasks from groups and answers for no department has an empty inbox."""
    only = [entry.endpoint for entry in ENTRIES if entry.endpoint in _OWN_PLACES and entry.is_for(actor)]
    return only[0] if only and not actor.groups and not actor.supervises else "inbox.index"


def is_current(entry: Entry) -> bool:
    return bool(request.endpoint) and request.endpoint.split(".")[0] == entry.endpoint.split(".")[0]


def is_among(entries: Iterable[Entry]) -> bool:
    """Whether the page that is open belongs to one of them."""
    return any(is_current(entry) for entry in entries)
