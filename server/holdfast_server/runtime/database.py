"""Connections: the engine's own, and a small pool for statements that nobody shares."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import event, exc
from sqlalchemy.ext.asyncio import AsyncConnection as PooledConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from holdfast_server.kernel.errors import DatabaseUnavailable, DeadlinePassed, Overloaded
from holdfast_server.runtime.line import WAIT_SHARE, Line

T = TypeVar("T")

CONNECT_SECONDS: Final = 3
"""For each of the hosts that a URL names."""
POOL_SECONDS: Final = 0.25
STALL_SECONDS: Final = 5.0
"""How long the engine's own connections wait for a database that says nothing, longer than any of its statements may
take. A process that is stopped, or a machine behind a network that is cut, keeps its connections open and never
answers."""
LONGEST_READ_SECONDS: Final = 31.0
CANCELLED: Final = "57014"
LOCKED: Final = "55P03"
LOCK_SHARE: Final = 3
"""What part of the time that is left may pass in waiting for one lock: after it there is time for another try."""
MIN_VERSION: Final = 15
MAX_VERSION: Final = 18
APPLICATION: Final = "holdfast"
DIALECT: Final = "postgresql+psycopg://"
"""What SQLAlchemy is told of a database. Where it is, it hears from the driver's parameters."""

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
_USUAL_PLANS: Final = {name: "on" for name in _BY_KEY_ONLY if name.startswith("enable_")} | {"plan_cache_mode": "auto"}
_LANE: Final = {**_COMMON, **_BY_KEY_ONLY, "lock_timeout": "500ms", "statement_timeout": "2s"}
# Of the pool's statements the lists walk along an index that has their order, and never sort what a walk would show.
_POOL: Final = {**_COMMON, **_BY_KEY_ONLY, "enable_sort": "off", "lock_timeout": "500ms", "statement_timeout": "30s"}
_KEEPALIVE: Final = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
}


class Unconfirmed(psycopg.OperationalError):
    """A commit whose wait for the standby was ended: it is there, and a failover may take it away again."""


class Connection(AsyncConnection[Any]):
    """A connection that does not wait for ever, and that knows whether its commits have reached the standby."""

    patience = STALL_SECONDS
    """For each answer. Whoever says nothing for so long is taken for lost."""
    unconfirmed = False

    async def wait(self, *arguments: Any, **named: Any) -> Any:
        """As the driver waits; raises OperationalError when the other side stays silent.

        The socket is shut down under it: a query that is cancelled waits for the same silent server again.
        """
        stalled = asyncio.get_running_loop().call_later(self.patience, self._hang_up)
        try:
            return await super().wait(*arguments, **named)
        finally:
            stalled.cancel()

    def _hang_up(self) -> None:
        with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(self.pgconn.socket)) as same:
            same.shutdown(socket.SHUT_RDWR)

    def notice(self, told: psycopg.errors.Diagnostic) -> None:
        """Remember that the server gave up its wait for the standby. It says so in a warning, and commits."""
        if told.source_function == "SyncRepWaitForLSN":
            self.unconfirmed = True

    def confirm(self) -> None:
        """Raise Unconfirmed where the last commit may be lost by a failover; the outcome is to be found out anew."""
        if self.unconfirmed:
            raise Unconfirmed


def parameters(url: str, settings: dict[str, str], **more: Any) -> dict[str, Any]:
    """A URL as the driver's parameters, with ours; what the URL says itself about the session stays in force.

    The driver reads the URL: it knows several hosts (`h1:5432,h2:5432`) and `target_session_attrs`.
    """
    given = conninfo_to_dict(url)
    ours = " ".join(f"-c {name}={value}" for name, value in settings.items())
    options = f"{given.pop('options', '')} {ours}".strip()
    return {"application_name": APPLICATION, **_KEEPALIVE, "connect_timeout": CONNECT_SECONDS, **given, **more} | (
        {"options": options} if options else {}
    )


def for_reads(url: str) -> str:
    """The URL by which reads find their server: a primary that takes no writes is still good for them.

    No standby is: it may not have yet what its reader has seen acknowledged.
    """
    return url.replace("target_session_attrs=read-write", "target_session_attrs=primary")


async def connect_lane(url: str, *, prepare: bool, pooled: bool = False) -> AsyncConnection[Any]:
    """A connection for the engine: autocommit (the engine says BEGIN itself), its own timeouts, keyed plans.

    Of a pooler (`pooled`) it gets another server connection for each transaction; the role brings the settings then.
    """
    settings = {} if pooled else _LANE
    connection = await Connection.connect(
        **parameters(url, settings), autocommit=True, prepare_threshold=0 if prepare else None
    )
    connection.prepared_max = 1000
    connection.add_notice_handler(connection.notice)
    return connection


def pool(url: str, *, size: int, prepare: bool, pooled: bool = False) -> AsyncEngine:
    """A small pool: connections are tried before use, nobody waits long for one.

    Through a pooler (`pooled`) each transaction brings its settings.
    """
    engine = create_async_engine(
        DIALECT,
        pool_size=size,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        connect_args={
            **parameters(for_reads(url), {} if pooled else _POOL),
            "prepare_threshold": 5 if prepare else None,
            "async_creator_fn": Connection.connect,
        },
    )
    # Whether a connection still works is found out soon; what it is then asked may take its time.
    event.listen(engine.sync_engine, "checkout", lambda raw, *_: _be_patient(raw, LONGEST_READ_SECONDS))
    event.listen(engine.sync_engine, "checkin", lambda raw, *_: _be_patient(raw, STALL_SECONDS))
    if pooled:
        event.listen(engine.sync_engine, "begin", _set_locally)
    return engine


def _set_locally(connection: sa.Connection) -> None:
    settings = _USUAL_PLANS | _POOL
    connection.execute(sa.select(*(sa.func.set_config(name, value, True) for name, value in settings.items())))


def _be_patient(raw: Any, seconds: float) -> None:
    if raw is not None:  # it is None when it was lost meanwhile
        raw.driver_connection.patience = seconds


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

    def __init__(self, engine: AsyncEngine, *, places: int = 4) -> None:
        self.engine = engine
        self.turned_away = 0
        self._line = Line(places)
        self._reading: set[asyncio.Task[Any]] = set()

    @property
    def waiting(self) -> int:
        """Reads that wait for a connection."""
        return self._line.waiting

    async def close(self) -> None:
        """Wait for what nobody waits for any more, then disconnect."""
        if self._reading:
            await asyncio.wait(self._reading)
        await self.engine.dispose()

    async def read(self, deadline: float, work: Callable[[PooledConnection], Awaitable[T]]) -> T:
        """What `work` reads. `deadline` is in seconds of the event loop's clock.

        Raises DeadlinePassed, Overloaded (the line for a connection is too long, a table locked for long) or
        DatabaseUnavailable. Where a connection is lost on the way, or a lock is not to be had, the work is done again,
        once. Who is cancelled is free at once: the driver may have to wait for a silent database before it gives a
        statement up, and keeps its place in the line until then.
        """
        task = asyncio.create_task(self._in_turn(deadline, work))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.cancel()
            raise

    async def _in_turn(self, deadline: float, work: Callable[[PooledConnection], Awaitable[T]]) -> T:
        now = asyncio.get_running_loop().time
        patient_until = now() + WAIT_SHARE * (deadline - now())
        async with self._line.place(deadline):
            while True:
                try:
                    return await self._read(deadline, work)
                except exc.TimeoutError:  # jobs of our own may have all connections for a moment
                    if now() >= patient_until:
                        self.turned_away += 1
                        raise Overloaded from None

    async def _read(self, deadline: float, work: Callable[[PooledConnection], Awaitable[T]]) -> T:
        try:
            try:
                return await self._attempt(deadline, work)
            except exc.DBAPIError as error:
                if not (is_lost(error) or _state(error) == LOCKED):
                    raise
                return await self._attempt(deadline, work)
        except exc.DBAPIError as error:
            state = _state(error)
            if state == CANCELLED:
                raise DeadlinePassed from None
            if state == LOCKED:
                raise Overloaded from None
            if is_lost(error):
                raise DatabaseUnavailable from None
            raise

    async def _attempt(self, deadline: float, work: Callable[[PooledConnection], Awaitable[T]]) -> T:
        async with self.engine.connect() as connection:
            # After the wait for a connection: what is left is left for the statements.
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise DeadlinePassed
            milliseconds = max(1, int(left * 1000))
            limit = sa.select(
                sa.func.set_config("statement_timeout", str(milliseconds), True),
                sa.func.set_config("lock_timeout", str(max(1, milliseconds // LOCK_SHARE)), True),
                sa.func.set_config("transaction_read_only", "on", True),
            )
            await connection.execute(limit)
            return await work(connection)

    async def rows(self, deadline: float, statement: sa.Select[Any]) -> list[Any]:
        """All rows of one statement."""

        async def fetch(connection: PooledConnection) -> list[Any]:
            return list((await connection.execute(statement)).all())

        return await self.read(deadline, fetch)


def _state(error: exc.DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def is_lost(error: exc.DBAPIError) -> bool:
    """Whether the server or the way to it went away."""
    original = error.orig
    state = _state(error)
    if state is None:
        return isinstance(original, psycopg.OperationalError)
    return error.connection_invalidated or str(state).startswith(("08", "57P")) or state == "53300"


class DatabaseUnfit(Exception):
    """A database that this server must not work with; the text says why."""


TAKES_WRITES: Final = "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'"
FACTS: Final = (
    "SELECT current_setting('server_version_num')::int, current_setting('server_version'), "
    "current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'), "
    "pg_is_in_recovery(), current_setting('default_transaction_read_only')"
)


_SETTING: Final = "SELECT current_setting(%s), quote_ident(current_user)"


async def check_fit(url: str, *, pooled: bool = False) -> list[str]:
    """Refuse a database that is too old or new, takes no writes, or is pooled without settings. Raises DatabaseUnfit.

    Gives what would be refused outside of dev mode: settings by which a crash could lose what was acknowledged.
    """
    try:
        async with await Connection.connect(**parameters(url, {}), prepare_threshold=None) as connection:
            row = await (await connection.execute(FACTS)).fetchone()
            unset = [
                f"ALTER ROLE {role} SET {name} = '{value}'"
                for name, value in (_LANE.items() if pooled else ())
                for found, role in await (await connection.execute(_SETTING, (name,))).fetchall()
                if found != value
            ]
    except psycopg.OperationalError as error:
        raise DatabaseUnfit(f"the database cannot be reached ({reason_of(error)})") from None
    assert row is not None
    problems = unfit(row)
    if unset:
        problems.append(f"through a pooler the role has to bring the settings of a session: {'; '.join(unset)}")
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
        ("session is read-only", "it takes no writes"),
        ("server is in hot standby mode", "it is a standby"),
        ("Connection refused", "nothing listens there"),
        ("timeout", "no answer in time"),
        ("resolve", "the host name is unknown"),
        ("no password supplied", "a password is needed"),
    ):
        if sign in text:
            return reason
    return error.sqlstate or "the connection failed"
