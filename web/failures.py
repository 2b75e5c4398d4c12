"""Every way a request can fail, as a page (or a fragment for a script) in the reader's language."""

from __future__ import annotations

from flask import Flask, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.errors import InvalidValues, NotFound, Refused, Text
from web.api import problems

SENTENCES = {
    400: Text("这个请求不完整，请返回后重试。", "The request is incomplete. Please go back and try again."),
    404: Text("没有找到这个页面，或者您无权查看。", "This page is not there, or not yours to see."),
    405: Text("这个地址不支持该操作。", "This address does not support that action."),
    409: Text("现在不能这样做。", "This can't be done now."),
    413: Text("文件太大，没有上传。请压缩或拆分后再试。", "The file is too large and was not uploaded. Please make it smaller."),
    422: Text("有些内容需要修改。", "Some values need a change."),
    429: Text("尝试次数过多，请稍等片刻再试。", "Too many attempts. Please wait a moment and try again."),
    500: Text("系统出了问题，您的数据没有改动。请稍后再试。", "Something went wrong on our side; nothing was changed. Please try again later."),
}
EXPIRED = Text(
    "页面已过期。请返回上一页，刷新后重新提交；您填写的内容还在那一页上。",
    "This page has expired. Go back, refresh and submit again; what you typed is still there.",
)


def install(app: Flask) -> None:
    app.register_error_handler(InvalidValues, lambda failure: answer(422, failure.text, fields=failure.fields))
    app.register_error_handler(NotFound, lambda failure: answer(404))
    app.register_error_handler(Refused, lambda failure: answer(404 if _is_hidden(failure) else 409, failure.text))
    app.register_error_handler(CSRFError, lambda failure: answer(400, EXPIRED))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, lambda failure: answer(500))


def answer(status: int, text: Text | None = None, fields: dict[str, Text] | None = None):
    """The failure as JSON for a script that asked for JSON, as a notice for a fragment, else as a page."""
    if problems.is_asked_for():
        return problems.problem(status)
    text = SENTENCES[404] if status == 404 else text or SENTENCES.get(status, SENTENCES[400])
    if request.accept_mimetypes.best == "application/json":
        from_fields = {key: {"zh": why.zh, "en": why.en} for key, why in (fields or {}).items()}
        return jsonify(error={"zh": text.zh, "en": text.en}, fields=from_fields), status
    template = "failures/notice.html" if request.headers.get("HX-Request") else "failures/page.html"
    return render_template(template, status=status, text=text, fields=fields or {}), status


def _is_hidden(failure: Refused) -> bool:
    # NotAllowed says "not yours"; outside, that looks exactly like "not there".
    return failure.code == "not_allowed"


def _http(failure: HTTPException):
    if failure.code and failure.code >= 400:
        return answer(failure.code, SENTENCES.get(failure.code))
    return failure
