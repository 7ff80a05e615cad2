"""What keeps the database fit while the server runs.

Partitions are made ahead, old request ids and old events taken away, young tables analysed.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncEngine

from holdfast_server.runtime import partitions

log = logging.getLogger(__name__)

ANALYSE_SECONDS: Final = 2.0
CLEAN_SECONDS: Final = 60.0
CLEAN_ROWS: Final = 1000
MARK_RETENTION: Final = "2 hours"
YOUNG_ROWS: Final = 1_000_000
UNKNOWN_BYTES: Final = 32_768

# Tables that have grown by half since they were last analysed, and are still small enough to do it often. Those that
# never were are known by their size: activity is counted some seconds late, and until there are figures the planner
# takes an index that merely contains a key for as good as the one that leads with it.
_GROWN: Final = sa.text(
    "SELECT c.relname FROM pg_class AS c LEFT JOIN pg_stat_user_tables AS s ON s.relid = c.oid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' "
    "AND CASE WHEN c.reltuples < 0 THEN pg_relation_size(c.oid) >= :unknown ELSE s.n_live_tup < :young "
    "AND s.n_mod_since_analyze > 500 + 0.5 * c.reltuples END"
)


def _clean(table: str, key: str) -> sa.TextClause:
    """A small batch of rows that are too old; rows that another server is at are passed over."""
    return sa.text(
        f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} "
        f"WHERE create_time < now() - CAST(:age AS interval) LIMIT {CLEAN_ROWS} "
        "FOR UPDATE SKIP LOCKED)"
    )


_CLEAN_REQUESTS: Final = _clean("requests", "tenant_id, method, request_id")
_CLEAN_MARKS: Final = _clean("batches", "tenant_id, batch_id")


@dataclass(slots=True)
class HousekeepingFigures:
    """What was done so far. `cleaned` is rows taken away, by table."""

    cleaned: dict[str, int] = field(default_factory=lambda: {"requests": 0, "batches": 0})
    analysed: int = 0
    months_dropped: int = 0
    failures: int = 0


class Housekeeping:
    """The background task. Every server runs one; what several do at once, they do without harm."""

    def __init__(self, engine: AsyncEngine, *, request_retention_hours: int, event_retention_days: int = 30) -> None:
        self._engine = engine
        self._request_age = f"{request_retention_hours} hours"
        self._event_age = timedelta(days=event_retention_days)
        self.figures = HousekeepingFigures()

    async def run(self) -> None:
        """Work until cancelled. A failure is logged and tried again at the next turn."""
        loop = asyncio.get_running_loop()
        next_clean = loop.time()
        while True:
            try:
                await self.analyse_grown_tables()
                if loop.time() >= next_clean:
                    next_clean = loop.time() + CLEAN_SECONDS
                    now = datetime.now(UTC)
                    await partitions.ensure(self._engine, now)
                    await self.clean()
                    self.figures.months_dropped += len(await partitions.drop(self._engine, now - self._event_age))
            except (exc.SQLAlchemyError, OSError) as error:
                self.figures.failures += 1
                log.warning("housekeeping_failed", extra={"error_type": type(error).__name__})
            await asyncio.sleep(ANALYSE_SECONDS)

    async def analyse_grown_tables(self) -> list[str]:
        """Give the planner figures of tables that outgrew its last ones; the names of those tables."""
        async with self._engine.connect() as raw:
            connection = await raw.execution_options(isolation_level="AUTOCOMMIT")
            names = [
                row[0]
                for row in (await connection.execute(_GROWN, {"young": YOUNG_ROWS, "unknown": UNKNOWN_BYTES})).all()
            ]
            for name in names:
                await connection.execute(sa.text(f'ANALYZE (SKIP_LOCKED) "{name}"'))
        self.figures.analysed += len(names)
        return names

    async def clean(self) -> int:
        """Take away request ids and commit marks that are past their time, in small batches; how many."""
        gone = 0
        for table, statement, age in (
            ("requests", _CLEAN_REQUESTS, self._request_age),
            ("batches", _CLEAN_MARKS, MARK_RETENTION),
        ):
            while True:
                async with self._engine.begin() as connection:
                    count = (await connection.execute(statement, {"age": age})).rowcount
                gone += count
                self.figures.cleaned[table] += count
                if count < CLEAN_ROWS:
                    break
        return gone
