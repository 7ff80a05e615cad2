"""The access log: a line per call, as often as somebody wants one. Never a payload, never a request id in clear."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final, Literal

from holdfast_server.transport.call import Call

log = logging.getLogger(__name__)

Wanted = Literal["off", "errors", "all"]

ERRORS: Final = frozenset({"INTERNAL", "UNKNOWN", "UNAVAILABLE", "DEADLINE_EXCEEDED", "DATA_LOSS"})
"""What a server fails with. What callers are refused with is their business, and in a rush there is much of it."""
LINES_PER_SECOND: Final = 100
"""More than this nobody reads, and a server in trouble has better things to do; what was left out is counted."""
DIGEST_CHARACTERS: Final = 12


class AccessLog:
    """Which calls are told, and how.

    With "errors" calls that failed by the server's fault; with "all" each call with the probability `share`, and
    every failed one.
    """

    def __init__(
        self,
        wanted: Wanted,
        *,
        share: float = 1.0,
        random_: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._share = share if wanted == "all" else 0.0
        self._errors = wanted != "off"
        self._random = random_
        self._clock = clock
        self._second = 0
        self._lines = 0
        self._skipped = 0

    def wants(self, code: str) -> bool:
        """Whether a call that ended so is told."""
        if code in ERRORS:
            return self._errors
        return self._share > 0 and (self._share >= 1 or self._random() < self._share)

    def tell(
        self,
        method: str,
        code: str,
        reason: str,
        seconds: float,
        context: Any,
        call: Call | None = None,
        request: Any = None,
    ) -> None:
        """Write the line. Who called is known when the call came that far; `request` gives nothing but a digest."""
        second = int(self._clock())
        if second != self._second:
            self._second, self._lines = second, 0
        self._lines += 1
        if self._lines > LINES_PER_SECOND:
            self._skipped += 1
            return
        skipped, self._skipped = self._skipped, 0
        log.log(
            logging.WARNING if code in ERRORS else logging.INFO,
            "call",
            extra={
                "method": method,
                "code": code,
                "reason": reason or None,
                "seconds": round(seconds, 6),
                "tenant": call.principal.tenant_id if call else None,
                "actor": call.principal.subject if call else None,
                "peer": context.peer(),
                "request_digest": digest(getattr(request, "request_id", "")),
                "skipped": skipped or None,
            },
        )


def digest(request_id: str) -> str | None:
    """The beginning of a request id's SHA-256: enough to find the repetitions of a call, and not what was sent."""
    return sha256(request_id.encode()).hexdigest()[:DIGEST_CHARACTERS] if request_id else None
