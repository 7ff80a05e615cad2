"""A shop's day: the product that Medusa's documentation tells of, sold in two channels."""

from __future__ import annotations

from typing import Any

from holdfast.inventory.v1 import catalog_service_pb2 as catalog_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import sales_channel_service_pb2 as channels_pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.crowd import Crowd, outcomes
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import Shop, balances, numbers, state, variant_line

WAREHOUSE = "sloc_warehouse"
SIZES = ("S", "M")
Reason = catalog_pb.VariantAvailability


def in_channel(variant: str, quantity: int, channel: str, **fields: Any) -> Any:
    return variant_line(variant, quantity, scope=types.StockScope(sales_channel_id=channel), **fields)


def test_a_t_shirt_in_two_sizes_is_sold_in_two_channels(server: RunningServer, shop: Shop) -> None:
    warehouse = types.StockLocation(id=WAREHOUSE, name="Warehouse")
    shop.locations.CreateStockLocation(locations_pb.CreateStockLocationRequest(location=warehouse))
    outlet = shop.location(name="Outlet", priority=200)

    # Each size is a variant; its item, with the same sku, comes by itself.
    items = {}
    for size in SIZES:
        variant = catalog_pb.ProductVariant(
            id=f"variant_{size}",
            product_id="prod_tshirt",
            title=f"T-Shirt / {size}",
            sku=f"TSHIRT-{size}",
            options={"Size": size},
            variant_rank=SIZES.index(size),
            weight=200,
        )
        made = shop.upsert(variant)
        assert (made.manage_inventory, made.allow_backorder) == (True, False)
        (part,) = made.components
        assert part.required_quantity == 1
        items[size] = part.inventory_item_id
        item = shop.inventory.GetInventoryItem(pb.GetInventoryItemRequest(sku=f"TSHIRT-{size}")).item
        assert (item.id, item.title, item.weight) == (items[size], f"T-Shirt / {size}", 200)
        shop.level(items[size], WAREHOUSE, 100)
    listed = shop.catalog.ListProductVariants(
        catalog_pb.ListProductVariantsRequest(
            filter=catalog_pb.ListProductVariantsRequest.Filter(product_id="prod_tshirt"), sort="SORT_PRODUCT"
        )
    )
    assert [(one.sku, one.inventory_quantity) for one in listed.variants] == [("TSHIRT-S", 100), ("TSHIRT-M", 100)]

    # The web shop is served by the warehouse alone, the marketplace by the outlet as well, which has some of size M.
    web = channels_pb.SalesChannel(id="schan_web", name="Web shop")
    shop.channels.CreateSalesChannel(channels_pb.CreateSalesChannelRequest(channel=web))
    assert refused(lambda: shop.could_sell("variant_M", sales_channel_id="schan_web")).reason == (
        "CHANNEL_HAS_NO_LOCATIONS"
    )
    shop.link("schan_web", WAREHOUSE)
    market = shop.channel(WAREHOUSE, outlet, name="Marketplace")
    shop.level(items["M"], outlet, 20)
    assert numbers(shop.could_sell("variant_M", sales_channel_id="schan_web")) == (100, 100, 100)
    assert numbers(shop.could_sell("variant_M", sales_channel_id=market)) == (100, 120, 120)
    assert numbers(shop.could_sell("variant_S", sales_channel_id=market)) == (100, 100, 100)

    # Both channels draw on the same shirts.
    order = shop.reserve_lines(
        in_channel("variant_M", 90, "schan_web"),
        in_channel("variant_S", 2, "schan_web"),
        reference=types.Reference(type="order", id="1001"),
    )
    assert [one.allocations[0].location_id for one in order.lines] == [WAREHOUSE, WAREHOUSE]
    assert numbers(shop.could_sell("variant_M", sales_channel_id="schan_web")) == (10, 10, 10)
    assert numbers(shop.could_sell("variant_M", sales_channel_id=market)) == (20, 30, 30)
    assert refused(lambda: shop.reserve_lines(in_channel("variant_M", 11, "schan_web"))).reason == "INSUFFICIENT_STOCK"
    sold = shop.reserve_lines(in_channel("variant_M", 30, market, split="SPLIT_MODE_WHOLE_UNITS"))
    assert {one.location_id: one.quantity for one in sold.lines[0].allocations} == {WAREHOUSE: 10, outlet: 20}
    assert shop.could_sell("variant_M", sales_channel_id=market).purchasability == Reason.PURCHASABILITY_OUT_OF_STOCK

    # The shop decides to take orders for what it has not got, and thinks better of it.
    asked = in_channel("variant_M", 5, "schan_web")
    assert refused(lambda: shop.reserve_lines(asked)).reason == "INSUFFICIENT_STOCK"
    shirt = shop.get_variant("variant_M")
    shirt.allow_backorder = True
    shop.upsert(shirt)
    found = shop.could_sell("variant_M", sales_channel_id="schan_web")
    assert (found.purchasable, found.purchasability) == (True, Reason.PURCHASABILITY_BACKORDERABLE)
    waiting = shop.reserve_lines(asked)
    assert balances(shop.get(items["M"], WAREHOUSE)) == (100, 105, -5)
    assert waiting.lines[0].allocations[0].covered_quantity == 0
    shirt = shop.get_variant("variant_M")
    shirt.allow_backorder = False
    shop.upsert(shirt)
    assert refused(lambda: shop.reserve_lines(asked)).reason == "INSUFFICIENT_STOCK"

    # What was promised is delivered, first come first served.
    assert refused(lambda: shop.fulfil(waiting.id)).reason == "NOT_COVERED"
    shop.adjust(items["M"], WAREHOUSE, 5, "RECEIVED")
    for reservation in (order, sold, waiting):
        assert state(shop.fulfil(reservation.id).reservation) == "FULFILLED"
    assert [balances(shop.get(items[size], WAREHOUSE)) for size in SIZES] == [(98, 0, 98), (0, 0, 0)]
    assert balances(shop.get(items["M"], outlet)) == (0, 0, 0)


def test_a_digital_product_is_sold_without_stock(shop: Shop) -> None:
    ebook = catalog_pb.ProductVariant(product_id="prod_ebook", title="E-book", sku="EBOOK", manage_inventory=False)
    variant = shop.upsert(ebook)
    assert list(variant.components) == []
    none = pb.GetInventoryItemRequest(sku="EBOOK")
    assert refused(lambda: shop.inventory.GetInventoryItem(none)).reason == "RESOURCE_NOT_FOUND"
    found = shop.could_sell(variant.id)
    assert (found.purchasable, found.purchasability) == (True, Reason.PURCHASABILITY_NOT_MANAGED)
    item, location = shop.stocked(1)
    paper = shop.variant({item: 1})
    channel = shop.channel(location)
    order = shop.reserve_lines(in_channel(variant.id, 1000, channel), in_channel(paper, 1, channel))
    assert [len(one.allocations) for one in order.lines] == [0, 1]
    assert refused(
        lambda: shop.reserve_lines(in_channel(variant.id, 1, channel), in_channel(paper, 1, channel))
    ).reason == ("INSUFFICIENT_STOCK")
    assert state(shop.reserve_lines(in_channel(variant.id, 1, channel))) == "CONFIRMED"
    assert state(shop.fulfil(order.id).reservation) == "FULFILLED"


def test_the_last_unit_of_an_item_goes_to_one_of_the_two_variants_that_share_it(
    server: RunningServer, shop: Shop
) -> None:
    for _ in range(10):
        item, location = shop.stocked(1)
        bare, boxed = shop.variant({item: 1}), shop.variant({item: 1})
        wanted = [variant_line(bare, 1, location), variant_line(boxed, 1)]
        with Crowd([server.address], channels=4, threads=20) as crowd:
            answers = crowd.do([lambda one, w=wanted[n % 2]: one.reserve_lines(w) for n in range(20)])  # type: ignore[misc]
        assert outcomes(answers) == {"OK": 1, "INSUFFICIENT_STOCK": 19}
        assert balances(shop.get(item, location)) == (1, 1, 0)
        for variant in (bare, boxed):
            assert not shop.could_sell(variant).purchasable
