"""What happens at the very instant at which a hold's time runs out: real time, two servers, their sweepers at work."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import grpc
import psycopg
import pytest

from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.clock import instant
from tests.support.postgres import Cluster
from tests.support.refusals import read_error
from tests.support.server import RunningServer
from tests.support.world import Shop, balances, state, told

RACES = 400
AT_ONCE = 24
TTL = 0.25
JITTER = 0.006
"""Calls are made so many seconds around the expiry; what they meet there is up to the machine."""


@pytest.fixture(scope="module")
def two_servers(cluster: Cluster) -> Iterator[list[RunningServer]]:
    with cluster.database() as url, servers.serving(url) as first, servers.serving(url) as second:
        yield [first, second]


@pytest.fixture
def shops(two_servers: list[RunningServer]) -> Iterator[list[Shop]]:
    """Four clients of the two servers; the books are checked when all overdue holds have been closed."""
    clients = [server.client() for server in two_servers for _ in range(2)]
    yield [Shop(client) for client in clients]
    for client in clients:
        client.close()
    until_swept(two_servers[0].database_url)
    assert_books(two_servers[0].database_url)


def until_swept(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(1000):
            found = connection.execute("SELECT count(*) FROM reservations WHERE due_time <= clock_timestamp()")
            if found.fetchone() == (0,):
                return
            time.sleep(0.02)
    raise AssertionError("overdue holds are never closed")


def around(expire_time: datetime, dice: random.Random) -> None:
    """Sleep until about then."""
    left = (expire_time - datetime.now(UTC)).total_seconds() + dice.uniform(-JITTER, JITTER)
    time.sleep(max(0.0, left))


def outcome(call: Callable[[], Any]) -> Any:
    """The answer, or the reason of the refusal."""
    try:
        return call()
    except grpc.RpcError as error:
        return read_error(error).reason


def races(shops: list[Shop], race: Callable[[Shop, Shop, random.Random], Any], count: int = RACES) -> list[Any]:
    """So many races, each between clients of different servers."""

    def run(number: int) -> Any:
        return race(shops[number % 4], shops[(number + 2) % 4], random.Random(number))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(count)))


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [done.result() for done in [pool.submit(outcome, call) for call in calls]]


def movements_by_reservation(shop: Shop, item: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in shop.movements(inventory_item_id=item):
        if one.reservation_id:
            found.setdefault(one.reservation_id, []).append(one)
    return found


def reasons(movements: list[Any]) -> list[str]:
    return [reason for reason, _, _, _ in told(movements)]


def test_a_hold_that_is_confirmed_when_it_expires_moves_once(shops: list[Shop]) -> None:
    """In time it stays as it is; late it was closed once, as of its instant, and is promised anew once."""
    item, location = shops[0].stocked(10 * RACES)

    def race(one: Shop, other: Shop, dice: random.Random) -> Any:
        hold = one.hold((item, location, 1), ttl=TTL)
        around(instant(hold.expire_time), dice)
        return hold, other.confirm(hold.id)

    answers = races(shops, race)
    moved = movements_by_reservation(shops[0], item)
    for hold, confirmed in answers:
        assert state(confirmed.reservation) == "CONFIRMED"
        movements = moved[hold.id]
        if confirmed.reacquired:
            assert reasons(movements) == ["RESERVED", "EXPIRED", "RESERVED"]
            assert movements[1].effective_time == hold.expire_time
            assert instant(movements[1].recorded_time) >= instant(hold.expire_time)
        else:
            assert reasons(movements) == ["RESERVED"]
            assert instant(confirmed.reservation.update_time) < instant(hold.expire_time)
    assert balances(shops[0].get(item, location)) == (10 * RACES, RACES, 9 * RACES)


def test_a_hold_that_is_confirmed_extended_and_released_when_it_expires_moves_once(shops: list[Shop]) -> None:
    item, location = shops[0].stocked(10 * RACES)

    def race(one: Shop, other: Shop, dice: random.Random) -> Any:
        hold = one.hold((item, location, 1), ttl=TTL)
        around(instant(hold.expire_time), dice)
        calls = [
            lambda: one.confirm(hold.id),
            lambda: other.extend(hold.id, 60),
            lambda: one.release(hold.id) if dice.random() < 0.5 else other.release(hold.id),
        ]
        dice.shuffle(calls)
        at_once(*calls)
        return hold.id

    ids = races(shops, race, RACES // 2)
    moved = movements_by_reservation(shops[0], item)
    still_open = 0
    for reservation in ids:
        shown = shops[0].reservation(reservation)
        match reasons(moved[reservation]):
            case ["RESERVED"] | ["RESERVED", "EXPIRED", "RESERVED"]:
                assert state(shown) == "CONFIRMED"
                still_open += 1
            case ["RESERVED", "RELEASED"] | ["RESERVED", "EXPIRED", "RESERVED", "RELEASED"]:
                assert state(shown) == "RELEASED"
            case others:
                raise AssertionError(others)
    level = shops[0].get(item, location)
    assert (level.reserved_quantity, level.held_quantity) == (still_open, 0)


def test_an_extension_that_comes_when_the_hold_expires_saves_it_or_finds_it_gone(shops: list[Shop]) -> None:
    item, location = shops[0].stocked(10 * RACES)

    def race(one: Shop, other: Shop, dice: random.Random) -> Any:
        hold = one.hold((item, location, 1), ttl=TTL)
        around(instant(hold.expire_time), dice)
        return hold.id, outcome(lambda: other.extend(hold.id, 600))

    answers = races(shops, race, RACES // 2)
    until_swept_by(shops[0], item, location)
    moved = movements_by_reservation(shops[0], item)
    for reservation, extended in answers:
        if extended == "RESERVATION_EXPIRED":
            assert reasons(moved[reservation]) == ["RESERVED", "EXPIRED"]
            assert state(shops[0].reservation(reservation)) == "EXPIRED"
        else:
            assert reasons(moved[reservation]) == ["RESERVED"]
            assert state(shops[0].reservation(reservation)) == "HELD"
    saved = sum(extended != "RESERVATION_EXPIRED" for _, extended in answers)
    level = shops[0].get(item, location)
    assert (level.reserved_quantity, level.held_quantity) == (saved, saved)


def until_swept_by(shop: Shop, item: str, location: str) -> None:
    """Until the ledger tells what reads tell already: an adjustment settles whatever has lapsed on the level."""
    shop.adjust(item, location, 1, "RECEIVED")


def test_the_unit_of_an_expiring_hold_goes_to_the_shopper_or_to_the_next_buyer(shops: list[Shop]) -> None:
    """Never to both, and never to nobody: who finds it taken finds it taken by the other."""

    def race(one: Shop, other: Shop, dice: random.Random) -> Any:
        item, location = one.stocked(1)
        hold = one.hold((item, location, 1), ttl=TTL)
        around(instant(hold.expire_time), dice)
        confirmed, bought = at_once(lambda: one.confirm(hold.id), lambda: other.reserve((item, location, 1)))
        return item, location, hold.id, confirmed, bought

    for item, location, hold, confirmed, bought in races(shops, race, RACES // 2):
        if isinstance(bought, str):
            assert bought == "INSUFFICIENT_STOCK"
            assert state(confirmed.reservation) == "CONFIRMED"
        else:
            assert confirmed == "INSUFFICIENT_STOCK"
            assert state(shops[0].reservation(hold)) == "EXPIRED"
        assert balances(shops[0].get(item, location)) == (1, 1, 0)
        expiries = reasons(shops[0].movements(inventory_item_id=item)).count("EXPIRED")
        assert expiries == int(not isinstance(bought, str) or confirmed.reacquired)
