"""The base of all tables and the column types that keep a value exactly as it was on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, MetaData, SmallInteger, Text, types
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from engine.feel import dumps, loads

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UtcDateTime(types.TypeDecorator[datetime]):
    """A moment: takes aware datetimes only, gives them back in UTC.

    PostgreSQL: timestamptz. SQLite, which would drop the zone: whole microseconds since 1970, which sort, and take
    8 bytes instead of 26.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A moment needs a zone: {value!r}")
        return (value - _EPOCH) // _MICROSECOND if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return _EPOCH + value * _MICROSECOND if dialect.name == "sqlite" else value.astimezone(UTC)


class FeelJson(types.TypeDecorator[Any]):
    """FEEL values as text (engine.feel.dumps); text and not jsonb, so that a number keeps all its digits.

    A changed list or dict is noticed when the attribute is assigned anew, not when it is changed in place.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else loads(value)

    def coerce_compared_value(self, op: Any, value: Any) -> types.TypeEngine[Any]:
        return Text()


class Base(DeclarativeBase):
    # Every constraint has a name, so that a migration can drop it on both databases.
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, str: Text()}


Id = Annotated[str, mapped_column(Text, primary_key=True)]
Small = Annotated[int, mapped_column(SmallInteger)]
Feel = Annotated[Any, mapped_column(FeelJson)]


def reference(target: str, **options: Any) -> MappedColumn[Any]:
    """A foreign key that is checked at commit, so that rows of one transaction can be written in any order."""
    return mapped_column(ForeignKey(target, deferrable=True, initially="DEFERRED"), **options)


def instance(**options: Any) -> MappedColumn[Any]:
    """The case a row belongs to."""
    return reference("process_instance.id", **options)
