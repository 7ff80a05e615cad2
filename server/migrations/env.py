"""Runs migrations on a connection that the caller has opened; there is no other way in."""

from alembic import context
from sqlalchemy import text

from holdfast_server.runtime import steps

connection = context.config.attributes["connection"]
connection.execute(text(steps.IMPATIENTLY))
connection.commit()  # from here on each step has a transaction of its own
context.configure(connection=connection, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
