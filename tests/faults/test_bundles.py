"""A bundle of six parts that many want at once, while each part is sold singly as well."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.crowd import Crowd, outcomes
from tests.support.postgres import Cluster
from tests.support.server import RunningServer
from tests.support.world import Shop, duration, line, state, variant_line

NEEDED = (1, 2, 1, 3, 1, 2)
"""Units of each part in one bundle."""


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
    with psycopg.connect(two_servers[0].database_url) as connection:
        query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        assert connection.execute(query).fetchone() == (0,)


@pytest.fixture
def shop(two_servers: list[RunningServer]) -> Iterator[Shop]:
    client = two_servers[0].client()
    yield Shop(client)
    client.close()


class Bundle:
    """Six parts at one location, as many of each as `bundles` bundles need, and the bundle nested in two levels."""

    def __init__(self, shop: Shop, bundles: int) -> None:
        self.shop = shop
        self.location = shop.location()
        self.parts = [shop.item() for _ in NEEDED]
        for part, needed in zip(self.parts, NEEDED, strict=True):
            shop.level(part, self.location, needed * bundles)
        inner = shop.variant(dict(zip(self.parts[:3], NEEDED[:3], strict=True)))
        self.id = shop.variant({inner: 1, **dict(zip(self.parts[3:], NEEDED[3:], strict=True))})

    def one(self, shop: Shop, **fields: Any) -> Any:
        return shop.reserve_lines(variant_line(self.id, 1, self.location), **fields)

    def anywhere(self, shop: Shop, **fields: Any) -> Any:
        return shop.reserve_lines(variant_line(self.id, 1, split="SPLIT_MODE_ANY"), **fields)

    def single(self, shop: Shop, number: int) -> Any:
        return shop.reserve_lines(line(self.parts[number], self.location, 1))

    def singles(self, shop: Shop, order: list[int]) -> Any:
        """Several parts, in any order of lines."""
        return shop.reserve_lines(*(line(self.parts[number], self.location, 1) for number in order))

    def levels(self) -> list[Any]:
        return [self.shop.get(part, self.location) for part in self.parts]


def test_bundles_and_their_parts_sold_singly_are_never_oversold_nor_more_than_a_bundle_under(
    shop: Shop, addresses: list[str]
) -> None:
    bundle = Bundle(shop, 40)
    dice = random.Random(11)
    calls: list[Callable[[Shop], Any]] = []
    calls += [bundle.one] * 60 + [bundle.anywhere] * 60
    calls += [lambda one, n=n: bundle.single(one, n) for n in range(6) for _ in range(10)]  # type: ignore[misc]
    orders = [dice.sample(range(6), 4) for _ in range(20)]
    calls += [lambda one, order=order: bundle.singles(one, order) for order in orders]  # type: ignore[misc]
    dice.shuffle(calls)
    with Crowd(addresses, channels=8, threads=64) as crowd:
        answers = crowd.do(calls)
    found = outcomes(answers)
    assert set(found) == {"OK", "INSUFFICIENT_STOCK"}
    promised = dict.fromkeys(bundle.parts, 0)
    for answer in answers:
        for one in getattr(answer, "lines", ()):
            for allocation in one.allocations:
                promised[allocation.inventory_item_id] += allocation.quantity
    levels = bundle.levels()
    assert [level.reserved_quantity for level in levels] == list(promised.values())
    assert all(level.available_quantity >= 0 for level in levels)
    # Somebody who wanted a bundle went without: then some part does not make one any more.
    assert any(level.available_quantity < needed for level, needed in zip(levels, NEEDED, strict=True))
    left = shop.could_sell(bundle.id)
    assert (left.whole_units_quantity, left.purchasable) == (0, False)


def test_exactly_as_many_bundles_are_sold_as_there_are(shop: Shop, addresses: list[str]) -> None:
    bundle = Bundle(shop, 25)
    with Crowd(addresses, channels=8, threads=64) as crowd:
        answers = crowd.do([bundle.one, bundle.anywhere] * 40)
    assert outcomes(answers) == {"OK": 25, "INSUFFICIENT_STOCK": 55}
    assert [level.available_quantity for level in bundle.levels()] == [0] * 6
    assert [level.reserved_quantity for level in bundle.levels()] == [25 * needed for needed in NEEDED]


def test_bundles_come_and_go_without_a_deadlock_or_a_lost_unit(shop: Shop, addresses: list[str]) -> None:
    bundle = Bundle(shop, 30)

    def life(one: Shop, number: int) -> Any:
        """Held, then one of: given back, sent whole, one part of it sent and the rest given back."""
        held = bundle.anywhere(one, ttl=duration(600)) if number % 2 else bundle.one(one, ttl=duration(600))
        match number % 3:
            case 0:
                return one.release(held.id)
            case 1:
                return one.fulfil(held.id).reservation
            case _:
                part = next(a for a in held.lines[0].allocations if a.inventory_item_id == bundle.parts[3])
                one.fulfil(held.id, {"allocation_id": part.id, "quantity": 1})
                return one.release(held.id)

    calls: list[Callable[[Shop], Any]] = [lambda one, n=n: life(one, n) for n in range(90)]  # type: ignore[misc]
    calls += [lambda one, n=n: one.release(bundle.single(one, n % 6).id) for n in range(60)]  # type: ignore[misc]
    random.Random(5).shuffle(calls)
    with Crowd(addresses, channels=8, threads=64) as crowd:
        answers = crowd.do(calls)
    assert set(outcomes(answers)) <= {"OK", "INSUFFICIENT_STOCK"}
    gone = dict.fromkeys(bundle.parts, 0)
    for answer in answers:
        for one in getattr(answer, "lines", ()):
            for allocation in one.allocations:
                assert allocation.open_quantity == 0
                gone[allocation.inventory_item_id] += allocation.fulfilled_quantity
    whole = [one for one in answers if getattr(one, "lines", ()) and state(one) == "FULFILLED"]
    assert whole
    levels = bundle.levels()
    assert [level.reserved_quantity for level in levels] == [0] * 6
    stocked = [30 * needed for needed in NEEDED]
    assert [level.stocked_quantity for level in levels] == [
        had - left for had, left in zip(stocked, gone.values(), strict=True)
    ]
