"""How long an idle worker waits for company before it sets out.

The server's own work makes arrivals late: a worker that leaves at once, again and again, starves its own batches, and
one that waits for as many as came last never grows. So it waits for as many as were around lately, those who had to
stay behind included, but only a few milliseconds of rest: time in which the event loop has other work to do, be it to
answer the batch before or to read who comes next, is no loss. Who comes alone, again and again, does not wait at all.
"""

from __future__ import annotations

import asyncio
from typing import Final

REST_SECONDS: Final = 0.006
"""How long it waits with nothing else to do."""
MAX_WAIT_SECONDS: Final = 0.020
"""How long it waits at most, however busy the loop is."""
TICK_SECONDS: Final = 0.002
LATE_SECONDS: Final = 0.0015
"""A tick that comes so late was kept waiting by other work; the loop's timers are true to a millisecond."""
WEIGHT: Final = 0.3
"""Of the newest observation in the moving average."""


class Gathering:
    """One worker's sense of how many are around, at most `limit`."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._around = 1.0
        self._target = 1
        self._was_alone = True
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
        enough = self._enough = loop.create_future()
        latest = loop.time() + MAX_WAIT_SECONDS

        def tick(due: float, rest: float) -> None:
            now = loop.time()
            rest -= TICK_SECONDS if now - due < LATE_SECONDS else 0.0
            if rest <= 0 or now >= latest:
                _resolve(enough)
            elif not enough.done():
                loop.call_later(TICK_SECONDS, tick, now + TICK_SECONDS, rest)

        loop.call_later(TICK_SECONDS, tick, loop.time() + TICK_SECONDS, REST_SECONDS)
        try:
            await enough
        finally:
            self._enough = None

    def travelled(self, size: int, *, left: int) -> None:
        """A batch of `size` is back and `left` are waiting: the second one alone ends the expectation of company."""
        self._around += WEIGHT * (size + left - self._around)
        is_alone = size == 1 and not left
        if is_alone and self._was_alone:
            self._around = 1.0
        self._was_alone = is_alone


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
