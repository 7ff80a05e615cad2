"""The books, proven now and then while the server runs: what `verify-ledger` would say if somebody asked it."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from typing import Final

from holdfast_server.ledger.verify import Report

log = logging.getLogger(__name__)

FIRST_SECONDS: Final = 600.0
"""After so long the books are proven first, or after the interval where that is shorter: who starts is busy enough."""


class BooksWatch:
    """Proves the books every `interval_seconds` while it runs; `findings` is None until they were proven once."""

    def __init__(self, prove: Callable[[], Awaitable[Report]], *, interval_seconds: float) -> None:
        self._prove = prove
        self._interval = interval_seconds
        self.findings: int | None = None
        self.proven_at: float | None = None
        self.seconds: float | None = None
        self.failures = 0

    async def run(self) -> None:
        """Work until cancelled. Several servers do not begin at once."""
        await asyncio.sleep(min(FIRST_SECONDS, self._interval) * random.uniform(0.5, 1.0))
        while True:
            await self.check()
            await asyncio.sleep(self._interval)

    async def check(self) -> None:
        """Prove them now. A proof that cannot be made says nothing, and leaves what the last one said."""
        started = time.monotonic()
        try:
            report = await self._prove()
        except Exception as error:  # most likely the database is away; the next proof will be made all the same
            self.failures += 1
            log.warning("books_check_failed", extra={"error_type": type(error).__name__})
            return
        self.findings = len(report.findings)
        self.proven_at = time.time()
        self.seconds = time.monotonic() - started
        if report.findings:
            log.error("books_unsound", extra={"findings": len(report.findings)})
