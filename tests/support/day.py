"""A short day of a shop: something of every kind that a server does with its database."""

from __future__ import annotations

from holdfast.inventory.v1 import admin_service_pb2 as admin_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support.crowd import Crowd, outcomes
from tests.support.server import RunningServer
from tests.support.watching import EARLIEST, listed, watching
from tests.support.world import Shop, reserve_request, returned, unique


def live_a_day(server: RunningServer) -> None:
    """Goods arrive, are promised, sold, returned, counted, watched and proved, by one and by many at once."""
    client = server.client()
    shop = Shop(client)
    item, location = shop.stocked(50)
    channel = shop.channel(location)
    kit = shop.variant({item: 2})
    assert shop.could_sell(kit, sales_channel_id=channel).whole_units_quantity == 25
    order = shop.reserve((item, location, 2), request_id="order")
    assert shop.reserve((item, location, 2), request_id="order").id == order.id
    cart = shop.hold((item, location, 3), ttl=60)
    shop.confirm(cart.id)
    shop.fulfil(order.id)
    line = order.lines[0].line_id
    shop.receive_return(order.id, returned(location, 1, line_id=line))
    shop.release(cart.id)
    shop.set(item, location, 100)
    calls = [
        lambda one: one.inventory.CreateReservation(reserve_request((item, location, 2), request_id=unique("rush")))
    ] * 80
    with Crowd([server.address], channels=4, threads=20) as crowd:
        assert outcomes(crowd.do(calls)) == {"OK": 50, "INSUFFICIENT_STOCK": 30}
    level = shop.get(item, location)
    assert (level.stocked_quantity, level.reserved_quantity) == (100, 100)
    assert len(shop.inventory.ListReservations(pb.ListReservationsRequest(page_size=10)).reservations) == 10
    assert shop.inventory.ListStockMovements(pb.ListStockMovementsRequest(page_size=10)).movements
    told = listed(client)
    with watching(client, EARLIEST) as watch:
        seen: list[str] = []
        while len(seen) < len(told):
            seen += [event.event_id for event in watch.message().events]
        assert seen[: len(told)] == [event.event_id for event in told]
    assert shop.admin.VerifyLedger(admin_pb.VerifyLedgerRequest()).sound
    client.close()
