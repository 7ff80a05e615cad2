"""Many buyers at once: through one server, through several on one database, from several client processes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.crowd import Crowd, outcomes
from tests.support.postgres import Cluster
from tests.support.server import ROOT, RunningServer
from tests.support.world import Shop, balances, reserve_request, unique


@pytest.fixture(scope="module")
def two_servers(cluster: Cluster) -> Iterator[list[RunningServer]]:
    """Two servers on one database; the second locks levels item by item."""
    with (
        cluster.database() as url,
        servers.serving(url) as first,
        servers.serving(url, lock_levels_per_item="true", lanes="2") as second,
    ):
        yield [first, second]


@pytest.fixture(params=[1, 2], ids=["one server", "two servers"])
def addresses(request: pytest.FixtureRequest, two_servers: list[RunningServer]) -> Iterator[list[str]]:
    yield [server.address for server in two_servers[: request.param]]
    assert_books(two_servers[0].database_url)


@pytest.fixture
def shop(two_servers: list[RunningServer]) -> Iterator[Shop]:
    client = two_servers[0].client()
    yield Shop(client)
    client.close()


def test_a_hundred_units_go_to_exactly_a_hundred_of_five_hundred_buyers(shop: Shop, addresses: list[str]) -> None:
    item, location = shop.stocked(100)
    with Crowd(addresses, channels=8, threads=500) as crowd:
        answers = crowd.do([lambda one: one.reserve((item, location, 1))] * 500)
    assert outcomes(answers) == {"OK": 100, "INSUFFICIENT_STOCK": 400}
    assert balances(shop.get(item, location)) == (100, 100, 0)


def test_orders_over_many_items_in_any_order_of_lines_neither_deadlock_nor_lose(
    shop: Shop, addresses: list[str]
) -> None:
    stock = [shop.stocked(10_000) for _ in range(10)]
    dice = random.Random(7)
    orders = [dice.sample(stock, 3) for _ in range(300)]
    with Crowd(addresses, channels=8, threads=64) as crowd:
        answers = crowd.do(
            [lambda one, order=order: one.reserve(*((*level, 2) for level in order)) for order in orders]  # type: ignore[misc]
        )
    assert outcomes(answers) == {"OK": 300}
    for item, location in stock:
        assert shop.get(item, location).reserved_quantity == 2 * sum((item, location) in order for order in orders)


def test_two_hundred_increments_are_two_hundred(shop: Shop, addresses: list[str]) -> None:
    item, location = shop.stocked(0)
    with Crowd(addresses, channels=8, threads=200) as crowd:
        answers = crowd.do([lambda one: one.adjust(item, location, 1, "RECEIVED")] * 200)
    assert outcomes(answers) == {"OK": 200}
    level = shop.get(item, location)
    assert (level.stocked_quantity, level.version) == (200, 200)


def test_twins_on_several_servers_make_one_effect(shop: Shop, addresses: list[str]) -> None:
    item, location = shop.stocked(100)
    for _ in range(5):
        request = reserve_request((item, location, 1), request_id=unique("request"))
        with Crowd(addresses, channels=8, threads=60) as crowd:
            answers = crowd.do([lambda one, r=request: one.inventory.CreateReservation(r)] * 60)  # type: ignore[misc]
        assert outcomes(answers) == {"OK": 60}
        assert sum(not answer.mutation.replayed for answer in answers) == 1
    assert balances(shop.get(item, location)) == (100, 5, 95)


def test_twins_of_a_chosen_id_make_one_reservation(shop: Shop, addresses: list[str]) -> None:
    item, location = shop.stocked(100)
    request = reserve_request((item, location, 3), reservation_id=unique("res"))
    with Crowd(addresses, channels=8, threads=40) as crowd:
        answers = crowd.do([lambda one: one.inventory.CreateReservation(request)] * 40)
    assert outcomes(answers) == {"OK": 40}
    assert sum(not answer.mutation.replayed for answer in answers) == 1
    assert balances(shop.get(item, location)) == (100, 3, 97)


def test_two_releases_and_a_fulfilment_of_one_reservation_free_its_units_once(shop: Shop, addresses: list[str]) -> None:
    item, location = shop.stocked(10)
    other = shop.reserve((item, location, 5))
    for _ in range(10):
        reservation = shop.reserve((item, location, 1)).id
        with Crowd(addresses, channels=6, threads=6) as crowd:
            answers = crowd.do(
                [lambda one, r=reservation: one.release(r)] * 4 + [lambda one, r=reservation: one.fulfil(r)] * 2
            )  # type: ignore[misc]
        found = outcomes(answers)
        assert found["OK"] + found["RESERVATION_NOT_ACTIVE"] == 6
        assert found["OK"] >= 4
    level = shop.get(item, location)
    assert level.reserved_quantity == 5
    assert 0 <= level.stocked_quantity <= 10
    assert shop.release(other.id)


def test_a_level_is_made_once_by_many_who_miss_it(shop: Shop, addresses: list[str]) -> None:
    item, location = shop.item(), shop.location()
    with Crowd(addresses, channels=8, threads=40) as crowd:
        answers = crowd.do([lambda one: one.adjust(item, location, 1, create_missing_levels=True)] * 40)
    assert outcomes(answers) == {"OK": 40}
    assert shop.get(item, location).stocked_quantity == 40


def test_a_sku_goes_to_one_of_many(shop: Shop, addresses: list[str]) -> None:
    sku = unique("SKU")
    with Crowd(addresses, channels=8, threads=32) as crowd:
        answers = crowd.do([lambda one: one.item(sku=sku)] * 32)
    assert outcomes(answers) == {"OK": 1, "SKU_TAKEN": 31}


def test_an_item_is_not_deleted_under_a_level_that_is_being_made(shop: Shop, addresses: list[str]) -> None:
    for _ in range(8):
        item, location = shop.item(), shop.location()
        with Crowd(addresses, channels=4, threads=4) as crowd:
            answers = crowd.do(
                [
                    lambda one, i=item, at=location: one.level(i, at, 5),  # type: ignore[misc]
                    lambda one, i=item: one.inventory.DeleteInventoryItem(  # type: ignore[misc]
                        pb.DeleteInventoryItemRequest(inventory_item_id=i)
                    ),
                ]
            )
        found = outcomes(answers)
        assert found in ({"OK": 1, "RESOURCE_IN_USE": 1}, {"OK": 1, "RESOURCE_DELETED": 1})


CLIENT = """
import json, sys
from tests.support.crowd import Crowd, outcomes
item, location, *addresses = sys.argv[1:]
with Crowd(addresses, channels=4, threads=50) as crowd:
    answers = crowd.do([lambda one: one.reserve((item, location, 1))] * 100)
print(json.dumps(outcomes(answers)))
"""


def test_client_processes_on_two_servers_share_what_there_is(shop: Shop, two_servers: list[RunningServer]) -> None:
    item, location = shop.stocked(100)
    addresses = [server.address for server in two_servers]
    clients = [
        subprocess.Popen(
            [sys.executable, "-c", CLIENT, item, location, *addresses], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    found = [json.loads(client.communicate(timeout=60)[0]) for client in clients]
    assert sum(one.get("OK", 0) for one in found) == 100
    assert sum(one.get("INSUFFICIENT_STOCK", 0) for one in found) == 300
    assert_books(two_servers[0].database_url)


def test_refusals_write_nothing(shop: Shop, two_servers: list[RunningServer]) -> None:
    item, location = shop.stocked(0)

    def size() -> tuple[int, ...]:
        with psycopg.connect(two_servers[0].database_url) as connection:
            tables = ("requests", "batches", "outbox", "movements", "reservations")
            query = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)
            row = connection.execute(query).fetchone()  # type: ignore[call-overload]
            assert row is not None
            return tuple(row)

    before = size()
    with Crowd([two_servers[0].address], channels=4, threads=50) as crowd:
        requests = [reserve_request((item, location, 1), request_id=unique("request")) for _ in range(100)]
        answers = crowd.do([lambda one, r=r: one.inventory.CreateReservation(r) for r in requests])  # type: ignore[misc]
    assert outcomes(answers) == {"INSUFFICIENT_STOCK": 100}
    assert size() == before
