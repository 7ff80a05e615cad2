"""The client against servers that behave badly on purpose."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import resources
from itertools import islice
from typing import Any

import grpc
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.rpc import code_pb2, status_pb2
from google.rpc.error_details_pb2 import ErrorInfo
from holdfast.inventory.v1 import (
    event_service_pb2,
    event_service_pb2_grpc,
    events_pb2,
    inventory_service_pb2_grpc,
    types_pb2,
)
from holdfast.inventory.v1 import inventory_service_pb2 as pb

import holdfast_client
from holdfast_client import HoldfastError, aio, outcomes, pages, watch
from holdfast_client._filling import filled
from holdfast_client._options import channel_options


def refusal(reason: str, code: str, **metadata: str) -> status_pb2.Status:
    status = status_pb2.Status(code=code_pb2.Code.Value(code), message=f"because of {reason}")
    status.details.add().Pack(ErrorInfo(reason=reason, domain="inventory.holdfast", metadata=metadata))
    return status


class _Told(grpc.Status):
    def __init__(self, status: status_pb2.Status) -> None:
        self.code = grpc.StatusCode[code_pb2.Code.Name(status.code)]
        self.details = status.message
        self.trailing_metadata = (("grpc-status-details-bin", status.SerializeToString()),)


class Inventory(inventory_service_pb2_grpc.InventoryServiceServicer):
    """Fails as often as it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.failures = 0
        self.seen: list[str] = []
        self.metadata: list[dict[str, Any]] = []
        self.left: list[float] = []

    def CreateReservation(self, request: Any, context: Any) -> Any:
        self.left.append(context.time_remaining())
        self.seen.append(request.request_id)
        self.metadata.append(dict(context.invocation_metadata()))
        if len(self.seen) <= self.failures:
            context.abort_with_status(_Told(refusal("DATABASE_UNAVAILABLE", "UNAVAILABLE")))
        return pb.CreateReservationResponse()

    def GetInventoryItem(self, request: Any, context: Any) -> Any:
        context.abort_with_status(_Told(refusal("RESOURCE_NOT_FOUND", "NOT_FOUND", id=request.inventory_item_id)))

    def ListInventoryItems(self, request: Any, context: Any) -> Any:
        start = int(request.page_token or 0)
        ids = [f"iitem_{number}" for number in range(start, min(start + request.page_size, 5))]
        token = str(start + request.page_size) if start + request.page_size < 5 else ""
        return pb.ListInventoryItemsResponse(
            items=[types_pb2.InventoryItem(id=one) for one in ids], next_page_token=token
        )


class Events(event_service_pb2_grpc.EventServiceServicer):
    """Numbers its events, and breaks off after every second one until it has five."""

    def __init__(self, ends: list[status_pb2.Status]) -> None:
        self.ends = ends
        self.asked: list[str] = []
        self.left: list[float | None] = []

    def WatchEvents(self, request: Any, context: Any) -> Any:
        self.left.append(context.time_remaining())
        self.asked.append(request.cursor)
        start = int(request.cursor)
        yield event_service_pb2.WatchEventsResponse(cursor=request.cursor)
        for number in (start + 1, start + 2):
            event = events_pb2.Event(cursor=str(number), type="level.changed")
            yield event_service_pb2.WatchEventsResponse(cursor=str(number), events=[event])
        context.abort_with_status(_Told(self.ends.pop(0)))


@contextmanager
def serving(inventory: Any = None, events: Any = None) -> Iterator[str]:
    server = grpc.server(ThreadPoolExecutor(4))
    if inventory is not None:
        inventory_service_pb2_grpc.add_InventoryServiceServicer_to_server(inventory, server)
    if events is not None:
        event_service_pb2_grpc.add_EventServiceServicer_to_server(events, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(0).wait()


def test_all_attempts_of_a_call_carry_one_request_id() -> None:
    inventory = Inventory()
    inventory.failures = 2
    asked = pb.CreateReservationRequest(external_id="order-1")
    with serving(inventory) as address, holdfast_client.connect(address, insecure=True) as client:
        client.inventory.CreateReservation(asked)
    assert len(inventory.seen) == 3
    assert len(set(inventory.seen)) == 1
    assert len(inventory.seen[0]) == 36
    assert not asked.request_id, "the caller's message stays as it is"
    assert inventory.metadata[0]["holdfast-client"].startswith("python/")


async def test_so_they_do_on_asyncio() -> None:
    inventory = Inventory()
    inventory.failures = 2
    with serving(inventory) as address:
        async with aio.connect(address, insecure=True) as client:
            await client.inventory.CreateReservation(pb.CreateReservationRequest())
    assert len(inventory.seen) == 3
    assert len(set(inventory.seen)) == 1


def test_after_the_last_attempt_the_reason_is_told() -> None:
    inventory = Inventory()
    inventory.failures = 9
    with serving(inventory) as address, holdfast_client.connect(address, insecure=True) as client:
        with pytest.raises(HoldfastError) as refused:
            client.inventory.CreateReservation(pb.CreateReservationRequest())
        assert (refused.value.reason, refused.value.code()) == ("DATABASE_UNAVAILABLE", grpc.StatusCode.UNAVAILABLE)
        assert len(inventory.seen) == 4


def test_own_ids_and_checks_stay_as_they_are_and_entries_are_filled() -> None:
    assert filled(pb.CreateReservationRequest(request_id="mine")).request_id == "mine"
    assert filled(pb.CreateReservationRequest(validate_only=True)).request_id == ""
    entries = [pb.CreateReservationRequest(request_id="mine"), pb.CreateReservationRequest()]
    batch = filled(pb.BatchCreateReservationsRequest(entries=entries))
    assert batch.entries[0].request_id == "mine"
    assert len(batch.entries[1].request_id) == 36
    read = pb.GetReservationRequest(reservation_id="res_1")
    assert filled(read) is read


def test_errors_say_why_in_every_way_to_call() -> None:
    asked = pb.GetInventoryItemRequest(inventory_item_id="iitem_1")
    with serving(Inventory()) as address, holdfast_client.connect(address, insecure=True) as client:
        stub: Any = client.inventory.GetInventoryItem
        for call in (stub, stub.with_call, lambda one: stub.future(one).result()):
            with pytest.raises(HoldfastError) as refused:
                call(asked)
            assert refused.value.reason == "RESOURCE_NOT_FOUND"
            assert refused.value.metadata == {"id": "iitem_1"}
            assert str(refused.value) == "RESOURCE_NOT_FOUND: because of RESOURCE_NOT_FOUND"
            assert isinstance(refused.value, grpc.RpcError)


def test_an_error_that_is_not_ours_has_no_reason() -> None:
    with serving(Inventory()) as address, holdfast_client.connect(address, insecure=True) as client:
        with pytest.raises(HoldfastError) as refused:
            client.inventory.GetReservation(pb.GetReservationRequest(reservation_id="res_1"))
        assert (refused.value.reason, refused.value.code()) == ("", grpc.StatusCode.UNIMPLEMENTED)


def test_lists_go_on_to_their_end() -> None:
    with serving(Inventory()) as address, holdfast_client.connect(address, insecure=True) as client:
        asked = pb.ListInventoryItemsRequest(page_size=2)
        found = list(pages(client.inventory.ListInventoryItems, asked))
        assert [[item.id for item in page.items] for page in found] == [
            ["iitem_0", "iitem_1"],
            ["iitem_2", "iitem_3"],
            ["iitem_4"],
        ]
        assert not asked.page_token


def test_a_watch_goes_on_behind_the_last_event() -> None:
    passing = [refusal("SHUTTING_DOWN", "UNAVAILABLE"), refusal("WATCH_TOO_SLOW", "RESOURCE_EXHAUSTED")]
    events = Events([*passing, refusal("CURSOR_EXPIRED", "OUT_OF_RANGE", oldest_cursor="7")])
    with serving(events=events) as address, holdfast_client.connect(address, insecure=True) as client:
        asked = event_service_pb2.WatchEventsRequest(cursor="0")
        found: list[str] = []
        with pytest.raises(HoldfastError) as refused:
            found.extend(event.cursor for event in watch(client.events, asked))
        assert found == ["1", "2", "3", "4", "5", "6"]
        assert events.asked == ["0", "2", "4"]
        assert refused.value.metadata == {"oldest_cursor": "7"}


async def test_so_it_does_on_asyncio() -> None:
    events = Events([refusal("SHUTTING_DOWN", "UNAVAILABLE") for _ in range(5)])
    with serving(events=events) as address:
        async with aio.connect(address, insecure=True) as client:
            found = []
            async for event in aio.watch(client.events, event_service_pb2.WatchEventsRequest(cursor="0")):
                found.append(event.cursor)
                if len(found) == 5:
                    break
    assert found == ["1", "2", "3", "4", "5"]


def test_checkpoints_are_told_to_who_wants_them() -> None:
    events = Events([refusal("SHUTTING_DOWN", "UNAVAILABLE") for _ in range(5)])
    with serving(events=events) as address, holdfast_client.connect(address, insecure=True) as client:
        asked = event_service_pb2.WatchEventsRequest(cursor="0")
        found = list(islice(watch(client.events, asked, checkpoints=True), 4))
    assert [(one.cursor, one.type) for one in found] == [
        ("0", ""),
        ("1", "level.changed"),
        ("2", "level.changed"),
        ("2", ""),
    ]


def test_outcomes_of_a_batch_keep_its_order() -> None:
    result = pb.BatchCreateInventoryItemsResponse.Result
    made = result(value=pb.CreateInventoryItemResponse(item=types_pb2.InventoryItem(id="iitem_1")))
    first, second = outcomes([made, result(error=refusal("SKU_TAKEN", "ALREADY_EXISTS", sku="A"))])
    assert first.item.id == "iitem_1"
    assert isinstance(second, HoldfastError)
    assert (second.reason, second.code(), dict(second.metadata)) == (
        "SKU_TAKEN",
        grpc.StatusCode.ALREADY_EXISTS,
        {"sku": "A"},
    )


def test_a_token_never_travels_in_clear() -> None:
    with pytest.raises(ValueError, match="insecure"):
        holdfast_client.connect("127.0.0.1:1", insecure=True, token="secret")
    with pytest.raises(ValueError, match="credentials"):
        aio.connect("127.0.0.1:1", insecure=True, credentials=grpc.ssl_channel_credentials())


def test_the_shipped_service_config_is_used_but_for_its_ceiling_of_time() -> None:
    shipped = json.loads(resources.files("holdfast_client").joinpath("service_config.json").read_text())
    used = json.loads(dict(channel_options(()))["grpc.service_config"])
    assert shipped["methodConfig"][0].pop("timeout") == "5s"
    assert used == shipped


def test_a_call_has_the_clients_deadline_unless_it_says_otherwise_and_a_stream_has_all_the_time() -> None:
    inventory, events = Inventory(), Events([refusal("CURSOR_EXPIRED", "OUT_OF_RANGE") for _ in range(2)])
    asked = pb.CreateReservationRequest()
    with serving(inventory, events) as address:
        for deadline, timeout, least, most in ((9.0, None, 5, 10), (9.0, 60.0, 50, 61), (20.0, None, 12, 21)):
            with holdfast_client.connect(address, insecure=True, deadline=deadline) as client:  # gRPC rounds up
                client.inventory.CreateReservation(asked, timeout=timeout)
                assert least < inventory.left[-1] <= most
        with holdfast_client.connect(address, insecure=True) as client:
            next(watch(client.events, event_service_pb2.WatchEventsRequest(cursor="0")))
            assert events.left[-1] is None or events.left[-1] > 1e6


def test_somebody_elses_types_proto_lives_beside_ours() -> None:
    """Names of files are global in a process: `inventory/v1/types.proto` is a name that others choose too."""
    theirs = descriptor_pb2.FileDescriptorProto(
        name="inventory/v1/types.proto", package="inventory.v1", syntax="proto3"
    )
    theirs.message_type.add(name="InventoryItem").field.add(name="sku", number=1, type=9, label=1)
    pool = descriptor_pool.Default()
    pool.Add(theirs) if not hasattr(pool, "AddSerializedFile") else pool.AddSerializedFile(theirs.SerializeToString())
    other: Any = message_factory.GetMessageClass(pool.FindMessageTypeByName("inventory.v1.InventoryItem"))
    assert other(sku="theirs").sku == "theirs"
    assert types_pb2.InventoryItem(sku="ours").sku == "ours"
    assert types_pb2.DESCRIPTOR.name == "holdfast/inventory/v1/types.proto"
