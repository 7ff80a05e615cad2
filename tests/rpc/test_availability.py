"""ConfirmInventory and GetAvailability over the wire."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.clock import Moved, seconds, stamp
from tests.support.house import house
from tests.support.refusals import read, refused
from tests.support.world import Shop, line, reserve_request, unique

NEVER, WHOLE_UNITS, ANY = "SPLIT_MODE_NEVER", "SPLIT_MODE_WHOLE_UNITS", "SPLIT_MODE_ANY"
ALLOW, DENY = "BACKORDER_MODE_ALLOW", "BACKORDER_MODE_DENY"


def confirm(shop: Shop, *lines: tuple[str, str, int]) -> Any:
    return shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=reserve_request(*lines).lines))


def available(shop: Shop, **fields: Any) -> Any:
    return shop.inventory.GetAvailability(pb.GetAvailabilityRequest(**fields))


def close(shop: Shop, location: str) -> None:
    shop.locations.UpdateStockLocation(
        locations_pb.UpdateStockLocationRequest(location=types.StockLocation(id=location, active=False))
    )


def within(scope: Sequence[str], quantity: int, item: str, **fields: Any) -> types.LineInput:
    """A line that may be served from anywhere in scope."""
    place = types.StockScope(location_ids=scope)
    return types.LineInput(inventory_item_id=item, quantity=quantity, scope=place, **fields)


def asked(shop: Shop, lines: Sequence[types.LineInput], **fields: Any) -> Any:
    return shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=lines, **fields))


def numbers(answer: Any) -> list[tuple[bool, int, int, int]]:
    """(sufficient, single_location, whole_units, pooled) of each line."""
    return [
        (one.sufficient, one.single_location_quantity, one.whole_units_quantity, one.pooled_quantity)
        for one in answer.lines
    ]


def promise(shop: Shop, lines: Sequence[types.LineInput], **fields: Any) -> Any:
    return shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=lines, **fields)).reservation


def places(reservation: Any) -> list[list[tuple[str, int]]]:
    """(location, quantity) of each allocation of each line."""
    return [[(one.location_id, one.quantity) for one in each.allocations] for each in reservation.lines]


def three_places(shop: Shop, *stocked: int, **settings: Any) -> tuple[str, list[str]]:
    """An item, and locations from the first to be asked to the last, with so many units each."""
    item = shop.item()
    locations = [shop.location(priority=priority) for priority in range(len(stocked))]
    for location, quantity in zip(locations, stocked, strict=True):
        shop.level(item, location, quantity, **settings)
    return item, locations


def test_a_yes_is_a_yes_and_a_no_is_a_no(shop: Shop) -> None:
    item, location = shop.stocked(5)
    assert confirm(shop, (item, location, 5)).sufficient
    answer = confirm(shop, (item, location, 6))
    assert not answer.sufficient
    (line,) = answer.lines
    assert (line.sufficient, line.single_location_quantity, line.whole_units_quantity, line.pooled_quantity) == (
        False,
        5,
        5,
        5,
    )
    together = confirm(shop, (item, location, 3), (item, location, 3))
    assert (together.sufficient, [one.sufficient for one in together.lines]) == (False, [True, False])
    shop.reserve((item, location, 5))
    assert not confirm(shop, (item, location, 1)).sufficient
    assert confirm(shop, (item, location, 1)).lines[0].pooled_quantity == 0


def test_goods_and_places_must_exist_and_an_unstocked_pair_has_nothing(shop: Shop) -> None:
    item, location = shop.item(), shop.location()
    assert not confirm(shop, (item, location, 1)).sufficient
    assert refused(lambda: confirm(shop, ("iitem_none", location, 1))).resource == ("InventoryItem", "iitem_none")
    assert refused(lambda: confirm(shop, (item, "sloc_none", 1))).resource == ("StockLocation", "sloc_none")
    unknown = types.LineInput(sku="none", quantity=1, location_id=location)
    refusal = refused(lambda: shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[unknown])))
    assert refusal.resource == ("InventoryItem", "none")
    assert refused(lambda: confirm(shop)).fields == ["lines"]


def test_a_negative_never_hides_the_stock_of_another_place(shop: Shop) -> None:
    sku = unique("SKU")
    item = shop.item(sku=sku)
    short, full, closed = sorted(shop.location() for _ in range(3))
    shop.level(item, short, 5, 1)
    shop.level(item, full, 10, 2)
    shop.level(item, closed, 4)
    shop.reserve((item, short, 5))
    shop.set(item, short, 2)
    close(shop, closed)
    answer = available(shop, sku=sku)
    assert (answer.stocked_quantity, answer.reserved_quantity, answer.available_quantity, answer.incoming_quantity) == (
        16, 5, 10, 3,
    )  # fmt: skip
    assert [(one.location_id, one.available_quantity) for one in answer.locations] == [
        (short, -3),
        (full, 10),
        (closed, 0),
    ]
    everywhere = available(shop, inventory_item_id=item, scope=types.StockScope())
    assert [one.location_id for one in everywhere.locations] == [short, full]
    one = available(shop, inventory_item_id=item, location_id=full)
    assert [(place.location_id, place.stocked_quantity) for place in one.locations] == [(full, 10)]
    two = available(shop, inventory_item_id=item, scope=types.StockScope(location_ids=[full, short]))
    assert [place.location_id for place in two.locations] == [full, short]
    assert not confirm(shop, (item, closed, 1)).sufficient


def test_what_is_asked_for_must_be_named(shop: Shop) -> None:
    item, location = shop.item(), shop.location()
    assert refused(lambda: available(shop)).fields == ["goods"]
    assert refused(lambda: available(shop, inventory_item_id="none")).resource == ("InventoryItem", "none")
    assert refused(lambda: available(shop, sku="none")).resource == ("InventoryItem", "none")
    assert refused(lambda: available(shop, inventory_item_id=item, location_id="")).fields == ["location_id"]
    assert refused(lambda: available(shop, inventory_item_id=item, location_id="none")).resource == (
        "StockLocation",
        "none",
    )
    twice = types.StockScope(location_ids=[location, location])
    assert refused(lambda: available(shop, inventory_item_id=item, scope=twice)).reason == "DUPLICATE_ENTRY"
    unstocked = available(shop, inventory_item_id=item, location_id=location)
    assert [(one.location_id, one.stocked_quantity) for one in unstocked.locations] == [(location, 0)]
    assert not available(shop, inventory_item_id=item).locations


def test_a_batch_answers_each_entry(shop: Shop) -> None:
    item, location = shop.stocked(5)
    requests = [
        pb.GetAvailabilityRequest(inventory_item_id=item),
        pb.GetAvailabilityRequest(inventory_item_id="none"),
        pb.GetAvailabilityRequest(inventory_item_id=item, location_id="-"),
        pb.GetAvailabilityRequest(inventory_item_id=item, location_id=location),
    ]
    results = shop.inventory.BatchGetAvailability(pb.BatchGetAvailabilityRequest(requests=requests)).results
    assert [result.WhichOneof("result") for result in results] == ["value", "error", "error", "value"]
    assert results[3].value.available_quantity == 5
    assert read(results[1].error).reason == "RESOURCE_NOT_FOUND"
    assert read(results[2].error).fields == ["requests[2].location_id"]


def test_a_read_that_follows_a_write_sees_it(shop: Shop) -> None:
    item, location = shop.stocked(0)
    for expected in range(1, 30):
        shop.adjust(item, location, 1)
        assert available(shop, inventory_item_id=item).available_quantity == expected


# --- scopes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("split", "most", "served"),
    [
        ("SPLIT_MODE_UNSPECIFIED", 7, [(1, 7)]),
        (NEVER, 7, [(1, 7)]),
        (WHOLE_UNITS, 13, [(0, 4), (1, 7), (2, 2)]),
        (ANY, 13, [(0, 4), (1, 7), (2, 2)]),
    ],
)
def test_a_split_mode_accepts_its_number_and_not_one_more(
    shop: Shop, split: str, most: int, served: list[tuple[int, int]]
) -> None:
    item, locations = three_places(shop, 4, 7, 2)
    for scope in (locations, []):
        one_more = asked(shop, [within(scope, most + 1, item, split=split)])
        assert (one_more.sufficient, numbers(one_more)) == (False, [(False, 7, 13, 13)])
        refusal = refused(lambda scope=scope: promise(shop, [within(scope, most + 1, item, split=split)]))  # type: ignore[misc]
        (short,) = refusal.shortage.lines
        assert (short.location_id, short.requested_quantity, short.available_quantity) == ("", most + 1, most)
        assert refusal.message == f"item {item} in scope: {most + 1} requested, {most} available"
        assert numbers(asked(shop, [within(scope, most, item, split=split)])) == [(True, 7, 13, 13)]
        made = promise(shop, [within(scope, most, item, split=split)])
        assert places(made) == [[(locations[index], quantity) for index, quantity in served]]
        shop.release(made.id)


def test_an_order_goes_to_the_one_location_that_has_all_of_it(shop: Shop) -> None:
    item, (near, far) = three_places(shop, 9, 3)
    other = shop.item()
    shop.level(other, near, 1)
    shop.level(other, far, 2)
    lines = [within([], 3, item), within([], 2, other)]
    assert numbers(asked(shop, lines)) == [(True, 9, 12, 12), (True, 2, 3, 3)]
    assert places(promise(shop, lines)) == [[(far, 3)], [(far, 2)]]
    # Now the one is only near, and of the other there is one, near.
    assert places(promise(shop, [within([], 8, item), line(other, near, 1)])) == [[(near, 8)], [(near, 1)]]


def test_closed_and_unknown_places_serve_nobody(shop: Shop) -> None:
    item, (near, far) = three_places(shop, 5, 5)
    close(shop, near)
    assert numbers(asked(shop, [within([near], 1, item)])) == [(False, 0, 0, 0)]
    assert numbers(asked(shop, [within([near, far], 6, item, split=ANY)])) == [(False, 5, 5, 5)]
    assert places(promise(shop, [within([near, far], 5, item)])) == [[(far, 5)]]
    refusal = refused(lambda: asked(shop, [within([far, "sloc_none"], 1, item)]))
    assert refusal.resource == ("StockLocation", "sloc_none")
    assert refused(lambda: asked(shop, [within([], 1, "none")])).resource == ("InventoryItem", "none")
    # A scope in which nothing is stocked is no error.
    assert numbers(asked(shop, [within([shop.location()], 1, item)])) == [(False, 0, 0, 0)]
    assert numbers(asked(shop, [within([], 1, shop.item(), backorder=ALLOW)])) == [(False, 0, 0, 0)]


def test_a_scope_must_have_the_right_shape(shop: Shop) -> None:
    item, location = shop.stocked(5)
    good = line(item, location, 1)

    def wrong(bad: types.LineInput) -> Any:
        return refused(lambda: asked(shop, [good, good, good, bad]))

    assert wrong(within([location, location], 1, item)).fields == ["lines[3].scope.location_ids[1]"]
    assert wrong(within([location, location], 1, item)).reason == "DUPLICATE_ENTRY"
    assert wrong(within([location, "a", "-"], 1, item)).fields == ["lines[3].scope.location_ids[2]"]
    assert wrong(within([""], 1, item)).fields == ["lines[3].scope.location_ids[0]"]
    assert wrong(within(["a"] * 501, 1, item)).reason == "BATCH_TOO_LARGE"
    assert wrong(types.LineInput(inventory_item_id=item, quantity=1)).fields == ["lines[3].place"]
    assert wrong(within([], 1, item, split=9)).fields == ["lines[3].split"]
    assert wrong(line(item, location, 1, backorder=7)).fields == ["lines[3].backorder"]
    assert wrong(line(item, location, 1, backorder=7)).reason == "FIELD_INVALID"
    assert refused(lambda: asked(shop, [good], exclude_reservation_id="-")).fields == ["exclude_reservation_id"]
    # A split mode of one location says nothing.
    assert asked(shop, [line(item, location, 5, split=ANY)]).sufficient


def test_what_may_be_backordered_counts_as_sufficient(shop: Shop) -> None:
    item, (near, far) = three_places(shop, 2, 5, backorder_limit=3)
    for lines, places_of in (
        ([line(item, near, 5, backorder=ALLOW)], [[(near, 5)]]),
        ([within([], 8, item, backorder=ALLOW)], [[(far, 8)]]),
        ([within([], 7, item, backorder=ALLOW, split=WHOLE_UNITS)], [[(near, 2), (far, 5)]]),
    ):
        answer = asked(shop, lines)
        assert (answer.sufficient, answer.lines[0].pooled_quantity) == (True, 2 if lines[0].location_id else 7)
        made = promise(shop, lines)
        assert places(made) == places_of
        shop.release(made.id)
    for bad in (line(item, near, 6, backorder=ALLOW), within([], 9, item, backorder=ALLOW)):
        assert not asked(shop, [bad]).sufficient
        assert refused(lambda bad=bad: promise(shop, [bad])).reason == "BACKORDER_LIMIT"  # type: ignore[misc]
    assert not asked(shop, [line(item, near, 3, backorder=DENY)]).sufficient
    assert not asked(shop, [line(item, near, 3)]).sufficient


def test_what_is_confirmed_is_promised_and_what_is_not_is_refused(shop: Shop) -> None:
    dice = random.Random(7)
    items = [shop.item() for _ in range(2)]
    locations = [shop.location(priority=priority) for priority in (1, 2, 2)]
    for item in items:
        for location in locations:
            shop.level(item, location, dice.randint(2, 9), backorder_limit=2)

    def any_line() -> types.LineInput:
        terms = {"split": dice.choice([NEVER, WHOLE_UNITS, ANY]), "backorder": dice.choice([ALLOW, DENY])}
        item, quantity = dice.choice(items), dice.randint(1, 7)
        if dice.random() < 0.3:
            return line(item, dice.choice(locations), quantity, **terms)
        return within(dice.sample(locations, dice.randint(0, 3)), quantity, item, **terms)

    answers = []
    for _ in range(80):
        lines = [any_line() for _ in range(dice.randint(1, 3))]
        answers.append(asked(shop, lines).sufficient)
        if answers[-1]:
            made = promise(shop, lines)
            assert [sum(quantity for _, quantity in served) for served in places(made)] == [
                one.quantity for one in lines
            ]
            if dice.random() < 0.9:
                shop.release(made.id)
        else:
            refusal = refused(lambda lines=lines: promise(shop, lines))  # type: ignore[misc]
            assert refusal.reason in ("INSUFFICIENT_STOCK", "BACKORDER_LIMIT")
    assert 10 < sum(answers) < 70


async def test_a_scope_of_hundreds_of_places_is_two_statements(database_url: str) -> None:
    scope = [f"sloc_{number:03}" for number in range(300)]
    async with house(database_url) as home:
        item = types.InventoryItem(id="iitem_1")
        await home.ask("default", pb.CreateInventoryItemRequest(item=item))
        created = [
            locations_pb.CreateStockLocationRequest(location=types.StockLocation(id=one, name=one)) for one in scope
        ]
        await asyncio.gather(*(home.ask("default", request) for request in created))
        stocked = [
            pb.CreateInventoryLevelRequest(
                level=types.InventoryLevel(inventory_item_id=item.id, location_id=one, stocked_quantity=index)
            )
            for index, one in enumerate(scope)
        ]
        await asyncio.gather(*(home.ask("default", request) for request in stocked))
        before = home.reads.statements
        lines = [within(scope, 299, item.id), within(scope, 298, item.id), within([], 500, item.id, split=ANY)]
        answer = await home.ask("default", pb.ConfirmInventoryRequest(lines=lines))
        assert home.reads.statements - before == 2
        assert numbers(answer) == [(True, 299, 44850, 44850)] * 3
        before = home.reads.statements
        made = await home.ask("default", pb.CreateReservationRequest(lines=lines))
        assert home.reads.statements - before == 2
        assert places(made.reservation) == [
            [(scope[299], 299)],
            [(scope[298], 298)],
            [(scope[297], 297), (scope[296], 203)],
        ]


# --- a cart of one's own, and the past --------------------------------------------------------------


def test_ones_own_claims_count_as_free_where_the_caller_says_so(shop: Shop) -> None:
    item, (near, far) = three_places(shop, 5, 5)
    cart = shop.reserve((item, near, 4), (item, far, 1), ttl=seconds(600))
    other = shop.reserve((item, near, 1))
    lines = [line(item, near, 4)]
    assert numbers(asked(shop, lines)) == [(False, 0, 0, 0)]
    assert numbers(asked(shop, lines, exclude_reservation_id=cart.id)) == [(True, 4, 4, 4)]
    assert numbers(asked(shop, [within([], 5, item)], exclude_reservation_id=cart.id)) == [(True, 5, 9, 9)]
    answer = available(shop, inventory_item_id=item, exclude_reservation_id=cart.id)
    assert (answer.stocked_quantity, answer.reserved_quantity, answer.available_quantity) == (10, 1, 9)
    assert [one.available_quantity for one in answer.locations] == [4, 5]
    one = available(shop, inventory_item_id=item, location_id=near, exclude_reservation_id=other.id)
    assert (one.reserved_quantity, one.available_quantity) == (4, 1)
    for call in (
        lambda: asked(shop, lines, exclude_reservation_id="res_none"),
        lambda: available(shop, inventory_item_id=item, exclude_reservation_id="res_none"),
    ):
        assert refused(call).resource == ("Reservation", "res_none")
    shop.release(cart.id)
    assert available(shop, inventory_item_id=item, exclude_reservation_id=cart.id).available_quantity == 9


def test_a_lapsed_hold_offers_its_units_at_its_instant(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, (near, far) = three_places(shop, 5, 2)
    clock.freeze()
    cart = shop.reserve((item, near, 5), ttl=seconds(600))
    clock.go(599.999999)
    assert numbers(asked(shop, [within([], 3, item)])) == [(False, 2, 2, 2)]
    clock.go(0.000001)
    assert numbers(asked(shop, [within([], 3, item)])) == [(True, 5, 7, 7)]
    # Nothing is left to count as free.
    assert numbers(asked(shop, [within([], 3, item)], exclude_reservation_id=cart.id)) == [(True, 5, 7, 7)]
    assert available(shop, inventory_item_id=item, location_id=far).available_quantity == 2
    assert places(promise(shop, [within([], 5, item)])) == [[(near, 5)]]


def test_availability_of_the_past_is_told_by_the_books(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, (near, far) = three_places(shop, 0, 2)
    clock.freeze()
    start = clock.go(60)
    shop.adjust(item, near, 5)
    later = clock.go(60)
    shop.reserve((item, near, 4))
    clock.go(60)
    now = available(shop, inventory_item_id=item)
    assert (now.stocked_quantity, now.reserved_quantity, now.available_quantity) == (7, 4, 3)
    then = available(shop, inventory_item_id=item, read_time=stamp(later - timedelta(microseconds=1)))
    assert (then.stocked_quantity, then.reserved_quantity, then.available_quantity) == (7, 0, 7)
    assert then.read_time == stamp(later - timedelta(microseconds=1))
    before = available(
        shop,
        inventory_item_id=item,
        scope=types.StockScope(location_ids=[near, far]),
        read_time=stamp(start - timedelta(microseconds=1)),
    )
    assert [one.available_quantity for one in before.locations] == [0, 2]
    lines = [within([near, far], 4, item)]
    assert numbers(asked(shop, lines)) == [(False, 2, 3, 3)]
    past = asked(shop, lines, read_time=stamp(later - timedelta(microseconds=1)))
    assert (numbers(past), past.read_time) == ([(True, 5, 7, 7)], stamp(later - timedelta(microseconds=1)))
    future = refused(lambda: asked(shop, lines, read_time=stamp(clock.now() + timedelta(seconds=1))))
    assert (future.reason, future.fields) == ("FIELD_INVALID", ["read_time"])
