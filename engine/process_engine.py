"""Wires settings, store, packages, diagrams, decisions and clock together: once per process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from engine import bpmn, decisions, packages
from engine.clock import Clock, SystemClock
from engine.commands import housekeeping, published_messages, recounting, retention, schedules, timers
from engine.commands.served_jobs import SERVED
from engine.dispatch import Dispatch
from engine.errors import Conflict, Text
from engine.model.people import SYSTEM, Actor
from engine.settings import Settings
from engine.store import attachments, due, house, messages, recounts, work_waiting
from engine.store import packages as versions
from engine.store.company_calendar import load_calendar
from engine.store.database import ConnectionLost, StaleRevision, Store
from engine.store.ids import new_id
from engine.store.tables import Schedule, Timer
from engine.store.transaction import Tx

log = logging.getLogger("huixiang.engine")

ATTEMPTS = 5
BATCH = 20
# A dead worker's timers are taken over after this long.
LEASE = timedelta(seconds=8)


_BUSY = Text("很多人正同时处理这个工单，这次没有保存，请再试一次。", "Many people are at this case at once; nothing was saved this time. Please try again.")


class ProcessEngine:
    """The one object that pages, the command line and the worker hold."""

    def __init__(self, settings: Settings, clock: Clock | None = None, library: packages.Library | None = None):
        """`library`: of an installation with the same versions, so that nothing is parsed twice."""
        self.settings = settings
        self.clock = clock or SystemClock()
        self.store = Store(settings)
        self.vault = self.store.vault
        self._owner = new_id()
        self._dispatch = Dispatch(self.store, settings, self.clock, self.execute, self.ask, self._owner)
        self._undeliverable: set[tuple[str, str]] = set()
        self.library = packages.Library(self._package_bytes, bpmn.read_definition, decisions.load_decisions, known=library)

    def migrate(self) -> None:
        """Bring the database to this program's schema."""
        self.store.migrate()

    def execute(self, actor: Actor, command: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """One command in one transaction. Two commands on different tasks of one case may collide:
        the later one runs again on the new state, unseen by the person (Refused still reaches them).
        Raises Conflict when it was too late every time."""
        return self._attempt(self.store.begin_write, actor, command, args, kwargs)

    def ask(self, actor: Actor, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """One query on a consistent snapshot; it writes nothing."""
        return self._attempt(self.store.begin_read, actor, query, args, kwargs)

    def trigger_due(self) -> int:
        """One turn of due work: triggers what is due, delivers kept messages, appends to the house chain. Returns how much it did."""
        with self.store.begin_read() as session:
            if not work_waiting.is_any(session, self.clock.now()):
                return 0
        with self.store.begin_write() as session:
            claimed = [row.id for row in due.claim_due(session, Timer, self.clock.now(), self._owner, BATCH, LEASE)]
            begins = [row.id for row in due.claim_due(session, Schedule, self.clock.now(), self._owner, BATCH, LEASE)]
            messages.drop_expired(session, self.clock.now())
            wanted = [pair for pair in messages.wanted(session, self.clock.now(), BATCH) if pair not in self._undeliverable]
        for timer_id in claimed:
            self._trigger(timer_id)
        for schedule_id in begins:
            self._begin(schedule_id)
        for message_id, instance_id in wanted:
            self._deliver(message_id, instance_id)
        recounted = self._recount()
        house.append_pending(self.store)
        return recounted + len(claimed) + len(begins) + len(wanted)

    def deliver_due(self) -> int:
        """One turn of what leaves the house: messages to customers, calls of procedures. A slow server holds up no clock."""
        return self._dispatch.turn()

    def tidy_up(self) -> int:
        """Once a day: forgets old requests and contact data whose time is over, removes files that no row names.
        Returns how many files those were."""
        self.execute(SYSTEM, housekeeping.tidy)
        while self.execute(SYSTEM, retention.erase_due_contacts):
            pass
        # Without a write transaction: looking through many files takes its time.
        return self.ask(SYSTEM, attachments.sweep)

    def close(self) -> None:
        self.store.close()

    def _attempt(self, begin: Callable[[], Any], actor: Actor, run: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        """Nothing was committed by an attempt that failed so: the next one starts from what is there now."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with begin() as session:
                    return run(self._tx(session, actor), *args, **kwargs)
            except ConnectionLost:
                if attempt == ATTEMPTS:
                    raise
            except StaleRevision as error:
                if attempt == ATTEMPTS:
                    raise Conflict("busy", _BUSY) from error
        raise AssertionError("unreachable")

    def _recount(self) -> int:
        """The next cases whose clocks follow a changed calendar, each in a transaction of its own."""
        found = self.ask(SYSTEM, recounts.next_cases, BATCH)
        if found is None:
            return 0
        for instance_id in found.ids:
            try:
                self.execute(SYSTEM, recounting.recount, instance_id)
            except Exception:
                # As with timers: this case keeps its due times, and the others get theirs.
                log.exception("The clocks of %s could not be counted anew", instance_id)
        self.execute(SYSTEM, recounts.note_done, found)
        return len(found.ids)

    def _trigger(self, timer_id: str) -> None:
        try:
            self.execute(SYSTEM, timers.trigger, timer_id)
        except Exception as error:
            # A defect in one case must not stop the clocks of the others: tried again later, then an incident.
            log.exception("Timer %s failed", timer_id)
            self._note_failure(timer_id, error)

    def _note_failure(self, timer_id: str, error: Exception) -> None:
        try:
            self.execute(SYSTEM, timers.fail, timer_id, type(error).__name__)
        except Exception:
            # A case nothing can be written to, such as one whose trail was tampered with: its timer comes back with its lease.
            log.exception("The failure of timer %s could not be noted", timer_id)

    def _begin(self, schedule_id: str) -> None:
        try:
            self.execute(SYSTEM, schedules.begin, schedule_id)
        except Exception as error:
            # As above: it is tried again after a pause, and no other case waits for it.
            log.exception("Schedule %s began no case", schedule_id)
            self.execute(SYSTEM, schedules.fail, schedule_id, type(error).__name__)

    def _deliver(self, message_id: str, instance_id: str) -> None:
        try:
            self.execute(SYSTEM, published_messages.deliver, message_id, instance_id)
        except Exception:
            # As above; the message lives on, this process looks at it again after a restart.
            log.exception("Message %s could not be given to %s", message_id, instance_id)
            self._undeliverable.add((message_id, instance_id))

    def _tx(self, session: Any, actor: Actor) -> Tx:
        return Tx(
            session=session,
            now=self.clock.now(),
            actor=actor,
            library=self.library,
            vault=self.vault,
            settings=self.settings,
            load_calendar=load_calendar,
            served=SERVED,
        )

    def _package_bytes(self, version_id: str) -> bytes:
        with self.store.begin_read() as session:
            return versions.file_bytes(session, version_id)
