"""The relays: number what was committed, in the order in which it is told, each for one tenant."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

from holdfast_server.events.queries import POLL_SECONDS, RETRY_SECONDS, Bell
from holdfast_server.events.store import PUBLISHED_AT_ONCE, Line, Publisher
from holdfast_server.runtime.crew import Crew
from holdfast_server.runtime.leases import Lease

log = logging.getLogger(__name__)

Connect = Callable[[], Awaitable[Any]]

LEASE_NAME: Final = "relay"
LEASE_SECONDS: Final = 3.0
IDLE_SECONDS: Final = 1.0
"""How often one looks who does not have the lease; it takes over when nobody else looks."""


class Relay:
    """Publishes one tenant's events while it runs; `published` is called after each run that had some.

    Every server runs one. They agree by the lock on the tenant's head; the lease only spares the database the looks
    of those that are not needed.
    """

    def __init__(
        self,
        publisher: Publisher,
        lease: Lease,
        published: Callable[[], None],
        poll_seconds: Callable[[], float] = lambda: POLL_SECONDS,
    ) -> None:
        self._publisher = publisher
        self._lease = lease
        self._published = published
        self._poll_seconds = poll_seconds
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
                rung = await self._bell.wait(self._poll_seconds() if self._leads else IDLE_SECONDS)
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


class Relays:
    """A relay for each tenant that is served, all on one connection. `published` is told whose events are new.

    With one tenant its relay looks by itself; with several, one look for all of them rings those that have work.
    """

    def __init__(self, connect: Connect, lease_of: Callable[[str], Lease], published: Callable[[str], None]) -> None:
        self._connect = connect
        self._line = Line(connect)
        self._lease_of = lease_of
        self._published = published
        self._relays: dict[str, Relay] = {}
        self._gone = (0, 0)
        self._crew = Crew("relay", self._work)

    def ring(self, tenant_id: str) -> None:
        """Something was committed here for a tenant."""
        relay = self._relays.get(tenant_id)
        if relay is not None:
            relay.ring()

    @property
    def figures(self) -> tuple[int, int, bool]:
        """Batches that were published here, failures, and whether there is a tenant whose events are."""
        here = list(self._relays.values())
        published, failures = self._gone
        published += sum(one.published for one in here)
        return published, failures + sum(one.failures for one in here), any(one.leads for one in here)

    def serve(self, tenant_ids: Iterable[str]) -> None:
        """Relay for these tenants from now on, and for no others."""
        self._crew.serve(tenant_ids)

    async def run(self) -> None:
        """Look for all tenants until cancelled. A failure is logged and tried again."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            leading = [tenant_id for tenant_id, relay in self._relays.items() if relay.leads]
            if len(self._relays) < 2 or not leading:
                continue
            try:
                for tenant_id in await self._line.waiting(leading):
                    self.ring(tenant_id)
            except Exception as error:
                log.warning("relays_failed", extra={"error_type": type(error).__name__})
                await asyncio.sleep(RETRY_SECONDS)

    async def close(self) -> None:
        """Let others lead at once, and disconnect."""
        await self._crew.close()
        await self._line.close()

    async def _work(self, tenant_id: str) -> None:
        publisher = Publisher(self._connect, tenant_id, self._line)
        relay = Relay(publisher, self._lease_of(tenant_id), lambda: self._published(tenant_id), self._poll_seconds)
        self._relays[tenant_id] = relay
        try:
            await relay.run()
        finally:
            published, failures = self._gone
            self._gone = published + relay.published, failures + relay.failures
            if self._relays.get(tenant_id) is relay:
                del self._relays[tenant_id]

    def _poll_seconds(self) -> float:
        return POLL_SECONDS if len(self._relays) < 2 else IDLE_SECONDS
