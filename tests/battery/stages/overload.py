"""What is measured and not judged here: goodput beyond the knee, and memory after much work."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from typing import Any

import grpc
import grpc.aio
import psutil
from holdfast.inventory.v1 import inventory_service_pb2_grpc as stubs

from tests.battery import site
from tests.battery.stage import Bench
from tests.support import server as servers
from tests.support.books import examine
from tests.support.world import Shop, adjust_request

AT_ONCE = 64
DEADLINE_SECONDS = 1.0
RECOVERY_SECONDS = 60.0
GOODPUT = 0.85
"""Of the peak, at five times the load that gives it. Shedding in the server has to bring it; this only measures."""


def overload(bench: Bench) -> None:
    """The peak with as many callers as the server likes, then five times as many calls a second as that, unasked."""
    seconds = bench.pick(ci=1, full=15)
    with site.cluster() as postgres, servers.serving(postgres.url) as server:
        client = server.client()
        shop = Shop(client)
        place = shop.location()
        stock = []
        for _ in range(20):
            item = shop.item()
            shop.level(item, place, 0)
            stock.append((item, place))
        process = psutil.Process(server.process.pid)
        _apart(_closed, server.address, stock, seconds)
        warm = process.memory_info().rss
        peak = _apart(_closed, server.address, stock, seconds)
        offered = 5 * peak
        good = _apart(_open, server.address, stock, seconds, offered)
        started = time.monotonic()
        _until_answered(shop, stock[0])
        bench.report.figures |= {
            "peak per second": round(peak),
            "goodput per second at 5x": round(good),
            "goodput ratio": round(good / peak, 2) if peak else 0.0,
            "wanted ratio": GOODPUT,
            "first call afterwards s": round(time.monotonic() - started, 3),
        }
        for _ in range(bench.pick(ci=1, full=4)):
            _apart(_closed, server.address, stock, seconds)
        bench.report.figures["RSS MiB, warm and after"] = [
            round(warm / 2**20),
            round(process.memory_info().rss / 2**20),
        ]
        bench.report.figures["open files"] = process.num_fds()
        client.close()
        bench.report.findings += examine(postgres.url, is_relayed=True)


def _until_answered(shop: Shop, level: tuple[str, str]) -> None:
    """Whatever has been left in queues is gone when somebody is answered again."""
    give_up = time.monotonic() + RECOVERY_SECONDS
    while True:
        try:
            shop.adjust(*level, 1, "FOUND")
        except grpc.RpcError:
            assert time.monotonic() < give_up, "nobody is answered after the overload has ended"
        else:
            return


def _apart(work: Any, *arguments: Any) -> float:
    """In a process of its own: a client that shares the server's interpreter would slow both."""
    context = multiprocessing.get_context("spawn")
    told: Any = context.SimpleQueue()
    process = context.Process(target=_report, args=(told, work, *arguments))
    process.start()
    answer = float(told.get())
    process.join()
    return answer


def _report(told: Any, work: Any, *arguments: Any) -> None:
    told.put(asyncio.run(work(*arguments)))


def _stubs(address: str) -> list[Any]:
    options = [("grpc.use_local_subchannel_pool", 1)]
    return [stubs.InventoryServiceStub(grpc.aio.insecure_channel(address, options=options)) for _ in range(4)]


async def _one(stub: Any, level: tuple[str, str]) -> bool:
    try:
        await stub.AdjustInventory(adjust_request((*level, 1), reason="FOUND"), timeout=DEADLINE_SECONDS)
    except grpc.aio.AioRpcError:
        return False
    return True


async def _closed(address: str, stock: list[tuple[str, str]], seconds: float) -> float:
    """Calls answered in time, per second, by callers that wait for their answers."""
    clients = _stubs(address)
    end = time.monotonic() + seconds

    async def caller(number: int) -> int:
        count = 0
        while time.monotonic() < end:
            count += await _one(clients[number % 4], stock[(number + count) % len(stock)])
        return count

    return sum(await asyncio.gather(*(caller(number) for number in range(AT_ONCE)))) / seconds


async def _open(address: str, stock: list[tuple[str, str]], seconds: float, rate: float) -> float:
    """The same by calls that come whether or not anybody has answered the last ones."""
    clients = _stubs(address)
    sent: list[asyncio.Task[bool]] = []
    started = time.monotonic()
    while (now := time.monotonic()) < started + seconds:
        due = int((now - started) * rate)
        for number in range(len(sent), due):
            sent.append(asyncio.create_task(_one(clients[number % 4], stock[number % len(stock)])))
        await asyncio.sleep(0.005)
    return sum(await asyncio.gather(*sent)) / seconds
