"""API tokens: which programs are let in; a new one is shown once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import api_tokens
from engine.errors import InvalidValues
from engine.queries.api_tokens import tokens
from web.current import ask, execute
from web.language import t

pages = Blueprint("tokens", __name__, url_prefix="/tokens")


@pages.get("/")
def index():
    return _list({})


@pages.post("/")
def create():
    try:
        created = execute(api_tokens.create, request.form.get("name", "").strip())
    except InvalidValues as failure:
        return _list(request.form, failure.fields), 422
    # Rendered here and not after a redirect: the token is nowhere to be read a second time.
    return render_template("administration/new_token.html", created=created)


@pages.post("/<token_id>/revocation")
def revoke(token_id: str):
    execute(api_tokens.revoke, token_id)
    flash(t("令牌已撤销，立即失效。", "The token is revoked and opens nothing any more."), "done")
    return redirect(url_for("administration.tokens.index"), 303)


def _list(values, fields: dict | None = None) -> str:
    return render_template("administration/tokens.html", tokens=ask(tokens), values=values, fields=fields or {})
