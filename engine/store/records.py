"""Rows of the hot path, beside the object-relational mapper, whose unit of work costs five times what these cost.

A Record has the columns of its table as attributes and remembers which of them were changed. What was added or changed
in a transaction is written together: one INSERT per table, one UPDATE per changed row; before the commit, or before
the mapper reads, whichever comes first. Within a transaction a row is one Record, however often it is loaded.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Dialect, Select, Table, inspect
from sqlalchemy.orm.exc import StaleDataError

from engine.store.drivers import Driver, Statement

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
        self.all_of = itemgetter(*self.names)  # the values of every column, and those of the key, of one row
        self.key_of = itemgetter(*self.key) if len(self.key) > 1 else lambda values, _name=self.key[0]: (values[_name],)

    def identity(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return (self.table.name, *self.key_of(values))


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
    prepared = _prepare(statement, session.driver.dialect, session.driver.compile_dialect())
    return [prepared.row(row) for row in session.driver.run(prepared.filled(values)).rows]


def read_both(session: CommandSession, first: Select[Any], second: Select[Any], **values: Any) -> tuple[list[Any], list[Any]]:
    """Two reads in one round trip where the database allows it; the second sees what was committed while the first waited."""
    prepared = [_prepare(each, session.driver.dialect, session.driver.compile_dialect()) for each in (first, second)]
    answers = session.driver.run_all([each.filled(values) for each in prepared])
    one, other = ([each.row(row) for row in answer.rows] for each, answer in zip(prepared, answers, strict=True))
    return one, other


def change(session: CommandSession, statement: Any, **values: Any) -> int:
    """An UPDATE or DELETE that was prepared once; how many rows it changed."""
    prepared = _prepare(statement, session.driver.dialect, session.driver.compile_dialect())
    return session.driver.run(prepared.filled(values)).count


def change_later(session: CommandSession, statement: Any, **values: Any) -> None:
    """The same, together with the rest; for what nobody looks at again in this transaction."""
    prepared = _prepare(statement, session.driver.dialect, session.driver.compile_dialect())
    _waiting(session).statements.append(prepared.filled(values))


def add_rows(session: CommandSession, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows that nobody looks at again in this transaction, written with the rest."""
    _waiting(session).statements += _inserts(session.driver, table, names, rows)


def write(session: CommandSession) -> None:
    """Write what was added and changed since the last time, in as few round trips as the database allows."""
    waiting: _Waiting | None = session.info.get(_KEY)
    if waiting is None:
        return
    driver, statements = session.driver, waiting.taken(session.driver)
    changed = waiting.changed()
    if not (statements or changed):
        return
    answers = driver.run_all(statements + [_update(driver, each) for each in changed])
    for record, answer in zip(changed, answers[len(statements) :], strict=True):
        _written(record, answer.count)


class _Prepared:
    """A statement compiled for a dialect, with what its values and results go through on their way."""

    def __init__(self, statement: Any, dialect: Dialect, compile_dialect: Dialect):
        compiled = statement.compile(dialect=compile_dialect)
        self.text, positions = str(compiled), compiled.positiontup
        binds = {name: each.type.dialect_impl(dialect).bind_processor(dialect) for name, each in compiled.binds.items()}
        constants = {name: each.value for name, each in compiled.binds.items() if not each.required}
        self._parameters = [(name, constants.get(name), binds[name]) for name in positions]
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        results = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._results = [(place, result) for place, result in enumerate(results) if result is not None]
        self._row = namedtuple("Row", [column.name for column in columns], rename=True)

    def filled(self, given: Mapping[str, Any]) -> Statement:
        values = [given.get(name, constant) if bind is None else bind(given.get(name, constant)) for name, constant, bind in self._parameters]
        return Statement(self.text, values)

    def row(self, read: Sequence[Any]) -> Any:
        values = list(read)
        for place, result in self._results:
            if values[place] is not None:
                values[place] = result(values[place])
        return self._row._make(values)


@lru_cache(256)
def _prepare(statement: Any, dialect: Dialect, compile_dialect: Dialect) -> _Prepared:
    return _Prepared(statement, dialect, compile_dialect)


class _Waiting:
    """Of one transaction: the records by identity, and what is not written yet."""

    def __init__(self):
        self.held: dict[tuple[Any, ...], Record] = {}
        self.new: list[Record] = []
        self.once: list[tuple[type[Any], dict[str, Any]]] = []
        self.statements: list[Statement] = []

    def changed(self) -> list[Record]:
        return [each for each in self.held.values() if each.__dict__["changed"]]

    def taken(self, driver: Driver) -> list[Statement]:
        """The statements that write what is new; nothing of it waits any more."""
        new, once, made = self.new, self.once, self.statements
        self.new, self.once, self.statements = [], [], []
        for shape, records in _grouped((record.shape, record) for record in new):
            made += _inserts(driver, shape.table, shape.names, [_new_values(record) for record in records])
        for model, rows in _grouped(once):
            made += _inserts(driver, shape_of(model).table, tuple(rows[0]), [tuple(row.values()) for row in rows], " ON CONFLICT DO NOTHING")
        return made


def _inserts(driver: Driver, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]], ending: str = "") -> list[Statement]:
    """Rows in as few statements as possible."""
    binds = _binds(table, tuple(names), driver.dialect)
    made = []
    for begin in range(0, len(rows), _MOST_ROWS):
        part = rows[begin : begin + _MOST_ROWS]
        values = [value for row in part for value in row]
        for place, bind in binds:
            for at in range(place, len(values), len(names)):
                if values[at] is not None:
                    values[at] = bind(values[at])
        made.append(Statement(_insert_text(table, tuple(names), len(part), ending, type(driver)), values))
    return made


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
    return record.shape.all_of(record.__dict__)


def _update(driver: Driver, record: Record) -> Statement:
    """Only the columns that changed, under the version that was read."""
    shape, values = record.shape, record.__dict__
    changed = tuple(sorted(record.changed))
    given = [values[name] for name in changed]
    if shape.version:
        given.append(values[shape.version] + 1)
    given += shape.key_of(values)
    if shape.version:
        given.append(values[shape.version])
    text, binds = _update_parts(shape, changed, type(driver), driver.dialect)
    for place, bind in binds:
        if given[place] is not None:
            given[place] = bind(given[place])
    return Statement(text, given)


def _written(record: Record, count: int) -> None:
    """Raises StaleDataError when another transaction was faster."""
    shape, values = record.shape, record.__dict__
    if count != 1:
        raise StaleDataError(f"{shape.table.name} {shape.key_of(values)}")
    record.changed.clear()
    if shape.version:
        values[shape.version] += 1


@lru_cache(512)
def _insert_text(table: Table, names: tuple[str, ...], rows: int, ending: str, driver: type[Driver]) -> str:
    columns = ", ".join(_quoted(name) for name in names)
    marks = (", ".join(driver.mark(row * len(names) + place) for place in range(len(names))) for row in range(rows))
    return f"INSERT INTO {_quoted(table.name)} ({columns}) VALUES {', '.join(f'({each})' for each in marks)}{ending}"


@lru_cache(512)
def _update_parts(shape: Shape, changed: tuple[str, ...], driver: type[Driver], dialect: Dialect) -> tuple[str, list[tuple[int, Any]]]:
    version = (shape.version,) if shape.version else ()
    sets, where = (*changed, *version), (*shape.key, *version)
    marked = [f"{_quoted(name)} = {driver.mark(place)}" for place, name in enumerate((*sets, *where))]
    text = f"UPDATE {_quoted(shape.table.name)} SET {', '.join(marked[: len(sets)])} WHERE {' AND '.join(marked[len(sets) :])}"
    return text, _binds(shape.table, (*sets, *where), dialect)


@lru_cache(512)
def _binds(table: Table, names: tuple[str, ...], dialect: Dialect) -> list[tuple[int, Any]]:
    """Places of the columns whose values the driver wants otherwise, and what makes them so."""
    found = [table.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    return [(place, bind) for place, bind in enumerate(found) if bind is not None]


def _quoted(name: str) -> str:
    return f'"{name}"'
