"""Rows of the hot path, beside the object-relational mapper, whose unit of work costs five times what these cost.

A Record has the columns of its table as attributes and remembers which of them were changed. What was added or changed
in a transaction is written together: one INSERT per table, one UPDATE per changed row; before the commit, or before
the mapper reads, whichever comes first. Within a transaction a row is one Record, however often it is loaded.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Dialect, Select, Table, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

if TYPE_CHECKING:
    from engine.store.command_session import CommandSession

_MOST_ROWS = 200  # in one INSERT; both databases bound the number of parameters
_KEY = "records"


class Record:
    """A row. Attributes are its columns; `known`: what was read together with it, by the reader's own names."""

    def __init__(self, shape: Shape, values: Mapping[str, Any]):
        self.__dict__.update(values, shape=shape, changed=set(), known={})

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.shape.defaults:
            raise AttributeError(f"{self.shape.table.name} has no column {name!r}")
        if self.__dict__[name] != value:
            self.__dict__[name] = value
            self.changed.add(name)


class Shape:
    """What records need to know of a table."""

    def __init__(self, table: Table, version: str | None):
        self.table, self.version = table, version
        self.names = tuple(column.name for column in table.columns)
        self.key = tuple(column.name for column in table.primary_key)
        self.defaults = {column.name: column.default.arg if column.default is not None else None for column in table.columns}

    def identity(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return (self.table.name, *(values[name] for name in self.key))


@cache
def shape_of(model: type[Any]) -> Shape:
    mapper = inspect(model)
    version = mapper.version_id_col
    return Shape(mapper.local_table, None if version is None else version.name)


def add(session: CommandSession, model: type[Any], **values: Any) -> Any:
    """A new row, written with the rest."""
    shape = shape_of(model)
    record = Record(shape, shape.defaults | values)
    if shape.version:
        record.__dict__[shape.version] = 0
    _waiting(session).new.append(record)
    _waiting(session).held[shape.identity(record.__dict__)] = record
    return record


def hold(session: CommandSession, model: type[Any], row: Sequence[Any]) -> Any:
    """The record of a row that was just read, its columns first and in the table's order; a known one is renewed."""
    shape, held = shape_of(model), _waiting(session).held
    values = dict(zip(shape.names, row, strict=False))
    identity = shape.identity(values)
    if identity not in held:
        held[identity] = Record(shape, values)
    elif not held[identity].changed:
        held[identity].__dict__.update(values)
    return held[identity]


def held(session: CommandSession, model: type[Any], *key: Any) -> Any:
    """The record of a row that this transaction has read or added; None when it has not."""
    return _waiting(session).held.get((shape_of(model).table.name, *key))


def add_once(session: CommandSession, model: type[Any], values: Mapping[str, Any]) -> None:
    """A row to be written unless an equal one is there already."""
    once = _waiting(session).once
    if (model, dict(values)) not in once:
        once.append((model, dict(values)))


def before_commit(session: CommandSession, last: Callable[[CommandSession], None]) -> None:
    """Called once, at the end of the transaction and before the last rows are written."""
    session.info.setdefault("last", []).append(last)


def read(session: CommandSession, statement: Select[Any], **values: Any) -> list[Any]:
    """Rows of a statement that was prepared once; unlike the mapper's queries it writes nothing first."""
    connection = session.connection()
    prepared = _prepare(statement, connection.dialect)
    return [prepared.row(row) for row in _run(connection, prepared.text, prepared.parameters(values)).fetchall()]


def change(session: CommandSession, statement: Any, **values: Any) -> int:
    """An UPDATE or DELETE that was prepared once; how many rows it changed."""
    connection = session.connection()
    prepared = _prepare(statement, connection.dialect)
    return _run(connection, prepared.text, prepared.parameters(values)).rowcount


def write(session: CommandSession) -> None:
    """Write what was added and changed since the last time."""
    waiting: _Waiting | None = session.info.get(_KEY)
    if waiting is None or not (waiting.new or waiting.once or any(each.changed for each in waiting.held.values())):
        return
    new, waiting.new = waiting.new, []
    once, waiting.once = waiting.once, []
    connection = session.connection()
    for shape, records in _grouped((record.shape, record) for record in new):
        _insert(connection, shape.table, shape.names, [_new_values(record) for record in records])
    for model, rows in _grouped(once):
        names = tuple(rows[0])
        _insert(connection, shape_of(model).table, names, [tuple(row.values()) for row in rows], " ON CONFLICT DO NOTHING")
    for record in [each for each in waiting.held.values() if each.changed]:
        _update(connection, record)


def add_rows(session: CommandSession, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows that nobody looks at again in this transaction, written at once."""
    _insert(session.connection(), table, names, rows)


def _insert(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]], ending: str = "") -> None:
    """Rows in as few statements as possible: each is one round trip, whatever the database."""
    statement, binds = _insert_parts(table, tuple(names), connection.dialect)
    marks = "(" + ", ".join([_mark(connection.dialect)] * len(names)) + ")"
    for begin in range(0, len(rows), _MOST_ROWS):
        part = rows[begin : begin + _MOST_ROWS]
        values: list[Any] = []
        for row in part:
            bound = list(row)
            for place, bind in binds:
                bound[place] = bind(bound[place])
            values += bound
        _run(connection, statement + ", ".join([marks] * len(part)) + ending, tuple(values))


class _Prepared:
    """A statement compiled for a dialect, with what its values and results go through on their way."""

    def __init__(self, statement: Any, dialect: Dialect):
        compiled = statement.compile(dialect=dialect)
        self.text, self._positions = str(compiled), compiled.positiontup
        self._constants = {name: each.value for name, each in compiled.binds.items() if not each.required}
        self._binds = {name: each.type.dialect_impl(dialect).bind_processor(dialect) for name, each in compiled.binds.items()}
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        results = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._results = [(place, result) for place, result in enumerate(results) if result is not None]
        self._row = namedtuple("Row", [column.name for column in columns], rename=True)

    def parameters(self, given: Mapping[str, Any]) -> Any:
        values = {**self._constants, **given}
        bound = {name: bind(values[name]) if bind else values[name] for name, bind in self._binds.items()}
        return bound if self._positions is None else tuple(bound[name] for name in self._positions)

    def row(self, read: Sequence[Any]) -> Any:
        values = list(read)
        for place, result in self._results:
            values[place] = result(values[place])
        return self._row._make(values)


@lru_cache(256)
def _prepare(statement: Any, dialect: Dialect) -> _Prepared:
    return _Prepared(statement, dialect)


class _Waiting:
    """Of one transaction: the records by identity, and what is not written yet."""

    def __init__(self):
        self.held: dict[tuple[Any, ...], Record] = {}
        self.new: list[Record] = []
        self.once: list[tuple[type[Any], dict[str, Any]]] = []


def _run(connection: Connection, text: str, values: Any) -> Any:
    """The driver's cursor after one statement. SQLAlchemy's own way to it costs more than SQLite takes to answer."""
    cursor = connection.connection.cursor()
    # Whoever listens to the engine's statements hears these, too.
    for listener in connection.engine.dispatch.before_cursor_execute:
        listener(connection, cursor, text, values, None, False)
    try:
        cursor.execute(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        kind = connection.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(text, values, error, kind, hide_parameters=True, dialect=connection.dialect) from error
    return cursor


def _waiting(session: CommandSession) -> _Waiting:
    if _KEY not in session.info:
        session.info[_KEY] = _Waiting()
    return session.info[_KEY]


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, list[Any]]]:
    found: dict[Any, list[Any]] = {}
    for group, each in pairs:
        found.setdefault(group, []).append(each)
    yield from found.items()


def _new_values(record: Record) -> tuple[Any, ...]:
    if record.shape.version:
        record.__dict__[record.shape.version] = 1
    record.changed.clear()
    return tuple(record.__dict__[name] for name in record.shape.names)


def _update(connection: Connection, record: Record) -> None:
    """Only the columns that changed; StaleDataError when another transaction was faster."""
    shape, values = record.shape, record.__dict__
    where = {name: values[name] for name in shape.key}
    changed = {name: values[name] for name in shape.names if name in record.changed}
    if shape.version:
        where[shape.version], changed[shape.version] = values[shape.version], values[shape.version] + 1
    statement, binds = _update_parts(shape.table, tuple(changed), tuple(where), connection.dialect)
    given = [*changed.values(), *where.values()]
    for place, bind in binds:
        given[place] = bind(given[place])
    done = _run(connection, statement, tuple(given))
    if done.rowcount != 1:
        raise StaleDataError(f"{shape.table.name} {tuple(where.values())}")
    record.changed.clear()
    values |= changed


@lru_cache(512)
def _insert_parts(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, list[tuple[int, Any]]]:
    columns = ", ".join(_quoted(name, dialect) for name in names)
    return f"INSERT INTO {_quoted(table.name, dialect)} ({columns}) VALUES ", _binds(table, names, dialect)


@lru_cache(512)
def _update_parts(table: Table, changed: tuple[str, ...], where: tuple[str, ...], dialect: Dialect) -> tuple[str, list[tuple[int, Any]]]:
    sets, wheres = ([f"{_quoted(name, dialect)} = {_mark(dialect)}" for name in names] for names in (changed, where))
    statement = f"UPDATE {_quoted(table.name, dialect)} SET {', '.join(sets)} WHERE {' AND '.join(wheres)}"
    return statement, _binds(table, (*changed, *where), dialect)


def _binds(table: Table, names: Iterable[str], dialect: Dialect) -> list[tuple[int, Any]]:
    """Places of the columns whose values the driver wants otherwise, and what makes them so."""
    found = [table.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    return [(place, bind) for place, bind in enumerate(found) if bind is not None]


def _quoted(name: str, dialect: Dialect) -> str:
    return dialect.identifier_preparer.quote(name)


def _mark(dialect: Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"
