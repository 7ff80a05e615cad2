"""The relay: numbers what was committed, in the order in which it is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from holdfast_server.events.queries import POLL_SECONDS, RETRY_SECONDS, Bell
from holdfast_server.events.store import PUBLISHED_AT_ONCE, Publisher
from holdfast_server.runtime.leases import Lease

log = logging.getLogger(__name__)

LEASE_NAME: Final = "relay"
LEASE_SECONDS: Final = 3.0
IDLE_SECONDS: Final = 1.0
"""How often one looks who does not have the lease; it takes over when nobody else looks."""


class Relay:
    """Publishes one tenant's events while it runs; `published` is called after each run that had some.

    Every server runs one. They agree by the lock on the tenant's head; the lease only spares the database the looks
    of those that are not needed.
    """

    def __init__(self, publisher: Publisher, lease: Lease, published: Callable[[], None]) -> None:
        self._publisher = publisher
        self._lease = lease
        self._published = published
        self._bell = Bell()
        self._leads = False
        self._lease_due = 0.0
        self.published = 0
        self.failures = 0

    @property
    def leads(self) -> bool:
        """Whether this process does the work."""
        return self._leads

    def ring(self) -> None:
        """Something was committed here."""
        self._bell.ring()

    async def run(self) -> None:
        """Work until cancelled. A failure is logged and tried again."""
        try:
            while True:
                rung = await self._bell.wait(POLL_SECONDS if self._leads else IDLE_SECONDS)
                await self._turn(rung=rung)
        finally:
            await self._leave()

    async def _turn(self, *, rung: bool) -> None:
        try:
            if rung or await self._publisher.has_pending():
                await self._publish()
            await self._keep_lease()
        except Exception as error:
            # Most likely the database is away. Whatever it is: what was committed stays pending until it works again.
            sqlstate = getattr(error, "sqlstate", None)
            log.warning("relay_failed", extra={"error_type": type(error).__name__, "sqlstate": sqlstate})
            self.failures += 1
            self._leads = False
            self._bell.ring()
            await asyncio.sleep(RETRY_SECONDS)

    async def _publish(self) -> None:
        while count := await self._publisher.publish():
            self.published += count
            self._published()
            if count < PUBLISHED_AT_ONCE:
                break

    async def _keep_lease(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._lease_due:
            self._leads = await self._lease.take()
            self._lease_due = now + LEASE_SECONDS / 3

    async def _leave(self) -> None:
        """Let others lead at once."""
        await self._lease.give_back()
        await self._publisher.close()
