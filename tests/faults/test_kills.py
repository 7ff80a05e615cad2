"""kill -9 of server and database under load: nothing acknowledged is lost, nothing happens twice."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.postgres import THROWAWAY
from tests.support.refusals import read_error
from tests.support.server import Client, RunningServer
from tests.support.world import Shop, adjust_request, duration, reserve_request, returned, set_line, unique

KILLS = 20
CLIENTS = 16
STOCK = 10**6

pytestmark = pytest.mark.faults


class Buyer(threading.Thread):
    """One client that never gives up: a call whose outcome it does not know is sent again with the same id."""

    def __init__(self, address: str, stock: list[tuple[str, str]], seed: int) -> None:
        super().__init__()
        self._address = address
        self._stock = stock
        self._dice = random.Random(seed)
        self.stopping = threading.Event()
        self.sold: dict[tuple[str, str], int] = dict.fromkeys(stock, 0)
        self.reserved: dict[tuple[str, str], int] = dict.fromkeys(stock, 0)
        self.acknowledged: list[tuple[str, str]] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        client = Client(self._address)
        try:
            while not self.stopping.is_set():
                self._one(Shop(client))
        except BaseException as error:
            self.failure = error
        finally:
            client.close()

    def _one(self, shop: Shop) -> None:
        level = self._dice.choice(self._stock)
        quantity = self._dice.randint(1, 3)
        request_id = unique("request")
        if self._dice.random() < 0.5:
            request: Any = reserve_request((*level, quantity), request_id=request_id)
            self._insist(shop.inventory.CreateReservation, request)
            self.reserved[level] += quantity
            self.acknowledged.append(("CreateReservation", request_id))
        else:
            request = adjust_request((*level, -quantity), reason="SOLD", request_id=request_id)
            self._insist(shop.inventory.AdjustInventory, request)
            self.sold[level] += quantity
            self.acknowledged.append(("AdjustInventory", request_id))

    def _insist(self, call: Any, request: Any) -> Any:
        """The answer, however often it has to be asked for."""
        give_up = time.monotonic() + 60
        while True:
            try:
                return call(request, timeout=5, wait_for_ready=True)
            except grpc.RpcError as error:
                code = error.code()  # type: ignore[attr-defined]
                assert code in (
                    grpc.StatusCode.UNAVAILABLE,
                    grpc.StatusCode.DEADLINE_EXCEEDED,
                    grpc.StatusCode.ABORTED,
                    grpc.StatusCode.RESOURCE_EXHAUSTED,
                    grpc.StatusCode.CANCELLED,
                ), read_error(error)
                assert time.monotonic() < give_up, "a call was not answered for a minute"
                time.sleep(0.02)


class Shopper(Buyer):
    """One client that takes reservations through their whole lives, each step as insistently as a buyer."""

    def _one(self, shop: Shop) -> None:
        level = self._dice.choice(self._stock)
        quantity = self._dice.randint(2, 4)
        is_left_alone = self._dice.random() < 0.2
        cart = self._ask(shop, reserve_request((*level, quantity), ttl=duration(0.3 if is_left_alone else 60)))
        if is_left_alone:
            return
        more = [set_line(cart.reservation.lines[0].line_id, quantity + 1)]
        self._ask(shop, pb.UpdateReservationRequest(reservation_id=cart.reservation.id, set_lines=more))
        self._ask(shop, pb.ConfirmReservationRequest(reservation_id=cart.reservation.id))
        self.reserved[level] += quantity + 1
        part = pb.ReservationPart(line_id=cart.reservation.lines[0].line_id, quantity=2)
        sent = self._ask(shop, pb.FulfillReservationRequest(reservation_id=cart.reservation.id, lines=[part]))
        self.reserved[level] -= 2
        self.sold[level] += 2
        match self._dice.choice(["keep", "release", "reverse", "return"]):
            case "release":
                self._ask(shop, pb.ReleaseReservationRequest(reservation_id=cart.reservation.id))
                self.reserved[level] -= quantity - 1
            case "reverse":
                wanted = pb.ReverseFulfillmentRequest(
                    reservation_id=cart.reservation.id, fulfillment_id=sent.fulfillment.id
                )
                self._ask(shop, wanted)
                self.reserved[level] += 2
                self.sold[level] -= 2
            case "return":
                back = returned(level[1], 1, line_id=part.line_id)
                self._ask(shop, pb.ReceiveReturnRequest(reservation_id=cart.reservation.id, lines=[back]))
                self.sold[level] -= 1

    def _ask(self, shop: Shop, request: Any) -> Any:
        method = type(request).__name__.removesuffix("Request")
        request.request_id = unique("request")
        answer = self._insist(getattr(shop.inventory, method), request)
        self.acknowledged.append((method, request.request_id))
        return answer


@pytest.fixture
def own_cluster() -> Iterator[EmbeddedPostgres]:
    """A database that may be killed: its data survives that, as the operating system does."""
    with tempfile.TemporaryDirectory(prefix="holdfast-kill-") as folder:
        Path(folder).chmod(0o711)
        made = EmbeddedPostgres(Path(folder) / "state", {**THROWAWAY, "full_page_writes": "on"})
        made.start()
        yield made
        made.stop()


def crowd_of(address: str, shop: Shop, kind: type[Buyer] = Buyer) -> list[Buyer]:
    stock = [shop.stocked(STOCK) for _ in range(5)]
    buyers = [kind(address, stock, seed) for seed in range(CLIENTS)]
    for buyer in buyers:
        buyer.start()
    return buyers


def settle(buyers: list[Buyer]) -> None:
    for buyer in buyers:
        buyer.stopping.set()
    for buyer in buyers:
        buyer.join()
    assert [buyer.failure for buyer in buyers if buyer.failure] == []


def until_nothing_is_held(buyers: list[Buyer], shop: Shop) -> None:
    """Carts that were left alone run out of time by themselves, whoever was killed meanwhile."""
    for _ in range(1000):
        if not any(shop.get(*level).held_quantity for level in buyers[0].sold):
            return
        time.sleep(0.02)
    raise AssertionError("holds do not expire")


def until_all_is_told(url: str) -> None:
    """Holds that have ended are closed by a sweep, and told of after it: from here on nothing happens by itself."""
    for _ in range(1000):
        with psycopg.connect(url) as connection:
            left = connection.execute(
                "SELECT (SELECT count(*) FROM reservations WHERE state = 'HELD') + (SELECT count(*) FROM outbox_pending)"
            ).fetchone()
        if left == (0,):
            return
        time.sleep(0.05)
    raise AssertionError("what has ended is not told of")


def assert_nothing_lost(buyers: list[Buyer], shop: Shop, url: str) -> None:
    """The levels hold what was acknowledged and nothing else; every acknowledged id is kept once."""
    for item, location in buyers[0].sold:
        level = shop.get(item, location)
        assert level.stocked_quantity == STOCK - sum(buyer.sold[item, location] for buyer in buyers)
        assert level.reserved_quantity == sum(buyer.reserved[item, location] for buyer in buyers)
    with psycopg.connect(url) as connection:
        kept = set(connection.execute("SELECT method, request_id FROM requests").fetchall())
    acknowledged = [one for buyer in buyers for one in buyer.acknowledged]
    assert len(acknowledged) > KILLS
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) == kept
    assert_books(url)


@pytest.mark.parametrize("kind", [Buyer, Shopper], ids=["sales and orders", "whole lives"])
def test_a_server_that_is_killed_twenty_times_loses_nothing_that_it_acknowledged(
    own_cluster: EmbeddedPostgres, kind: type[Buyer]
) -> None:
    url = own_cluster.url
    running: RunningServer = servers.start(url)
    address = running.address
    client = Client(address)
    buyers = crowd_of(address, Shop(client), kind)
    dice = random.Random(1)
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.1, 0.4))
        running.kill()
        assert running.process.stdout is not None
        running.process.stdout.close()
        running = servers.start(url, listen=address, migrate="false")
    settle(buyers)
    until_nothing_is_held(buyers, Shop(client))
    assert_nothing_lost(buyers, Shop(client), url)
    client.close()
    assert running.stop() == 0
    assert running.process.stdout is not None
    running.process.stdout.close()


def test_a_database_that_is_killed_twenty_times_loses_nothing_that_was_acknowledged(
    own_cluster: EmbeddedPostgres,
) -> None:
    url = own_cluster.url
    with servers.serving(url, log_level="ERROR") as running:
        client = running.client()
        buyers = crowd_of(running.address, Shop(client))
        dice = random.Random(2)
        for _ in range(KILLS):
            time.sleep(dice.uniform(0.1, 0.4))
            assert own_cluster.pid is not None
            os.kill(own_cluster.pid, signal.SIGKILL)
            while own_cluster.pid is not None:
                time.sleep(0.005)
            own_cluster.start()
        settle(buyers)
        assert_nothing_lost(buyers, Shop(client), url)
        client.close()


def test_backends_that_are_terminated_again_and_again_lose_nothing(own_cluster: EmbeddedPostgres) -> None:
    """The connection breaks at any point of a transaction, the answer to COMMIT included."""
    url = own_cluster.url
    with servers.serving(url, log_level="ERROR") as running:
        client = running.client()
        buyers = crowd_of(running.address, Shop(client))
        with psycopg.connect(url, autocommit=True) as connection:
            for _ in range(60):
                time.sleep(0.05)
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holdfast'"
                )
        settle(buyers)
        assert_nothing_lost(buyers, Shop(client), url)
        client.close()
