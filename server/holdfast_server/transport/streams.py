"""Streams: what a handler is told of a client that does not read, and many operations of one stream at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from typing import Any, Final, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")

WINDOW: Final = 64


class NotRead(Exception):
    """The client has not taken a message for too long.

    Raised in a streaming handler at its `yield`, so that it can say where the client may go on; a handler that
    does not care is ended all the same.
    """


async def operations(
    requests: AsyncIterator[Q], run: Callable[[Q], Coroutine[Any, Any, A]], *, window: int = WINDOW
) -> AsyncGenerator[A, None]:
    """What becomes of each request of a stream, in the order in which they are done.

    At most `window` requests are on their way or done and not yet taken: until the client reads, no more is read
    from it, and gRPC's flow control makes it wait. When the requests end, what is left is given and then the end.
    `run` turns refusals into answers; whatever else it or `requests` raises ends the stream. When the stream is
    left early, what is on its way is no longer waited for: use it within `contextlib.aclosing`, so that this happens
    at once.
    """
    room = asyncio.Semaphore(window)
    done: asyncio.Queue[asyncio.Task[A] | None] = asyncio.Queue()
    running: set[asyncio.Task[A]] = set()

    def finished(task: asyncio.Task[A]) -> None:
        running.discard(task)
        done.put_nowait(task)

    async def read() -> None:
        try:
            await room.acquire()
            async for request in requests:
                task = asyncio.create_task(run(request))
                running.add(task)
                task.add_done_callback(finished)
                await room.acquire()
        finally:
            if running:
                await asyncio.wait(set(running))
            done.put_nowait(None)  # behind the last ones: a task tells its callbacks in their order

    reader = asyncio.create_task(read(), name="operations")
    try:
        while (task := await done.get()) is not None:
            yield task.result()
            room.release()
        await reader
    finally:
        for one in (reader, *running):
            one.cancel()
        await asyncio.gather(reader, *running, return_exceptions=True)
