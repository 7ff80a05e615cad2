"""Who travels together: the queue before a lane, its bounds and fairness, reruns, and who is told what.

A lane has one transaction in flight. Postings that arrive meanwhile wait; the next transaction takes as many of
them as its bounds allow, of one tenant, one caller after another in turn. A posting that finds the lane idle
travels at once and alone. The lane owns its transactions: a caller that goes away stops waiting and no more.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection

from holdfast_server.engine.gathering import Gathering
from holdfast_server.engine.posting import Posting
from holdfast_server.engine.tracing import BatchTracer
from holdfast_server.engine.transaction import Batch, Culprit, Outcome, Transaction, TransactionFigures, abandon
from holdfast_server.kernel.errors import (
    ConcurrentUpdate,
    DatabaseUnavailable,
    DeadlinePassed,
    Overloaded,
    Refused,
    RequestInProgress,
    ShuttingDown,
)
from holdfast_server.kernel.figures import SHORT_SECONDS, SIZES, Histogram

MAX_POSTINGS: Final = 256
MAX_ROWS: Final = 1000
MAX_BYTES: Final = 1 << 20
MAX_TWINS: Final = 64
MAX_QUEUED: Final = 10_000
MAX_RERUNS: Final = 8
WAIT_SHARE: Final = 0.5
"""What part of its time a posting may be expected to wait for its turn."""
SILENT_BATCHES: Final = 0.8
"""What a batch that nobody travels in makes of the expectation, which would else stay what it was in a bad moment."""
OUTAGE_SECONDS: Final = 4.0
"""How long postings wait for a database that is away before they are told so."""

_SERIALIZATION: Final = frozenset({"40001", "40P01"})
_TIMEOUTS: Final = frozenset({"55P03", "57014"})
_UNWRITABLE: Final = frozenset({"53100", "25006"})
_TWIN_WON: Final = "23505"

log = logging.getLogger(__name__)

Connect = Callable[[], Awaitable[AsyncConnection[Any]]]
Answer = asyncio.Future[bytes]


@dataclass(slots=True, eq=False)
class _Waiting:
    posting: Posting[Any]
    answer: Answer
    requeues: int = 0
    timeouts: int = 0

    def tell(self, outcome: Outcome | Exception) -> None:
        """Give the caller its answer, if it still waits for one."""
        if self.answer.done():
            return
        if isinstance(outcome, bytes):
            self.answer.set_result(outcome)
        else:
            self.answer.set_exception(outcome)


class _Queue:
    """Waiting postings of one tenant: callers take turns, each caller's own postings keep their order."""

    def __init__(self) -> None:
        self._callers: OrderedDict[str, deque[_Waiting]] = OrderedDict()
        self.size = 0

    def push(self, waiting: _Waiting, *, first: bool = False) -> None:
        line = self._callers.get(waiting.posting.submission.caller)
        if line is None:
            line = self._callers[waiting.posting.submission.caller] = deque()
        if first:
            line.appendleft(waiting)
            self._callers.move_to_end(waiting.posting.submission.caller, last=False)
        else:
            line.append(waiting)
        self.size += 1

    def take(self) -> list[_Waiting]:
        """As many as one transaction may hold; one that is larger than the bounds travels alone."""
        taken: list[_Waiting] = []
        rows = size = 0
        while self._callers and len(taken) < MAX_POSTINGS:
            caller, line = next(iter(self._callers.items()))
            posting = line[0].posting
            rows += len(posting.levels) + len(posting.reservations) + len(posting.masters)
            size += posting.submission.size
            if taken and (rows > MAX_ROWS or size > MAX_BYTES):
                break
            taken.append(line.popleft())
            if line:
                self._callers.move_to_end(caller)
            else:
                del self._callers[caller]
        self.size -= len(taken)
        return taken


@dataclass(slots=True)
class LaneFigures:
    """What a lane did so far, for people who watch it."""

    transactions: int = 0
    postings: int = 0
    reruns: int = 0
    reconnects: int = 0
    largest_batch: int = 0
    transaction_seconds: float = 0.002
    full_batch: float = MAX_POSTINGS
    """How many postings one transaction takes when more than that wait: large ones reach the other bounds earlier."""
    recent: deque[int] = field(default_factory=lambda: deque(maxlen=64))
    sizes: Histogram = field(default_factory=lambda: Histogram(SIZES))
    seconds: Histogram = field(default_factory=lambda: Histogram(SHORT_SECONDS))
    dropped: int = 0
    culprits: int = 0
    reruns_by: dict[str, int] = field(default_factory=dict)
    failures: dict[tuple[str, str], int] = field(default_factory=dict)
    """What the database said no with, by sqlstate and constraint: reruns and those that nobody heard of included."""

    def rerun(self, error: psycopg.Error) -> None:
        """Count a batch that is run again, by the sqlstate that made it so."""
        self.reruns += 1
        state = error.sqlstate or ""
        self.reruns_by[state] = self.reruns_by.get(state, 0) + 1

    def failed(self, error: psycopg.Error) -> None:
        """Count what the database said; a connection that was lost has no sqlstate."""
        key = (error.sqlstate or "", error.diag.constraint_name or "")
        self.failures[key] = self.failures.get(key, 0) + 1


class Lane:
    """One line of transactions on one connection of its own."""

    def __init__(self, connect: Connect, transaction: Transaction, *, sheds: bool = True) -> None:
        self._connect = connect
        self._sheds = sheds
        self._transaction = transaction
        self._connection: AsyncConnection[Any] | None = None
        self._queues: OrderedDict[str, _Queue] = OrderedDict()
        self._queued = 0
        self._twins: dict[tuple[str, str, str], int] = {}
        self._arrived = asyncio.Event()
        self._gathering = Gathering(MAX_POSTINGS)
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self.figures = LaneFigures()
        self.tracer: BatchTracer | None = None
        self.writable = True

    @property
    def queued(self) -> int:
        """Postings that wait for the next transactions."""
        return self._queued

    # --- callers ----------------------------------------------------------------------------------

    async def submit(self, posting: Posting[Any]) -> bytes:
        """The posting's answer, after the transaction that it travelled in was committed.

        Raises what the posting was refused with. Cancelling the caller leaves the posting on its way.
        """
        if self._closing:
            raise ShuttingDown
        if self._queued >= MAX_QUEUED:
            raise Overloaded
        if self._queued >= self.figures.full_batch:
            self._check_turn(posting)
        loop = asyncio.get_running_loop()
        answer: Answer = loop.create_future()
        request_id = posting.submission.request_id
        if not request_id:
            self._enter(_Waiting(posting, answer))
            return await answer
        twin = (posting.principal.tenant_id, posting.submission.method, request_id)
        twins = self._twins.get(twin, 0)
        if twins >= MAX_TWINS:
            raise RequestInProgress(request_id)
        self._twins[twin] = twins + 1
        try:
            self._enter(_Waiting(posting, answer))
            return await answer
        finally:
            if self._twins[twin] == 1:
                del self._twins[twin]
            else:
                self._twins[twin] -= 1

    def _check_turn(self, posting: Posting[Any]) -> None:
        """Refuse a posting whose turn comes too late. Its own tenant's wait before it, others in turn with them."""
        queue = self._queues.get(posting.principal.tenant_id)
        if queue is None or not self._sheds:
            return
        turns = 1 + queue.size // self.figures.full_batch
        expected = (1 + turns * len(self._queues)) * self.figures.transaction_seconds
        left = posting.submission.deadline - asyncio.get_running_loop().time()
        if expected > WAIT_SHARE * left:
            raise Overloaded

    def _enter(self, waiting: _Waiting, *, first: bool = False) -> None:
        tenant_id = waiting.posting.principal.tenant_id
        queue = self._queues.get(tenant_id)
        if queue is None:
            queue = self._queues[tenant_id] = _Queue()
        queue.push(waiting, first=first)
        self._queued += 1
        self._arrived.set()
        self._gathering.arrived(self._queued)

    # --- the lane's own task ----------------------------------------------------------------------

    def start(self) -> None:
        """Begin to work; the lane connects when the first posting arrives."""
        self._task = asyncio.create_task(self._work(), name="lane")

    async def warm(self) -> None:
        """Connect now, so that the first posting need not wait for it."""
        await self._connected()

    async def close(self) -> None:
        """Finish what is queued, then disconnect."""
        self._closing = True
        self._arrived.set()
        if self._task is not None:
            await self._task
        if self._connection is not None:
            await self._connection.close()

    async def _work(self) -> None:
        while True:
            await self._arrived.wait()
            if not self._queued:
                if self._closing:
                    return
                self._arrived.clear()
                continue
            await self._gathering.wait(self._queued)
            batch = self._take()
            if batch:
                await self._carry(batch)
            else:
                self.figures.transaction_seconds *= SILENT_BATCHES

    def _take(self) -> list[_Waiting]:
        """The next batch: the tenants take turns, and nobody travels whose caller has gone or will have."""
        tenant_id, queue = next(iter(self._queues.items()))
        taken = queue.take()
        self._queued -= len(taken)
        if queue.size:
            self._queues.move_to_end(tenant_id)
        else:
            del self._queues[tenant_id]
        if queue.size or len(taken) > self.figures.full_batch:
            self.figures.full_batch += 0.2 * (len(taken) - self.figures.full_batch)
        latest = asyncio.get_running_loop().time() + self.figures.transaction_seconds
        batch = []
        for waiting in taken:
            if waiting.answer.done():
                continue
            if waiting.posting.submission.deadline < latest:
                self.figures.dropped += 1
                waiting.tell(DeadlinePassed())
            else:
                batch.append(waiting)
        return batch

    async def _carry(self, waiting: list[_Waiting]) -> None:
        """One batch to its end: everybody in it is told something."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            if self.tracer is None:
                await self._settle(waiting)
            else:
                with self.tracer.batch([one.posting for one in waiting]):
                    await self._settle(waiting)
        except Exception as error:  # a bug of ours must not end the lane: its callers learn of it, the lane goes on
            log.error("engine_failure", extra={"error_type": type(error).__name__})
            for one in waiting:
                one.tell(error)
        figures = self.figures
        figures.transactions += 1
        figures.postings += len(waiting)
        figures.largest_batch = max(figures.largest_batch, len(waiting))
        figures.recent.append(len(waiting))
        seconds = loop.time() - started
        figures.sizes.add(len(waiting))
        figures.seconds.add(seconds)
        figures.transaction_seconds += 0.2 * (seconds - figures.transaction_seconds)
        self._gathering.travelled(len(waiting), left=self._queued)

    # --- reruns -----------------------------------------------------------------------------------

    async def _settle(self, waiting: list[_Waiting]) -> None:
        """Run the batch until every posting has an outcome, splitting it where one of them spoils it for all."""
        batch = Batch(waiting[0].posting.principal.tenant_id, [one.posting for one in waiting])
        try:
            outcomes = await self._run(batch)
        except Culprit as culprit:
            log.error("decision_failed", exc_info=culprit.error, extra={"error_type": type(culprit.error).__name__})
            guilty = [one for one in waiting if one.posting is culprit.posting]
            rest = [one for one in waiting if one.posting is not culprit.posting]
            self.figures.culprits += len(guilty)
            for one in guilty:
                one.tell(culprit.error)
            if rest:
                await self._settle(rest)
            return
        except psycopg.Error as error:
            await self._after_failure(waiting, error)
            return
        except Refused as refusal:
            for one in waiting:
                one.tell(refusal)
            return
        self._tell(waiting, outcomes)

    def _tell(self, waiting: Sequence[_Waiting], outcomes: Sequence[Outcome | None]) -> None:
        # From the last to the first, since those who must come again are put before everybody: their order stays.
        for one, outcome in reversed(list(zip(waiting, outcomes, strict=True))):
            if outcome is not None:
                one.tell(outcome)
            elif one.requeues < MAX_RERUNS:
                one.requeues += 1
                self._enter(one, first=True)
            else:
                one.tell(ConcurrentUpdate())

    async def _after_failure(self, waiting: list[_Waiting], error: psycopg.Error) -> None:
        """The batch was not committed and rerunning it as it is does not help."""
        state = error.sqlstate or ""
        if state in _TIMEOUTS:
            for one in reversed(waiting):
                if one.timeouts:
                    one.tell(Overloaded())
                else:
                    one.timeouts += 1
                    self._enter(one, first=True)
        elif state in _UNWRITABLE:
            self.writable = False
            await self._disconnect()  # another server of ours may take writes by now
            log.error("database_unwritable", extra={"sqlstate": state})
            for one in waiting:
                one.tell(DatabaseUnavailable())
        elif state in _SERIALIZATION or state == _TWIN_WON:
            for one in waiting:
                one.tell(ConcurrentUpdate())
        elif len(waiting) == 1:
            self.figures.culprits += 1
            log.error("statement_failed", extra={"sqlstate": state, "constraint": error.diag.constraint_name})
            waiting[0].tell(error)
        else:
            # A value that only the database objects to: halve until its posting is alone.
            middle = len(waiting) // 2
            await self._settle(waiting[:middle])
            await self._settle(waiting[middle:])

    async def _run(self, batch: Batch) -> Sequence[Outcome | None]:
        """The batch's outcomes; reruns it where that is the right answer to what the database said.

        Deadlocks, serialization failures and twins that won are rerun from the start. After a lost connection
        the batch is rerun as well; if COMMIT had been sent, its mark decides whether it was committed.
        """
        loop = asyncio.get_running_loop()
        give_up = loop.time() + OUTAGE_SECONDS
        reruns = 0
        while True:
            connection = None
            try:
                connection = await self._connected()
                outcomes = await self._transaction.run(connection, batch)
            except psycopg.Error as error:
                self.figures.failed(error)
                answered = connection is not None and not connection.closed and not _is_lost(error)
                if connection is not None and answered and not batch.in_doubt:
                    # The database answered: whatever was sent with COMMIT was not committed.
                    batch.commit_sent = False
                    await abandon(connection)
                    retryable = error.sqlstate in _SERIALIZATION or error.sqlstate == _TWIN_WON
                    if not retryable or reruns >= MAX_RERUNS:
                        raise
                elif loop.time() > give_up or not self.writable:
                    await self._disconnect()
                    raise DatabaseUnavailable from error
                else:
                    await self._disconnect()
                reruns += 1
                self.figures.rerun(error)
                log.warning("batch_rerun", extra={"sqlstate": error.sqlstate, "error_type": type(error).__name__})
                await asyncio.sleep(random.uniform(0.2, 1.0) * min(0.2, 0.005 * 2**reruns))
            except BaseException:
                if connection is not None:
                    await abandon(connection)
                raise
            else:
                self.writable = True
                return outcomes

    async def _connected(self) -> AsyncConnection[Any]:
        if self._connection is None or self._connection.closed:
            self._connection = await self._connect()
            self.figures.reconnects += 1
        return self._connection

    async def _disconnect(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None


def _is_lost(error: psycopg.Error) -> bool:
    """Whether the server or the way to it went away (57P01–57P03, 08xxx, or no answer at all)."""
    state = error.sqlstate
    if state is None:
        return isinstance(error, psycopg.OperationalError)
    return state.startswith(("08", "57P")) or state == "53300"


class Engine:
    """The one door for every mutation."""

    def __init__(self, connect: Connect, transaction: Transaction, *, lanes: int = 1, sheds: bool = True) -> None:
        self._transaction = transaction
        self.lanes = [Lane(connect, transaction, sheds=sheds) for _ in range(lanes)]

    def start(self) -> None:
        """Begin to work; needs a running event loop."""
        for lane in self.lanes:
            lane.start()

    async def warm(self) -> None:
        """Connect every lane."""
        for lane in self.lanes:
            await lane.warm()

    async def submit(self, posting: Posting[Any]) -> bytes:
        """The posting's answer, after COMMIT; raises what it was refused with."""
        if self.tracer is not None:
            self.tracer.submitted(posting)
        return await self._lane_of(posting).submit(posting)

    def _lane_of(self, posting: Posting[Any]) -> Lane:
        """Twins meet in one lane, and postings on one item do; else any lane is as good."""
        if len(self.lanes) == 1:
            return self.lanes[0]
        mark = posting.levels[0].item_id if posting.levels else posting.submission.request_id
        return self.lanes[hash(mark) % len(self.lanes)]

    @property
    def tracer(self) -> BatchTracer | None:
        """Who follows postings into their transactions; nobody unless told."""
        return self.lanes[0].tracer

    @tracer.setter
    def tracer(self, tracer: BatchTracer | None) -> None:
        for lane in self.lanes:
            lane.tracer = tracer

    @property
    def transactions(self) -> TransactionFigures:
        """What became of the transactions of all lanes."""
        return self._transaction.figures

    @property
    def on_commit(self) -> Callable[[str], None] | None:
        """What is rung with the tenant after each commit that has events: a hint, and no more than that."""
        return self._transaction.on_commit

    @on_commit.setter
    def on_commit(self, ring: Callable[[str], None] | None) -> None:
        self._transaction.on_commit = ring

    @property
    def writable(self) -> bool:
        """Whether the database took the last write that was tried."""
        return all(lane.writable for lane in self.lanes)

    @writable.setter
    def writable(self, value: bool) -> None:
        for lane in self.lanes:
            lane.writable = value

    async def close(self) -> None:
        """Finish what is queued, then disconnect."""
        await asyncio.gather(*(lane.close() for lane in self.lanes))
