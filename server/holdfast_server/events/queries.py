"""Reads of events: pages, and the tail that all who watch share.

Nobody has a queue. A watcher keeps its place and pulls what follows: out of the tail while it keeps up, out of the
database while it lags. One that does not read costs nothing but its own lag.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Final

from holdfast_server.engine.reads import Reads
from holdfast_server.events import rules
from holdfast_server.events.model import Batch, EventFilter, EventPage, Gone, Place, Seen, Stretch
from holdfast_server.events.store import AFTER, OLDEST
from holdfast_server.kernel.errors import DatabaseUnavailable
from holdfast_server.kernel.principal import Principal

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.1
"""How late another process's events may be noticed."""
GAP_SECONDS: Final = 0.015
"""Events of this long are read together."""
OUTAGE_SECONDS: Final = 5.0
"""How long watchers wait for a database that is away before they are told so."""
RETRY_SECONDS: Final = 0.25
KEPT_BATCHES: Final = 1024
KEPT_BYTES: Final = 8 << 20
READS_AT_ONCE: Final = 2
STEPS_OF_A_PAGE: Final = 20
STEP_BATCHES: Final = 100
STEP_EVENTS: Final = 1000
_END: Final = 1 << 62
"""After every position that there will ever be."""


class Bell:
    """Wakes one waiter at once, though not more often than every `gap` seconds."""

    def __init__(self, gap: float = GAP_SECONDS) -> None:
        self._gap = gap
        self._rung = asyncio.Event()
        self._last = 0.0

    def ring(self) -> None:
        """There is something to do."""
        self._rung.set()

    async def wait(self, seconds: float) -> bool:
        """Return when it has rung, or after so many seconds; whether it has."""
        loop = asyncio.get_running_loop()
        if not self._rung.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._rung.wait()
        early = self._last + self._gap - loop.time()
        if early > 0:
            await asyncio.sleep(early)
        self._last = loop.time()
        rung = self._rung.is_set()
        self._rung.clear()
        return rung


class Tail:
    """The newest batches of one tenant, read and decoded once for all who follow. It looks while somebody does."""

    def __init__(self, read: Callable[[int], Awaitable[Stretch]]) -> None:
        self._read = read
        self._batches: deque[Batch] = deque()
        self._size = 0
        self._head = 0
        self._mark = ""
        self._moved = asyncio.Event()
        self._failing_since: float | None = None
        self._followers = 0
        self._task: asyncio.Task[None] | None = None
        self._bell = Bell()
        self.history = 0
        """Another number says that the database was set back: whoever follows is to ask it anew."""

    def ring(self) -> None:
        """Something was published."""
        self._bell.ring()

    @contextmanager
    def followed(self, position: int) -> Iterator[None]:
        """Somebody follows, for as long; the first one says from which position on the tail looks."""
        self._followers += 1
        if self._task is None:
            self._forget(position)
            self._failing_since = None
            self._task = asyncio.create_task(self._work(), name="tail")
        try:
            yield
        finally:
            self._followers -= 1
            if not self._followers:
                self._task.cancel()
                self._task = None

    @property
    def followers(self) -> int:
        """How many follow."""
        return self._followers

    def after(self, position: int) -> Sequence[Batch] | None:
        """Some batches that follow a position, none at the head; None where they are not kept here any more."""
        if position >= self._head:
            return ()
        if not self._batches or position + 1 < self._batches[0].position:
            return None
        start = position + 1 - self._batches[0].position
        return list(islice(self._batches, start, start + STEP_BATCHES))

    async def moved(self, position: int, history: int, until: float) -> None:
        """Return when something follows the position, or when it is `until` by the event loop's clock.

        Also when the history is another one. Raises DatabaseUnavailable when the database has been away for too long
        for silence to mean anything.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                while position >= self._head and history == self.history and not self._is_blind:
                    await self._moved.wait()
        if position >= self._head and self._is_blind:
            raise DatabaseUnavailable

    @property
    def _is_blind(self) -> bool:
        since = self._failing_since
        return since is not None and asyncio.get_running_loop().time() - since > OUTAGE_SECONDS

    async def _work(self) -> None:
        while True:
            try:
                stretch = await self._read(self._head)
            except Exception as error:
                # Whatever it is, the tail looks again; those who follow learn of it when it lasts.
                self._failed(error)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            self._failing_since = None
            if not self._take(stretch):
                await self._bell.wait(POLL_SECONDS)

    def _failed(self, error: Exception) -> None:
        if self._failing_since is None:
            self._failing_since = asyncio.get_running_loop().time()
            log.warning("tail_failed", extra={"error_type": type(error).__name__})
        if self._is_blind:
            self._wake()

    def _take(self, stretch: Stretch) -> bool:
        """Keep what was read; whether it moved the head."""
        if stretch.head < self._head or (self._mark and stretch.mark and stretch.mark != self._mark):
            log.warning("events_set_back", extra={"position": stretch.head})
            self.history += 1
            self._forget(stretch.head)
            self._wake()
            return True
        self._mark = stretch.mark
        if stretch.head == self._head:
            return False
        if stretch.batches:
            self._batches.extend(stretch.batches)
            self._size += sum(batch.size for batch in stretch.batches)
            self._head, self._mark = stretch.batches[-1].position, stretch.batches[-1].mark
            self._trim()
        else:  # what followed is not kept any more: whoever stands there learns of it when it reads
            self._forget(stretch.head)
        self._wake()
        return True

    def _trim(self) -> None:
        while len(self._batches) > KEPT_BATCHES or (self._size > KEPT_BYTES and len(self._batches) > 1):
            self._size -= self._batches.popleft().size

    def _forget(self, head: int) -> None:
        self._batches.clear()
        self._size = 0
        self._head, self._mark = head, ""

    def _wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()


class EventQueries:
    """Events of a tenant by their place."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._tails: dict[str, Tail] = {}
        self._turn = asyncio.Semaphore(READS_AT_ONCE)

    def ring(self, tenant_id: str) -> None:
        """Something was published for a tenant."""
        if tenant_id in self._tails:
            self._tails[tenant_id].ring()

    async def oldest(self, who: Principal) -> Place:
        """The first place from which all events are kept."""
        return await self._oldest(who.tenant_id, -1)

    async def head(self, who: Principal) -> Place:
        """The place after the last event."""
        last = await self._after(who.tenant_id, _END)
        return Place(last.head, 0, last.mark)

    async def page(self, who: Principal, place: Place, wanted: EventFilter, size: int) -> EventPage:
        """At most `size` events that follow a place, of a bounded number that are looked at. Raises Gone."""
        found: list[tuple[Batch, int]] = []
        for _ in range(STEPS_OF_A_PAGE):
            stretch = await self._following(who.tenant_id, place)
            seen = rules.look(stretch.batches, place, wanted, size - len(found), who)
            found += seen.found
            place = seen.place
            if (place.position, place.taken) == (stretch.head, 0):
                return EventPage(Seen(found, place), has_more=False)
            if len(found) == size:
                break
        return EventPage(Seen(found, place), has_more=True)

    async def watch(
        self, who: Principal, place: Place, wanted: EventFilter, checkpoint_seconds: float
    ) -> AsyncGenerator[Seen, None]:
        """What follows a place as it happens, for ever. Raises Gone, DatabaseUnavailable.

        The first thing is where it stands; so is whatever comes when nothing was found for `checkpoint_seconds`.
        """
        loop = asyncio.get_running_loop()
        stretch = await self._following(who.tenant_id, place)
        tail = self._tail(who.tenant_id)
        with tail.followed(stretch.head):
            history = tail.history
            yield Seen((), place)
            batches: Sequence[Batch] | None = stretch.batches
            due = loop.time() + checkpoint_seconds
            while True:
                if batches is None or tail.history != history:
                    history = tail.history
                    batches = (await self._following(who.tenant_id, place)).batches
                seen = rules.look(batches, place, wanted, STEP_EVENTS, who)
                place = seen.place
                if seen.found or loop.time() >= due:
                    yield seen
                    due = loop.time() + checkpoint_seconds
                if not batches:
                    await tail.moved(place.position, history, due)
                else:
                    await asyncio.sleep(0)  # one who has much to catch up with lets others go before
                batches = tail.after(place.position)

    @property
    def watchers(self) -> int:
        """Who follows the events of any tenant here."""
        return sum(tail.followers for tail in self._tails.values())

    async def following(self, who: Principal, position: int) -> Stretch:
        """Batches that follow a position, as many as one read gives. Raises Gone."""
        return await self._following(who.tenant_id, Place(position))

    async def _following(self, tenant_id: str, place: Place) -> Stretch:
        """What follows a place, by the database. Raises Gone where it is not kept, or was never told here."""
        async with self._turn:
            stretch = await self._after(tenant_id, place.position)
        if rules.is_of_another_history(place, stretch):
            raise Gone(await self._oldest(tenant_id, -1))
        if not stretch.batches and place.position < stretch.head:
            raise Gone(await self._oldest(tenant_id, place.position))
        return stretch

    async def _after(self, tenant_id: str, position: int) -> Stretch:
        return (await self._reads.ask(AFTER, tenant_id, [position]))[position]

    async def _oldest(self, tenant_id: str, position: int) -> Place:
        return (await self._reads.ask(OLDEST, tenant_id, [position]))[position]

    def _tail(self, tenant_id: str) -> Tail:
        if tenant_id not in self._tails:
            self._tails[tenant_id] = Tail(lambda position: self._after(tenant_id, position))
        return self._tails[tenant_id]
