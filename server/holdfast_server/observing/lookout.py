"""What the database says of itself: how far behind the background work is, and what makes it slow or stops it.

Asked at intervals and not when somebody scrapes: a database that does not answer must not make the metrics wait.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncEngine

from holdfast_server.runtime import migrate, partitions
from holdfast_server.runtime.clock import DatabaseClock

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 5.0
MAX_COUNTED: Final = 10_000
_SHORTLY: Final = sa.text("SELECT set_config('statement_timeout', '2000', true)")

# Each tenant's oldest by an index, or by a small table; never all that there is.
_DUE: Final = (
    "SELECT extract(epoch FROM {now} - min(d.due_time))::float8 FROM tenants AS t CROSS JOIN LATERAL ("
    "SELECT r.due_time FROM reservations AS r WHERE r.tenant_id = t.tenant_id AND r.due_time IS NOT NULL "
    "ORDER BY r.due_time LIMIT 1) AS d WHERE d.due_time <= {now}"
)
_LOOK: Final = (
    "SELECT (SELECT count(*) FROM (SELECT FROM outbox_pending LIMIT :most) AS p) AS pending, "
    "(SELECT extract(epoch FROM {now} - min(recorded_time))::float8 FROM outbox_pending) AS pending_age, "
    "(SELECT coalesce(sum(position), 0)::bigint FROM event_heads) AS position, "
    "({due}) AS overdue, "
    "(SELECT max(extract(epoch FROM clock_timestamp() - xact_start))::float8 FROM pg_stat_activity "
    "WHERE (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL) AND pid <> pg_backend_pid() "
    "AND datname = current_database() AND backend_type = 'client backend') AS oldest_transaction, "
    "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections, "
    "current_setting('max_connections')::int AS max_connections, "
    "pg_database_size(current_database()) AS bytes, "
    "(pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on') AS read_only, "
    "(SELECT version_num FROM alembic_version) AS revision"
)
_STRAYS: Final = " UNION ALL ".join(
    f"SELECT '{table}', count(*) FROM (SELECT FROM ONLY {table}_default LIMIT :most) AS s"
    for table in partitions.PARTITIONED
)


@dataclass(frozen=True, slots=True)
class View:
    """What was seen. Ages are in seconds and 0 where nothing waits; counts stop at `MAX_COUNTED`."""

    pending: int
    pending_age: float
    position: int
    overdue: float
    oldest_transaction: float
    connections: int
    max_connections: int
    bytes: int
    read_only: bool
    revision: str
    strays: dict[str, int]
    months_ahead: int

    @property
    def schema_behind(self) -> bool:
        """Whether a migration is missing. A newer schema is no fault: servers are updated after the database."""
        return self.revision != migrate.head() and self.revision in migrate.known()


class Lookout:
    """Looks while it runs; `view` is what was seen last, None before, and while the database does not answer."""

    def __init__(self, engine: AsyncEngine, clock: DatabaseClock) -> None:
        self._engine = engine
        now = clock.read
        self._look = sa.text(_LOOK.format(now=now, due=_DUE.format(now=now)))
        self.view: View | None = None
        self.failures = 0

    async def run(self) -> None:
        """Work until cancelled; the first look is its caller's."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Look once. What cannot be seen is not known: an old view would say that all is well."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                self.view = await self._see()
        except (exc.SQLAlchemyError, OSError, TimeoutError) as error:
            self.view = None
            self.failures += 1
            sqlstate = getattr(getattr(error, "orig", None), "sqlstate", None)
            log.warning("look_failed", extra={"error_type": type(error).__name__, "sqlstate": sqlstate})

    async def _see(self) -> View:
        async with self._engine.connect() as connection:
            await connection.execute(_SHORTLY)
            row = (await connection.execute(self._look, {"most": MAX_COUNTED})).mappings().one()
            strays = {row[0]: row[1] for row in await connection.execute(_STRAYS_TEXT, {"most": MAX_COUNTED})}
            present = {name for (name,) in await connection.execute(_PRESENT)}
        return _view(row, strays, months_ahead(present, datetime.now(UTC)))


_STRAYS_TEXT: Final = sa.text(_STRAYS)
_PRESENT: Final = sa.text(partitions.PRESENT)


def _view(row: Any, strays: dict[str, int], ahead: int) -> View:
    return View(
        pending=row["pending"],
        pending_age=max(0.0, row["pending_age"] or 0.0),
        position=row["position"],
        overdue=max(0.0, row["overdue"] or 0.0),
        oldest_transaction=row["oldest_transaction"] or 0.0,
        connections=row["connections"],
        max_connections=row["max_connections"],
        bytes=row["bytes"],
        read_only=row["read_only"],
        revision=row["revision"],
        strays=strays,
        months_ahead=ahead,
    )


def months_ahead(present: set[str], now: datetime) -> int:
    """How many months after the present one have their partitions in every table, without a gap; -1: not even it."""
    ahead = -1
    while all(
        partitions.partition_name(table, partitions.month_start(now, ahead + 1)) in present
        for table in partitions.PARTITIONED
    ):
        ahead += 1
    return ahead
