"""Low stock over the wire: when it is told, and what is low now."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import orjson
import psycopg
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.ledger import store as ledger
from holdfast_server.ledger.model import Level, StockKey
from holdfast_server.runtime.database import connect_lane
from tests.store.test_interleavings import holding_the_level, waiting
from tests.support.clock import Moved
from tests.support.crowd import Crowd, outcomes
from tests.support.house import House, house
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import Shop, adjust_request, reserve_request, unique

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def told_low(shop: Shop, item: str) -> list[tuple[int, int]]:
    """(threshold, available) of each time that the item's levels were told to be low."""
    found = shop.happened("level.low_stock", inventory_item_ids=[item])
    return [(one.low_stock.threshold_quantity, one.low_stock.level.available_quantity) for one in found]


def levels(shop: Shop, **wanted: Any) -> list[tuple[str, str]]:
    return [(one.inventory_item_id, one.location_id) for one in level_pages(shop, **wanted)]


def level_pages(shop: Shop, size: int = 0, sort: str = "SORT_UNSPECIFIED", **wanted: Any) -> list[Any]:
    found: list[Any] = []
    request = pb.ListInventoryLevelsRequest(page_size=size, sort=sort)
    request.filter.CopyFrom(pb.ListInventoryLevelsRequest.Filter(**wanted))
    while True:
        answer = shop.inventory.ListInventoryLevels(request)
        found += answer.levels
        request.page_token = answer.next_page_token
        if not request.page_token:
            return found


def items(shop: Shop, size: int = 0, **wanted: Any) -> list[str]:
    found: list[str] = []
    request = pb.ListInventoryItemsRequest(page_size=size, sort="SORT_ID")
    request.filter.CopyFrom(pb.ListInventoryItemsRequest.Filter(**wanted))
    while True:
        answer = shop.inventory.ListInventoryItems(request)
        found += [one.id for one in answer.items]
        request.page_token = answer.next_page_token
        if not request.page_token:
            return found


# --- the event --------------------------------------------------------------------------------------


def test_it_is_told_at_the_threshold_and_again_only_after_a_fifth_more(shop: Shop) -> None:
    item, location = shop.stocked(12, low_stock_threshold=10)
    falls = []
    for delta in (-1, -1, -1, +2, -1, -3, +5, -1, -1):  # 11 10 9 11 10 7 12 11 10
        shop.adjust(item, location, delta)
        falls.append(len(told_low(shop, item)))
    assert falls == [0, 1, 1, 1, 1, 1, 1, 1, 2]
    assert told_low(shop, item) == [(10, 10), (10, 10)]


def test_the_event_shows_the_level_and_follows_what_made_it_low(shop: Shop) -> None:
    item, location = shop.stocked(12, low_stock_threshold=10)
    reservation = shop.reserve((item, location, 3), request_id=unique("req")).id
    changed, low, created = shop.happened(
        "level.changed", "level.low_stock", "reservation.created", inventory_item_ids=[item]
    )[-3:]
    if changed.type != "level.changed":
        created, changed, low = changed, low, created
    assert (changed.type, low.type, created.resource) == ("level.changed", "level.low_stock", reservation)
    assert low.resource == f"{item}/{location}"
    assert low.request_id == changed.request_id
    assert low.low_stock.level == changed.level_changed.after
    assert low.low_stock.level == shop.get(item, location)
    assert (low.low_stock.level.stocked_quantity, low.low_stock.level.reserved_quantity) == (12, 3)
    assert (low.low_stock.threshold_quantity, low.low_stock.level.settings.low_stock_threshold) == (10, 10)


def test_a_refused_call_and_a_trial_tell_nothing(shop: Shop) -> None:
    item, location = shop.stocked(12, low_stock_threshold=10)
    assert refused(lambda: shop.reserve((item, location, 13))).reason == "INSUFFICIENT_STOCK"
    shop.adjust(item, location, -5, validate_only=True)
    assert told_low(shop, item) == []
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == []


def test_a_replayed_call_tells_nothing_again(shop: Shop) -> None:
    item, location = shop.stocked(12, low_stock_threshold=10)
    request = unique("req")
    assert not shop.adjust(item, location, -5, request_id=request).mutation.replayed
    assert shop.adjust(item, location, -5, request_id=request).mutation.replayed
    assert told_low(shop, item) == [(10, 7)]


def test_promises_lower_what_is_available_and_their_release_raises_it(shop: Shop) -> None:
    item, location = shop.stocked(20, low_stock_threshold=10)
    first = shop.reserve((item, location, 10)).id
    assert told_low(shop, item) == [(10, 10)]
    shop.fulfil(first)  # stocked and reserved fall together: available stays 10
    assert told_low(shop, item) == [(10, 10)]
    second = shop.reserve((item, location, 4)).id
    shop.release(second)  # back at 10, which is no recovery
    shop.reserve((item, location, 1))
    assert told_low(shop, item) == [(10, 10)]


def test_one_call_that_passes_below_and_above_counts_where_it_ends(shop: Shop) -> None:
    item, location = shop.stocked(20, low_stock_threshold=10)
    shop.inventory.AdjustInventory(adjust_request((item, location, -15), (item, location, 14)))
    assert told_low(shop, item) == []


def test_a_level_below_its_threshold_from_the_start_is_told_of(shop: Shop) -> None:
    item = shop.item()
    empty, low, enough = shop.location(), shop.location(), shop.location()
    shop.level(item, empty, 0, low_stock_threshold=0)
    shop.level(item, low, 3, low_stock_threshold=5)
    shop.level(item, enough, 6, low_stock_threshold=5)
    assert told_low(shop, item) == [(0, 0), (5, 3)]
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == [(item, empty), (item, low)]


def test_setting_a_threshold_on_a_level_that_is_below_it_is_told(shop: Shop) -> None:
    item, location = shop.stocked(8)
    shop.configure(item, location, low_stock_threshold=7)
    assert told_low(shop, item) == []
    shop.configure(item, location, low_stock_threshold=8)
    assert told_low(shop, item) == [(8, 8)]
    shop.configure(item, location, low_stock_threshold=20)  # still low, and told already
    assert told_low(shop, item) == [(8, 8)]
    shop.configure(item, location, low_stock_threshold=6)  # 8 is a fifth above 6: not low any more
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == []
    shop.configure(item, location, low_stock_threshold=9)
    assert told_low(shop, item) == [(8, 8), (9, 8)]


def test_a_threshold_is_cleared_by_its_mask_and_kept_by_others(shop: Shop) -> None:
    item, location = shop.stocked(3, low_stock_threshold=5, safety_stock_quantity=1)
    changed = shop.configure(item, location, "safety_stock_quantity", safety_stock_quantity=2)
    assert (changed.settings.safety_stock_quantity, changed.settings.low_stock_threshold) == (2, 5)
    cleared = shop.configure(item, location, "low_stock_threshold")
    assert not cleared.settings.HasField("low_stock_threshold")
    assert cleared.settings.safety_stock_quantity == 2
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == []
    zero = shop.configure(item, location, low_stock_threshold=0)
    assert zero.settings.HasField("low_stock_threshold")
    assert shop.get(item, location) == zero
    everything = shop.configure(item, location, "*")
    assert not everything.settings.HasField("low_stock_threshold")
    assert everything.settings.safety_stock_quantity == 0
    assert told_low(shop, item) == [(5, 2)]


def test_a_threshold_lies_between_0_and_10_to_the_15(shop: Shop) -> None:
    item, location = shop.stocked(1)
    for value in (-1, 10**15 + 1):
        refusal = refused(lambda value=value: shop.configure(item, location, low_stock_threshold=value))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == ("QUANTITY_OUT_OF_RANGE", ["settings.low_stock_threshold"])
    fresh = shop.location()
    refusal = refused(lambda: shop.level(item, fresh, 1, low_stock_threshold=-1))
    assert refusal.fields == ["level.settings.low_stock_threshold"]
    assert shop.configure(item, location, low_stock_threshold=10**15).settings.low_stock_threshold == 10**15


def test_more_safety_stock_leaves_less_available(shop: Shop) -> None:
    item, location = shop.stocked(20, low_stock_threshold=10)
    shop.configure(item, location, safety_stock_quantity=9)
    assert told_low(shop, item) == []
    shop.configure(item, location, safety_stock_quantity=10)
    assert told_low(shop, item) == [(10, 10)]
    shop.configure(item, location, safety_stock_quantity=8)  # 12: recovered
    shop.configure(item, location, safety_stock_quantity=15)
    assert told_low(shop, item) == [(10, 10), (10, 5)]


def test_a_level_that_is_deleted_and_made_again_has_no_threshold(shop: Shop) -> None:
    item, location = shop.stocked(0, low_stock_threshold=5)
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == [(item, location)]
    shop.inventory.DeleteInventoryLevel(pb.DeleteInventoryLevelRequest(inventory_item_id=item, location_id=location))
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == []
    shop.level(item, location, 0)
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == []
    shop.configure(item, location, low_stock_threshold=5)
    assert told_low(shop, item) == [(5, 0), (5, 0)]


def test_each_level_of_a_call_is_told_of_by_itself(shop: Shop) -> None:
    item, here, there = shop.item(), shop.location(), shop.location()
    shop.level(item, here, 10, low_stock_threshold=5)
    shop.level(item, there, 10, low_stock_threshold=3)
    shop.move(item, (here, "STOCKED"), (there, "STOCKED"), 6)
    assert told_low(shop, item) == [(5, 4)]
    shop.reserve((item, here, 1), (item, there, 14))
    assert told_low(shop, item) == [(5, 4), (3, 2)]


def test_a_hold_that_lapses_makes_room_for_the_next_fall(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, location = shop.stocked(20, low_stock_threshold=10)
    clock.freeze()
    shop.hold((item, location, 15), ttl=60)
    assert told_low(shop, item) == [(10, 5)]
    clock.go(61)
    shop.reserve((item, location, 11))  # whoever comes first settles the hold: 20, then 9
    assert told_low(shop, item) == [(10, 5), (10, 9)]


def test_the_sweeper_lets_a_level_recover_from_a_hold(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, location = shop.stocked(20, low_stock_threshold=10)
    shop.hold((item, location, 15), ttl=60)
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == [(item, location)]
    clock.go(61)
    for _ in range(500):
        if not levels(shop, inventory_item_ids=[item], low_stock=True):
            break
        time.sleep(0.02)
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == []
    assert told_low(shop, item) == [(10, 5)]


# --- crowds -----------------------------------------------------------------------------------------


def test_a_crowd_that_sells_out_is_told_of_once(shop: Shop, server: RunningServer) -> None:
    item, location = shop.stocked(60, low_stock_threshold=10)
    with Crowd([server.address], channels=4, threads=32) as crowd:
        answers = crowd.do([lambda one: one.reserve((item, location, 1))] * 64)
    assert outcomes(answers) == {"OK": 60, "INSUFFICIENT_STOCK": 4}
    assert told_low(shop, item) == [(10, 10)]


async def _low_events(url: str) -> list[tuple[int, int]]:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        rows = await (await connection.execute("SELECT events FROM outbox ORDER BY recorded_time")).fetchall()
    told = [event for row in rows for event in orjson.loads(row[0])["events"] if event["type"] == "level.low_stock"]
    return [(one["payload"]["threshold"], one["payload"]["level"]["stocked"]) for one in told]


async def _stock(home: House, stocked: int) -> None:
    await home.ask("default", pb.CreateInventoryItemRequest(item=types.InventoryItem(id="thing", sku="THING")))
    settings = types.InventoryLevelSettings(low_stock_threshold=10)
    level = types.InventoryLevel(
        inventory_item_id="thing", location_id="here", stocked_quantity=stocked, settings=settings
    )
    await home.ask("default", pb.CreateInventoryLevelRequest(level=level))


async def test_postings_of_one_transaction_tell_each_fall_once(database_url: str) -> None:
    """30 stocked, threshold 10: down to 9, further down to 4, up to 12, down to 10, down to 8."""
    async with house(database_url) as home:
        await home.ask("default", _location("here"))
        await _stock(home, 30)
        async with holding_the_level(database_url) as blocker:
            first = asyncio.create_task(home.ask("default", adjust_request(("thing", "here", -1))))
            await waiting(database_url, 1)
            deltas = (-20, -5, 8, -2, -2)
            rest = [asyncio.create_task(home.ask("default", adjust_request(("thing", "here", one)))) for one in deltas]
            await asyncio.sleep(0.05)
            await blocker.commit()
        answers = await asyncio.gather(first, *rest)
        assert [one.levels[0].stocked_quantity for one in answers] == [29, 9, 4, 12, 10, 8]
        assert len({one.mutation.commit_token for one in answers[1:]}) == 1
        assert await _low_events(database_url) == [(10, 9), (10, 10)]
        answer = await home.ask(
            "default",
            pb.ListInventoryLevelsRequest(filter=pb.ListInventoryLevelsRequest.Filter(low_stock=True)),
        )
        assert [one.stocked_quantity for one in answer.levels] == [8]


async def test_a_level_that_stays_low_or_never_is_touches_no_index(database_url: str) -> None:
    """The flag is in the condition of an index: only where it changes is the row's update more than in place."""
    key = StockKey("thing", "here")
    async with house(database_url) as home:
        await home.ask("default", _location("here"))
        await _stock(home, 100)
    async with await connect_lane(database_url, prepare=True) as connection:
        in_place = []
        await connection.execute("BEGIN")
        for is_low in (False, False, True, True, True, False, False):
            level = Level(key, "l", NOW, NOW, stocked=1, version=1, low_stock_threshold=10, is_low=is_low)
            await psycopg.AsyncRawCursor(connection).execute(*ledger.update_balances("default", [level]))
            rows = await connection.execute(
                "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relname = 'levels'"
            )
            in_place.append(await rows.fetchone())
        await connection.execute("COMMIT")
    assert in_place == [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5)]


def _location(name: str) -> Any:
    return locations_pb.CreateStockLocationRequest(location=types.StockLocation(id=name, name="Here"))


# --- lists ------------------------------------------------------------------------------------------


def test_what_is_low_now_is_listed_page_by_page(shop: Shop) -> None:
    mine = [shop.item() for _ in range(5)]
    places = [shop.location() for _ in range(2)]
    for number, item in enumerate(mine):
        for place in places:
            shop.level(item, place, number, low_stock_threshold=2)
    low = [(item, place) for item in mine[:3] for place in places]
    wanted = {"inventory_item_ids": mine, "low_stock": True}
    assert levels(shop, **wanted) == low
    assert levels(shop, size=4, **wanted) == low
    assert levels(shop, size=4, sort="SORT_LOCATION", **wanted) == sorted(low, key=lambda pair: pair[::-1])
    assert levels(shop, location_ids=places[1:], **wanted) == [(item, places[1]) for item in mine[:3]]
    assert items(shop, ids=mine, low_stock=True) == mine[:3]
    assert items(shop, size=2, ids=mine, low_stock=True) == mine[:3]


def test_an_item_is_low_where_one_of_its_levels_is(shop: Shop) -> None:
    item, low, plenty = shop.item(), shop.location(), shop.location()
    shop.level(item, plenty, 1000, low_stock_threshold=10)
    assert items(shop, ids=[item], low_stock=True) == []
    shop.level(item, low, 0, low_stock_threshold=0)
    assert items(shop, ids=[item], low_stock=True) == [item]
    shop.adjust(item, low, 1)
    assert items(shop, ids=[item], low_stock=True) == []


def test_a_level_at_a_deleted_location_is_not_low(shop: Shop) -> None:
    item, location = shop.stocked(0, low_stock_threshold=5)
    shop.locations.DeleteStockLocation(locations_pb.DeleteStockLocationRequest(location_id=location))
    assert levels(shop, inventory_item_ids=[item], low_stock=True) == []
    assert items(shop, ids=[item], low_stock=True) == []
    shop.locations.UndeleteStockLocation(locations_pb.UndeleteStockLocationRequest(location_id=location))
    assert items(shop, ids=[item], low_stock=True) == [item]


def test_levels_are_found_by_what_is_available(shop: Shop) -> None:
    location = shop.location()
    mine = [shop.item() for _ in range(5)]
    for item, stocked in zip(mine, (0, 5, 6, 7, 20), strict=True):
        shop.level(item, location, stocked)
    shop.reserve((mine[4], location, 14))  # 6 available
    shop.configure(mine[3], location, safety_stock_quantity=9)  # -2 available

    def found(**wanted: int) -> list[int]:
        answer = levels(shop, inventory_item_ids=mine, **wanted)
        return [mine.index(item) for item, _ in answer]

    assert found(min_available_quantity=6) == [2, 4]
    assert found(max_available_quantity=0) == [0, 3]
    assert found(max_available_quantity=-1) == [3]
    assert found(min_available_quantity=0, max_available_quantity=5) == [0, 1]
    assert found(min_available_quantity=-2, max_available_quantity=-2) == [3]
    assert found(min_available_quantity=6, max_available_quantity=5) == []
    assert [mine.index(one) for one, _ in levels(shop, size=1, inventory_item_ids=mine, min_available_quantity=5)] == [
        1,
        2,
        4,
    ]


def test_items_are_found_by_what_is_available_at_active_locations(shop: Shop) -> None:
    here, there, closed = shop.location(), shop.location(), shop.location()
    bare, split, short, away = mine = [shop.item() for _ in range(4)]
    shop.level(split, here, 3)
    shop.level(split, there, 4)
    shop.level(short, here, 1, safety_stock_quantity=5)  # -4 hides nothing
    shop.level(short, there, 2)
    shop.level(away, closed, 9)
    update = locations_pb.UpdateStockLocationRequest(location=types.StockLocation(id=closed, active=False))
    shop.locations.UpdateStockLocation(update)

    def found(**wanted: int) -> list[str]:
        return items(shop, ids=mine, **wanted)

    assert found(min_available_quantity=7) == [split]
    assert found(min_available_quantity=8) == []
    assert found(max_available_quantity=2) == [bare, short, away]
    assert found(max_available_quantity=0) == [bare, away]
    assert found(min_available_quantity=1, max_available_quantity=6) == [short]
    assert items(shop, size=1, ids=mine, max_available_quantity=2) == [bare, short, away]


def test_units_of_lapsed_holds_are_available_to_every_filter(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, location = shop.stocked(10)
    clock.freeze()
    shop.hold((item, location, 8), ttl=60)
    assert levels(shop, inventory_item_ids=[item], max_available_quantity=2) == [(item, location)]
    assert items(shop, ids=[item], max_available_quantity=2) == [item]
    clock.go(60)
    assert levels(shop, inventory_item_ids=[item], max_available_quantity=9) == []
    assert levels(shop, inventory_item_ids=[item], min_available_quantity=10) == [(item, location)]
    assert items(shop, ids=[item], max_available_quantity=9) == []
    assert items(shop, ids=[item], min_available_quantity=10) == [item]


def test_bounds_beyond_what_quantities_can_be_are_refused(shop: Shop) -> None:
    for name in ("min_available_quantity", "max_available_quantity"):
        for value in (10**15 + 1, -(10**15) - 1):
            for call in (levels, items):
                refusal = refused(lambda call=call, name=name, value=value: call(shop, **{name: value}))  # type: ignore[misc]
                assert (refusal.reason, refusal.fields) == ("QUANTITY_OUT_OF_RANGE", [f"filter.{name}"])


def test_a_page_token_is_good_for_its_filter_only(shop: Shop) -> None:
    location = shop.location()
    mine = [shop.item() for _ in range(2)]
    for item in mine:
        shop.level(item, location, 0, low_stock_threshold=0)
    request = pb.ListInventoryLevelsRequest(page_size=1)
    request.filter.inventory_item_ids.extend(mine)
    request.filter.low_stock = True
    request.page_token = shop.inventory.ListInventoryLevels(request).next_page_token
    assert request.page_token
    request.filter.low_stock = False
    assert refused(lambda: shop.inventory.ListInventoryLevels(request)).reason == "PAGE_TOKEN_INVALID"


def test_reserving_across_a_threshold_in_a_batch_of_calls_tells_once(shop: Shop) -> None:
    item, location = shop.stocked(12, low_stock_threshold=10)
    entries = [reserve_request((item, location, 1)) for _ in range(6)]
    answer = shop.inventory.BatchCreateReservations(pb.BatchCreateReservationsRequest(entries=entries))
    assert len(answer.results) == 6
    assert told_low(shop, item) == [(10, 10)]
