"""Migrations: from any earlier schema, or none, to the one this server works with."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy import exc

from holdfast_server.runtime import partitions
from holdfast_server.runtime.database import CONNECT_SECONDS, DIALECT, parameters, pool

if TYPE_CHECKING:
    from alembic.config import Config

PATIENCE_SECONDS: Final = 60.0
"""How long an upgrade is tried again while somebody is in its way."""
PAUSE_SECONDS: Final = 0.3
"""Between two tries, at first: whoever had to wait behind one gets its turn."""
LONGEST_PAUSE_SECONDS: Final = 3.0
# A lock that is held, a deadlock; and what a server meets that migrates at the same time as another:
# a table, a type or a version row that has just come into being.
_LOCKED: Final = frozenset({"55P03", "40P01"})
_IN_THE_WAY: Final = _LOCKED | {"42P07", "42710", "42701", "23505"}
_WORKS_WITH: Final = " works with "
_READ_WORKS_WITH: Final = "SELECT obj_description(to_regclass('alembic_version'), 'pg_class')"
_TELL_WORKS_WITH: Final = "COMMENT ON TABLE alembic_version IS '{}'"

_CHANGEABLE: Final = (
    "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
    "AND NOT relispartition AND relname <> 'alembic_version' AND relname <> ALL(%s) ORDER BY 1"
)
_HOLDERS: Final = (
    "SELECT a.pid, coalesce(nullif(a.application_name, ''), a.usename::text, a.backend_type), "
    "extract(epoch FROM clock_timestamp() - a.xact_start)::float8, string_agg(DISTINCT c.relname, ', ') "
    "FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid) JOIN pg_class AS c ON c.oid = l.relation "
    "WHERE l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p') AND a.pid <> pg_backend_pid() "
    "AND c.relnamespace = current_schema()::regnamespace AND a.datname = current_database() "
    "AND a.xact_start < clock_timestamp() - interval '1 second' GROUP BY 1, 2, 3 ORDER BY 3 DESC LIMIT 3"
)


class SchemaAhead(Exception):
    """A newer server has migrated the database further than this one can follow; the text says to which revision."""


class MigrationBlocked(Exception):
    """Somebody holds a lock that a step needs, and did not let go of it; the text says who."""


def folder() -> Path:
    """Where the steps are: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "migrations"
    return inside if inside.exists() else package.parent / "migrations"


def known(steps: Path | None = None) -> list[str]:
    """Every revision that this server knows, oldest first: the numbers that the steps' files begin with.

    Read from the names, since Alembic takes longer to load than the rest of a start that has nothing to migrate.
    """
    return sorted(path.name.partition("_")[0] for path in ((steps or folder()) / "versions").glob("[0-9]*_*.py"))


def head(steps: Path | None = None) -> str:
    """The revision that this server works with."""
    return known(steps)[-1]


def current(connection: psycopg.Connection[Any]) -> str | None:
    """The revision of a database; None for an empty one."""
    table = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
    if table is None or table[0] is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def can_follow(connection: psycopg.Connection[Any], revision: str, steps: Path | None = None) -> bool:
    """Whether this server works with a schema that a newer one has brought further: that one has left a note of it.

    So servers can be replaced one after another, and restarted meanwhile, once the schema is there.
    """
    row = connection.execute(_READ_WORKS_WITH).fetchone()
    of, _, oldest = (str(row[0]) if row and row[0] else "").partition(_WORKS_WITH)
    return of == revision and bool(oldest) and oldest <= head(steps) < revision


def _look(url: str, steps: Path | None) -> tuple[str | None, bool]:
    """The revision, and whether there is anything to do. Raises SchemaAhead."""
    with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
        found = current(connection)
        if found is None or found in known(steps):
            return found, found != head(steps)
        if can_follow(connection, found, steps):
            return found, False
    raise SchemaAhead(f"the schema is at revision {found}, which this server does not know: update the server")


def config(steps: Path | None = None) -> Config:
    """Alembic's configuration."""
    from alembic.config import Config as AlembicConfig

    made = AlembicConfig()
    made.set_main_option("script_location", str(steps or folder()))
    return made


def upgrade(
    url: str, *, patience_seconds: float = PATIENCE_SECONDS, steps: Path | None = None
) -> tuple[str | None, str]:
    """Bring a database up to date: its revision before and after.

    Each step is one transaction that waits a tenth of a second for a lock and no longer, since writers queue up behind
    it; then it lets go of everything, and is tried again a little later. What takes long comes before it, beside those
    who write, and may be broken off. Of several servers that migrate at once one wins; the others fail on what exists
    already, look again, and find it done. `steps` is for tests.

    Raises SchemaAhead for a schema that this server cannot work with, MigrationBlocked when patience is at its end.
    """
    from alembic.util.exc import CommandError

    before, is_behind = _look(url, steps)
    if not is_behind:
        return before, before or head(steps)
    give_up = time.monotonic() + patience_seconds
    pause = PAUSE_SECONDS
    while True:
        try:
            if _look(url, steps)[1]:
                _run(url, steps)
            return before, head(steps)
        except CommandError:  # another one has come further in the meantime
            if time.monotonic() > give_up:
                raise
        except exc.DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None)
            if state not in _IN_THE_WAY:
                raise
            if time.monotonic() > give_up:
                if state not in _LOCKED:
                    raise
                raise MigrationBlocked(_blocked(url, patience_seconds)) from None
        time.sleep(pause * random.uniform(0.5, 1.0))
        pause = min(LONGEST_PAUSE_SECONDS, pause * 1.5)


def _blocked(url: str, seconds: float) -> str:
    """Who is in the way, as far as can be seen."""
    with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
        rows = connection.execute(_HOLDERS).fetchall()
    told = "; ".join(f"backend {pid} ({name}) has had {tables} for {age:.0f} s" for pid, name, age, tables in rows)
    return (
        f"the schema was not changed: in {seconds:.0f} s a lock could not be had for a tenth of a second "
        f"({told or 'nobody holds one now'}). Writers were let through. End what holds it, or try when it is calmer"
    )


def _run(url: str, steps: Path | None) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    engine = sa.create_engine(DIALECT, poolclass=sa.NullPool, connect_args=parameters(url, {}))
    try:
        with engine.connect() as connection:
            alembic: Any = config(steps)
            alembic.attributes["connection"] = connection
            command.upgrade(alembic, "head")
            newest: Any = ScriptDirectory.from_config(alembic).get_revision("head")
            oldest = getattr(newest.module, "works_with", None) or newest.down_revision or newest.revision
            connection.execute(sa.text(_TELL_WORKS_WITH.format(f"{newest.revision}{_WORKS_WITH}{oldest}")))
            connection.commit()
    finally:
        engine.dispose()


def grant(url: str, role: str) -> None:
    """Let a role work with the tables and change none of them, nor what was once written of the ledger.

    Raises UndefinedObject when there is no such role.
    """
    name = sql.Identifier(role)
    only_added_to = sql.SQL(", ").join(map(sql.Identifier, partitions.PARTITIONED))
    schema = "ALL TABLES IN SCHEMA public"
    statements = [
        f"REVOKE ALL ON {schema} FROM {{role}}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT ON {schema} TO {{role}}",
        "GRANT INSERT ON {only_added_to} TO {role}",
    ]
    with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
        if connection.info.server_version >= 170000:
            statements.append(f"GRANT MAINTAIN ON {schema} TO {{role}}")
        for (table,) in connection.execute(_CHANGEABLE, (list(partitions.PARTITIONED),)).fetchall():
            statements.append(f"GRANT INSERT, UPDATE, DELETE ON {table} TO {{role}}")
        for text in statements:
            made = sql.SQL(text).format(role=name, only_added_to=only_added_to)
            connection.execute(made)


def look_after_partitions(url: str, now: datetime, *, events_kept_since: datetime) -> list[str]:
    """As the owner of the tables: make the next months, drop those of old events; the names of what could not be made.

    A month that somebody reads just now is dropped another time.
    """

    async def work() -> list[str]:
        engine = pool(url, size=1, prepare=False)
        try:
            missing = await partitions.ensure(engine, now)
            with suppress(exc.OperationalError):
                await partitions.drop(engine, events_kept_since)
            return missing
        finally:
            await engine.dispose()

    return asyncio.run(work())
