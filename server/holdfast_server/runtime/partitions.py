"""Monthly partitions of the tables that only grow: made ahead of time, with a default one that stays empty."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

PARTITIONED: Final = ("movements", "outbox", "event_positions")
MONTHS_AHEAD: Final = 3


def month_start(now: datetime, ahead: int) -> datetime:
    """The first instant (UTC) of the month `ahead` months after that of `now`."""
    months = now.year * 12 + now.month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def partition_name(table: str, start: datetime) -> str:
    """`movements_2026_11`."""
    return f"{table}_{start:%Y_%m}"


def statements(now: datetime) -> dict[str, str]:
    """What makes the present month's partitions and the next ones, where they are missing; by their names."""
    made = {}
    for table in PARTITIONED:
        for ahead in range(MONTHS_AHEAD + 1):
            start, end = month_start(now, ahead), month_start(now, ahead + 1)
            name = partition_name(table, start)
            made[name] = (
                f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table} "
                f"FOR VALUES FROM ('{start:%Y-%m-%d %H:%M:%S+00}') TO ('{end:%Y-%m-%d %H:%M:%S+00}')"
            )
    return made


async def ensure(engine: AsyncEngine, now: datetime) -> None:
    """Make the partitions that are missing. Several servers may do so at once; a wait for a lock is short.

    Looks before it creates: CREATE … IF NOT EXISTS locks the parent table even where there is nothing to do.
    """
    async with engine.connect() as connection:
        present = {row[0] for row in (await connection.execute(sa.text(PRESENT))).all()}
    for name, text in statements(now).items():
        if name not in present:
            async with engine.connect() as connection:
                await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(sa.text(text))


PRESENT: Final = "SELECT inhrelid::regclass::text FROM pg_inherits"
"""The names of the partitions that there are."""
PRESENT_OF: Final = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:parent)"
STRAYS: Final = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM ONLY {table}_default" for table in PARTITIONED)


async def strays(connection: Any) -> dict[str, int]:
    """Rows in default partitions, by table: there are some only when a month's partition was missing."""
    rows = (await connection.execute(sa.text(STRAYS))).all()
    return {table: count for table, count in rows if count}


_month_of: Final = re.compile(r"_(\d{4})_(\d{2})$").search


async def kept_since(connection: Any, table: str, column: str) -> datetime | None:
    """The start of the oldest month that has a partition, or an older stray; None: nothing is kept.

    A month counts as kept as long as its partition is there, whether or not something happened in it.
    """
    names = await connection.execute(sa.text(PRESENT_OF), {"parent": table})
    starts = [datetime(int(found[1]), int(found[2]), 1, tzinfo=UTC) for (name,) in names if (found := _month_of(name))]
    stray = (await connection.execute(sa.text(f"SELECT min({column}) FROM ONLY {table}_default"))).scalar_one()
    return min([*starts, *([stray] if stray is not None else [])], default=None)
