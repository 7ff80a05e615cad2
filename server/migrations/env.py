"""Runs migrations on a connection that the caller has opened; there is no other way in."""

from typing import Final

from alembic import context
from sqlalchemy import text

# A migration waits for nobody long: it fails, and is tried again, rather than make writers queue behind it.
LOCK_TIMEOUT: Final = "100ms"

connection = context.config.attributes["connection"]
connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
connection.commit()  # from here on each step has a transaction of its own
context.configure(connection=connection, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
