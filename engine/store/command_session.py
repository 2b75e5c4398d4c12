"""The session of one transaction: records at once, and SQLAlchemy's own session only where somebody needs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.orm import Session

from engine.store.drivers import Driver, driver_of
from engine.store.records import write


class CommandSession:
    """The session of one transaction: records directly on its connection; SQLAlchemy's own session behind it, which costs
    more to open and close than many a command, only once something is asked of it."""

    def __init__(self, connection: Connection, transaction: RootTransaction):
        self._connection, self._transaction = connection, transaction
        self.info: dict[str, Any] = {}
        self.is_decided = False
        """The database was asked to commit: whether it has, only the database knows."""

    @cached_property
    def mapper(self) -> Session:
        """SQLAlchemy's session, in the same transaction; it writes records before it reads or writes anything itself."""
        # Rows stay readable after the commit: what a command returns needs no second look into the database.
        session = _MapperSession(self._connection, expire_on_commit=False, join_transaction_mode="control_fully")
        session.front = self
        session.connection()  # from here on it commits and rolls back what the two have written
        return session

    def __getattr__(self, name: str) -> Any:
        return getattr(self.mapper, name)

    @cached_property
    def driver(self) -> Driver:
        """For statements that need neither mapper nor SQLAlchemy."""
        return driver_of(self._connection)

    def connection(self) -> Connection:
        return self._connection

    def flush(self) -> None:
        """Write everything that was not written yet."""
        write(self)
        if "mapper" in self.__dict__:
            self.mapper.flush()

    def commit(self) -> None:
        for last in self.info.pop("last", ()):
            last(self)
        self.flush()
        self.is_decided = True
        self._owner.commit()

    def rollback(self) -> None:
        self._owner.rollback()

    @property
    def _owner(self) -> Session | RootTransaction:
        return self.mapper if "mapper" in self.__dict__ else self._transaction

    def at_end(self, end: Callable[[], None]) -> None:
        """Called when the transaction is over, whatever became of it."""
        self.info.setdefault("ends", []).append(end)

    def close(self) -> None:
        for end in self.info.get("ends", ()):
            end()
        self.info.clear()  # what is kept there refers to the session
        if "mapper" in self.__dict__:
            self.mapper.close()


class _MapperSession(Session):
    front: CommandSession

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        write(self.front)
        super().flush(objects)
