"""A small procedure that tells the customer and staff something and begins another case: written out for tests."""

from __future__ import annotations

import json
from typing import Any

from engine.commands import cases, deploy, user_tasks
from engine.model import people
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.scenarios.running import submitted
from engine.store import case_view
from engine.store.case_view import CaseView
from tests.company import Company
from tests.elements.drawing import diagram, end, flows, mappings, service, start, user

CHANNELS = ("E-mail", "Text message", "Phone", "Page", "Chat")
FIELDS = [
    {"id": "a", "type": "textfield", "key": "article", "label": "Article", "validate": {"required": True}},
    {"id": "b", "type": "textfield", "key": "email", "label": "E-mail", "properties": {"contact": "email"}},
    {"id": "c", "type": "textfield", "key": "mobile", "label": "Mobile", "properties": {"contact": "mobile"}},
    {"id": "d", "type": "select", "key": "channel", "label": "Channel", "values": [{"label": each, "value": each} for each in CHANNELS]},
    {"id": "e", "type": "textfield", "key": "urgency", "label": "Urgency"},
    {"id": "f", "type": "textfield", "key": "told", "label": "Whom to tell"},
]
SETTINGS = """
[package]
id = "repair"
name = "Repair"
owner = "he.yun"
is_public = true
[number]
pattern = "R-{YYYY}-{NNN}"
reset = "year"
[groups]
intake = "intake"
[case]
priority = "urgency"
preferred_channel = "channel"
[[priority]]
value = "now"
rank = 1
[[priority]]
value = "later"
rank = 2
[channels]
"E-mail" = "email"
"Text message" = "sms"
"Chat" = "chat"
"Phone" = "phone"
"Page" = "page"
"""
MESSAGES = """
[[message]]
id = "received"
subject = "{{case.key}} 已收到"
text = "我们已收到：{{article}}（第{{round}}轮）。"
[[message]]
id = "look"
subject = "请看 {{case.key}}"
text = "{{article}}"
"""
ENGLISH = """
[message.received]
subject = "{{case.key}} received"
text = "We have your {{article}} (round {{round}})."
[message.look]
subject = "Please look at {{case.key}}"
text = "{{article}}"
"""


def header(template: str) -> str:
    return f'<zeebe:taskHeaders><zeebe:header key="template" value="{template}"/></zeebe:taskHeaders>'


def files(messages: str = MESSAGES, package: str = "=null", settings: str = SETTINGS) -> PackageFiles:
    """`package`: what the follow-up case is of."""
    parts = [
        start("ordered", zeebe='<zeebe:formDefinition formId="order"/>'),
        service("tell_customer", "customer_message", zeebe=header("received"), tag="sendTask"),
        service("tell_staff", "staff_notification", zeebe=header("look") + mappings(inputs={"to": '=if told = null then "intake" else told'}), tag="sendTask"),
        user("repair_it", zeebe='<zeebe:assignmentDefinition candidateGroups="intake"/>'),
        service("follow_up", "start_case", zeebe=mappings(inputs={"package": package, "values": "={article: article, told: told}"}, outputs={"next_case": "=derived_case"})),
        user("close_it", zeebe='<zeebe:assignmentDefinition candidateGroups="intake"/>'),
        end(),
        flows("ordered", "tell_customer", "tell_staff", "repair_it", "follow_up", "close_it", "done"),
    ]
    form = json.dumps({"type": "default", "id": "order", "components": FIELDS})
    return PackageFiles("repair", {
        "repair.bpmn": diagram(*parts, id="repair"), "forms/order.form": form.encode(), "messages.toml": messages.encode(),
        "texts/en.toml": ENGLISH.encode(), "package.toml": settings.encode(),
    })  # fmt: skip


class Repair:
    """One case of it."""

    def __init__(self, company: Company, **changes: Any):
        self.company = company
        company.process_engine.execute(SYSTEM, deploy.deploy, files(**changes))

    def start(self, language: str = "zh", **values: Any) -> Repair:
        typed = submitted({"article": "Kettle"} | values)
        self.instance_id = self.company.process_engine.execute(people.customer(), cases.start, "repair", typed, language=language).instance_id
        return self

    @property
    def view(self) -> CaseView:
        return self.company.process_engine.ask(SYSTEM, case_view.of, self.instance_id)

    def entries(self, kind: str) -> list[Any]:
        return [entry for entry in self.view.entries if entry.kind == kind]

    def rows(self, table: type) -> list[Any]:
        """Rows of a table that belong to the case, the oldest first."""
        return self.company.process_engine.ask(SYSTEM, _rows, table, self.instance_id)


def complete(repair: Repair, element_id: str, by: str = "wang.min") -> None:
    """Somebody claims the task and completes it."""
    task = next(task for task in repair.view.tasks if task.element_id == element_id)
    person, engine = repair.company.person(by), repair.company.process_engine
    engine.execute(person, user_tasks.claim, task.id)
    engine.execute(person, user_tasks.complete, task.id, {}, {})


def _rows(tx: Any, table: Any, instance_id: str) -> list[Any]:
    return tx.session.query(table).filter(table.instance_id == instance_id).order_by(table.id).all()
