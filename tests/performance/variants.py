"""How long it takes to say of a thousand variants at ten locations, kits among them, how many could be sold."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import grpc
from holdfast.inventory.v1 import catalog_service_pb2 as catalog_pb
from holdfast.inventory.v1 import catalog_service_pb2_grpc as catalog
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import inventory_service_pb2_grpc as inventory
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import stock_location_service_pb2_grpc as locations
from holdfast.inventory.v1 import types_pb2 as types

PLACES: Final = 10
SIMPLE: Final = 700
KITS: Final = 300
TARGET_MILLISECONDS: Final = 60.0
WARM_UP: Final = 5
SETTLING_SECONDS: Final = 15.0
"""Until the projector has looked at all that was just made."""


def milliseconds(port: int, *, calls: int) -> float:
    """The median of so many calls, one after the other, over one channel to the served product."""
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        _fill(channel)
        shop = catalog.CatalogServiceStub(channel)
        request = catalog_pb.BatchGetVariantAvailabilityRequest(variant_ids=list(_variants()))
        time.sleep(SETTLING_SECONDS)
        spent = []
        for _ in range(WARM_UP + calls):
            start = time.perf_counter()
            answer = shop.BatchGetVariantAvailability(request, timeout=30)
            spent.append((time.perf_counter() - start) * 1000)
        assert len(answer.availabilities) == SIMPLE + KITS
        assert all(one.whole_units_quantity for one in answer.availabilities)
        return statistics.median(spent[WARM_UP:])


def _variants() -> Iterator[str]:
    return (f"variant_{number}" for number in range(SIMPLE + KITS))


def _fill(channel: grpc.Channel) -> None:
    """An item of its own for each simple variant; each kit takes an item and two simple variants."""
    places = locations.StockLocationServiceStub(channel)
    names = [f"sloc_shelf_{number}" for number in range(PLACES)]
    for name in names:
        location = types.StockLocation(id=name, name=name)
        places.CreateStockLocation(locations_pb.CreateStockLocationRequest(location=location))
    stock = inventory.InventoryServiceStub(channel)
    items = [f"iitem_part_{number}" for number in range(SIMPLE)]
    entries = [pb.CreateInventoryItemRequest(item=types.InventoryItem(id=name)) for name in items]
    _all_ok(stock.BatchCreateInventoryItems(pb.BatchCreateInventoryItemsRequest(entries=entries), timeout=60))
    for place in names:
        levels = [
            types.InventoryLevel(inventory_item_id=name, location_id=place, stocked_quantity=100) for name in items
        ]
        wanted = [pb.CreateInventoryLevelRequest(level=level) for level in levels]
        _all_ok(stock.BatchCreateInventoryLevels(pb.BatchCreateInventoryLevelsRequest(entries=wanted), timeout=60))
    shop = catalog.CatalogServiceStub(channel)
    variants = [_variant(number) for number in range(SIMPLE + KITS)]

    def upsert(variant: catalog_pb.ProductVariant) -> None:
        shop.UpsertProductVariant(catalog_pb.UpsertProductVariantRequest(variant=variant), timeout=60)

    with ThreadPoolExecutor(32) as threads:
        for some in (variants[:SIMPLE], variants[SIMPLE:]):  # what a kit takes must be there first
            list(threads.map(upsert, some))


def _variant(number: int) -> catalog_pb.ProductVariant:
    made = catalog_pb.ProductVariant(id=f"variant_{number}", title=f"Variant {number}")
    made.components.add(inventory_item_id=f"iitem_part_{number % SIMPLE}", required_quantity=1)
    if number >= SIMPLE:
        for other in _taken(number):
            made.components.add(variant_id=f"variant_{other}", required_quantity=2)
    return made


def _taken(number: int) -> Sequence[int]:
    return [(number + step) % SIMPLE for step in (100, 200)]


def _all_ok(response: Any) -> None:
    errors = [result.error.message for result in response.results if result.HasField("error")]
    assert not errors, errors[0]
