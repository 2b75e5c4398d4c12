"""Which packages one may work on; one package's draft with its files, versions and who else is at it."""

from __future__ import annotations

import io

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for

from engine.commands import package_drafts
from engine.errors import InvalidValues, Text
from engine.model import permissions
from engine.packages.bundle import PackageFiles
from engine.queries import deployment_page, file_titles, workbench
from web.current import actor, ask, execute
from web.language import t
from web.workbench.checking import reasons_of

pages = Blueprint("overview", __name__)


@pages.get("/")
def index():
    return render_template(
        "workbench/index.html", packages=ask(workbench.packages), needs_second_person=ask(deployment_page.needs_second_person),
        may_decide=permissions.may_administer(actor()),
    )  # fmt: skip


@pages.get("/<package_id>")
def show(package_id: str):
    page = ask(workbench.draft_page, package_id)
    reasons = reasons_of(ask(workbench.draft_files, package_id))
    return render_template("workbench/overview.html", page=page, reasons=reasons, titles=ask(file_titles.titles, package_id))


@pages.post("/<package_id>/draft")
def begin(package_id: str):
    execute(package_drafts.begin, package_id)
    return redirect(url_for("workbench.overview.show", package_id=package_id), 303)


@pages.post("/<package_id>/draft/removal")
def discard(package_id: str):
    execute(package_drafts.discard, package_id)
    flash(t("草稿已丢弃。已部署的版本没有变化。", "The draft is gone. Deployed versions are as they were."), "done")
    return redirect(url_for("workbench.overview.show", package_id=package_id), 303)


@pages.get("/<package_id>/package.zip")
def download(package_id: str):
    files = ask(workbench.draft_files, package_id)
    return send_file(io.BytesIO(files.to_bytes()), "application/zip", as_attachment=True, download_name=f"{package_id}.zip")


@pages.post("/<package_id>/package.zip")
def upload(package_id: str):
    ask(workbench.see_workbench, package_id)
    sent = request.files.get("package")
    if sent is None or not sent.filename:
        raise InvalidValues({"package": Text("请选择一个 ZIP 文件。", "Please choose a ZIP file.")})
    changed = execute(package_drafts.upload, package_id, PackageFiles.from_upload(sent.read(), package_id))
    flash(t("已上传，{n} 个文件有变化；原来的内容留在副本里。", "Uploaded; {n} files changed. What they were is kept as copies.", n=changed), "done")
    return redirect(url_for("workbench.overview.show", package_id=package_id), 303)
