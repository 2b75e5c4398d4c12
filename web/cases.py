"""One case, its live diagram, and the list of all cases someone may see."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for

from engine.commands import case_reads
from engine.queries import callers, case_news, case_page, case_search, inbox, similar, user_task_page, visible
from engine.queries import diagram as diagrams
from engine.queries import register as registers
from engine.queries.case_search import STATES, Wanted
from web.current import ask, execute
from web.paging import page_number

pages = Blueprint("cases", __name__)


@pages.get("/cases")
def index():
    words = request.args
    wanted = Wanted(words.get("q", "")[:100], *(words.get(name, "") for name in ("state", "type", "priority", "department", "segment")))
    found = ask(case_search.search, wanted, page_number())
    return render_template("staff/cases.html", found=found, wanted=wanted, states=STATES, may_find_caller=ask(callers.may_look), has_register=bool(ask(registers.registers)))


@pages.get("/cases/<number>")
def show(number: str):
    return render_case(number, request.args.get("task"))


@pages.get("/cases/<number>/news")
def news(number: str):
    """What an open page asks every few seconds: nothing, or where the case stands now."""
    found = ask(case_news.of_case, number, request.args.get("seen", 0, int))
    return render_template("staff/case/news.html", news=found, number=number) if found else ("", 204)


@pages.get("/cases/<number>/diagram")
def diagram(number: str):
    return jsonify(ask(diagrams.case_diagram, number, _whole("round"), _whole("until")))


def _whole(name: str) -> int | None:
    """A positive number of the address; what can't be read counts as not asked for."""
    words = request.args.get(name, "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 8 else None


def render_case(number: str, task_id: str | None = None, status: int = 200, **values):
    """The case's page with one task's form open: the one asked for, else the first that is mine."""
    case = ask(case_page.case_page, number)
    if not case.is_read:
        execute(case_reads.note, case.head.instance_id)
    due = values.pop("due", None) or _due(case, task_id)
    beside = ask(inbox.listed, _list_beside(case))
    if due and due.task.element_id in case.compared_at:
        values["similar"] = ask(similar.for_task, due.task.id)[1]
    return render_template("staff/case.html", case=case, due=due, list=beside, recipient=_recipient(case), **values), status


def to_case(number: str, **where):
    """After something was done: back to the case, beside the list one came from."""
    return redirect(url_for("cases.show", number=number, **({"list": list_asked()} | where if list_asked() else where)), 303)


def list_asked() -> str | None:
    """The list one came from: in the address of a page, or sent along by its forms."""
    asked = request.args.get("list") or request.form.get("_list")
    return asked if asked in inbox.FILTERS else None


def case_id(number: str) -> str:
    return ask(visible.case_id, number)


def _list_beside(case) -> str:
    """The list one came from; with none, one that holds the case."""
    return list_asked() or ("mine" if any(task.is_mine for task in case.tasks) else "all")


def _due(case, task_id: str | None):
    wanted = [task for task in case.tasks if task.id == task_id] or [task for task in case.tasks if task.may_complete]
    may_fill_in = [task for task in wanted if task.may_complete or task.may_answer]
    return ask(user_task_page.user_task_page, may_fill_in[0].id) if may_fill_in else None


def _recipient(case) -> str:
    """Who a message would go to, as it may be shown."""
    contacts = [contact.mask for contact in case.contacts if contact.kind != "name"]
    return " ".join(part for part in (case.head.customer, *contacts[:1]) if part)
