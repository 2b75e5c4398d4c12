"""Messages leave by the worker: once, tried again, never at night, then an incident somebody can mend."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.commands import deliveries, incidents
from engine.errors import NotFound
from engine.model.people import SYSTEM
from engine.process_engine import ProcessEngine
from engine.store import contacts
from engine.store.tables import Delivery
from engine.transports import Transports
from tests.commands.repair_package import Repair
from tests.connectors.loopback_site import web_service
from tests.connectors.mail_server import mail_server

ADDRESS = "li.si@example.com"


@pytest.fixture
def mailbox():
    with mail_server() as running:
        yield running


@pytest.fixture
def gateway():
    with web_service() as running:
        yield running


def sending(company, **transports) -> None:
    """The company's program with these ways out."""
    engine = company.process_engine
    company.process_engine = ProcessEngine(replace(engine.settings, transports=Transports(**transports)), company.clock, engine.library)
    engine.close()


def delivery(repair: Repair) -> Delivery:
    return repair.rows(Delivery)[0]


def test_a_message_goes_out_once_after_the_commit(company, mailbox):
    sending(company, mail=mailbox.server())
    repair = Repair(company).start(channel="E-mail", email=ADDRESS)
    assert mailbox.letters == []

    for _ in range(3):
        company.process_engine.deliver_due()

    (letter,) = mailbox.letters
    assert (letter["To"], letter["Subject"]) == (ADDRESS, "R-2023-001 已收到")
    assert "我们已收到：Kettle" in letter.get_content()
    assert (delivery(repair).state, delivery(repair).transport) == ("sent", "smtp")
    assert [entry.payload["mask"] for entry in repair.entries("message_delivered")] == [delivery(repair).mask]


def test_the_raw_address_is_in_no_row_and_in_no_log(company, mailbox, caplog):
    sending(company, mail=mailbox.server())
    mailbox.answers += ["450 not now, li.si@example.com"]
    caplog.set_level(logging.DEBUG)
    repair = Repair(company).start(channel="E-mail", email=ADDRESS)

    company.process_engine.deliver_due()

    assert delivery(repair).last_error == "SMTP 450 recipient refused"
    assert ADDRESS not in repr(company.tables())
    assert ADDRESS not in " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))


def test_text_messages_go_through_the_connector_of_their_route(company, gateway):
    sending(company, connectors=(gateway.connector(route="sms", address="mobile"),))
    repair = Repair(company).start(channel="Text message", mobile="13812345678", email=ADDRESS)

    company.process_engine.deliver_due()

    assert [(path, sent["to"]) for path, _, sent in gateway.calls] == [("/send", "13812345678")]
    assert gateway.calls[0][1]["idempotency-key"] == delivery(repair).id


def test_a_robot_in_a_group_chat_needs_no_address(company, gateway):
    sending(company, connectors=(gateway.connector(route="chat", body={"msgtype": "text", "text": {"content": "{{text}}"}}),))
    Repair(company).start(channel="Chat")

    company.process_engine.deliver_due()

    assert gateway.calls[0][2] == {"msgtype": "text", "text": {"content": "我们已收到：Kettle（第1轮）。"}}


def test_a_customer_who_gave_no_address_reads_it_on_the_page(company, mailbox):
    sending(company, mail=mailbox.server())
    repair = Repair(company).start(channel="E-mail", mobile="13812345678")

    assert (delivery(repair).state, company.process_engine.deliver_due()) == ("no_address", 0)


def test_an_address_that_stands_in_a_text_is_not_the_customer_s(company, mailbox):
    sending(company, mail=mailbox.server())
    repair = Repair(company).start(channel="E-mail", article=f"Kettle of {ADDRESS}")

    assert delivery(repair).state == "no_address"


def test_a_failed_delivery_is_tried_again_after_a_pause(company, mailbox):
    sending(company, mail=mailbox.server())
    mailbox.answers += ["450 busy"]
    repair = Repair(company).start(channel="E-mail", email=ADDRESS)

    assert company.process_engine.deliver_due() == 1
    assert company.process_engine.deliver_due() == 0
    company.clock.move(timedelta(seconds=5))
    company.process_engine.deliver_due()

    assert (delivery(repair).state, delivery(repair).attempts, len(mailbox.letters)) == ("sent", 2, 1)


def failed(company, mailbox, answer: str = "450 busy") -> Repair:
    sending(company, mail=mailbox.server())
    mailbox.answers += [answer] * deliveries.ATTEMPTS
    repair = Repair(company).start(channel="E-mail", email=ADDRESS)
    for _ in range(deliveries.ATTEMPTS):
        company.process_engine.deliver_due()
        company.clock.move(timedelta(hours=1) if answer.startswith("5") else timedelta(minutes=11))
    mailbox.answers.clear()
    return repair


def test_after_too_many_attempts_it_is_an_incident_that_can_be_tried_again(company, mailbox):
    repair = failed(company, mailbox)
    incident = repair.view.incidents[0]
    assert (delivery(repair).state, repair.view.row.has_incident, "SMTP 450" in incident.text_en) == ("failed", True, True)

    company.process_engine.execute(company.person("he.yun"), incidents.retry, incident.id)
    company.process_engine.deliver_due()

    assert (delivery(repair).state, repair.view.row.has_incident, len(mailbox.letters)) == ("sent", False, 1)


def test_an_address_that_does_not_exist_is_not_tried_again(company, mailbox):
    repair = failed(company, mailbox, "550 no such user")

    assert (delivery(repair).attempts, delivery(repair).state) == (1, "failed")


def test_the_owner_may_let_it_be(company, mailbox):
    repair = failed(company, mailbox)
    incident = repair.view.incidents[0]
    with pytest.raises(NotFound):
        company.process_engine.execute(company.person("wang.min"), deliveries.give_up, incident.id)

    company.process_engine.execute(company.person("he.yun"), deliveries.give_up, incident.id)

    assert (delivery(repair).state, repair.view.row.has_incident, company.process_engine.deliver_due()) == ("given_up", False, 0)


def test_nobody_is_woken_at_night(company, mailbox):
    sending(company, mail=mailbox.server())
    company.clock.move(timedelta(hours=14))
    repair = Repair(company).start(channel="E-mail", email=ADDRESS)
    assert [task.element_id for task in repair.view.tasks] == ["repair_it"]

    company.clock.move(timedelta(hours=8, minutes=59))
    assert company.process_engine.deliver_due() == 0
    company.clock.move(timedelta(minutes=1))
    company.process_engine.deliver_due()

    assert len(mailbox.letters) == 1


def test_the_top_priority_goes_out_at_night(company, mailbox):
    sending(company, mail=mailbox.server())
    company.clock.move(timedelta(hours=14))
    Repair(company).start(channel="E-mail", email=ADDRESS, urgency="now")

    company.process_engine.deliver_due()

    assert len(mailbox.letters) == 1


def test_what_was_due_before_the_night_waits_when_no_worker_ran(company, mailbox):
    sending(company, mail=mailbox.server())
    repair = Repair(company).start(channel="E-mail", email=ADDRESS)
    company.clock.move(timedelta(hours=13))

    assert company.process_engine.deliver_due() == 0
    company.clock.move(timedelta(hours=10))
    company.process_engine.deliver_due()

    assert (len(mailbox.letters), delivery(repair).attempts) == (1, 1)


def test_a_letter_of_a_worker_that_died_is_sent_by_another_once_its_lease_is_over(company, mailbox):
    sending(company, mail=mailbox.server())
    repair = Repair(company).start(channel="E-mail", email=ADDRESS)
    assert company.process_engine.execute(SYSTEM, deliveries.claim, "dead") == delivery(repair).id
    assert company.process_engine.deliver_due() == 0

    company.clock.move(deliveries.LEASE)
    company.process_engine.deliver_due()

    assert len(mailbox.letters) == 1


def test_an_erased_address_is_an_incident_and_nothing_goes_out(company, mailbox):
    sending(company, mail=mailbox.server())
    repair = Repair(company).start(channel="E-mail", email=ADDRESS)
    company.process_engine.execute(SYSTEM, lambda tx: _forget(tx, delivery(repair).contact_id))

    company.process_engine.deliver_due()

    assert (mailbox.letters, "erased" in repair.view.incidents[0].text_en) == ([], True)


def _forget(tx, contact_id):
    contacts.erase(tx, [contact_id])


def test_an_incident_whose_message_was_erased_can_still_be_closed(company, mailbox):
    repair = failed(company, mailbox)
    company.process_engine.execute(SYSTEM, lambda tx: tx.session.delete(tx.session.get_one(Delivery, delivery(repair).id)))

    company.process_engine.execute(company.person("he.yun"), incidents.retry, repair.view.incidents[0].id)

    assert not repair.view.row.has_incident
