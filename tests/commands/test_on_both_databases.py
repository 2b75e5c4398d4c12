"""What leaves the house and what staff are told, played through on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from engine.clock import ManualClock
from engine.commands import seed_people, staff_notifications
from engine.model.people import SYSTEM
from engine.packages import company_file
from engine.process_engine import ProcessEngine
from engine.queries import linked_cases, notification_list, replay
from engine.store.tables import CaseLink, Delivery
from engine.transports import Transports
from tests.commands.repair_package import Repair, complete
from tests.company import OPENING, PASSWORD, ROOT, Company
from tests.connectors.mail_server import mail_server
from tests.databases import database_settings, migrated_sqlite, store, used_postgres_url

__all__ = ["database_settings", "migrated_sqlite", "store", "used_postgres_url"]


@pytest.fixture
def mailbox():
    with mail_server() as running:
        yield running


@pytest.fixture
def installation(store, database_settings, mailbox) -> Company:
    clock = ManualClock(datetime.fromisoformat(OPENING))
    engine = ProcessEngine(replace(database_settings, transports=Transports(mail=mailbox.server())), clock)
    engine.execute(SYSTEM, seed_people.create_company, company_file.read_company(ROOT / "processes/directory.toml"), PASSWORD)
    yield Company(engine, clock)
    engine.close()


def test_a_case_tells_customer_and_staff_and_begins_another(installation, mailbox):
    engine, mailbox.answers = installation.process_engine, ["450 busy"]
    repair = Repair(installation).start(channel="E-mail", email="li.si@example.com", told="li.qiang", urgency="now")

    engine.deliver_due()
    installation.clock.move(timedelta(seconds=5))
    engine.deliver_due()
    complete(repair, "repair_it")

    assert [(row.state, row.attempts) for row in repair.rows(Delivery)] == [("sent", 2)]
    assert len(mailbox.letters) == 1
    reader = installation.person("li.qiang")
    assert [line.kind for line in engine.ask(reader, notification_list.lines)] == ["told"] * 2
    engine.execute(reader, staff_notifications.mark_all_read)
    assert engine.ask(reader, notification_list.unread_count) == 0
    assert [line.kind for line in engine.ask(installation.person("zhou.qi"), notification_list.lines)] == ["task_urgent"]
    owner = installation.person("he.yun")
    assert [each.may_open for each in engine.ask(owner, lambda tx: linked_cases.linked_cases(tx, repair.view.row))] == [True]
    assert len(engine.ask(SYSTEM, lambda tx: tx.session.query(CaseLink).all())) == 1
    assert all(engine.ask(SYSTEM, replay.replay, key).is_equal for key in engine.ask(SYSTEM, replay.business_keys))
