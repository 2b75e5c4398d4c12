"""What the reader should know: the list behind the bell; each leads to its case and is then read."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for

from engine.commands import staff_notifications
from engine.queries import notification_list
from web.current import ask, execute

pages = Blueprint("notifications", __name__, url_prefix="/notifications")

ICONS = {"told": "message", "task_assigned": "take", "task_urgent": "flag", "clock_warned": "soon", "clock_breached": "breached"}


@pages.get("/")
def index():
    return render_template("staff/notifications.html", lines=ask(notification_list.lines), icons=ICONS)


@pages.post("/<notification_id>/opening")
def open_(notification_id: str):
    """Read, and on to the case."""
    return redirect(url_for("cases.show", number=execute(staff_notifications.mark_read, notification_id)), 303)


@pages.post("/readings")
def read_all():
    execute(staff_notifications.mark_all_read)
    return redirect(url_for("notifications.index"), 303)
