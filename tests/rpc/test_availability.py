"""ConfirmInventory and GetAvailability over the wire."""

from __future__ import annotations

from typing import Any

from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.refusals import read, refused
from tests.support.world import Shop, reserve_request, unique


def confirm(shop: Shop, *lines: tuple[str, str, int]) -> Any:
    return shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=reserve_request(*lines).lines))


def available(shop: Shop, **fields: Any) -> Any:
    return shop.inventory.GetAvailability(pb.GetAvailabilityRequest(**fields))


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
    from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb

    shop.locations.UpdateStockLocation(
        locations_pb.UpdateStockLocationRequest(location=types.StockLocation(id=closed, active=False))
    )
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
