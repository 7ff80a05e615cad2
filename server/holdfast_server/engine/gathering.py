"""How long an idle worker waits for company before it sets out.

The server's own work makes arrivals late: a worker that leaves at once, again and again, starves its own batches, and
one that waits for as many as came last never grows. So it waits for as many as were around lately, those who had to
stay behind included, a few milliseconds at most; after a batch of one it does not wait at all.
"""

from __future__ import annotations

import asyncio
from typing import Final

MAX_WAIT_SECONDS: Final = 0.004
WEIGHT: Final = 0.3
"""Of the newest observation in the moving average."""


class Gathering:
    """One worker's sense of how many are around, at most `limit`."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._around = 1.0
        self._target = 1
        self._enough: asyncio.Future[None] | None = None

    def arrived(self, queued: int) -> None:
        """Somebody joined the queue, which is now so long: ends a wait whose target is reached."""
        if self._enough is not None and queued >= self._target:
            _resolve(self._enough)

    async def wait(self, queued: int) -> None:
        """Return when enough have come, or when waiting longer would cost more than it brings."""
        target = min(self._limit, int(self._around))
        if target <= 1 or queued >= target:
            return
        loop = asyncio.get_running_loop()
        self._target = target
        self._enough = loop.create_future()
        timer = loop.call_later(MAX_WAIT_SECONDS, _resolve, self._enough)
        try:
            await self._enough
        finally:
            timer.cancel()
            self._enough = None

    def travelled(self, size: int, *, left: int) -> None:
        """A batch of `size` is back and `left` are waiting: one alone ends the expectation of company."""
        self._around += WEIGHT * (size + left - self._around)
        if size == 1 and not left:
            self._around = 1.0


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
