"""Who may call what: every RPC for every kind of caller, and what a limited caller is told of what it does not see."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import grpc
import pytest
from google.protobuf import empty_pb2
from google.protobuf.descriptor import MethodDescriptor
from grpc_status import rpc_status
from holdfast.inventory.v1 import (
    admin_service_pb2,
    catalog_service_pb2,
    event_service_pb2,
    inventory_service_pb2,
    options_pb2,
    sales_channel_service_pb2,
    stock_location_service_pb2,
)
from holdfast.inventory.v1 import catalog_service_pb2 as catalog_pb
from holdfast.inventory.v1 import event_service_pb2 as events_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import sales_channel_service_pb2 as channels_pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.identity.model import SCOPES
from tests.support import identity
from tests.support.books import assert_books
from tests.support.guarded import Guarded, guarded_on, is_let_in
from tests.support.identity import make_key, make_publishable, make_tenant
from tests.support.postgres import Cluster
from tests.support.refusals import read_error, refused
from tests.support.server import Client
from tests.support.waiting import until
from tests.support.world import Shop, adjust_request, duration, line, reserve_request

FILES: Final = (
    admin_service_pb2, catalog_service_pb2, event_service_pb2, inventory_service_pb2, sales_channel_service_pb2,
    stock_location_service_pb2,
)  # fmt: skip
METHODS: Final[list[MethodDescriptor]] = [
    method for file in FILES for service in file.DESCRIPTOR.services_by_name.values() for method in service.methods
]
ASKING: Final = {
    "GetAvailability", "BatchGetAvailability", "ConfirmInventory", "GetVariantAvailability",
    "BatchGetVariantAvailability",
}  # fmt: skip
HOLDING: Final = {"CreateReservation", "GetReservation", "ReleaseReservation"}


def scope_of(method: MethodDescriptor) -> str:
    """Read by the test itself, from the contract alone."""
    number = method.GetOptions().Extensions[options_pb2.scope]
    first, _, rest = options_pb2.Scope.Name(number).removeprefix("SCOPE_").lower().partition("_")
    return f"{first}.{rest}" if rest else first


@pytest.fixture(scope="module")
def server(durable_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded_on(durable_cluster, tmp_path_factory.mktemp("tls")) as made:
        yield made


@pytest.fixture
def guarded(server: Guarded) -> Iterator[Guarded]:
    yield server
    while server.clients:
        server.clients.pop().close()
    assert_books(server.url)


def good(guarded: Guarded, key: str) -> Client:
    """A client with a key that the server knows by now: any answer but that it does not is one."""
    client = guarded.client(key)

    def known() -> bool:
        try:
            client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(page_size=1), timeout=20)
        except grpc.RpcError as error:
            return read_error(error).reason != "CREDENTIALS_INVALID"
        return True

    until(known)
    return client


# --- the matrix -------------------------------------------------------------------------------------


def outcome(client: Client, method: MethodDescriptor) -> str:
    """The reason of a refusal of identity, or `allowed`: what else is wrong with an empty request is no matter here."""
    path = f"/{method.containing_service.full_name}/{method.name}"
    try:
        if method.client_streaming:
            list(client.channel.stream_stream(path)(iter(()), timeout=30))
        elif method.server_streaming:
            list(client.channel.unary_stream(path)(b"", timeout=30))
        else:
            client.channel.unary_unary(path)(b"", timeout=30)
    except grpc.RpcError as error:
        if error.code() in (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED):  # type: ignore[attr-defined]
            return read_error(error).reason
        assert error.code() is not grpc.StatusCode.UNAVAILABLE, error  # type: ignore[attr-defined]
    return "allowed"


Expected = Callable[[MethodDescriptor], str]


def always(reason: str) -> Expected:
    return lambda _: reason


def having(*scopes: str) -> Expected:
    return lambda method: "allowed" if scope_of(method) in scopes else "SCOPE_MISSING"


def only(*names: str) -> Expected:
    return lambda method: "allowed" if method.name in names else "SCOPE_MISSING"


def callers(guarded: Guarded) -> dict[str, tuple[str, Expected]]:
    """Every kind of caller: its credential, and what each method must answer it."""
    url, sign, claims = guarded.url, guarded.signer.sign, identity.good_claims
    for name in ("paused", "zenith"):
        make_tenant(url, name)
    shop = guarded.shop()
    location = shop.location()
    channel = shop.channel(location)
    revoked, expired = make_key(url), make_key(url, seconds=2)
    within = tuple(set(SCOPES) - {"ops", "catalog.write"})
    made: dict[str, tuple[str, Expected]] = {
        "nobody": ("", always("CREDENTIALS_MISSING")),
        "wrong key": (f"hf_sk_{'0' * 16}_{'x' * 43}", always("CREDENTIALS_INVALID")),
        "revoked key": (revoked, always("CREDENTIALS_INVALID")),
        "expired key": (expired, always("CREDENTIALS_INVALID")),
        "expired token": (sign(claims(exp=int(time.time()) - 100)), always("CREDENTIALS_INVALID")),
        "token for others": (sign(claims(aud="billing")), always("CREDENTIALS_INVALID")),
        "token of an unknown tenant": (sign(claims(tenant="nobody")), always("CREDENTIALS_INVALID")),
        "token without scopes": (sign(claims(scope="")), always("SCOPE_MISSING")),
        "key of a suspended tenant": (make_key(url, "paused"), always("TENANT_SUSPENDED")),
        "token of a suspended tenant": (sign(claims(tenant="paused")), always("TENANT_SUSPENDED")),
        "key of all scopes": (guarded.key, always("allowed")),
        "token of all scopes": (sign(), always("allowed")),
        "key of another tenant": (make_key(url, "zenith"), always("allowed")),
        "key limited to a location": (make_key(url, locations=(location,)), having(*within)),
        "key limited to a channel": (make_key(url, channels=(channel,)), having(*within)),
        "token limited to nothing": (sign(claims(location_ids=[])), having(*within)),
        "publishable key": (make_publishable(url, channel), only(*ASKING)),
        "publishable key with holds": (make_publishable(url, channel, holds=3), only(*ASKING, *HOLDING)),
        **{f"key of {scope}": (make_key(url, "acme", scope), having(scope)) for scope in SCOPES},
        **{f"token of {scope}": (sign(claims(scope=scope)), having(scope)) for scope in SCOPES},
    }
    identity.revoke(url, revoked)
    identity.suspend(url, "paused")
    last = guarded.client(made["key of ops"][0])
    until(lambda: outcome(last, METHODS[0]) != "CREDENTIALS_INVALID")
    for name in ("revoked key", "expired key", "key of a suspended tenant"):
        client, wanted = guarded.client(made[name][0]), made[name][1](METHODS[0])
        until(lambda client=client, wanted=wanted: outcome(client, METHODS[0]) == wanted)  # type: ignore[misc]
    return made


def test_every_method_answers_every_kind_of_caller_as_the_contract_says(
    guarded: Guarded, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, cells = [], 0
    kinds = callers(guarded)
    for kind, (credential, expected) in kinds.items():
        client = guarded.client(credential)
        for method in METHODS:
            cells += 1
            answered = outcome(client, method)
            if answered != expected(method):
                wrong.append(f"{kind} x {method.name}: {answered}, not {expected(method)}")
    with capsys.disabled():
        print(f"\n{cells} cells: {len(METHODS)} methods x {len(kinds)} kinds of callers")
    assert wrong == []
    assert cells == len(METHODS) * len(kinds) > 2000


WRITTEN: Final = {
    "GetInventoryItem": "stock.read", "GetReservation": "stock.read", "ListSalesChannels": "stock.read",
    "GetAvailability": "availability.read", "ConfirmInventory": "availability.read",
    "GetVariantAvailability": "availability.read", "AdjustInventory": "stock.write", "MoveInventory": "stock.write",
    "CreateInventoryLevel": "stock.write", "CreateReservation": "reservation.write", "StreamReservations": "reservation.write",
    "ConfirmReservation": "reservation.write", "SubscribeRestock": "reservation.write",
    "FulfillReservation": "reservation.settle", "ReceiveReturn": "reservation.settle",
    "CreateStockLocation": "catalog.write", "LinkStockLocations": "catalog.write", "UpsertProductVariant": "catalog.write",
    "DeleteInventoryItem": "catalog.write", "WatchEvents": "events.watch", "ListEvents": "events.watch",
    "ListStockMovements": "ledger.read", "VerifyLedger": "ops", "GetServerInfo": "ops",
}  # fmt: skip


def test_some_scopes_are_as_they_are_written_here() -> None:
    assert {name: scope_of(method) for method in METHODS if (name := method.name) in WRITTEN} == WRITTEN


# --- what a limited caller sees ---------------------------------------------------------------------


@dataclass
class Halves:
    """A shop with two locations and two channels, of which a limited caller sees one each."""

    shop: Shop
    limited: Client
    of_channel: Client
    item: str
    variant: str


HERE, THERE, GONE = "sloc_here_1", "sloc_away_1", "sloc_gone_1"
MINE, OTHERS, NONE = "schan_mine_1", "schan_away_1", "schan_gone_1"
KEPT, HIDDEN, MISSING = "res_kept_1", "res_away_1", "res_gone_1"


@pytest.fixture(scope="module")
def halves(server: Guarded) -> Iterator[Halves]:
    client = server.server.client(server.authority.security, server.key)
    shop = Shop(client)
    item = shop.item(id="iitem_halves", sku="HALVES")
    for location, units in ((HERE, 10), (THERE, 100)):
        shop.location(id=location)
        shop.level(item, location, units)
    shop.channel(HERE, id=MINE)
    shop.channel(THERE, HERE, id=OTHERS)
    variant = shop.variant({item: 2}, id="variant_halves")
    shop.reserve((item, HERE, 1), reservation_id=KEPT, reference=types.Reference(type="order", id="halves"))
    shop.reserve((item, THERE, 3), reservation_id=HIDDEN, reference=types.Reference(type="order", id="halves"))
    by_location = server.server.client(server.authority.security, make_key(server.url, locations=(HERE,)))
    by_channel = server.server.client(server.authority.security, make_key(server.url, channels=(MINE,)))
    until(lambda: is_let_in(by_location) and is_let_in(by_channel))
    yield Halves(shop, by_location, by_channel, item, variant)
    for one in (client, by_location, by_channel):
        one.close()


def status_bytes(call: Callable[[], Any]) -> bytes:
    """The whole status that a call is refused with."""
    with pytest.raises(grpc.RpcError) as caught:
        call()
    status = rpc_status.from_call(caught.value)  # type: ignore[arg-type]
    assert status is not None
    return bytes(status.SerializeToString(deterministic=True))


def key(location: str) -> dict[str, str]:
    return {"inventory_item_id": "iitem_halves", "location_id": location}


def place(location: str) -> Any:
    return pb.MoveInventoryRequest.Place(location_id=location)


def moved(whence: str, whither: str) -> Any:
    one = pb.MoveInventoryRequest.Line(
        inventory_item_id="iitem_halves", quantity=1, to=place(whither), **{"from": place(whence)}
    )
    return pb.MoveInventoryRequest(lines=[one])


def scoped(*locations: str, channel: str = "") -> Any:
    scope = types.StockScope(location_ids=locations, sales_channel_id=channel)
    return types.LineInput(line_item_id="l", inventory_item_id="iitem_halves", quantity=1, scope=scope)


def returned(reservation: str = "", location: str = HERE) -> Any:
    one = pb.ReceiveReturnRequest.Line(
        inventory_item_id="iitem_halves", quantity=1, location_id=location, disposition="DISPOSITION_RESTOCK"
    )
    return pb.ReceiveReturnRequest(reservation_id=reservation, lines=[one])


def allocation_of(client: Client) -> str:
    shown = client.inventory.GetReservation(pb.GetReservationRequest(reservation_id=KEPT)).reservation
    return str(shown.lines[0].allocations[0].id)


LOCATIONS: dict[str, Callable[[Client, str], Any]] = {
    "GetInventoryLevel": lambda c, at: c.inventory.GetInventoryLevel(pb.GetInventoryLevelRequest(**key(at))),
    "CreateInventoryLevel": lambda c, at: c.inventory.CreateInventoryLevel(
        pb.CreateInventoryLevelRequest(level=types.InventoryLevel(**key(at)))
    ),
    "UpdateInventoryLevel": lambda c, at: c.inventory.UpdateInventoryLevel(
        pb.UpdateInventoryLevelRequest(**key(at), settings=types.InventoryLevelSettings(safety_stock_quantity=1))
    ),
    "DeleteInventoryLevel": lambda c, at: c.inventory.DeleteInventoryLevel(pb.DeleteInventoryLevelRequest(**key(at))),
    "AdjustInventory": lambda c, at: c.inventory.AdjustInventory(
        adjust_request(("iitem_halves", at, 1), reason="FOUND")
    ),
    "AdjustInventory, levels made": lambda c, at: c.inventory.AdjustInventory(
        adjust_request(("iitem_halves", at, 1), reason="FOUND", create_missing_levels=True)
    ),
    "SetInventory": lambda c, at: c.inventory.SetInventory(
        pb.SetInventoryRequest(lines=[pb.SetInventoryRequest.Line(**key(at), quantity=1)])
    ),
    "MoveInventory there": lambda c, at: c.inventory.MoveInventory(moved(HERE, at)),
    "MoveInventory from there": lambda c, at: c.inventory.MoveInventory(moved(at, HERE)),
    "CreateReservation": lambda c, at: c.inventory.CreateReservation(reserve_request(("iitem_halves", at, 1))),
    "CreateReservation in a scope": lambda c, at: c.inventory.CreateReservation(
        pb.CreateReservationRequest(lines=[scoped(HERE, at)])
    ),
    "CreateReservation beyond": lambda c, at: c.inventory.CreateReservation(
        pb.CreateReservationRequest(lines=[line("iitem_halves", at, 10_000)])
    ),
    "UpdateReservation, a line added": lambda c, at: c.inventory.UpdateReservation(
        pb.UpdateReservationRequest(reservation_id=KEPT, add_lines=[line("iitem_halves", at, 1)])
    ),
    "UpdateReservation, moved": lambda c, at: c.inventory.UpdateReservation(
        pb.UpdateReservationRequest(
            reservation_id=KEPT,
            moves=[pb.UpdateReservationRequest.Move(allocation_id=allocation_of(c), to_location_id=at)],
        )
    ),
    "FulfillReservation from there": lambda c, at: c.inventory.FulfillReservation(
        pb.FulfillReservationRequest(
            reservation_id=KEPT,
            lines=[pb.ReservationPart(allocation_id=allocation_of(c), quantity=1, location_id=at)],
        )
    ),
    "ReceiveReturn": lambda c, at: c.inventory.ReceiveReturn(returned(location=at)),
    "ConfirmInventory": lambda c, at: c.inventory.ConfirmInventory(
        pb.ConfirmInventoryRequest(lines=[line("iitem_halves", at, 1)])
    ),
    "ConfirmInventory in a scope": lambda c, at: c.inventory.ConfirmInventory(
        pb.ConfirmInventoryRequest(lines=[scoped(HERE, at)])
    ),
    "GetAvailability": lambda c, at: c.inventory.GetAvailability(pb.GetAvailabilityRequest(**key(at))),
    "GetAvailability in a scope": lambda c, at: c.inventory.GetAvailability(
        pb.GetAvailabilityRequest(inventory_item_id="iitem_halves", scope=types.StockScope(location_ids=[at]))
    ),
    "GetAvailability of a channel": lambda c, at: c.inventory.GetAvailability(
        pb.GetAvailabilityRequest(
            inventory_item_id="iitem_halves", scope=types.StockScope(location_ids=[at], sales_channel_id=MINE)
        )
    ),
    "GetVariantAvailability": lambda c, at: c.catalog.GetVariantAvailability(
        catalog_pb.GetVariantAvailabilityRequest(variant_id="variant_halves", scope=types.StockScope(location_ids=[at]))
    ),
    "GetStockLocation": lambda c, at: c.locations.GetStockLocation(
        locations_pb.GetStockLocationRequest(location_id=at)
    ),
}

RESERVATIONS: dict[str, Callable[[Client, str], Any]] = {
    "GetReservation": lambda c, one: c.inventory.GetReservation(pb.GetReservationRequest(reservation_id=one)),
    "UpdateReservation": lambda c, one: c.inventory.UpdateReservation(
        pb.UpdateReservationRequest(reservation_id=one, reservation=types.Reservation(description="mine"))
    ),
    "ExtendReservation": lambda c, one: c.inventory.ExtendReservation(
        pb.ExtendReservationRequest(reservation_id=one, ttl=duration(5))
    ),
    "ConfirmReservation": lambda c, one: c.inventory.ConfirmReservation(
        pb.ConfirmReservationRequest(reservation_id=one)
    ),
    "ReleaseReservation": lambda c, one: c.inventory.ReleaseReservation(
        pb.ReleaseReservationRequest(reservation_id=one)
    ),
    "FulfillReservation": lambda c, one: c.inventory.FulfillReservation(
        pb.FulfillReservationRequest(reservation_id=one)
    ),
    "ReverseFulfillment": lambda c, one: c.inventory.ReverseFulfillment(
        pb.ReverseFulfillmentRequest(reservation_id=one, fulfillment_id="ful_1")
    ),
    "ReceiveReturn": lambda c, one: c.inventory.ReceiveReturn(returned(one)),
    "CreateReservation in its place": lambda c, one: c.inventory.CreateReservation(
        reserve_request(("iitem_halves", HERE, 1), replaces_reservation_id=one)
    ),
    "ConfirmInventory without it": lambda c, one: c.inventory.ConfirmInventory(
        pb.ConfirmInventoryRequest(lines=[line("iitem_halves", HERE, 1)], exclude_reservation_id=one)
    ),
    "GetAvailability without it": lambda c, one: c.inventory.GetAvailability(
        pb.GetAvailabilityRequest(inventory_item_id="iitem_halves", exclude_reservation_id=one)
    ),
}

CHANNELS: dict[str, Callable[[Client, str], Any]] = {
    "GetSalesChannel": lambda c, one: c.channels.GetSalesChannel(channels_pb.GetSalesChannelRequest(channel_id=one)),
    "GetAvailability": lambda c, one: c.inventory.GetAvailability(
        pb.GetAvailabilityRequest(inventory_item_id="iitem_halves", scope=types.StockScope(sales_channel_id=one))
    ),
    "GetVariantAvailability": lambda c, one: c.catalog.GetVariantAvailability(
        catalog_pb.GetVariantAvailabilityRequest(
            variant_id="variant_halves", scope=types.StockScope(sales_channel_id=one)
        )
    ),
    "ConfirmInventory": lambda c, one: c.inventory.ConfirmInventory(
        pb.ConfirmInventoryRequest(lines=[scoped(channel=one)])
    ),
    "CreateReservation": lambda c, one: c.inventory.CreateReservation(
        pb.CreateReservationRequest(lines=[scoped(channel=one)])
    ),
    "SubscribeRestock": lambda c, one: c.catalog.SubscribeRestock(
        catalog_pb.SubscribeRestockRequest(
            subscription=catalog_pb.RestockSubscription(
                variant_id="variant_halves", sales_channel_id=one, subscriber="somebody"
            )
        )
    ),
}


@pytest.mark.parametrize("how", sorted(LOCATIONS))
@pytest.mark.parametrize("limit", ["location", "channel"])
def test_a_hidden_location_is_answered_byte_for_byte_as_one_that_is_not_there(
    halves: Halves, guarded: Guarded, how: str, limit: str
) -> None:
    client = halves.limited if limit == "location" else halves.of_channel
    hidden, missing = (status_bytes(lambda at=at: LOCATIONS[how](client, at)) for at in (THERE, GONE))  # type: ignore[misc]
    assert hidden.replace(THERE.encode(), GONE.encode()) == missing
    assert THERE.encode() in hidden


@pytest.mark.parametrize("how", sorted(RESERVATIONS))
@pytest.mark.parametrize("limit", ["location", "channel"])
def test_a_reservation_elsewhere_is_answered_byte_for_byte_as_one_that_is_not_there(
    halves: Halves, guarded: Guarded, how: str, limit: str
) -> None:
    client = halves.limited if limit == "location" else halves.of_channel
    hidden, missing = (status_bytes(lambda one=one: RESERVATIONS[how](client, one)) for one in (HIDDEN, MISSING))  # type: ignore[misc]
    assert hidden.replace(HIDDEN.encode(), MISSING.encode()) == missing
    assert HIDDEN.encode() in hidden


@pytest.mark.parametrize("how", sorted(CHANNELS))
def test_a_hidden_channel_is_answered_byte_for_byte_as_one_that_is_not_there(
    halves: Halves, guarded: Guarded, how: str
) -> None:
    hidden, missing = (status_bytes(lambda one=one: CHANNELS[how](halves.of_channel, one)) for one in (OTHERS, NONE))  # type: ignore[misc]
    assert hidden.replace(OTHERS.encode(), NONE.encode()) == missing
    assert OTHERS.encode() in hidden


@pytest.mark.parametrize("how", sorted(RESERVATIONS))
def test_another_tenants_reservation_is_answered_byte_for_byte_as_one_that_is_not_there(
    halves: Halves, guarded: Guarded, how: str
) -> None:
    name = f"t{sorted(RESERVATIONS).index(how)}"
    make_tenant(guarded.url, name)
    client = good(guarded, make_key(guarded.url, name))
    hidden, missing = (status_bytes(lambda one=one: RESERVATIONS[how](client, one)) for one in (HIDDEN, MISSING))  # type: ignore[misc]
    assert hidden.replace(HIDDEN.encode(), MISSING.encode()) == missing


@pytest.mark.parametrize("limit", ["location", "channel"])
def test_totals_and_lists_count_only_what_is_seen(halves: Halves, guarded: Guarded, limit: str) -> None:
    client = halves.limited if limit == "location" else halves.of_channel
    item = client.inventory.GetInventoryItem(pb.GetInventoryItemRequest(sku="HALVES")).item
    whole = halves.shop.inventory.GetInventoryItem(pb.GetInventoryItemRequest(sku="HALVES")).item
    assert (item.stocked_quantity, item.reserved_quantity) == (10, 1)
    assert whole.stocked_quantity == 110
    available = client.inventory.GetAvailability(pb.GetAvailabilityRequest(sku="HALVES"))
    assert (available.available_quantity, [one.location_id for one in available.locations]) == (9, [HERE])
    variant = client.catalog.GetVariantAvailability(
        catalog_pb.GetVariantAvailabilityRequest(variant_id=halves.variant)
    ).availability
    assert (variant.whole_units_quantity, [one.location_id for one in variant.locations]) == (4, [HERE])
    sums = client.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[scoped(HERE)])).lines[0]
    assert sums.pooled_quantity == 9
    levels = client.inventory.ListInventoryLevels(pb.ListInventoryLevelsRequest()).levels
    assert {one.location_id for one in levels} == {HERE}
    hidden = pb.ListInventoryLevelsRequest.Filter(location_ids=[THERE])
    assert not client.inventory.ListInventoryLevels(pb.ListInventoryLevelsRequest(filter=hidden)).levels
    movements = client.inventory.ListStockMovements(pb.ListStockMovementsRequest(page_size=1000)).movements
    assert {one.location_id for one in movements} == {HERE}
    of_hidden = pb.ListStockMovementsRequest.Filter(reservation_id=HIDDEN)
    assert not client.inventory.ListStockMovements(pb.ListStockMovementsRequest(filter=of_hidden)).movements
    places = client.locations.ListStockLocations(locations_pb.ListStockLocationsRequest(page_size=1000)).locations
    assert [one.id for one in places] == [HERE]
    got = client.locations.BatchGetStockLocations(locations_pb.BatchGetStockLocationsRequest(ids=[HERE, THERE]))
    assert ([one.id for one in got.locations], list(got.missing_ids)) == ([HERE], [THERE])
    orders = client.inventory.ListReservations(pb.ListReservationsRequest(page_size=1000)).reservations
    assert HIDDEN not in {one.id for one in orders}
    assert KEPT in {one.id for one in orders}
    got_orders = client.inventory.BatchGetReservations(pb.BatchGetReservationsRequest(ids=[KEPT, HIDDEN]))
    assert ([one.id for one in got_orders.reservations], list(got_orders.missing_ids)) == ([KEPT], [HIDDEN])
    keys = [pb.InventoryLevelKey(**key(at)) for at in (HERE, THERE)]
    got_levels = client.inventory.BatchGetInventoryLevels(pb.BatchGetInventoryLevelsRequest(keys=keys))
    assert [one.location_id for one in got_levels.levels] == [HERE]
    assert [one.location_id for one in got_levels.missing_keys] == [THERE]
    wanted = pb.ListInventoryItemsRequest.Filter(min_available_quantity=50, ids=[halves.item])
    assert not client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(filter=wanted)).items
    assert len(halves.shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(filter=wanted)).items) == 1
    stocked = pb.ListInventoryItemsRequest.Filter(location_id=THERE)
    assert not client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(filter=stocked)).items


def test_channels_are_shown_with_the_locations_that_are_seen(halves: Halves, guarded: Guarded) -> None:
    def shown(client: Client) -> dict[str, list[str]]:
        found = client.channels.ListSalesChannels(channels_pb.ListSalesChannelsRequest(page_size=1000)).channels
        return {one.id: list(one.location_ids) for one in found if one.id in (MINE, OTHERS)}

    assert shown(halves.shop.client) == {MINE: [HERE], OTHERS: sorted([HERE, THERE])}
    assert shown(halves.limited) == {MINE: [HERE], OTHERS: [HERE]}
    assert shown(halves.of_channel) == {MINE: [HERE]}
    got = halves.limited.channels.GetSalesChannel(channels_pb.GetSalesChannelRequest(channel_id=OTHERS)).channel
    assert list(got.location_ids) == [HERE]


@pytest.mark.parametrize("limit", ["location", "channel"])
def test_events_are_told_of_what_is_seen(halves: Halves, guarded: Guarded, limit: str) -> None:
    client = halves.limited if limit == "location" else halves.of_channel
    mark = halves.shop.inventory
    mark.AdjustInventory(adjust_request((halves.item, THERE, 1), reason="FOUND"))
    mark.AdjustInventory(adjust_request((halves.item, THERE, -1), reason="LOST"))

    def listed(one: Client) -> list[Any]:
        found: list[Any] = []
        token = ""
        while True:
            page = one.events.ListEvents(events_pb.ListEventsRequest(page_size=1000, page_token=token))
            found += page.events
            token = page.next_page_token
            if not token:
                return found

    until(lambda: sum(one.resource.endswith(THERE) for one in listed(halves.shop.client)) >= 3)
    told = listed(client)
    names = {(one.type.partition(".")[0], one.resource) for one in told}
    assert ("reservation", KEPT) in names
    assert ("level", f"{halves.item}/{HERE}") in names
    assert ("location", HERE) in names
    assert not any(THERE in one.SerializeToString().decode("latin-1") for one in told)
    assert not any(HIDDEN in one.SerializeToString().decode("latin-1") for one in told)
    watched = client.events.WatchEvents(events_pb.WatchEventsRequest(earliest=empty_pb2.Empty()))
    seen: list[Any] = []
    for message in watched:
        seen += message.events
        if len(seen) >= len(told):
            break
    watched.cancel()
    assert [one.event_id for one in seen[: len(told)]] == [one.event_id for one in told]


def test_who_is_limited_promises_only_from_where_it_sees(halves: Halves, guarded: Guarded) -> None:
    """100 lie elsewhere: a limited caller is short of them."""
    wanted = types.LineInput(line_item_id="l", inventory_item_id=halves.item, quantity=50, split="SPLIT_MODE_ANY")
    wanted.scope.location_ids.append(HERE)
    anywhere = types.LineInput(line_item_id="l", variant_id=halves.variant, quantity=25, split="SPLIT_MODE_ANY")
    anywhere.scope.sales_channel_id = MINE
    for client in (halves.limited, halves.of_channel):
        for one in (wanted, anywhere):
            refusal = refused(
                lambda client=client, one=one: client.inventory.CreateReservation(  # type: ignore[misc]
                    pb.CreateReservationRequest(lines=[one])
                )
            )
            assert refusal.reason == "INSUFFICIENT_STOCK"
            assert {short.location_id for short in refusal.shortage.lines} <= {HERE, ""}
    small = types.LineInput(line_item_id="l", inventory_item_id=halves.item, quantity=1)
    small.scope.sales_channel_id = OTHERS  # served by both; who sees one of them gets it from there
    made = halves.limited.inventory.CreateReservation(pb.CreateReservationRequest(lines=[small])).reservation
    assert [one.location_id for one in made.lines[0].allocations] == [HERE]
    halves.limited.inventory.ReleaseReservation(pb.ReleaseReservationRequest(reservation_id=made.id))


def test_what_is_given_back_by_a_reference_is_what_is_seen(halves: Halves, guarded: Guarded) -> None:
    reference = types.Reference(type="order", id="shared")
    shop = halves.shop
    mine = shop.reserve((halves.item, HERE, 1), reference=reference)
    others = shop.reserve((halves.item, THERE, 1), reference=reference)
    done = halves.limited.inventory.ReleaseReservation(pb.ReleaseReservationRequest(reference=reference))
    assert [one.id for one in done.reservations] == [mine.id]
    assert shop.reservation(others.id).state == types.Reservation.STATE_CONFIRMED
    shop.inventory.ReleaseReservation(pb.ReleaseReservationRequest(reservation_id=others.id))


def test_a_limited_callers_request_ids_are_its_own(halves: Halves, guarded: Guarded) -> None:
    request = reserve_request((halves.item, HERE, 1), request_id="the same for both")
    first = halves.shop.inventory.CreateReservation(request)
    second = halves.limited.inventory.CreateReservation(request)
    again = halves.limited.inventory.CreateReservation(request)
    assert (first.mutation.replayed, second.mutation.replayed, again.mutation.replayed) == (False, False, True)
    assert first.reservation.id != second.reservation.id == again.reservation.id
    for one in (first, second):
        halves.shop.inventory.ReleaseReservation(pb.ReleaseReservationRequest(reservation_id=one.reservation.id))


def test_who_is_limited_to_a_channel_sees_what_serves_it_now(guarded: Guarded) -> None:
    shop = guarded.shop()
    item, first = shop.stocked(3)
    second = shop.location()
    shop.level(item, second, 4)
    channel = shop.channel(first)
    client = good(guarded, make_key(guarded.url, channels=(channel,)))
    asked = pb.GetAvailabilityRequest(inventory_item_id=item)
    assert client.inventory.GetAvailability(asked).available_quantity == 3
    shop.link(channel, second)
    assert client.inventory.GetAvailability(asked).available_quantity == 7
    shop.unlink(channel, first)
    assert client.inventory.GetAvailability(asked).available_quantity == 4


# --- publishable keys -------------------------------------------------------------------------------


@dataclass
class Page:
    """A shop's page: a channel with an item of its own, and clients with its keys."""

    shop: Shop
    item: str
    channel: str
    location: str
    client: Client
    coarse: Client


@pytest.fixture
def page(guarded: Guarded) -> Page:
    shop = guarded.shop()
    item, location = shop.stocked(30)
    elsewhere = shop.location()
    shop.level(item, elsewhere, 100)
    channel = shop.channel(location)
    keys = [
        make_publishable(guarded.url, channel, holds=2), make_publishable(guarded.url, channel, coarse=True, holds=2),
    ]  # fmt: skip
    return Page(shop, item, channel, location, *(good(guarded, one) for one in keys))


def asked_line(page: Page, quantity: int = 1, **fields: Any) -> Any:
    return types.LineInput(line_item_id="l", inventory_item_id=page.item, quantity=quantity, **fields)


def held(page: Page, *lines: Any, client: Client | None = None, ttl: float | None = 60, **fields: Any) -> Any:
    given = {"lines": lines or [asked_line(page)], **fields}
    if ttl is not None:
        given["ttl"] = duration(ttl)
    return (client or page.client).inventory.CreateReservation(pb.CreateReservationRequest(**given))


def test_a_page_sees_what_its_channel_has_to_sell_and_nothing_more(page: Page) -> None:
    page.shop.reserve((page.item, page.location, 4))
    seen = page.client.inventory.GetAvailability(pb.GetAvailabilityRequest(inventory_item_id=page.item))
    assert (seen.available_quantity, seen.stocked_quantity, seen.reserved_quantity, len(seen.locations)) == (
        26,
        0,
        0,
        0,
    )
    assert seen.signal == pb.GetAvailabilityResponse.SIGNAL_UNSPECIFIED
    many = page.client.inventory.BatchGetAvailability(
        pb.BatchGetAvailabilityRequest(requests=[pb.GetAvailabilityRequest(inventory_item_id=page.item)])
    )
    assert (many.results[0].value.available_quantity, many.results[0].value.stocked_quantity) == (26, 0)
    variant = page.shop.variant({page.item: 2})
    of_variant = page.client.catalog.GetVariantAvailability(
        catalog_pb.GetVariantAvailabilityRequest(variant_id=variant)
    ).availability
    assert (of_variant.whole_units_quantity, len(of_variant.locations)) == (13, 0)
    sums = page.client.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[asked_line(page, 20)]))
    assert (sums.sufficient, sums.lines[0].pooled_quantity) == (True, 26)


def test_a_coarse_key_is_told_in_low_or_out(page: Page) -> None:
    def signal() -> str:
        seen = page.coarse.inventory.GetAvailability(pb.GetAvailabilityRequest(inventory_item_id=page.item))
        assert (seen.available_quantity, seen.stocked_quantity, len(seen.locations)) == (0, 0, 0)
        return pb.GetAvailabilityResponse.Signal.Name(seen.signal)

    variant = page.shop.variant({page.item: 1})

    def of_variant() -> Any:
        answer = page.coarse.catalog.BatchGetVariantAvailability(
            catalog_pb.BatchGetVariantAvailabilityRequest(variant_ids=[variant])
        )
        return answer.availabilities[0]

    assert signal() == "SIGNAL_IN"
    assert (of_variant().signal, of_variant().whole_units_quantity) == (catalog_pb.VariantAvailability.SIGNAL_IN, 0)
    page.shop.adjust(page.item, page.location, -25)
    assert signal() == "SIGNAL_LOW"
    page.shop.adjust(page.item, page.location, -5)
    assert signal() == "SIGNAL_OUT"
    assert of_variant().signal == catalog_pb.VariantAvailability.SIGNAL_OUT
    line_told = page.coarse.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[asked_line(page)])).lines[0]
    assert (line_told.sufficient, line_told.pooled_quantity) == (False, 0)


def test_another_channel_is_not_there_for_a_page(page: Page) -> None:
    other = page.shop.channel(page.location)
    scope = types.StockScope(sales_channel_id=other)
    foreign = refused(
        lambda: page.client.inventory.GetAvailability(
            pb.GetAvailabilityRequest(inventory_item_id=page.item, scope=scope)
        )
    )
    assert (foreign.reason, foreign.resource) == ("RESOURCE_NOT_FOUND", ("SalesChannel", other))
    assert refused(lambda: held(page, asked_line(page, scope=scope))).reason == "RESOURCE_NOT_FOUND"


def test_a_hold_of_a_page_is_opened_by_its_secret_only(page: Page, guarded: Guarded) -> None:
    made = held(page, request_id="basket")
    assert made.reservation.state == types.Reservation.STATE_HELD
    assert made.reservation.lines[0].backorder == types.LineInput.BACKORDER_MODE_DENY
    assert len(made.hold_secret) == 32
    again = held(page, request_id="basket")
    assert (again.reservation.id, again.hold_secret, again.mutation.replayed) == (
        made.reservation.id, made.hold_secret, True,
    )  # fmt: skip
    get = pb.GetReservationRequest(reservation_id=made.reservation.id)
    release = pb.ReleaseReservationRequest(reservation_id=made.reservation.id)
    other = held(page)
    for secret in ((), (("holdfast-hold-secret", "x"),), (("holdfast-hold-secret", other.hold_secret),)):
        for call in (
            lambda secret=secret: page.client.inventory.GetReservation(get, metadata=secret),
            lambda secret=secret: page.client.inventory.ReleaseReservation(release, metadata=secret),
        ):
            foreign = status_bytes(call)
            missing = pb.GetReservationRequest(reservation_id="res_" + "0" * 26)
            absent = status_bytes(
                lambda secret=secret, missing=missing: page.client.inventory.GetReservation(missing, metadata=secret)
            )  # type: ignore[misc]
            assert foreign.replace(made.reservation.id.encode(), missing.reservation_id.encode()) == absent
    own = (("holdfast-hold-secret", made.hold_secret),)
    assert page.client.inventory.GetReservation(get, metadata=own).reservation == made.reservation
    assert page.shop.reservation(made.reservation.id).created_by.endswith("@ipv4:127.0.0.1")
    page.client.inventory.ReleaseReservation(release, metadata=own)
    assert page.shop.reservation(made.reservation.id).state == types.Reservation.STATE_RELEASED


@pytest.mark.parametrize(
    ("wrong", "reason", "field"),
    [
        ({"ttl": None}, "FIELD_REQUIRED", "ttl"),
        ({"ttl": 901}, "FIELD_INVALID", "ttl"),
        ({"reservation_id": "res_mine"}, "FIELD_INVALID", "reservation_id"),
        ({"replaces_reservation_id": "res_others"}, "FIELD_INVALID", "replaces_reservation_id"),
        ({"created_by": "somebody"}, "FIELD_INVALID", "created_by"),
        ({"lines": ("eleven",)}, "BATCH_TOO_LARGE", "lines"),
        ({"lines": ("many",)}, "QUANTITY_OUT_OF_RANGE", "lines[1].quantity"),
        ({"lines": ("backorder",)}, "FIELD_INVALID", "lines[0].backorder"),
    ],
)
def test_a_page_holds_little_for_a_short_time(page: Page, wrong: dict[str, Any], reason: str, field: str) -> None:
    shapes = {
        "eleven": [asked_line(page)] * 11,
        "many": [asked_line(page, 20), asked_line(page, 1)],
        "backorder": [asked_line(page, backorder=types.LineInput.BACKORDER_MODE_ALLOW)],
    }
    given = dict(wrong)
    lines = shapes[given.pop("lines")[0]] if "lines" in given else []
    refusal = refused(lambda: held(page, *lines, **given))
    assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", reason, [field])


def test_a_page_holds_only_so_much_at_once(page: Page) -> None:
    first = held(page)
    second = held(page, request_id="repeated")
    refusal = refused(lambda: held(page))
    again = held(page, request_id="repeated")  # whoever has missed the answer gets it all the same
    assert (again.reservation.id, again.mutation.replayed) == (second.reservation.id, True)
    assert (refusal.code, refusal.reason, refusal.metadata, refusal.retry) == (
        "RESOURCE_EXHAUSTED", "RATE_LIMITED", {"what": "live holds", "limit": "2"}, True,
    )  # fmt: skip
    held(page, client=page.coarse)  # another key has its own
    page.client.inventory.ReleaseReservation(
        pb.ReleaseReservationRequest(reservation_id=first.reservation.id),
        metadata=(("holdfast-hold-secret", first.hold_secret),),
    )
    held(page, ttl=1)
    until(lambda: _holds(page))


def _holds(page: Page) -> bool:
    try:
        held(page)
    except grpc.RpcError:
        return False
    return True


def test_a_page_never_backorders_what_others_may(page: Page) -> None:
    variant = page.shop.variant({page.item: 1}, allow_backorder=True)
    page.shop.adjust(page.item, page.location, -30)
    wanted = types.LineInput(line_item_id="l", variant_id=variant, quantity=1)
    assert refused(lambda: held(page, wanted)).reason == "INSUFFICIENT_STOCK"
    wanted.scope.sales_channel_id = page.channel
    page.shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=[wanted]))
    page.shop.adjust(page.item, page.location, 5)


def test_a_page_releases_nothing_by_a_reference(page: Page) -> None:
    request = pb.ReleaseReservationRequest(reference=types.Reference(type="order", id="1"))
    assert refused(lambda: page.client.inventory.ReleaseReservation(request)).fields == ["reference"]
