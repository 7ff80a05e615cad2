"""What others got wrong, each as a test that they would have wanted."""

from __future__ import annotations

from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.crowd import Crowd, outcomes
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import Shop, balances, line, numbers, reserve_request, returned, told, variant_line


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
