"""A line before a few places: who would wait too long in it is told so at once, everybody else has a turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from holdfast_server.kernel.errors import Overloaded

SHORT: Final = 2
"""So many for each place may wait whatever is expected."""
WAIT_SHARE: Final = 0.5
"""What part of its time somebody may be expected to wait."""
WEIGHT: Final = 0.2
"""Of the newest turn in the moving average."""
LEAST_SECONDS: Final = 0.25
"""A turn this long surprises nobody, however short those before were."""


class Line:
    """As many at once as there are places, the others in the order in which they came."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._free = asyncio.Semaphore(places)
        self._waiting = 0
        self._seconds = 0.005

    @property
    def waiting(self) -> int:
        """Those who have no place yet."""
        return self._waiting

    @asynccontextmanager
    async def place(self, deadline: float) -> AsyncIterator[None]:
        """A place, for as long. Raises Overloaded where it would be had too late; `deadline` is the event loop's."""
        loop = asyncio.get_running_loop()
        if self._waiting >= SHORT * self._places:
            expected = (self._waiting + 1) * self._seconds / self._places
            if expected > WAIT_SHARE * (deadline - loop.time()):
                raise Overloaded
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        began = loop.time()
        try:
            yield
        finally:
            self._free.release()
            # One long turn is not what the next ones will be like.
            seconds = min(loop.time() - began, 4 * self._seconds + LEAST_SECONDS)
            self._seconds += WEIGHT * (seconds - self._seconds)
