"""HTTP for those who watch a server: a few pages, answered and fetched. What HTTP is, h11 knows.

A web framework would be more than the server that it watches: see decision 0019.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import h11

from holdfast_server.runtime import ports
from holdfast_server.runtime.settings import OFF

log = logging.getLogger(__name__)

REQUEST_SECONDS: Final = 10.0
"""How long a connection may take to ask something, or to ask again."""
USUAL: Final = "127.0.0.1:9464"
ANY: Final = "127.0.0.1:0"
MAX_CONNECTIONS: Final = 64
MAX_PAGE_BYTES: Final = 64 << 20
TEXT: Final = "text/plain; charset=utf-8"
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered."""

    body: bytes
    status: int = 200
    content_type: str = TEXT


Pages = Mapping[str, Callable[[], Awaitable[Page]]]
"""What is answered to GET and HEAD, by path."""


def page(text: str, *, status: int = 200) -> Page:
    """A page of plain text."""
    return Page(f"{text}\n".encode(), status)


NOT_FOUND: Final = page("no such page: there are /metrics, /livez and /readyz", status=404)
NOT_ALLOWED: Final = page("only GET and HEAD are answered", status=405)
FAILED: Final = page("the page could not be made: see the log", status=500)


class Listener:
    """Answers pages on one address until it is closed."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[Any]] = set()
        self.port = 0

    async def start(self, address: str) -> None:
        """Listen on `host:port`; port 0 takes a free one. Raises OSError."""
        host, port = ports.split(address)
        self._server = await asyncio.start_server(self._serve, host, port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening, and end what is open."""
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if len(self._open) >= MAX_CONNECTIONS:
            writer.close()
            return
        self._open.add(task)
        try:
            await self._talk(reader, writer)
        except (OSError, TimeoutError, h11.ProtocolError) as error:
            # Whoever asks wrongly, or goes away, hurts nobody but itself.
            log.debug("http_ended", extra={"error_type": type(error).__name__})
        finally:
            self._open.discard(task)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = h11.Connection(h11.SERVER)
        while True:
            async with asyncio.timeout(REQUEST_SECONDS):
                request = await _next(talk, reader)
                if not isinstance(request, h11.Request):
                    return
                while not isinstance(await _next(talk, reader), h11.EndOfMessage):
                    pass  # what comes with a GET is nobody's business
            found = await self._page(request)
            headers = [("Content-Type", found.content_type), ("Content-Length", str(len(found.body)))]
            writer.write(_sent(talk, h11.Response(status_code=found.status, headers=headers)))
            if request.method != b"HEAD":
                writer.write(_sent(talk, h11.Data(found.body)))
            writer.write(_sent(talk, h11.EndOfMessage()))
            async with asyncio.timeout(REQUEST_SECONDS):
                await writer.drain()
            if talk.our_state is h11.MUST_CLOSE:
                return
            talk.start_next_cycle()

    async def _page(self, request: h11.Request) -> Page:
        if request.method not in (b"GET", b"HEAD"):
            return NOT_ALLOWED
        make = self._pages.get(request.target.partition(b"?")[0].decode("ascii", "replace"))
        if make is None:
            return NOT_FOUND
        try:
            return await make()
        except Exception as error:  # a page of ours that fails is a fault of ours, and told as one
            log.error("page_failed", extra={"error_type": type(error).__name__}, exc_info=error)
            return FAILED


async def listening(pages: Pages, address: str) -> Listener:
    """A listener on `address`; empty: where one would look for it, or on a free port; `off`: nowhere, on port 0."""
    listener = Listener(pages)
    if address == OFF:
        return listener
    try:
        await listener.start(address or USUAL)
    except OSError:
        if address:
            raise
        await listener.start(ANY)
        log.warning("metrics_port_taken", extra={"address": f"127.0.0.1:{listener.port}"})
    return listener


async def fetch(port: int, path: str, *, seconds: float) -> Page:
    """A page of a process on this machine. Raises OSError, TimeoutError or h11.ProtocolError."""
    async with asyncio.timeout(seconds), _connection(port) as (reader, writer):
        talk = h11.Connection(h11.CLIENT)
        headers = [("Host", "localhost"), ("Connection", "close")]
        writer.write(_sent(talk, h11.Request(method="GET", target=path, headers=headers)))
        writer.write(_sent(talk, h11.EndOfMessage()))
        answer = await _next(talk, reader)
        if not isinstance(answer, h11.Response):
            raise ConnectionError("the answer ended before it began")
        body = bytearray()
        while isinstance(part := await _next(talk, reader), h11.Data):
            body += part.data
            if len(body) > MAX_PAGE_BYTES:
                raise ConnectionError("the page is too long")
        kind = dict(answer.headers).get(b"content-type", TEXT.encode()).decode("ascii")
        return Page(bytes(body), answer.status_code, kind)


@asynccontextmanager
async def _connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _next(talk: h11.Connection, reader: asyncio.StreamReader) -> Any:
    while (event := talk.next_event()) is h11.NEED_DATA:
        talk.receive_data(await reader.read(_CHUNK))
    return event


def _sent(talk: h11.Connection, event: Any) -> bytes:
    data = talk.send(event)
    return bytes(data or b"")
