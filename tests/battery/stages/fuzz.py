"""Every RPC is sent what its descriptor allows and what it does not; whatever is answered is one of our own refusals."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import grpc
import grpc.aio
import psutil
from google.protobuf.descriptor import MethodDescriptor
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from holdfast.inventory.v1 import errors_pb2
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from holdfast_server.wiring import _FILES
from tests.battery import site
from tests.battery.inputs import Ids, Maker
from tests.battery.stage import Bench
from tests.support import server as servers
from tests.support.books import examine
from tests.support.server import Client
from tests.support.world import Shop

AT_ONCE = 24
CALL_SECONDS = 5.0
STREAM_SECONDS = 0.15
NEVER = frozenset({"UNKNOWN", "INTERNAL", "UNIMPLEMENTED", "DATA_LOSS"})
PATIENT = frozenset({"DEADLINE_EXCEEDED", "CANCELLED"})
"""Of streams, which end when their client has had enough."""
LEAKS = re.compile(
    r"SELECT |INSERT INTO|UPDATE \w+ SET|Traceback|File \"|\.py\b|psycopg|sqlalchemy|asyncpg|postgresql://|"
    r"/home/|/usr/lib|/tmp/|site-packages|0x[0-9a-f]{8,}|holdfast_server|NoneType|object at|password=|constraint \"",
    re.IGNORECASE,
)
MOST_OFTEN = 3
"""How many examples of one finding are shown."""


def methods() -> list[MethodDescriptor]:
    """Every RPC of the contract."""
    return [method for file in _FILES for service in file.services_by_name.values() for method in service.methods]


def fuzz(bench: Bench) -> None:
    """So many inputs over all RPCs, in turn; then the books of what they have done."""
    count = bench.pick(ci=2500, full=110_000)
    with site.cluster() as postgres, servers.serving(postgres.url, watch_checkpoint="0.05") as server:
        process = psutil.Process(server.process.pid)
        client = Client(server.address)
        ids = _world(Shop(client))
        before = process.memory_info().rss
        asyncio.run(_send_all(bench, server.address, ids, count))
        bench.report.figures["RSS MiB"] = [round(before / 2**20), round(process.memory_info().rss / 2**20)]
        if server.process.poll() is not None:
            bench.report.find("broken", "the server has died")
        client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), timeout=10)
        client.close()
        bench.report.findings += examine(postgres.url)
        unserved = {method.full_name for method in methods()} - set(bench.report.figures.pop("methods"))
        if unserved:
            bench.report.find("broken", f"nothing was sent to {sorted(unserved)}")


def _world(shop: Shop) -> Ids:
    """Things that exist, so that some inputs get further than to their first id."""
    items = [shop.item(sku=f"SKU-{number}") for number in range(4)]
    places = [shop.location() for _ in range(2)]
    for item in items:
        for place in places:
            shop.level(item, place, 10**6)
    made = [shop.reserve((items[n % 4], places[n % 2], 2)) for n in range(6)]
    variants = [shop.variant({items[0]: 2, items[1]: 1}), shop.variant()]
    return {
        "reservation": [one.id for one in made],
        "line_id": [one.lines[0].line_id for one in made],
        "allocation": [one.lines[0].allocations[0].id for one in made],
        "item": items,
        "location": places,
        "channel": [shop.channel(*places)],
        "variant": variants,
        "sku": [f"SKU-{number}" for number in range(4)],
    }


async def _send_all(bench: Bench, address: str, ids: Ids, count: int) -> None:
    every = methods()
    maker = Maker(bench.dice, ids)
    channels = [grpc.aio.insecure_channel(address, options=[("grpc.use_local_subchannel_pool", 1)]) for _ in range(4)]
    work: asyncio.Queue[tuple[MethodDescriptor, bytes]] = asyncio.Queue(maxsize=4 * AT_ONCE)
    reached: set[str] = set()
    told: Counter[str] = Counter()

    async def sender(number: int) -> None:
        while True:
            method, raw = await work.get()
            reached.add(method.full_name)
            try:
                problem = await _send(bench, channels[number % len(channels)], method, raw)
                if problem:
                    told[f"{method.name}: {problem[:40]}"] += 1
                    if told[f"{method.name}: {problem[:40]}"] <= MOST_OFTEN:
                        bench.report.find("red", f"{method.name}: {problem} for {raw[:300].hex()}")
            finally:
                work.task_done()

    senders = [asyncio.create_task(sender(number)) for number in range(AT_ONCE)]
    started = time.monotonic()
    for number in range(count):
        method = every[number % len(every)]
        await work.put((method, maker.raw(method.input_type)))
        if number % 20_000 == 19_999:
            bench.say(f"{number + 1} inputs, {(number + 1) / (time.monotonic() - started):.0f}/s")
    await work.join()
    for one in senders:
        one.cancel()
    for channel in channels:
        await channel.close()
    bench.report.inputs += count
    bench.report.figures["inputs per second"] = round(count / (time.monotonic() - started))
    bench.report.figures["methods"] = sorted(reached)


async def _send(bench: Bench, channel: Any, method: MethodDescriptor, raw: bytes) -> str:
    """Send one input; what is wrong with the answer, if anything is."""
    path = f"/{method.containing_service.full_name}/{method.name}"
    streams = method.server_streaming
    try:
        if method.client_streaming:
            call = channel.stream_stream(path)(iter([raw]), timeout=CALL_SECONDS)
            async for _ in call:
                pass
        elif streams:
            call = channel.unary_stream(path)(raw, timeout=STREAM_SECONDS)
            async for _ in call:
                pass
        else:
            await channel.unary_unary(path)(raw, timeout=CALL_SECONDS)
    except grpc.aio.AioRpcError as error:
        return _look(bench, error, streams=streams)
    bench.report.codes["OK"] += 1
    return ""


def _look(bench: Bench, error: grpc.aio.AioRpcError, *, streams: bool) -> str:
    code = error.code().name
    status = rpc_status.from_call(error)
    reason = _reason(status)
    bench.report.codes[reason or code] += 1
    text = f"{error.details()} {status}"
    if code in NEVER:
        return f"{code}: {error.details()}"
    if LEAKS.search(_without_echoes(text)):
        return f"a leak: {LEAKS.search(_without_echoes(text))} in {text[:300]}"
    if streams and code in PATIENT:
        return ""
    if not reason:
        return f"{code} without a reason: {error.details()}"
    return ""


def _without_echoes(text: str) -> str:
    """What we say, without what the caller has said: an id that was asked for may look like anything."""
    for said in ("../../etc/passwd", "'; DROP TABLE levels; --"):
        text = text.replace(said, "")
    return text


def _reason(status: status_pb2.Status | None) -> str:
    """The one reason of a rich status; empty where there is none that the contract knows."""
    info = error_details_pb2.ErrorInfo()
    found: Sequence[Any] = [] if status is None else [one for one in status.details if one.Is(info.DESCRIPTOR)]
    if len(found) != 1:
        return ""
    found[0].Unpack(info)
    return info.reason if f"ERROR_REASON_{info.reason}" in errors_pb2.ErrorReason.keys() else ""  # noqa: SIM118
