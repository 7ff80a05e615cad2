"""Levels as they are now, without what has lapsed, and as they were, by the books of now."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb

from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.ids import TenantId
from holdfast_server.kernel.principal import Principal
from holdfast_server.ledger.model import StockKey
from holdfast_server.levels.queries import StockQueries
from holdfast_server.runtime import partitions
from holdfast_server.runtime.clock import MOVED_CLOCK
from holdfast_server.runtime.database import pool
from tests.support.books import report_of
from tests.support.clock import Moved, instant, moved_house, seconds, stamp
from tests.support.house import House
from tests.support.refusals import refused
from tests.support.world import Shop, adjust_request, balances, reserve_request, told

ME = "default"
TICK = timedelta(microseconds=1)
APPLIED = pb.SetInventoryResponse.LINE_RESULT_APPLIED


def as_of(shop: Shop, item: str, location: str, at: datetime) -> Any:
    request = pb.GetInventoryLevelRequest(inventory_item_id=item, location_id=location, read_time=stamp(at))
    return shop.inventory.GetInventoryLevel(request).level


def count(item: str, location: str, quantity: int, observed: datetime | None = None, **fields: Any) -> Any:
    line = pb.SetInventoryRequest.Line(inventory_item_id=item, location_id=location, quantity=quantity)
    if observed is not None:
        line.observe_time.CopyFrom(stamp(observed))
    return pb.SetInventoryRequest(lines=[line], **fields)


def delete(shop: Shop, item: str, location: str) -> None:
    shop.inventory.DeleteInventoryLevel(pb.DeleteInventoryLevelRequest(inventory_item_id=item, location_id=location))


# --- the past ---------------------------------------------------------------------------------------


def test_a_level_is_read_as_it_was_at_each_instant_of_its_life(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    start = clock.freeze()
    item, location = shop.item(), shop.location()
    made = instant(shop.level(item, location, safety_stock_quantity=1).create_time)
    received = clock.go(60)
    shop.adjust(item, location, 10, "RECEIVED")
    reserved = clock.go(60)
    shop.reserve((item, location, 3), ttl=seconds(600))
    sold = clock.go(60)
    shop.adjust(item, location, -2, "SOLD")
    clock.go(60)
    observed = received + timedelta(seconds=30)
    answer = shop.inventory.SetInventory(count(item, location, 9, observed))
    assert list(answer.line_results) == [APPLIED]
    counted = answer.levels[0]
    assert (*balances(counted), counted.held_quantity, counted.version) == (7, 3, 3, 3, 4)
    assert told(shop.movements(inventory_item_id=item))[-1] == ("COUNTED", "STOCKED", -1, 7)

    def seen(at: datetime) -> tuple[int, ...]:
        level = as_of(shop, item, location, at)
        assert (level.held_quantity, level.settings.safety_stock_quantity, level.id) == (0, 1, counted.id)
        return (*balances(level), level.version)

    refusal = refused(lambda: as_of(shop, item, location, start))
    assert (refusal.code, refusal.reason) == ("NOT_FOUND", "NOT_STOCKED_AT_LOCATION")
    assert seen(made) == (0, 0, -1, 0)
    assert seen(received - TICK) == (0, 0, -1, 0)
    assert seen(received) == (10, 0, 9, 1)
    assert seen(observed - TICK) == (10, 0, 9, 1)
    assert seen(observed) == (9, 0, 8, 1)
    assert seen(reserved - TICK) == (9, 0, 8, 1)
    assert seen(reserved) == (9, 3, 5, 2)
    assert seen(sold) == (7, 3, 3, 3)
    assert seen(instant(counted.update_time)) == (7, 3, 3, 4)
    expired = reserved + timedelta(seconds=600)
    clock.freeze(expired + timedelta(seconds=60))
    assert seen(expired - TICK) == (7, 3, 3, 4)
    assert seen(expired)[:3] == (7, 0, 6)
    shop.adjust(item, location, -6, "SOLD")  # whoever writes settles it; what was, stays
    assert seen(expired - TICK)[:3] == (7, 3, 3)
    assert seen(expired)[:3] == (7, 0, 6)
    level = as_of(shop, item, location, sold + TICK)
    assert (instant(level.update_time), instant(level.create_time)) == (sold, made)


def test_every_bucket_has_its_past(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, location = shop.stocked(20)
    buckets = ("INCOMING", "QUALITY_CONTROL", "DAMAGED", "QUARANTINE")
    for number, bucket in enumerate(buckets, 1):
        shop.adjust(item, location, number, "FOUND", bucket)
    then = clock.freeze(clock.now() + timedelta(seconds=1))
    clock.go(60)
    for bucket in buckets:
        shop.adjust(item, location, 10, "FOUND", bucket)
    shop.move(item, (location, "STOCKED"), (location, "DAMAGED"), 5, "DAMAGED")
    level = as_of(shop, item, location, then)
    assert (level.stocked_quantity, level.incoming_quantity, level.on_hand_quantity) == (20, 1, 29)
    assert (level.quality_control_quantity, level.damaged_quantity, level.quarantine_quantity) == (2, 3, 4)
    now = shop.get(item, location)
    assert (now.stocked_quantity, now.incoming_quantity, now.damaged_quantity) == (15, 11, 18)


def test_the_past_of_several_levels_is_one_answer_and_names_what_was_not_there(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, first, second = shop.item(), shop.location(), shop.location()
    shop.level(item, first, 5)
    then = clock.go(60)
    clock.go(60)
    shop.level(item, second, 7)
    shop.adjust(item, first, 1)

    def seen(**fields: Any) -> tuple[list[tuple[str, int]], list[str]]:
        keys = [pb.InventoryLevelKey(inventory_item_id=item, location_id=at) for at in (second, first, "sloc_none")]
        answer = shop.inventory.BatchGetInventoryLevels(pb.BatchGetInventoryLevelsRequest(keys=keys, **fields))
        found = [(level.location_id, level.stocked_quantity) for level in answer.levels]
        return found, [key.location_id for key in answer.missing_keys]

    assert seen() == ([(second, 7), (first, 6)], ["sloc_none"])
    assert seen(read_time=stamp(then)) == ([(first, 5)], [second, "sloc_none"])


def test_a_level_that_was_deleted_was_there_until_then_and_one_made_again_begins_anew(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, location = shop.stocked(3)
    then = clock.go(60)
    clock.go(60)
    shop.set(item, location, 0)
    clock.go(60)
    delete(shop, item, location)
    gone = clock.go(60)
    assert balances(as_of(shop, item, location, then)) == (3, 0, 3)
    assert refused(lambda: as_of(shop, item, location, gone)).reason == "NOT_STOCKED_AT_LOCATION"
    clock.go(60)
    again = shop.level(item, location, 8)
    assert refused(lambda: as_of(shop, item, location, then)).reason == "NOT_STOCKED_AT_LOCATION"
    assert balances(as_of(shop, item, location, instant(again.create_time))) == (8, 0, 8)


def test_an_item_that_was_deleted_was_there_until_then(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, location = shop.stocked(3)
    then = clock.go(60)
    clock.go(60)
    shop.set(item, location, 0)
    shop.inventory.DeleteInventoryItem(pb.DeleteInventoryItemRequest(inventory_item_id=item))
    assert balances(as_of(shop, item, location, then)) == (3, 0, 3)
    refusal = refused(lambda: shop.get(item, location))
    assert (refusal.reason, refusal.resource) == ("RESOURCE_NOT_FOUND", ("InventoryItem", item))
    later = clock.go(60)
    assert refused(lambda: as_of(shop, item, location, later)).reason == "RESOURCE_NOT_FOUND"


def test_what_lies_ahead_or_before_the_books_is_refused(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, location = shop.stocked(3)
    now = clock.freeze()
    assert balances(as_of(shop, item, location, now + TICK - TICK)) == (3, 0, 3)
    refusal = refused(lambda: as_of(shop, item, location, now + TICK))
    assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", "FIELD_INVALID", ["read_time"])
    refusal = refused(lambda: as_of(shop, item, location, datetime(1999, 12, 31, tzinfo=UTC)))
    month = datetime.now(UTC).strftime("%Y-%m-01T00:00:00Z")
    assert (refusal.code, refusal.reason, refusal.metadata) == (
        "OUT_OF_RANGE", "READ_TIME_TOO_OLD", {"oldest_time": month},
    )  # fmt: skip
    keys = [pb.InventoryLevelKey(inventory_item_id=item, location_id=location)]
    for at, reason in ((now + TICK, "FIELD_INVALID"), (datetime(1999, 1, 1, tzinfo=UTC), "READ_TIME_TOO_OLD")):
        request = pb.BatchGetInventoryLevelsRequest(keys=keys, read_time=stamp(at))
        assert refused(lambda request=request: shop.inventory.BatchGetInventoryLevels(request)).reason == reason  # type: ignore[misc]


async def test_the_ledger_is_kept_since_its_oldest_month_or_its_oldest_stray(database_url: str) -> None:
    engine = pool(database_url, size=1, prepare=False)

    async def since() -> datetime | None:
        async with engine.connect() as connection:
            return await partitions.kept_since(connection, "movements", "recorded_time")

    assert await since() is None
    await partitions.ensure(engine, datetime(2026, 11, 24, tzinfo=UTC))
    assert await since() == datetime(2026, 11, 1, tzinfo=UTC)
    row = (
        "INSERT INTO movements SELECT 't', 'i', 'l', '{at}', 1, 0, 'post', 1, 1, 1, 21, '', '', '', "
        "NULL, NULL, NULL, '', '', '{at}'"
    )
    for at, expected in (
        ("2027-09-09", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-09-09", datetime(2026, 9, 9, tzinfo=UTC)),
    ):
        async with engine.begin() as connection:
            await connection.execute(sa.text(row.format(at=at)))
        assert await since() == expected
    await engine.dispose()


# --- what has lapsed --------------------------------------------------------------------------------


async def fill(home: House, stocked: int, item: str = "thing", location: str = "here", **place: Any) -> None:
    shape = pb.CreateInventoryLevelRequest()
    shape.level.inventory_item_id, shape.level.location_id, shape.level.stocked_quantity = item, location, stocked
    await home.ask(ME, pb.CreateInventoryItemRequest(item={"id": item, "sku": item.upper()}))
    await home.ask(ME, location_request(location, **place))
    await home.ask(ME, shape)


def location_request(location: str, **fields: Any) -> Any:
    return locations_pb.CreateStockLocationRequest(location={"id": location, "name": location, **fields})


def posted(url: str) -> tuple[int, int]:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT reserved, held FROM levels").fetchone()
        assert row is not None
        return row[0], row[1]


async def every_read(home: House) -> list[tuple[int, ...]]:
    """(stocked, reserved, available) of the one level by each read that shows it; held too where it is shown."""
    key = pb.InventoryLevelKey(inventory_item_id="thing", location_id="here")
    one = (await home.ask(ME, pb.GetInventoryLevelRequest(inventory_item_id="thing", location_id="here"))).level
    batch = (await home.ask(ME, pb.BatchGetInventoryLevelsRequest(keys=[key]))).levels[0]
    listed = (await home.ask(ME, pb.ListInventoryLevelsRequest())).levels[0]
    by_id = (await home.ask(ME, pb.GetInventoryItemRequest(inventory_item_id="thing"))).item
    by_ids = (await home.ask(ME, pb.BatchGetInventoryItemsRequest(ids=["thing"]))).items[0]
    items = (await home.ask(ME, pb.ListInventoryItemsRequest())).items[0]
    assert {one.held_quantity, batch.held_quantity, listed.held_quantity} == {one.reserved_quantity}
    return [balances(shown) for shown in (one, batch, listed, by_id, by_ids, items)]


async def test_a_hold_counts_until_its_last_microsecond_and_not_a_moment_longer(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        made = await home.ask(ME, reserve_request(("thing", "here", 4), ttl=seconds(60)))
        expires = instant(made.reservation.expire_time)
        clock.freeze(expires - TICK)
        assert await every_read(home) == [(10, 4, 6)] * 6
        clock.freeze(expires)
        assert await every_read(home) == [(10, 0, 10)] * 6
        assert posted(database_url) == (4, 4)  # nobody has closed it yet
        sold = (await home.ask(ME, adjust_request(("thing", "here", -10), reason="SOLD"))).levels[0]
        assert (*balances(sold), sold.held_quantity) == (0, 0, 0, 0)
        assert posted(database_url) == (0, 0)
        wanted = pb.ListStockMovementsRequest.Filter(inventory_item_id="thing")
        rows = (await home.ask(ME, pb.ListStockMovementsRequest(filter=wanted))).movements
        assert told(rows)[1:] == [
            ("RESERVED", "RESERVED", 4, 4), ("EXPIRED", "RESERVED", -4, 0), ("SOLD", "STOCKED", -10, 0),
        ]  # fmt: skip
        assert instant(rows[2].effective_time) == expires
        assert report_of(database_url).sound


async def test_only_lapsed_holds_are_left_out(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        for quantity, ttl in ((1, 60), (2, 120), (4, 180)):
            await home.ask(ME, reserve_request(("thing", "here", quantity), ttl=seconds(ttl)))
        await home.ask(ME, reserve_request(("thing", "here", 1)))
        seen = []
        for _ in range(4):
            request = pb.GetInventoryLevelRequest(inventory_item_id="thing", location_id="here")
            level = (await home.ask(ME, request)).level
            seen.append((level.reserved_quantity, level.held_quantity, level.available_quantity))
            clock.go(60)
        assert seen[0] == (8, 7, 2)
        # the holds were made a few microseconds after the frozen instant, so that they end as much later
        assert seen[1:] == [(8, 7, 2), (7, 6, 3), (5, 4, 5)]
        clock.go(60)
        level = (await home.ask(ME, request)).level
        assert (level.reserved_quantity, level.held_quantity, level.available_quantity) == (1, 0, 9)


# --- one look ---------------------------------------------------------------------------------------


async def test_one_look_sees_pairs_items_and_what_a_reservation_keeps(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10, "thing", "here", priority=7)
        await fill(home, 5, "other", "there", active=False)
        made = await home.ask(
            ME, reserve_request(("thing", "here", 2), ("thing", "here", 1), reservation_id="res_cart", ttl=seconds(60))
        )
        later = clock.go(30)
        await home.ask(ME, adjust_request(("thing", "here", 100)))
        stock = StockQueries(home.reads, home.database, MOVED_CLOCK)
        who = Principal(TenantId(ME), subject="tester")
        here, there = StockKey("thing", "here"), StockKey("other", "there")

        async def look(**fields: Any) -> Any:
            return await stock.look(who, ["thing", "none"], [here, there], deadline=deadline(), **fields)

        found = await look(exclude_reservation_id="res_cart")
        assert dict(found.freed) == {here: 3}
        assert found.read_time == clock.now()
        level = found.pairs[here].level
        assert (level.stocked, level.reserved, level.held, found.pairs[here].priority) == (110, 3, 3, 7)
        assert (found.pairs[there].location_active, found.pairs[there].priority) == (False, 100)
        assert [view.key for view in found.items["thing"].stock] == [here]
        assert (found.items["thing"].item_known, found.items["none"].item_known) == (True, False)

        past = await look(exclude_reservation_id="res_cart", read_time=later - TICK)
        level = past.items["thing"].stock[0].level
        assert (level.stocked, level.reserved, level.held, past.read_time) == (10, 3, 0, later - TICK)
        assert dict(past.freed) == {here: 3}

        clock.freeze(instant(made.reservation.expire_time))
        found = await look(exclude_reservation_id="res_cart")
        assert (dict(found.freed), found.pairs[here].level.reserved) == ({}, 0)
        with pytest.raises(ResourceNotFound):
            await look(exclude_reservation_id="res_none")

        places = await stock.places(who, ["here", "there", "nowhere"])
        assert {name: (place.known, place.active) for name, place in places.items()} == {
            "here": (True, True), "there": (True, False), "nowhere": (False, False),
        }  # fmt: skip
        assert places["here"].priority == 7
        assert await stock.places(who, []) == {}


def deadline() -> float:
    return asyncio.get_running_loop().time() + 20
