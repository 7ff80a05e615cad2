"""The sweeper: closes holds whose time is over where nobody else has touched them, through the engine as anybody."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from holdfast_server.kernel.errors import Refused
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import unasked
from holdfast_server.reservations.commands import ReservationCommands
from holdfast_server.reservations.queries import ReservationQueries
from holdfast_server.runtime.crew import Pace
from holdfast_server.runtime.leases import Lease

log = logging.getLogger(__name__)

SWEEP_SECONDS: Final = 0.5
LEASE_SECONDS: Final = 3.0
SWEEP_AT_ONCE: Final = 256
DEADLINE_SECONDS: Final = 10.0


class Sweeper:
    """The background task of one tenant. What a decision or a read counts never waits for it."""

    def __init__(
        self,
        who: Principal,
        commands: ReservationCommands,
        queries: ReservationQueries,
        lease: Lease,
        pace: Pace | None = None,
    ) -> None:
        self._who = who
        self._commands = commands
        self._queries = queries
        self._lease = lease
        self._pace = pace or Pace()
        self.swept = 0
        self.failures = 0

    @property
    def leads(self) -> bool:
        """Whether this process does the work."""
        return self._lease.is_held

    async def run(self) -> None:
        """Work until cancelled. A failure is logged and tried again at the next turn."""
        while True:
            swept = 0
            try:
                async with self._pace.turn:
                    if await self._lease.leads():
                        swept = await self.sweep()
            except Refused as error:
                self.failures += 1
                log.warning("sweep_failed", extra={"error_type": type(error).__name__})
            if swept < SWEEP_AT_ONCE:
                await asyncio.sleep(self._pace.seconds(SWEEP_SECONDS))

    async def sweep(self) -> int:
        """Close what is overdue, as many as are worth one transaction; how many there were."""
        deadline = asyncio.get_running_loop().time() + DEADLINE_SECONDS
        ids = await self._queries.due(self._who, deadline, limit=SWEEP_AT_ONCE)
        results = await asyncio.gather(
            *(self._commands.expire(self._who, one, unasked("ExpireReservation", deadline, "sweeper")) for one in ids),
            return_exceptions=True,
        )
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, Refused):
                raise result
        swept = sum(not isinstance(result, BaseException) for result in results)
        self.swept += swept
        return swept
