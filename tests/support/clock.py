"""Time moved by tests: the one named statement that a server with the setting `test_clock` lets them write."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from holdfast_server.runtime.clock import MOVED_CLOCK, moved_clock
from holdfast_server.runtime.database import pool
from tests.support.house import House, house
from tests.support.server import RunningServer
from tests.support.world import Shop

SETTINGS = {"test_clock": "true", "dev": "true"}
"""What a server is started with so that its clock can be moved."""


class MovedClock:
    """The clock of a database. It runs as the true one does until it is frozen or shifted."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    def now(self) -> datetime:
        """What the database says the time is."""
        return self._run("SELECT coalesce(frozen_time, clock_timestamp() + shift) FROM test_clock")

    def freeze(self, at: datetime | None = None) -> datetime:
        """Stand still at an instant, or at the present one; it is told.

        Writes to one row are still one microsecond apart, as the engine wants them.
        """
        return self._run(
            "UPDATE test_clock SET frozen_time = coalesce(%(at)s, frozen_time, clock_timestamp() + shift) "
            "RETURNING frozen_time",
            at=at,
        )

    def go(self, seconds: float) -> datetime:
        """So much later: the new time, at which the clock stands if it was frozen and goes on if it was not."""
        return self._run(
            "UPDATE test_clock SET frozen_time = frozen_time + %(by)s, "
            "shift = CASE WHEN frozen_time IS NULL THEN shift + %(by)s ELSE shift END "
            "RETURNING coalesce(frozen_time, clock_timestamp() + shift)",
            by=timedelta(seconds=seconds),
        )

    def shift(self, seconds: float) -> datetime:
        """The true time and so much more; a frozen clock goes again."""
        return self._run(
            "UPDATE test_clock SET frozen_time = NULL, shift = %(by)s RETURNING clock_timestamp() + shift",
            by=timedelta(seconds=seconds),
        )

    def thaw(self) -> datetime:
        """Go on from where the clock was frozen."""
        return self._run(
            "UPDATE test_clock SET shift = coalesce(frozen_time - clock_timestamp(), shift), frozen_time = NULL "
            "RETURNING clock_timestamp() + shift"
        )

    def until_swept(self) -> None:
        """Wait for the sweeper: after a jump it finds more overdue than it would ever see in a clock's own pace."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            query = f"SELECT count(*) FROM reservations WHERE due_time <= {MOVED_CLOCK.read}"
            for _ in range(1000):
                if connection.execute(query).fetchone() == (0,):  # type: ignore[call-overload]
                    return
                time.sleep(0.02)
        raise AssertionError("overdue holds are never closed")

    def _run(self, statement: str, **values: Any) -> datetime:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            row = connection.execute(statement, values).fetchone()  # type: ignore[call-overload]
            assert row is not None
            found: datetime = row[0]
            return found


@dataclass(frozen=True)
class Moved:
    """A server whose time a test moves, and who works there."""

    server: RunningServer
    shop: Shop
    clock: MovedClock


def stamp(at: datetime) -> Timestamp:
    """An instant as requests carry it."""
    made = Timestamp()
    made.FromDatetime(at)
    return made


def instant(at: Timestamp) -> datetime:
    """An instant of an answer."""
    return at.ToDatetime(tzinfo=UTC)


def seconds(count: float) -> Duration:
    """A time to live."""
    made = Duration()
    made.FromTimedelta(timedelta(seconds=count))
    return made


@asynccontextmanager
async def moved_house(database_url: str) -> AsyncIterator[tuple[House, MovedClock]]:
    """Everything behind the wire in this process, with a clock to move and nobody who sweeps behind it."""
    engine = pool(database_url, size=1, prepare=False)
    clock = await moved_clock(engine)
    await engine.dispose()
    async with house(database_url, clock=clock) as home:
        yield home, MovedClock(database_url)
