"""What keeps a process's knowledge of tenants and keys fresh, and writes down which keys are used."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.request import HTTPRedirectHandler, build_opener

import orjson

from holdfast_server.identity import store
from holdfast_server.identity.queries import Keyring, Tokens
from holdfast_server.identity.rules import tokens
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


# --- the keys of an issuer --------------------------------------------------------------------------

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
