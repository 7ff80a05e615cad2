"""Background work of many tenants: one task for each that is served, and what keeps them from being a crowd."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any, Final

log = logging.getLogger(__name__)

CROWD: Final = 20
"""With more tenants than this each of them is looked at less often."""
TURNS: Final = 1
"""Tenants that are worked for at once, by one sort of work in one process."""
RESTART_SECONDS: Final = 1.0


class Pace:
    """How often and how many at once: the database must not notice how many tenants rest."""

    def __init__(self) -> None:
        self.tenants = 1
        self.turn = asyncio.Semaphore(TURNS)

    def seconds(self, seconds: float) -> float:
        """How long to rest, where one of few tenants would rest for so long."""
        return seconds * max(1.0, self.tenants / CROWD)


class Crew:
    """One sort of work: a task for each tenant, as long as the tenant is served."""

    def __init__(self, name: str, work: Callable[[str], Coroutine[Any, Any, None]], pace: Pace | None = None) -> None:
        self._name = name
        self._work = work
        self._pace = pace or Pace()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def tenants(self) -> list[str]:
        """Those that are worked for."""
        return list(self._tasks)

    def serve(self, tenant_ids: Iterable[str]) -> None:
        """Work for these tenants from now on, and for no others."""
        wanted = dict.fromkeys(tenant_ids)
        for tenant_id in [one for one in self._tasks if one not in wanted]:
            task = self._tasks.pop(tenant_id)
            task.cancel()
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)
        for tenant_id in wanted:
            if tenant_id not in self._tasks:
                self._tasks[tenant_id] = asyncio.create_task(self._keep(tenant_id), name=f"{self._name} {tenant_id}")
        self._pace.tenants = len(self._tasks)

    async def close(self) -> None:
        """End all of it."""
        self.serve(())
        for task in list(self._leaving):
            with suppress(asyncio.CancelledError):
                await task

    async def _keep(self, tenant_id: str) -> None:
        """The work, and again should it fail altogether: one tenant's trouble is nobody else's."""
        while True:
            try:
                await self._work(tenant_id)
            except Exception as error:
                log.error("work_failed", exc_info=error, extra={"work": self._name, "error_type": type(error).__name__})
            await asyncio.sleep(RESTART_SECONDS)
