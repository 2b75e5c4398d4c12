"""One file of a draft: its editor, its content as it is typed, reasons, who else is at it, files that come and go."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from engine.bpmn.dialect import WORDS
from engine.commands import package_drafts
from engine.errors import Text
from engine.queries import draft_choices, workbench
from web.current import ask, execute
from web.language import language, of, t
from web.security import style_nonce
from web.workbench import new_files
from web.workbench.checking import reasons_of, told
from web.workbench.editing import EDITORS, LABELS, PLACES

pages = Blueprint("files", __name__)


@pages.get("/<package_id>/files/<path:name>")
def show(package_id: str, name: str):
    page = ask(workbench.draft_page, package_id)
    file = ask(workbench.file_content, package_id, name)
    kind = EDITORS.get(workbench.kind_of(name), "text")
    return render_template(f"workbench/{kind}.html", page=page, file=file, kind=workbench.kind_of(name), nonce=style_nonce())


@pages.get("/<package_id>/diagram")
def diagram(package_id: str):
    """The package's own process, where an owner begins."""
    found = ask(workbench.draft_page, package_id).of_kind("diagram")
    if not found:
        return redirect(url_for("workbench.overview.show", package_id=package_id), 303)
    own = [file.name for file in found if not file.name.startswith("shared/")] or [found[0].name]
    name = f"{package_id}.bpmn" if f"{package_id}.bpmn" in own else own[0]
    return redirect(url_for("workbench.files.show", package_id=package_id, name=name), 303)


@pages.get("/<package_id>/choices")
def choices(package_id: str):
    """Everything the diagram editor offers, in the reader's language."""
    return jsonify(_choices(package_id))


@pages.get("/<package_id>/content/<path:name>")
def content(package_id: str, name: str):
    file = ask(workbench.file_content, package_id, name)
    text = file.content.decode("utf-8", "replace")
    return jsonify(text=text, revision=file.revision, draft_revision=file.draft_revision, is_readonly=file.is_readonly)


@pages.post("/<package_id>/content/<path:name>")
def save(package_id: str, name: str):
    revision = request.headers.get("X-Revision", type=int, default=0)
    saved = execute(package_drafts.save, package_id, name, request.get_data(), revision, request.headers.get("X-Copy", ""))
    _, draft_revision, by = ask(workbench.file_state, package_id, name)
    return jsonify(revision=saved.revision, is_kept_apart=saved.is_kept_apart, copy_id=saved.copy_id, draft_revision=draft_revision, by=by)


@pages.post("/<package_id>/presence/<path:name>")
def presence(package_id: str, name: str):
    execute(package_drafts.look_in, package_id, name)
    revision, draft_revision, by = ask(workbench.file_state, package_id, name)
    people = [{"name": who, "file": file, "is_here": file == name} for who, file in ask(workbench.others, package_id)]
    return jsonify(others=people, revision=revision, draft_revision=draft_revision, by=by)


@pages.get("/<package_id>/reasons")
def reasons(package_id: str):
    files = ask(workbench.draft_files, package_id)
    return jsonify(reasons=told(files, reasons_of(files)))


@pages.post("/<package_id>/new-files")
def add(package_id: str):
    name, first = new_files.named(package_id, request.form.get("kind", ""), request.form.get("name", "").strip())
    execute(package_drafts.add_file, package_id, name, first)
    return redirect(url_for("workbench.files.show", package_id=package_id, name=name), 303)


@pages.post("/<package_id>/removals/<path:name>")
def remove(package_id: str, name: str):
    execute(package_drafts.remove_file, package_id, name)
    flash(t("“{name}”已从草稿中移除，内容留在副本里。", "'{name}' left the draft; its content is kept as a copy.", name=name), "done")
    return redirect(url_for("workbench.overview.show", package_id=package_id), 303)


@pages.post("/<package_id>/copies/<copy_id>/taken")
def take_copy(package_id: str, copy_id: str):
    saved = execute(package_drafts.take_copy, package_id, copy_id)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(revision=saved.revision)
    flash(t("已采用这个副本；原来的内容成了副本。", "The copy was taken; what was there became a copy."), "done")
    return redirect(url_for("workbench.overview.show", package_id=package_id), 303)


@pages.post("/<package_id>/copies/<copy_id>/removal")
def drop_copy(package_id: str, copy_id: str):
    execute(package_drafts.drop_copy, package_id, copy_id)
    return redirect(url_for("workbench.overview.show", package_id=package_id), 303)


def _choices(package_id: str) -> dict:
    found = ask(draft_choices.choices, ask(workbench.draft_files, package_id))
    return {
        "forms": found.forms, "decisions": found.decisions, "processes": found.processes, "templates": found.templates, "statuses": found.statuses,
        "groups": [(id_, of(words)) for id_, words in found.groups], "departments": [(id_, of(words)) for id_, words in found.departments],
        "places": {key: url_for("workbench.files.show", package_id=package_id, name=file) for key, file in found.files.items()},
        "ownWords": [_word(word) for word in WORDS.values()],
        "words": {key: words.of(language()) for key, words in PLACES.items()},
    }  # fmt: skip


def _word(word) -> dict:
    label = LABELS.get(word.name, Text(word.name, word.name))
    return {"name": word.name, "label": of(label), "meaning": of(word.meaning), "on": sorted(word.on), "values": sorted(word.values or ()) or None}
