"""The published log: outbox transactions in the order in which they are told, numbered without gaps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import orjson
import psycopg
import sqlalchemy as sa
from psycopg import AsyncConnection

from holdfast_server.engine.events import FORMAT_VERSION
from holdfast_server.engine.pipeline import run_pipeline
from holdfast_server.engine.reads import Question
from holdfast_server.engine.transaction import abandon
from holdfast_server.events.model import Batch, Happening, Place, Stretch
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.ledger.store import ID
from holdfast_server.runtime.bulk import int_array, text_array
from holdfast_server.runtime.database import Database
from holdfast_server.runtime.keyset import Candidates, Reach, reach
from holdfast_server.runtime.tables import metadata

event_heads: Final = sa.Table(
    "event_heads",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False, server_default="0"),
    sa.PrimaryKeyConstraint("tenant_id"),
)

event_positions: Final = sa.Table(
    "event_positions",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("recorded_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("batch_id", ID, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "position", "recorded_time"),
    postgresql_partition_by="RANGE (recorded_time)",
)

BATCHES_AT_ONCE: Final = 100
BYTES_AT_ONCE: Final = 1 << 18
"""Of JSON, which takes several times as much room when it is read: every watcher that lags has some of it."""
PUBLISHED_AT_ONCE: Final = 1000
_DISORDER: Final = 1000
"""How far positions may be out of step with months: as many as one transaction can be overtaken by."""

# --- publishing -------------------------------------------------------------------------------------

_BEGIN: Final = "BEGIN ISOLATION LEVEL READ COMMITTED"
_MAKE_HEAD: Final = "INSERT INTO event_heads (tenant_id) VALUES ($1) ON CONFLICT DO NOTHING"
_LOCK_HEAD: Final = "SELECT position FROM event_heads WHERE tenant_id = $1 FOR UPDATE"
# A statement after the lock, with a snapshot of its own: whatever was committed before an already numbered batch is
# either numbered itself or seen here.
_PUBLISH: Final = (
    "WITH due AS (SELECT p.batch_id, p.recorded_time FROM outbox_pending AS p WHERE p.tenant_id = $1 "
    "ORDER BY p.recorded_time, p.batch_id LIMIT $2), "
    "taken AS (DELETE FROM outbox_pending AS p USING due AS d WHERE p.tenant_id = $1 AND p.batch_id = d.batch_id), "
    "numbered AS (INSERT INTO event_positions (tenant_id, position, recorded_time, batch_id) "
    "SELECT h.tenant_id, h.position + row_number() OVER (ORDER BY d.recorded_time, d.batch_id), d.recorded_time, "
    "d.batch_id FROM due AS d CROSS JOIN (SELECT * FROM event_heads WHERE tenant_id = $1) AS h) "
    "UPDATE event_heads AS h SET position = h.position + n.due FROM (SELECT count(*) AS due FROM due) AS n "
    "WHERE h.tenant_id = $1 AND n.due > 0 RETURNING n.due"
)
_PENDING: Final = "SELECT EXISTS (SELECT FROM outbox_pending WHERE tenant_id = $1)"
_WAITING: Final = (
    "SELECT t.id FROM unnest($1::text[]) AS t(id) "
    "WHERE EXISTS (SELECT FROM outbox_pending AS p WHERE p.tenant_id = t.id)"
)


class Line:
    """A connection that publishers of many tenants use in turn."""

    def __init__(self, connect: Callable[[], Awaitable[AsyncConnection[Any]]]) -> None:
        self._connect = connect
        self._connection: AsyncConnection[Any] | None = None
        self.turn = asyncio.Lock()

    async def connected(self) -> AsyncConnection[Any]:
        """The connection, a new one where it was lost."""
        if self._connection is None or self._connection.closed:
            self._connection = await self._connect()
        return self._connection

    async def waiting(self, tenant_ids: Sequence[str]) -> list[str]:
        """Those of the tenants for which there is something to number: one look for all of them."""
        async with self.turn:
            rows = await _run(await self.connected(), [(_WAITING, (text_array(tenant_ids),))])
        return [row[0] for row in rows[0]]

    async def close(self) -> None:
        """Disconnect."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None


class Publisher:
    """Numbers what is pending for one tenant. Any number may do so at once.

    It has a connection of its own, unless it shares the `line` of others; who has it closes that one.
    """

    def __init__(
        self,
        connect: Callable[[], Awaitable[AsyncConnection[Any]]],
        tenant_id: str,
        line: Line | None = None,
    ) -> None:
        self._line = line or Line(connect)
        self._owns_line = line is None
        self._tenant_id = tenant_id
        self._begun_on: AsyncConnection[Any] | None = None

    async def has_pending(self) -> bool:
        """Whether there is something to number; a look costs no lock and no write."""
        async with self._line.turn:
            rows = await _run(await self._connected(), [(_PENDING, (self._tenant_id,))])
        return bool(rows[0][0][0])

    async def publish(self, limit: int = PUBLISHED_AT_ONCE) -> int:
        """Number at most `limit` batches, the earliest first; how many there were.

        Nobody sees number n before n - 1: whoever numbers holds the tenant's head until the commit.
        """
        one = (self._tenant_id,)
        statements = [(_BEGIN, ()), (_LOCK_HEAD, one), (_PUBLISH, (self._tenant_id, limit)), ("COMMIT", ())]
        async with self._line.turn:
            try:
                rows = await _run(await self._connected(), statements)
            except psycopg.errors.ReadOnlySqlTransaction:
                await self._line.close()  # another server, or another session, takes writes sooner than this one
                raise
        return int(rows[2][0][0]) if rows[2] else 0

    async def close(self) -> None:
        """Disconnect."""
        if self._owns_line:
            await self._line.close()

    async def _connected(self) -> AsyncConnection[Any]:
        connection = await self._line.connected()
        if self._begun_on is not connection:
            await _run(connection, [(_MAKE_HEAD, (self._tenant_id,))])
            self._begun_on = connection
        return connection


async def _run(connection: AsyncConnection[Any], statements: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
    """What the statements give. Whoever is stopped on the way leaves no half-read connection to the next."""
    try:
        return await run_pipeline(connection, statements)
    except BaseException:
        await abandon(connection)
        raise


# --- reading ----------------------------------------------------------------------------------------

_HEAD: Final = "SELECT coalesce((SELECT position FROM event_heads WHERE tenant_id = $1), 0) AS position"
_AFTER: Final = (
    "SELECT k.position, h.position, b.batch_id, s.position, s.recorded_time, s.batch_id, s.events "
    f"FROM unnest($2::bigint[]) AS k(position) CROSS JOIN ({_HEAD}) AS h LEFT JOIN LATERAL ("
    "SELECT e.batch_id FROM event_positions AS e WHERE e.tenant_id = $1 "
    "AND e.position = least(k.position, h.position) LIMIT 1) AS b ON true LEFT JOIN LATERAL ("
    "SELECT r.* FROM (SELECT p.position, p.recorded_time, p.batch_id, o.events, "
    "sum(octet_length(o.events)) OVER (ORDER BY p.position) - octet_length(o.events) AS before "
    "FROM (SELECT e.position, e.recorded_time, e.batch_id FROM event_positions AS e WHERE e.tenant_id = $1 "
    f"AND e.position > k.position AND e.position <= k.position + {BATCHES_AT_ONCE} OFFSET 0) AS p "
    "CROSS JOIN LATERAL (SELECT b.events FROM outbox AS b WHERE b.tenant_id = $1 "
    "AND b.recorded_time = p.recorded_time AND b.batch_id = p.batch_id OFFSET 0) AS o) AS r "
    f"WHERE r.before < {BYTES_AT_ONCE}) AS s ON true ORDER BY k.position, s.position"
)
# Months end in the order of instants, positions nearly so: the oldest place is behind the last gap at the beginning.
_FIRST: Final = (
    "SELECT f.position FROM event_positions AS f WHERE f.tenant_id = $1 AND f.position > k.position "
    "ORDER BY f.position LIMIT 1"
)
_OLDEST: Final = (
    "SELECT k.position, h.position, (SELECT max(g.position) - 1 FROM ("
    "SELECT p.position, lag(p.position) OVER (ORDER BY p.position) AS previous "
    f"FROM ({_FIRST}) AS first CROSS JOIN LATERAL (SELECT e.position FROM event_positions AS e WHERE e.tenant_id = $1 "
    f"AND e.position >= first.position AND e.position < first.position + {_DISORDER} OFFSET 0) AS p) AS g "
    "WHERE g.previous IS NULL OR g.previous < g.position - 1) "
    f"FROM unnest($2::bigint[]) AS k(position) CROSS JOIN ({_HEAD}) AS h"
)


def _after(tenant_id: str, positions: Sequence[int]) -> tuple[str, Sequence[Any]]:
    return _AFTER, (tenant_id, int_array(positions))


def _stretches(rows: Sequence[Sequence[Any]]) -> Mapping[int, Stretch]:
    found: dict[int, Stretch] = {}
    batches: dict[int, list[Batch]] = {}
    for after, head, before, position, time, batch_id, events in rows:
        if after not in found:
            batches[after] = []
            found[after] = Stretch(batches[after], head, _mark(before))
        if position == after + len(batches[after]) + 1:
            batches[after].append(batch_of(position, batch_id, time, bytes(events)))
    return found


AFTER: Final[Question[int, Stretch]] = Question("events_after", _after, _stretches)
"""What follows a position: at most `BATCHES_AT_ONCE` batches, and none after `BYTES_AT_ONCE` have been read."""

OLDEST: Final[Question[int, Place]] = Question(
    "oldest_event",
    lambda tenant_id, positions: (_OLDEST, (tenant_id, int_array(positions))),
    lambda rows: {after: Place(head if oldest is None else oldest) for after, head, oldest in rows},
)
"""The first place at or after a position from which all is kept: the head where nothing is."""


def _mark(batch_id: str | None) -> str:
    """Enough of a batch's id to tell it from another one: forty of its random bits."""
    return (batch_id or "")[-8:]


def batch_of(position: int, batch_id: str, time: Any, encoded: bytes) -> Batch:
    """The events of a transaction out of its row. Of a format that is not known only the envelope is read."""
    told = orjson.loads(encoded)
    known = told["v"] == FORMAT_VERSION
    events = [
        Happening(
            one["id"],
            one["type"],
            one["resource"],
            time,
            one.get("request_id") or "",
            one.get("actor") or "",
            one.get("posting_id") or "",
            one["payload"] if known else None,
        )
        for one in told["events"]
    ]
    return Batch(position, _mark(batch_id), events, len(encoded))


async def head_of(connection: Any, tenant_id: str) -> Place:
    """How far the events reached in the snapshot of the connection's transaction.

    Whatever that snapshot does not show yet will be told after this place.
    """
    told = sa.and_(
        event_positions.c.tenant_id == event_heads.c.tenant_id, event_positions.c.position == event_heads.c.position
    )
    query = (
        sa.select(event_heads.c.position, event_positions.c.batch_id)
        .select_from(event_heads.outerjoin(event_positions, told))
        .where(event_heads.c.tenant_id == tenant_id)
    )
    found = (await connection.execute(query)).first()
    return Place(0) if found is None else Place(found.position, 0, _mark(found.batch_id))


class Found(NamedTuple):
    """What a page's query found, how far it looked, and how far the events reached in the same snapshot."""

    rows: list[Any]
    reach: Reach
    head: Place | None


async def rows_and_head(
    database: Database,
    deadline: float,
    tenant_id: str,
    query: Callable[[Reach], sa.Select[Any]],
    page: PageRequest,
    few: Sequence[Candidates] = (),
    end: sa.Select[Any] | None = None,
) -> Found:
    """The rows of a page and, where it is a list's first one, how far the events reached; of one snapshot.

    `few` and `end` say where the page looks, as in `runtime.keyset.reach`.
    """

    async def work(connection: Any) -> Found:
        within = await reach(connection, few, end)
        rows = list((await connection.execute(query(within))).all())
        return Found(rows, within, await head_of(connection, tenant_id) if page.is_first else None)

    return await database.read(deadline, work)
