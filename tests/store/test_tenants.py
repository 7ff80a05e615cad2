"""Two tenants with equal ids, through every store, in both forms of locking, with and without prepared statements."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.kernel.errors import PageTokenInvalid, ResourceNotFound
from holdfast_server.runtime.database import pool
from holdfast_server.runtime.tenants import TenantKeys
from tests.support.books import report_of
from tests.support.house import House, house
from tests.support.world import adjust_request, reserve_request

TENANTS = ("acme", "zenith")


async def life(home: House, tenant: str, stocked: int) -> dict[str, Any]:
    """A shop's whole life, with ids that the other tenant has too."""

    async def ask(request: Any) -> Any:
        return await home.ask(tenant, request)

    for name in ("here", "there"):
        await ask(
            locations_pb.CreateStockLocationRequest(location=types.StockLocation(id=name, name=f"{name} of {tenant}"))
        )
    await ask(locations_pb.UpdateStockLocationRequest(location=types.StockLocation(id="there", priority=1)))
    await ask(pb.CreateInventoryItemRequest(item=types.InventoryItem(id="thing", sku="SKU", title=tenant)))
    await ask(pb.UpdateInventoryItemRequest(item=types.InventoryItem(id="thing", sku="SKU-2")))
    for place, quantity in (("here", stocked), ("there", 0)):
        level = types.InventoryLevel(inventory_item_id="thing", location_id=place, stocked_quantity=quantity)
        await ask(pb.CreateInventoryLevelRequest(level=level, request_id=f"level-{place}"))
    settings = types.InventoryLevelSettings(safety_stock_quantity=1, metadata={"tenant": tenant})
    await ask(pb.UpdateInventoryLevelRequest(inventory_item_id="thing", location_id="here", settings=settings))
    await ask(adjust_request(("thing", "here", -1), reason="SOLD", request_id="sale"))
    move = pb.MoveInventoryRequest.Line(
        sku="SKU-2", quantity=2, to=pb.MoveInventoryRequest.Place(location_id="there"),
        **{"from": pb.MoveInventoryRequest.Place(location_id="here")},  # type: ignore[arg-type]
    )  # fmt: skip
    await ask(pb.MoveInventoryRequest(lines=[move]))
    await ask(reserve_request(("thing", "here", 1), ("thing", "there", 1), reservation_id="kept"))
    for name in ("freed", "sent"):
        await ask(reserve_request(("thing", "here", 2), reservation_id=name))
    await ask(pb.ReleaseReservationRequest(reservation_id="freed"))
    await ask(pb.FulfillReservationRequest(reservation_id="sent", fulfillment_id="parcel"))
    return {
        "levels": (await ask(pb.ListInventoryLevelsRequest())).levels,
        "movements": (await ask(pb.ListStockMovementsRequest())).movements,
        "reservations": (await ask(pb.ListReservationsRequest(sort="SORT_CREATE_TIME"))).reservations,  # type: ignore[arg-type]
        "items": (await ask(pb.ListInventoryItemsRequest())).items,
        "locations": (await ask(locations_pb.ListStockLocationsRequest())).locations,
        "available": await ask(pb.GetAvailabilityRequest(sku="SKU-2")),
        "kept": (await ask(pb.GetReservationRequest(reservation_id="kept"))).reservation,
    }


@pytest.mark.parametrize("prepare", [True, False], ids=["prepared", "unprepared"])
@pytest.mark.parametrize("per_item", [False, True], ids=["set", "per item"])
async def test_nothing_crosses_tenants(database_url: str, per_item: bool, prepare: bool) -> None:
    async with house(database_url, tenants=TENANTS, per_item=per_item, prepare=prepare) as home:
        shown = {tenant: await life(home, tenant, 10 * number) for number, tenant in enumerate(TENANTS, 1)}
        for tenant, stocked in zip(TENANTS, (10, 20), strict=True):
            mine = shown[tenant]
            here, there = mine["levels"]
            assert (here.stocked_quantity, here.reserved_quantity) == (stocked - 5, 1)
            assert (there.stocked_quantity, there.reserved_quantity) == (2, 1)
            assert dict(here.settings.metadata) == {"tenant": tenant}
            assert [item.title for item in mine["items"]] == [tenant]
            assert [location.name for location in mine["locations"]] == [f"here of {tenant}", f"there of {tenant}"]
            assert [one.id for one in mine["reservations"]] == ["kept", "freed", "sent"]
            assert mine["available"].available_quantity == stocked - 5 - 1 - 1 + 1
            assert len(mine["movements"]) == 1 + 1 + 2 + 2 + 1 + 1 + 1 + 2
            assert {one.actor for one in mine["movements"]} == {f"tester of {tenant}"}
            report = report_of(database_url, tenant)
            assert (report.sound, report.levels_checked, report.reservations_checked) == (True, 2, 3)
    assert report_of(database_url).levels_checked == 4


async def test_a_request_id_a_chosen_id_and_a_sku_belong_to_their_tenant(database_url: str) -> None:
    async with house(database_url, tenants=TENANTS) as home:
        request = pb.CreateInventoryItemRequest(item=types.InventoryItem(sku="SKU"), request_id="same")
        answers = [await home.ask(tenant, request) for tenant in TENANTS]
        assert [answer.mutation.replayed for answer in answers] == [False, False]
        assert answers[0].item.id != answers[1].item.id
        with pytest.raises(ResourceNotFound):
            await home.ask(TENANTS[1], pb.GetInventoryItemRequest(inventory_item_id=answers[0].item.id))
        with pytest.raises(ResourceNotFound):
            await home.ask(TENANTS[1], pb.DeleteInventoryItemRequest(inventory_item_id=answers[0].item.id))


async def test_a_page_token_belongs_to_its_tenant(database_url: str) -> None:
    async with house(database_url, tenants=TENANTS) as home:
        for tenant in TENANTS:
            for _ in range(3):
                await home.ask(tenant, pb.CreateInventoryItemRequest())
        token = (await home.ask("acme", pb.ListInventoryItemsRequest(page_size=1))).next_page_token
        await home.ask("acme", pb.ListInventoryItemsRequest(page_size=1, page_token=token))
        with pytest.raises(PageTokenInvalid):
            await home.ask("zenith", pb.ListInventoryItemsRequest(page_size=1, page_token=token))


async def test_a_batch_holds_postings_of_one_tenant(database_url: str) -> None:
    import asyncio

    async with house(database_url, tenants=TENANTS) as home:
        requests = [(tenant, pb.CreateInventoryItemRequest()) for _ in range(20) for tenant in TENANTS]
        await asyncio.gather(*(home.ask(tenant, request) for tenant, request in requests))
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT tenant_id, count(*) FROM items GROUP BY 1 ORDER BY 1").fetchall()
        assert rows == [("acme", 20), ("zenith", 20)]
        crossing = connection.execute("SELECT batch_id FROM batches GROUP BY 1 HAVING count(DISTINCT tenant_id) > 1")
        assert crossing.fetchall() == []


async def test_servers_that_begin_at_once_agree_on_a_new_tenants_secret(database_url: str) -> None:
    engines = [pool(database_url, size=1, prepare=False) for _ in range(4)]
    for engine in engines:
        async with engine.connect():
            pass  # so that all set out at the same time
    for number in range(10):
        keys = [TenantKeys() for _ in engines]
        tenant = f"tenant_{number}"
        await asyncio.gather(*(one.ensure(engine, tenant) for one, engine in zip(keys, engines, strict=True)))
        assert len({one.token_key(tenant) for one in keys}) == 1
    for engine in engines:
        await engine.dispose()
