"""Reserving by variant: kits by their items, unmanaged goods by nothing, over their whole life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from holdfast.inventory.v1 import catalog_service_pb2 as catalog_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.clock import Moved
from tests.support.refusals import refused
from tests.support.world import (
    Shop,
    balances,
    components,
    counters,
    duration,
    line,
    relocation,
    returned,
    set_line,
    state,
    told,
    unique,
    variant_line,
)

Part = pb.ReservationPart
ALLOW = "BACKORDER_MODE_ALLOW"
DENY = "BACKORDER_MODE_DENY"


class Kit:
    """A kit of 2·X + 1·Y, and its stock at one location."""

    def __init__(self, shop: Shop, x: int, y: int, **fields: Any) -> None:
        self.shop = shop
        self.location = shop.location()
        self.x, self.y = shop.item(), shop.item()
        shop.level(self.x, self.location, x)
        shop.level(self.y, self.location, y)
        self.id = shop.variant({self.x: 2, self.y: 1}, **fields)

    def line(self, quantity: int, **fields: Any) -> Any:
        return variant_line(self.id, quantity, self.location, **fields)

    def reserve(self, quantity: int, **fields: Any) -> Any:
        return self.shop.reserve_lines(self.line(quantity), **fields)

    @property
    def stock(self) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """(stocked, reserved, available) of X and of Y."""
        return balances(self.shop.get(self.x, self.location)), balances(self.shop.get(self.y, self.location))

    def become(self, parts: Mapping[str, int]) -> None:
        """From now on the variant takes something else."""
        self.shop.upsert(catalog_pb.ProductVariant(id=self.id, title="Kit", components=components(parts)))


def allocations(reservation: Any) -> list[tuple[str, str, int, int]]:
    """(item, location, per unit, quantity) of every allocation, in order."""
    return [
        (one.inventory_item_id, one.location_id, one.required_quantity, one.quantity)
        for each in reservation.lines
        for one in each.allocations
    ]


def leaf(reservation: Any, item: str, index: int = 0) -> Any:
    """The one allocation of an item in a line."""
    (found,) = [one for one in reservation.lines[index].allocations if one.inventory_item_id == item]
    return found


def whole(reservation: Any, index: int = 0) -> tuple[int, int, int, int, int, int]:
    """(quantity, open, fulfilled, released, expired, returned) of a line."""
    return counters(reservation.lines[index])


def by_line(reservation: Any, quantity: int, index: int = 0) -> Any:
    return Part(line_id=reservation.lines[index].line_id, quantity=quantity)


# --- promised ---------------------------------------------------------------------------------------


def test_one_line_of_a_kit_has_one_allocation_for_each_item_and_place(shop: Shop) -> None:
    kit = Kit(shop, 10, 10)
    made = kit.reserve(3)
    (made_line,) = made.lines
    assert (made_line.WhichOneof("goods"), made_line.variant_id) == ("variant_id", kit.id)
    assert sorted(allocations(made)) == sorted([(kit.x, kit.location, 2, 6), (kit.y, kit.location, 1, 3)])
    assert whole(made) == (3, 3, 0, 0, 0, 0)
    assert [one.covered_quantity for one in made_line.allocations] == [one.quantity for one in made_line.allocations]
    assert kit.stock == ((10, 6, 4), (10, 3, 7))
    assert shop.reservation(made.id) == made
    assert {one.reservation_id for one in shop.movements(inventory_item_id=kit.x)[1:]} == {made.id}


def test_a_nested_kit_is_promised_by_its_leaves(shop: Shop) -> None:
    location = shop.location()
    x, y = shop.item(), shop.item()
    inner = shop.variant({x: 3, y: 1})
    outer = shop.variant({x: 2, inner: 1})
    shop.level(x, location, 10)
    shop.level(y, location, 10)
    made = shop.reserve_lines(variant_line(outer, 2))
    assert sorted(allocations(made)) == sorted([(x, location, 5, 10), (y, location, 1, 2)])
    assert whole(made) == (2, 2, 0, 0, 0, 0)


def test_a_kit_is_promised_whole_or_not_at_all(shop: Shop) -> None:
    kit = Kit(shop, 10, 2)
    refusal = refused(lambda: kit.reserve(3))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "INSUFFICIENT_STOCK")
    (short,) = refusal.shortage.lines
    assert (short.inventory_item_id, short.location_id, short.requested_quantity, short.available_quantity) == (
        kit.y, kit.location, 3, 2,
    )  # fmt: skip
    assert kit.stock == ((10, 0, 10), (2, 0, 2))


def test_a_kit_and_its_part_sold_singly_are_one_demand(shop: Shop) -> None:
    kit = Kit(shop, 10, 10)
    single = line(kit.x, kit.location, 5)
    refusal = refused(lambda: shop.reserve_lines(kit.line(3), single))
    assert refusal.reason == "INSUFFICIENT_STOCK"
    (short,) = refusal.shortage.lines
    assert (short.line_index, short.requested_quantity, short.available_quantity) == (1, 11, 10)
    scoped = types.LineInput(inventory_item_id=kit.x, quantity=5, scope=types.StockScope())
    assert refused(lambda: shop.reserve_lines(variant_line(kit.id, 3), scoped)).reason == "INSUFFICIENT_STOCK"
    assert kit.stock == ((10, 0, 10), (10, 0, 10))
    made = shop.reserve_lines(kit.line(3), line(kit.x, kit.location, 4))
    assert [whole(made, n)[:2] for n in (0, 1)] == [(3, 3), (4, 4)]
    assert kit.stock == ((10, 10, 0), (10, 3, 7))


def test_a_kit_is_split_only_as_its_line_allows(shop: Shop) -> None:
    near, far = shop.location(priority=1), shop.location(priority=2)
    x, y = shop.item(), shop.item()
    for location, some_x, some_y in ((near, 5, 1), (far, 3, 9)):
        shop.level(x, location, some_x)
        shop.level(y, location, some_y)
    kit = shop.variant({x: 2, y: 1})
    assert refused(lambda: shop.reserve_lines(variant_line(kit, 2))).reason == "INSUFFICIENT_STOCK"
    units = shop.reserve_lines(variant_line(kit, 2, split="SPLIT_MODE_WHOLE_UNITS"))
    assert sorted(allocations(units)) == sorted([(x, near, 2, 2), (y, near, 1, 1), (x, far, 2, 2), (y, far, 1, 1)])
    shop.release(units.id)
    anyhow = shop.reserve_lines(variant_line(kit, 4, split="SPLIT_MODE_ANY"))
    assert sorted(allocations(anyhow)) == sorted([(x, near, 2, 5), (y, near, 1, 1), (x, far, 2, 3), (y, far, 1, 3)])
    assert whole(anyhow) == (4, 4, 0, 0, 0, 0)
    done = shop.fulfil(anyhow.id, by_line(anyhow, 3)).reservation
    assert whole(done) == (4, 1, 3, 0, 0, 0)
    assert [shop.get(x, one).stocked_quantity + shop.get(y, one).stocked_quantity for one in (near, far)] == [0, 9]


def test_a_line_may_name_the_place_of_a_kit(shop: Shop) -> None:
    kit = Kit(shop, 10, 10)
    elsewhere = shop.location()
    shop.level(kit.x, elsewhere, 100)
    refusal = refused(lambda: shop.reserve_lines(variant_line(kit.id, 1, elsewhere)))
    assert (refusal.reason, refusal.shortage.lines[0].inventory_item_id) == ("INSUFFICIENT_STOCK", kit.y)
    assert refused(lambda: shop.reserve_lines(variant_line(kit.id, 1, "sloc_none"))).resource == (
        "StockLocation",
        "sloc_none",
    )
    shop.level(kit.y, elsewhere, 1)
    made = shop.reserve_lines(variant_line(kit.id, 1, elsewhere))
    assert {place for _, place, *_ in allocations(made)} == {elsewhere}


def test_a_variant_that_is_deleted_or_unknown_is_refused(shop: Shop) -> None:
    kit = Kit(shop, 10, 10)
    made = kit.reserve(1)
    shop.delete_variant(kit.id)
    for wanted in (kit.line(1), variant_line(kit.id, 1)):
        for ask in (
            lambda wanted=wanted: shop.reserve_lines(wanted),
            lambda wanted=wanted: shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[wanted])),
            lambda wanted=wanted: shop.update(made.id, add_lines=[wanted]),
        ):
            refusal = refused(ask)  # type: ignore[arg-type]
            assert (refusal.reason, refusal.resource) == ("RESOURCE_DELETED", ("ProductVariant", kit.id))
    for unknown in (
        lambda: shop.reserve_lines(variant_line("variant_none", 1, kit.location)),
        lambda: shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[variant_line("variant_none", 1)])),
    ):
        refusal = refused(unknown)
        assert (refusal.code, refusal.resource) == ("NOT_FOUND", ("ProductVariant", "variant_none"))
    assert state(shop.fulfil(made.id).reservation) == "FULFILLED"


def test_a_variant_without_components_is_sold_by_an_item_of_its_own(shop: Shop) -> None:
    sku, location = unique("SKU"), shop.location()
    variant = shop.variant(sku=sku)
    (own,) = shop.get_variant(variant).components
    shop.level(own.inventory_item_id, location, 3)
    made = shop.reserve_lines(variant_line(variant, 2), types.LineInput(sku=sku, quantity=1, location_id=location))
    assert allocations(made) == [(own.inventory_item_id, location, 1, 2), (own.inventory_item_id, location, 1, 1)]
    assert refused(lambda: shop.reserve_lines(variant_line(variant, 1))).reason == "INSUFFICIENT_STOCK"


def test_a_validated_promise_of_a_kit_keeps_nothing(shop: Shop) -> None:
    kit = Kit(shop, 2, 1)
    assert kit.reserve(1, validate_only=True).lines[0].open_quantity == 1
    assert refused(lambda: kit.reserve(2, validate_only=True)).reason == "INSUFFICIENT_STOCK"
    assert kit.stock == ((2, 0, 2), (1, 0, 1))


def test_more_of_a_kit_than_numbers_can_say_is_refused_in_order(shop: Shop) -> None:
    item, location = shop.stocked(5)
    huge = shop.variant({item: 10**15}, allow_backorder=True)

    def reserve(**fields: Any) -> Any:
        return refused(lambda: shop.reserve_lines(variant_line(huge, 10**15, **fields)))

    assert reserve(location=location, backorder=ALLOW).reason == "BALANCE_OUT_OF_RANGE"
    assert reserve(backorder=ALLOW).reason == "BALANCE_OUT_OF_RANGE"
    fixed = reserve(location=location, backorder=DENY)
    assert (fixed.reason, fixed.shortage.lines[0].requested_quantity) == ("INSUFFICIENT_STOCK", 2**63 - 1)
    anywhere = reserve(backorder=DENY)
    assert (anywhere.reason, anywhere.shortage.lines[0].requested_quantity) == ("INSUFFICIENT_STOCK", 10**15)
    assert balances(shop.get(item, location)) == (5, 0, 5)


# --- leaving and coming back ------------------------------------------------------------------------


def test_a_part_shipped_singly_leaves_the_rest_of_the_kits_to_be_given_back(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    made = kit.reserve(3)
    shipped = shop.fulfil(made.id, Part(allocation_id=leaf(made, kit.x).id, quantity=1)).reservation
    assert whole(shipped) == (3, 3, 0, 0, 0, 0)
    done = shop.release(made.id)
    assert counters(leaf(done, kit.x)) == (6, 0, 1, 5, 0, 0)
    assert counters(leaf(done, kit.y)) == (3, 0, 0, 3, 0, 0)
    assert whole(done) == (3, 0, 0, 3, 0, 0)
    assert state(done) == "FULFILLED"
    assert kit.stock == ((5, 0, 5), (3, 0, 3))


def test_kits_leave_are_given_back_and_come_back_by_whole_units_of_their_line(shop: Shop) -> None:
    kit = Kit(shop, 20, 10)
    made = kit.reserve(8)
    done = shop.fulfil(made.id, by_line(made, 5))
    assert [(one.inventory_item_id, one.quantity) for one in sorted(done.fulfillment.entries, key=lambda e: -e.quantity)] == [
        (kit.x, 10), (kit.y, 5),
    ]  # fmt: skip
    assert whole(done.reservation) == (8, 3, 5, 0, 0, 0)
    released = shop.release(made.id, lines=[by_line(made, 2)])
    assert whole(released) == (8, 1, 5, 2, 0, 0)
    assert counters(leaf(released, kit.x)) == (16, 2, 10, 4, 0, 0)
    back = shop.receive_return(made.id, returned(kit.location, 2, line_id=made.lines[0].line_id)).reservation
    assert whole(back) == (8, 1, 5, 2, 0, 2)
    assert counters(leaf(back, kit.x))[-1] == 4
    reversed_ = shop.reverse(made.id, done.fulfillment.id).reservation
    assert whole(reversed_) == (8, 4, 2, 2, 0, 2)
    assert kit.stock == ((20, 8, 12), (10, 4, 6))
    assert state(shop.fulfil(made.id).reservation) == "FULFILLED"
    assert kit.stock == ((12, 0, 12), (6, 0, 6))


def test_whole_units_of_a_line_need_all_of_their_parts(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    made = kit.reserve(3)
    x = leaf(made, kit.x).id
    shop.fulfil(made.id, Part(allocation_id=x, quantity=1))
    for ask in (
        lambda: shop.fulfil(made.id, by_line(made, 3)),
        lambda: shop.release(made.id, lines=[by_line(made, 3)]),
        lambda: shop.fulfil(made.id, by_line(made, 2), Part(allocation_id=x, quantity=2)),
    ):
        refusal = refused(ask)
        assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "EXCEEDS_OPEN")
    assert whole(shop.reservation(made.id)) == (3, 3, 0, 0, 0, 0)
    done = shop.fulfil(made.id, by_line(made, 2)).reservation
    assert whole(done) == (3, 1, 2, 0, 0, 0)
    for wrong in (3, 1):
        item = returned(kit.location, wrong, line_id=made.lines[0].line_id)
        if wrong == 3:
            assert refused(lambda item=item: shop.receive_return(made.id, item)).reason == "OVER_RETURN"  # type: ignore[misc]
        else:
            assert whole(shop.receive_return(made.id, item).reservation)[-1] == 1
    rest = shop.fulfil(made.id, Part(allocation_id=x, quantity=1), Part(allocation_id=leaf(made, kit.y).id, quantity=1))
    assert whole(rest.reservation) == (3, 0, 3, 0, 0, 1)
    assert kit.stock == ((2, 0, 2), (1, 0, 1))


def test_single_parts_come_back_without_making_a_kit(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    made = kit.reserve(3)
    shop.fulfil(made.id)
    back = shop.receive_return(made.id, returned(kit.location, 3, "DAMAGED", allocation_id=leaf(made, kit.x).id))
    assert whole(back.reservation) == (3, 0, 3, 0, 0, 0)
    assert counters(leaf(back.reservation, kit.x))[-1] == 3
    assert shop.get(kit.x, kit.location).damaged_quantity == 3
    more = shop.receive_return(made.id, returned(kit.location, 2, allocation_id=leaf(made, kit.y).id))
    assert whole(more.reservation)[-1] == 1
    refusal = refused(lambda: shop.receive_return(made.id, returned(kit.location, 2, line_id=made.lines[0].line_id)))
    assert refusal.reason == "OVER_RETURN"


def test_a_kit_leaves_from_another_location_with_all_of_its_parts(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    elsewhere = shop.location()
    shop.level(kit.x, elsewhere, 4)
    shop.level(kit.y, elsewhere, 1)
    made = kit.reserve(3)
    name = made.lines[0].line_id
    short = Part(line_id=name, quantity=2, location_id=elsewhere)
    assert refused(lambda: shop.fulfil(made.id, short)).reason == "INSUFFICIENT_STOCK"
    done = shop.fulfil(made.id, Part(line_id=name, quantity=1, location_id=elsewhere)).reservation
    assert done.lines[0].fulfilled_quantity == 1
    assert done.lines[0].open_quantity == 2
    assert {one.required_quantity for one in done.lines[0].allocations if one.inventory_item_id == kit.x} == {2}
    assert kit.stock == ((6, 4, 2), (3, 2, 1))
    assert [balances(shop.get(one, elsewhere)) for one in (kit.x, kit.y)] == [(2, 0, 2), (0, 0, 0)]
    assert state(shop.fulfil(made.id).reservation) == "FULFILLED"


def test_the_remainder_of_a_kit_may_be_given_back_when_a_part_of_it_leaves(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    made = kit.reserve(3)
    done = shop.fulfil(made.id, by_line(made, 1), remainder="REMAINDER_RELEASE").reservation
    assert (whole(done), state(done)) == ((3, 0, 1, 2, 0, 0), "FULFILLED")
    assert kit.stock == ((4, 0, 4), (2, 0, 2))


def test_a_kit_whose_part_is_missing_is_not_covered(shop: Shop) -> None:
    kit = Kit(shop, 4, 2)
    made = kit.reserve(2)
    shop.set(kit.y, kit.location, 1)
    refusal = refused(lambda: shop.fulfil(made.id))
    assert (refusal.reason, refusal.metadata["allocation_id"]) == ("NOT_COVERED", leaf(made, kit.y).id)
    assert kit.stock == ((4, 4, 0), (1, 2, -1))
    assert whole(shop.fulfil(made.id, by_line(made, 1)).reservation) == (2, 1, 1, 0, 0, 0)


# --- changed ----------------------------------------------------------------------------------------


def test_a_kit_line_keeps_the_composition_that_it_was_promised_with(shop: Shop) -> None:
    kit = Kit(shop, 100, 100)
    z = shop.item()
    shop.level(z, kit.location, 100)
    old = kit.reserve(3)
    kit.become({kit.x: 1, z: 4})
    name = old.lines[0].line_id
    grown = shop.update(old.id, set_lines=[set_line(name, 5)])
    assert whole(grown) == (5, 5, 0, 0, 0, 0)
    assert {one.inventory_item_id for one in grown.lines[0].allocations} == {kit.x, kit.y}
    assert kit.stock == ((100, 10, 90), (100, 5, 95))
    shrunk = shop.update(old.id, set_lines=[set_line(name, 1)])
    assert whole(shrunk)[:2] == (1, 1)
    assert kit.stock == ((100, 2, 98), (100, 1, 99))
    both = shop.update(old.id, set_lines=[set_line(name, 2)], add_lines=[kit.line(1)])
    assert [one.open_quantity for one in both.lines] == [2, 1]
    assert {one.inventory_item_id: one.required_quantity for one in both.lines[1].allocations} == {kit.x: 1, z: 4}
    assert kit.stock == ((100, 5, 95), (100, 2, 98))
    assert state(shop.fulfil(old.id).reservation) == "FULFILLED"
    assert balances(shop.get(z, kit.location)) == (96, 0, 96)


def test_a_kit_line_grows_whatever_became_of_its_variant(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    made = kit.reserve(1)
    shop.delete_variant(kit.id)
    grown = shop.update(made.id, set_lines=[set_line(made.lines[0].line_id, 3)])
    assert whole(grown)[:2] == (3, 3)
    refusal = refused(lambda: shop.update(made.id, set_lines=[set_line(made.lines[0].line_id, 4)]))
    assert refusal.reason == "INSUFFICIENT_STOCK"


def test_a_kit_line_cannot_shrink_below_what_has_left(shop: Shop) -> None:
    kit = Kit(shop, 10, 5)
    made = kit.reserve(5)
    name = made.lines[0].line_id
    shop.fulfil(made.id, by_line(made, 3))
    assert refused(lambda: shop.update(made.id, set_lines=[set_line(name, 2)])).reason == "EXCEEDS_OPEN"
    assert whole(shop.update(made.id, set_lines=[set_line(name, 4)])) == (4, 1, 3, 1, 0, 0)
    gone = shop.update(made.id, remove_line_ids=[name])
    assert (whole(gone), state(gone)) == ((3, 0, 3, 2, 0, 0), "FULFILLED")
    assert kit.stock == ((4, 0, 4), (2, 0, 2))


def test_growth_of_a_kit_is_all_of_its_parts_or_nothing(shop: Shop) -> None:
    kit = Kit(shop, 10, 2)
    made = kit.reserve(2)
    refusal = refused(lambda: shop.update(made.id, set_lines=[set_line(made.lines[0].line_id, 3)]))
    assert (refusal.reason, refusal.shortage.lines[0].inventory_item_id) == ("INSUFFICIENT_STOCK", kit.y)
    assert kit.stock == ((10, 4, 6), (2, 2, 0))


def test_one_part_of_a_kit_moves_to_another_location(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    elsewhere = shop.location()
    made = kit.reserve(3)
    x = leaf(made, kit.x)
    nowhere = refused(lambda: shop.update(made.id, moves=[relocation(x.id, elsewhere)]))
    assert nowhere.reason in ("INSUFFICIENT_STOCK", "NOT_STOCKED_AT_LOCATION")
    shop.level(kit.x, elsewhere, 4)
    assert refused(lambda: shop.update(made.id, moves=[relocation(x.id, elsewhere)])).reason == "INSUFFICIENT_STOCK"
    moved = shop.update(made.id, moves=[relocation(x.id, elsewhere, 4)])
    assert moved.lines[0].open_quantity == 3
    assert sorted((one.location_id, one.required_quantity, one.open_quantity) for one in moved.lines[0].allocations
                  if one.inventory_item_id == kit.x) == sorted([(kit.location, 2, 2), (elsewhere, 2, 4)])  # fmt: skip
    assert kit.stock == ((6, 2, 4), (3, 3, 0))
    assert balances(shop.get(kit.x, elsewhere)) == (4, 4, 0)
    done = shop.fulfil(made.id).reservation
    assert (done.lines[0].fulfilled_quantity, state(done)) == (3, "FULFILLED")
    assert balances(shop.get(kit.x, elsewhere)) == (0, 0, 0)


def test_a_cart_with_a_kit_is_replaced_in_one_step(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    cart = kit.reserve(2, ttl=duration(600))
    assert refused(lambda: kit.reserve(3, ttl=duration(600))).reason == "INSUFFICIENT_STOCK"
    bigger = kit.reserve(3, ttl=duration(600), replaces_reservation_id=cart.id)
    assert (state(bigger), state(shop.reservation(cart.id))) == ("HELD", "RELEASED")
    assert kit.stock == ((6, 6, 0), (3, 3, 0))


# --- time -------------------------------------------------------------------------------------------


def test_a_held_kit_expires_with_all_of_its_parts_and_may_be_confirmed_late(moved: Moved) -> None:
    shop = moved.shop
    kit = Kit(shop, 6, 3)
    held = kit.reserve(3, ttl=duration(60))
    assert shop.get(kit.x, kit.location).held_quantity == 6
    moved.clock.go(61)
    lapsed = shop.reservation(held.id)
    assert (state(lapsed), whole(lapsed)) == ("EXPIRED", (3, 0, 0, 0, 3, 0))
    assert kit.stock == ((6, 0, 6), (3, 0, 3))
    one = kit.reserve(1)
    refusal = refused(lambda: shop.confirm(held.id))
    assert (refusal.reason, {each.line_index for each in refusal.shortage.lines}) == ("INSUFFICIENT_STOCK", {0})
    shop.release(one.id)
    done = shop.confirm(held.id)
    assert (done.reacquired, state(done.reservation)) == (True, "CONFIRMED")
    assert whole(done.reservation) == (3, 3, 0, 0, 3, 0)
    assert sorted(units for *_, units in allocations(done.reservation)) == [3, 3, 6, 6]
    assert kit.stock == ((6, 6, 0), (3, 3, 0))
    assert whole(shop.fulfil(held.id).reservation) == (3, 0, 3, 0, 3, 0)


def test_a_held_kit_is_extended_and_confirmed_in_time(moved: Moved) -> None:
    shop = moved.shop
    kit = Kit(shop, 6, 3)
    held = kit.reserve(3, ttl=duration(60))
    shop.extend(held.id, 600)
    moved.clock.go(61)
    assert state(shop.reservation(held.id)) == "HELD"
    assert state(shop.confirm(held.id).reservation) == "CONFIRMED"
    moved.clock.go(1000)
    assert kit.stock == ((6, 6, 0), (3, 3, 0))


def test_a_kit_confirmed_late_on_backorder_waits_for_its_parts(moved: Moved) -> None:
    shop = moved.shop
    kit = Kit(shop, 2, 1)
    held = kit.reserve(1, ttl=duration(60))
    moved.clock.go(61)
    other = kit.reserve(1)
    done = shop.confirm(held.id, on_shortage="ON_SHORTAGE_BACKORDER")
    assert (done.reacquired, done.reservation.lines[0].open_quantity) == (True, 1)
    assert kit.stock == ((2, 4, -2), (1, 2, -1))
    assert refused(lambda: shop.fulfil(held.id)).reason == "NOT_COVERED"
    shop.release(other.id)
    assert state(shop.fulfil(held.id).reservation) == "FULFILLED"


# --- backorder --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant_allows", "mode", "accepted"),
    [
        (False, "UNSPECIFIED", False), (False, "ALLOW", True), (False, "DENY", False),
        (True, "UNSPECIFIED", True), (True, "ALLOW", True), (True, "DENY", False),
    ],
)  # fmt: skip
def test_the_line_decides_on_backorder_and_where_it_says_nothing_the_variant(
    shop: Shop, variant_allows: bool, mode: str, accepted: bool
) -> None:
    kit = Kit(shop, 3, 10, allow_backorder=variant_allows)
    fixed = kit.line(2, backorder=f"BACKORDER_MODE_{mode}")
    anywhere = variant_line(kit.id, 2, backorder=f"BACKORDER_MODE_{mode}")
    for wanted in (fixed, anywhere):
        answer = shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[wanted]))
        assert answer.sufficient is accepted
        if accepted:
            made = shop.reserve_lines(wanted)
            assert made.lines[0].backorder == wanted.backorder
            assert kit.stock == ((3, 4, -1), (10, 2, 8))
            assert (leaf(made, kit.x).covered_quantity, leaf(made, kit.y).covered_quantity) == (3, 2)
            shop.release(made.id)
        else:
            assert refused(lambda wanted=wanted: shop.reserve_lines(wanted)).reason == "INSUFFICIENT_STOCK"  # type: ignore[misc]


def test_a_level_limits_how_far_a_kit_is_backordered(shop: Shop) -> None:
    kit = Kit(shop, 2, 10, allow_backorder=True)
    shop.configure(kit.x, kit.location, "backorder_limit", backorder_limit=2)
    kit.reserve(2)
    assert kit.stock == ((2, 4, -2), (10, 2, 8))
    refusal = refused(lambda: kit.reserve(1))
    assert (refusal.reason, refusal.metadata["inventory_item_id"]) == ("BACKORDER_LIMIT", kit.x)
    assert refused(lambda: shop.reserve_lines(variant_line(kit.id, 1))).reason == "BACKORDER_LIMIT"


def test_a_line_without_a_word_on_backorder_follows_its_variant_when_it_grows(shop: Shop) -> None:
    kit = Kit(shop, 2, 1)
    made = kit.reserve(1)
    name = made.lines[0].line_id
    assert refused(lambda: shop.update(made.id, set_lines=[set_line(name, 2)])).reason == "INSUFFICIENT_STOCK"
    parts = components({kit.x: 2, kit.y: 1})
    shop.upsert(catalog_pb.ProductVariant(id=kit.id, title="Kit", allow_backorder=True, components=parts))
    assert shop.update(made.id, set_lines=[set_line(name, 2)]).lines[0].open_quantity == 2
    assert kit.stock == ((2, 4, -2), (1, 2, -1))


# --- goods that no stock is kept for ----------------------------------------------------------------


def digital(shop: Shop) -> str:
    return shop.variant(manage_inventory=False)


def test_a_line_of_an_unmanaged_variant_takes_nothing_and_always_succeeds(shop: Shop) -> None:
    variant = digital(shop)
    made = shop.reserve_lines(variant_line(variant, 10**15), variant_line(variant, 1, shop.location()))
    assert [list(one.allocations) for one in made.lines] == [[], []]
    assert [one.variant_id for one in made.lines] == [variant, variant]
    assert [whole(made, n) for n in (0, 1)] == [(10**15, 10**15, 0, 0, 0, 0), (1, 1, 0, 0, 0, 0)]
    assert state(made) == "CONFIRMED"
    assert shop.reservation(made.id) == made
    answer = shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[variant_line(variant, 10**15)]))
    assert answer.sufficient
    for wanted in (
        variant_line(variant, 1, "sloc_none"),
        variant_line(variant, 1, scope=types.StockScope(location_ids=["sloc_none"])),
    ):
        for ask in (
            lambda wanted=wanted: shop.reserve_lines(wanted),
            lambda wanted=wanted: shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[wanted])),
        ):
            assert refused(ask).resource == ("StockLocation", "sloc_none")  # type: ignore[arg-type]


def test_an_unmanaged_line_counts_through_its_whole_life(shop: Shop) -> None:
    made = shop.reserve_lines(variant_line(digital(shop), 10))
    location = shop.location()
    first = shop.fulfil(made.id, by_line(made, 6))
    assert list(first.fulfillment.entries) == []
    assert whole(first.reservation) == (10, 4, 6, 0, 0, 0)
    assert whole(shop.release(made.id, lines=[by_line(made, 1)])) == (10, 3, 6, 1, 0, 0)
    assert refused(lambda: shop.fulfil(made.id, by_line(made, 4))).reason == "EXCEEDS_OPEN"
    back = shop.receive_return(made.id, returned(location, 2, line_id=made.lines[0].line_id))
    assert (list(back.levels), whole(back.reservation)) == ([], (10, 3, 6, 1, 0, 2))
    over = returned(location, 5, line_id=made.lines[0].line_id)
    assert refused(lambda: shop.receive_return(made.id, over)).reason == "OVER_RETURN"
    again = shop.reverse(made.id, first.fulfillment.id)
    assert whole(again.reservation) == (10, 7, 2, 1, 0, 2)
    assert (whole(shop.fulfil(made.id).reservation), state(shop.reservation(made.id))) == (
        (10, 0, 9, 1, 0, 2),
        "FULFILLED",
    )
    assert [list(one.entries) for one in shop.fulfillments(made.id)] == [[], []]


def test_an_unmanaged_line_is_set_and_removed(shop: Shop) -> None:
    variant = digital(shop)
    made = shop.reserve_lines(variant_line(variant, 3))
    name = made.lines[0].line_id
    assert whole(shop.update(made.id, set_lines=[set_line(name, 8)])) == (8, 8, 0, 0, 0, 0)
    assert whole(shop.update(made.id, set_lines=[set_line(name, 2)])) == (2, 2, 0, 6, 0, 0)
    added = shop.update(made.id, add_lines=[variant_line(variant, 4)])
    assert [whole(added, n)[:2] for n in (0, 1)] == [(2, 2), (4, 4)]
    shop.fulfil(made.id, by_line(added, 1, 1))
    gone = shop.update(made.id, remove_line_ids=[name, added.lines[1].line_id])
    assert [whole(gone, n)[:3] for n in (0, 1)] == [(0, 0, 0), (1, 0, 1)]
    assert state(gone) == "FULFILLED"


def test_a_held_unmanaged_line_expires_and_is_confirmed_late(moved: Moved) -> None:
    shop = moved.shop
    held = shop.reserve_lines(variant_line(digital(shop), 4), ttl=duration(60))
    assert state(held) == "HELD"
    moved.clock.go(61)
    lapsed = shop.reservation(held.id)
    assert (state(lapsed), whole(lapsed)) == ("EXPIRED", (4, 0, 0, 0, 4, 0))
    assert refused(lambda: shop.fulfil(held.id)).reason == "RESERVATION_EXPIRED"
    done = shop.confirm(held.id)
    assert (done.reacquired, state(done.reservation)) == (True, "CONFIRMED")
    assert whole(done.reservation) == (4, 4, 0, 0, 4, 0)
    assert whole(shop.fulfil(held.id).reservation) == (4, 0, 4, 0, 4, 0)


def test_a_held_unmanaged_line_is_confirmed_in_time_or_swept(moved: Moved) -> None:
    shop = moved.shop
    variant = digital(shop)
    kept = shop.reserve_lines(variant_line(variant, 1), ttl=duration(60))
    left = shop.reserve_lines(variant_line(variant, 1), ttl=duration(60))
    shop.confirm(kept.id)
    moved.clock.go(61)
    for _ in range(100):
        found = [one.resource for one in shop.happened("reservation.expired")]
        if left.id in found:
            break
    assert left.id in found
    assert kept.id not in found
    assert [state(shop.reservation(one.id)) for one in (kept, left)] == ["CONFIRMED", "EXPIRED"]


def test_unmanaged_and_managed_lines_live_together(shop: Shop) -> None:
    kit, variant = Kit(shop, 6, 3), digital(shop)
    lines = [variant_line(variant, 5), kit.line(2), variant_line(variant, 1)]
    short = [variant_line(variant, 5), kit.line(4)]
    refusal = refused(lambda: shop.reserve_lines(*short))
    assert [one.line_index for one in refusal.shortage.lines] == [1]
    made = shop.reserve_lines(*lines)
    assert [one.variant_id for one in made.lines] == [variant, kit.id, variant]
    assert [whole(made, n)[1] for n in range(3)] == [5, 2, 1]
    assert shop.reservation(made.id) == made
    (created,) = shop.happened("reservation.created", reservation_ids=[made.id])
    told_lines = created.reservation_changed.after.lines
    assert [one.variant_id for one in told_lines] == [variant, kit.id, variant]
    done = shop.fulfil(made.id, by_line(made, 5, 0), by_line(made, 1, 1))
    assert {one.inventory_item_id for one in done.fulfillment.entries} == {kit.x, kit.y}
    assert [whole(done.reservation, n)[1:3] for n in range(3)] == [(0, 5), (1, 1), (1, 0)]
    released = shop.release(made.id)
    assert ([whole(released, n)[1:4] for n in range(3)], state(released)) == (
        [(0, 5, 0), (0, 1, 1), (0, 0, 1)],
        "FULFILLED",
    )
    assert kit.stock == ((4, 0, 4), (2, 0, 2))


def test_only_unmanaged_units_open_keep_a_reservation_alive(shop: Shop) -> None:
    item, location = shop.stocked(5)
    made = shop.reserve_lines(line(item, location, 5), variant_line(digital(shop), 1))
    done = shop.fulfil(made.id, by_line(made, 5, 0)).reservation
    assert state(done) == "CONFIRMED"
    assert state(shop.fulfil(made.id).reservation) == "FULFILLED"


def test_a_mixed_hold_expires_whole(moved: Moved) -> None:
    shop = moved.shop
    kit = Kit(shop, 6, 3)
    held = shop.reserve_lines(variant_line(digital(shop), 5), kit.line(3), ttl=duration(60))
    moved.clock.go(61)
    other = kit.reserve(3)
    lapsed = shop.reservation(held.id)
    assert (state(lapsed), [whole(lapsed, n) for n in (0, 1)]) == (
        "EXPIRED",
        [(5, 0, 0, 0, 5, 0), (3, 0, 0, 0, 3, 0)],
    )
    refusal = refused(lambda: shop.confirm(held.id))
    assert {one.line_index for one in refusal.shortage.lines} == {1}
    shop.release(other.id)
    done = shop.confirm(held.id).reservation
    assert [whole(done, n)[1] for n in (0, 1)] == [5, 3]


def test_a_variant_that_was_unmanaged_stays_so_for_the_lines_that_have_it(shop: Shop) -> None:
    item, location = shop.stocked(1)
    variant = shop.variant({item: 1}, manage_inventory=False)
    made = shop.reserve_lines(variant_line(variant, 3))
    shop.upsert(catalog_pb.ProductVariant(id=variant, components=components({item: 1})))
    assert whole(shop.update(made.id, set_lines=[set_line(made.lines[0].line_id, 9)])) == (9, 9, 0, 0, 0, 0)
    assert balances(shop.get(item, location)) == (1, 0, 1)
    assert refused(lambda: shop.reserve_lines(variant_line(variant, 2))).reason == "INSUFFICIENT_STOCK"


def test_an_unmanaged_part_of_a_kit_takes_nothing(shop: Shop) -> None:
    item, location = shop.stocked(4)
    manual = digital(shop)
    kit = shop.variant({item: 2, manual: 1})
    made = shop.reserve_lines(variant_line(kit, 2))
    assert allocations(made) == [(item, location, 2, 4)]
    assert refused(lambda: shop.reserve_lines(variant_line(kit, 1))).reason == "INSUFFICIENT_STOCK"


# --- what the books say -----------------------------------------------------------------------------


def test_every_part_of_a_kit_moves_in_one_posting(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    made = kit.reserve(3)
    shop.fulfil(made.id, by_line(made, 2))
    shop.release(made.id)
    movements: Sequence[Any] = shop.movements(reservation_id=made.id)
    assert len({one.posting_id for one in movements}) == 3
    assert told([one for one in movements if one.inventory_item_id == kit.x]) == [
        ("RESERVED", "RESERVED", 6, 6),
        ("FULFILLED", "STOCKED", -4, 2),
        ("FULFILLED", "RESERVED", -4, 2),
        ("RELEASED", "RESERVED", -2, 0),
    ]
    assert told([one for one in movements if one.inventory_item_id == kit.y]) == [
        ("RESERVED", "RESERVED", 3, 3),
        ("FULFILLED", "STOCKED", -2, 1),
        ("FULFILLED", "RESERVED", -2, 1),
        ("RELEASED", "RESERVED", -1, 0),
    ]


def test_closed_locations_promise_no_kits(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    closed = types.StockLocation(id=kit.location, active=False)
    shop.locations.UpdateStockLocation(locations_pb.UpdateStockLocationRequest(location=closed))
    assert refused(lambda: kit.reserve(1)).reason == "LOCATION_INACTIVE"
    assert refused(lambda: shop.reserve_lines(variant_line(kit.id, 1))).reason == "INSUFFICIENT_STOCK"


def test_a_batch_and_a_stream_reserve_kits_too(shop: Shop) -> None:
    kit = Kit(shop, 6, 3)
    entries = [pb.CreateReservationRequest(lines=[kit.line(1)]) for _ in range(5)]
    results = shop.inventory.BatchCreateReservations(pb.BatchCreateReservationsRequest(entries=entries)).results
    assert [one.WhichOneof("result") for one in results].count("value") == 3
    assert kit.stock == ((6, 6, 0), (3, 3, 0))
    shop.adjust(kit.x, kit.location, 2, "RECEIVED")
    shop.adjust(kit.y, kit.location, 1, "RECEIVED")
    asked = [
        pb.StreamReservationsRequest(
            request_id=unique("request"), create=pb.CreateReservationRequest(lines=[variant_line(kit.id, 1)])
        )
        for _ in range(2)
    ]
    outcomes = [one.WhichOneof("outcome") for one in shop.inventory.StreamReservations(iter(asked))]
    assert sorted(outcomes) == ["create", "error"]
    assert kit.stock == ((8, 8, 0), (4, 4, 0))
