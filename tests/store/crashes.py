"""A crash at any statement: the connection breaks off there, as it does when the process or the machine dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from tests.store.cases import Desk


def count_statements(desk: Desk, work: Callable[[], object]) -> int:
    """How many statements `work` sends (BEGIN and COMMIT not counted)."""
    sent: list[str] = []

    def note(connection, cursor, statement, parameters, context, executemany) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    with _listening(desk, note):
        work()
    return len(sent)


@contextmanager
def crashing(desk: Desk, at: int) -> Iterator[None]:
    """Within the block the `at`-th statement is never sent: ZeroDivisionError rises instead."""
    sent: list[str] = []

    def crash(connection, cursor, statement, parameters, context, executemany) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)
            if len(sent) == at:
                raise ZeroDivisionError

    with _listening(desk, crash):
        yield


@contextmanager
def crashing_at_commit(desk: Desk) -> Iterator[None]:
    """Within the block everything is sent, and no COMMIT."""

    def crash(connection) -> None:
        raise ZeroDivisionError

    with _listening(desk, crash, "commit"):
        yield


@contextmanager
def _listening(desk: Desk, listener: Callable[..., None], moment: str = "before_cursor_execute") -> Iterator[None]:
    engine: Engine = desk.store._writer
    event.listen(engine, moment, listener)
    try:
        yield
    finally:
        event.remove(engine, moment, listener)
