"""Every reason that a served RPC can give, driven through the wire."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grpc
import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.engine.batcher import MAX_TWINS
from holdfast_server.kernel import errors
from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.support import server as servers
from tests.support.clock import stamp
from tests.support.postgres import THROWAWAY, Cluster
from tests.support.refusals import Refusal, read_error, refused
from tests.support.server import RunningServer
from tests.support.world import Shop, line, reserve_request, returned, state, unique

CODES = {
    one.reason: one.code
    for one in vars(errors).values()
    if isinstance(one, type) and issubclass(one, errors.Refused) and "reason" in vars(one)
}


@contextmanager
def holding(server: RunningServer, item: str) -> Iterator[psycopg.Connection[Any]]:
    """Somebody else has the item's levels locked."""
    with psycopg.connect(server.database_url) as blocker:
        blocker.execute("SELECT 1 FROM levels WHERE item_id = %s FOR NO KEY UPDATE", (item,))
        yield blocker


def waiters(server: RunningServer) -> int:
    with psycopg.connect(server.database_url) as watcher:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        row = watcher.execute(query).fetchone()
        assert row is not None
        return int(row[0])


def until_waiting(server: RunningServer) -> None:
    for _ in range(500):
        if waiters(server):
            return
        time.sleep(0.002)
    raise AssertionError("nobody waits")


# --- one driver per reason --------------------------------------------------------------------------


def field_required(shop: Shop, server: RunningServer) -> Refusal:
    return refused(lambda: shop.reserve())


def field_invalid(shop: Shop, server: RunningServer) -> Refusal:
    return refused(lambda: shop.item(id="no spaces"))


def field_immutable(shop: Shop, server: RunningServer) -> Refusal:
    item, _ = shop.stocked(1)
    changed = types.InventoryItem(id=item, unit_of_measure="kg")
    return refused(lambda: shop.inventory.UpdateInventoryItem(pb.UpdateInventoryItemRequest(item=changed)))


def field_mask_invalid(shop: Shop, server: RunningServer) -> Refusal:
    request = pb.UpdateInventoryItemRequest(item=types.InventoryItem(id=shop.item()))
    request.update_mask.paths.append("price")
    return refused(lambda: shop.inventory.UpdateInventoryItem(request))


def page_token_invalid(shop: Shop, server: RunningServer) -> Refusal:
    return refused(lambda: shop.inventory.ListReservations(pb.ListReservationsRequest(page_token="forged")))


def quantity_out_of_range(shop: Shop, server: RunningServer) -> Refusal:
    return refused(lambda: shop.reserve(("a", "b", 10**15 + 1)))


def batch_too_large(shop: Shop, server: RunningServer) -> Refusal:
    return refused(lambda: shop.reserve(*[("a", "b", 1)] * 501))


def duplicate_entry(shop: Shop, server: RunningServer) -> Refusal:
    return refused(lambda: shop.inventory.BatchGetReservations(pb.BatchGetReservationsRequest(ids=["a", "a"])))


def malformed_message(shop: Shop, server: RunningServer) -> Refusal:
    method = shop.client.channel.unary_unary("/holdfast.inventory.v1.InventoryService/GetReservation")  # type: ignore[call-arg]
    return refused(lambda: method(b"\xff"))


def resource_not_found(shop: Shop, server: RunningServer) -> Refusal:
    return refused(lambda: shop.release("res_none"))


def not_stocked_at_location(shop: Shop, server: RunningServer) -> Refusal:
    return refused(lambda: shop.reserve((shop.item(), shop.location(), 1)))


def resource_exists(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(1)
    return refused(lambda: shop.level(item, location))


def sku_taken(shop: Shop, server: RunningServer) -> Refusal:
    sku = unique("SKU")
    shop.item(sku=sku)
    return refused(lambda: shop.item(sku=sku))


def code_taken(shop: Shop, server: RunningServer) -> Refusal:
    code = unique("ean")
    shop.variant(ean=code)
    return refused(lambda: shop.variant(ean=code))


def kit_cycle(shop: Shop, server: RunningServer) -> Refusal:
    part = shop.variant()
    kit = shop.variant({part: 1})
    return refused(lambda: shop.variant({kit: 1}, id=part))


def in_channel(shop: Shop, channel: str) -> Refusal:
    item, _ = shop.stocked(1)
    wanted = types.LineInput(inventory_item_id=item, quantity=1, scope=types.StockScope(sales_channel_id=channel))
    return refused(lambda: shop.reserve_lines(wanted))


def channel_inactive(shop: Shop, server: RunningServer) -> Refusal:
    return in_channel(shop, shop.channel(shop.location(), active=False))


def channel_has_no_locations(shop: Shop, server: RunningServer) -> Refusal:
    return in_channel(shop, shop.channel())


def request_id_reused(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(9)
    request_id = unique("request")
    shop.reserve((item, location, 1), request_id=request_id)
    return refused(lambda: shop.reserve((item, location, 2), request_id=request_id))


def insufficient_stock(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(1)
    return refused(lambda: shop.reserve((item, location, 2)))


def backorder_limit(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(1, backorder_limit=2)
    wanted = line(item, location, 4, backorder="BACKORDER_MODE_ALLOW")
    return refused(lambda: shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=[wanted])))


def reservation_expired(shop: Shop, server: RunningServer) -> Refusal:
    """A hold of a millisecond is over when the next call is decided."""
    item, location = shop.stocked(1)
    cart = shop.hold((item, location, 1), ttl=0.001)
    while state(shop.reservation(cart.id)) == "HELD":
        pass
    return refused(lambda: shop.extend(cart.id, 60))


def over_return(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(5)
    order = shop.reserve((item, location, 2))
    shop.fulfil(order.id)
    return refused(lambda: shop.receive_return(order.id, returned(location, 3, line_id=order.lines[0].line_id)))


def expectation_failed(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(5)
    counted = pb.SetInventoryRequest.Line(inventory_item_id=item, location_id=location, quantity=7, expected_quantity=6)
    return refused(lambda: shop.inventory.SetInventory(pb.SetInventoryRequest(lines=[counted])))


def read_time_too_old(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(5)
    long_ago = stamp(datetime(1999, 12, 31, tzinfo=UTC))
    request = pb.GetInventoryLevelRequest(inventory_item_id=item, location_id=location, read_time=long_ago)
    return refused(lambda: shop.inventory.GetInventoryLevel(request))


def not_covered(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(1)
    reservation = shop.reserve((item, location, 1))
    shop.set(item, location, 0)
    return refused(lambda: shop.fulfil(reservation.id))


def exceeds_open(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(5)
    reservation = shop.reserve((item, location, 1))
    part = pb.ReservationPart(line_id=reservation.lines[0].line_id, quantity=2)
    return refused(lambda: shop.fulfil(reservation.id, part))


def reservation_not_active(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(5)
    reservation = shop.reserve((item, location, 1))
    shop.release(reservation.id)
    return refused(lambda: shop.fulfil(reservation.id))


def resource_deleted(shop: Shop, server: RunningServer) -> Refusal:
    item = shop.item()
    request = pb.DeleteInventoryItemRequest(inventory_item_id=item)
    shop.inventory.DeleteInventoryItem(request)
    return refused(lambda: shop.inventory.DeleteInventoryItem(request))


def resource_in_use(shop: Shop, server: RunningServer) -> Refusal:
    item, _ = shop.stocked(1)
    request = pb.DeleteInventoryItemRequest(inventory_item_id=item)
    return refused(lambda: shop.inventory.DeleteInventoryItem(request))


def level_not_empty(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(1)
    request = pb.DeleteInventoryLevelRequest(inventory_item_id=item, location_id=location)
    return refused(lambda: shop.inventory.DeleteInventoryLevel(request))


def location_inactive(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.item(), shop.location(active=False)
    shop.level(item, location, 1)
    return refused(lambda: shop.reserve((item, location, 1)))


def balance_out_of_range(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(1)
    return refused(lambda: shop.adjust(item, location, -2, "LOST"))


def etag_mismatch(shop: Shop, server: RunningServer) -> Refusal:
    item = types.InventoryItem(id=shop.item(), title="x", etag="v7")
    return refused(lambda: shop.inventory.UpdateInventoryItem(pb.UpdateInventoryItemRequest(item=item)))


def request_in_progress(shop: Shop, server: RunningServer) -> Refusal:
    """More twins than may wait for one another: those too many are told so at once, the others share one answer."""
    item, location = shop.stocked(5)
    request = reserve_request((item, location, 1), request_id=unique("request"))
    with holding(server, item) as blocker:
        twins = [shop.inventory.CreateReservation.future(request) for _ in range(MAX_TWINS + 8)]
        turned_away = threading.Event()
        for twin in twins:
            twin.add_done_callback(lambda _: turned_away.set())
        assert turned_away.wait(30)
        blocker.commit()
    refusals = [read_error(twin) for twin in twins if twin.code() is not grpc.StatusCode.OK]
    made = {twin.result().reservation.id for twin in twins if twin.code() is grpc.StatusCode.OK}
    (refusal,) = {one.reason: one for one in refusals if one.reason != "OVERLOADED"}.values()
    # On a slow machine those who wait may have given up before the lock was let go: then nothing is reserved.
    assert len(made) == 1 or (not made and len(refusals) == len(twins))
    return refusal


def concurrent_update(shop: Shop, server: RunningServer) -> Refusal:
    """The sku goes to another item between the look and the lock."""
    sku = unique("SKU")
    item, location = shop.item(sku=sku), shop.location()
    shop.level(item, location, 5)
    wanted = types.LineInput(sku=sku, quantity=1, location_id=location)
    with holding(server, item) as blocker, ThreadPoolExecutor(1) as pool:
        buying = pool.submit(
            lambda: refused(lambda: shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=[wanted])))
        )
        until_waiting(server)
        blocker.execute("UPDATE items SET sku = 'moved' WHERE id = %s", (item,))
        blocker.commit()
        return buying.result()


def overloaded(shop: Shop, server: RunningServer) -> Refusal:
    item, location = shop.stocked(5)
    with holding(server, item):
        return refused(lambda: shop.reserve((item, location, 1)))


def message_too_large(shop: Shop, server: RunningServer) -> Refusal:
    huge = pb.CreateReservationRequest(lines=[line("a", "b", 1, line_item_id="x" * (5 << 20))])
    return refused(lambda: shop.inventory.CreateReservation(huge))


Driver = Callable[[Shop, RunningServer], Refusal]
DRIVEN: dict[str, Driver] = {
    name.upper(): value
    for name, value in dict(globals()).items()
    if callable(value) and name.upper() in CODES and name.islower()
}
APART = {
    "DATABASE_UNAVAILABLE", "SHUTTING_DOWN",  # they need a server of their own, below
    "DEADLINE_EXCEEDED",  # it needs one that gives little time: test_mechanics.py
    "TOO_MANY_STREAMS", "WATCH_TOO_SLOW", "CURSOR_EXPIRED",  # those of streams and of the log: test_events.py
    "CREDENTIALS_MISSING", "CREDENTIALS_INVALID", "TENANT_SUSPENDED",  # those of identity: test_identity.py
    "SCOPE_MISSING", "RATE_LIMITED",  # and of what it permits: test_authorization.py
}  # fmt: skip


@pytest.fixture(scope="module")
def server(cluster: Cluster) -> Iterator[RunningServer]:
    with cluster.database() as url, servers.serving(url, default_deadline="3") as running:
        yield running


def test_no_reason_is_left_out() -> None:
    assert set(DRIVEN) | APART == set(CODES)


@pytest.mark.parametrize("reason", sorted(DRIVEN))
def test_a_reason_comes_over_the_wire_with_its_code(shop: Shop, server: RunningServer, reason: str) -> None:
    refusal = DRIVEN[reason](shop, server)
    assert (refusal.reason, refusal.code) == (reason, CODES[reason])
    assert refusal.message
    if refusal.code == "INVALID_ARGUMENT" and reason != "MALFORMED_MESSAGE":
        assert refusal.fields == [refusal.metadata["field"]]


def test_a_leaving_server_says_so(cluster: Cluster) -> None:
    with cluster.database() as url:
        running = servers.start(url)
        shop = Shop(running.client())
        item, location = shop.stocked(5)
        leaving = threading.Thread(target=running.stop)
        leaving.start()
        seen: list[Refusal] = []
        while not seen:
            try:
                shop.get(item, location)
            except grpc.RpcError as error:
                seen.append(read_error(error))
        leaving.join()
        shop.client.close()
        assert running.process.stdout is not None
        running.process.stdout.close()
    assert (seen[0].code, seen[0].reason, seen[0].retry) == ("UNAVAILABLE", "SHUTTING_DOWN", True)


def test_a_database_that_is_away_is_told_to_readers_writers_and_health() -> None:
    from grpc_health.v1 import health_pb2, health_pb2_grpc

    with tempfile.TemporaryDirectory(prefix="holdfast-away-") as folder:
        Path(folder).chmod(0o711)
        database = EmbeddedPostgres(Path(folder) / "state", THROWAWAY)
        url = database.start()
        try:
            with servers.serving(url, log_format="json") as running:
                shop = Shop(running.client())
                item, location = shop.stocked(5)
                health = health_pb2_grpc.HealthStub(shop.client.channel)
                assert database.pid is not None
                os.kill(database.pid, signal.SIGQUIT)  # at once, as a crash of the machine would
                while database.pid is not None:
                    time.sleep(0.01)
                for call in (
                    lambda: shop.get(item, location),
                    lambda: shop.reserve((item, location, 1)),
                    lambda: shop.inventory.ListReservations(pb.ListReservationsRequest()),
                ):
                    refusal = refused(call)
                    assert (refusal.code, refusal.reason, refusal.retry) == (
                        "UNAVAILABLE",
                        "DATABASE_UNAVAILABLE",
                        True,
                    )
                status = health.Check(health_pb2.HealthCheckRequest()).status
                assert status == health_pb2.HealthCheckResponse.NOT_SERVING
                database.start()
                shop.reserve((item, location, 1))
                for _ in range(100):
                    if health.Check(health_pb2.HealthCheckRequest()).status == health_pb2.HealthCheckResponse.SERVING:
                        break
                    time.sleep(0.05)
                assert health.Check(health_pb2.HealthCheckRequest()).status == health_pb2.HealthCheckResponse.SERVING
                shop.client.close()
        finally:
            database.stop()
