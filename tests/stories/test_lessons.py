"""What others got wrong, each as a test that they would have wanted."""

from __future__ import annotations

from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.crowd import Crowd, outcomes
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import (
    Shop,
    balances,
    counters,
    line,
    numbers,
    relocation,
    reserve_request,
    returned,
    set_line,
    state,
    told,
    variant_line,
)


def test_medusa_16569_concurrent_reservations_take_what_is_there_and_no_more(server: RunningServer, shop: Shop) -> None:
    item, location = shop.stocked(20)
    with Crowd([server.address], channels=4, threads=60) as crowd:
        answers = crowd.do([lambda one: one.reserve((item, location, 1))] * 60)
    assert outcomes(answers) == {"OK": 20, "INSUFFICIENT_STOCK": 40}
    assert balances(shop.get(item, location)) == (20, 20, 0)


def test_medusa_16502_two_lines_on_one_item_are_one_demand(shop: Shop) -> None:
    item, location = shop.stocked(5)
    refusal = refused(lambda: shop.reserve((item, location, 5), (item, location, 5)))
    assert refusal.reason == "INSUFFICIENT_STOCK"
    (line,) = refusal.shortage.lines
    assert (line.line_index, line.requested_quantity, line.available_quantity) == (1, 10, 5)
    assert balances(shop.get(item, location)) == (5, 0, 5)
    reservation = shop.reserve((item, location, 2), (item, location, 3))
    assert [one.quantity for one in reservation.lines] == [2, 3]
    assert balances(shop.get(item, location)) == (5, 5, 0)


def test_medusa_16576_no_increment_is_lost(server: RunningServer, shop: Shop) -> None:
    item, location = shop.stocked(0)
    with Crowd([server.address], channels=4, threads=64) as crowd:
        answers = crowd.do([lambda one: one.adjust(item, location, 1)] * 200)
    assert outcomes(answers) == {"OK": 200}
    level = shop.get(item, location)
    assert (level.stocked_quantity, level.version) == (200, 200)


def test_medusa_12401_reserved_never_falls_below_zero_however_often_a_reservation_is_released(
    server: RunningServer, shop: Shop
) -> None:
    item, location = shop.stocked(10)
    reservations = [shop.reserve((item, location, 2)).id for _ in range(3)]
    with Crowd([server.address], channels=4, threads=30) as crowd:
        answers = crowd.do([lambda one, n=n: one.release(reservations[n % 3]) for n in range(30)])  # type: ignore[misc]
    assert outcomes(answers) == {"OK": 30}
    assert balances(shop.get(item, location)) == (10, 0, 10)
    released = [delta for reason, _, delta, _ in told(shop.movements(inventory_item_id=item)) if reason == "RELEASED"]
    assert released == [-2, -2, -2]


def test_saleor_543_two_checkouts_cannot_both_have_the_last_unit(server: RunningServer, shop: Shop) -> None:
    for _ in range(10):
        item, location = shop.stocked(1)
        with Crowd([server.address], channels=2, threads=2) as crowd:
            answers = crowd.do([lambda one, i=item, at=location: one.reserve((i, at, 1))] * 2)  # type: ignore[misc]
        assert outcomes(answers) == {"OK": 1, "INSUFFICIENT_STOCK": 1}


def test_saleor_5334_every_reserved_unit_has_an_allocation_that_says_whose_it_is(
    server: RunningServer, shop: Shop
) -> None:
    item, location = shop.stocked(100)
    with Crowd([server.address], channels=4, threads=32) as crowd:
        crowd.do([lambda one: one.reserve((item, location, 1), (item, location, 2))] * 20)
    request = pb.ListReservationsRequest(
        page_size=1000, filter=pb.ListReservationsRequest.Filter(inventory_item_id=item)
    )
    reservations = shop.inventory.ListReservations(request).reservations
    open_units = [
        allocation.open_quantity
        for reservation in reservations
        for line in reservation.lines
        for allocation in line.allocations
    ]
    assert sum(open_units) == shop.get(item, location).reserved_quantity == 60
    assert len(open_units) == 40


def test_vendure_3508_the_check_and_the_promise_are_one_step(server: RunningServer, shop: Shop) -> None:
    item, location = shop.stocked(10)

    def check_then_reserve(one: Shop) -> bool:
        lines = reserve_request((item, location, 3)).lines
        seen = one.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=lines)).sufficient
        one.reserve((item, location, 3))
        return bool(seen)

    with Crowd([server.address], channels=4, threads=20) as crowd:
        answers = crowd.do([check_then_reserve] * 20)
    assert outcomes(answers) == {"OK": 3, "INSUFFICIENT_STOCK": 17}
    assert balances(shop.get(item, location)) == (10, 9, 1)


def test_medusa_12532_every_part_of_a_kit_is_promised_shown_and_sent_in_its_own_quantity(shop: Shop) -> None:
    """There the units that a part takes were left out: too few were reserved, and fulfilment drove reserved below 0."""
    location = shop.location()
    legs, screws, top = shop.item(), shop.item(), shop.item()
    for item, units in ((legs, 8), (screws, 40), (top, 2)):
        shop.level(item, location, units)
    table = shop.variant({legs: 4, screws: 16, top: 1})
    assert shop.could_sell(table).whole_units_quantity == 2
    made = shop.reserve_lines(variant_line(table, 2))
    shown = {one.inventory_item_id: (one.required_quantity, one.quantity) for one in made.lines[0].allocations}
    assert shown == {legs: (4, 8), screws: (16, 32), top: (1, 2)}
    assert [balances(shop.get(item, location)) for item in (legs, screws, top)] == [(8, 8, 0), (40, 32, 8), (2, 2, 0)]
    part = pb.ReservationPart(line_id=made.lines[0].line_id, quantity=1)
    sent = shop.fulfil(made.id, part)
    assert {one.inventory_item_id: one.quantity for one in sent.fulfillment.entries} == {legs: 4, screws: 16, top: 1}
    assert [balances(shop.get(item, location)) for item in (legs, screws, top)] == [(4, 4, 0), (24, 16, 8), (1, 1, 0)]


def test_medusa_10919_lines_that_share_an_item_leave_and_are_put_back_each_by_itself(shop: Shop) -> None:
    """There reservations were looked up by item, so that of two lines with one item only one was sent or restored."""
    location = shop.location()
    shared, own = shop.item(), shop.item()
    shop.level(shared, location, 10)
    shop.level(own, location, 10)
    kit, single = shop.variant({shared: 2, own: 1}), shop.variant({shared: 1})
    made = shop.reserve_lines(variant_line(kit, 3), variant_line(single, 4))
    assert (balances(shop.get(shared, location)), balances(shop.get(own, location))) == ((10, 10, 0), (10, 3, 7))
    sent = shop.fulfil(made.id)
    assert (balances(shop.get(shared, location)), balances(shop.get(own, location))) == ((0, 0, 0), (7, 0, 7))
    assert sorted(one.quantity for one in sent.fulfillment.entries) == [3, 4, 6]
    back = shop.reverse(made.id, sent.fulfillment.id).reservation
    assert [(one.open_quantity, one.fulfilled_quantity) for one in back.lines] == [(3, 0), (4, 0)]
    assert (balances(shop.get(shared, location)), balances(shop.get(own, location))) == ((10, 10, 0), (10, 3, 7))
    shop.fulfil(made.id)
    lines = [returned(location, one.quantity, line_id=one.line_id) for one in made.lines]
    restocked = shop.receive_return(made.id, *lines).reservation
    assert [one.returned_quantity for one in restocked.lines] == [3, 4]
    assert (balances(shop.get(shared, location)), balances(shop.get(own, location))) == ((10, 0, 10), (10, 0, 10))


def test_medusa_16502_two_kits_that_share_a_part_are_one_demand(shop: Shop) -> None:
    """There each line was checked alone: both passed on one stock, which was then promised twice."""
    location = shop.location()
    shared, red, blue = shop.item(), shop.item(), shop.item()
    for item, units in ((shared, 5), (red, 9), (blue, 9)):
        shop.level(item, location, units)
    first, second = shop.variant({shared: 1, red: 1}), shop.variant({shared: 2, blue: 1})
    for place in (location, ""):
        wanted = [variant_line(first, 3, place), variant_line(second, 2, place)]
        assert not shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=wanted)).sufficient
        assert refused(lambda wanted=wanted: shop.reserve_lines(*wanted)).reason == "INSUFFICIENT_STOCK"  # type: ignore[misc]
    assert [balances(shop.get(item, location))[1] for item in (shared, red, blue)] == [0, 0, 0]
    shop.reserve_lines(variant_line(first, 3), variant_line(second, 1))
    assert [balances(shop.get(item, location))[1] for item in (shared, red, blue)] == [5, 3, 1]


def test_solidus_2122_no_third_location_where_two_have_enough_and_a_bundle_stays_together(shop: Shop) -> None:
    """There a split took the last units from a third location although the second had them.

    A bundle, made of single units, could even be torn apart by it.
    """
    first, second, third = (shop.location(priority=n) for n in (1, 2, 3))
    body, lens = shop.item(), shop.item()
    for location, bodies, lenses in ((first, 2, 9), (second, 4, 9), (third, 4, 2)):
        shop.level(body, location, bodies)
        shop.level(lens, location, lenses)
    bundle = shop.variant({body: 1, lens: 2})

    def served(quantity: int, split: str) -> dict[str, dict[str, int]]:
        made = shop.reserve_lines(variant_line(bundle, quantity, split=f"SPLIT_MODE_{split}"))
        found: dict[str, dict[str, int]] = {}
        for one in made.lines[0].allocations:
            found.setdefault(one.location_id, {})[one.inventory_item_id] = one.quantity
        shop.release(made.id)
        return found

    for split in ("WHOLE_UNITS", "ANY"):
        assert served(5, split) == {first: {body: 2, lens: 4}, second: {body: 3, lens: 6}}
        assert served(4, split) == {second: {body: 4, lens: 8}}
        assert served(7, split) == {
            first: {body: 2, lens: 4}, second: {body: 4, lens: 8}, third: {body: 1, lens: 2},
        }  # fmt: skip


def test_saleor_17170_a_channel_counts_its_own_locations_and_none_of_them_less_than_nothing(shop: Shop) -> None:
    """There all warehouses of a channel were summed: one that was oversold by 4 hid the 3 units of another."""
    americas, default, elsewhere = (shop.location() for _ in range(3))
    item = shop.item()
    for location, units in ((americas, 1), (default, 3), (elsewhere, 50)):
        shop.level(item, location, units)
    variant = shop.variant({item: 1})
    channel = shop.channel(americas, default)
    shop.reserve_lines(line(item, americas, 5, backorder="BACKORDER_MODE_ALLOW"))
    assert shop.get(item, americas).available_quantity == -4
    found = shop.could_sell(variant, sales_channel_id=channel)
    assert (numbers(found), found.purchasable) == ((3, 3, 3), True)
    assert {one.location_id: one.whole_units_quantity for one in found.locations} == {default: 3}
    scope = types.StockScope(sales_channel_id=channel)
    told_of = shop.inventory.GetAvailability(pb.GetAvailabilityRequest(inventory_item_id=item, scope=scope))
    assert told_of.available_quantity == 3
    assert refused(lambda: shop.reserve_lines(variant_line(variant, 4, scope=scope))).reason == "INSUFFICIENT_STOCK"
    made = shop.reserve_lines(variant_line(variant, 3, scope=scope))
    assert [one.location_id for one in made.lines[0].allocations] == [default]


def test_medusa_16488_moving_a_reservation_checks_the_destination_and_frees_the_source(shop: Shop) -> None:
    item, here = shop.stocked(10)
    there = shop.location()
    shop.level(item, there, 3)
    order = shop.reserve((item, here, 5))
    claim = order.lines[0].allocations[0].id
    refusal = refused(lambda: shop.update(order.id, moves=[relocation(claim, there)]))
    (short,) = refusal.shortage.lines
    assert (refusal.reason, short.location_id, short.requested_quantity, short.available_quantity) == (
        "INSUFFICIENT_STOCK", there, 5, 3,
    )  # fmt: skip
    assert [balances(shop.get(item, one)) for one in (here, there)] == [(10, 5, 5), (3, 0, 3)]
    shop.adjust(item, there, 2, "RECEIVED")
    order = shop.update(order.id, moves=[relocation(claim, there)])
    assert counters(order.lines[0]) == (5, 5, 0, 5, 0, 0)
    assert [balances(shop.get(item, one)) for one in (here, there)] == [(10, 0, 10), (5, 5, 0)]


def test_medusa_16488_moves_that_meet_take_what_is_there_and_no_more(server: RunningServer, shop: Shop) -> None:
    item, here = shop.stocked(40)
    there = shop.location()
    shop.level(item, there, 6)
    claims = {}
    for _ in range(20):
        order = shop.reserve((item, here, 2))
        claims[order.id] = order.lines[0].allocations[0].id
    with Crowd([server.address], channels=4, threads=20) as crowd:
        answers = crowd.do(
            [lambda one, o=o, c=c: one.update(o, moves=[relocation(c, there)]) for o, c in claims.items()]  # type: ignore[misc]
        )
    assert outcomes(answers) == {"OK": 3, "INSUFFICIENT_STOCK": 17}
    assert [balances(shop.get(item, one)) for one in (here, there)] == [(40, 34, 6), (6, 6, 0)]


def test_medusa_16338_fulfilling_from_another_location_leaves_both_right(shop: Shop) -> None:
    item, here = shop.stocked(5)
    there = shop.location()
    shop.level(item, there, 5)
    order = shop.reserve((item, here, 3))
    part = pb.ReservationPart(line_id=order.lines[0].line_id, quantity=2, location_id=there)
    done = shop.fulfil(order.id, part)
    assert counters(done.reservation.lines[0]) == (3, 1, 2, 2, 0, 0)
    assert [balances(shop.get(item, one)) for one in (here, there)] == [(5, 1, 4), (3, 0, 3)]
    shop.reverse(order.id, done.fulfillment.id)
    assert [balances(shop.get(item, one)) for one in (here, there)] == [(5, 1, 4), (5, 2, 3)]


def test_medusa_16406_an_edit_promises_nothing_again_that_has_left(shop: Shop) -> None:
    item, here = shop.stocked(5)
    order = shop.reserve((item, here, 4))
    line_id = order.lines[0].line_id
    shop.fulfil(order.id, pb.ReservationPart(line_id=line_id, quantity=3))
    order = shop.update(order.id, set_lines=[set_line(line_id, 5)])
    assert counters(order.lines[0]) == (5, 2, 3, 0, 0, 0)
    assert balances(shop.get(item, here)) == (2, 2, 0)


def test_medusa_14987_the_check_and_the_promise_choose_the_same_location(shop: Shop) -> None:
    item, small = shop.stocked(2)
    large = shop.location(priority=900)
    shop.level(item, large, 9)
    wanted = types.LineInput(inventory_item_id=item, quantity=9, scope=types.StockScope(location_ids=[small, large]))

    def says_yes() -> bool:
        return bool(shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[wanted])).sufficient)

    assert says_yes()
    shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=[wanted]))
    assert [balances(shop.get(item, one)) for one in (small, large)] == [(2, 0, 2), (9, 9, 0)]
    wanted.quantity = 3  # the sum would say yes to two, but no location has more
    assert not says_yes()
    request = pb.CreateReservationRequest(lines=[wanted])
    assert refused(lambda: shop.inventory.CreateReservation(request)).reason == "INSUFFICIENT_STOCK"


def test_saleor_17170_a_location_that_is_short_hides_no_stock_of_another(shop: Shop) -> None:
    item, short = shop.stocked(5)
    shop.reserve((item, short, 5))
    shop.set(item, short, 1)
    other = shop.location()
    shop.level(item, other, 3)
    answer = shop.inventory.GetAvailability(pb.GetAvailabilityRequest(inventory_item_id=item))
    assert [one.available_quantity for one in answer.locations] == [-4, 3]
    assert answer.available_quantity == 3
    scope = types.StockScope(location_ids=[short, other])
    wanted = types.LineInput(inventory_item_id=item, quantity=3, scope=scope)
    made = shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=[wanted])).reservation
    assert [one.location_id for one in made.lines[0].allocations] == [other]


def test_saleor_15246_a_hold_that_lapses_during_the_payment_is_had_again_or_told_to_be_lost(shop: Shop) -> None:
    item, here = shop.stocked(3)
    lucky, late = (shop.hold((item, here, 1), ttl=0.001).id for _ in range(2))
    while any(state(shop.reservation(one)) == "HELD" for one in (lucky, late)):
        pass
    shop.reserve((item, here, 2))
    done = shop.confirm(lucky)
    assert (done.reacquired, state(done.reservation)) == (True, "CONFIRMED")
    refusal = refused(lambda: shop.confirm(late))
    assert [(one.requested_quantity, one.available_quantity) for one in refusal.shortage.lines] == [(1, 0)]
    assert balances(shop.get(item, here)) == (3, 3, 0)


def test_sylius_3573_a_shopper_is_not_blocked_by_their_own_hold(shop: Shop) -> None:
    item, here = shop.stocked(10)
    cart = shop.hold((item, here, 10), ttl=600)
    request = pb.ConfirmInventoryRequest(lines=[line(item, here, 10)], exclude_reservation_id=cart.id)
    assert shop.inventory.ConfirmInventory(request).sufficient
    shop.hold((item, here, 10), ttl=600, replaces_reservation_id=cart.id)
    assert balances(shop.get(item, here)) == (10, 10, 0)


def test_sylius_9435_cancelling_needs_no_stock(shop: Shop) -> None:
    item, here = shop.stocked(5)
    order = shop.reserve((item, here, 5))
    shop.set(item, here, 0, "LOST")
    assert balances(shop.get(item, here)) == (0, 5, -5)
    assert state(shop.release(order.id)) == "RELEASED"
    assert balances(shop.get(item, here)) == (0, 0, 0)


def test_erpnext_52851_the_rest_of_a_shipment_can_be_given_up(shop: Shop) -> None:
    item, here = shop.stocked(5)
    order = shop.reserve((item, here, 5))
    part = pb.ReservationPart(line_id=order.lines[0].line_id, quantity=2)
    done = shop.fulfil(order.id, part, remainder="REMAINDER_RELEASE")
    assert (state(done.reservation), counters(done.reservation.lines[0])) == ("FULFILLED", (5, 0, 2, 3, 0, 0))
    assert balances(shop.get(item, here)) == (3, 0, 3)


def test_a_fulfilment_that_is_undone_twice_at_once_puts_its_units_back_once(server: RunningServer, shop: Shop) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 4))
    sent = shop.fulfil(order.id).fulfillment.id
    with Crowd([server.address], channels=4, threads=16) as crowd:
        answers = crowd.do([lambda one: one.reverse(order.id, sent)] * 16)
    assert outcomes(answers) == {"OK": 16}
    assert balances(shop.get(item, here)) == (10, 4, 6)
    undone = [delta for reason, _, delta, _ in told(shop.movements(inventory_item_id=item)) if reason == "REVERSED"]
    assert undone == [4, 4]


def test_a_return_that_is_booked_twice_at_once_counts_once(server: RunningServer, shop: Shop) -> None:
    item, here = shop.stocked(1)
    order = shop.reserve((item, here, 1))
    shop.fulfil(order.id)
    one_unit = returned(here, 1, line_id=order.lines[0].line_id)
    with Crowd([server.address], channels=4, threads=8) as crowd:
        answers = crowd.do([lambda one: one.receive_return(order.id, one_unit)] * 8)
    assert outcomes(answers) == {"OK": 1, "OVER_RETURN": 7}
    assert balances(shop.get(item, here)) == (1, 0, 1)
