"""Reads that share: calls that ask the same sort of question at the same time travel in one statement.

A call may join a query that has not been sent yet and no other, so whoever has seen a write acknowledged reads it.
One call's keys are answered by one statement, so its totals are never torn.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import psycopg
from psycopg import AsyncConnection

from holdfast_server.engine.gathering import Gathering
from holdfast_server.engine.pipeline import run_pipeline
from holdfast_server.kernel.errors import DatabaseUnavailable, Overloaded, Refused, ShuttingDown
from holdfast_server.kernel.figures import SHORT_SECONDS, SIZES, Histogram

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")

MAX_CALLS: Final = 256
MAX_KEYS: Final = 4000
MAX_WAITING: Final = 10_000
MAX_WAIT_SECONDS: Final = 2.5
"""Half of the time that a call has which does not say how much."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Question(Generic[K, R]):
    """A sort of read: the statement for some keys of one tenant, and its rows as what is known of each key."""

    name: str
    statement: Callable[[str, Sequence[K]], tuple[str, Sequence[Any]]]
    load: Callable[[Sequence[Sequence[Any]]], Mapping[K, R]]


@dataclass(slots=True, eq=False)
class _Call:
    question: Question[Any, Any]
    tenant_id: str
    keys: Sequence[Any]
    answer: asyncio.Future[Mapping[Any, Any]]


class Reads:
    """The door for shared reads: one queue, and as many queries in flight as there are readers."""

    def __init__(self, connect: Callable[[], Awaitable[AsyncConnection[Any]]], *, readers: int = 1) -> None:
        self._connect = connect
        self._queue: deque[_Call] = deque()
        self._arrived = asyncio.Event()
        self._gatherings = [Gathering(MAX_CALLS) for _ in range(readers)]
        self._tasks: list[asyncio.Task[None]] = []
        self._closing = False
        self.statements = 0
        self.calls = 0
        self.failures = 0
        self.sizes = Histogram(SIZES)
        self.seconds = Histogram(SHORT_SECONDS)
        self.query_seconds = 0.002

    def start(self) -> None:
        """Begin to work; needs a running event loop."""
        self._tasks = [
            asyncio.create_task(_Reader(self, gathering).work(), name="reader") for gathering in self._gatherings
        ]

    async def close(self) -> None:
        """Answer what is queued, then disconnect."""
        self._closing = True
        self._arrived.set()
        await asyncio.gather(*self._tasks)

    async def ask(self, question: Question[K, R], tenant_id: str, keys: Sequence[K]) -> Mapping[K, R]:
        """What is known of each key; keys that nothing is known of are absent unless the question says otherwise.

        Raises Overloaded, DatabaseUnavailable or ShuttingDown. The caller bounds its own wait.
        """
        if self._closing:
            raise ShuttingDown
        waiting = len(self._queue)
        if waiting > MAX_CALLS and (
            waiting >= MAX_WAITING
            or waiting // MAX_CALLS * self.query_seconds > MAX_WAIT_SECONDS * len(self._gatherings)
        ):
            raise Overloaded
        answer: asyncio.Future[Mapping[Any, Any]] = asyncio.get_running_loop().create_future()
        self._queue.append(_Call(question, tenant_id, keys, answer))
        self._arrived.set()
        for gathering in self._gatherings:
            gathering.arrived(len(self._queue))
        return await answer

    async def next(self, gathering: Gathering) -> list[_Call]:
        """The next calls to travel together; none when the door is closed."""
        while True:
            await self._arrived.wait()
            if self._queue:
                await gathering.wait(len(self._queue))
                taken = self._take()
                if taken:
                    return taken
            elif self._closing:
                return []
            else:
                self._arrived.clear()

    def _take(self) -> list[_Call]:
        taken: list[_Call] = []
        keys = 0
        while self._queue and len(taken) < MAX_CALLS:
            keys += len(self._queue[0].keys)
            if taken and keys > MAX_KEYS:
                break
            call = self._queue.popleft()
            if not call.answer.done():
                taken.append(call)
        return taken

    @property
    def waiting(self) -> int:
        """Calls that wait for a reader."""
        return len(self._queue)

    async def connect(self) -> AsyncConnection[Any]:
        """A new connection for a reader."""
        return await self._connect()


class _Reader:
    """One connection and the query in flight on it."""

    def __init__(self, reads: Reads, gathering: Gathering) -> None:
        self._reads = reads
        self._gathering = gathering
        self._connection: AsyncConnection[Any] | None = None

    async def work(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while calls := await self._reads.next(self._gathering):
                began = loop.time()
                await self._carry(calls)
                self._reads.query_seconds += 0.2 * (loop.time() - began - self._reads.query_seconds)
                self._gathering.travelled(len(calls), left=self._reads.waiting)
        finally:
            await self._disconnect()

    async def _carry(self, calls: list[_Call]) -> None:
        groups: dict[tuple[str, Question[Any, Any]], list[_Call]] = {}
        for call in calls:
            groups.setdefault((call.tenant_id, call.question), []).append(call)
        try:
            found = await self._read(groups)
        except Exception as error:  # whatever it was, the callers learn of it and the reader goes on
            refusal = _refusal_of(error)
            self._reads.failures += 1
            for call in calls:
                if not call.answer.done():
                    call.answer.set_exception(refusal or error)
            return
        for group, answers in zip(groups.values(), found, strict=True):
            for call in group:
                if not call.answer.done():
                    call.answer.set_result(answers)

    async def _read(self, groups: Mapping[tuple[str, Question[Any, Any]], Sequence[_Call]]) -> list[Mapping[Any, Any]]:
        """One round trip; once more on a new connection when the old one was lost."""
        statements = [
            question.statement(tenant_id, list(dict.fromkeys(key for call in calls for key in call.keys)))
            for (tenant_id, question), calls in groups.items()
        ]
        started = time.monotonic()
        fresh = self._connection is None or self._connection.closed
        try:
            rows = await self._run(statements)
        except psycopg.OperationalError:
            lost = self._connection is None or self._connection.closed
            await self._disconnect()
            if fresh or not lost:
                raise
            rows = await self._run(statements)
        self._reads.statements += len(statements)
        size = sum(len(calls) for calls in groups.values())
        self._reads.calls += size
        self._reads.sizes.add(size)
        self._reads.seconds.add(time.monotonic() - started)
        return [question.load(found) for (_, question), found in zip(groups, rows, strict=True)]

    async def _run(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
        if self._connection is None or self._connection.closed:
            self._connection = await self._reads.connect()
        return await run_pipeline(self._connection, statements)

    async def _disconnect(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None


def _refusal_of(error: Exception) -> Refused | None:
    """What callers are told of a failed query: None for what is our own fault."""
    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate in ("57014", "55P03"):
        return Overloaded()
    if error.sqlstate is None or error.sqlstate.startswith(("08", "57P", "53")):
        return DatabaseUnavailable() if isinstance(error, psycopg.OperationalError) else None
    log.error("read_failed", extra={"sqlstate": error.sqlstate})
    return None
