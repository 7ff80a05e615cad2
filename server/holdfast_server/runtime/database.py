"""Connections: the engine's own, and a small pool for statements that nobody shares."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg import AsyncConnection
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncConnection as PooledConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from holdfast_server.kernel.errors import DatabaseUnavailable, DeadlinePassed, Overloaded

T = TypeVar("T")

CONNECT_SECONDS: Final = 5
POOL_SECONDS: Final = 0.25
MIN_VERSION: Final = 15
MAX_VERSION: Final = 18
APPLICATION: Final = "holdfast"

_COMMON: Final = {
    "idle_in_transaction_session_timeout": "10s",
    "client_connection_check_interval": "500ms",
    "TimeZone": "UTC",
    "jit": "off",
}
# The engine's statements touch rows by key and nothing else. A plan that was made for an empty table, or for another
# tenant, must not turn into a scan of a grown one: so plans are generic, and scans are what the planner avoids.
_BY_KEY_ONLY: Final = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_bitmapscan": "on",
}
_LANE: Final = {**_COMMON, **_BY_KEY_ONLY, "lock_timeout": "500ms", "statement_timeout": "2s"}
# Of the pool's statements the lists walk along an index that has their order, and never sort what a walk would show.
_POOL: Final = {**_COMMON, **_BY_KEY_ONLY, "enable_sort": "off", "lock_timeout": "500ms", "statement_timeout": "30s"}


def _options(settings: dict[str, str]) -> str:
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


async def connect_lane(url: str, *, prepare: bool, application: str = APPLICATION) -> AsyncConnection[Any]:
    """A connection for the engine: autocommit (the engine says BEGIN itself), its own timeouts, keyed plans."""
    connection = await AsyncConnection.connect(
        url,
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        prepare_threshold=0 if prepare else None,
        application_name=application,
        options=_options(_LANE),
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        tcp_user_timeout=5000,
    )
    connection.prepared_max = 1000
    return connection


def sqlalchemy_url(url: str) -> sa.URL:
    """The same URL for SQLAlchemy, which names the driver."""
    return sa.make_url(url).set(drivername="postgresql+psycopg")


def pool(url: str, *, size: int, prepare: bool) -> AsyncEngine:
    """A small pool: connections are tried before use, nobody waits long for one."""
    return create_async_engine(
        sqlalchemy_url(url),
        pool_size=size,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": APPLICATION,
            "options": _options(_POOL),
            "prepare_threshold": 5 if prepare else None,
            "tcp_user_timeout": 5000,
        },
    )


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[PooledConnection]:
    """One connection for a command of the operator's, in one snapshot."""
    engine = pool(url, size=1, prepare=False)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


@asynccontextmanager
async def begin(url: str) -> AsyncIterator[PooledConnection]:
    """One transaction for a command of the operator's, committed when it ends well.

    READ COMMITTED: two who change something at once take turns.
    """
    engine = pool(url, size=1, prepare=False)
    try:
        async with engine.connect() as raw:
            connection = await raw.execution_options(isolation_level="READ COMMITTED")
            async with connection.begin():
                yield connection
    finally:
        await engine.dispose()


class Database:
    """Reads that nobody shares: each in a transaction of its own, one snapshot, bounded by its caller's deadline."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.waiting = 0
        self.turned_away = 0

    async def read(self, deadline: float, work: Callable[[PooledConnection], Awaitable[T]]) -> T:
        """What `work` reads. `deadline` is in seconds of the event loop's clock.

        Raises DeadlinePassed, Overloaded (no connection free) or DatabaseUnavailable; a connection that is lost
        on the way is replaced and the work done again, once.
        """
        try:
            try:
                return await self._attempt(deadline, work)
            except exc.DBAPIError as error:
                if not is_lost(error):
                    raise
                return await self._attempt(deadline, work)
        except exc.TimeoutError:
            self.turned_away += 1
            raise Overloaded from None
        except exc.DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None)
            if state in ("57014", "55P03"):
                raise DeadlinePassed from None
            if is_lost(error):
                raise DatabaseUnavailable from None
            raise

    async def _attempt(self, deadline: float, work: Callable[[PooledConnection], Awaitable[T]]) -> T:
        async with self._connection() as connection:
            # After the wait for a connection: what is left is left for the statements.
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise DeadlinePassed
            milliseconds = str(max(1, int(left * 1000)))
            limit = sa.select(
                sa.func.set_config("statement_timeout", milliseconds, True),
                sa.func.set_config("transaction_read_only", "on", True),
            )
            await connection.execute(limit)
            return await work(connection)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[PooledConnection]:
        """A connection of the pool; whoever waits for one is counted in `waiting`."""
        async with AsyncExitStack() as stack:
            self.waiting += 1
            try:
                connection = await stack.enter_async_context(self.engine.connect())
            finally:
                self.waiting -= 1
            yield connection

    async def rows(self, deadline: float, statement: sa.Select[Any]) -> list[Any]:
        """All rows of one statement."""

        async def fetch(connection: PooledConnection) -> list[Any]:
            return list((await connection.execute(statement)).all())

        return await self.read(deadline, fetch)


def is_lost(error: exc.DBAPIError) -> bool:
    """Whether the server or the way to it went away."""
    original = error.orig
    state = getattr(original, "sqlstate", None)
    if state is None:
        return isinstance(original, psycopg.OperationalError)
    return error.connection_invalidated or str(state).startswith(("08", "57P")) or state == "53300"


class DatabaseUnfit(Exception):
    """A database that this server must not work with; the text says why."""


FACTS: Final = (
    "SELECT current_setting('server_version_num')::int, current_setting('server_version'), "
    "current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'), "
    "pg_is_in_recovery(), current_setting('default_transaction_read_only')"
)


async def check_fit(url: str) -> list[str]:
    """Refuse a database that is too old or new, or takes no writes. Raises DatabaseUnfit.

    Gives what would be refused outside of dev mode: settings by which a crash could lose what was acknowledged.
    """
    try:
        async with await AsyncConnection.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            row = await (await connection.execute(FACTS)).fetchone()
    except psycopg.OperationalError as error:
        raise DatabaseUnfit(f"the database cannot be reached ({reason_of(error)})") from None
    assert row is not None
    problems = unfit(row)
    if problems:
        raise DatabaseUnfit("; ".join(problems))
    return not_durable(row)


def unfit(row: Any) -> list[str]:
    """Why the server that answered `FACTS` cannot be worked with, in sentences."""
    number, version, _, _, _, in_recovery, read_only = row
    problems = []
    if not MIN_VERSION <= number // 10000 <= MAX_VERSION:
        problems.append(f"PostgreSQL {version} is not one of {MIN_VERSION} to {MAX_VERSION}")
    if in_recovery or read_only == "on":
        problems.append("the database takes no writes: it is a standby or read-only")
    return problems


def not_durable(row: Any) -> list[str]:
    """Why the server that answered `FACTS` may lose what it has acknowledged, in sentences."""
    _, _, fsync, full_page_writes, synchronous_commit, _, _ = row
    problems = []
    if fsync != "on":
        problems.append("fsync is off: a crash of the machine would lose committed stock")
    if full_page_writes != "on":
        problems.append("full_page_writes is off: a crash of the machine could corrupt the books")
    if synchronous_commit == "off":
        problems.append("synchronous_commit is off: acknowledged reservations could be lost")
    return problems


def reason_of(error: psycopg.OperationalError) -> str:
    """Why a connection failed, without the values in the driver's text."""
    text = str(error)
    for sign, reason in (
        ("password authentication failed", "the password is wrong"),
        ("does not exist", "the database or role does not exist"),
        ("Connection refused", "nothing listens there"),
        ("timeout", "no answer in time"),
        ("resolve", "the host name is unknown"),
        ("no password supplied", "a password is needed"),
    ):
        if sign in text:
            return reason
    return error.sqlstate or "the connection failed"
