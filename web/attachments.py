"""Files of a case: added by staff, opened by whoever may see them; always as a download."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash, request

from engine.commands import attachments, once_only
from engine.errors import NotFound, Refused, Text
from web import once, submitted
from web.cases import case_id, render_case, to_case
from web.current import execute
from web.language import t

pages = Blueprint("attachments", __name__)

NO_FILE = Text("请选择一个文件。", "Please choose a file.")


@pages.post("/cases/<number>/attachments")
def add(number: str):
    instance_id = case_id(number)
    chosen, is_public = submitted.files().get("file", []), request.form.get("is_public") == "yes"
    if not chosen:
        return render_case(number, None, 422, file_fault=NO_FILE, is_public=is_public)
    try:
        execute(once_only.once, once.key(), attachments.add_all, instance_id, chosen, is_public)
    except NotFound:
        raise
    except Refused as failure:
        return render_case(number, None, 422, file_fault=failure.text, is_public=is_public)
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
