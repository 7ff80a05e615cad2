"""Variants in and out of stock while many change it at once, servers are killed, and two of them work on one database."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import psycopg
import pytest
from holdfast.inventory.v1 import catalog_service_pb2 as pb

from holdfast_server.restock.jobs import LEASE_NAME
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.crowd import Crowd, outcomes
from tests.support.postgres import Cluster
from tests.support.server import Client, RunningServer
from tests.support.world import Shop, adjust_request, unique

KILLS = 12
KITS = 100

pytestmark = pytest.mark.faults


@pytest.fixture
def two_servers(cluster: Cluster) -> Iterator[list[RunningServer]]:
    """Two servers on one database."""
    with cluster.database() as url, servers.serving(url) as first, servers.serving(url, lanes="2") as second:
        yield [first, second]
        assert_books(url)


def two_part_kits(shop: Shop, count: int) -> tuple[str, list[tuple[str, str, str]], str]:
    """(location, kits with their two parts, channel): none of it is there."""
    location = shop.location()
    channel = shop.channel(location)
    kits = []
    for _ in range(count):
        x, y = shop.item(), shop.item()
        shop.level(x, location)
        shop.level(y, location)
        kits.append((shop.variant({x: 1, y: 1}), x, y))
    return location, kits, channel


def transitions(shop: Shop) -> dict[str, list[bool]]:
    """What was told of each variant, in order: in stock or out of it. An event that comes twice counts once."""
    found = {one.event_id: one for one in shop.happened("variant.in_stock", "variant.out_of_stock")}
    told: dict[str, list[bool]] = {}
    for one in found.values():
        told.setdefault(one.resource, []).append(one.variant_stock_changed.whole_units_quantity > 0)
    return told


def eventually(look: Callable[[], Any], wanted: Any) -> None:
    for _ in range(200):
        found = look()
        if found == wanted:
            return
        time.sleep(0.1)
    assert found == wanted


def test_two_who_raise_the_two_parts_of_a_kit_at_once_do_not_make_it_miss_its_return(
    two_servers: list[RunningServer],
) -> None:
    client = two_servers[0].client()
    shop = Shop(client)
    location, kits, _ = two_part_kits(shop, KITS)
    with Crowd([one.address for one in two_servers], channels=8, threads=16) as crowd:
        parts = [part for _, x, y in kits for part in (x, y)]
        answers = crowd.do([lambda one, part=part: one.adjust(part, location, 1) for part in parts])  # type: ignore[misc]
        assert outcomes(answers) == {"OK": 2 * KITS}
        eventually(lambda: transitions(shop), {kit: [True] for kit, _, _ in kits})
        answers = crowd.do([lambda one, part=part: one.adjust(part, location, -1) for part in parts])  # type: ignore[misc]
        assert outcomes(answers) == {"OK": 2 * KITS}
        eventually(lambda: transitions(shop), {kit: [True, False] for kit, _, _ in kits})
    client.close()


def test_a_part_whose_transaction_commits_last_is_the_one_that_counts(two_servers: list[RunningServer]) -> None:
    """The one that began first waits; what came after it is looked at without it, and then with it."""
    client = two_servers[0].client()
    shop = Shop(client)
    location, ((kit, x, y),), _ = two_part_kits(shop, 1)
    with psycopg.connect(two_servers[0].database_url) as blocker:
        blocker.execute("SELECT 1 FROM levels WHERE item_id = %s FOR NO KEY UPDATE", (x,))
        waiting = threading.Thread(target=lambda: shop.adjust(x, location, 1, request_id=unique("request")))
        waiting.start()
        other = two_servers[1].client()
        Shop(other).adjust(y, location, 1)
        other.close()
        time.sleep(0.3)
        assert transitions_now(two_servers[0].database_url) == 0
        blocker.rollback()
        waiting.join()
    eventually(lambda: transitions(shop), {kit: [True]})
    client.close()


def transitions_now(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM variant_stock").fetchone()
        assert row is not None
        return int(row[0])


class Clerk(threading.Thread):
    """Somebody who raises and lowers parts, one after the other, and never gives up."""

    def __init__(self, address: str, parts: list[str], location: str, seed: int) -> None:
        super().__init__()
        self._address = address
        self._parts = parts
        self._location = location
        self._dice = random.Random(seed)
        self.stopping = threading.Event()
        self.stocked = dict.fromkeys(parts, 0)
        self.failure: BaseException | None = None

    def run(self) -> None:
        client = Client(self._address)
        try:
            while not self.stopping.is_set():
                self._one(client)
        except BaseException as error:
            self.failure = error
        finally:
            client.close()

    def _one(self, client: Client) -> None:
        part = self._dice.choice(self._parts)
        delta = -1 if self.stocked[part] else 1
        request = adjust_request((part, self._location, delta), request_id=unique("request"))
        give_up = time.monotonic() + 60
        while True:
            try:
                client.inventory.AdjustInventory(request, timeout=5, wait_for_ready=True)
            except grpc.RpcError as error:
                assert time.monotonic() < give_up, error
                time.sleep(0.02)
            else:
                self.stocked[part] += delta
                return


def test_a_server_that_is_killed_again_and_again_tells_every_transition_once(cluster: Cluster) -> None:
    """What is told of a variant alternates, begins with its coming and ends with what is there."""
    with cluster.database() as url:
        running = servers.start(url, restock_settle_seconds="0")
        address = running.address
        client = Client(address)
        shop = Shop(client)
        location, kits, _ = two_part_kits(shop, 8)
        subscriptions = [subscribe(shop, kit, n) for kit, _, _ in kits for n in range(5)]
        clerks = [Clerk(address, [x, y], location, seed) for seed, (_, x, y) in enumerate(kits)]
        for clerk in clerks:
            clerk.start()
        dice = random.Random(3)
        for _ in range(KILLS):
            time.sleep(dice.uniform(0.3, 1.5))
            kill(running)
            running = servers.start(url, listen=address, migrate="false", restock_settle_seconds="0")
        for clerk in clerks:
            clerk.stopping.set()
        for clerk in clerks:
            clerk.join()
        assert [clerk.failure for clerk in clerks if clerk.failure] == []
        there = {kit: min(clerk.stocked.values()) > 0 for (kit, _, _), clerk in zip(kits, clerks, strict=True)}
        eventually(lambda: {kit: (told or [False])[-1] for kit, told in with_all(transitions(shop), kits)}, there)
        assert_alternating(transitions(shop), at_least=KILLS)
        notices = Counter(one.restock_notice.subscription.id for one in shop.happened("variant.restocked"))
        assert set(notices.values()) <= {1}
        assert set(notices) <= set(subscriptions)
        assert len(notices) > 8
        client.close()
        assert_books(url)
        assert running.stop() == 0
        assert running.process.stdout is not None
        running.process.stdout.close()


def test_two_who_both_believe_to_be_the_one_who_tells_tell_every_transition_once(
    two_servers: list[RunningServer],
) -> None:
    """The lease spares work; that nobody tells what another has told, or has seen to be over, rests on the position."""
    url = two_servers[0].database_url
    client = two_servers[0].client()
    shop = Shop(client)
    location, kits, _ = two_part_kits(shop, 8)
    clerks = [Clerk(two_servers[n % 2].address, [x, y], location, n) for n, (_, x, y) in enumerate(kits)]
    for clerk in clerks:
        clerk.start()
    for _ in range(200):
        time.sleep(0.05)
        free_lease(url)
    for clerk in clerks:
        clerk.stopping.set()
    for clerk in clerks:
        clerk.join()
    assert [clerk.failure for clerk in clerks if clerk.failure] == []
    there = {kit: min(clerk.stocked.values()) > 0 for (kit, _, _), clerk in zip(kits, clerks, strict=True)}
    eventually(lambda: {kit: (told or [False])[-1] for kit, told in with_all(transitions(shop), kits)}, there)
    assert_alternating(transitions(shop), at_least=50)
    client.close()


def assert_alternating(told: dict[str, list[bool]], *, at_least: int) -> None:
    assert sum(map(len, told.values())) > at_least
    for changes in told.values():
        assert changes == [n % 2 == 0 for n in range(len(changes))]


def with_all(told: dict[str, list[bool]], kits: list[tuple[str, str, str]]) -> list[tuple[str, list[bool]]]:
    return [(kit, told.get(kit, [])) for kit, _, _ in kits]


def subscribe(shop: Shop, variant: str, number: int) -> str:
    wanted = pb.RestockSubscription(variant_id=variant, subscriber=f"shopper {number}")
    return str(shop.catalog.SubscribeRestock(pb.SubscribeRestockRequest(subscription=wanted)).subscription.id)


def kill(running: RunningServer) -> None:
    """As a crash does it; whoever comes next works at once."""
    running.kill()
    assert running.process.stdout is not None
    running.process.stdout.close()
    free_lease(running.database_url)


def free_lease(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM leases WHERE name = %s", (LEASE_NAME,))
