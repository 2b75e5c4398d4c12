"""The door to the database: one Store per process, a session per command (write) or query (read)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm.exc import StaleDataError

from engine.settings import Settings
from engine.store import house_key, schema
from engine.store.command_session import CommandSession
from engine.store.drivers import FORGOTTEN, commit, roll_back
from engine.store.vault import Vault

_WAIT_SECONDS = 30  # how long a writer waits for the one before it, before it gives up
_MOST_KEPT = 3  # connections that writers keep for the next one; the pool has the others
_REST_SECONDS = 1  # after which a connection is asked whether it is still there, before it is used
_MIGRATION_LOCK = 0x48_55_49_58  # any number that all nodes agree on
# PostgreSQL: could not serialize, deadlock detected (the loser of the two may simply run again), a prepared statement
# that the server no longer knows.
_RETRYABLE = ("40001", "40P01", FORGOTTEN)


class StaleRevision(Exception):
    """Another command changed the case first; run this one again on the new state."""


class ConnectionLost(StaleRevision):
    """The connection was lost before anything was committed; on another one the command can run again."""


class Store:
    """Sessions on SQLite (one machine) or PostgreSQL (many nodes), behind the same two methods."""

    def __init__(self, settings: Settings):
        self.vault = Vault(settings)
        self._kept: list[tuple[Connection, float]] = []
        url = _with_driver(make_url(settings.database_url))
        self.is_postgresql = url.get_backend_name() == "postgresql"
        if self.is_postgresql:
            self._writer, self._reader = _postgresql(url)
            self._turn: AbstractContextManager[Any] = nullcontext()
        else:
            self._writer, self._reader = _sqlite(url)
            # SQLite lets waiting writers sleep and try again, the longest waiting one not first; a lock is fairer.
            self._turn = _Turn()

    @contextmanager
    def begin_write(self) -> Iterator[CommandSession]:
        """A session that commits at the end of the block, or rolls back when it is left by an exception.

        Raises StaleRevision when another transaction was faster, ConnectionLost when nothing was committed for that reason.
        """
        with self._turn, self._writing() as connection, _session(connection) as session:
            yield session

    @contextmanager
    def begin_read(self) -> Iterator[CommandSession]:
        """A session on one consistent state of the database; the database itself refuses to write in it."""
        with self._reader.connect() as connection, _session(connection) as session:
            yield session

    def migrate(self) -> None:
        """Bring the schema to this program's version; nodes that start together wait for the first one."""
        with self._turn, self._writer.begin() as connection:
            if self.is_postgresql:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            schema.migrate(connection)
            house_key.prepare(connection, self.vault)
        # What psycopg and the drivers had prepared before may refer to tables that are different now.
        self._give_back_kept()
        self._writer.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A connection to write on: one that was kept, because the pool's way to one costs more than many a statement."""
        connection = self._taken() or self._writer.connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        if len(self._kept) < _MOST_KEPT:
            self._kept.append((connection, time.monotonic()))
        else:
            connection.close()

    def _taken(self) -> Connection | None:
        """The connection that was kept last, if it is still there."""
        while self._kept:
            with suppress(IndexError):  # another thread may be faster
                connection, rests_since = self._kept.pop()
                if not self.is_postgresql or time.monotonic() - rests_since <= _REST_SECONDS or _is_alive(connection):
                    return connection
        return None

    def _give_back_kept(self) -> None:
        while self._kept:
            self._kept.pop()[0].close()

    def close(self) -> None:
        """Close every connection; sessions that are still open fail."""
        self._give_back_kept()
        self._writer.dispose()
        self._reader.dispose()


@contextmanager
def _session(connection: Connection) -> Iterator[CommandSession]:
    session = CommandSession(connection, connection.begin())
    try:
        with _rolled_back_on_errors(session):
            yield session
            session.commit()
    except StaleDataError as error:
        raise StaleRevision(str(error)) from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _RETRYABLE:
            raise StaleRevision(str(error.orig)) from error
        if error.connection_invalidated and not session.is_decided:
            raise ConnectionLost(str(error.orig)) from error
        raise


@contextmanager
def _rolled_back_on_errors(session: CommandSession) -> Iterator[None]:
    try:
        yield
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()


class _Turn:
    """Writers of one process, one after the other."""

    def __init__(self):
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=_WAIT_SECONDS):
            raise TimeoutError("Another write transaction did not end; is one begun inside another?")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def _postgresql(url: URL) -> tuple[Engine, Engine]:
    # N nodes with their threads share max_connections: few connections per process, given back after each command.
    engine = create_engine(
        url,
        pool_size=5,
        max_overflow=5,
        pool_timeout=_WAIT_SECONDS,
        pool_recycle=1800,
        hide_parameters=True,  # what people typed must not stand in the log of a failure
        isolation_level="READ COMMITTED",
        connect_args={
            "options": f"-c timezone=UTC -c lock_timeout={_WAIT_SECONDS}s -c idle_in_transaction_session_timeout=60s"
        },
    )
    # Said to the dialect and not listened for as an event: events cost every connection a tenth of a command.
    engine.dialect.do_commit, engine.dialect.do_rollback = commit, roll_back
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _look_whether_alive)
    return engine, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _note_rest(_connection: Any, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


def _is_alive(connection: Connection) -> bool:
    """Whether a connection that was kept is still there; one that isn't is given up."""
    raw = connection.connection.dbapi_connection
    try:
        raw.execute("SELECT 1")
        raw.rollback()
    except psycopg.Error as error:
        connection.invalidate(error)
        connection.close()
        return False
    return True


def _look_whether_alive(connection: Any, record: Any, _proxy: object) -> None:
    """A connection that rested may have been lost with its server or on the way; one that just worked isn't asked each time:
    if it is lost now, the command runs again on another."""
    if time.monotonic() - record.info.get("rests_since", time.monotonic()) > _REST_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error as error:
            raise InvalidatePoolError from error


def _sqlite(url: URL) -> tuple[Engine, Engine]:
    if not url.database or url.database == ":memory:":
        raise ValueError("SQLite needs a file: a database in memory would be lost with its connection.")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return _sqlite_engine(url, "BEGIN IMMEDIATE"), _sqlite_engine(url, "BEGIN", "PRAGMA query_only = ON")


def _sqlite_engine(url: URL, begin: str, *pragmas: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _WAIT_SECONDS}, pool_size=5, max_overflow=20, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # Transactions begin where we say so and not where the driver guesses.
        connection.isolation_level = None
        for pragma in (*_SQLITE_PRAGMAS, *pragmas):
            connection.execute(pragma)

    engine.dialect.do_begin = lambda connection: connection.cursor().execute(begin)
    return engine


# FULL: in WAL mode NORMAL may lose the last commits at a power cut; a command that was confirmed must be there.
# secure_delete: an erased key or contact must not survive in a free page.
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
