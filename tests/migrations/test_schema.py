"""The migrations make exactly the schema that the tables describe, on both databases, and can be taken back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from engine.store import schema
from engine.store.database import Store
from engine.store.tables import Base


def test_migrated_schema_is_the_one_of_the_tables(store):
    with store.begin_write() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_migrated_schema_is_word_for_word_what_the_tables_would_create(store, empty_store):
    with empty_store.begin_write() as session:
        Base.metadata.create_all(session.connection())

    assert described(store) == described(empty_store)


def test_a_schema_can_be_taken_back_and_made_again(store):
    with store.begin_write() as session:
        schema.downgrade(session.connection())
        left = set(inspect(session.connection()).get_table_names()) - {"alembic_version"}

        schema.migrate(session.connection())
        made = set(inspect(session.connection()).get_table_names()) - {"alembic_version"}

    assert left == set()
    assert made == set(Base.metadata.tables)


def test_migrating_twice_changes_nothing(store):
    before = described(store)

    store.migrate()

    assert described(store) == before


def test_a_step_that_fails_leaves_the_schema_as_it_was(store, monkeypatch):
    before = described(store)
    monkeypatch.setattr(schema, "migrate", half_a_step)

    with pytest.raises(ZeroDivisionError):
        store.migrate()

    assert described(store) == before


@pytest.fixture
def empty_store(database_settings, tmp_path, request):
    url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    if database_settings.database_url.startswith("postgresql"):
        url = request.getfixturevalue("postgres_server").new_database()
    store = Store(replace(database_settings, database_url=url))
    yield store
    store.close()


def half_a_step(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE unfinished (id INTEGER)"))
    raise ZeroDivisionError


def described(store: Store) -> list[tuple]:
    with store.begin_read() as session:
        rows = session.execute(text(_POSTGRESQL if store.is_postgresql else _SQLITE))
        # SQLite quotes the name of a table that a step made anew.
        return sorted(tuple(re.sub(r"\s+", " ", str(value)).replace('"', "") for value in row) for row in rows)


_SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic_version%'"
_POSTGRESQL = """
    SELECT 'column', table_name, column_name || ' ' || data_type || ' ' || is_nullable || ' ' || is_identity
             || coalesce(column_default, ''), ordinal_position::text
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
    UNION ALL SELECT 'index', tablename, indexdef, '' FROM pg_indexes
     WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    UNION ALL SELECT 'constraint', conrelid::regclass::text, pg_get_constraintdef(oid), conname FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'
"""
