"""The SQL by which the database tells the time: one source for every decision and every read.

Tests that are about time move it: by a row that they write, in a table that only exists where the setting
`test_clock` is on. Nobody else's statements know of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class DatabaseClock:
    """`decision` is read in a statement of its own after all locks are held; `read` is one instant per statement."""

    decision: str
    read: str

    @property
    def statement(self) -> tuple[str, tuple[Any, ...]]:
        """The decision instant. Inside of a locking statement it would be older than the lock."""
        return f"SELECT {self.decision}", ()


TRUE_CLOCK: Final = DatabaseClock("clock_timestamp()", "statement_timestamp()")
MOVED_CLOCK: Final = DatabaseClock(
    "(SELECT coalesce(c.frozen_time, clock_timestamp() + c.shift) FROM test_clock AS c)",
    "(SELECT coalesce(c.frozen_time, statement_timestamp() + c.shift) FROM test_clock AS c)",
)
"""The true time plus a shift, or one instant until somebody moves it."""

_MAKE: Final = (
    "CREATE TABLE IF NOT EXISTS test_clock ("
    "one boolean PRIMARY KEY DEFAULT true CHECK (one), shift interval NOT NULL DEFAULT '0', frozen_time timestamptz)",
    "INSERT INTO test_clock DEFAULT VALUES ON CONFLICT DO NOTHING",
)


async def moved_clock(engine: AsyncEngine) -> DatabaseClock:
    """The clock that tests move, in a database that may not have it yet."""
    async with engine.begin() as connection:
        for statement in _MAKE:
            await connection.execute(sa.text(statement))
    return MOVED_CLOCK


async def clock_of(engine: AsyncEngine) -> DatabaseClock:
    """The clock of a database that somebody looks at from outside: a moved one where tests have made it."""
    async with engine.connect() as connection:
        moved = (await connection.execute(sa.text("SELECT to_regclass('test_clock') IS NOT NULL"))).scalar_one()
    return MOVED_CLOCK if moved else TRUE_CLOCK
