"""The one list of pages: a new page is one new file and one line here."""

from __future__ import annotations

from flask import Flask

from web import (
    administration,
    api,
    attachments,
    auditor,
    callers,
    case_messages,
    cases,
    catalogue,
    customer,
    department_load,
    documents,
    imports,
    inbox,
    incidents,
    new_case,
    notifications,
    nudges,
    own_settings,
    queues,
    register,
    reports,
    sessions,
    similar,
    thread,
    user_tasks,
    workbench,
)

BLUEPRINTS = (
    sessions.pages,
    inbox.pages,
    notifications.pages,
    queues.pages,
    own_settings.pages,
    nudges.pages,
    new_case.pages,
    cases.pages,
    thread.pages,
    attachments.pages,
    documents.pages,
    register.pages,
    reports.pages,
    user_tasks.pages,
    similar.pages,
    imports.pages,
    case_messages.pages,
    callers.pages,
    department_load.pages,
    catalogue.pages,
    incidents.pages,
    administration.pages,
    workbench.pages,
    auditor.pages,
    customer.pages,
    api.pages,
)


def install(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
