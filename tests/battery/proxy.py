"""A TCP proxy with weather: latency, jitter, a black hole either way, slow drip, cuts; one kind reads PostgreSQL's
protocol and cuts around COMMIT.

It runs in a loop and a thread of its own. What the weather is may change at any time, for connections that are open too.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

CHUNK = 1 << 16
EFFECT = b"INSERT INTO"
COMMIT = b"COMMIT"


@dataclass(slots=True)
class Weather:
    """Seconds, and probabilities per chunk. A hole swallows what goes one way and closes nothing."""

    latency: float = 0.0
    jitter: float = 0.0
    drip: float = 0.0
    """Seconds per byte."""
    hole_there: bool = False
    hole_back: bool = False
    cuts: float = 0.0


@dataclass(slots=True, eq=False)
class Link:
    """One connection through the proxy."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter
    state: dict[str, Any] = field(default_factory=dict)

    def cut(self) -> None:
        """A reset, as when a host dies: what is on its way does not arrive."""
        for side in (self.near, self.far):
            side.transport.abort()


class Proxy:
    """Between anybody and `target`, host:port."""

    def __init__(self, target: str, *, seed: int = 0) -> None:
        host, _, port = target.rpartition(":")
        self._target = (host, int(port))
        self._dice = random.Random(seed)
        self.weather = Weather()
        self.links: set[Link] = set()
        self.cuts = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server: asyncio.Server = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def cut_all(self) -> None:
        """Every connection there is."""
        self._loop.call_soon_threadsafe(self._cut_all)

    def _cut_all(self) -> None:
        for link in list(self.links):
            link.cut()
            self.cuts += 1

    def close(self) -> None:
        """No more connections, neither new nor old."""
        self._do(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _leave(self) -> None:
        self._server.close()
        self._cut_all()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        try:
            far_in, far_out = await asyncio.open_connection(*self._target)
        except OSError:
            near_out.transport.abort()
            return
        link = Link(near_out, far_out)
        self.links.add(link)
        try:
            there = asyncio.create_task(self._pump(link, near_in, far_out, is_back=False))
            back = asyncio.create_task(self._pump(link, far_in, near_out, is_back=True))
            await asyncio.gather(there, back)
        except asyncio.CancelledError:
            link.cut()
        finally:
            self.links.discard(link)
            link.cut()

    async def _pump(
        self, link: Link, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, is_back: bool
    ) -> None:
        with suppress(OSError):
            while data := await source.read(CHUNK):
                await self._weather(link, is_back)
                if (self.weather.hole_back if is_back else self.weather.hole_there) or link.state.get("mute"):
                    continue
                rest = self.passes(link, data, is_back)
                if rest is None:
                    self.cuts += 1
                    link.cut()
                    return
                if self.weather.drip:
                    for byte in rest:
                        sink.write(bytes((byte,)))
                        await asyncio.sleep(self.weather.drip)
                else:
                    sink.write(rest)
                await sink.drain()
        with suppress(OSError, RuntimeError):
            sink.write_eof()

    async def _weather(self, link: Link, is_back: bool) -> None:
        weather = self.weather
        if weather.latency or weather.jitter:
            await asyncio.sleep(weather.latency + self._dice.random() * weather.jitter)
        if weather.cuts and self._dice.random() < weather.cuts:
            self.cuts += 1
            link.cut()

    def passes(self, link: Link, data: bytes, is_back: bool) -> bytes | None:
        """What of the data goes on; None cuts the connection."""
        return data


class CommitCutter(Proxy):
    """Cuts a connection to PostgreSQL around a COMMIT that has effects: `mode` says when, `chance` how often.

    before   the server has sent it, the database never gets it
    after    the database has it, nothing of its answer comes back
    during   half of its answer comes back
    hole     the database has it, and the connection goes silent without ending
    """

    MODES = ("before", "after", "during", "hole")

    def __init__(self, target: str, *, seed: int = 0) -> None:
        super().__init__(target, seed=seed)
        self.mode = ""
        self.chance = 0.0
        self.done: dict[str, int] = dict.fromkeys(self.MODES, 0)

    def passes(self, link: Link, data: bytes, is_back: bool) -> bytes | None:
        mode = link.state.get("armed")
        if is_back:
            if mode == "after":
                return None
            if mode == "during":
                link.near.write(data[: max(1, len(data) // 2)])
                return None
            return data
        commits = self._commits(link, data)  # always, since names are learned from what passes
        if not (self.mode and commits and self._dice.random() < self.chance):
            return data
        self.done[self.mode] += 1
        if self.mode == "before":
            return None
        if self.mode == "hole":
            link.far.write(data)
            link.state["mute"] = True
            return b""
        link.state["armed"] = self.mode
        return data

    def _commits(self, link: Link, data: bytes) -> bool:
        """Whether these bytes commit a transaction with effects: they run COMMIT, after something that writes.

        Statements are prepared by name once and then run by it, so the names are learned as they pass.
        """
        names: dict[bytes, bytes] = link.state.setdefault("names", {})
        commits = False
        buffer: bytes = link.state.pop("rest", b"") + data
        while True:
            typed = link.state.get("started", False)
            head = 5 if typed else 4
            if len(buffer) < head:
                break
            size = int.from_bytes(buffer[head - 4 : head], "big") + (1 if typed else 0)
            if len(buffer) < size:
                break
            message, buffer = buffer[:size], buffer[size:]
            if not typed:
                # Requests for encryption come before the start, and look like it.
                link.state["started"] = int.from_bytes(message[4:8], "big") == 196608
            elif message[:1] == b"P":
                name, query = message[5:].split(b"\0", 2)[:2]
                names[name] = query
            elif message[:1] == b"B":
                query = names.get(message[5:].split(b"\0", 2)[1], b"")
                if query.startswith(EFFECT):
                    link.state["wrote"] = True
                elif query == COMMIT:
                    commits = commits or link.state.pop("wrote", False)
        link.state["rest"] = buffer
        return commits
