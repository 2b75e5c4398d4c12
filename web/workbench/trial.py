"""The scenarios of a draft: run in a process of their own, each result as it comes, and which flows of the diagram they take."""

from __future__ import annotations

import threading

from flask import Blueprint, jsonify, redirect, render_template, url_for

from engine import packages
from engine.commands import package_trials
from engine.errors import Refused, Text, Undeployable
from engine.packages.drawing import read_drawing
from engine.queries import deployment_page, workbench
from engine.scenarios.trial import run_trial
from web.current import ask, execute, process_engine
from web.workbench.checking import errors_in, reasons_of

pages = Blueprint("trial", __name__)

# One at a time in each process: a trial takes a processor for some seconds.
_one = threading.Semaphore(1)


@pages.get("/<package_id>/scenarios")
def show(package_id: str):
    files = ask(workbench.draft_files, package_id)
    page = ask(workbench.draft_page, package_id)
    return render_template("workbench/trial.html", page=page, trial=ask(deployment_page.trial, files), flows=flows_of(files), errors=errors_in(reasons_of(files)))


@pages.get("/<package_id>/scenarios/state")
def state(package_id: str):
    """The part of the page that a running trial refreshes."""
    files = ask(workbench.draft_files, package_id)
    page = ask(workbench.draft_page, package_id)
    return render_template("workbench/trial_state.html", page=page, trial=ask(deployment_page.trial, files), flows=flows_of(files))


@pages.post("/<package_id>/scenarios")
def run(package_id: str):
    files = ask(workbench.draft_files, package_id)
    if errors := errors_in(reasons_of(files)):
        raise Undeployable(errors)
    package = packages.read_package(files)
    beside = ask(deployment_page.beside, package_id, getattr(package.settings, "reports_on", "") or "")
    if not _one.acquire(blocking=False):
        raise Refused("trial_runs", Text("另一份草稿的场景正在运行，请稍候。", "The scenarios of another draft are running; please wait a moment."))
    _begin(files, len(package.scenarios), beside)
    return redirect(url_for("workbench.trial.show", package_id=package_id), 303)


@pages.get("/<package_id>/scenarios/drawing")
def drawing(package_id: str):
    """The diagram with the flows that scenarios took, and those that none took."""
    files = ask(workbench.draft_files, package_id)
    trial = ask(deployment_page.trial, files)
    package = packages.read_package(files)
    flows = read_drawing(package.xml).flows
    marks = {flow: "taken" if flow in trial.taken else "untaken" for flow in flows} if trial.results else {}
    return jsonify(after=package.xml.decode("utf-8", "replace"), before=None, marks=marks, removed={})


def _begin(files: packages.PackageFiles, total: int, beside: list[packages.PackageFiles]) -> None:
    """Whoever may not, or comes while these bytes run already, gives the turn back at once."""
    has_begun = False
    try:
        if execute(package_trials.begin, files, total):
            threading.Thread(target=_run, args=(process_engine(), files, beside), daemon=True).start()
            has_begun = True
    finally:
        if not has_begun:
            _one.release()


def _run(engine, files: packages.PackageFiles, beside: list[packages.PackageFiles]) -> None:
    try:
        run_trial(engine, files, beside)
    finally:
        _one.release()


def flows_of(files: packages.PackageFiles) -> set[str]:
    """Of the package's own diagram; none while it can't be read."""
    try:
        return read_drawing(packages.read_package(files).xml).flows
    except packages.Unreadable:
        return set()
