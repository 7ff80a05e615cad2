"""EventService: what is told, in which order, to whom; where one goes on; how a stream ends."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import grpc
import orjson
import psycopg
import pytest
from holdfast.inventory.v1 import event_service_pb2 as pb
from holdfast.inventory.v1 import event_service_pb2_grpc
from holdfast.inventory.v1 import inventory_service_pb2 as inventory_pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support import server as servers
from tests.support.postgres import Cluster
from tests.support.refusals import read_error, refused
from tests.support.server import Client, RunningServer
from tests.support.watching import EARLIEST, NOW, Watch, head, kinds, listed, watching
from tests.support.world import Shop, unique

MAX_STREAMS = 6
IMPATIENT = [
    ("grpc.use_local_subchannel_pool", 1),
    # What a client takes in before it is read: megabytes, unless told otherwise.
    ("grpc.http2.bdp_probe", 0),
    ("grpc.http2.lookahead_bytes", 1 << 16),
]


@pytest.fixture(scope="module")
def server(cluster: Cluster) -> Iterator[RunningServer]:
    """One that tells idle watchers so often, and has little patience with those that do not read."""
    settings = {"watch_checkpoint": "0.2", "watch_stall": "0.5", "max_streams": str(MAX_STREAMS)}
    with cluster.database() as url, servers.serving(url, **settings) as running:
        yield running


def told_after(shop: Shop, cursor: str, count: int, **wanted: Any) -> list[Any]:
    """So many events after a cursor, as soon as they are told."""
    with watching(shop.client, cursor, **wanted) as watch:
        return watch.events(count)


def quantities(level: Any) -> tuple[int, int, int]:
    return level.stocked_quantity, level.reserved_quantity, level.version


# --- what is told -----------------------------------------------------------------------------------


def test_a_movement_is_told_with_the_level_before_and_after_and_with_who_and_why(shop: Shop) -> None:
    item, location = shop.stocked(10)
    start = head(shop.client)
    done = shop.adjust(item, location, -3, reason="SOLD", request_id=unique("request"))
    (event,) = told_after(shop, start, 1)
    assert (event.type, event.resource) == ("level.changed", f"{item}/{location}")
    assert event.request_id
    change = event.level_changed
    assert (quantities(change.before), quantities(change.after)) == ((10, 0, 1), (7, 0, 2))
    assert change.after == shop.get(item, location)
    assert (change.reason, change.actor) == (types.StockMovement.REASON_SOLD, "dev")
    assert change.posting_id == done.mutation.posting_id
    assert event.occurred_time == change.after.update_time


def test_the_life_of_an_item_and_a_location_is_told_in_whole_records(shop: Shop) -> None:
    start = head(shop.client)
    item = shop.item(sku=unique("SKU"), title="Mug", weight=0, metadata={"a": "1"})
    renamed = types.InventoryItem(id=item, title="Cup")
    shop.inventory.UpdateInventoryItem(inventory_pb.UpdateInventoryItemRequest(item=renamed))
    shop.inventory.DeleteInventoryItem(inventory_pb.DeleteInventoryItemRequest(inventory_item_id=item))
    shop.inventory.UndeleteInventoryItem(inventory_pb.UndeleteInventoryItemRequest(inventory_item_id=item))
    location = shop.location(name="Shop", coordinates={"latitude": 1.5, "longitude": -2}, address={"city": "Bern"})
    shop.locations.DeleteStockLocation(locations_pb.DeleteStockLocationRequest(location_id=location))
    events = told_after(shop, start, 6)
    assert kinds(events) == [
        "item.created", "item.updated", "item.deleted", "item.undeleted", "location.created", "location.deleted",
    ]  # fmt: skip
    made, updated, deleted, back = (one.item_changed for one in events[:4])
    assert not made.HasField("before")
    assert (made.after.title, made.after.metadata["a"], made.after.HasField("weight")) == ("Mug", "1", True)
    assert (updated.before, updated.after.title) == (made.after, "Cup")
    assert (deleted.before, deleted.after.HasField("delete_time")) == (updated.after, True)
    there = shop.inventory.GetInventoryItem(inventory_pb.GetInventoryItemRequest(inventory_item_id=item)).item
    assert back.after == there
    opened, closed = (one.location_changed for one in events[4:])
    assert (opened.after.name, opened.after.address.city, opened.after.coordinates.latitude) == ("Shop", "Bern", 1.5)
    assert (closed.before, closed.after.HasField("delete_time")) == (opened.after, True)


def test_the_life_of_a_level_is_told(shop: Shop) -> None:
    item, location = shop.item(), shop.location()
    start = head(shop.client)
    shop.level(item, location, 0, safety_stock_quantity=2)
    key = {"inventory_item_id": item, "location_id": location}
    settings = types.InventoryLevelSettings(safety_stock_quantity=3, backorder_limit=0)
    shop.inventory.UpdateInventoryLevel(inventory_pb.UpdateInventoryLevelRequest(**key, settings=settings))
    shop.inventory.DeleteInventoryLevel(inventory_pb.DeleteInventoryLevelRequest(**key))
    events = told_after(shop, start, 3)
    assert kinds(events) == ["level.created", "level.updated", "level.deleted"]
    made, updated, deleted = (one.level_changed for one in events)
    assert not made.HasField("before")
    assert made.after.settings.safety_stock_quantity == 2
    assert not made.after.settings.HasField("backorder_limit")
    assert updated.before == made.after
    assert (updated.after.settings.safety_stock_quantity, updated.after.available_quantity) == (3, -3)
    assert updated.after.settings.HasField("backorder_limit")
    assert deleted.before == updated.after
    assert not deleted.HasField("after")


def test_a_reservation_is_told_whole_before_and_after_each_step(shop: Shop) -> None:
    item, location = shop.stocked(10)
    start = head(shop.client)
    reservation = shop.reserve((item, location, 4), reference={"type": "order", "id": "7"}, metadata={"a": "b"})
    shop.fulfil(reservation.id)
    events = told_after(shop, start, 4)
    transitions = [one for one in events if one.type.startswith("reservation")]
    assert kinds(transitions) == ["reservation.created", "reservation.fulfilled"]
    created, fulfilled = (one.reservation_changed for one in transitions)
    assert not created.HasField("before")
    for line in reservation.lines:
        for allocation in line.allocations:
            allocation.covered_quantity = 0  # what covers a claim is not told
    assert created.after == reservation
    assert fulfilled.before == created.after
    (line,) = fulfilled.after.lines
    assert (line.open_quantity, line.fulfilled_quantity) == (0, 4)
    levels = [one.level_changed for one in events if one.type == "level.changed"]
    assert [(quantities(one.before), quantities(one.after)) for one in levels] == [
        ((10, 0, 1), (10, 4, 2)),
        ((10, 4, 2), (6, 0, 3)),
    ]


def test_a_count_below_the_claims_names_those_that_stock_no_longer_reaches(shop: Shop) -> None:
    item, location = shop.stocked(10)
    older = shop.reserve((item, location, 4))
    younger = shop.reserve((item, location, 4))
    start = head(shop.client)
    shop.set(item, location, 5, reason="COUNTED")
    changed, uncovered = told_after(shop, start, 2)
    assert kinds([changed, uncovered]) == ["level.changed", "level.uncovered"]
    told = uncovered.claims_uncovered
    assert (told.inventory_item_id, told.location_id) == (item, location)
    assert (told.stocked_quantity_before, told.stocked_quantity_after, told.reserved_quantity) == (10, 5, 8)
    assert list(told.reservation_ids) == [younger.id]
    assert older.id not in told.reservation_ids
    assert told.reason == types.StockMovement.REASON_COUNTED
    assert told.posting_id == changed.level_changed.posting_id


def test_what_is_refused_or_only_tried_is_not_told(shop: Shop) -> None:
    item, location = shop.stocked(1)
    start = head(shop.client)
    assert refused(lambda: shop.reserve((item, location, 2))).reason == "INSUFFICIENT_STOCK"
    shop.adjust(item, location, 1, validate_only=True)
    shop.adjust(item, location, 5)
    (event,) = told_after(shop, start, 1)
    assert quantities(event.level_changed.after) == (6, 0, 2)


def test_an_event_has_the_same_id_however_it_is_read(shop: Shop) -> None:
    start = head(shop.client)
    shop.item()
    shop.item()
    watched = told_after(shop, start, 2)
    assert listed(shop.client, start) == watched
    assert len({one.event_id for one in watched}) == 2


# --- lists ------------------------------------------------------------------------------------------


def test_a_list_pages_from_a_cursor_to_the_end_and_says_where_that_is(shop: Shop) -> None:
    start = head(shop.client)
    items = [shop.item() for _ in range(5)]
    told_after(shop, start, 5)
    pages = []
    token, end = "", ""
    for _ in range(3):
        answer = shop.events.ListEvents(pb.ListEventsRequest(page_size=2, cursor=start, page_token=token))
        pages.append([one.resource for one in answer.events])
        token, end = answer.next_page_token, answer.cursor
        assert answer.events[-1].cursor == answer.cursor
    assert (pages, token) == ([items[:2], items[2:4], items[4:]], "")
    empty = shop.events.ListEvents(pb.ListEventsRequest(cursor=end))
    assert (len(empty.events), empty.next_page_token, empty.cursor) == (0, "", end)
    later = shop.item()
    (event,) = told_after(shop, end, 1)
    assert event.resource == later


def test_a_list_goes_on_after_any_event_also_in_the_middle_of_a_transaction(shop: Shop) -> None:
    item, location = shop.stocked(5)
    start = head(shop.client)
    lines = [(item, location, 1)] * 2
    shop.fulfil(shop.reserve(*lines).id)
    events = told_after(shop, start, 4)
    for index, event in enumerate(events):
        assert listed(shop.client, event.cursor) == events[index + 1 :]
        answer = shop.events.ListEvents(pb.ListEventsRequest(cursor=event.cursor, page_size=1))
        assert list(answer.events) == events[index + 1 : index + 2]


def test_a_list_begins_with_the_oldest_event(shop: Shop) -> None:
    head(shop.client)
    answer = shop.events.ListEvents(pb.ListEventsRequest(page_size=1))
    with watching(shop.client, EARLIEST) as watch:
        assert watch.message().events[0] == answer.events[0]


# --- filters ----------------------------------------------------------------------------------------


def test_filters_match_what_an_event_is_about_and_every_part_must(shop: Shop) -> None:
    start = head(shop.client)
    one, here = shop.stocked(10)
    other, there = shop.stocked(10)
    both = shop.reserve((one, here, 1), (other, there, 1)).id
    single = shop.reserve((one, here, 1)).id
    everything = told_after(shop, start, 13)

    def wanted(**parts: Any) -> list[tuple[str, str]]:
        found = listed(shop.client, start, **parts)
        assert found == [event for event in everything if event in found]
        return [(event.type, event.resource) for event in found]

    first, second = f"{one}/{here}", f"{other}/{there}"
    assert wanted(types=["item.created", "location.created"]) == [
        ("item.created", one), ("location.created", here), ("item.created", other), ("location.created", there),
    ]  # fmt: skip
    assert wanted(types=["level"]) == []
    assert sorted(wanted(inventory_item_ids=[other])) == sorted(
        [
            ("item.created", other),
            ("level.created", second),
            ("level.changed", second),
            ("level.changed", second),
            ("reservation.created", both),
        ]
    )
    assert sorted(wanted(location_ids=[here])) == sorted(
        [
            ("location.created", here),
            ("level.created", first),
            ("level.changed", first),
            ("level.changed", first),
            ("level.changed", first),
            ("reservation.created", both),
            ("reservation.created", single),
        ]
    )
    assert wanted(reservation_ids=[single, one]) == [("reservation.created", single)]
    assert wanted(inventory_item_ids=[other], location_ids=[here]) == [("reservation.created", both)]
    assert wanted(inventory_item_ids=[one], types=["level.created"]) == [("level.created", first)]
    with watching(shop.client, start, reservation_ids=[both]) as watch:
        assert [event.resource for event in watch.events(1)] == [both]


# --- watches ----------------------------------------------------------------------------------------


def test_a_watch_says_first_where_it_stands(shop: Shop) -> None:
    start = head(shop.client)
    shop.item()
    with watching(shop.client, start) as watch:
        assert watch.cursor == start
        (event,) = watch.events(1)
        assert watch.cursor == event.cursor
        assert watch.checkpoint() == event.cursor


def test_a_checkpoint_carries_the_place_past_what_was_not_wanted(shop: Shop) -> None:
    start = head(shop.client)
    with watching(shop.client, start, types=["nothing.happened"]) as watch:
        item = shop.item()
        told_after(shop, start, 1)
        place = start
        while place == start:
            place = watch.checkpoint()
    assert listed(shop.client, place) == []
    assert [one.resource for one in listed(shop.client, start)] == [item]


def test_a_message_has_at_most_a_hundred_events_and_less_than_a_megabyte(shop: Shop) -> None:
    start = head(shop.client)
    big = {str(number): "x" * 160 for number in range(48)}
    entries = [
        inventory_pb.CreateInventoryItemRequest(item=types.InventoryItem(id=unique("iitem"), metadata=big))
        for _ in range(250)
    ]
    shop.inventory.BatchCreateInventoryItems(inventory_pb.BatchCreateInventoryItemsRequest(entries=entries))
    seen: list[str] = []
    with watching(shop.client, start) as watch:
        while len(seen) < 250:
            message = watch.message()
            assert len(message.events) <= 100
            assert message.ByteSize() < 1 << 20
            seen += [event.resource for event in message.events]
            assert not message.events or message.cursor == message.events[-1].cursor
    assert sorted(seen) == sorted(entry.item.id for entry in entries)


def test_events_of_another_server_on_the_same_database_are_seen(server: RunningServer, shop: Shop) -> None:
    with servers.serving(server.database_url) as other:
        client = other.client()
        with watching(client, NOW) as there, watching(shop.client, NOW) as here:
            item = shop.item()
            assert [one.events(1)[0].resource for one in (there, here)] == [item, item]
            back = Shop(client).item()
            assert [one.events(1)[0].resource for one in (there, here)] == [back, back]
        client.close()


def test_the_first_page_of_a_list_gives_a_cursor_to_follow_from(shop: Shop) -> None:
    item, location = shop.stocked(3)
    shop.stocked(3)
    reservation = shop.reserve((item, location, 1)).id
    pages: list[Any] = [
        lambda **page: shop.inventory.ListInventoryItems(inventory_pb.ListInventoryItemsRequest(page_size=1, **page)),
        lambda **page: shop.inventory.ListInventoryLevels(inventory_pb.ListInventoryLevelsRequest(page_size=1, **page)),
        lambda **page: shop.locations.ListStockLocations(locations_pb.ListStockLocationsRequest(page_size=1, **page)),
    ]
    for page in pages:
        first = page()
        assert first.cursor
        assert page(page_token=first.next_page_token).cursor == ""
        events = listed(shop.client, first.cursor)
        assert all(event.occurred_time for event in events)
    reservations = shop.inventory.ListReservations(inventory_pb.ListReservationsRequest())
    shop.release(reservation)
    after = told_after(shop, reservations.cursor, 1, types=["reservation.released"])
    assert [event.resource for event in after] == [reservation]


# --- refusals ---------------------------------------------------------------------------------------


def first_of(client: Client, **request: Any) -> Any:
    return next(client.events.WatchEvents(pb.WatchEventsRequest(**request)))


def test_what_is_wrong_with_a_request_is_said_with_its_field(shop: Shop) -> None:
    cursor = head(shop.client)
    item = shop.item()
    shop.level(item, shop.location(), 1)
    shop.level(item, shop.location(), 1)
    wanted = inventory_pb.ListInventoryLevelsRequest.Filter(inventory_item_ids=[item])
    levels = inventory_pb.ListInventoryLevelsRequest(page_size=1, filter=wanted)
    token = shop.inventory.ListInventoryLevels(levels).next_page_token
    page = shop.events.ListEvents(pb.ListEventsRequest(page_size=1)).next_page_token
    many = [f"iitem_{number}" for number in range(1001)]
    cases: list[tuple[Any, str, str]] = [
        (lambda: first_of(shop.client), "FIELD_REQUIRED", "start"),
        (lambda: first_of(shop.client, cursor=""), "FIELD_REQUIRED", "cursor"),
        (lambda: first_of(shop.client, cursor="x"), "FIELD_INVALID", "cursor"),
        (lambda: first_of(shop.client, cursor="é"), "FIELD_INVALID", "cursor"),
        (lambda: first_of(shop.client, cursor="A" * 5000), "FIELD_INVALID", "cursor"),
        (lambda: first_of(shop.client, cursor=token), "FIELD_INVALID", "cursor"),
        (lambda: first_of(shop.client, cursor=cursor[:-2] + "AA"), "FIELD_INVALID", "cursor"),
        (lambda: listed(shop.client, cursor="x"), "FIELD_INVALID", "cursor"),
        (
            lambda: shop.events.ListEvents(pb.ListEventsRequest(page_token=cursor)),
            "PAGE_TOKEN_INVALID",
            "page_token",
        ),
        (
            lambda: shop.events.ListEvents(
                pb.ListEventsRequest(page_token=page, filter=pb.EventFilter(types=["item.created"]))
            ),
            "PAGE_TOKEN_INVALID",
            "page_token",
        ),
        (lambda: listed(shop.client, page_size=-1), "FIELD_INVALID", "page_size"),
        (lambda: listed(shop.client, types=["x"] * 101), "BATCH_TOO_LARGE", "filter.types"),
        (lambda: listed(shop.client, types=["ok", ""]), "FIELD_REQUIRED", "filter.types[1]"),
        (lambda: listed(shop.client, inventory_item_ids=many), "BATCH_TOO_LARGE", "filter.inventory_item_ids"),
        (lambda: listed(shop.client, location_ids=["*"]), "FIELD_INVALID", "filter.location_ids[0]"),
        (lambda: first_of(shop.client, **NOW, filter={"reservation_ids": [" "]}), "FIELD_INVALID", "filter.reservation_ids[0]"),
    ]  # fmt: skip
    for call, reason, field in cases:
        refusal = refused(call)
        assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", reason, [field])


@pytest.mark.parametrize("method", ["ListEvents", "WatchEvents"])
def test_bytes_that_are_no_message_are_called_that(shop: Shop, method: str) -> None:
    path = f"/holdfast.inventory.v1.EventService/{method}"
    calls: dict[str, Any] = {
        "ListEvents": lambda: shop.client.channel.unary_unary(path)(b"\xff"),
        "WatchEvents": lambda: list(shop.client.channel.unary_stream(path)(b"\xff")),
    }
    assert refused(calls[method]).reason == "MALFORMED_MESSAGE"


def test_a_server_has_so_many_streams_open_and_no_more(shop: Shop) -> None:
    with ExitStack() as stack:
        watches = [stack.enter_context(watching(shop.client, NOW)) for _ in range(MAX_STREAMS)]
        refusal = refused(lambda: first_of(shop.client, **NOW))
        assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS")
        assert (refusal.metadata, refusal.retry) == ({"limit": str(MAX_STREAMS)}, True)
        item = shop.item()
        assert [watch.events(1)[0].resource for watch in watches] == [item] * MAX_STREAMS


def test_a_watcher_that_does_not_read_is_told_where_to_go_on_and_nothing_is_missed(
    server: RunningServer, shop: Shop
) -> None:
    start = head(shop.client)
    big = {str(number): "x" * 160 for number in range(48)}
    items = [shop.item(metadata=big) for _ in range(3)]
    for number in range(120):
        for item in items:
            renamed = types.InventoryItem(id=item, title=str(number))
            shop.inventory.UpdateInventoryItem(inventory_pb.UpdateInventoryItemRequest(item=renamed))
    seen: list[Any] = []
    with grpc.insecure_channel(server.address, options=IMPATIENT) as channel:
        stub: Any = event_service_pb2_grpc.EventServiceStub(channel)
        call = stub.WatchEvents(pb.WatchEventsRequest(cursor=start), timeout=60)
        next(call)
        time.sleep(2)

        def read() -> None:
            for message in call:
                seen.extend(message.events)

        refusal = refused(read)
    assert (refusal.code, refusal.reason, refusal.retry) == ("RESOURCE_EXHAUSTED", "WATCH_TOO_SLOW", True)
    assert 0 < len(seen) < 363
    with watching(shop.client, refusal.metadata["cursor"]) as watch:
        while (seen[-1].resource, seen[-1].item_changed.after.title) != (items[-1], "119"):
            seen += watch.message().events  # the message that was not read in time may come twice
    told = {one.event_id: one.item_changed.after.title for one in seen}
    assert list(told.values()) == [""] * 3 + [str(number) for number in range(120) for _ in range(3)]


def test_a_server_that_leaves_ends_its_streams_at_once_and_they_go_on_elsewhere(cluster: Cluster) -> None:
    with cluster.database() as url, servers.serving(url) as staying:
        leaving = servers.start(url)
        shop = Shop(leaving.client())
        ended: list[Any] = []

        def follow(watch: Watch) -> None:
            try:
                while True:
                    watch.message()
            except grpc.RpcError as error:
                ended.append((read_error(error), watch.cursor))

        with ExitStack() as stack:
            watches = [stack.enter_context(watching(shop.client, NOW)) for _ in range(3)]
            threads = [threading.Thread(target=follow, args=[watch]) for watch in watches]
            for thread in threads:
                thread.start()
            leaving.process.send_signal(signal.SIGTERM)
            assert leaving.process.wait(20) == 0
            for thread in threads:
                thread.join()
        shop.client.close()
        client = staying.client()
        item = Shop(client).item()
        for refusal, cursor in ended:
            assert (refusal.code, refusal.reason, refusal.retry) == ("UNAVAILABLE", "SHUTTING_DOWN", True)
            with watching(client, cursor) as watch:
                assert watch.events(1)[0].resource == item
        assert len(ended) == 3
        client.close()
        assert leaving.process.stdout is not None
        leaving.process.stdout.close()


# --- what is old, foreign or much -------------------------------------------------------------------


def publish(url: str, batches: int, version: int = 2, kind: str = "thing.happened") -> None:
    """Published transactions of one event each, as if they had happened."""
    told = {"id": "evt_x.0", "type": kind, "resource": "r", "request_id": "q", "payload": {"new": 1}}
    encoded = orjson.dumps({"v": version, "events": [told]})
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO event_heads VALUES ('default', 0) ON CONFLICT DO NOTHING")
        connection.execute(
            "INSERT INTO outbox SELECT 'default', now() + n * interval '1 microsecond', 'made_' || n + h.position, %s "
            "FROM generate_series(1, %s) AS n, event_heads AS h",
            (encoded, batches),
        )
        connection.execute(
            "INSERT INTO event_positions SELECT 'default', h.position + row_number() OVER (ORDER BY recorded_time), "
            "recorded_time, batch_id FROM outbox, event_heads AS h WHERE NOT EXISTS "
            "(SELECT FROM event_positions AS p WHERE p.batch_id = outbox.batch_id)"
        )
        connection.execute("UPDATE event_heads SET position = (SELECT max(position) FROM event_positions)")


@pytest.fixture
def own(cluster: Cluster) -> Iterator[tuple[str, Shop]]:
    """A database whose rows a test may touch, and a client of its server."""
    with cluster.database() as url, servers.serving(url, watch_checkpoint="0.2") as running:
        client = running.client()
        yield url, Shop(client)
        client.close()


def test_a_cursor_before_what_is_kept_is_refused_with_the_oldest_one(own: tuple[str, Shop]) -> None:
    url, shop = own
    start = head(shop.client)
    items = [shop.item() for _ in range(4)]
    events = told_after(shop, start, 4)
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM event_positions WHERE position <= 3")
        connection.execute("DELETE FROM outbox WHERE recorded_time < %s", (events[2].occurred_time.ToDatetime(),))
    calls: list[Any] = [
        lambda: listed(shop.client, start),
        lambda: listed(shop.client, events[0].cursor),
        lambda: first_of(shop.client, cursor=start),
        lambda: first_of(shop.client, cursor=events[0].cursor),
    ]
    for call in calls:
        refusal = refused(call)
        assert (refusal.code, refusal.reason) == ("OUT_OF_RANGE", "CURSOR_EXPIRED")
        assert [one.resource for one in listed(shop.client, refusal.metadata["oldest_cursor"])] == items[2:]
    assert [one.resource for one in listed(shop.client, events[1].cursor)] == items[2:]
    assert [one.resource for one in listed(shop.client)] == items[2:]
    with watching(shop.client, EARLIEST) as watch:
        assert [one.resource for one in watch.events(2)] == items[2:]


def test_when_nothing_is_kept_only_the_end_is_left(own: tuple[str, Shop]) -> None:
    url, shop = own
    start = head(shop.client)
    shop.item()
    (event,) = told_after(shop, start, 1)
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM event_positions")
        connection.execute("DELETE FROM outbox")
    oldest = refused(lambda: listed(shop.client, start)).metadata["oldest_cursor"]
    assert listed(shop.client) == listed(shop.client, event.cursor) == listed(shop.client, oldest) == []
    with watching(shop.client, EARLIEST) as watch:
        assert watch.cursor == oldest
        later = shop.item()
        assert watch.events(1)[0].resource == later


def set_back(url: str, position: int) -> None:
    """As a restore does it, or a standby that had less: what was told after a position has never been."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "DELETE FROM outbox USING event_positions AS p WHERE outbox.batch_id = p.batch_id AND p.position > %s",
            (position,),
        )
        connection.execute("DELETE FROM event_positions WHERE position > %s", (position,))
        connection.execute("UPDATE event_heads SET position = %s", (position,))


def position_of(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT position FROM event_heads").fetchone()
    assert row is not None
    return int(row[0])


def test_a_cursor_of_a_time_that_a_restored_database_never_saw_is_refused(own: tuple[str, Shop]) -> None:
    url, shop = own
    kept = shop.item()
    before = head(shop.client)
    position = position_of(url)
    lost = [shop.item() for _ in range(3)]
    events = told_after(shop, before, 3)
    set_back(url, position)
    for cursor in (events[0].cursor, events[2].cursor):
        for call in (lambda: listed(shop.client, cursor), lambda: first_of(shop.client, cursor=cursor)):  # noqa: B023
            refusal = refused(call)
            assert (refusal.code, refusal.reason) == ("OUT_OF_RANGE", "CURSOR_EXPIRED")
            told = [one.resource for one in listed(shop.client, refusal.metadata["oldest_cursor"])]
            assert kept in told
            assert not set(lost) & set(told)
    assert listed(shop.client, before) == []


def test_a_cursor_is_still_refused_when_other_events_have_taken_the_places_of_those_it_has_seen(
    own: tuple[str, Shop],
) -> None:
    """The numbers alone would let it go on behind three events that it has never seen."""
    url, shop = own
    before = head(shop.client)
    position = position_of(url)
    for _ in range(3):
        shop.item()
    seen = told_after(shop, before, 3)
    set_back(url, position)
    others = [shop.item() for _ in range(5)]
    assert [one.resource for one in told_after(shop, before, 5)] == others
    for event in seen:
        for call in (lambda: listed(shop.client, event.cursor), lambda: first_of(shop.client, cursor=event.cursor)):  # noqa: B023
            assert refused(call).reason == "CURSOR_EXPIRED"


@pytest.mark.parametrize("others", [1, 5], ids=["and tells less since", "and tells more since"])
def test_a_watcher_is_told_when_the_database_is_set_back_under_it(own: tuple[str, Shop], others: int) -> None:
    url, shop = own
    before = head(shop.client)
    position = position_of(url)
    with watching(shop.client, before) as ahead, watching(shop.client, before) as behind:
        lost = [shop.item() for _ in range(3)]
        assert [one.resource for one in ahead.events(3)] == lost
        set_back(url, position)
        made = [shop.item() for _ in range(others)]
        refusal = refused(lambda: [ahead.message() for _ in range(100)])
        assert (refusal.code, refusal.reason) == ("OUT_OF_RANGE", "CURSOR_EXPIRED")
        assert refused(lambda: [behind.message() for _ in range(100)]).reason == "CURSOR_EXPIRED"
    assert [one.resource for one in told_after(shop, before, others)] == made


def test_what_a_later_version_wrote_is_delivered_without_its_payload(own: tuple[str, Shop]) -> None:
    url, shop = own
    publish(url, 1, version=99, kind="level.changed")
    publish(url, 1, kind="level.imagined")
    events = listed(shop.client)
    assert kinds(events) == ["level.changed", "level.imagined"]
    for event in events:
        assert (event.event_id, event.resource, event.request_id) == ("evt_x.0", "r", "q")
        assert event.WhichOneof("payload") is None


def test_a_filter_that_hardly_matches_looks_at_a_bounded_number_and_goes_on(own: tuple[str, Shop]) -> None:
    url, shop = own
    publish(url, 5000)
    item = shop.item()
    with watching(shop.client, EARLIEST, types=["item.created"]) as watch:
        assert watch.events(1)[0].resource == item
    counts: list[int] = []
    token = ""
    while True:
        answer = shop.events.ListEvents(
            pb.ListEventsRequest(page_token=token, filter=pb.EventFilter(types=["item.created"]))
        )
        counts.append(len(answer.events))
        token = answer.next_page_token
        if not token:
            break
    assert counts == [0, 0, 1]
