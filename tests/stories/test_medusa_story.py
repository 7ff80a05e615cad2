"""The story that Medusa's documentation tells of its inventory module, told to Holdfast."""

from __future__ import annotations

from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.world import Shop, balances, told

SKU = "TSHIRT-M-BLACK"
WAREHOUSE = "sloc_warehouse"


def test_a_t_shirt_from_its_first_count_to_the_parcel(shop: Shop) -> None:
    inventory = shop.inventory
    warehouse = types.StockLocation(id=WAREHOUSE, name="Warehouse")
    shop.locations.CreateStockLocation(locations_pb.CreateStockLocationRequest(location=warehouse))
    shirt = types.InventoryItem(sku=SKU, title="Black T-shirt, M", requires_shipping=True, weight=200)
    item = inventory.CreateInventoryItem(pb.CreateInventoryItemRequest(item=shirt, request_id="shirt-1")).item
    assert (item.sku, item.weight, item.requires_shipping) == (SKU, 200, True)
    assert item.id.startswith("iitem_")

    level = types.InventoryLevel(
        inventory_item_id=item.id, location_id=WAREHOUSE, stocked_quantity=100, incoming_quantity=50
    )
    made = inventory.CreateInventoryLevel(pb.CreateInventoryLevelRequest(level=level, request_id="level-1")).level
    assert (made.stocked_quantity, made.incoming_quantity, made.available_quantity) == (100, 50, 100)

    counted = inventory.SetInventory(
        pb.SetInventoryRequest(
            lines=[pb.SetInventoryRequest.Line(sku=SKU, location_id=WAREHOUSE, quantity=150)], request_id="count-1"
        )
    )
    assert counted.levels[0].stocked_quantity == 150
    assert list(counted.line_results) == [pb.SetInventoryResponse.LINE_RESULT_APPLIED]

    order = pb.CreateReservationRequest(
        description="Order reservation",
        lines=[types.LineInput(line_item_id="item_456", sku=SKU, quantity=2, location_id=WAREHOUSE)],
        request_id="order-1",
    )
    reservation = inventory.CreateReservation(order).reservation
    assert reservation.state == types.Reservation.STATE_CONFIRMED
    assert reservation.lines[0].line_item_id == "item_456"
    assert reservation.lines[0].open_quantity == 2

    available = inventory.GetAvailability(pb.GetAvailabilityRequest(sku=SKU))
    assert available.available_quantity == 148

    def confirm(quantity: int) -> bool:
        line = types.LineInput(sku=SKU, quantity=quantity, location_id=WAREHOUSE)
        return bool(inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[line])).sufficient)

    assert confirm(5)
    assert confirm(148)
    assert not confirm(149)

    parcel = inventory.FulfillReservation(
        pb.FulfillReservationRequest(reservation_id=reservation.id, request_id="parcel-1")
    )
    assert parcel.reservation.state == types.Reservation.STATE_FULFILLED
    assert [entry.quantity for entry in parcel.fulfillment.entries] == [2]
    assert balances(shop.get(item.id, WAREHOUSE)) == (148, 0, 148)

    movements = shop.movements(inventory_item_id=item.id)
    assert told(movements) == [
        ("INITIAL", "STOCKED", 100, 100),
        ("INITIAL", "INCOMING", 50, 50),
        ("COUNTED", "STOCKED", 50, 150),
        ("RESERVED", "RESERVED", 2, 2),
        ("FULFILLED", "STOCKED", -2, 148),
        ("FULFILLED", "RESERVED", -2, 0),
    ]
    assert [one.request_id for one in movements] == ["level-1", "level-1", "count-1", "order-1", "parcel-1", "parcel-1"]
    assert {one.actor for one in movements} == {"dev"}
    assert [one.level_version for one in movements] == [1, 1, 2, 3, 4, 4]
    assert {one.reservation_id for one in movements[3:]} == {reservation.id}
    assert {one.fulfillment_id for one in movements[4:]} == {parcel.fulfillment.id}
