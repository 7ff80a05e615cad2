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

from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.postgres import THROWAWAY
from tests.support.refusals import read_error
from tests.support.server import Client, RunningServer
from tests.support.world import Shop, adjust_request, reserve_request, unique

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

    def _insist(self, call: Any, request: Any) -> None:
        give_up = time.monotonic() + 60
        while True:
            try:
                call(request, timeout=5, wait_for_ready=True)
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
            else:
                return


@pytest.fixture
def own_cluster() -> Iterator[EmbeddedPostgres]:
    """A database that may be killed: its data survives that, as the operating system does."""
    with tempfile.TemporaryDirectory(prefix="holdfast-kill-") as folder:
        Path(folder).chmod(0o711)
        made = EmbeddedPostgres(Path(folder) / "state", {**THROWAWAY, "full_page_writes": "on"})
        made.start()
        yield made
        made.stop()


def crowd_of(address: str, shop: Shop) -> list[Buyer]:
    stock = [shop.stocked(STOCK) for _ in range(5)]
    buyers = [Buyer(address, stock, seed) for seed in range(CLIENTS)]
    for buyer in buyers:
        buyer.start()
    return buyers


def settle(buyers: list[Buyer]) -> None:
    for buyer in buyers:
        buyer.stopping.set()
    for buyer in buyers:
        buyer.join()
    assert [buyer.failure for buyer in buyers if buyer.failure] == []


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


def test_a_server_that_is_killed_twenty_times_loses_nothing_that_it_acknowledged(own_cluster: EmbeddedPostgres) -> None:
    url = own_cluster.url
    running: RunningServer = servers.start(url)
    address = running.address
    client = Client(address)
    buyers = crowd_of(address, Shop(client))
    dice = random.Random(1)
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.1, 0.4))
        running.kill()
        assert running.process.stdout is not None
        running.process.stdout.close()
        running = servers.start(url, listen=address, migrate="false")
    settle(buyers)
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
