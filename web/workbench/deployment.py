"""Deploying a draft: check, scenarios, difference, what runs on which version, comment; signatures; going back to an old version."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import deployments
from engine.errors import Undeployable
from engine.packages.difference import difference
from engine.queries import deployment_page, workbench
from web.current import ask, execute
from web.language import t
from web.workbench.checking import errors_in, reasons_of, warnings_in
from web.workbench.trial import flows_of

pages = Blueprint("deployment", __name__)


@pages.get("/<package_id>/deployment")
def show(package_id: str):
    page, files = ask(workbench.draft_page, package_id), ask(workbench.draft_files, package_id)
    before = ask(workbench.version_files, package_id, page.newest_number) if page.newest_number else None
    trial, reasons = ask(deployment_page.trial, files), reasons_of(files)
    return render_template(
        "workbench/deployment.html", page=page, errors=errors_in(reasons), warnings=warnings_in(reasons), trial=trial, untaken=sorted(flows_of(files) - trial.taken),
        found=difference(before, files) if before else [], requests=ask(deployment_page.requests, package_id),
        needs_second_person=ask(deployment_page.needs_second_person),
    )  # fmt: skip


@pages.post("/<package_id>/deployment")
def deploy(package_id: str):
    revision = request.form.get("revision", type=int) or 0
    try:
        outcome = execute(deployments.deploy_draft, package_id, revision, request.form.get("comment", ""))
    except Undeployable as refusal:
        execute(deployments.note_refusal, package_id, refusal)
        raise
    return _told(package_id, outcome)


@pages.post("/<package_id>/versions/<int(max=999999999):number>/again")
def roll_back(package_id: str, number: int):
    return _told(package_id, execute(deployments.roll_back, package_id, number, request.form.get("comment", "")))


@pages.post("/<package_id>/requests/<request_id>/signature")
def sign(package_id: str, request_id: str):
    return _told(package_id, execute(deployments.sign, request_id))


@pages.post("/<package_id>/requests/<request_id>/rejection")
def reject(package_id: str, request_id: str):
    execute(deployments.reject, request_id, request.form.get("reason", ""))
    flash(t("申请关闭了，没有部署。", "The request is closed; nothing was deployed."), "done")
    return redirect(url_for("workbench.deployment.show", package_id=package_id), 303)


@pages.post("/second-person")
def second_person():
    execute(deployments.ask_for_second_person, request.form.get("is_needed") == "true")
    flash(t("设置已保存。", "The setting is saved."), "done")
    return redirect(url_for("workbench.overview.index"), 303)


def _told(package_id: str, outcome: deployments.Outcome):
    if outcome.number is None:
        flash(t("已提交，等待另一位有权限的人复签。", "Sent; somebody else who may deploy has to sign."), "done")
    else:
        flash(t("已部署为 v{n}。进行中的工单留在原来的版本。", "Deployed as v{n}. Running cases stay on their version.", n=outcome.number), "done")
    return redirect(url_for("workbench.deployment.show", package_id=package_id), 303)
