"""Clients that never stop, never give up a call whose outcome they do not know, and write everything down."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import grpc
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.history import History, baseline_of
from tests.support.server import Client
from tests.support.world import Shop, adjust_request, duration, reserve_request, unique

STOCK = 80
"""Small enough to run dry and to be filled up again: most calls have effects, some are refused."""
INSIST_SECONDS = 60.0
PASSING = frozenset({"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "ABORTED", "RESOURCE_EXHAUSTED"})
"""Codes after which a client asks again. INTERNAL and UNKNOWN are none of them: they are findings."""


class Worker(threading.Thread):
    """One client: orders of up to three lines, sales, deliveries, holds that are confirmed, let go or left alone."""

    def __init__(self, address: str, history: History, stock: Sequence[tuple[str, str]], seed: str, **how: Any) -> None:
        super().__init__(daemon=True)
        self._address = address
        self._history = history
        self._stock = stock
        self._dice = random.Random(seed)
        self._ids = f"{unique('req')}_{self._dice.randrange(1 << 30)}"
        self._count = 0
        self._extra_codes: frozenset[str] = how.get("passing", frozenset())
        self._without_id: float = how.get("without_id", 0.0)
        self._timeout: float = how.get("timeout", 5.0)
        self._pause: float = how.get("pause", 0.0)
        self.stopping = threading.Event()
        self.failure: BaseException | None = None

    def run(self) -> None:
        client = Client(self._address)
        try:
            while not self.stopping.is_set():
                self._one(Shop(client))
                if self._pause:
                    time.sleep(self._pause)
        except BaseException as error:
            self.failure = error
        finally:
            client.close()

    def _one(self, shop: Shop) -> None:
        roll = self._dice.random()
        if roll < self._without_id:
            self._blind(shop)
        elif roll < 0.45:
            self._order(shop)
        elif roll < 0.70:
            self._deliver(shop)
        elif roll < 0.80:
            self._sell(shop)
        else:
            self._shop(shop)

    def _order(self, shop: Shop) -> None:
        """An order over several levels in any order; one of twenty is sent three times at once."""
        lines = [(*level, self._dice.randint(1, 3)) for level in self._dice.sample(self._stock, 3)]
        request = reserve_request(*lines, request_id=self._id())
        if self._dice.random() < 0.05:
            self._thrice(shop, request)
        self._insist(shop, request)

    def _thrice(self, shop: Shop, request: Any) -> None:
        send = shop.inventory.CreateReservation
        twins = [threading.Thread(target=self._once, args=(send, request), daemon=True) for _ in range(2)]
        for twin in twins:
            twin.start()
        for twin in twins:
            twin.join()

    def _once(self, send: Callable[..., Any], request: Any) -> None:
        try:
            self._history.call(send, request, timeout=self._timeout)
        except grpc.RpcError:
            return  # it is written down, and asked for again

    def _deliver(self, shop: Shop) -> None:
        request = adjust_request((*self._dice.choice(self._stock), 8), reason="RECEIVED", request_id=self._id())
        self._insist(shop, request)

    def _sell(self, shop: Shop) -> None:
        request = adjust_request((*self._dice.choice(self._stock), -1), reason="SOLD", request_id=self._id())
        self._insist(shop, request)

    def _blind(self, shop: Shop) -> None:
        """A call without an id: it is never sent again, and must never happen twice all the same."""
        request = adjust_request(
            (*self._dice.choice(self._stock), 1), reason="FOUND", reason_detail=f"mark of {self._id()}"
        )
        try:
            self._history.call(shop.inventory.AdjustInventory, request, timeout=self._timeout)
        except grpc.RpcError as error:
            self._look(error)

    def _shop(self, shop: Shop) -> None:
        """A cart: held for a moment, then confirmed and sent or released, let go, or left alone until it lapses."""
        line = (*self._dice.choice(self._stock), self._dice.randint(1, 4))
        fate = self._dice.choice(["left", "released", "confirmed", "sent", "sent"])
        ttl = duration(0.3 if fate == "left" else 120)
        cart = self._insist(shop, reserve_request(line, ttl=ttl, request_id=self._id()))
        if cart is None or fate == "left":
            return
        one = cart.reservation.id
        if fate != "released":
            self._insist(shop, pb.ConfirmReservationRequest(reservation_id=one, request_id=self._id()))
        if fate == "sent":
            self._insist(shop, pb.FulfillReservationRequest(reservation_id=one, request_id=self._id()))
        else:
            self._insist(shop, pb.ReleaseReservationRequest(reservation_id=one, request_id=self._id()))

    def _insist(self, shop: Shop, request: Any) -> Any:
        """The answer, however often it has to be asked for; None when it is a refusal."""
        send = getattr(shop.inventory, type(request).__name__.removesuffix("Request"))
        give_up = time.monotonic() + INSIST_SECONDS
        while True:
            try:
                return self._history.call(send, request, timeout=self._timeout)
            except grpc.RpcError as error:
                if not self._look(error):
                    return None
                assert time.monotonic() < give_up, "a call was not answered for a minute"
                time.sleep(0.02)

    def _look(self, error: Any) -> bool:
        """Whether to ask again; a code that no client should ever see ends the worker."""
        code = error.code().name
        if code in PASSING or code in self._extra_codes:
            return True
        assert code == "FAILED_PRECONDITION", f"{code}: {error.details()}"
        return False

    def _id(self) -> str:
        self._count += 1
        return f"{self._ids}_{self._count}"


class Load:
    """Workers at work on some levels, and their history."""

    def __init__(self, address: str, url: str, *, workers: int, seed: str, levels: int = 12, **how: Any) -> None:
        self.address = address
        self.client = Client(address)
        shop = Shop(self.client)
        place = shop.location()
        self.stock = []
        for _ in range(levels):
            item = shop.item()
            shop.level(item, place, STOCK)
            self.stock.append((item, place))
        self.history = History(baseline=baseline_of(url))
        self.workers = [
            Worker(address, self.history, self.stock, f"{seed}/{number}", **how) for number in range(workers)
        ]

    def start(self) -> None:
        for worker in self.workers:
            worker.start()

    def stop(self) -> None:
        """Everybody finishes the call in hand; what is still unknown is asked for until it is known."""
        for worker in self.workers:
            worker.stopping.set()
        for worker in self.workers:
            worker.join(INSIST_SECONDS + 30)
        failures = [f"{type(one.failure).__name__}: {one.failure}" for one in self.workers if one.failure]
        self.history.failures += list(dict.fromkeys(failures))
        self.history.settle(lambda method: getattr(self.client.inventory, method))
        self._until_nothing_is_held()

    def _until_nothing_is_held(self) -> None:
        """Carts that were left alone run out of time by themselves, whatever was done meanwhile."""
        shop = Shop(self.client)
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up:
            # Two minutes are the time of those carts that somebody was about to confirm when it was told to stop.
            with suppress(grpc.RpcError):  # the last fault may just be over
                if all(shop.get(*level).held_quantity == 0 for level in self.stock) or self._only_long_holds(shop):
                    return
            time.sleep(0.05)
        raise AssertionError("holds do not expire")

    def _only_long_holds(self, shop: Shop) -> bool:
        now = time.time()
        query = pb.ListReservationsRequest(
            filter=pb.ListReservationsRequest.Filter(states=[types.Reservation.State.Value("STATE_HELD")]),
            page_size=1000,  # type: ignore[list-item]
        )
        held = shop.inventory.ListReservations(query).reservations
        return all(one.expire_time.seconds > now + 1 for one in held)


@contextmanager
def loaded(address: str, url: str, *, workers: int, seed: str, **how: Any) -> Iterator[Load]:
    """Clients at work for as long; when it ends, every outcome is known."""
    load = Load(address, url, workers=workers, seed=seed, **how)
    load.start()
    try:
        yield load
        load.stop()
    finally:
        for worker in load.workers:
            worker.stopping.set()
        load.client.close()
