"""Migrations: from any earlier schema, or none, to the one this server works with."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy import exc

from holdfast_server.runtime.database import CONNECT_SECONDS, sqlalchemy_url

if TYPE_CHECKING:
    from alembic.config import Config

ATTEMPTS: Final = 20
# A lock that is held, a deadlock; and what a server meets that migrates at the same time as another:
# a table, a type or a version row that has just come into being.
_IN_THE_WAY: Final = frozenset({"55P03", "40P01", "42P07", "42710", "42701", "23505"})


class SchemaAhead(Exception):
    """The database was migrated by a newer server; the text says to which revision."""


def folder() -> Path:
    """Where the steps are: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "migrations"
    return inside if inside.exists() else package.parent / "migrations"


def known() -> list[str]:
    """Every revision that this server knows, oldest first: the numbers that the steps' files begin with.

    Read from the names, since Alembic takes longer to load than the rest of a start that has nothing to migrate.
    """
    return sorted(path.name.partition("_")[0] for path in (folder() / "versions").glob("[0-9]*_*.py"))


def head() -> str:
    """The revision that this server works with."""
    return known()[-1]


def current(connection: psycopg.Connection[Any]) -> str | None:
    """The revision of a database; None for an empty one."""
    table = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
    if table is None or table[0] is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def _look(url: str) -> str | None:
    with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
        return current(connection)


def config() -> Config:
    """Alembic's configuration."""
    from alembic.config import Config as AlembicConfig

    made = AlembicConfig()
    made.set_main_option("script_location", str(folder()))
    return made


def upgrade(url: str) -> tuple[str | None, str]:
    """Bring a database up to date: its revision before and after.

    Each step is one transaction with a short lock timeout, tried again while somebody is in the way; what takes long
    comes before it, beside those who write, and may be broken off. Of several servers that migrate at once one wins;
    the others fail on what exists already, look again, and find it done.
    Raises SchemaAhead for a schema that this server does not know.
    """
    before = _look(url)
    if before == head():
        return before, before
    if before is not None and before not in known():
        raise SchemaAhead(f"the schema is at revision {before}, which this server does not know: update the server")
    from alembic.util.exc import CommandError

    for attempt in range(ATTEMPTS):
        try:
            if _look(url) != head():
                _run(url)
            return before, head()
        except CommandError:  # another one has come further in the meantime
            if attempt == ATTEMPTS - 1 or _look(url) not in known():
                raise
        except exc.DBAPIError as error:
            if attempt == ATTEMPTS - 1 or getattr(error.orig, "sqlstate", None) not in _IN_THE_WAY:
                raise
            time.sleep(0.1 * (attempt + 1))
    raise AssertionError("the last attempt returns or raises")


def _run(url: str) -> None:
    from alembic import command

    engine = sa.create_engine(
        sqlalchemy_url(url), poolclass=sa.NullPool, connect_args={"connect_timeout": CONNECT_SECONDS}
    )
    try:
        with engine.connect() as connection:
            alembic: Any = config()
            alembic.attributes["connection"] = connection
            command.upgrade(alembic, "head")
    finally:
        engine.dispose()
