"""The conformance script (../conformance/README.md), blocking or, with `--aio`, on asyncio."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import sys
from collections.abc import Callable
from itertools import islice
from typing import Any

from google.protobuf.message import Message
from grpc_health.v1 import health_pb2
from holdfast.inventory.v1 import errors_pb2, event_service_pb2, types_pb2
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb

import holdfast_client
from holdfast_client import HoldfastError, aio, outcomes

ITEM = "iitem_conformance"
PLACE = "sloc_conformance"


def reservation(line: str, quantity: int, *, item: str = ITEM, request_id: str = "") -> pb.CreateReservationRequest:
    lines = [types_pb2.LineInput(line_item_id=line, inventory_item_id=item, quantity=quantity, location_id=PLACE)]
    return pb.CreateReservationRequest(lines=lines, request_id=request_id)


def level_of(item: str = ITEM) -> pb.GetInventoryLevelRequest:
    return pb.GetInventoryLevelRequest(inventory_item_id=item, location_id=PLACE)


def new_level(item: str, stocked: int) -> pb.CreateInventoryLevelRequest:
    level = types_pb2.InventoryLevel(inventory_item_id=item, location_id=PLACE, stocked_quantity=stocked)
    return pb.CreateInventoryLevelRequest(level=level)


def state(made: types_pb2.Reservation) -> str:
    return types_pb2.Reservation.State.Name(made.state).removeprefix("STATE_")


def told(error: HoldfastError) -> dict[str, Any]:
    return {"code": error.code().name, "reason": error.reason, "metadata": dict(error.metadata)}


class Sync:
    """Calls of the blocking client, in the shape of the other one."""

    def __init__(self, address: str) -> None:
        self.client = holdfast_client.connect(address, insecure=True)

    async def close(self) -> None:
        self.client.close()

    async def pages(self, method: Any, request: Message) -> list[Any]:
        return list(holdfast_client.pages(method, request))

    async def watch(self, request: event_service_pb2.WatchEventsRequest, count: int) -> list[Any]:
        return list(islice(holdfast_client.watch(self.client.events, request), count))


class Async:
    """The asyncio client."""

    def __init__(self, address: str) -> None:
        self.client = aio.connect(address, insecure=True)

    async def close(self) -> None:
        await self.client.close()

    async def pages(self, method: Any, request: Message) -> list[Any]:
        return [page async for page in aio.pages(method, request)]

    async def watch(self, request: event_service_pb2.WatchEventsRequest, count: int) -> list[Any]:
        found: list[Any] = []
        async for event in aio.watch(self.client.events, request):
            found.append(event)
            if len(found) == count:
                break
        return found


async def answer(call: Any) -> Any:
    return await call if inspect.isawaitable(call) else call


async def refusal(call: Callable[[], Any]) -> HoldfastError:
    try:
        await answer(call())
    except HoldfastError as error:
        return error
    raise AssertionError("the call was not refused")


async def one_error(side: Any, number: int) -> dict[str, Any]:
    name = errors_pb2.ErrorReason.Name(number).removeprefix("ERROR_REASON_")  # type: ignore[arg-type]
    asked = pb.GetInventoryItemRequest(inventory_item_id=name)
    error = await refusal(lambda: side.client.inventory.GetInventoryItem(asked))
    return told(error) | {"fields": error.fields}


async def main(make: Callable[[str], Any]) -> dict[str, Any]:
    main_side, cut_side, watch_side, errors_side = (
        make(os.environ[f"HOLDFAST_{name}ADDRESS"]) for name in ("", "CUT_", "WATCH_CUT_", "ERRORS_")
    )
    client = main_side.client
    inventory = client.inventory
    said: dict[str, Any] = {}

    health = await answer(client.health.Check(health_pb2.HealthCheckRequest()))
    said["health"] = health_pb2.HealthCheckResponse.ServingStatus.Name(health.status)

    item = types_pb2.InventoryItem(id=ITEM, sku="CONFORMANCE-1", title="Conformance")
    made = (await answer(inventory.CreateInventoryItem(pb.CreateInventoryItemRequest(item=item)))).item
    place = types_pb2.StockLocation(id=PLACE, name="Conformance")
    await answer(client.locations.CreateStockLocation(locations_pb.CreateStockLocationRequest(location=place)))
    await answer(inventory.CreateInventoryLevel(new_level(ITEM, 10)))
    level = (await answer(inventory.GetInventoryLevel(level_of()))).level
    said["create"] = {
        "item_id": made.id,
        "sku": made.sku,
        "location_id": level.location_id,
        "stocked_quantity": str(level.stocked_quantity),
        "available_quantity": str(level.available_quantity),
    }

    first = await answer(inventory.CreateReservation(reservation("line-1", 3, request_id="conformance-reserve")))
    level = (await answer(inventory.GetInventoryLevel(level_of()))).level
    said["reserve"] = {
        "state": state(first.reservation),
        "line_item_id": first.reservation.lines[0].line_item_id,
        "quantity": str(first.reservation.lines[0].quantity),
        "replayed": first.mutation.replayed,
        "available_quantity": str(level.available_quantity),
    }

    error = await refusal(lambda: inventory.CreateReservation(reservation("line-2", 8)))
    said["insufficient"] = told(error) | {
        "shortage": [
            {
                "line_item_id": line.line_item_id,
                "requested_quantity": str(line.requested_quantity),
                "available_quantity": str(line.available_quantity),
            }
            for line in error.shortage
        ]
    }

    again = await answer(inventory.CreateReservation(reservation("line-1", 3, request_id="conformance-reserve")))
    level = (await answer(inventory.GetInventoryLevel(level_of()))).level
    said["replay"] = {
        "same": again.reservation.id == first.reservation.id,
        "replayed": again.mutation.replayed,
        "reserved_quantity": str(level.reserved_quantity),
    }

    cut = await answer(cut_side.client.inventory.CreateReservation(reservation("line-3", 1)))
    level = (await answer(inventory.GetInventoryLevel(level_of()))).level
    said["cut"] = {
        "state": state(cut.reservation),
        "replayed": cut.mutation.replayed,
        "reserved_quantity": str(level.reserved_quantity),
    }

    entries = [
        pb.CreateInventoryItemRequest(item=types_pb2.InventoryItem(id=f"iitem_page_{n}", sku=f"PAGE-{n}"))
        for n in range(1, 6)
    ]
    await answer(inventory.BatchCreateInventoryItems(pb.BatchCreateInventoryItemsRequest(entries=entries)))
    page_of = pb.ListInventoryItemsRequest
    wanted = page_of(filter=page_of.Filter(sku_prefix="PAGE-"), sort=page_of.SORT_ID, page_size=2)
    said["pages"] = [
        one.id for page in await main_side.pages(inventory.ListInventoryItems, wanted) for one in page.items
    ]

    await answer(inventory.CreateInventoryLevel(new_level("iitem_page_1", 999_999_999_999_999)))
    level = (await answer(inventory.GetInventoryLevel(level_of("iitem_page_1")))).level
    error = await refusal(
        lambda: inventory.CreateReservation(reservation("line-4", 1_000_000_000_000_000, item="iitem_page_1"))
    )
    said["big"] = {
        "stocked_quantity": str(level.stocked_quantity),
        "reason": error.reason,
        "available_quantity": error.metadata["available_quantity"],
    }

    await answer(inventory.CreateInventoryLevel(new_level("iitem_page_2", 0)))
    some = page_of(filter=page_of.Filter(sku_prefix="PAGE-"), page_size=1)
    cursor = (await answer(inventory.ListInventoryItems(some))).cursor
    for delta in (1, 2, 3, 4):
        line = pb.AdjustInventoryRequest.Line(inventory_item_id="iitem_page_2", location_id=PLACE, delta=delta)
        reason = types_pb2.StockMovement.REASON_RECEIVED
        await answer(inventory.AdjustInventory(pb.AdjustInventoryRequest(lines=[line], reason=reason)))
    asked = event_service_pb2.WatchEventsRequest(cursor=cursor)
    asked.filter.inventory_item_ids.append("iitem_page_2")
    asked.filter.types.append("level.changed")
    events = await watch_side.watch(asked, 4)
    said["watch"] = [str(event.level_changed.after.stocked_quantity) for event in events]

    items = [
        types_pb2.InventoryItem(id="iitem_page_6", sku="PAGE-6"),
        types_pb2.InventoryItem(id=ITEM, sku="OTHER"),
        types_pb2.InventoryItem(id="no spaces"),
    ]
    entries = [pb.CreateInventoryItemRequest(item=one) for one in items]
    batch = await answer(inventory.BatchCreateInventoryItems(pb.BatchCreateInventoryItemsRequest(entries=entries)))
    said["batch"] = [
        told(one) if isinstance(one, HoldfastError) else {"ok": one.item.id} for one in outcomes(batch.results)
    ]

    said["errors"] = [
        await one_error(errors_side, number) for number in sorted(errors_pb2.ErrorReason.values()) if number
    ]

    for side in (main_side, cut_side, watch_side, errors_side):
        await side.close()
    return said


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(Async if "--aio" in sys.argv else Sync)), ensure_ascii=False))
