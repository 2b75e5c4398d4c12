"""alembic calls this with a connection whose transaction is already open; see engine/store/schema.py."""

from __future__ import annotations

from alembic import context

from engine.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
