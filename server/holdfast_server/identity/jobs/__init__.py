"""What keeps a process's knowledge of tenants and keys fresh, and writes down which keys are used."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Final

from holdfast_server.identity import store
from holdfast_server.identity.queries import Keyring
from holdfast_server.runtime.database import Database

log = logging.getLogger(__name__)

REFRESH_SECONDS: Final = 0.5
"""How late a new tenant or key, a suspension or a revocation may be noticed, plus the time of one read."""
WHOLE_SECONDS: Final = 30.0
"""How often everything is read although nothing seems to have changed: somebody may have changed rows by hand."""
USED_SECONDS: Final = 10.0
USED_STEP: Final = timedelta(minutes=5)
"""How exactly the last use of a key is known."""


class Refresher:
    """The background task. Every process runs one."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._whole_due = 0.0
        self._used_due = 0.0

    async def refresh(self) -> None:
        """Read what there is, where it has changed since it was read last."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + 5
        known = self._keyring.known
        if loop.time() < self._whole_due:
            version = await self._database.read(deadline, store.version)
            if version == known.version:
                self._keyring.expire(datetime.now(UTC))
                return
        self._keyring.learn(await self._database.read(deadline, store.known))
        self._whole_due = loop.time() + WHOLE_SECONDS

    async def run(self) -> None:
        """Work until cancelled. A failure is logged and tried again at the next turn."""
        loop = asyncio.get_running_loop()
        self._used_due = loop.time() + USED_SECONDS
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            try:
                await self.refresh()
                if loop.time() >= self._used_due:
                    self._used_due = loop.time() + USED_SECONDS
                    await self.write_used()
            except Exception as error:
                log.warning("identity_refresh_failed", extra={"error_type": type(error).__name__})
                self._keyring.expire(datetime.now(UTC))

    async def write_used(self) -> None:
        """Remember which keys were used; off every call's way, and in coarse steps."""
        used = self._keyring.used()
        if used:
            async with self._database.engine.begin() as connection:
                await store.mark_used(connection, used, datetime.now(UTC), USED_STEP)
