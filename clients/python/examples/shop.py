"""Stocks an item, reserves some of it, and asks for more than there is.

make run                       # in the repository, in another terminal
python examples/shop.py        # HOLDFAST_ADDRESS, default 127.0.0.1:50051
"""

from __future__ import annotations

import os
import uuid

from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

import holdfast_client
from holdfast_client import HoldfastError


def main() -> None:
    address = os.environ.get("HOLDFAST_ADDRESS", "127.0.0.1:50051")
    sku = f"SHIRT-{uuid.uuid4().hex[:8]}"
    with holdfast_client.connect(address, insecure=True) as holdfast:
        item = holdfast.inventory.CreateInventoryItem(
            pb.CreateInventoryItemRequest(item=types.InventoryItem(sku=sku, title="T-shirt"))
        ).item
        place = holdfast.locations.CreateStockLocation(
            locations_pb.CreateStockLocationRequest(location=types.StockLocation(name="Berlin"))
        ).location
        level = types.InventoryLevel(inventory_item_id=item.id, location_id=place.id, stocked_quantity=5)
        holdfast.inventory.CreateInventoryLevel(pb.CreateInventoryLevelRequest(level=level))
        for quantity in (3, 4):
            line = types.LineInput(
                line_item_id="line-1", inventory_item_id=item.id, quantity=quantity, location_id=place.id
            )
            try:
                answer = holdfast.inventory.CreateReservation(pb.CreateReservationRequest(lines=[line]))
                print(f"{quantity} of {sku} are kept: {answer.reservation.id}")
            except HoldfastError as error:
                print(f"{error.reason}: {[(one.line_item_id, one.available_quantity) for one in error.shortage]}")


if __name__ == "__main__":
    main()
