"""Playing a draft: step through its user tasks with their forms, let time pass, see token and clocks, keep the play as a scenario."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for

from engine import packages
from engine.commands import package_drafts, package_plays
from engine.errors import InvalidValues, NotFound, Refused, Text, Undeployable
from engine.model import people
from engine.model.people import SYSTEM
from engine.packages.scenario_writing import scenario_text, step_values
from engine.packages.scenarios import SCENARIO_EPOCH
from engine.queries import deployment_page, play_view, start_form, workbench
from engine.queries.own_play import OwnPlay, own_play
from engine.scenarios.expecting import ScenarioFailed
from engine.scenarios.playground import PlayBroken, Playground, Sandbox
from engine.scenarios.running import CALENDAR
from web import dynamic_lists, submitted
from web.current import actor, ask, execute, now, process_engine
from web.language import t
from web.times import moment_of
from web.workbench.checking import errors_in, reasons_of

pages = Blueprint("play", __name__)

WAITS = {"PT1H": Text("过 1 小时", "1 hour later"), "P1D": Text("过 1 天", "1 day later"), "P7D": Text("过 7 天", "7 days later")}
# Stories begin after the installation they are played on, and where calendars reach.
_YEARS = range(SCENARIO_EPOCH.year, 2100)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass
class Played:
    """A play with its sandbox brought to where it stands; `broken`: the step that can't be played again."""

    play: OwnPlay
    sandbox: Sandbox
    broken: PlayBroken | None = None

    def ask(self, query, *args):
        return self.sandbox.run.engine.ask(SYSTEM, query, *args)

    @property
    def instance_id(self) -> str:
        return self.sandbox.run.instance_id

    @property
    def at(self) -> datetime:
        return self.sandbox.run.clock.now()


@pages.get("/<package_id>/play")
def show(package_id: str):
    return _page(package_id)


@pages.post("/<package_id>/play")
def begin(package_id: str):
    files = ask(workbench.draft_files, package_id)
    if errors := errors_in(reasons_of(files)):
        raise Undeployable(errors)
    execute(package_plays.begin, files, _moment(request.form.get("at", "")))
    return _back(package_id)


@pages.get("/<package_id>/play/diagram")
def diagram(package_id: str):
    played = _played(package_id)
    with played.sandbox.lock:
        if not played.instance_id:
            raise NotFound("case")
        return jsonify(played.ask(play_view.drawing, played.instance_id))


@pages.post("/<package_id>/play/start")
def start(package_id: str):
    """By a person with a form, or by the calendar at one of its start events."""
    by, event = request.form.get("_by", ""), request.form.get("_event", "")
    return _step(package_id, lambda given: {"start": {"by": CALENDAR, "event": event} if by == CALENDAR else {"by": by, **given}}, "start")


@pages.post("/<package_id>/play/cases/<number>")
def turn_to(package_id: str, number: str):
    """The story goes on with another of its cases."""
    return _step(package_id, lambda given: {"case": number}, "")


@pages.post("/<package_id>/play/tasks/<task_id>")
def complete(package_id: str, task_id: str):
    by, nth = request.form.get("_by", ""), request.form.get("_nth", type=int) or 1
    is_spoken = bool(request.form.get("_is_customer")) and by != play_view.CUSTOMER
    beside = {"by": by} | ({"nth": nth} if nth > 1 else {}) | ({"spoken": True} if is_spoken else {})
    return _step(package_id, lambda given: {"complete": request.form.get("_element", ""), **beside, **given}, task_id)


@pages.post("/<package_id>/play/messages/<name>")
def message(package_id: str, name: str):
    return _step(package_id, lambda given: {"message": name, "by": request.form.get("_by", ""), "values": given.get("values", {})}, f"message:{name}")


@pages.post("/<package_id>/play/wait")
def wait(package_id: str):
    wanted, until = request.form.get("wait", ""), request.form.get("until", "")
    if not until and wanted not in WAITS:
        raise InvalidValues({"wait": Text("请选择等待多久。", "Please choose how long to wait.")})
    return _step(package_id, lambda given: {"until": until} if until else {"wait": wanted}, "")


@pages.post("/<package_id>/play/undo")
def undo(package_id: str):
    execute(package_plays.undo, package_id)
    return _back(package_id)


@pages.post("/<package_id>/play/scenario")
def keep(package_id: str):
    """The play as a scenario of the draft, with what it led to as its promise."""
    name, title = request.form.get("name", "").strip(), request.form.get("title", "").strip()
    if not _NAME.fullmatch(name) or not title:
        raise InvalidValues({"name": Text("请填写标题，编号用小写字母、数字和下划线。", "Please give a title, and an id of lower-case letters, digits and underscores.")})
    played = _played(package_id)
    if not played.instance_id:
        raise Refused("not_begun", Text("请先发起一件工单，再存为场景。", "Start a case first; then it can be kept as a scenario."))
    with played.sandbox.lock:
        expected = {"expect": played.ask(play_view.expected, played.instance_id)}
    zone = ZoneInfo(process_engine().settings.zone)
    text = scenario_text(title, played.play.begins_at.astimezone(zone), [*played.play.steps, expected])
    execute(package_drafts.add_file, package_id, f"scenarios/{name}.toml", text.encode())
    flash(t("已存为场景，随草稿一起部署。", "Kept as a scenario; it is deployed with the draft."), "done")
    return redirect(url_for("workbench.files.show", package_id=package_id, name=f"scenarios/{name}.toml"), 303)


def _step(package_id: str, written, place: str):
    """Plays one step; with wrong values the form comes back, with another row or changed conditions it is shown again."""
    played = _played(package_id)
    typed = dynamic_lists.changed(submitted.values(), request.form)
    if request.form.get("_again") or "_add" in request.form or "_remove" in request.form:
        return _page(package_id, place, typed)
    values = step_values({name: given for name, given in typed.items() if name not in ("wait", "until")})
    files = {name: [each.filename for each in request.files.getlist(name) if each.filename] for name in request.files}
    given = {"values": values} | ({"files": kept} if (kept := {name: names for name, names in files.items() if names}) else {})
    step = written(given)
    try:
        with played.sandbox.lock:
            played.sandbox.play(step)
    except InvalidValues as failure:
        return _page(package_id, place, typed, failure.fields), 422
    except ScenarioFailed as failure:
        raise Refused("play_failed", Text(f"这一步走不通：{failure}", f"This step can't be played: {failure}")) from failure
    execute(package_plays.add_step, package_id, len(played.play.steps), step)
    return _back(package_id)


def _page(package_id: str, place: str = "", typed: dict | None = None, faults: dict | None = None):
    """`place`: the form that is open: "start" (for another case, too), a task's id, "message:<name>"."""
    page = ask(workbench.draft_page, package_id)
    files = ask(workbench.draft_files, package_id)
    errors = errors_in(reasons_of(files))
    play = ask(own_play, package_id) if page.may_edit else None
    shown: dict[str, Any] = {"page": page, "errors": errors, "play": play, "waits": WAITS, "begins_at": _usual_start(), "faults": faults or {}}
    if play is None:
        return render_template("workbench/play.html", **shown, view=None, played=None)
    played = _played(package_id)
    shown["untils"] = {step["until"]: moment_of(step["until"]) for step in play.steps if "until" in step}
    with played.sandbox.lock:
        shown |= {"played": played, "is_old": play.hash != files.hash} | _forms(played, place or request.args.get("open", ""), typed)
    return render_template("workbench/play.html", **shown)


def _forms(played: Played, place: str, typed: dict | None) -> dict[str, Any]:
    package_id = played.play.package_id
    starts = {"starters": played.ask(play_view.starters, package_id), "calendar_starts": played.ask(play_view.calendar_starts, package_id)}
    view = played.ask(play_view.play_view, played.instance_id) if played.instance_id else None
    if view is None or place == "start":
        return {"view": view, "place": "start", "fields": _start_fields(played, starts["starters"], typed), **starts}
    tasks = {task.id: task for task in view.tasks}
    if place.startswith("message:"):
        return {"view": view, "place": place, **starts, "fields": played.ask(play_view.message_fields, package_id, place.removeprefix("message:"), typed)}
    place = place if place in tasks else next(iter(tasks), "")
    return {"view": view, "place": place, **starts, "fields": played.ask(play_view.task_fields, place, typed) if place else []}


def _start_fields(played: Played, starters: list[tuple[str, str]], typed: dict | None) -> list[Any] | None:
    """None where only the calendar begins cases."""
    is_public = starters[:1] and starters[0][0] == play_view.CUSTOMER
    try:
        return played.sandbox.run.engine.ask(people.customer(None) if is_public else SYSTEM, start_form.start_form, played.play.package_id, typed).fields
    except NotFound:
        return None


def _played(package_id: str) -> Played:
    """Raises NotFound before the first play."""
    play = ask(own_play, package_id)
    if play is None:
        raise NotFound("play")
    sandbox = _playground().sandbox((package_id, actor().id), play, lambda: _beside(play), now())
    with sandbox.lock:
        try:
            sandbox.bring_to(play.steps)
        except PlayBroken as broken:
            return Played(play, sandbox, broken)
    return Played(play, sandbox)


def _beside(play: OwnPlay) -> list[packages.PackageFiles]:
    return ask(deployment_page.beside, play.package_id, packages.read_package(play.files).settings.reports_on)


def _playground() -> Playground:
    return current_app.extensions.setdefault("playground", Playground(process_engine().settings.processes_dir))


def _back(package_id: str):
    return redirect(url_for("workbench.play.show", package_id=package_id), 303)


def _usual_start() -> datetime:
    """Nine in the morning of today, in the company's zone."""
    zone = ZoneInfo(process_engine().settings.zone)
    return datetime.combine(now().astimezone(zone).date(), time(9), zone)


def _moment(written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        at = _usual_start()
    if at.year not in _YEARS:
        at = _usual_start()
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(process_engine().settings.zone))).astimezone(UTC)
