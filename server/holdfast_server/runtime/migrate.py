"""Migrations: from any earlier schema, or none, to the one this server works with."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import exc

from holdfast_server.runtime.database import sqlalchemy_url

ATTEMPTS: Final = 20
# A lock that is held, a deadlock; and what a server meets that migrates at the same time as another:
# a table, a type or a version row that has just come into being.
_IN_THE_WAY: Final = frozenset({"55P03", "40P01", "42P07", "42710", "42701", "23505"})


class SchemaAhead(Exception):
    """The database was migrated by a newer server; the text says to which revision."""


def config() -> Config:
    """Alembic's configuration: the scripts are beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "migrations"
    made = Config()
    made.set_main_option("script_location", str(inside if inside.exists() else package.parent / "migrations"))
    return made


def head() -> str:
    """The revision that this server works with."""
    revision = ScriptDirectory.from_config(config()).get_current_head()
    assert revision is not None
    return revision


def known() -> set[str]:
    """Every revision that this server knows."""
    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def current(connection: sa.Connection) -> str | None:
    """The revision of a database; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(url: str) -> tuple[str | None, str]:
    """Bring a database up to date: its revision before and after.

    Each step is one transaction with a short lock timeout, tried again while somebody is in the way. Of several
    servers that migrate at once one wins; the others fail on what exists already, look again, and find it done.
    Raises SchemaAhead for a schema that this server does not know.
    """
    engine = sa.create_engine(sqlalchemy_url(url), poolclass=sa.NullPool, connect_args={"connect_timeout": 5})
    try:
        with engine.connect() as connection:
            before = current(connection)
        if before is not None and before not in known():
            raise SchemaAhead(f"the schema is at revision {before}, which this server does not know: update the server")
        for attempt in range(ATTEMPTS):
            try:
                with engine.connect() as connection:
                    if current(connection) == head():
                        break
                    _run(connection)
                    break
            except exc.DBAPIError as error:
                if attempt == ATTEMPTS - 1 or getattr(error.orig, "sqlstate", None) not in _IN_THE_WAY:
                    raise
                time.sleep(0.1 * (attempt + 1))
        return before, head()
    finally:
        engine.dispose()


def _run(connection: sa.Connection) -> None:
    alembic: Any = config()
    alembic.attributes["connection"] = connection
    command.upgrade(alembic, "head")
