"""How late the event loop is: what every call waits for besides its own work."""

from __future__ import annotations

import asyncio
from typing import Final

from holdfast_server.kernel.figures import SHORT_SECONDS, Histogram

TICK_SECONDS: Final = 0.1


class LoopWatch:
    """Sleeps a moment again and again, and counts how much too long that took."""

    def __init__(self) -> None:
        self.late = Histogram(SHORT_SECONDS)

    async def run(self) -> None:
        """Work until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            self.late.add(max(0.0, loop.time() - due))
