"""What others got wrong, each as a test that they would have wanted."""

from __future__ import annotations

from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support.crowd import Crowd, outcomes
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import Shop, balances, reserve_request, told


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
