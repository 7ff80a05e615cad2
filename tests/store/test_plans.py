"""No statement that a server sends gets slower with what is in the database: every one of every call, looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import psycopg
import pytest
from google.protobuf.json_format import ParseDict
from google.protobuf.message_factory import GetMessageClass

from holdfast_server.engine.reads import Reads
from holdfast_server.events.queries import EventQueries
from holdfast_server.events.store import Publisher
from holdfast_server.kernel.errors import InsufficientStock
from holdfast_server.reservations.jobs import LEASE_SECONDS
from holdfast_server.runtime.clock import TRUE_CLOCK
from holdfast_server.runtime.database import connect_lane
from holdfast_server.runtime.housekeeping import Housekeeping
from holdfast_server.runtime.leases import Lease
from holdfast_server.runtime.settings import Settings
from holdfast_server.wiring import _projector, _sweeper
from tests.support import house as houses
from tests.support.house import House, house
from tests.support.plans import Sent, connect, faults, fill, recording
from tests.support.postgres import Cluster
from tests.support.world import unique

DEFAULT: Final = "default"

LOOKS_AT_MUCH: Final = {
    "VerifyLedger": "the proof reads every row of what it proves, in slices of bounded size",
    "housekeeping": "what is too old is found by its place: a range of pages at a time, of which some are searched in vain",
    "a projector that begins": "everybody who waits is looked for once, when the lease changes hands",
}
"""What may look at many rows, and why. Whatever else does is a fault."""
STREAMS: Final = {"StreamReservations", "WatchEvents"}
"""They send what CreateReservation and ListEvents send."""


class Caller:
    """Calls a house with requests as JSON, and says so to whoever records."""

    def __init__(self, inside: House, recorder: Any) -> None:
        self.inside = inside
        self.recorder = recorder
        self.called: set[str] = set()
        self.limits: dict[str, frozenset[str]] = {}

    async def __call__(self, method: str, during: str = "", **fields: Any) -> Any:
        self.recorder.during = during or method
        self.called.add(method)
        request = ParseDict(fields, GetMessageClass(houses._METHODS[method].input_type)())
        return await self.inside.ask(DEFAULT, request, **self.limits)


async def everything(ask: Caller) -> None:
    """Every call that there is, on few new things beside the many that are there."""
    place, other = unique("sloc"), unique("sloc")
    item, gone = unique("iitem"), unique("iitem")
    channel, variant = unique("schan"), unique("variant")
    for one in (place, other):
        await ask("CreateStockLocation", location={"id": one, "name": "x"})
    await ask("UpdateStockLocation", location={"id": other, "name": "y"}, updateMask="name")
    await ask("CreateInventoryItem", item={"id": item, "sku": item})
    await ask("BatchCreateInventoryItems", entries=[{"item": {"id": gone, "sku": gone}}])
    await ask("UpdateInventoryItem", item={"id": item, "sku": f"{item}/2"}, updateMask="sku")
    await ask("DeleteInventoryItem", inventoryItemId=gone)
    await ask("UndeleteInventoryItem", inventoryItemId=gone)
    await ask("CreateInventoryLevel", level={"inventoryItemId": item, "locationId": place, "stockedQuantity": 1000})
    level = {"inventoryItemId": item, "locationId": other}
    await ask("BatchCreateInventoryLevels", entries=[{"level": level}])
    await ask("UpdateInventoryLevel", **level, settings={"safetyStockQuantity": 1}, updateMask="safetyStockQuantity")
    await ask("DeleteInventoryLevel", **level)
    await ask("CreateInventoryLevel", level=level)
    line = {"inventoryItemId": item, "locationId": place}
    await ask("AdjustInventory", lines=[{**line, "delta": 5}], requestId="adjusted")
    await ask("BatchAdjustInventory", entries=[{"lines": [{**line, "delta": 5}]}])
    await ask("SetInventory", lines=[{**line, "quantity": 2000, "observeTime": datetime.now(UTC).isoformat()}])
    move = {"inventoryItemId": item, "quantity": 5, "from": {"locationId": place}, "to": {"locationId": other}}
    await ask("MoveInventory", lines=[move])

    await ask("CreateSalesChannel", channel={"id": channel, "name": "x"})
    await ask("UpdateSalesChannel", channel={"id": channel, "name": "y"}, updateMask="name")
    await ask("LinkStockLocations", channelId=channel, locationIds=[place, other])
    await ask("UnlinkStockLocations", channelId=channel, locationIds=[other])
    parts = [{"inventoryItemId": item, "requiredQuantity": 2}]
    for _ in range(2):
        await ask("UpsertProductVariant", variant={"id": variant, "sku": variant, "components": parts})
        parts.append({"inventoryItemId": gone, "requiredQuantity": 1})
    await ask("UpsertProductVariant", variant={"id": variant, "sku": variant, "components": parts[:1]})

    lines = [{**line, "quantity": 2, "lineItemId": unique("line")}]
    made = await ask(
        "CreateReservation", lines=lines, ttl="600s", requestId="reserved", reference={"type": "o", "id": item}
    )
    held = made.reservation
    await ask("CreateReservation", lines=[{"variantId": variant, "quantity": 1, "scope": {"salesChannelId": channel}}])
    with suppress(InsufficientStock):
        await ask("CreateReservation", "a refusal", lines=[{**line, "quantity": 10**6}])
    ids = [held.id]
    for reservation in (await ask("BatchCreateReservations", entries=[{"lines": lines}] * 4)).results:
        ids.append(reservation.value.reservation.id)
    await ask("ExtendReservation", reservationId=held.id, ttl="900s")
    await ask("UpdateReservation", reservationId=held.id, setLines=[{"lineId": held.lines[0].line_id, "quantity": 3}])
    await ask("BatchUpdateReservations", entries=[{"reservationId": held.id, "addLines": [{**line, "quantity": 1}]}])
    await ask("ConfirmReservation", reservationId=held.id)
    left = await ask("FulfillReservation", reservationId=held.id)
    await ask("FulfillReservation", reservationId=ids[1])
    await ask("ReverseFulfillment", reservationId=held.id, fulfillmentId=left.fulfillment.id)
    back = {"inventoryItemId": item, "locationId": place, "quantity": 1, "disposition": "DISPOSITION_RESTOCK"}
    await ask("ReceiveReturn", lines=[back])
    await ask("ReleaseReservation", reservationId=ids[2])
    await ask("ReleaseReservation", reference={"type": "o", "id": item}, during="release by reference")
    await ask("BatchReleaseReservations", entries=[{"reservationId": ids[3]}])
    # What falls short, on the level that everything else has happened on.
    await ask(
        "SetInventory", lines=[{"inventoryItemId": "iitem_0", "locationId": "sloc_0", "quantity": 0}], during="a loss"
    )

    known = {"inventoryItemId": "iitem_7", "locationId": "sloc_3"}
    then = "2026-05-01T00:00:00Z"
    await ask("GetInventoryItem", inventoryItemId="iitem_7")
    await ask("GetInventoryItem", sku="S7", during="GetInventoryItem by sku")
    await ask("BatchGetInventoryItems", ids=["iitem_7", "iitem_8"])
    await ask("GetInventoryLevel", **known)
    await ask("GetInventoryLevel", **known, readTime=then, during="GetInventoryLevel of the past")
    await ask("BatchGetInventoryLevels", keys=[known])
    for one in ("res_15998", held.id):
        await ask("GetReservation", reservationId=one)
    await ask("BatchGetReservations", ids=["res_15998", "res_1"])
    await ask("ConfirmInventory", lines=[{**known, "quantity": 1}])
    await ask(
        "ConfirmInventory", lines=[{**known, "quantity": 1}], readTime=then, during="ConfirmInventory of the past"
    )
    await ask(
        "ConfirmInventory",
        lines=[{**known, "quantity": 1}],
        excludeReservationId="res_3",
        during="ConfirmInventory but",
    )
    await ask("GetAvailability", inventoryItemId="iitem_7")
    await ask("GetAvailability", inventoryItemId="iitem_7", readTime=then, during="GetAvailability of the past")
    await ask("BatchGetAvailability", requests=[{"inventoryItemId": "iitem_7", "locationId": "sloc_3"}, {"sku": "S8"}])
    await ask("GetStockLocation", locationId="sloc_7")
    await ask("BatchGetStockLocations", ids=["sloc_7", "sloc_8"])
    await ask("GetSalesChannel", channelId="schan_7")
    await ask("GetProductVariant", variantId="variant_7")
    await ask("BatchGetProductVariants", ids=["variant_7", "variant_8"])
    await ask("GetVariantAvailability", variantId="variant_7", scope={"salesChannelId": "schan_0"})
    await ask("BatchGetVariantAvailability", variantIds=["variant_7", "variant_8"])
    found = await ask("SubscribeRestock", subscription={"variantId": "variant_7", "subscriber": "ada"})
    await ask("DeleteRestockSubscription", subscriptionId=found.subscription.id)
    await ask("GetServerInfo")
    await ask("VerifyLedger", inventoryItemIds=[item])
    await every_list(ask, item, held.id)
    ask.limits = {"location_ids": frozenset({"sloc_7000"}), "sales_channel_ids": frozenset({"schan_7"})}
    await every_list_of_one_who_sees_little(ask)
    ask.limits = {}

    await ask("DeleteProductVariant", variantId=variant)
    await ask("UndeleteProductVariant", variantId=variant)
    await ask("DeleteSalesChannel", channelId=channel)
    await ask("UndeleteSalesChannel", channelId=channel)
    await ask("DeleteStockLocation", locationId="sloc_7999")
    await ask("UndeleteStockLocation", locationId="sloc_7999")


async def every_list(ask: Caller, item: str, reservation: str) -> None:
    """Each list with each part of its filter, in each order, its first page and the next one."""
    posting = (await ask("ListStockMovements", filter={"inventoryItemId": item})).movements[0].posting_id
    some, times = [f"{n}" for n in range(5)], {"startTime": "2026-04-03T00:00:00Z", "endTime": "2026-04-20T00:00:00Z"}
    filters: dict[str, list[dict[str, Any]]] = {
        "ListInventoryItems": [
            {}, {"ids": [f"iitem_{n}" for n in some]}, {"skus": [f"S{n}" for n in some]}, {"skuPrefix": "S159"},
            {"skuPrefix": "S"}, {"q": "nowhere"}, {"locationId": "sloc_2"}, {"locationId": "sloc_7000"},
            {"requiresShipping": False}, {"minAvailableQuantity": "7"}, {"maxAvailableQuantity": "-7"}, {"lowStock": True},
        ],
        "ListInventoryLevels": [
            {}, {"inventoryItemIds": [f"iitem_{n}" for n in some]}, {"locationIds": ["sloc_3"]},
            {"locationIds": ["sloc_0", "sloc_2"]}, {"minAvailableQuantity": "7"}, {"maxAvailableQuantity": "-7"}, {"lowStock": True},
        ],
        "ListStockMovements": [
            {}, times, {"inventoryItemId": "iitem_0"}, {"inventoryItemId": "iitem_0", **times}, {"locationId": "sloc_7000"},
            {"inventoryItemId": "iitem_0", "locationId": "sloc_0"}, {"reservationId": "res_2"}, {"reservationId": reservation},
            {"postingId": posting}, {"requestId": "adjusted"}, {"reasons": ["REASON_DAMAGED"]}, {"actor": "nobody"},
            {"actor": "nobody", "inventoryItemId": "iitem_0"}, {"actor": "nobody", **times},
        ],
        "ListReservations": [
            {}, times, {"ids": [f"res_{n}" for n in some]}, {"states": ["STATE_RELEASED"]}, {"states": ["STATE_HELD"]},
            {"reference": {"id": "o7"}}, {"reference": {"type": "order", "id": "o7"}}, {"reference": {"type": "nothing"}},
            {"lineItemIds": [f"line{n}" for n in some]}, {"inventoryItemId": "iitem_9"}, {"inventoryItemId": "iitem_0"},
            {"inventoryItemId": "iitem_9", "locationId": "sloc_1"}, {"locationId": "sloc_7000"}, {"externalId": "x7"},
        ],
        "ListStockLocations": [
            {}, {"ids": [f"sloc_{n}" for n in some]}, {"q": "nowhere"}, {"active": False}, {"countryCode": "ZZ"},
            {"salesChannelId": "schan_7"},
        ],
        "ListSalesChannels": [
            {}, {"ids": [f"schan_{n}" for n in some]}, {"q": "nowhere"}, {"active": False}, {"locationId": "sloc_7"},
        ],
        "ListProductVariants": [
            {}, {"ids": [f"variant_{n}" for n in some]}, {"skus": [f"S{n}" for n in some]}, {"productId": "prod_7"},
            {"q": "nowhere"}, {"inventoryItemId": "iitem_7"},
        ],
        "ListRestockSubscriptions": [
            {}, {"variantId": "variant_7"}, {"variantId": "variant_15999"}, {"subscriber": "nobody"},
            {"salesChannelId": "nowhere"}, {"variantId": "variant_7", "showNotified": True},
        ],
    }  # fmt: skip
    for method, wanted in filters.items():
        sorts = list(houses._METHODS[method].input_type.enum_types_by_name["Sort"].values_by_name)
        shown = [{"showDeleted": True}] if "show_deleted" in houses._METHODS[method].input_type.fields_by_name else []
        for sort in sorts[1:]:  # the first one is what stands for not saying one
            for one in wanted:
                for more in ({}, *(shown if not one else [])):
                    await _two_pages(ask, method, {"filter": one, "sort": sort, **more})
    await _two_pages(ask, "ListEvents", {})
    await _two_pages(ask, "ListEvents", {"filter": {"inventoryItemIds": ["iitem_7"]}})


async def every_list_of_one_who_sees_little(ask: Caller) -> None:
    """What such a one asks without a filter is filtered nevertheless."""
    for method in (name for name in houses._METHODS if name.startswith("List")):
        fields = houses._METHODS[method].input_type.fields_by_name
        await _two_pages(ask, method, {"showDeleted": True} if "show_deleted" in fields else {})
    await _two_pages(ask, "ListStockMovements", {"filter": {"inventoryItemId": "iitem_0"}})
    await _two_pages(ask, "ListReservations", {"filter": {"externalId": "x7"}})


async def _two_pages(ask: Caller, method: str, request: dict[str, Any]) -> None:
    name = f"{method} {request}{' of one who sees little' if ask.limits else ''}"
    page = await ask(method, name, pageSize=3, **request)
    if page.next_page_token:
        await ask(method, name, pageSize=3, pageToken=page.next_page_token, **request)


async def every_job(ask: Caller, url: str) -> None:
    """What goes on in the background, a turn of each."""
    inside, recorder = ask.inside, ask.recorder

    async def connect_one() -> Any:
        return await connect_lane(url, prepare=True)

    async def publish() -> None:
        recorder.during = "relay"
        relay = Publisher(connect_one, DEFAULT)
        while await relay.has_pending():
            await relay.publish()
        await relay.close()

    await publish()
    recorder.during = "lease"
    lease = Lease(inside.database.engine, DEFAULT, "plans", seconds=LEASE_SECONDS)
    await lease.take()
    await lease.give_back()
    recorder.during = "sweeper"
    await _sweeper(inside.engine, inside.reads, inside.database, TRUE_CLOCK).sweep()
    event_reads = Reads(connect_one)
    event_reads.start()
    events = EventQueries(event_reads)
    settings = Settings(restock_settle_seconds=0)
    projector = _projector(settings, inside.engine, inside.reads, inside.database, TRUE_CLOCK, events)
    recorder.during = "a projector that begins"
    await projector.turn()
    line = {"inventoryItemId": "iitem_15999", "locationId": "sloc_3", "delta": 900}
    await ask("AdjustInventory", lines=[line])
    await ask("UpdateStockLocation", location={"id": "sloc_7000", "active": False}, updateMask="active")
    await publish()
    recorder.during = "projector"
    await projector.turn()
    await event_reads.close()
    recorder.during = "housekeeping"
    await Housekeeping(inside.database.engine, request_retention_hours=10**6).clean()


async def record(url: str) -> list[Sent]:
    with recording() as recorder:
        async with house(url) as inside:
            ask = Caller(inside, recorder)
            await everything(ask)
            await every_job(ask, url)
            missed = set(houses._METHODS) - ask.called - STREAMS
            assert not missed, f"calls whose statements nobody looks at: {missed}"
    return recorder.sent


def _has_plan(one: Sent) -> bool:
    """Whether it is about rows: BEGIN and the like are not, nor is what only sets something."""
    return one.text.split(maxsplit=1)[0].strip("(") in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}


@pytest.fixture(scope="module")
def much(cluster: Cluster) -> Iterator[tuple[str, list[Sent]]]:
    """A database with much of everything and no figures of it, and all that was sent to it."""
    with cluster.database() as url:
        fill(url)
        yield url, asyncio.run(record(url))


@pytest.fixture(scope="module")
def analysed(cluster: Cluster, much: tuple[str, list[Sent]]) -> Iterator[tuple[str, list[Sent]]]:
    """The same with figures."""
    with cluster.copy(much[0]) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ANALYZE")
        yield url, much[1]


@pytest.mark.parametrize(("state", "tenant"), [("much", DEFAULT), ("analysed", DEFAULT), ("analysed", "newcomer")])
def test_no_statement_looks_at_more_than_it_is_about(state: str, tenant: str, request: pytest.FixtureRequest) -> None:
    url, sent = request.getfixturevalue(state)
    found = []
    for by_lane in (True, False):
        with connect(url, by_lane=by_lane) as connection:
            for one in sent:
                if one.by_lane is by_lane and _has_plan(one) and one.during not in LOOKS_AT_MUCH:
                    found += [f"{fault}, {one.during}: {one.text}" for fault in faults(connection, one, tenant)]
    assert found == [], f"{len(found)} faults:\n" + "\n".join(found)


BAD: Final[dict[str, tuple[str, tuple[Any, ...]]]] = {
    "a scan of the ledger": ("SELECT count(*) FROM movements WHERE actor = $1::text", ("nobody",)),
    "a filter behind an index": (
        "SELECT id FROM reservations WHERE tenant_id = $1 AND created_by = $2::text", (DEFAULT, "nobody"),
    ),
    "an index that is read from end to end": (
        "SELECT recorded_time FROM outbox WHERE tenant_id = $1 AND batch_id = $2", (DEFAULT, "nothing"),
    ),
    "a sort of a whole list": (
        "SELECT id FROM reservations WHERE tenant_id = $1 ORDER BY update_time LIMIT 1", (DEFAULT,),
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", ["much", "analysed"])
@pytest.mark.parametrize("name", BAD)
def test_a_statement_that_looks_at_too_much_is_found(state: str, name: str, request: pytest.FixtureRequest) -> None:
    url, _ = request.getfixturevalue(state)
    with connect(url, by_lane=True) as connection:
        assert faults(connection, Sent(*BAD[name], True, name))
