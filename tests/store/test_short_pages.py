"""Lists of what is rare among much: page by page, over the wire, each page short and none of the rows missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.runtime.keyset import LOOKED_AT
from tests.support import server as servers
from tests.support.postgres import Cluster
from tests.support.server import RunningServer
from tests.support.world import Shop, unique

MUCH = 2 * LOOKED_AT + 2000
TIME = "timestamptz '2026-03-01' + n * interval '1 minute'"
FILL = (
    f"INSERT INTO items (tenant_id, id, title, create_time, update_time) SELECT 'default', 'iitem_' || lpad(n::text, 6, '0'), 'x', {TIME}, {TIME} FROM generate_series(1, {MUCH}) AS n",
    f"INSERT INTO reservations (tenant_id, id, state, create_time, update_time) SELECT 'default', 'res_' || lpad(n::text, 6, '0'), 'RELEASED', {TIME}, {TIME} FROM generate_series(1, {MUCH}) AS n",
)


@pytest.fixture(scope="module")
def server(cluster: Cluster) -> Iterator[RunningServer]:
    """A server on a database in which there is much already."""
    with cluster.database() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in FILL:
                connection.execute(statement)
        with servers.serving(url) as running:
            yield running


@pytest.fixture
def shop(server: RunningServer) -> Iterator[Shop]:
    client = server.client()
    yield Shop(client)
    client.close()


def pages(call: Any, request: Any, field: str) -> list[list[Any]]:
    """The rows of each page."""
    found = []
    while True:
        answer = call(request)
        found.append(list(getattr(answer, field)))
        request.page_token = answer.next_page_token
        if not request.page_token:
            return found


def test_a_rare_item_is_found_behind_many_others_on_a_later_page(shop: Shop) -> None:
    title = unique("rare")
    item = shop.item(title=title)
    wanted = pb.ListInventoryItemsRequest.Filter(q=title.upper())
    oldest_first = pages(shop.inventory.ListInventoryItems, pb.ListInventoryItemsRequest(filter=wanted), "items")
    assert [[one.id for one in page] for page in oldest_first] == [[], [], [item]]
    newest_first = pages(
        shop.inventory.ListInventoryItems,
        pb.ListInventoryItemsRequest(filter=wanted, sort="SORT_CREATE_TIME_DESC"),
        "items",
    )
    assert [[one.id for one in page] for page in newest_first] == [[item], [], []]
    nobody = pb.ListInventoryItemsRequest(filter=pb.ListInventoryItemsRequest.Filter(q="nowhere at all"))
    assert [page for page in pages(shop.inventory.ListInventoryItems, nobody, "items") if page] == []


def test_what_an_index_leads_to_is_all_on_the_first_page(shop: Shop) -> None:
    sku = unique("SKU")
    item = shop.item(sku=sku)
    for wanted in (
        pb.ListInventoryItemsRequest.Filter(skus=[sku]),
        pb.ListInventoryItemsRequest.Filter(sku_prefix=sku[:-1]),
        pb.ListInventoryItemsRequest.Filter(ids=[item]),
    ):
        found = pages(shop.inventory.ListInventoryItems, pb.ListInventoryItemsRequest(filter=wanted), "items")
        assert len(found) == 1
        assert item in [one.id for one in found[0]]


def test_reservations_are_found_by_what_they_are_for_and_by_what_they_claim(shop: Shop) -> None:
    item, location = shop.stocked(10)
    external, line = unique("ext"), unique("line")
    request = pb.CreateReservationRequest(external_id=external, reference={"type": "cart", "id": external})
    request.lines.add(inventory_item_id=item, location_id=location, quantity=1, line_item_id=line)
    made = shop.inventory.CreateReservation(request).reservation
    wanted = pb.ListReservationsRequest.Filter
    at_once = [
        wanted(external_id=external),
        wanted(reference={"id": external}),
        wanted(reference={"type": "cart", "id": external}),
        wanted(line_item_ids=[line]),
        wanted(inventory_item_id=item),
        wanted(inventory_item_id=item, location_id=location),
    ]
    for one in at_once:
        found = pages(shop.inventory.ListReservations, pb.ListReservationsRequest(filter=one), "reservations")
        assert [[shown.id for shown in page] for page in found] == [[made.id]]
    walked = pages(
        shop.inventory.ListReservations,
        pb.ListReservationsRequest(filter=wanted(location_id=location)),
        "reservations",
    )
    assert len(walked) == 3
    assert [shown.id for page in walked for shown in page] == [made.id]


@pytest.mark.parametrize("sort", ["SORT_RECORDED_TIME", "SORT_RECORDED_TIME_DESC"])
def test_the_ledger_is_shown_in_the_order_of_its_time_whatever_leads_to_it(shop: Shop, sort: str) -> None:
    item, location, other = *shop.stocked(10), shop.location()
    shop.adjust(item, other, 5, create_missing_levels=True)
    shop.adjust(item, location, -1, reason="DAMAGED")
    shop.adjust(item, other, 5)
    held = shop.reserve((item, location, 2))
    fulfilled = shop.fulfil(held.id)
    shop.reverse(held.id, fulfilled.fulfillment.id)
    wanted = pb.ListStockMovementsRequest.Filter

    def told(size: int, **asked: Any) -> list[Any]:
        request = pb.ListStockMovementsRequest(filter=wanted(**asked), sort=sort, page_size=size)
        return [one for page in pages(shop.inventory.ListStockMovements, request, "movements") for one in page]

    every = [one for one in told(0) if one.inventory_item_id == item]
    assert len(every) >= 7
    times = [one.recorded_time.ToNanoseconds() for one in every]
    assert times == sorted(times, reverse=sort.endswith("DESC"))
    for size in (0, 1, 3):
        assert told(size, inventory_item_id=item) == every
        there = [one for one in every if one.location_id == location]
        assert told(size, inventory_item_id=item, location_id=location) == there
        assert [one for one in told(size, location_id=location) if one.inventory_item_id == item] == there
        of_it = [one for one in every if one.reservation_id == held.id]
        assert len(of_it) >= 4
        assert told(size, reservation_id=held.id) == of_it
        assert told(size, inventory_item_id=item, reasons=["REASON_DAMAGED"]) == [
            one for one in every if one.reason == types.StockMovement.REASON_DAMAGED
        ]
        assert told(size, posting_id=of_it[0].posting_id) == [
            one for one in every if one.posting_id == of_it[0].posting_id
        ]
