"""How many of a variant could be sold, whether it can be bought and why; sales channels in every scope."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from holdfast.inventory.v1 import catalog_service_pb2 as catalog_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import sales_channel_service_pb2 as channels_pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.clock import moved_house
from tests.support.house import house
from tests.support.refusals import read, refused
from tests.support.world import (
    Shop,
    balances,
    components,
    duration,
    line,
    numbers,
    set_line,
    state,
    unique,
    variant_line,
)

MODES = ("NEVER", "WHOLE_UNITS", "ANY")


def why(availability: Any) -> tuple[bool, str]:
    """Whether it can be bought, and why."""
    name = catalog_pb.VariantAvailability.Purchasability.Name(availability.purchasability)
    return availability.purchasable, name.removeprefix("PURCHASABILITY_")


def by_place(availability: Any) -> dict[str, int]:
    return {one.location_id: one.whole_units_quantity for one in availability.locations}


def split_line(variant: str, quantity: int, mode: str, **scope: Any) -> Any:
    return variant_line(variant, quantity, scope=types.StockScope(**scope), split=f"SPLIT_MODE_{mode}")


def check(shop: Shop, *lines: Any, **fields: Any) -> Any:
    return shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=lines, **fields))


def item_availability(shop: Shop, **fields: Any) -> Any:
    return shop.inventory.GetAvailability(pb.GetAvailabilityRequest(**fields))


def batch(shop: Shop, *variants: str, **scope: Any) -> Any:
    request = catalog_pb.BatchGetVariantAvailabilityRequest(variant_ids=variants)
    if scope:
        request.scope.CopyFrom(types.StockScope(**scope))
    return shop.catalog.BatchGetVariantAvailability(request)


def deactivate(shop: Shop, location: str) -> None:
    closed = types.StockLocation(id=location, active=False)
    shop.locations.UpdateStockLocation(locations_pb.UpdateStockLocationRequest(location=closed))


def close_channel(shop: Shop, channel: str) -> None:
    closed = channels_pb.SalesChannel(id=channel, active=False)
    shop.channels.UpdateSalesChannel(channels_pb.UpdateSalesChannelRequest(channel=closed))


def nested_kit(shop: Shop, stock: dict[str, tuple[int, int]]) -> tuple[str, str, str]:
    """A = 2·X + B, B = 3·X + Y, with so many X and Y at each location; (A, X, Y)."""
    x, y = shop.item(), shop.item()
    b = shop.variant({x: 3, y: 1})
    a = shop.variant({x: 2, b: 1})
    for location, (some_x, some_y) in stock.items():
        shop.level(x, location, some_x)
        shop.level(y, location, some_y)
    return a, x, y


# --- the vectors of the domain ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "expected", "per_place"),
    [((11, 5), (4, 10), (2, 2, 3), (2, 0)), ((10, 2), (10, 5), (2, 4, 4), (2, 2))],
)
def test_a_nested_kit_has_what_its_leaves_make_at_one_place_over_places_and_pooled(
    shop: Shop,
    first: tuple[int, int],
    second: tuple[int, int],
    expected: tuple[int, int, int],
    per_place: tuple[int, int],
) -> None:
    one, other = shop.location(), shop.location()
    kit, x, y = nested_kit(shop, {one: first, other: second})
    found = shop.could_sell(kit)
    assert numbers(found) == expected
    assert why(found) == (True, "IN_STOCK")
    assert by_place(found) == {place: units for place, units in zip((one, other), per_place, strict=True) if units}
    for mode, most in zip(MODES, expected, strict=True):
        refusal = refused(lambda mode=mode, most=most: shop.reserve_lines(split_line(kit, most + 1, mode)))  # type: ignore[misc]
        assert refusal.reason == "INSUFFICIENT_STOCK"
        (short,) = refusal.shortage.lines
        assert (short.requested_quantity, short.available_quantity) == (most + 1, most)
        answers = [check(shop, split_line(kit, quantity, mode)) for quantity in (most, most + 1)]
        assert [numbers(answer.lines[0]) for answer in answers] == [expected] * 2
        assert [answer.sufficient for answer in answers] == [True, False]
        made = shop.reserve_lines(split_line(kit, most, mode))
        (made_line,) = made.lines
        assert sum(c.quantity for c in made_line.allocations if c.inventory_item_id == x) == 5 * most
        assert sum(c.quantity for c in made_line.allocations if c.inventory_item_id == y) == most
        assert {c.inventory_item_id: c.required_quantity for c in made_line.allocations} == {x: 5, y: 1}
        shop.release(made.id)
    assert numbers(shop.could_sell(kit)) == expected


def test_the_variant_itself_shows_its_whole_units(shop: Shop) -> None:
    one, other = shop.location(), shop.location()
    kit, *_ = nested_kit(shop, {one: (10, 2), other: (10, 5)})
    assert shop.get_variant(kit).inventory_quantity == 4
    shop.reserve_lines(variant_line(kit, 2))
    assert shop.get_variant(kit).inventory_quantity == 2
    unmanaged = shop.variant(manage_inventory=False)
    assert shop.get_variant(unmanaged).inventory_quantity == 0
    request = catalog_pb.ListProductVariantsRequest(filter=catalog_pb.ListProductVariantsRequest.Filter(ids=[kit]))
    assert [one.inventory_quantity for one in shop.catalog.ListProductVariants(request).variants] == [2]
    several = catalog_pb.BatchGetProductVariantsRequest(ids=[unmanaged, kit])
    assert [one.inventory_quantity for one in shop.catalog.BatchGetProductVariants(several).variants] == [0, 2]


# --- whether it can be bought, and why --------------------------------------------------------------


def test_what_no_stock_is_kept_for_can_always_be_bought(shop: Shop) -> None:
    digital = shop.variant(manage_inventory=False)
    found = shop.could_sell(digital)
    assert why(found) == (True, "NOT_MANAGED")
    assert numbers(found) == (0, 0, 0)
    assert found.HasField("read_time")
    assert why(shop.could_sell(digital, location_ids=[shop.location()])) == (True, "NOT_MANAGED")


def test_what_takes_no_items_that_live_cannot_be_bought(shop: Shop) -> None:
    item, location = shop.stocked(0)
    variant = shop.variant({item: 1}, allow_backorder=True)
    assert why(shop.could_sell(variant)) == (True, "BACKORDERABLE")
    shop.inventory.DeleteInventoryItem(pb.DeleteInventoryItemRequest(inventory_item_id=item))
    assert why(shop.could_sell(variant)) == (False, "NO_ITEMS")
    for wanted in (variant_line(variant, 1), variant_line(variant, 1, location)):
        refusal = refused(lambda wanted=wanted: shop.reserve_lines(wanted))  # type: ignore[misc]
        assert refusal.reason == "INSUFFICIENT_STOCK"
        assert not check(shop, wanted).sufficient


def test_a_variant_with_a_deleted_part_is_out_of_stock(shop: Shop) -> None:
    location = shop.location()
    kept, lost = shop.item(), shop.item()
    shop.level(kept, location, 5)
    shop.level(lost, location, 0)
    kit = shop.variant({kept: 1, lost: 1})
    shop.inventory.DeleteInventoryItem(pb.DeleteInventoryItemRequest(inventory_item_id=lost))
    found = shop.could_sell(kit)
    assert (why(found), numbers(found)) == ((False, "OUT_OF_STOCK"), (0, 0, 0))
    assert refused(lambda: shop.reserve_lines(variant_line(kit, 1))).reason == "INSUFFICIENT_STOCK"


def test_backorder_says_why_until_its_limit_is_reached(shop: Shop) -> None:
    item, location = shop.stocked(1, backorder_limit=2)
    variant = shop.variant({item: 1}, allow_backorder=True)
    assert why(shop.could_sell(variant)) == (True, "IN_STOCK")
    shop.reserve_lines(variant_line(variant, 1))
    assert why(shop.could_sell(variant)) == (True, "BACKORDERABLE")
    shop.reserve_lines(variant_line(variant, 2))
    assert why(shop.could_sell(variant)) == (False, "OUT_OF_STOCK")
    assert refused(lambda: shop.reserve_lines(variant_line(variant, 1))).reason == "BACKORDER_LIMIT"
    assert balances(shop.get(item, location)) == (1, 3, -2)


def test_a_kit_is_backorderable_only_where_each_part_may_lend(shop: Shop) -> None:
    near, far = shop.location(), shop.location()
    x, y = shop.item(), shop.item()
    shop.level(x, near, 0, backorder_limit=3)
    shop.level(y, near, 0, backorder_limit=0)
    kit = shop.variant({x: 2, y: 1}, allow_backorder=True)
    assert why(shop.could_sell(kit)) == (False, "OUT_OF_STOCK")
    shop.adjust(y, near, 1, "RECEIVED")
    assert why(shop.could_sell(kit)) == (True, "BACKORDERABLE")
    assert why(shop.could_sell(kit, location_ids=[far])) == (False, "OUT_OF_STOCK")
    shop.reserve_lines(variant_line(kit, 1))
    assert why(shop.could_sell(kit)) == (False, "OUT_OF_STOCK")


def test_incoming_goods_may_be_backordered_up_to_what_comes(shop: Shop) -> None:
    item, location = shop.item(), shop.location()
    shop.level(item, location, 0, incoming=2, backorder_up_to_incoming=True)
    variant = shop.variant({item: 1}, allow_backorder=True)
    assert why(shop.could_sell(variant)) == (True, "BACKORDERABLE")
    shop.reserve_lines(variant_line(variant, 2, location))
    assert why(shop.could_sell(variant)) == (False, "OUT_OF_STOCK")
    assert refused(lambda: shop.reserve_lines(variant_line(variant, 1, location))).reason == "BACKORDER_LIMIT"


def test_without_stock_or_backorder_it_is_out_of_stock(shop: Shop) -> None:
    item, _ = shop.stocked(0)
    variant = shop.variant({item: 1})
    assert why(shop.could_sell(variant)) == (False, "OUT_OF_STOCK")
    never_stocked = shop.variant({shop.item(): 1}, allow_backorder=True)
    assert why(shop.could_sell(never_stocked)) == (False, "OUT_OF_STOCK")


def test_parts_at_different_places_are_pooled_and_yet_no_unit_can_be_bought_whole(shop: Shop) -> None:
    near, far = shop.location(), shop.location()
    x, y = shop.item(), shop.item()
    for item, location, units in ((x, near, 4), (y, near, 0), (x, far, 0), (y, far, 4)):
        shop.level(item, location, units)
    kit = shop.variant({x: 1, y: 1})
    found = shop.could_sell(kit)
    assert (numbers(found), why(found), by_place(found)) == ((0, 0, 4), (False, "OUT_OF_STOCK"), {})


def test_safety_stock_is_nobodys_and_a_negative_level_takes_nothing_from_others(shop: Shop) -> None:
    near, far = shop.location(), shop.location()
    item = shop.item()
    shop.level(item, near, 0)
    shop.level(item, far, 7, safety_stock_quantity=2)
    variant = shop.variant({item: 1})
    shop.reserve_lines(line(item, near, 3, backorder="BACKORDER_MODE_ALLOW"))
    assert shop.get(item, near).available_quantity == -3
    assert numbers(shop.could_sell(variant)) == (5, 5, 5)


async def test_a_hold_whose_time_is_over_counts_no_more_though_nobody_has_closed_it(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):

        async def ask(request: Any) -> Any:
            return await home.ask("default", request)

        for name in ("sloc_near", "sloc_far"):
            location = types.StockLocation(id=name, name="Warehouse")
            await ask(locations_pb.CreateStockLocationRequest(location=location))
        for name in ("iitem_x", "iitem_y"):
            await ask(pb.CreateInventoryItemRequest(item=types.InventoryItem(id=name)))
            for place in ("sloc_near", "sloc_far"):
                level = types.InventoryLevel(inventory_item_id=name, location_id=place, stocked_quantity=6)
                await ask(pb.CreateInventoryLevelRequest(level=level))
        kit = catalog_pb.ProductVariant(id="variant_kit", components=components({"iitem_x": 2, "iitem_y": 1}))
        await ask(catalog_pb.UpsertProductVariantRequest(variant=kit))
        for seconds in (60, 90):
            wanted = split_line("variant_kit", 2, "ANY", location_ids=["sloc_near"])
            if seconds == 90:
                wanted = variant_line("variant_kit", 1, "sloc_near")
            await ask(pb.CreateReservationRequest(lines=[wanted], ttl=duration(seconds)))

        async def could_sell() -> tuple[int, int, int]:
            request = catalog_pb.GetVariantAvailabilityRequest(variant_id="variant_kit")
            return numbers((await ask(request)).availability)

        assert await could_sell() == (3, 3, 3)
        clock.go(61)
        assert await could_sell() == (3, 5, 5)
        clock.go(30)
        assert await could_sell() == (3, 6, 6)
        everything = pb.CreateReservationRequest(lines=[split_line("variant_kit", 6, "WHOLE_UNITS")])
        assert state((await ask(everything)).reservation) == "CONFIRMED"


# --- counting a reservation as free -----------------------------------------------------------------


def test_an_excluded_reservation_counts_as_free(shop: Shop) -> None:
    location = shop.location()
    kit, *_ = nested_kit(shop, {location: (15, 3)})
    cart = shop.reserve_lines(variant_line(kit, 2))
    assert numbers(shop.could_sell(kit)) == (1, 1, 1)
    assert numbers(shop.could_sell(kit, exclude=cart.id)) == (3, 3, 3)
    assert by_place(shop.could_sell(kit, exclude=cart.id)) == {location: 3}
    assert refused(lambda: shop.could_sell(kit, exclude="res_none")).resource == ("Reservation", "res_none")
    digital = shop.variant(manage_inventory=False)
    assert why(shop.could_sell(digital, exclude=cart.id)) == (True, "NOT_MANAGED")
    assert refused(lambda: shop.could_sell("variant_none", exclude=cart.id)).resource == (
        "ProductVariant",
        "variant_none",
    )
    answer = check(shop, variant_line(kit, 3), exclude_reservation_id=cart.id)
    assert (answer.sufficient, numbers(answer.lines[0])) == (True, (3, 3, 3))
    told = item_availability(shop, variant_id=kit, exclude_reservation_id=cart.id)
    assert (told.available_quantity, told.reserved_quantity) == (3, 0)


# --- GetAvailability by variant ---------------------------------------------------------------------


def test_a_variant_has_in_sale_units_what_its_scarcest_item_makes(shop: Shop) -> None:
    near, far = sorted((shop.location(), shop.location()))
    x, y = shop.item(), shop.item()
    shop.level(x, near, 9, incoming=4)
    shop.level(y, near, 3, incoming=5)
    shop.level(x, far, 100)
    kit = shop.variant({x: 2, y: 1})
    shop.reserve((x, near, 3))
    found = item_availability(shop, variant_id=kit)
    told = [
        (one.location_id, one.stocked_quantity, one.reserved_quantity, one.available_quantity, one.incoming_quantity)
        for one in found.locations
    ]
    assert told == [(near, 3, 2, 3, 2), (far, 0, 0, 0, 0)]
    assert (found.stocked_quantity, found.available_quantity, found.incoming_quantity) == (3, 3, 2)
    assert item_availability(shop, variant_id=kit, location_id=near).available_quantity == 3
    assert item_availability(shop, variant_id=kit, scope=types.StockScope(location_ids=[far])).available_quantity == 0
    digital = shop.variant(manage_inventory=False)
    assert list(item_availability(shop, variant_id=digital).locations) == []
    assert refused(lambda: item_availability(shop, variant_id="variant_none")).resource == (
        "ProductVariant",
        "variant_none",
    )


# --- channels ---------------------------------------------------------------------------------------


def test_a_channel_sells_what_its_own_locations_have_and_nothing_else(shop: Shop) -> None:
    berlin, paris, rome = (shop.location() for _ in range(3))
    item = shop.item()
    for location, units in ((berlin, 1), (paris, 2), (rome, 4)):
        shop.level(item, location, units)
    variant = shop.variant({item: 1})
    channel = shop.channel(berlin, paris)
    found = shop.could_sell(variant, sales_channel_id=channel)
    assert (numbers(found), by_place(found)) == ((2, 3, 3), {berlin: 1, paris: 2})
    both = shop.could_sell(variant, sales_channel_id=channel, location_ids=[paris, rome])
    assert (numbers(both), by_place(both)) == ((2, 2, 2), {paris: 2})
    scope = types.StockScope(sales_channel_id=channel)
    assert item_availability(shop, variant_id=variant, scope=scope).available_quantity == 3
    assert item_availability(shop, inventory_item_id=item, scope=scope).available_quantity == 3
    narrow = types.StockScope(sales_channel_id=channel, location_ids=[rome, berlin])
    told = item_availability(shop, inventory_item_id=item, scope=narrow)
    assert [(one.location_id, one.available_quantity) for one in told.locations] == [(berlin, 1)]
    answer = check(shop, split_line(variant, 3, "WHOLE_UNITS", sales_channel_id=channel))
    assert (answer.sufficient, numbers(answer.lines[0])) == (True, (2, 3, 3))
    assert not check(shop, split_line(variant, 4, "ANY", sales_channel_id=channel)).sufficient
    refusal = refused(lambda: shop.reserve_lines(split_line(variant, 4, "ANY", sales_channel_id=channel)))
    assert (refusal.reason, refusal.shortage.lines[0].available_quantity) == ("INSUFFICIENT_STOCK", 3)
    made = shop.reserve_lines(split_line(variant, 3, "ANY", sales_channel_id=channel))
    assert {one.location_id: one.quantity for one in made.lines[0].allocations} == {berlin: 1, paris: 2}
    assert made.lines[0].scope == scope
    assert balances(shop.get(item, rome)) == (4, 0, 4)


def test_an_item_line_in_a_channel_is_served_by_the_channel(shop: Shop) -> None:
    here, there = shop.location(), shop.location()
    item = shop.item()
    shop.level(item, here, 5)
    shop.level(item, there, 50)
    scope = types.StockScope(sales_channel_id=shop.channel(here))
    made = shop.reserve_lines(types.LineInput(inventory_item_id=item, quantity=5, scope=scope))
    assert [one.location_id for one in made.lines[0].allocations] == [here]
    more = types.LineInput(inventory_item_id=item, quantity=1, scope=scope)
    assert refused(lambda: shop.reserve_lines(more)).reason == "INSUFFICIENT_STOCK"


def test_locations_that_a_channel_does_not_have_leave_it_nothing(shop: Shop) -> None:
    item, mine = shop.stocked(5)
    elsewhere = shop.location()
    shop.level(item, elsewhere, 5)
    variant = shop.variant({item: 1}, allow_backorder=True)
    channel = shop.channel(mine)
    found = shop.could_sell(variant, sales_channel_id=channel, location_ids=[elsewhere])
    assert (numbers(found), why(found)) == ((0, 0, 0), (False, "OUT_OF_STOCK"))
    outside = split_line(variant, 1, "ANY", sales_channel_id=channel, location_ids=[elsewhere])
    assert not check(shop, outside).sufficient
    assert refused(lambda: shop.reserve_lines(outside)).reason == "INSUFFICIENT_STOCK"
    scope = types.StockScope(sales_channel_id=channel, location_ids=[elsewhere])
    assert list(item_availability(shop, inventory_item_id=item, scope=scope).locations) == []
    unknown = types.StockScope(sales_channel_id=channel, location_ids=["sloc_none"])
    assert refused(lambda: item_availability(shop, inventory_item_id=item, scope=unknown)).resource == (
        "StockLocation",
        "sloc_none",
    )


def everything_in(shop: Shop, channel: str, item: str, variant: str) -> list[Any]:
    """Every question and promise that a channel can be named in."""
    scope = types.StockScope(sales_channel_id=channel)
    lines = [
        types.LineInput(inventory_item_id=item, quantity=1, scope=scope),
        split_line(variant, 1, "NEVER", sales_channel_id=channel),
    ]
    return [
        *(lambda one=one: shop.reserve_lines(one) for one in lines),
        *(lambda one=one: check(shop, one) for one in lines),
        lambda: item_availability(shop, inventory_item_id=item, scope=scope),
        lambda: item_availability(shop, variant_id=variant, scope=scope),
        lambda: shop.could_sell(variant, sales_channel_id=channel),
        lambda: batch(shop, variant, sales_channel_id=channel),
    ]


def test_a_channel_without_locations_has_no_stock_and_says_so(shop: Shop) -> None:
    item, location = shop.stocked(5)
    variant = shop.variant({item: 1})
    channel = shop.channel()
    for ask in everything_in(shop, channel, item, variant):
        refusal = refused(ask)
        assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "CHANNEL_HAS_NO_LOCATIONS")
    shop.link(channel, location)
    for ask in everything_in(shop, channel, item, variant):
        ask()
    shop.unlink(channel, location)
    assert refused(lambda: shop.could_sell(variant, sales_channel_id=channel)).reason == "CHANNEL_HAS_NO_LOCATIONS"


def test_an_inactive_deleted_or_unknown_channel_sells_nothing_and_says_so(shop: Shop) -> None:
    item, location = shop.stocked(9)
    variant = shop.variant({item: 1})
    closed, gone = shop.channel(location), shop.channel(location)
    close_channel(shop, closed)
    shop.channels.DeleteSalesChannel(channels_pb.DeleteSalesChannelRequest(channel_id=gone))
    for channel, reason in (
        (closed, "CHANNEL_INACTIVE"), (gone, "RESOURCE_DELETED"), ("schan_none", "RESOURCE_NOT_FOUND"),
    ):  # fmt: skip
        for ask in everything_in(shop, channel, item, variant):
            assert refused(ask).reason == reason
    assert balances(shop.get(item, location)) == (9, 0, 9)


def test_an_inactive_location_serves_nothing_and_keeps_its_stock(shop: Shop) -> None:
    open_one, closed = shop.location(), shop.location()
    item = shop.item()
    shop.level(item, open_one, 2)
    shop.level(item, closed, 7)
    variant = shop.variant({item: 1})
    channel = shop.channel(open_one, closed)
    assert numbers(shop.could_sell(variant, sales_channel_id=channel)) == (7, 9, 9)
    kept = shop.reserve_lines(variant_line(variant, 3, closed))
    deactivate(shop, closed)
    found = shop.could_sell(variant, sales_channel_id=channel)
    assert (numbers(found), by_place(found)) == ((2, 2, 2), {open_one: 2})
    assert numbers(shop.could_sell(variant)) == (2, 2, 2)
    assert numbers(shop.could_sell(variant, location_ids=[closed])) == (0, 0, 0)
    refusal = refused(lambda: shop.reserve_lines(split_line(variant, 3, "ANY", sales_channel_id=channel)))
    assert refusal.reason == "INSUFFICIENT_STOCK"
    assert refused(lambda: shop.reserve_lines(variant_line(variant, 1, closed))).reason == "LOCATION_INACTIVE"
    assert balances(shop.get(item, closed)) == (7, 3, 4)
    told = item_availability(shop, variant_id=variant, location_id=closed)
    assert (told.stocked_quantity, told.available_quantity) == (7, 0)
    assert state(shop.fulfil(kept.id).reservation) == "FULFILLED"
    only_closed = shop.channel(closed)
    assert why(shop.could_sell(variant, sales_channel_id=only_closed)) == (False, "OUT_OF_STOCK")


def test_a_line_grows_within_its_channel(shop: Shop) -> None:
    here, there, outside = (shop.location() for _ in range(3))
    item = shop.item()
    for location, units in ((here, 2), (there, 3), (outside, 100)):
        shop.level(item, location, units)
    variant = shop.variant({item: 1})
    channel = shop.channel(here)
    made = shop.reserve_lines(split_line(variant, 2, "WHOLE_UNITS", sales_channel_id=channel))
    name = made.lines[0].line_id
    refusal = refused(lambda: shop.update(made.id, set_lines=[set_line(name, 3)]))
    assert (refusal.reason, refusal.shortage.lines[0].available_quantity) == ("INSUFFICIENT_STOCK", 0)
    shop.link(channel, there)
    grown = shop.update(made.id, set_lines=[set_line(name, 5)])
    assert {one.location_id: one.open_quantity for one in grown.lines[0].allocations} == {here: 2, there: 3}
    assert refused(lambda: shop.update(made.id, set_lines=[set_line(name, 6)])).reason == "INSUFFICIENT_STOCK"
    assert grown.lines[0].scope.sales_channel_id == channel
    close_channel(shop, channel)
    assert refused(lambda: shop.update(made.id, set_lines=[set_line(name, 6)])).reason == "CHANNEL_INACTIVE"
    shrunk = shop.update(made.id, set_lines=[set_line(name, 1)])
    assert shrunk.lines[0].open_quantity == 1


def test_what_is_promised_stays_promised_when_its_location_leaves_the_channel(shop: Shop) -> None:
    item, location = shop.stocked(5)
    variant = shop.variant({item: 1})
    channel = shop.channel(location)
    made = shop.reserve_lines(split_line(variant, 4, "NEVER", sales_channel_id=channel))
    shop.unlink(channel, location)
    assert balances(shop.get(item, location)) == (5, 4, 1)
    assert state(shop.fulfil(made.id).reservation) == "FULFILLED"


def test_a_repeated_promise_is_answered_whatever_became_of_channel_and_variant(shop: Shop) -> None:
    item, location = shop.stocked(5)
    variant = shop.variant({item: 1})
    channel = shop.channel(location)
    wanted = split_line(variant, 2, "NEVER", sales_channel_id=channel)
    request = pb.CreateReservationRequest(lines=[wanted], request_id=unique("request"))
    made = shop.inventory.CreateReservation(request).reservation
    close_channel(shop, channel)
    shop.delete_variant(variant)
    again = shop.inventory.CreateReservation(request)
    assert (again.mutation.replayed, again.reservation.id) == (True, made.id)
    assert refused(lambda: shop.reserve_lines(wanted)).reason == "RESOURCE_DELETED"


# --- many at once -----------------------------------------------------------------------------------


def test_a_batch_answers_in_order_and_lists_what_is_missing(shop: Shop) -> None:
    location = shop.location()
    kit, x, y = nested_kit(shop, {location: (10, 2)})
    simple, digital, gone = shop.variant({x: 1}), shop.variant(manage_inventory=False), shop.variant({y: 1})
    shop.delete_variant(gone)
    found = batch(shop, digital, "variant_none", kit, gone, simple)
    assert [one.variant_id for one in found.availabilities] == [digital, kit, simple]
    assert [numbers(one) for one in found.availabilities] == [(0, 0, 0), (2, 2, 2), (10, 10, 10)]
    assert list(found.missing_ids) == ["variant_none", gone]
    assert len({one.read_time.ToNanoseconds() for one in found.availabilities}) == 1
    assert refused(lambda: shop.could_sell("variant_none")).resource == ("ProductVariant", "variant_none")
    assert refused(lambda: shop.could_sell(gone)).resource == ("ProductVariant", gone)
    assert refused(lambda: batch(shop, kit, kit)).reason == "DUPLICATE_ENTRY"
    assert refused(lambda: batch(shop, *(f"variant_{n}" for n in range(1001)))).reason == "BATCH_TOO_LARGE"
    assert refused(lambda: shop.could_sell(kit, location_ids=["sloc_none"])).resource == ("StockLocation", "sloc_none")


def test_a_batch_of_item_availabilities_may_name_variants(shop: Shop) -> None:
    item, location = shop.stocked(7)
    variant = shop.variant({item: 2})
    requests = [
        pb.GetAvailabilityRequest(variant_id=variant),
        pb.GetAvailabilityRequest(variant_id="variant_none"),
        pb.GetAvailabilityRequest(inventory_item_id=item, location_id=location),
    ]
    results = shop.inventory.BatchGetAvailability(pb.BatchGetAvailabilityRequest(requests=requests)).results
    assert [one.value.available_quantity for one in results] == [3, 0, 7]
    assert read(results[1].error).resource == ("ProductVariant", "variant_none")


def test_a_thousand_variants_at_ten_locations_are_read_in_as_many_statements_as_one(database_url: str) -> None:
    async def scenario() -> None:
        async with house(database_url) as home:
            places = [f"sloc_{n}" for n in range(10)]
            for place in places:
                location = types.StockLocation(id=place, name="Warehouse")
                await home.ask("default", locations_pb.CreateStockLocationRequest(location=location))
            channel = channels_pb.SalesChannel(id="schan", name="Web shop")
            await home.ask("default", channels_pb.CreateSalesChannelRequest(channel=channel))
            await home.ask(
                "default", channels_pb.LinkStockLocationsRequest(channel_id="schan", location_ids=places[:5])
            )
            items = [f"iitem_{n}" for n in range(200)]
            await all_ok(
                home,
                pb.BatchCreateInventoryItemsRequest(
                    entries=[pb.CreateInventoryItemRequest(item=types.InventoryItem(id=one)) for one in items]
                ),
            )
            for some in (places[:5], places[5:]):
                levels = [
                    types.InventoryLevel(inventory_item_id=item, location_id=place, stocked_quantity=6)
                    for item in items
                    for place in some
                ]
                await all_ok(
                    home,
                    pb.BatchCreateInventoryLevelsRequest(
                        entries=[pb.CreateInventoryLevelRequest(level=one) for one in levels]
                    ),
                )
            variants = [f"variant_{n}" for n in range(1000)]
            await asyncio.gather(*(upsert(home, one, {items[n % 200]: 1}) for n, one in enumerate(variants[:600])))
            await asyncio.gather(
                *(
                    upsert(home, one, {items[n % 200]: 2, variants[n]: 1, variants[n + 1]: 1})
                    for n, one in enumerate(variants[600:])
                )
            )

            async def statements(ids: list[str], **scope: Any) -> tuple[int, Any]:
                before = home.reads.statements
                request = catalog_pb.BatchGetVariantAvailabilityRequest(
                    variant_ids=ids, scope=types.StockScope(**scope)
                )
                answer = await home.ask("default", request)
                return home.reads.statements - before, answer

            few, one = await statements([variants[999]])
            many, all_of_them = await statements(variants)
            assert (few, many) == (2, 2)
            # item 199 twice and once more by a variant of it, and once its neighbour: three and one of six
            assert numbers(one.availabilities[0]) == (2, 20, 20)
            assert [each.variant_id for each in all_of_them.availabilities] == variants
            assert {numbers(each) for each in all_of_them.availabilities[:600]} == {(6, 60, 60)}
            assert {numbers(each) for each in all_of_them.availabilities[600:]} == {(2, 20, 20)}
            in_channel = [(await statements(ids, sales_channel_id="schan"))[0] for ids in ([variants[0]], variants)]
            assert in_channel == [3, 3]
            _, answer = await statements([*variants[:999], "variant_none"], sales_channel_id="schan")
            assert list(answer.missing_ids) == ["variant_none"]
            assert {numbers(each) for each in answer.availabilities[:600]} == {(6, 30, 30)}

    asyncio.run(scenario())


async def all_ok(home: Any, request: Any) -> None:
    answer = await home.ask("default", request)
    assert not [result.error for result in answer.results if result.HasField("error")]


async def upsert(home: Any, variant: str, parts: dict[str, int]) -> None:
    made = catalog_pb.ProductVariant(id=variant, components=components(parts))
    await home.ask("default", catalog_pb.UpsertProductVariantRequest(variant=made))
