"""The life of an order as Medusa's documentation tells it, from the cart to the exchange; every number written out."""

from __future__ import annotations

from typing import Any, NamedTuple

from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.clock import Moved, instant
from tests.support.world import (
    Shop,
    counters,
    duration,
    line,
    relocation,
    returned,
    set_line,
    state,
    told,
    unique,
)

QUARTER_OF_AN_HOUR = 900
Part = pb.ReservationPart


class Shelf(NamedTuple):
    """What a level shows; whatever is not said is 0."""

    stocked: int
    reserved: int = 0
    held: int = 0
    available: int = 0
    backordered: int = 0
    incoming: int = 0
    on_hand: int = 0
    quality_control: int = 0
    damaged: int = 0
    quarantine: int = 0


def shelf(shop: Shop, item: str, location: str) -> Shelf:
    level = shop.get(item, location)
    return Shelf(*(getattr(level, f"{name}_quantity") for name in Shelf._fields))


def allocations(reservation: Any, index: int = 0) -> list[tuple[int, int, int, int, int, int]]:
    return [counters(one) for one in reservation.lines[index].allocations]


def lines(reservation: Any) -> list[tuple[int, int, int, int, int, int]]:
    return [counters(one) for one in reservation.lines]


def test_a_cart_is_filled_changed_and_emptied_again(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    (shirt, here), socks = shop.stocked(10), shop.item()
    shop.level(socks, here, 3)

    clock.go(60)
    cart = shop.hold((shirt, here, 2), ttl=QUARTER_OF_AN_HOUR, reference=types.Reference(type="cart", id="c-1"))
    expire_time = instant(cart.expire_time)
    assert state(cart) == "HELD"
    assert lines(cart) == allocations(cart) == [(2, 2, 0, 0, 0, 0)]
    assert shelf(shop, shirt, here) == Shelf(10, reserved=2, held=2, available=8, on_hand=10)

    clock.go(60)  # the shopper wants more of it
    cart = shop.update(cart.id, set_lines=[set_line(cart.lines[0].line_id, 5)])
    assert lines(cart) == [(5, 5, 0, 0, 0, 0)]
    assert allocations(cart) == [(2, 2, 0, 0, 0, 0), (3, 3, 0, 0, 0, 0)]
    assert shelf(shop, shirt, here) == Shelf(10, reserved=5, held=5, available=5, on_hand=10)
    assert (state(cart), instant(cart.expire_time)) == ("HELD", expire_time)

    clock.go(60)  # and socks
    cart = shop.update(cart.id, add_lines=[line(socks, here, 3, line_item_id="socks")])
    assert lines(cart) == [(5, 5, 0, 0, 0, 0), (3, 3, 0, 0, 0, 0)]
    assert shelf(shop, socks, here) == Shelf(3, reserved=3, held=3, available=0, on_hand=3)

    clock.go(60)  # it keeps shopping: the cart lives longer
    cart = shop.extend(cart.id, QUARTER_OF_AN_HOUR)
    assert (instant(cart.expire_time) - expire_time).total_seconds() == 180

    clock.go(60)  # fewer shirts: the newest claim goes first
    cart = shop.update(cart.id, set_lines=[set_line(cart.lines[0].line_id, 1)])
    assert lines(cart) == [(1, 1, 0, 4, 0, 0), (3, 3, 0, 0, 0, 0)]
    assert allocations(cart) == [(2, 1, 0, 1, 0, 0), (3, 0, 0, 3, 0, 0)]
    assert shelf(shop, shirt, here) == Shelf(10, reserved=1, held=1, available=9, on_hand=10)

    clock.go(60)  # no socks after all
    cart = shop.update(cart.id, remove_line_ids=[cart.lines[1].line_id])
    assert lines(cart) == [(1, 1, 0, 4, 0, 0), (0, 0, 0, 3, 0, 0)]
    assert shelf(shop, socks, here) == Shelf(3, available=3, on_hand=3)
    assert state(cart) == "HELD"

    clock.go(60)  # nor the shirt
    cart = shop.release(cart.id)
    assert lines(cart) == [(1, 0, 0, 5, 0, 0), (0, 0, 0, 3, 0, 0)]
    assert state(cart) == "RELEASED"
    assert shelf(shop, shirt, here) == Shelf(10, available=10, on_hand=10)

    assert told(shop.movements(inventory_item_id=shirt)) == [
        ("INITIAL", "STOCKED", 10, 10),
        ("RESERVED", "RESERVED", 2, 2),
        ("RESERVED", "RESERVED", 3, 5),
        ("RELEASED", "RESERVED", -1, 4),
        ("RELEASED", "RESERVED", -3, 1),
        ("RELEASED", "RESERVED", -1, 0),
    ]
    assert told(shop.movements(inventory_item_id=socks)) == [
        ("INITIAL", "STOCKED", 3, 3),
        ("RESERVED", "RESERVED", 3, 3),
        ("RELEASED", "RESERVED", -3, 0),
    ]


def test_a_cart_that_is_left_alone_expires(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    shirt, here = shop.stocked(10)
    clock.go(60)
    cart = shop.hold((shirt, here, 10), ttl=QUARTER_OF_AN_HOUR)
    assert shelf(shop, shirt, here) == Shelf(10, reserved=10, held=10, available=0, on_hand=10)

    clock.freeze(instant(cart.expire_time))
    left = shop.reservation(cart.id)
    assert state(left) == "EXPIRED"
    assert instant(left.expire_time) == instant(cart.expire_time)
    assert lines(left) == allocations(left) == [(10, 0, 0, 0, 10, 0)]
    assert shelf(shop, shirt, here) == Shelf(10, available=10, on_hand=10)

    clock.go(0.3)  # the next shopper has them all
    other = shop.hold((shirt, here, 10), ttl=QUARTER_OF_AN_HOUR)
    assert shelf(shop, shirt, here) == Shelf(10, reserved=10, held=10, available=0, on_hand=10)
    movements = shop.movements(inventory_item_id=shirt)
    assert told(movements) == [
        ("INITIAL", "STOCKED", 10, 10),
        ("RESERVED", "RESERVED", 10, 10),
        ("EXPIRED", "RESERVED", -10, 0),
        ("RESERVED", "RESERVED", 10, 10),
    ]
    assert [one.actor for one in movements] == ["dev", "dev", "system:expiry", "dev"]
    assert [one.reservation_id for one in movements] == ["", cart.id, cart.id, other.id]
    assert instant(movements[2].effective_time) == instant(cart.expire_time)


def test_an_order_is_placed_shipped_cancelled_shipped_again_and_comes_back(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    shirt, here = shop.stocked(10)

    clock.go(60)
    cart = shop.hold((shirt, here, 4), ttl=QUARTER_OF_AN_HOUR, reference=types.Reference(type="cart", id="c-2"))
    assert shelf(shop, shirt, here) == Shelf(10, reserved=4, held=4, available=6, on_hand=10)
    place = cart.lines[0].allocations[0].claim_seq

    clock.go(60)  # the order is placed: the claim stays where it stands and runs out of no time any more
    placed = shop.confirm(cart.id)
    order = placed.reservation
    assert (state(order), placed.reacquired, order.HasField("expire_time")) == ("CONFIRMED", False, False)
    assert order.lines[0].allocations[0].claim_seq == place
    assert lines(order) == [(4, 4, 0, 0, 0, 0)]
    assert shelf(shop, shirt, here) == Shelf(10, reserved=4, held=0, available=6, on_hand=10)
    clock.go(2 * QUARTER_OF_AN_HOUR)
    assert shelf(shop, shirt, here) == Shelf(10, reserved=4, held=0, available=6, on_hand=10)

    clock.go(60)  # part of it is shipped
    line_id, claim = order.lines[0].line_id, order.lines[0].allocations[0].id
    first = shop.fulfil(order.id, Part(line_id=line_id, quantity=3))
    assert state(first.reservation) == "CONFIRMED"
    assert lines(first.reservation) == allocations(first.reservation) == [(4, 1, 3, 0, 0, 0)]
    assert shelf(shop, shirt, here) == Shelf(7, reserved=1, available=6, on_hand=7)

    clock.go(60)  # the shipment is cancelled: the parcel never left
    undone = shop.reverse(order.id, first.fulfillment.id)
    (entry,) = undone.fulfillment.entries
    assert (entry.quantity, entry.reversed_quantity, entry.returned_quantity) == (3, 3, 0)
    assert state(undone.reservation) == "CONFIRMED"
    assert lines(undone.reservation) == [(4, 4, 0, 0, 0, 0)]
    assert undone.reservation.lines[0].allocations[0].claim_seq == place
    assert shelf(shop, shirt, here) == Shelf(10, reserved=4, available=6, on_hand=10)

    clock.go(60)  # it is shipped again, whole
    second = shop.fulfil(order.id)
    assert state(second.reservation) == "FULFILLED"
    assert lines(second.reservation) == [(4, 0, 4, 0, 0, 0)]
    assert shelf(shop, shirt, here) == Shelf(6, available=6, on_hand=6)

    clock.go(86400)  # one comes back damaged
    back = shop.receive_return(order.id, returned(here, 1, "DAMAGED", line_id=line_id))
    assert lines(back.reservation) == [(4, 0, 4, 0, 0, 1)]
    assert (back.levels[0].stocked_quantity, back.levels[0].damaged_quantity) == (6, 1)
    assert shelf(shop, shirt, here) == Shelf(6, available=6, on_hand=7, damaged=1)

    clock.go(60)  # and one as good as new
    back = shop.receive_return(order.id, returned(here, 1, "RESTOCK", allocation_id=claim))
    assert (state(back.reservation), lines(back.reservation)) == ("FULFILLED", [(4, 0, 4, 0, 0, 2)])
    assert shelf(shop, shirt, here) == Shelf(7, available=7, on_hand=8, damaged=1)
    left = [
        (entry.quantity, entry.reversed_quantity, entry.returned_quantity)
        for fulfillment in shop.fulfillments(order.id)
        for entry in fulfillment.entries
    ]
    assert left == [(3, 3, 0), (4, 0, 2)]

    movements = shop.movements(inventory_item_id=shirt)
    assert told(movements) == [
        ("INITIAL", "STOCKED", 10, 10),
        ("RESERVED", "RESERVED", 4, 4),
        ("FULFILLED", "STOCKED", -3, 7),
        ("FULFILLED", "RESERVED", -3, 1),
        ("REVERSED", "STOCKED", 3, 10),
        ("REVERSED", "RESERVED", 3, 4),
        ("FULFILLED", "STOCKED", -4, 6),
        ("FULFILLED", "RESERVED", -4, 0),
        ("RETURNED", "DAMAGED", 1, 1),
        ("RETURNED", "STOCKED", 1, 7),
    ]
    assert {one.allocation_id for one in movements[1:]} == {claim}
    assert [one.fulfillment_id for one in movements] == ["", ""] + [first.fulfillment.id] * 4 + [
        second.fulfillment.id
    ] * 4


def test_an_order_is_edited(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    north, south = shop.location(name="North"), shop.location(name="South")
    shirt, socks, scarf = shop.item(), shop.item(), shop.item()
    shop.level(shirt, north, 5)
    shop.level(shirt, south, 2)
    shop.level(socks, north, 4)
    shop.level(scarf, north, 1)

    clock.go(60)
    order = shop.reserve((shirt, north, 3), (socks, north, 4))
    assert shelf(shop, shirt, north) == Shelf(5, reserved=3, available=2, on_hand=5)
    assert shelf(shop, socks, north) == Shelf(4, reserved=4, available=0, on_hand=4)
    shirts, pairs = (one.line_id for one in order.lines)

    clock.go(60)  # a line is added
    order = shop.update(order.id, add_lines=[line(scarf, north, 1)])
    assert lines(order) == [(3, 3, 0, 0, 0, 0), (4, 4, 0, 0, 0, 0), (1, 1, 0, 0, 0, 0)]
    assert shelf(shop, scarf, north) == Shelf(1, reserved=1, available=0, on_hand=1)

    clock.go(60)  # one wants more, one less
    order = shop.update(order.id, set_lines=[set_line(shirts, 5), set_line(pairs, 1)])
    assert lines(order) == [(5, 5, 0, 0, 0, 0), (1, 1, 0, 3, 0, 0), (1, 1, 0, 0, 0, 0)]
    assert allocations(order) == [(3, 3, 0, 0, 0, 0), (2, 2, 0, 0, 0, 0)]
    assert shelf(shop, shirt, north) == Shelf(5, reserved=5, available=0, on_hand=5)
    assert shelf(shop, socks, north) == Shelf(4, reserved=1, available=3, on_hand=4)

    clock.go(60)  # a line is taken away
    order = shop.update(order.id, remove_line_ids=[order.lines[2].line_id])
    assert lines(order) == [(5, 5, 0, 0, 0, 0), (1, 1, 0, 3, 0, 0), (0, 0, 0, 1, 0, 0)]
    assert shelf(shop, scarf, north) == Shelf(1, available=1, on_hand=1)

    clock.go(60)  # two of the shirts will leave from the other warehouse
    newest = order.lines[0].allocations[1].id
    order = shop.update(order.id, moves=[relocation(newest, south)])
    assert lines(order) == [(5, 5, 0, 2, 0, 0), (1, 1, 0, 3, 0, 0), (0, 0, 0, 1, 0, 0)]
    by_level = sorted(order.lines[0].allocations, key=lambda one: (one.location_id, one.claim_seq))
    assert [(one.location_id, counters(one)) for one in by_level] == [
        (north, (3, 3, 0, 0, 0, 0)),
        (north, (2, 0, 0, 2, 0, 0)),
        (south, (2, 2, 0, 0, 0, 0)),
    ]
    assert shelf(shop, shirt, north) == Shelf(5, reserved=3, available=2, on_hand=5)
    assert shelf(shop, shirt, south) == Shelf(2, reserved=2, available=0, on_hand=2)

    clock.go(60)  # and so all of it leaves
    done = shop.fulfil(order.id)
    assert state(done.reservation) == "FULFILLED"
    assert lines(done.reservation) == [(5, 0, 5, 2, 0, 0), (1, 0, 1, 3, 0, 0), (0, 0, 0, 1, 0, 0)]
    assert shelf(shop, shirt, north) == Shelf(2, available=2, on_hand=2)
    assert shelf(shop, shirt, south) == Shelf(0)
    assert shelf(shop, socks, north) == Shelf(3, available=3, on_hand=3)

    assert told(shop.movements(inventory_item_id=shirt)) == [
        ("INITIAL", "STOCKED", 5, 5),
        ("INITIAL", "STOCKED", 2, 2),
        ("RESERVED", "RESERVED", 3, 3),
        ("RESERVED", "RESERVED", 2, 5),
        ("RELEASED", "RESERVED", -2, 3),
        ("RESERVED", "RESERVED", 2, 2),
        ("FULFILLED", "STOCKED", -3, 2),
        ("FULFILLED", "RESERVED", -3, 0),
        ("FULFILLED", "STOCKED", -2, 0),
        ("FULFILLED", "RESERVED", -2, 0),
    ]
    assert told(shop.movements(inventory_item_id=socks)) == [
        ("INITIAL", "STOCKED", 4, 4),
        ("RESERVED", "RESERVED", 4, 4),
        ("RELEASED", "RESERVED", -3, 1),
        ("FULFILLED", "STOCKED", -1, 3),
        ("FULFILLED", "RESERVED", -1, 0),
    ]
    assert told(shop.movements(inventory_item_id=scarf)) == [
        ("INITIAL", "STOCKED", 1, 1),
        ("RESERVED", "RESERVED", 1, 1),
        ("RELEASED", "RESERVED", -1, 0),
    ]


def test_an_order_is_cancelled(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    shirt, here = shop.stocked(10)
    order_id = unique("order")
    reference = types.Reference(type="order", id=order_id)

    clock.go(60)
    order = shop.reserve((shirt, here, 4), reference=reference)
    late = shop.reserve((shirt, here, 1), reference=reference)
    assert shelf(shop, shirt, here) == Shelf(10, reserved=5, available=5, on_hand=10)

    clock.go(60)  # one shirt has left by the time the shopper calls
    sent = shop.fulfil(order.id, Part(line_id=order.lines[0].line_id, quantity=1))
    assert lines(sent.reservation) == [(4, 3, 1, 0, 0, 0)]
    assert shelf(shop, shirt, here) == Shelf(9, reserved=4, available=5, on_hand=9)

    clock.go(60)  # the order is cancelled: all that is for it is given back
    request = pb.ReleaseReservationRequest(reference=reference)
    cancelled = shop.inventory.ReleaseReservation(request).reservations
    assert [(one.id, state(one), lines(one)) for one in cancelled] == [
        (order.id, "FULFILLED", [(4, 0, 1, 3, 0, 0)]),
        (late.id, "RELEASED", [(1, 0, 0, 1, 0, 0)]),
    ]
    assert shelf(shop, shirt, here) == Shelf(9, available=9, on_hand=9)

    clock.go(60)  # once more: nothing moves
    assert shop.inventory.ReleaseReservation(request).reservations == cancelled
    assert shelf(shop, shirt, here) == Shelf(9, available=9, on_hand=9)

    clock.go(60)  # what had left comes back, to be looked at
    back = shop.receive_return(order.id, returned(here, 1, "QUALITY_CONTROL", line_id=order.lines[0].line_id))
    assert lines(back.reservation) == [(4, 0, 1, 3, 0, 1)]
    assert shelf(shop, shirt, here) == Shelf(9, available=9, on_hand=10, quality_control=1)

    clock.go(60)  # and is found to be good
    shop.move(shirt, (here, "QUALITY_CONTROL"), (here, "STOCKED"), 1)
    assert shelf(shop, shirt, here) == Shelf(10, available=10, on_hand=10)

    assert told(shop.movements(inventory_item_id=shirt)) == [
        ("INITIAL", "STOCKED", 10, 10),
        ("RESERVED", "RESERVED", 4, 4),
        ("RESERVED", "RESERVED", 1, 5),
        ("FULFILLED", "STOCKED", -1, 9),
        ("FULFILLED", "RESERVED", -1, 4),
        ("RELEASED", "RESERVED", -3, 1),
        ("RELEASED", "RESERVED", -1, 0),
        ("RETURNED", "QUALITY_CONTROL", 1, 1),
        ("CORRECTED", "QUALITY_CONTROL", -1, 0),
        ("CORRECTED", "STOCKED", 1, 10),
    ]


def test_goods_are_exchanged_for_others_that_are_yet_to_come(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    (small, here), large = shop.stocked(2), shop.item()
    shop.level(large, here, incoming=5, backorder_limit=3)

    clock.go(60)
    order = shop.reserve((small, here, 2))
    sent = shop.fulfil(order.id)
    assert shelf(shop, small, here) == Shelf(0)

    clock.go(86400)  # one is too small: the other size is promised although it is not there yet
    wanted = line(large, here, 1, backorder="BACKORDER_MODE_ALLOW")
    exchange = pb.CreateReservationRequest(lines=[wanted], reference=types.Reference(type="exchange", id=order.id))
    promised = shop.inventory.CreateReservation(exchange).reservation
    assert promised.lines[0].allocations[0].covered_quantity == 0
    assert shelf(shop, large, here) == Shelf(0, reserved=1, available=-1, backordered=1, incoming=5)

    clock.go(60)  # the small one is back, sold once more and damaged on the way out
    back = shop.receive_return(order.id, returned(here, 1, line_id=order.lines[0].line_id))
    assert lines(back.reservation) == [(2, 0, 2, 0, 0, 1)]
    assert shelf(shop, small, here) == Shelf(1, available=1, on_hand=1)

    clock.go(86400)  # the others arrive
    shop.move(large, (here, "INCOMING"), (here, "STOCKED"), 5, "RECEIVED")
    assert shelf(shop, large, here) == Shelf(5, reserved=1, available=4, on_hand=5)
    assert shop.reservation(promised.id).lines[0].allocations[0].covered_quantity == 1

    clock.go(60)
    done = shop.fulfil(promised.id)
    assert (state(done.reservation), lines(done.reservation)) == ("FULFILLED", [(1, 0, 1, 0, 0, 0)])
    assert shelf(shop, large, here) == Shelf(4, available=4, on_hand=4)

    movements = shop.movements(inventory_item_id=small)
    assert told(movements) == [
        ("INITIAL", "STOCKED", 2, 2),
        ("RESERVED", "RESERVED", 2, 2),
        ("FULFILLED", "STOCKED", -2, 0),
        ("FULFILLED", "RESERVED", -2, 0),
        ("RETURNED", "STOCKED", 1, 1),
    ]
    assert movements[-1].fulfillment_id == sent.fulfillment.id
    assert told(shop.movements(inventory_item_id=large)) == [
        ("INITIAL", "INCOMING", 5, 5),
        ("RESERVED", "RESERVED", 1, 1),
        ("RECEIVED", "INCOMING", -5, 0),
        ("RECEIVED", "STOCKED", 5, 5),
        ("FULFILLED", "STOCKED", -1, 4),
        ("FULFILLED", "RESERVED", -1, 0),
    ]


def test_a_cart_that_comes_back_late_finds_its_goods_sold(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    shirt, here = shop.stocked(4)
    clock.go(60)
    cart = shop.hold((shirt, here, 3), ttl=QUARTER_OF_AN_HOUR)
    clock.go(QUARTER_OF_AN_HOUR + 60)
    other = shop.reserve((shirt, here, 3))
    assert shelf(shop, shirt, here) == Shelf(4, reserved=3, available=1, on_hand=4)

    clock.go(60)  # it takes them on backorder: a new claim, behind those of the others
    late = shop.confirm(cart.id, on_shortage="ON_SHORTAGE_BACKORDER")
    assert (state(late.reservation), late.reacquired) == ("CONFIRMED", True)
    assert lines(late.reservation) == [(3, 3, 0, 0, 3, 0)]
    assert allocations(late.reservation) == [(3, 0, 0, 0, 3, 0), (3, 3, 0, 0, 0, 0)]
    assert [one.covered_quantity for one in late.reservation.lines[0].allocations] == [0, 1]
    assert shelf(shop, shirt, here) == Shelf(4, reserved=6, available=-2, backordered=2, on_hand=4)

    clock.go(60)  # the other order is cancelled, and all is there at once
    shop.release(other.id)
    assert [one.covered_quantity for one in shop.reservation(cart.id).lines[0].allocations] == [0, 3]
    assert shelf(shop, shirt, here) == Shelf(4, reserved=3, available=1, on_hand=4)

    clock.go(60)
    done = shop.fulfil(cart.id)
    assert (state(done.reservation), lines(done.reservation)) == ("FULFILLED", [(3, 0, 3, 0, 3, 0)])
    assert shelf(shop, shirt, here) == Shelf(1, available=1, on_hand=1)
    assert told(shop.movements(inventory_item_id=shirt)) == [
        ("INITIAL", "STOCKED", 4, 4),
        ("RESERVED", "RESERVED", 3, 3),
        ("EXPIRED", "RESERVED", -3, 0),
        ("RESERVED", "RESERVED", 3, 3),
        ("RESERVED", "RESERVED", 3, 6),
        ("RELEASED", "RESERVED", -3, 3),
        ("FULFILLED", "STOCKED", -3, 1),
        ("FULFILLED", "RESERVED", -3, 0),
    ]


def test_a_cart_moves_to_a_new_tab(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    shirt, here = shop.stocked(10)
    clock.go(60)
    cart = shop.hold((shirt, here, 10), ttl=QUARTER_OF_AN_HOUR)
    clock.go(60)
    again = shop.hold((shirt, here, 9), ttl=QUARTER_OF_AN_HOUR, replaces_reservation_id=cart.id)
    old = shop.reservation(cart.id)
    assert (state(old), old.replaced_by_reservation_id, lines(old)) == ("RELEASED", again.id, [(10, 0, 0, 10, 0, 0)])
    assert (state(again), lines(again)) == ("HELD", [(9, 9, 0, 0, 0, 0)])
    assert shelf(shop, shirt, here) == Shelf(10, reserved=9, held=9, available=1, on_hand=10)
    assert duration(QUARTER_OF_AN_HOUR).ToTimedelta() == instant(again.expire_time) - instant(again.create_time)
    assert told(shop.movements(inventory_item_id=shirt)) == [
        ("INITIAL", "STOCKED", 10, 10),
        ("RESERVED", "RESERVED", 10, 10),
        ("RELEASED", "RESERVED", -10, 0),
        ("RESERVED", "RESERVED", 9, 9),
    ]
