"""Two quiet hurdles for programs that fill in every form they find: a field nobody sees, and a moment nobody is faster than."""

from __future__ import annotations

from flask import current_app, request, session

from engine.errors import Text
from web.current import now

TRAP = "_website"
LEAST_SECONDS = "LEAST_SECONDS_TO_FILL_A_FORM"
_SHOWN_AT = "form_shown_at"

TOO_QUICK = Text("提交得太快了，请再按一次提交。", "That was very quick. Please press send once more.")
TRAPPED = Text("请把“请留空”一栏留空后再提交。", "Please leave the field “leave empty” empty and send again.")


def note_shown() -> None:
    """Remembers in the browser's own signed cookie when it first saw a public form; nothing is kept here."""
    session.setdefault(_SHOWN_AT, int(now().timestamp()))


def fault() -> Text | None:
    """Why this request doesn't look like a person's; what they typed stays, and a second press goes through."""
    if request.form.get(TRAP):
        return TRAPPED
    least = current_app.config.get(LEAST_SECONDS, 2)
    seconds = int(now().timestamp()) - session.get(_SHOWN_AT, 0)
    return TOO_QUICK if seconds < least else None
