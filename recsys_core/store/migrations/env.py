"""Alembic runs this file for every migration; ``recsys_core.store.migrate`` provides the connection."""

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], version_table=attributes["version_table"])
with context.begin_transaction():
    context.run_migrations()
