"""What keeps the keys of an issuer fresh."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.request import HTTPRedirectHandler, build_opener

import orjson

from holdfast_server.identity.queries.tokens import Tokens
from holdfast_server.identity.rules import tokens

log = logging.getLogger(__name__)

FETCH_SECONDS: Final = 5.0
MAX_BYTES: Final = 1 << 20
SOON_SECONDS: Final = 1.0
"""How soon the set is read again when a token names a key that is not in it, and no sooner."""


class KeySetRefresher:
    """Reads an issuer's published keys, from a file or over HTTP, in a thread: no call waits for it.

    Where they cannot be read the ones before stay good; a file's are read again whenever it has changed.
    """

    def __init__(self, place: str, accepted: Tokens, *, refresh_seconds: float) -> None:
        self._place = place
        self._accepted = accepted
        self._refresh_seconds = refresh_seconds
        self._wanted = asyncio.Event()
        self._last = b""
        accepted.on_unknown = self._wanted.set

    async def refresh(self) -> None:
        """Read the keys. Raises OSError or ValueError."""
        raw = await asyncio.to_thread(fetch, self._place)
        if raw != self._last:
            self._accepted.learn(tokens.KeySet.read(orjson.loads(raw)))
            self._last = raw

    async def run(self) -> None:
        """Work until cancelled. A failure is logged and tried again."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._refresh_seconds):
                    await self._wanted.wait()
            try:
                await self.refresh()
            except (OSError, ValueError) as error:
                log.error("key_set_unreadable", extra={"error_type": type(error).__name__})
            self._wanted.clear()
            await asyncio.sleep(SOON_SECONDS)


def fetch(place: str) -> bytes:
    """The bytes of a file or of what a URL gives, no more than 1 MiB. Raises OSError."""
    if not place.startswith(("http://", "https://")):
        return Path(place).read_bytes()
    with build_opener(_NoRedirects).open(place, timeout=FETCH_SECONDS) as answer:
        read = answer.read(MAX_BYTES + 1)
    if len(read) > MAX_BYTES:
        raise OSError("the set of keys is too large")
    return bytes(read)


class _NoRedirects(HTTPRedirectHandler):
    """Whoever publishes keys does so at the place that was set, and nowhere that it may point to."""

    def redirect_request(self, *_: Any) -> None:
        return None
