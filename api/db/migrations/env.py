"""Alembic's entry point: migrates over the connection that api.db.migrate hands in."""

from __future__ import annotations

from alembic import context

from api.db.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, compare_type=True, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
