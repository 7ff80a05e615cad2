"""Storms: sixty senders of one id, deadlines of a few milliseconds, ten thousand buyers of five hundred units."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import grpc
import grpc.aio
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import inventory_service_pb2_grpc as stubs

from tests.battery import site
from tests.battery.stage import Bench
from tests.support import server as servers
from tests.support.books import examine
from tests.support.history import History, Outcome, baseline_of
from tests.support.server import Client
from tests.support.world import Shop, adjust_request, reserve_request

SENDERS = 60
CHANNELS = 8
OPTIONS = [("grpc.use_local_subchannel_pool", 1)]


class Swarm:
    """Many calls at once from one loop, over several channels, each written down."""

    def __init__(self, addresses: Sequence[str], history: History) -> None:
        self._channels = [
            grpc.aio.insecure_channel(addresses[n % len(addresses)], options=OPTIONS) for n in range(CHANNELS)
        ]
        self._stubs: list[Any] = [stubs.InventoryServiceStub(channel) for channel in self._channels]
        self._history = history
        self._turn = 0

    async def send(self, request: Any, *, timeout: float = 20) -> str:
        """OK, or the reason, or the code where there is no reason."""
        self._turn += 1
        send = getattr(self._stubs[self._turn % CHANNELS], type(request).__name__.removesuffix("Request"))
        started = time.monotonic()
        try:
            answer = await send(request, timeout=timeout)
        except grpc.aio.AioRpcError as error:
            self._history.failed(request, error, started)
            return self._history.calls[-1].reason or error.code().name
        self._history.answered(request, answer, started)
        return "OK"

    async def close(self) -> None:
        for channel in self._channels:
            await channel.close()


def _swarm(bench: Bench, work: Callable[[Swarm, Shop, History], Awaitable[None]]) -> None:
    """Some work of a swarm on two servers of one database, and the books."""
    with (
        site.cluster() as postgres,
        servers.serving(postgres.url) as first,
        servers.serving(postgres.url, lock_levels_per_item="true", lanes="2") as second,
    ):
        client = Client(first.address)
        shop = Shop(client)
        shop.location()
        history = History(baseline=baseline_of(postgres.url))

        async def run() -> None:
            swarm = Swarm([first.address, second.address], history)
            try:
                await work(swarm, shop, history)
            finally:
                await swarm.close()

        asyncio.run(run())
        history.settle(lambda method: getattr(client.inventory, method))
        bench.report.add_history(history)
        bench.report.findings += examine(postgres.url, history, is_relayed=True)
        if site.deadlocks(postgres.url):
            bench.report.find(
                "deadlock", f"{site.deadlocks(postgres.url)} transactions waited for each other in a ring"
            )
        strange = {call.code for call in history.calls} & {"INTERNAL", "UNKNOWN"}
        if strange:
            bench.report.find("broken", f"calls ended with {strange}")
        client.close()


def _stock(shop: Shop, history: History, count: int, quantity: int) -> list[tuple[str, str]]:
    """New levels that nobody has to account for."""
    from tests.support.world import unique

    place = shop.location()
    made = []
    for _ in range(count):
        item = shop.item()
        request = adjust_request((item, place, quantity), reason="INITIAL", request_id=unique("stock"))
        request.create_missing_levels = True
        history.call(shop.inventory.AdjustInventory, request)
        made.append((item, place))
    return made


def retries(bench: Bench) -> None:
    """Sixty senders per id at once on two servers: one effect, and another content under the same id is refused."""
    ids = bench.pick(ci=12, full=200)

    async def work(swarm: Swarm, shop: Shop, history: History) -> None:
        stock = _stock(shop, history, 10, 10**6)
        for number in range(ids):
            line = (*bench.dice.choice(stock), bench.dice.randint(1, 5))
            request = reserve_request(line, request_id=f"storm-{number}")
            answers = await asyncio.gather(*(swarm.send(request) for _ in range(SENDERS)))
            if set(answers) != {"OK"}:
                bench.report.find("broken", f"storm-{number}: {set(answers)}")
            other = reserve_request((line[0], line[1], line[2] + 1), request_id=f"storm-{number}")
            told = _Apart()
            for _ in range(2):
                told.answers.append(await _altered(swarm, other))
            if told.answers != ["REQUEST_ID_REUSED"] * 2:
                bench.report.find("phantom", f"other content under storm-{number}: {told.answers}", "I4")

    _swarm(bench, work)


class _Apart:
    """Answers to calls that are not part of the history: they borrow another call's id."""

    def __init__(self) -> None:
        self.answers: list[str] = []


async def _altered(swarm: Swarm, request: Any) -> str:
    apart = Swarm.__new__(Swarm)
    apart._stubs, apart._channels, apart._turn, apart._history = swarm._stubs, [], 0, History()
    return await apart.send(request)


def deadlines(bench: Bench) -> None:
    """Deadlines of 1 to 30 ms, each call sent until it is known; patient callers beside them are all served."""
    calls = bench.pick(ci=500, full=40_000)
    patient = max(100, calls // 20)

    async def work(swarm: Swarm, shop: Shop, history: History) -> None:
        stock = _stock(shop, history, 8, 10**7)
        dice = random.Random(bench.seed)
        hasty_done = asyncio.Event()

        async def hasty(number: int) -> None:
            request = reserve_request(*((*level, 1) for level in dice.sample(stock, 2)), request_id=f"hasty-{number}")
            for _ in range(3):
                if await swarm.send(request, timeout=dice.uniform(0.001, 0.03)) == "OK":
                    return

        async def in_turn(numbers: Sequence[int]) -> None:
            for number in numbers:
                await hasty(number)

        async def patiently() -> list[str]:
            answers = []
            for number in range(patient):
                request = adjust_request((*stock[number % 8], 1), reason="FOUND", request_id=f"patient-{number}")
                answers.append(await swarm.send(request, timeout=10))
                if hasty_done.is_set() and number >= 100:
                    break
            return answers

        others = asyncio.create_task(patiently())
        await asyncio.gather(*(in_turn(range(first, calls, 40)) for first in range(40)))
        hasty_done.set()
        answers = await others
        if set(answers) - {"OK"}:
            bench.report.find("broken", f"patient callers were told {set(answers)}")
        hits = sum(call.code == "DEADLINE_EXCEEDED" for call in history.calls)
        bench.report.figures["deadlines passed"] = hits
        if not hits:
            bench.report.find("broken", "no deadline passed: nothing was tried")

    _swarm(bench, work)


def oversell(bench: Bench) -> None:
    """Ten thousand buyers of five hundred units, one at a time and in orders of several lines: all are sold, no more."""
    buyers = bench.pick(ci=800, full=10_000)
    rounds = bench.pick(ci=1, full=5)

    async def work(swarm: Swarm, shop: Shop, history: History) -> None:
        for number in range(rounds):
            ((item, place),) = _stock(shop, history, 1, 500)
            requests = [reserve_request((item, place, 1), request_id=f"buyer-{number}-{one}") for one in range(buyers)]
            answers = await _in_waves(swarm, requests)
            sold = answers.count("OK")
            if sold != 500:
                bench.report.find("oversold" if sold > 500 else "undersold", f"{sold} of 500 units were sold")
            if set(answers) != {"OK", "INSUFFICIENT_STOCK"}:
                bench.report.find("broken", f"buyers were told {set(answers)}")
            level = shop.get(item, place)
            if (level.stocked_quantity, level.reserved_quantity) != (500, 500):
                bench.report.find(
                    "drift", f"the level has {level.reserved_quantity} of {level.stocked_quantity} reserved"
                )
        await _mixed(bench, swarm, shop, history, number=rounds, buyers=buyers // 4)

    _swarm(bench, work)


async def _mixed(bench: Bench, swarm: Swarm, shop: Shop, history: History, *, number: int, buyers: int) -> None:
    """Orders of one to three units over several scarce levels, one item twice in a call: never more than there is."""
    largest = 3
    stock = _stock(shop, history, 4, 100)
    requests = []
    for one in range(buyers):
        levels = bench.dice.sample(stock, 2)
        lines = [(*level, bench.dice.randint(1, largest)) for level in levels]
        if bench.dice.random() < 0.3:
            lines[1] = (*levels[0], 1)
        requests.append(reserve_request(*lines, request_id=f"mixed-{number}-{one}"))
    await _in_waves(swarm, requests)
    # What is left is less than anybody might still have asked for: single units go until nothing is there.
    rest = [
        reserve_request((*level, 1), request_id=f"rest-{number}-{at}-{one}")
        for at, level in enumerate(stock)
        for one in range(100)
    ]
    await _in_waves(swarm, rest)
    for level in stock:
        now = shop.get(*level)
        if now.reserved_quantity != 100:
            kind = "oversold" if now.reserved_quantity > 100 else "undersold"
            bench.report.find(kind, f"{now.reserved_quantity} of 100 units are promised")


async def _in_waves(swarm: Swarm, requests: Sequence[Any]) -> list[str]:
    """All of them, as many at once as one loop can hold without its own deadlines passing."""
    gate = asyncio.Semaphore(2000)

    async def one(request: Any) -> str:
        async with gate:
            return await swarm.send(request, timeout=30)

    return list(await asyncio.gather(*(one(request) for request in requests)))


def crossings(bench: Bench) -> None:
    """Orders of several lines in any order, over the same few levels, in many small transactions: none waits in a ring."""
    calls = bench.pick(ci=600, full=20_000)

    async def work(swarm: Swarm, shop: Shop, history: History) -> None:
        stock = _stock(shop, history, 6, 10**6)
        orders = iter(
            [
                reserve_request(
                    *((*level, 1) for level in bench.dice.sample(stock, 3)), request_id=f"crossing-{number}"
                )
                for number in range(calls)
            ]
        )

        async def caller() -> list[str]:
            return [await swarm.send(order) for order in orders]

        answers = [answer for some in await asyncio.gather(*(caller() for _ in range(24))) for answer in some]
        if set(answers) != {"OK"} or len(answers) != calls:
            bench.report.find("broken", f"{len(answers)} of {calls} orders were answered {set(answers)}")

    _swarm(bench, work)


def races(bench: Bench) -> None:
    """Two servers, one hold: confirmed, released, extended and lapsing at once, it goes exactly one way."""
    rounds = bench.pick(ci=60, full=1000)

    async def work(swarm: Swarm, shop: Shop, history: History) -> None:
        from tests.support.world import duration

        stock = _stock(shop, history, 4, 10**6)
        for number in range(rounds):
            level = bench.dice.choice(stock)
            ttl = duration(bench.dice.choice([0.05, 60]))
            cart = reserve_request((*level, 2), ttl=ttl, request_id=f"cart-{number}", reservation_id=f"race-{number}")
            await swarm.send(cart)
            one = f"race-{number}"
            calls = [
                pb.ConfirmReservationRequest(reservation_id=one, request_id=f"confirm-{number}"),
                pb.ReleaseReservationRequest(reservation_id=one, request_id=f"release-{number}-1"),
                pb.ReleaseReservationRequest(reservation_id=one, request_id=f"release-{number}-2"),
                pb.FulfillReservationRequest(reservation_id=one, request_id=f"fulfil-{number}"),
                reserve_request((*level, 1), request_id=f"other-{number}"),
            ]
            bench.dice.shuffle(calls)
            await asyncio.gather(*(swarm.send(request) for request in calls))
        ok = sum(call.outcome is Outcome.OK for call in history.calls)
        bench.report.figures["moves"] = ok
        await asyncio.sleep(2.5)  # the sweeper closes what was left

    _swarm(bench, work)
