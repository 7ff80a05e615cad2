"""What surrounds a call stands in one order, for all kinds of calls: who is refused early costs and learns nothing more.

Outermost first: figures, sanitizer, drain gate, identity and scope, deadline, rate, admission, size, decode, handler.
Each test breaks two rules at once and is told of the outer one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
import grpc.aio
import pytest
from grpc_status import rpc_status
from holdfast.inventory.v1 import event_service_pb2, inventory_service_pb2

from holdfast_server.kernel.errors import CredentialsInvalid
from holdfast_server.kernel.ids import TenantId
from holdfast_server.kernel.principal import Principal, Storefront
from holdfast_server.transport.admission import FEW, Rates
from holdfast_server.transport.authentication import Gate, caller
from holdfast_server.transport.handlers import Mechanics
from holdfast_server.transport.server import bind
from tests.support.refusals import Refusal, read

INVENTORY = inventory_service_pb2.DESCRIPTOR.services_by_name["InventoryService"]
EVENTS = event_service_pb2.DESCRIPTOR.services_by_name["EventService"]
KINDS = {
    "unary": f"/{INVENTORY.full_name}/GetReservation",
    "server stream": f"/{EVENTS.full_name}/WatchEvents",
    "both stream": f"/{INVENTORY.full_name}/StreamReservations",
}
MALFORMED = b"\xff\xff\xff"
TOO_LARGE = b"x" * 5000
WELL_FORMED = b""
CALLERS = {
    "anna": Principal(TenantId("acme"), "anna", frozenset({"stock.read", "reservation.write", "events.watch"})),
    "ben": Principal(TenantId("acme"), "ben", frozenset({"ledger.read"})),
}


class Known:
    """Knows a few by name; one name breaks it."""

    knows_certificates = False

    def bearer(self, presented: str) -> Principal:
        if presented == "bug":
            raise RuntimeError("postgresql://user:secret@host")
        if presented not in CALLERS:
            raise CredentialsInvalid
        return CALLERS[presented]

    def certificate(self, facts: Mapping[str, Sequence[bytes]]) -> Principal:
        raise AssertionError


@dataclass
class Room:
    """Answers every RPC of both services; notes who came so far."""

    reached: list[str] = field(default_factory=list)
    turns: asyncio.Semaphore | None = None

    def __getattr__(self, name: str) -> Any:
        if name in {"StreamReservations", "WatchEvents"}:
            return self.stream
        if name in INVENTORY.methods_by_name or name in EVENTS.methods_by_name:
            return self.unary
        raise AttributeError(name)

    async def unary(self, request: Any, call: Any) -> bytes:
        self.reached.append("unary")
        if self.turns is not None:
            await self.turns.acquire()
        return b""

    async def stream(self, requests: Any, call: Any) -> AsyncGenerator[bytes, None]:
        self.reached.append("stream")
        if hasattr(requests, "__aiter__"):
            async for _ in requests:
                yield b""
        else:
            yield b""


@dataclass
class Served:
    room: Room
    mechanics: Mechanics
    channel: grpc.aio.Channel

    def begin(self, kind: str, message: bytes, who: str = "anna", timeout: float = 20) -> Any:
        path, metadata = KINDS[kind], (("authorization", f"Bearer {who}"),) if who else ()
        if kind == "unary":
            return self.channel.unary_unary(path)(message, metadata=metadata, timeout=timeout)
        if kind == "server stream":
            return self.channel.unary_stream(path)(message, metadata=metadata, timeout=timeout)
        return self.channel.stream_stream(path)(iter([message]), metadata=metadata, timeout=timeout)

    async def refusal(self, kind: str, message: bytes, who: str = "anna") -> Refusal:
        return await self.refusal_of(kind, self.begin(kind, message, who))

    async def refusal_of(self, kind: str, call: Any) -> Refusal:
        with pytest.raises(grpc.RpcError):
            await self.read(kind, call)
        status = await rpc_status.aio.from_call(call)  # type: ignore[attr-defined]
        assert status is not None, await call.details()
        return read(status)

    async def read(self, kind: str, call: Any) -> list[bytes]:
        if kind == "unary":
            return [await call]
        return [answer async for answer in call]


@asynccontextmanager
async def served(**limits: Any) -> AsyncIterator[Served]:
    """Both services behind a gate and a real server, and a channel to it."""
    mechanics = Mechanics(caller, default_deadline_seconds=5, max_deadline_seconds=30, max_message_bytes=4096, **limits)

    async def narrow(who: Principal) -> Principal:
        return who

    nobody: Any = None
    gate = Gate(Known(), mechanics, narrow, nobody)
    room = Room()
    server = grpc.aio.server()
    for service in (INVENTORY, EVENTS):
        server.add_generic_rpc_handlers((bind(service, [room], mechanics, gate),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield Served(room, mechanics, channel)
    await server.stop(0)
    async with asyncio.timeout(10):
        await mechanics.wait_idle()


kinds = pytest.mark.parametrize("kind", KINDS)


@kinds
async def test_a_leaving_server_says_that_before_it_asks_who_calls(kind: str) -> None:
    async with served() as site:
        site.mechanics.drain()
        for who in ("", "nobody", "anna"):
            refusal = await site.refusal(kind, MALFORMED, who)
            assert (refusal.code, refusal.reason) == ("UNAVAILABLE", "SHUTTING_DOWN")
        assert site.room.reached == []


@kinds
@pytest.mark.parametrize(
    ("who", "reason"), [("", "CREDENTIALS_MISSING"), ("nobody", "CREDENTIALS_INVALID"), ("ben", "SCOPE_MISSING")]
)
async def test_who_may_not_call_is_told_so_whatever_was_sent(kind: str, who: str, reason: str) -> None:
    async with served(rates=Rates(1)) as site:
        for message in (MALFORMED, TOO_LARGE, MALFORMED, TOO_LARGE):  # more than its rate allows, besides
            assert (await site.refusal(kind, message, who)).reason == reason
        assert site.room.reached == []


@kinds
async def test_an_error_of_ours_at_the_gate_leaves_no_text_behind(kind: str, caplog: Any) -> None:
    async with served() as site:
        refusal = await site.refusal(kind, WELL_FORMED, "bug")
        assert (refusal.code, refusal.reason, list(refusal.metadata)) == ("INTERNAL", "UNEXPECTED", ["reference"])
        assert "secret" not in refusal.message


@kinds
async def test_who_calls_too_often_is_told_so_before_anything_is_read(kind: str) -> None:
    async with served(rates=Rates(1)) as site:
        calls = 1 if kind == "both stream" else 2  # each of its operations counts as well
        for _ in range(calls):
            await site.read(kind, site.begin(kind, WELL_FORMED))
        refusal = await site.refusal(kind, MALFORMED)
        assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "RATE_LIMITED")
        assert refusal.metadata == {"what": "calls per second", "limit": "1"}
        assert len(site.room.reached) == calls


@kinds
async def test_a_message_is_measured_before_it_is_decoded_and_decoded_before_it_is_answered(kind: str) -> None:
    async with served() as site:
        assert (await site.refusal(kind, TOO_LARGE)).reason == "MESSAGE_TOO_LARGE"
        assert (await site.refusal(kind, MALFORMED)).reason == "MALFORMED_MESSAGE"
        assert "unary" not in site.room.reached


async def test_every_refusal_is_counted_by_its_code() -> None:
    async with served(rates=Rates(1)) as site:
        await site.refusal("unary", WELL_FORMED, "")
        await site.refusal("unary", WELL_FORMED, "ben")
        await site.refusal("unary", MALFORMED)
        counted = site.mechanics.figures.of("GetReservation").answers
        assert {code: count for (code, _), count in counted.items() if count} == {
            "UNAUTHENTICATED": 1,
            "PERMISSION_DENIED": 1,
            "INVALID_ARGUMENT": 1,
        }


async def test_who_would_be_answered_too_late_is_refused_before_its_message_is_decoded() -> None:
    async with served() as site:
        site.room.turns = asyncio.Semaphore(0)
        waiting = [site.begin("unary", WELL_FORMED) for _ in range(2 * FEW)]
        async with asyncio.timeout(10):
            while len(site.room.reached) < 2 * FEW:
                await asyncio.sleep(0.01)
        for _ in range(FEW - 7):  # 39 are left, of whom one is answered every 50 ms
            site.room.turns.release()
            await asyncio.sleep(0.05)
        call = site.begin("unary", MALFORMED, timeout=3)
        refusal = await site.refusal_of("unary", call)
        assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "OVERLOADED")
        assert ("grpc-retry-pushback-ms", "250") in [tuple(one) for one in await call.trailing_metadata()]
        # Somebody with more time is let in, and another method has its own pace.
        assert (await site.refusal("unary", MALFORMED)).reason == "MALFORMED_MESSAGE"
        other = f"/{INVENTORY.full_name}/ListInventoryItems"
        site.room.turns.release()
        metadata = (("authorization", "Bearer anna"),)
        site.room.turns = asyncio.Semaphore(1000)
        await site.channel.unary_unary(other)(b"", metadata=metadata, timeout=3)
        for one in waiting:
            one.cancel()


async def test_a_server_that_does_not_shed_lets_everybody_in() -> None:
    async with served(sheds=False) as site:
        site.room.turns = asyncio.Semaphore(0)
        waiting = [site.begin("unary", WELL_FORMED) for _ in range(2 * FEW)]
        async with asyncio.timeout(10):
            while len(site.room.reached) < 2 * FEW:
                await asyncio.sleep(0.01)
        for _ in range(10):
            site.room.turns.release()
            await asyncio.sleep(0.05)
        call = site.begin("unary", MALFORMED, timeout=3)
        assert (await site.refusal_of("unary", call)).reason == "MALFORMED_MESSAGE"
        for one in waiting:
            one.cancel()


async def test_a_stream_that_comes_too_often_is_read_more_slowly_and_not_ended() -> None:
    async with served(rates=Rates(20)) as site:
        metadata = (("authorization", "Bearer anna"),)
        began = asyncio.get_running_loop().time()
        call = site.channel.stream_stream(KINDS["both stream"])(iter([b""] * 60), metadata=metadata, timeout=20)
        assert len([answer async for answer in call]) == 60
        # Two seconds' worth at once, the stream itself included, the other 21 in their time.
        assert asyncio.get_running_loop().time() - began > 1.0


async def test_a_publishable_key_is_limited_for_each_host_that_comes_with_it() -> None:
    page = Principal(TenantId("acme"), "key:page", storefront=Storefront("schan_1"))
    rates = Rates(publishable_per_second=2)
    for host in ("ipv4:192.0.2.1", "ipv4:192.0.2.2"):
        assert [rates.wait(page, f"{host}:{port}", 100.0) for port in range(4)] == [0.0] * 4
        assert rates.wait(page, f"{host}:9", 100.0) == pytest.approx(0.5)
        assert rates.wait(page, f"{host}:9", 100.5) == 0.0
    assert [rates.wait(CALLERS["anna"], "ipv4:192.0.2.1:1", 100.0) for _ in range(100)] == [0.0] * 100


async def test_callers_without_number_are_forgotten_when_they_owe_nothing() -> None:
    page = Principal(TenantId("acme"), "key:page", storefront=Storefront("schan_1"))
    rates = Rates(publishable_per_second=1)
    for number in range(25_000):
        assert rates.wait(page, f"ipv4:{number}:1", 100.0) == 0.0
    assert len(rates) <= 10_000
