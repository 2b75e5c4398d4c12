"""Cases for the storage tests: started by name, with a trail, without any process behind them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.model.people import Actor
from engine.settings import Settings
from engine.store import instances, trail
from engine.store.database import Store
from engine.store.ids import new_id
from engine.store.tables import PackageVersion, ProcessInstance
from engine.store.transaction import Tx

MORNING = datetime(2023, 10, 9, 1, 0, tzinfo=UTC)
ANNA = Actor("staff", "anna", "Anna")


@dataclass
class Desk:
    """Somebody at work with a store: transactions at a moment that the test moves."""

    store: Store
    settings: Settings
    actor: Actor = ANNA
    now: datetime = MORNING
    version_id: str = ""

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        with self.store.begin_write() as session:
            yield self._tx(session)

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        with self.store.begin_read() as session:
            yield self._tx(session)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def deploy(self) -> str:
        """A package version for cases to refer to, once."""
        if not self.version_id:
            with self.writing() as tx:
                version = PackageVersion(id=new_id(), package_id="tea", number=1, hash="0" * 64, files=b"")
                version.deployed_at, version.deployed_by = self.now, "anna"
                tx.session.add(version)
            self.version_id = version.id
        return self.version_id

    def start(self, business_key: str, entries: int = 3) -> str:
        """A case with that many entries in its trail, each from a transaction of its own; its id."""
        version_id = self.deploy()
        with self.writing() as tx:
            id_ = start_case(tx, version_id, business_key, min(entries, 1)).id
        for number in range(2, entries + 1):
            with self.writing() as tx:
                _step(tx, instances.lock(tx.session, id_), number)
        return id_

    def _tx(self, session: Any) -> Tx:
        return Tx(session, self.now, self.actor, None, self.store.vault, self.settings)


def start_case(tx: Tx, version_id: str, business_key: str, entries: int = 3) -> ProcessInstance:
    instance = ProcessInstance(id=new_id(), package_id="tea", version_id=version_id, process_id="tea")
    instance.business_key, instance.started_at, instance.received_at = business_key, tx.now, tx.now
    tx.session.add(instance)
    for number in range(1, entries + 1):
        _step(tx, instance, number)
    return instance


def add_entry(desk: Desk, case: str, count: int = 1) -> None:
    """That many entries, in one transaction."""
    with desk.writing() as tx:
        for _ in range(count):
            trail.append(tx, instances.lock(tx.session, case), "note_added", payload={"text": "more tea"})


def read(desk: Desk, case: str) -> list[trail.Entry]:
    with desk.reading() as tx:
        return trail.read(tx, case)


def _step(tx: Tx, instance: ProcessInstance, number: int) -> None:
    trail.append(tx, instance, "values_entered", element_id=f"step_{number}", round=1, payload={"cup": number})
