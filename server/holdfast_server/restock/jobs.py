"""The projector: follows the published events, and tells when variants come into stock and go out of it.

Whatever changes how many there are of a variant is an event. So one who looks after the last event that it has read
sees what that event is about, and whatever was committed before: of two who raise two parts of a kit at the same time,
the look that follows the later event sees both parts.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from holdfast_server.events.model import Gone
from holdfast_server.events.queries import Bell, EventQueries
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Submission, unasked
from holdfast_server.restock import rules
from holdfast_server.restock.commands import PROJECTOR, RestockCommands, Step
from holdfast_server.restock.model import Outlet, Seen, Sight, Touched
from holdfast_server.restock.queries import RestockQueries
from holdfast_server.runtime.crew import Pace
from holdfast_server.runtime.leases import Lease

log = logging.getLogger(__name__)

LEASE_NAME: Final = "projector"
LEASE_SECONDS: Final = 5.0
GAP_SECONDS: Final = 0.2
"""Turns are at least so far apart: what changes often is looked at once for many changes."""
POLL_SECONDS: Final = 0.5
REST: Final = 4.0
REST_SECONDS: Final = 0.6
"""After a turn one rests so many times as long as it took, within this bound: whoever serves calls needs the time."""
RETRY_SECONDS: Final = 0.5
DEADLINE_SECONDS: Final = 10.0
STRETCHES_AT_ONCE: Final = 16
VARIANTS_AT_ONCE: Final = 200
NOTICES_AT_ONCE: Final = 100
KEPT_EVERY: Final = 1000
"""The position is written where something was looked at, and otherwise so often, that little is read twice."""
LATE: Final = timedelta(seconds=60)
"""How much later than it says a subscription may become visible."""


class Projector:
    """The background task of one tenant. Any number may run: who has the lease works, the position decides."""

    def __init__(
        self,
        who: Principal,
        commands: RestockCommands,
        queries: RestockQueries,
        events: EventQueries,
        lease: Lease,
        *,
        settle_seconds: float,
        pace: Pace | None = None,
    ) -> None:
        self._who = who
        self._commands = commands
        self._queries = queries
        self._events = events
        self._lease = lease
        self._pace = pace or Pace()
        self._settle = timedelta(seconds=settle_seconds)
        self._bell = Bell(GAP_SECONDS)
        self._begun = False
        self._kept: int | None = None
        self._position: int | None = None
        self._looked_for: datetime | None = None
        self._arrived: frozenset[str] = frozenset()
        self._held: dict[Outlet, rules.Held] = {}

    def ring(self) -> None:
        """Something was published here."""
        self._bell.ring()

    async def run(self) -> None:
        """Work until cancelled. A failure is logged and tried again."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                await self._bell.wait(self._pace.seconds(POLL_SECONDS))
                try:
                    begun = None
                    async with self._pace.turn:
                        if await self._leads():
                            begun = loop.time()
                            await self.turn()
                    if begun is not None:
                        await asyncio.sleep(min(REST_SECONDS, REST * (loop.time() - begun)))
                except Exception as error:
                    # Most likely the database is away, or another one works: what was kept says where to go on.
                    log.warning("projector_failed", extra={"error_type": type(error).__name__})
                    self._begun = False
                    await asyncio.sleep(RETRY_SECONDS)
        finally:
            await self._lease.give_back()

    async def turn(self) -> None:
        """Look at whatever has changed since the last turn, and at what somebody has begun to wait for."""
        if not self._begun:
            await self._begin()
        if not await self._has_variants():
            return
        now, variant_ids = await self._arrivals()
        variant_ids |= {one.variant_id for one in self._ripe(self._held, now)}
        if self._position is None:
            await self._look_at_all()
        else:
            await self._follow(self._position, variant_ids)

    # --- where it stands --------------------------------------------------------------------------

    async def _leads(self) -> bool:
        """Whether this one works; who begins to do so knows nothing but what was kept.

        Who has led all the time and failed in between keeps what it knows of who waits: nobody else has told them.
        """
        leads = await self._lease.leads()
        self._begun = self._begun and leads
        if not leads:
            self._held = {}
        return leads

    async def _begin(self) -> None:
        self._kept = self._position = await self._queries.position(self._who, PROJECTOR, _deadline())
        self._looked_for, self._arrived = None, frozenset()
        self._begun = True

    async def _has_variants(self) -> bool:
        """Whether there is anything to look at; what happened before there was is passed over."""
        if self._kept is not None:
            return True
        head = (await self._events.head(self._who)).position
        if await self._queries.any_variants(self._who):
            return True
        self._position = head
        return False

    async def _arrivals(self) -> tuple[datetime, set[str]]:
        """The time, and the variants that somebody has begun to wait for."""
        arrivals = await self._queries.arrivals(self._who, self._looked_for, _deadline())
        new = {one.variant_id for one in arrivals.waiting if one.subscription_id not in self._arrived}
        self._arrived = frozenset(one.subscription_id for one in arrivals.waiting if one.subscription_id)
        self._looked_for = arrivals.at - LATE
        return arrivals.at, new

    async def _follow(self, position: int, variant_ids: set[str]) -> None:
        """Look at these variants, and at those that the next events are about."""
        try:
            touched, position = await self._read_on(position)
        except Gone:
            await self._look_at_all()
            return
        if not touched.is_empty:
            variant_ids = variant_ids | await self._queries.concerned(self._who, touched, _deadline())
        await self._look(sorted(variant_ids), position)
        if self._kept is None or position - self._kept >= KEPT_EVERY:
            await self._tell((), position)
        self._position = position

    async def _read_on(self, position: int) -> tuple[Touched, int]:
        """What events that follow a position are about, as many as are worth one turn, and the position after them."""
        touched = Touched()
        for _ in range(STRETCHES_AT_ONCE):
            stretch = await self._events.following(self._who, position)
            touched |= rules.touched(event for batch in stretch.batches for event in batch.events)
            position = stretch.batches[-1].position if stretch.batches else position
            if position >= stretch.head:
                return touched, position
        self._bell.ring()
        return touched, position

    async def _look_at_all(self) -> None:
        """It is not known what has changed: look at every variant, and go on from the last event there was before."""
        head = (await self._events.head(self._who)).position
        last = ""
        while some := await self._queries.variant_ids(self._who, last, VARIANTS_AT_ONCE, _deadline()):
            await self._look(some, self._kept)
            last = some[-1]
        await self._tell((), head)
        self._position = head

    # --- looking and telling ----------------------------------------------------------------------

    async def _look(self, variant_ids: Sequence[str], position: int | None) -> None:
        """Look at variants, and tell what has changed; the position is kept with what is told of the last ones.

        It is kept also where nothing is told: who looked earlier and is late has seen what was, and must not tell it.
        """
        for start in range(0, len(variant_ids), VARIANTS_AT_ONCE):
            some = variant_ids[start : start + VARIANTS_AT_ONCE]
            sight = await self._queries.look(self._who, some, _deadline())
            reached = position if start + VARIANTS_AT_ONCE >= len(variant_ids) else self._kept
            if sight.differing or reached != self._kept:
                await self._tell(sight.differing, reached)
            self._hold(frozenset(some), sight)
            for outlet in self._ripe(sight.waiting, sight.at):
                await self._notify(outlet, sight)

    async def _tell(self, seen: Sequence[Seen], position: int | None) -> None:
        await self._commands.tell(self._who, seen, Step(self._kept, position), _submission("TellVariantStock"))
        self._kept = position

    async def _notify(self, outlet: Outlet, sight: Sight) -> None:
        """Have those told who have waited longest, as many as there are units; the others wait anew."""
        ripe = rules.ripe(self._held[outlet], sight.at, self._settle)
        # First of all: should it fail on the way, those who are left wait anew as well.
        self._held[outlet] = {**self._held[outlet], **dict.fromkeys(ripe, sight.at)}
        left, last = sight.units[outlet], None
        while left > 0 and await self._leads():
            size = min(left, NOTICES_AT_ONCE)
            some = await self._queries.waiting(self._who, outlet, ripe, last, size, _deadline())
            if some:
                step = Step(self._kept, self._kept)
                await self._commands.notify(self._who, some, sight.units[outlet], step, _submission("NotifyRestock"))
                last = some[-1]
            left = left - len(some) if len(some) == size else 0

    def _hold(self, variant_ids: frozenset[str], sight: Sight) -> None:
        """Remember since when there has been enough for those who wait."""
        before = self._held
        self._held = {outlet: since for outlet, since in before.items() if outlet.variant_id not in variant_ids}
        for outlet, wanted in sight.waiting.items():
            since = rules.held(before.get(outlet, {}), wanted, sight.units.get(outlet, 0), sight.at)
            if since:
                self._held[outlet] = since

    def _ripe(self, outlets: Iterable[Outlet], at: datetime) -> list[Outlet]:
        """Where there has been enough for long enough."""
        return [one for one in outlets if rules.ripe(self._held.get(one, {}), at, self._settle)]


def _deadline() -> float:
    return asyncio.get_running_loop().time() + DEADLINE_SECONDS


def _submission(method: str) -> Submission[None]:
    return unasked(method, _deadline(), LEASE_NAME)
