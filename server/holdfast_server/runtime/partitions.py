"""Monthly partitions of the tables that only grow: made ahead of time, with a default one that stays empty."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncEngine

PARTITIONED: Final = ("movements", "outbox", "event_positions")
TOLD: Final = ("event_positions", "outbox")
"""Those whose months are dropped when nobody can read them any more. The ledger's stay."""
MONTHS_AHEAD: Final = 3


def month_start(now: datetime, ahead: int) -> datetime:
    """The first instant (UTC) of the month `ahead` months after that of `now`."""
    months = now.year * 12 + now.month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def partition_name(table: str, start: datetime) -> str:
    """`movements_2026_11`."""
    return f"{table}_{start:%Y_%m}"


def wanted(now: datetime) -> dict[str, tuple[str, ...]]:
    """What makes the present month's partitions and the next ones; by their names.

    Made apart and then attached: that locks those who write to the table out for a moment only, and not those who read.
    """
    made: dict[str, tuple[str, ...]] = {}
    for table in PARTITIONED:
        for ahead in range(MONTHS_AHEAD + 1):
            start, end = month_start(now, ahead), month_start(now, ahead + 1)
            name = partition_name(table, start)
            made[name] = (
                f"CREATE TABLE IF NOT EXISTS {name} (LIKE {table} INCLUDING ALL)",
                f"ALTER TABLE {table} ATTACH PARTITION {name} "
                f"FOR VALUES FROM ('{start:%Y-%m-%d %H:%M:%S+00}') TO ('{end:%Y-%m-%d %H:%M:%S+00}')",
            )
    return made


def ended(names: Iterable[str], before: datetime) -> list[str]:
    """The months (`2026_11`) whose partitions of events hold nothing younger than `before`, the oldest first."""
    tables = {(name[:-8], name[-7:]) for name in names}
    return sorted({month for table, month in tables if table in TOLD and month < f"{before:%Y_%m}"})


async def ensure(engine: AsyncEngine, now: datetime) -> list[str]:
    """Make the partitions that are missing; the names of those that could not be made.

    Those are none but where the tables belong to another role, or are locked: what has no month goes into the default
    partition meanwhile. Several servers may do so at once. Looks before it creates.
    """
    async with engine.connect() as connection:
        present = {row[0] for row in (await connection.execute(sa.text(PRESENT))).all()}
        is_ours = (await connection.execute(sa.text(OWNED))).scalar_one()
    missing = {name: steps for name, steps in wanted(now).items() if name not in present}
    for steps in missing.values() if is_ours else ():
        for step in steps:
            try:
                async with engine.begin() as connection:
                    await connection.execute(sa.text(_VERY_BRIEFLY))
                    await connection.execute(sa.text(step))
            except exc.DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _TOLERATED:
                    raise
    if not missing:
        return []
    async with engine.connect() as connection:
        present = {row[0] for row in (await connection.execute(sa.text(PRESENT))).all()}
    return [name for name in missing if name not in present]


async def drop(engine: AsyncEngine, before: datetime) -> list[str]:
    """Drop the months of events that ended before an instant; which ones. Several servers may do so at once.

    A month with events that nobody has numbered yet stays. Whoever writes waits for this as long as this waits for
    who reads, which is short; where it is too long the month is dropped another time.
    """
    async with engine.connect() as connection:
        present = [row[0] for row in (await connection.execute(sa.text(PRESENT))).all()]
        if not (await connection.execute(sa.text(OWNED))).scalar_one():
            return []
    dropped = []
    for month in ended(present, before):
        async with engine.begin() as connection:
            await connection.execute(sa.text(_BRIEFLY))
            end = month_start(datetime.strptime(month, "%Y_%m").replace(tzinfo=UTC), 1)
            if (await connection.execute(sa.text(_PENDING), {"end": end})).scalar_one():
                continue
            names = ", ".join(f"{table}_{month}" for table in TOLD)
            await connection.execute(sa.text(f"DROP TABLE IF EXISTS {names}"))
        dropped.append(month)
    return dropped


_VERY_BRIEFLY: Final = "SET LOCAL lock_timeout TO '100ms'"
# Somebody is in the way; or another server has made it meanwhile, in one of the ways in which that can be told.
_TOLERATED: Final = frozenset({"55P03", "40P01", "42P07", "23505", "42809", "42P17", "42710"})
_BRIEFLY: Final = "SET LOCAL lock_timeout TO '200ms'"
_PENDING: Final = "SELECT EXISTS (SELECT FROM outbox_pending WHERE recorded_time < :end)"
PRESENT: Final = "SELECT inhrelid::regclass::text FROM pg_inherits"
"""The names of the partitions that there are."""
OWNED: Final = "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class WHERE oid = to_regclass('movements')"
"""Whether the tables are ours to change."""
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
