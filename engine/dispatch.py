"""Takes what is due to leave the house, deliveries and calls of procedures, and hands it over outside any transaction."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from engine.clock import Clock
from engine.commands import deliveries, jobs
from engine.commands.jobs import Activated
from engine.connectors import Undelivered, call
from engine.errors import Conflict, InvalidValues, NotFound
from engine.model.json_values import NotJson, json_text, read_json
from engine.model.people import SYSTEM
from engine.settings import Settings
from engine.store import outgoing
from engine.store.database import Store

log = logging.getLogger("huixiang.dispatch")

MOST_IN_A_TURN = 20
_WORKER = "connector"
_FIRST_PAUSE, _USUAL_RETRIES = timedelta(seconds=10), 3
_LONGEST_TEXT = 10_000


class Dispatch:
    """`execute` and `ask` are the process engine's. One thing at a time; more speed is more workers."""

    def __init__(self, store: Store, settings: Settings, clock: Clock, execute: Callable[..., Any], ask: Callable[..., Any], owner: str):
        self.store, self.settings, self.clock, self.owner = store, settings, clock, owner
        self.execute, self.ask = execute, ask

    def turn(self) -> int:
        """Hand over what is due. Returns how much was tried."""
        with self.store.begin_read() as session:
            if not outgoing.is_any(session, self.clock.now()):
                return 0
        tried = 0
        while tried < MOST_IN_A_TURN and (self._deliver_next() or self._call_next()):
            tried += 1
        return tried

    def _deliver_next(self) -> bool:
        delivery_id = self.execute(SYSTEM, deliveries.claim, self.owner)
        if not delivery_id:
            return False
        try:
            self.ask(SYSTEM, deliveries.prepare, delivery_id).hand_over(self.clock.now())
        except Undelivered as failure:
            self._note(deliveries.note_failure, delivery_id, failure.why, failure.is_final)
        except Exception as error:
            # Only its kind: the words of an exception may hold what was being sent.
            log.error("Delivery %s failed: %s", delivery_id, type(error).__name__)
            self._note(deliveries.note_failure, delivery_id, type(error).__name__, False)
        else:
            self._note(deliveries.note_sent, delivery_id)
        return True

    def _note(self, command: Callable[..., None], delivery_id: str, *about: Any) -> None:
        try:
            self.execute(SYSTEM, command, delivery_id, *about)
        except NotFound:
            log.warning("Delivery %s was erased while it was on its way", delivery_id)

    def _call_next(self) -> bool:
        taken = self.execute(SYSTEM, jobs.activate, jobs.HTTP_REQUEST, self._worker, 1, deliveries.LEASE)
        for job in taken:
            try:
                self._call(job)
            except Conflict:
                log.warning("Job %s was no longer ours when its call ended", job.id)
        return bool(taken)

    def _call(self, job: Activated) -> None:
        connector = self.settings.transports.connector(job.headers.get("connector", ""))
        if connector is None:
            return self._failed(job, f"no connector {job.headers.get('connector', '')!r} is set", is_final=True)
        names = {"body": json.loads(json_text(job.variables.get("body"))), "case": job.business_key, "id": job.id}
        try:
            answer = _read(call(connector, job.id, names))
            self.execute(SYSTEM, jobs.complete, job.id, self._worker, {"response": answer})
        except Undelivered as failure:
            self._failed(job, failure.why, failure.is_final)
        except InvalidValues as unusable:
            self._failed(job, f"the answer can't be kept: {unusable.text.en}", is_final=True)

    def _failed(self, job: Activated, why: str, is_final: bool) -> None:
        pause = _FIRST_PAUSE * 2 ** max(0, _USUAL_RETRIES - job.retries)
        self.execute(SYSTEM, jobs.fail, job.id, self._worker, why, 0 if is_final else None, pause)

    @property
    def _worker(self) -> str:
        return f"{_WORKER}-{self.owner[-8:]}"


def _read(answer: bytes) -> Any:
    """JSON, else its text; nothing for an empty answer."""
    if not answer.strip():
        return None
    try:
        return read_json(answer)
    except NotJson:
        return answer.decode("utf-8", "replace").replace("\0", "")[:_LONGEST_TEXT]
