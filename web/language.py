"""Both languages of the product's own words: a sentence is written where it is used, always as a pair.

There are no keys, so no raw key can ever show, and a sentence without its other half is an error at once:
templates write `t("我的工作", "My work")`, Python writes `engine.errors.Text`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, g, redirect, request
from flask_login import current_user

from engine.errors import Text

LANGUAGES = ("zh", "en")

preferences = Blueprint("preferences", __name__)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(t=t, language=language, theme=theme)
    app.jinja_env.filters["of"] = of
    app.register_blueprint(preferences)


def language() -> str:
    """The language of this page: `?lang=` (links in messages), then the reader's choice, then the person's own, then Chinese."""
    if "language" not in g:
        wishes = (request.args.get("lang"), request.cookies.get("language"), getattr(current_user, "language", None))
        g.language = next((wish for wish in wishes if wish in LANGUAGES), LANGUAGES[0])
    return g.language


def t(zh: str, en: str, **values: object) -> str:
    """The sentence in the page's language, with `{name}` filled from `values`."""
    sentence = en if language() == "en" else zh
    return sentence.format(**values) if values else sentence


def of(text: Text | str | None) -> str:
    """A `Text` in the page's language; a plain string (someone's own words) as it is."""
    if text is None:
        return ""
    return text.of(language()) if isinstance(text, Text) else str(text)


def theme() -> str:
    """`light` or `dark` if the reader chose one, else `auto` (the device decides)."""
    chosen = request.cookies.get("theme")
    return chosen if chosen in ("light", "dark") else "auto"


@preferences.post("/preferences")
def keep():
    """Remember language or theme in a cookie of the browser; nothing is stored on the server."""
    answer = redirect(local_path(request.form.get("next")), 303)
    for name, allowed in (("language", LANGUAGES), ("theme", ("light", "dark", "auto"))):
        if (wish := request.form.get(name)) in allowed:
            answer.set_cookie(name, wish, max_age=31_536_000, samesite="Lax", httponly=True, secure=request.is_secure)
    return answer


keep.is_open_to_all = True


def local_path(address: str | None) -> str:
    """`address` if it leads to a page of this site, else the start page: no link may send people elsewhere."""
    parts = urlsplit((address or "").replace("\\", "/"))
    is_local = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    return f"{parts.path}?{parts.query}" if is_local and parts.query else parts.path if is_local else "/"
