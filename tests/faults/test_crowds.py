"""Many buyers at once: through one server, through several on one database, from several client processes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import grpc
import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.crowd import Crowd, outcomes
from tests.support.postgres import Cluster
from tests.support.refusals import read_error
from tests.support.server import ROOT, Client, RunningServer
from tests.support.world import Shop, balances, relocation, reserve_request, set_line, unique


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


def test_ten_thousand_buyers_whose_holds_expire_share_five_hundred_units(shop: Shop, addresses: list[str]) -> None:
    """Some leave their carts alone, some pay in time, some come late; the last ones find what all the others left."""
    units, largest = 500, 5
    item, location = shop.stocked(units)
    dice = random.Random(11)

    def order(one: Shop, quantity: int) -> int:
        one.reserve((item, location, quantity))
        return quantity

    def leave_the_cart_alone(one: Shop, quantity: int, ttl: float) -> int:
        one.hold((item, location, quantity), ttl=ttl)
        return 0

    def pay(one: Shop, quantity: int, ttl: float) -> int:
        cart = one.hold((item, location, quantity), ttl=ttl)
        one.confirm(cart.id)
        return quantity

    def buyer() -> Callable[[Shop], int]:
        quantity, ttl = dice.randint(1, largest), dice.uniform(0.1, 0.6)
        how = dice.random()
        if how < 0.02:
            return lambda one: order(one, quantity)
        if how < 0.05:
            return lambda one: pay(one, quantity, ttl)
        return lambda one: leave_the_cart_alone(one, quantity, ttl)

    with watching(addresses, item, location) as seen, Crowd(addresses, channels=8, threads=64) as crowd:
        answers = crowd.do([buyer() for _ in range(9_500)])
        until_nothing_is_held(shop, item, location)
        last = [dice.randint(1, largest) for _ in range(500)]
        answers += crowd.do([lambda one, q=q: order(one, q) for q in last])  # type: ignore[misc]
    found = outcomes(answers)
    assert set(found) == {"OK", "INSUFFICIENT_STOCK"}
    assert sum(found.values()) == 10_000
    sold = sum(answer for answer in answers if isinstance(answer, int))
    assert balances(shop.get(item, location)) == (units, sold, units - sold)
    assert units - largest < sold <= units
    assert all(0 <= reserved <= units for reserved in seen)


def insist(call: Callable[[], Any]) -> Any:
    """As clients do where the server says that it is overloaded: again."""
    while True:
        try:
            return call()
        except grpc.RpcError as error:
            if read_error(error).reason != "OVERLOADED":
                raise
            time.sleep(0.05)


@contextmanager
def watching(addresses: list[str], item: str, location: str) -> Iterator[list[int]]:
    """Somebody who looks at the level all the time: how much was reserved each time."""
    seen: list[int] = []
    ended = threading.Event()

    def look() -> None:
        client = Client(addresses[-1])
        while not ended.wait(0.02):
            seen.append(Shop(client).get(item, location).reserved_quantity)
        client.close()

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


def until_nothing_is_held(shop: Shop, item: str, location: str) -> None:
    for _ in range(500):
        if shop.get(item, location).held_quantity == 0:
            return
        time.sleep(0.02)
    raise AssertionError("holds do not expire")


def test_buyers_who_take_from_anywhere_take_all_there_is_and_no_more(shop: Shop, addresses: list[str]) -> None:
    """One item at six locations; what is left anywhere could not have served the smallest order refused."""
    item, places = shop.item(), [shop.location(priority=n % 2) for n in range(6)]
    for place in places:
        shop.level(item, place, 50)
    dice = random.Random(12)

    def order(quantity: int) -> Any:
        line = types.LineInput(inventory_item_id=item, quantity=quantity, split="SPLIT_MODE_ANY")
        line.scope.location_ids.extend(dice.sample(places, 3) if dice.random() < 0.3 else [])
        line.scope.SetInParent()
        return pb.CreateReservationRequest(lines=[line])

    requests = [order(dice.randint(1, 5)) for _ in range(600)]
    with Crowd(addresses, channels=8, threads=64) as crowd:
        answers = crowd.do([lambda one, r=r: one.inventory.CreateReservation(r) for r in requests])  # type: ignore[misc]
        answers += crowd.do([lambda one: one.inventory.CreateReservation(order(1))] * 20)
    found = outcomes(answers)
    assert set(found) == {"OK", "INSUFFICIENT_STOCK"}
    sold = sum(
        request.lines[0].quantity
        for request, answer in zip(requests, answers, strict=False)
        if not isinstance(answer, grpc.RpcError)
    )
    sold += sum(not isinstance(answer, grpc.RpcError) for answer in answers[len(requests) :])
    levels = [shop.get(item, place) for place in places]
    assert [level.stocked_quantity for level in levels] == [50] * 6
    assert all(level.reserved_quantity <= 50 for level in levels)
    assert sum(level.reserved_quantity for level in levels) == sold == 300


def test_orders_of_many_lines_in_overlapping_scopes_neither_deadlock_nor_promise_too_much(
    shop: Shop, addresses: list[str]
) -> None:
    items, places = [shop.item() for _ in range(4)], [shop.location() for _ in range(4)]
    for item in items:
        for place in places:
            shop.level(item, place, 40)
    dice = random.Random(13)

    def order() -> Any:
        request = pb.CreateReservationRequest()
        for item in dice.sample(items, 3):
            line = request.lines.add(inventory_item_id=item, quantity=dice.randint(1, 4))
            line.split = dice.choice(types.LineInput.SplitMode.values())
            line.scope.location_ids.extend(dice.sample(places, dice.randint(1, 4)))
        return request

    requests = [order() for _ in range(500)]
    with Crowd(addresses, channels=8, threads=64) as crowd:
        answers = crowd.do([lambda one, r=r: one.inventory.CreateReservation(r) for r in requests])  # type: ignore[misc]
    assert set(outcomes(answers)) == {"OK", "INSUFFICIENT_STOCK"}
    promised: Counter[tuple[str, str]] = Counter()
    for request, answer in zip(requests, answers, strict=True):
        if isinstance(answer, grpc.RpcError):
            continue
        for wanted, line in zip(request.lines, answer.reservation.lines, strict=True):
            assert line.open_quantity == wanted.quantity
            for claim in line.allocations:
                assert claim.location_id in wanted.scope.location_ids
                promised[claim.inventory_item_id, claim.location_id] += claim.quantity
    for item in items:
        for place in places:
            level = shop.get(item, place)
            assert level.reserved_quantity == promised[item, place] <= 40


def test_orders_that_change_and_move_both_ways_between_two_locations_never_deadlock(
    shop: Shop, addresses: list[str]
) -> None:
    """Five lines in any order of their items, and every change from several clients at once."""
    items, (here, there) = [shop.item() for _ in range(5)], (shop.location(), shop.location())
    for item in items:
        shop.level(item, here, 10_000)
        shop.level(item, there, 10_000)
    dice = random.Random(14)
    orders = [
        shop.reserve(*((item, dice.choice([here, there]), 4) for item in dice.sample(items, 5))).id for _ in range(40)
    ]

    def change(one: Shop, order: str, seed: int) -> Any:
        own = random.Random(seed)
        shown = one.reservation(order)
        line = own.choice(shown.lines)
        if own.random() < 0.3:
            return one.update(order, set_lines=[set_line(line.line_id, own.randint(3, 6))])
        moves = []
        for each in own.sample(list(shown.lines), 3):
            claim = own.choice([one for one in each.allocations if one.open_quantity])
            moves.append(relocation(claim.id, there if claim.location_id == here else here, 1))
        return one.update(order, moves=moves)

    changes = [(dice.choice(orders), seed) for seed in range(500)]
    with Crowd(addresses, channels=8, threads=16) as crowd:
        found = outcomes(crowd.do([lambda one, c=c: insist(lambda: change(one, *c)) for c in changes]))  # type: ignore[misc]
    assert set(found) <= {"OK", "EXCEEDS_OPEN"}  # somebody else has moved the same claim meanwhile
    assert found["OK"] > found["EXCEEDS_OPEN"]
    shown = [shop.reservation(order) for order in orders]
    for item in items:
        promised = Counter[str]()
        for line in (line for one in shown for line in one.lines if line.inventory_item_id == item):
            assert line.open_quantity == line.quantity
            for claim in line.allocations:
                promised[claim.location_id] += claim.open_quantity
        assert [shop.get(item, at).reserved_quantity for at in (here, there)] == [promised[here], promised[there]]


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
