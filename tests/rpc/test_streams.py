"""Streams both ways: many operations at once, no more of them than fit, every end told with a reason."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import grpc
import grpc.aio
import pytest
from grpc_status import rpc_status
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from holdfast_server.kernel.errors import Overloaded
from holdfast_server.kernel.principal import DEV
from holdfast_server.transport.handlers import Mechanics
from holdfast_server.transport.server import bind
from holdfast_server.transport.streams import operations
from tests.support.refusals import Refusal, read

SERVICE = pb.DESCRIPTOR.services_by_name["InventoryService"]
PATH = f"/{SERVICE.full_name}/StreamReservations"
WINDOW = 8
EOF: Any = grpc.aio.EOF  # type: ignore[attr-defined]


class Room:
    """Answers every RPC of the service with a refusal but the stream, whose operations end when a test says so."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.cancelled: list[str] = []
        self.open = asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        if name not in SERVICE.methods_by_name:
            raise AttributeError(name)
        return self.unary

    async def unary(self, request: Any, call: Any) -> Any:
        raise AssertionError

    async def StreamReservations(self, requests: Any, call: Any) -> AsyncGenerator[Any, None]:
        async with aclosing(operations(requests, self.run, window=WINDOW)) as done:
            async for answer in done:
                yield answer

    async def run(self, request: Any) -> Any:
        name = request.request_id
        self.begun.append(name)
        try:
            await self.gates.get(name, self.open).wait()
        except asyncio.CancelledError:
            self.cancelled.append(name)
            raise
        if name == "stop":
            raise Overloaded
        return pb.StreamReservationsResponse(request_id=name)


@asynccontextmanager
async def served(**limits: Any) -> AsyncIterator[tuple[Room, Mechanics, grpc.aio.Channel]]:
    """A room behind a real server, and a channel to it."""
    mechanics = Mechanics(
        lambda _: DEV, default_deadline_seconds=5, max_deadline_seconds=30, max_message_bytes=4096, **limits
    )
    room = Room()
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((bind(SERVICE, [room], mechanics),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield room, mechanics, channel
    await server.stop(0)
    async with asyncio.timeout(10):
        await mechanics.wait_idle()


def stream(channel: grpc.aio.Channel, timeout: float | None = 20) -> Any:
    return channel.stream_stream(
        PATH,
        request_serializer=lambda one: one if isinstance(one, bytes) else one.SerializeToString(),
        response_deserializer=pb.StreamReservationsResponse.FromString,
    )(timeout=timeout)


def asked(name: str) -> pb.StreamReservationsRequest:
    return pb.StreamReservationsRequest(request_id=name)


async def answers(call: Any) -> list[str]:
    found = []
    while (answer := await call.read()) is not EOF:
        found.append(answer.request_id)
    return found


async def refusal_of(call: Any) -> Refusal:
    with pytest.raises(grpc.RpcError):
        await answers(call)
    status = await rpc_status.aio.from_call(call)  # type: ignore[attr-defined]
    assert status is not None
    return read(status)


async def until(condition: Any) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_results_come_as_they_are_done_and_what_is_left_after_the_last_request(caplog: Any) -> None:
    async with served() as (room, mechanics, channel):
        room.gates = {"slow": asyncio.Event()}
        room.open.set()
        call = stream(channel)
        for name in ("slow", "a", "b"):
            await call.write(asked(name))
        first = [(await call.read()).request_id for _ in range(2)]
        await call.done_writing()
        room.gates["slow"].set()
        assert (sorted(first), await answers(call)) == (["a", "b"], ["slow"])
        assert await call.code() is grpc.StatusCode.OK
        await until(lambda: mechanics.figures.count("StreamReservations", "OK") == 1)
    assert caplog.records == []


async def test_no_more_is_read_than_fits_into_the_window(caplog: Any) -> None:
    async with served() as (room, _, channel):
        call = stream(channel)

        async def write() -> None:
            for number in range(100):
                await call.write(asked(str(number)))
            await call.done_writing()

        writing = asyncio.create_task(write())
        await until(lambda: len(room.begun) == WINDOW)
        await asyncio.sleep(0.1)
        assert room.begun == [str(number) for number in range(WINDOW)]
        room.open.set()
        assert sorted(await answers(call), key=int) == [str(number) for number in range(100)]
        await writing
    assert caplog.records == []


async def test_who_does_not_read_results_is_not_read_from(caplog: Any) -> None:
    async with served() as (room, _, channel):
        room.open.set()
        call = stream(channel, timeout=None)
        big = "x" * 4000

        async def write() -> None:
            for number in range(20_000):
                await call.write(asked(f"{number}-{big}"))

        writing = asyncio.create_task(write())
        seen = -1
        while seen < len(room.begun):
            seen = len(room.begun)
            await asyncio.sleep(0.5)
        assert 0 < seen < 20_000
        writing.cancel()
        call.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    assert caplog.records == []


async def test_a_client_that_goes_away_is_no_longer_waited_for(caplog: Any) -> None:
    async with served() as (room, mechanics, channel):
        call = stream(channel)
        for name in ("a", "b"):
            await call.write(asked(name))
        await until(lambda: len(room.begun) == 2)
        call.cancel()
        await until(lambda: mechanics.figures.count("StreamReservations", "CANCELLED") == 1)
        assert sorted(room.cancelled) == ["a", "b"]
    assert caplog.records == []


@pytest.mark.parametrize(
    ("spoilt", "reason"), [(b"\xff\xff", "MALFORMED_MESSAGE"), (b"\x0a\x88\x27" + b"x" * 5000, "MESSAGE_TOO_LARGE")]
)
async def test_a_spoilt_message_ends_the_stream_after_what_came_before(spoilt: bytes, reason: str) -> None:
    async with served() as (room, _, channel):
        room.open.set()
        call = stream(channel)
        await call.write(asked("a"))
        assert (await call.read()).request_id == "a"
        await call.write(spoilt)
        assert (await refusal_of(call)).reason == reason


async def test_what_an_operation_raises_ends_the_stream_with_its_reason() -> None:
    async with served() as (room, _, channel):
        room.gates = {"stop": asyncio.Event()}
        call = stream(channel)
        for name in ("a", "stop"):
            await call.write(asked(name))
        room.gates["stop"].set()
        refusal = await refusal_of(call)
        assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "OVERLOADED")
        assert room.cancelled == ["a"]


async def test_an_error_of_ours_ends_the_stream_with_a_reference(caplog: Any) -> None:
    async with served() as (room, _, channel):
        room.run = None  # type: ignore[assignment, method-assign]
        call = stream(channel)
        await call.write(asked("a"))
        refusal = await refusal_of(call)
        assert (refusal.code, refusal.reason, list(refusal.metadata)) == ("INTERNAL", "UNEXPECTED", ["reference"])


async def test_a_clients_deadline_ends_its_stream() -> None:
    async with served() as (_, mechanics, channel):
        call = stream(channel, timeout=0.2)
        with pytest.raises(grpc.RpcError):
            await answers(call)
        assert await call.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        await until(lambda: mechanics.figures.total == 1)


async def test_a_server_that_leaves_ends_streams_and_waits_for_none(caplog: Any) -> None:
    async with served(max_streams=2) as (room, mechanics, channel):
        open_ones = [stream(channel), stream(channel)]
        for call in open_ones:
            await call.write(asked("never done"))
        await until(lambda: len(room.begun) == 2)
        assert (await refusal_of(stream(channel))).reason == "TOO_MANY_STREAMS"
        mechanics.drain()
        async with asyncio.timeout(10):
            await mechanics.wait_idle()
        for call in (*open_ones, stream(channel)):
            refusal = await refusal_of(call)
            assert (refusal.code, refusal.reason, refusal.retry) == ("UNAVAILABLE", "SHUTTING_DOWN", True)
    assert caplog.records == []
