"""Statements straight to the database's driver, in the transaction of a SQLAlchemy connection: SQLAlchemy's own way to it,
and psycopg's cursor, cost more than the database takes to answer."""

from __future__ import annotations

import select
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError

_MOST_PREPARED = 400  # per connection; then the oldest goes
# PostgreSQL: the server has no such prepared statement (any more); prepared anew it runs again.
FORGOTTEN = "26000"


class Answer(NamedTuple):
    """`count`: how many rows were read or changed."""

    rows: list[Any]
    count: int


class Statement(NamedTuple):
    """SQL with the driver's own marks, and the values in their order."""

    text: str
    values: Sequence[Any]


def driver_of(connection: Connection) -> Driver:
    return PostgresDriver(connection) if connection.dialect.name == "postgresql" else SqliteDriver(connection)


def commit(connection: Any) -> None:
    """End a transaction on PostgreSQL in one call of the library, which costs a third of psycopg's way."""
    pgconn = getattr(connection, "dbapi_connection", connection).pgconn
    if pgconn.transaction_status != TransactionStatus.INTRANS:
        connection.commit()
        return
    result = pgconn.exec_(b"COMMIT")
    if result.status != ExecStatus.COMMAND_OK:
        raise psycopg.OperationalError("the connection is lost") if pgconn.status == ConnStatus.BAD else psycopg.errors.error_from_result(result)


def roll_back(connection: Any) -> None:
    """End a transaction on PostgreSQL before psycopg does, which has the server forget every prepared statement then."""
    pgconn = getattr(connection, "dbapi_connection", connection).pgconn
    if pgconn.transaction_status == TransactionStatus.IDLE:
        return  # given back after its commit
    if pgconn.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
        pgconn.exec_(b"ROLLBACK")
    connection.rollback()


class Driver:
    """What both databases have in common. Every statement is heard by whoever listens to SQLAlchemy's engine."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.dialect = connection.dialect
        self._listeners = tuple(connection.engine.dispatch.before_cursor_execute)

    def compile_dialect(self) -> Dialect:
        """The dialect whose marks for parameters this driver takes."""
        return self.dialect

    @staticmethod
    def mark(place: int) -> str:
        """How the parameter of that place is marked, counted from 0."""
        return "?"

    def run(self, statement: Statement) -> Answer:
        """Raises DBAPIError."""
        raise NotImplementedError

    def run_all(self, statements: Sequence[Statement]) -> list[Answer]:
        """Statements that don't need each other's answers, run one after the other."""
        return [self.run(each) for each in statements]

    def _tell(self, statement: Statement) -> None:
        for listener in self._listeners:
            listener(self.connection, None, statement.text, statement.values, None, False)

    def _failed(self, statement: Statement, error: Exception, *, is_lost: bool = False) -> DBAPIError:
        """As SQLAlchemy would raise it: the value of no parameter is told, and a lost connection isn't used again."""
        kind = self.dialect.loaded_dbapi.Error
        failed = DBAPIError.instance(
            statement.text, tuple(statement.values), error, kind, hide_parameters=True, dialect=self.dialect, connection_invalidated=is_lost
        )
        if is_lost:
            self.connection.invalidate(error)
        return failed


class SqliteDriver(Driver):
    def __init__(self, connection: Connection):
        super().__init__(connection)
        self._cursor = connection.connection.dbapi_connection.cursor()

    def run(self, statement: Statement) -> Answer:
        if self._listeners:
            self._tell(statement)
        try:
            self._cursor.execute(statement.text, statement.values)
            rows = self._cursor.fetchall()
        except self.dialect.loaded_dbapi.Error as error:
            raise self._failed(statement, error) from error
        return Answer(rows, self._cursor.rowcount if self._cursor.description is None else len(rows))


class PostgresDriver(Driver):
    """Each statement is prepared once per connection; those that need no answer at once go out together."""

    def __init__(self, connection: Connection):
        super().__init__(connection)
        pooled = connection.connection
        self._psycopg: psycopg.Connection[Any] = pooled.dbapi_connection
        self._pgconn = self._psycopg.pgconn
        self._prepared: _Prepared = pooled.info.setdefault("prepared", _Prepared())
        self._reader: Transformer = pooled.info.get("reader") or pooled.info.setdefault("reader", Transformer(self._psycopg))

    def compile_dialect(self) -> Dialect:
        return _numbered()

    @staticmethod
    def mark(place: int) -> str:
        return f"${place + 1}"

    def run(self, statement: Statement) -> Answer:
        if self._pgconn.transaction_status == TransactionStatus.IDLE:
            return self.run_all([statement])[0]
        ready = self._made_ready(statement)
        # Other threads run while this one waits, for instance for a lock that one of them holds.
        return self._answer(statement, self._guarded(statement, lambda: self._pgconn.exec_prepared(*ready, 1)))

    def run_all(self, statements: Sequence[Statement]) -> list[Answer]:
        if not statements:
            return []
        begin, ready = self._beginning(statements[0]), [self._made_ready(each) for each in statements]
        results = self._guarded(statements[0], lambda: self._sent_together(ready if begin is None else [begin, *ready]))
        if begin is not None:
            self._check(statements[0], results.pop(0))
        return [self._answer(statement, result) for statement, result in zip(statements, results, strict=False)]

    def _answer(self, statement: Statement, result: Any) -> Answer:
        self._check(statement, result)
        if result.status != ExecStatus.TUPLES_OK:
            return Answer([], result.command_tuples or 0)
        self._reader.set_pgresult(result)
        return Answer(self._reader.load_rows(0, result.ntuples, tuple), result.ntuples)

    def _sent_together(self, ready: Sequence[_Ready]) -> list[Any]:
        """The results, up to the first that failed: what stands behind it was not run."""
        pgconn, results = self._pgconn, []
        pgconn.enter_pipeline_mode()
        for name, values, formats in ready:
            pgconn.send_query_prepared(name, values, formats, 1)
        pgconn.pipeline_sync()
        while (result := self._next_result()) is None or result.status != ExecStatus.PIPELINE_SYNC:
            if result is None and pgconn.status == ConnStatus.BAD:
                raise psycopg.OperationalError("the connection is lost")
            if result is not None and result.status != ExecStatus.PIPELINE_ABORTED:
                results.append(result)
        pgconn.exit_pipeline_mode()
        return results

    def _next_result(self) -> Any:
        """Waits without holding up other threads, which the library's own waiting would."""
        pgconn = self._pgconn
        while pgconn.flush():
            _wait(pgconn.socket, select.POLLIN | select.POLLOUT)
            pgconn.consume_input()
        while pgconn.is_busy():
            _wait(pgconn.socket, select.POLLIN)
            pgconn.consume_input()
        return pgconn.get_result()

    def _beginning(self, statement: Statement) -> _Ready | None:
        """Before a transaction's first statement, as psycopg would: what begins one, as its connection was told to."""
        if self._pgconn.transaction_status != TransactionStatus.IDLE:
            return None
        told = self._psycopg
        level = f" ISOLATION LEVEL {told.isolation_level.name.replace('_', ' ')}" if told.isolation_level else ""
        text = f"BEGIN{level}{' READ ONLY' if told.read_only else ''}"
        return self._prepared.names.get(text) or self._prepare(Statement(text, ())), [], []

    def _made_ready(self, statement: Statement) -> _Ready:
        if self._listeners:
            self._tell(statement)
        name = self._prepared.names.get(statement.text) or self._prepare(statement)
        values = [None if value is None else _WRITERS[type(value)](value) for value in statement.values]
        return name, values, [1 if type(value) in _BINARY else 0 for value in statement.values]

    def _prepare(self, statement: Statement) -> bytes:
        name, old = self._prepared.new_name(statement.text)
        if old:
            self._check(statement, self._guarded(statement, lambda: self._pgconn.exec_(b"DEALLOCATE " + old)))
        self._check(statement, self._guarded(statement, lambda: self._pgconn.prepare(name, statement.text.encode())))
        self._prepared.names[statement.text] = name
        return name

    def _guarded(self, statement: Statement, send: Callable[[], Any]) -> Any:
        try:
            return send()
        except psycopg.Error as error:
            raise self._failed(statement, error, is_lost=self._psycopg.broken) from error

    def _check(self, statement: Statement, result: Any) -> None:
        if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
            return
        is_lost = self._psycopg.broken
        error = psycopg.OperationalError("the connection is lost") if is_lost else psycopg.errors.error_from_result(result)
        if error.sqlstate == FORGOTTEN:
            self._prepared.names.clear()
        raise self._failed(statement, error, is_lost=is_lost) from error


# The name of a prepared statement, its parameters, and which of them are binary.
_Ready = tuple[bytes, list[Any], list[int]]


class _Prepared:
    """The prepared statements of one connection: their names by their text. No name is given twice."""

    def __init__(self):
        self.names: dict[str, bytes] = {}
        self._given = 0

    def new_name(self, text: str) -> tuple[bytes, bytes | None]:
        """A name for a new one, and the name of the one that has to go for it."""
        self._given += 1
        old = self.names.pop(next(iter(self.names))) if len(self.names) >= _MOST_PREPARED else None
        return f"huixiang_{self._given}".encode(), old


# Text, too: sent as text it would end at a NUL character, sent as it is the server refuses one.
_BINARY = (str, bytes, psycopg.Binary)
_WRITERS: dict[type, Callable[[Any], bytes]] = {
    str: str.encode,
    bytes: bytes,
    psycopg.Binary: lambda value: bytes(value.obj),
    bool: lambda value: b"t" if value else b"f",
    int: lambda value: b"%d" % value,
    float: lambda value: repr(value).encode(),
    datetime: lambda value: value.isoformat().encode(),
}


@cache
def _numbered() -> Dialect:
    return PGDialect_psycopg(paramstyle="numeric_dollar")


def _wait(socket: int, what: int) -> None:
    waiting = select.poll()
    waiting.register(socket, what)
    waiting.poll()


