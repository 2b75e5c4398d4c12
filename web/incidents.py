"""Incidents: what got stuck and why, for the people who answer for the procedure: try again, change variables."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import deliveries, incidents
from engine.errors import InvalidValues, Text
from engine.model.json_values import NotJson, json_text, read_json
from engine.queries import incident_list
from web.current import ask, execute
from web.language import t

pages = Blueprint("incidents", __name__, url_prefix="/incidents")

NO_OBJECT = Text("请填写 JSON 对象，例如 {\"amount\": 3}。", "Please write a JSON object, such as {\"amount\": 3}.")


@pages.get("/")
def index():
    return render_template("staff/incidents.html", incidents=ask(incident_list.incidents))


@pages.get("/<incident_id>")
def show(incident_id: str):
    return _page(incident_id)


@pages.get("/<incident_id>/retry")
@pages.get("/<incident_id>/variables")
@pages.get("/<incident_id>/giving-up")
def come_back(incident_id: str):
    """Whoever reloads an answer of the incident lands on its page."""
    return redirect(url_for("incidents.show", incident_id=incident_id), 302)


@pages.post("/<incident_id>/retry")
def retry(incident_id: str):
    number = ask(incident_list.incident, incident_id).line.number
    execute(incidents.retry, incident_id)
    return _tried(number)


@pages.post("/<incident_id>/giving-up")
def give_up(incident_id: str):
    """A message that can't be delivered stays on the customer's page."""
    number = ask(incident_list.incident, incident_id).line.number
    execute(deliveries.give_up, incident_id)
    return _tried(number)


@pages.post("/<incident_id>/variables")
def change_variables(incident_id: str):
    number = ask(incident_list.incident, incident_id).line.number
    form = request.form
    try:
        execute(incidents.change_variables, incident_id, _typed(form.get("variables", "")), form.get("reason", ""))
    except InvalidValues as failure:
        return _page(incident_id, form, _beside(failure.fields)), 422
    return _tried(number)


def _beside(faults: dict[str, Text]) -> dict[str, Text]:
    """Faults of single variables stand beside the one text that holds them all."""
    return {name.split(".")[0].split("[")[0]: why for name, why in faults.items()}


def _page(incident_id: str, values=None, fields: dict | None = None) -> str:
    page = ask(incident_list.incident, incident_id)
    return render_template("staff/incident.html", page=page, known=_lines(page.variables), values=values or {}, fields=fields or {})


def _lines(variables: dict) -> list[tuple[str, str]]:
    return [(name, json_text(value)) for name, value in sorted(variables.items())]


def _typed(text: str) -> dict:
    """Raises InvalidValues for what is no JSON object."""
    try:
        values = read_json(text.encode())
    except InvalidValues as failure:
        raise InvalidValues({"variables": next(iter(failure.fields.values()))}) from failure
    except NotJson as failure:
        raise InvalidValues({"variables": NO_OBJECT}) from failure
    if not isinstance(values, dict) or not values:
        raise InvalidValues({"variables": NO_OBJECT})
    return values


def _tried(number: str):
    """What still fails has raised a new incident: the list says so."""
    stuck = [each for each in ask(incident_list.incidents) if each.number == number]
    if stuck:
        flash(t("已重试，工单 {number} 仍有异常。", "Tried again; case {number} is still stuck.", number=number), "warn")
    else:
        flash(t("异常已解决，工单 {number} 继续进行。", "Resolved; case {number} goes on.", number=number), "done")
    return redirect(url_for("incidents.index"), 303)
