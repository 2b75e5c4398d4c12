"""Jobs that the product does itself: the customer is told, staff are told, a case begins; once, and never again in a replay."""

from __future__ import annotations

import pytest

from engine.commands import cases, deploy, incidents
from engine.errors import NotFound
from engine.model import people
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.queries import customer_status, replay
from engine.store import case_view
from engine.store import cases as finders
from engine.store.tables import CaseLink, Delivery, Notification, ThreadMessage
from tests.commands.repair_package import MESSAGES, Repair, complete
from tests.elements.drawing import diagram, end, flows, mappings, service, start, user


@pytest.fixture
def repair(company) -> Repair:
    return Repair(company)


def replayed(company) -> list[str]:
    found = list(company.process_engine.ask(SYSTEM, replay.business_keys))
    return [company.process_engine.ask(SYSTEM, replay.replay, key).line() for key in found]


def test_the_customer_is_told_in_the_case_s_language(company, repair):
    repair.start(language="en", channel="Page")

    message = repair.rows(ThreadMessage)[0]
    assert (message.text, message.is_internal, message.author_kind) == ("We have your Kettle (round 1).", False, "system")
    assert repair.rows(Delivery)[0].subject == "R-2023-001 received"


def test_what_was_sent_stands_in_the_trail_with_its_channel(company, repair):
    repair.start(channel="Phone")

    sent = repair.entries("message_sent")[0]
    assert (sent.element_id, sent.payload["channel"], sent.payload["text"]) == ("tell_customer", "Phone", "我们已收到：Kettle（第1轮）。")


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"channel": "Page"}, "page_only"),
        ({"channel": "Phone", "mobile": "13812345678"}, "by_phone"),
        ({"channel": "E-mail", "email": "li@example.com"}, "no_transport"),
        ({}, "page_only"),
    ],
)
def test_a_channel_that_nothing_serves_is_read_on_the_page(repair, values, state):
    repair.start(**values)

    assert [row.state for row in repair.rows(Delivery)] == [state]


def test_everybody_of_a_group_is_told_once(company, repair):
    repair.start(told="intake")

    told = repair.rows(Notification)
    members = {company.person("wang.min").id, company.person("zhou.qi").id}
    assert {row.person_id for row in told} >= members
    assert len({row.person_id for row in told}) == len(told)
    assert (told[0].title_zh, told[0].title_en) == ("请看 R-2023-001", "Please look at R-2023-001")


def test_somebody_unknown_is_an_incident_that_can_be_mended(company, repair):
    repair.start(told="nobody.here")
    stuck = repair.view.incidents[0]
    assert (stuck.element_id, "nobody.here" in stuck.text_en) == ("tell_staff", True)

    company.process_engine.execute(company.person("he.yun"), incidents.change_variables, stuck.id, {"told": "li.qiang", "to": "li.qiang"}, "left us")

    assert [row.person_id for row in repair.rows(Notification)] == [company.person("li.qiang").id]
    assert [task.element_id for task in repair.view.tasks] == ["repair_it"]
    assert all(" equal " in f"{line} " for line in replayed(company))


def test_a_template_with_a_hole_is_an_incident_and_nothing_is_sent(company):
    repair = Repair(company, messages=MESSAGES.replace("{{article}}（", "{{article + email}}（")).start()

    assert repair.view.incidents[0].element_id == "tell_customer"
    assert (repair.rows(Delivery), repair.rows(ThreadMessage)) == ([], [])


def test_a_case_begins_another_for_the_same_customer(company, repair):
    repair.start(email="li@example.com", channel="E-mail")

    complete(repair, "repair_it")

    view = repair.view
    number = next(entry.payload["values"]["next_case"] for entry in view.entries if "next_case" in entry.payload.get("values", {}))
    other = company.process_engine.ask(SYSTEM, lambda tx: _case(tx, number))
    assert (other.customer_id, other.customer_mask) == (view.row.customer_id, view.row.customer_mask)
    assert company.process_engine.ask(SYSTEM, _links) == [(view.row.id, other.id, "derived")]
    assert [entry.payload["case"] for entry in repair.entries("case_linked")] == [number]


def test_a_replay_repeats_no_effect(company, repair):
    repair.start(told="intake")
    complete(repair, "repair_it")
    before = company.tables()

    lines = replayed(company)

    assert len(lines) == 2
    assert all(": equal" in line for line in lines)
    assert company.tables() == before


def test_an_unknown_package_is_an_incident_at_the_element(company):
    repair = Repair(company, package="nowhere").start()

    complete(repair, "repair_it")

    assert [each.element_id for each in repair.view.incidents] == ["follow_up"]


def test_cases_that_start_each_other_for_ever_stop_in_an_incident(company):
    xml = diagram(start(), service("again", "start_case"), user("rest"), end(), flows("begin", "again", "rest", "done"), id="circle")
    company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles("circle", {"circle.bpmn": xml}))

    first = company.process_engine.execute(company.person("wang.min"), cases.start, "circle", {})

    links = company.process_engine.ask(SYSTEM, _links)
    assert 0 < len(links) <= 50
    assert company.process_engine.ask(SYSTEM, case_view.of, first.instance_id).row.state == "active"


def test_a_package_that_is_not_open_to_strangers_still_begins_by_the_diagram(company):
    closed = diagram(start(), user("think"), end(), flows("begin", "think", "done"), id="closed")
    company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles("closed", {"closed.bpmn": closed}))
    xml = diagram(start(), service("derive", "start_case", zeebe=mappings(inputs={"package": "closed"})), end(), flows("begin", "derive", "done"), id="open")
    files = {"open.bpmn": xml, "package.toml": b'[package]\nid = "open"\nname = "Open"\nis_public = true\n'}
    company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles("open", files))
    with pytest.raises(NotFound):
        company.process_engine.execute(people.customer(), cases.start, "closed", {})

    company.process_engine.execute(people.customer(), cases.start, "open", {})

    assert len(company.process_engine.ask(SYSTEM, _links)) == 1


def _case(tx, number):
    return finders.case_by_key(tx, number)


def _links(tx):
    return [(row.from_id, row.to_id, row.relation) for row in tx.session.query(CaseLink)]


def test_a_customer_sees_what_came_of_their_case_and_nothing_of_others(company, repair):
    repair.start(email="li@example.com")
    complete(repair, "repair_it")
    mine = repair.instance_id
    repair.start(email="wang@example.com")

    seen = company.process_engine.ask(people.customer(mine), customer_status.status)
    other = company.process_engine.ask(people.customer(repair.instance_id), customer_status.status)

    assert [(each.number, each.is_open, each.title) for each in seen.came_of_it] == [("R-2023-002", True, "")]
    assert other.came_of_it == ()
