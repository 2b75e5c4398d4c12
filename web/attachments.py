"""Files of a case: added by staff, opened by whoever may see them; always as a download."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash, request

from engine.commands import attachments, once_only
from engine.errors import InvalidValues, Text
from web import once, submitted
from web.cases import case_id, to_case
from web.current import execute
from web.language import t

pages = Blueprint("attachments", __name__)


@pages.post("/cases/<number>/attachments")
def add(number: str):
    instance_id = case_id(number)
    chosen = submitted.files().get("file", [])
    if not chosen:
        raise InvalidValues({"file": Text("请选择一个文件。", "Please choose a file.")})
    execute(once_only.once, once.key(), attachments.add_all, instance_id, chosen, request.form.get("is_public") == "yes")
    flash(t("附件已加密保存。", "The file was saved, encrypted."), "done")
    return to_case(number, _anchor="files")


@pages.get("/attachments/<attachment_id>")
def show(attachment_id: str):
    return download(*execute(attachments.read, attachment_id))


def download(row, pieces) -> Response:
    """The file's bytes; never shown inside our own page, whatever it claims to be."""
    return Response(
        pieces,
        mimetype=row.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name, safe='')}",
            "Content-Length": str(row.size),
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
