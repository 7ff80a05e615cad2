"""What a connection may do and how long it lives, seen from the socket."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc
import h2.connection
import h2.events
import h2.settings
import psycopg
import pytest
from google.protobuf import empty_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from holdfast.inventory.v1 import event_service_pb2 as events_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.crowd import Crowd, outcomes
from tests.support.frozen import freezable
from tests.support.postgres import Cluster
from tests.support.refusals import read_error, refused
from tests.support.server import RunningServer
from tests.support.world import Shop, reserve_request, unique

ENHANCE_YOUR_CALM = 11


class Wire:
    """One connection that speaks HTTP/2 frame by frame, and answers pings only where it is told to."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self.socket = socket.create_connection((host, int(port)), timeout=30)
        self.http = h2.connection.H2Connection()
        self.http.initiate_connection()
        self.send()
        self.events: list[Any] = []

    def send(self) -> None:
        self.socket.sendall(self.http.data_to_send())

    def read(self, *, answers: bool = True) -> bool:
        """What comes next; False when the other side has closed."""
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            return False
        if not data:
            return False
        self.events += self.http.receive_data(data)
        if answers:
            self.send()
        return True

    def until(self, kind: type[Any]) -> Any:
        while not (found := [one for one in self.events if isinstance(one, kind)]):
            assert self.read(), f"closed without {kind.__name__}"
        return found[-1]


@contextmanager
def wire(running: RunningServer) -> Iterator[Wire]:
    made = Wire(running.address)
    try:
        yield made
    finally:
        made.socket.close()


def test_a_connection_is_told_how_many_streams_and_how_large_headers_it_may_send(server: RunningServer) -> None:
    with wire(server) as client:
        client.until(h2.events.RemoteSettingsChanged)
        told = client.http.remote_settings
        assert told.max_concurrent_streams == 1000
        assert told.max_header_list_size == 8192


def test_metadata_of_many_kilobytes_is_refused_and_the_connection_stays(shop: Shop) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), metadata=(("x-much", "x" * 60_000),))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest())


def test_a_message_past_what_grpc_itself_reads_is_refused_and_the_connection_stays(shop: Shop) -> None:
    large = shop.client.channel.unary_unary("/holdfast.inventory.v1.InventoryService/GetReservation")
    with pytest.raises(grpc.RpcError) as caught:
        large(b"x" * (9 << 20))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest())


def test_who_pings_all_the_time_is_told_to_be_calm(server: RunningServer) -> None:
    with wire(server) as client:
        client.until(h2.events.RemoteSettingsChanged)
        for _ in range(20):
            client.http.ping(b"holdfast")
        client.send()
        goodbye = client.until(h2.events.ConnectionTerminated)
        assert goodbye.error_code == ENHANCE_YOUR_CALM
        assert b"too_many_pings" in goodbye.additional_data


@pytest.fixture(scope="module")
def brief(cluster: Cluster) -> Iterator[RunningServer]:
    """A server whose connections live for two seconds, and are pinged after one of silence."""
    with cluster.database() as url, servers.serving(url, keepalive="1", connection_age="2") as running:
        yield running


def test_a_connection_whose_other_side_has_gone_is_closed(brief: RunningServer) -> None:
    with wire(brief) as client:
        client.until(h2.events.RemoteSettingsChanged)
        asked = time.monotonic()
        while client.read(answers=False):
            assert time.monotonic() - asked < 20
        assert any(isinstance(one, h2.events.PingReceived) for one in client.events)


def test_calls_go_on_while_connections_come_of_age(brief: RunningServer) -> None:
    client = brief.client()
    shop = Shop(client)
    item, location = shop.stocked(10**6)
    end = time.monotonic() + 5
    count = 0
    while time.monotonic() < end:
        shop.reserve((item, location, 1))
        count += 1
    assert shop.get(item, location).reserved_quantity == count
    client.close()
    assert_books(brief.database_url)


# --- admission --------------------------------------------------------------------------------------


def test_a_crowd_of_readers_waits_its_turn_at_the_pool(cluster: Cluster) -> None:
    """Sixty at once before two connections: each has its answer, for all are served in time."""
    with cluster.database() as url, servers.serving(url, pool_size="2") as running:
        shop = Shop(running.client())
        item, location = shop.stocked(10)
        kept = shop.reserve((item, location, 1)).id
        calls = [
            lambda shop: shop.inventory.GetReservation(pb.GetReservationRequest(reservation_id=kept), timeout=30),
            lambda shop: shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), timeout=30),
        ]
        with Crowd([running.address], channels=4, threads=60) as crowd:
            assert outcomes(crowd.do(calls * 120)) == {"OK": 240}
        shop.client.close()
        assert_books(url)


def test_who_would_wait_too_long_for_a_connection_is_told_so_at_once(cluster: Cluster) -> None:
    with cluster.database() as url, servers.serving(url, pool_size="2") as running:
        shop = Shop(running.client())

        def ask(shop: Shop) -> Any:
            return shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), timeout=3)

        with psycopg.connect(url) as blocker, Crowd([running.address], channels=4, threads=60) as crowd:
            blocker.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE")
            seen: Counter[str] = Counter()
            for _ in range(5):  # turns become long, and so does what is expected of them
                seen.update(answer.code().name for answer in crowd.do([ask] * 60))
            blocker.rollback()
        assert set(seen) == {"DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"}
        # When the lock is gone everybody is served again, at once.
        for _ in range(100):
            try:
                ask(shop)
            except grpc.RpcError as error:
                assert error.code().name in ("RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED")  # type: ignore[attr-defined]
                time.sleep(0.05)
            else:
                break
        with Crowd([running.address], channels=4, threads=20) as crowd:
            assert outcomes(crowd.do([ask] * 40)) == {"OK": 40}
        shop.client.close()


def test_health_is_answered_whoever_waits(cluster: Cluster) -> None:
    with cluster.database() as url, servers.serving(url, pool_size="1", rate_limit="5") as running:
        client = running.client()
        health = health_pb2_grpc.HealthStub(client.channel)
        with psycopg.connect(url) as blocker:
            blocker.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE")
            waiting = [
                client.inventory.ListInventoryItems.future(pb.ListInventoryItemsRequest(), timeout=20)
                for _ in range(100)
            ]
            for _ in range(50):
                assert health.Check(health_pb2.HealthCheckRequest(), timeout=5).status in (1, 2)
            for one in waiting:
                one.cancel()
            blocker.rollback()
        client.close()


def test_a_caller_has_so_many_calls_per_second_and_is_told_when_to_come_again(cluster: Cluster) -> None:
    with cluster.database() as url, servers.serving(url, rate_limit="5") as running:
        shop = Shop(running.client())
        refusals = []
        for _ in range(40):
            try:
                shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest())
            except grpc.RpcError as error:
                refusals.append(read_error(error))
                metadata: dict[str, Any] = dict(error.trailing_metadata())  # type: ignore[attr-defined]
                assert 1 <= int(metadata["grpc-retry-pushback-ms"]) <= 200
        assert refusals
        assert {(one.code, one.reason) for one in refusals} == {("RESOURCE_EXHAUSTED", "RATE_LIMITED")}
        time.sleep(0.3)
        shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest())
        shop.client.close()


# --- deadlines --------------------------------------------------------------------------------------


def test_a_frozen_database_is_answered_by_deadline(cluster: Cluster) -> None:
    """Whoever brings no deadline has ours; no answer waits for a driver that waits for a database."""
    with cluster.database() as url, freezable(url) as (through, flows):
        with servers.serving(through, default_deadline="1", pool_size="2", log_level="ERROR") as running:
            shop = Shop(running.client())
            item, location = shop.stocked(10)
            kept = shop.reserve((item, location, 1)).id
            asked: dict[str, Any] = {
                "list": lambda: shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest()),
                "one": lambda: shop.inventory.GetReservation(pb.GetReservationRequest(reservation_id=kept)),
                "shared": lambda: shop.get(item, location),
                "write": lambda: shop.reserve((item, location, 1)),
                "stream": lambda: next(iter(_operations(shop, item, location))),
            }
            flows.clear()
            for name, ask in asked.items():
                began = time.monotonic()
                if name == "stream":
                    told = ask().error
                    assert (told.code, told.details[0].type_url.rpartition(".")[2]) == (4, "ErrorInfo")
                else:
                    refusal = refused(ask)
                    assert (refusal.code, refusal.reason) in (
                        ("DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED"),
                        ("RESOURCE_EXHAUSTED", "OVERLOADED"),
                    ), name
                assert time.monotonic() - began < 4, name
            flows.set()
            for _ in range(300):
                try:
                    shop.reserve((item, location, 1))
                    shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest())
                    break
                except grpc.RpcError:
                    time.sleep(0.05)
            assert shop.inventory.GetReservation(pb.GetReservationRequest(reservation_id=kept)).reservation.id == kept
            shop.client.close()
        assert_books(url)


def test_short_deadlines_are_served_again_after_an_outage(cluster: Cluster) -> None:
    """What a transaction takes is learned from transactions: one that took seconds must not forbid the next."""
    with cluster.database() as url, freezable(url) as (through, flows):
        with servers.serving(through, log_level="ERROR") as running:
            shop = Shop(running.client())
            item, location = shop.stocked(1000)
            flows.clear()
            slow = shop.inventory.CreateReservation.future(reserve_request((item, location, 1)), timeout=20)
            time.sleep(6)
            flows.set()
            assert slow.exception(20) is None or slow.code().name == "UNAVAILABLE"
            served = 0
            for _ in range(60):
                try:
                    shop.inventory.CreateReservation(reserve_request((item, location, 1)), timeout=0.8)
                    served += 1
                except grpc.RpcError as error:
                    assert error.code().name == "DEADLINE_EXCEEDED"  # type: ignore[attr-defined]
            assert served > 10
            shop.client.close()
        assert_books(url)


def _operations(shop: Shop, item: str, location: str) -> Any:
    create = reserve_request((item, location, 1))
    create.request_id = ""
    one = pb.StreamReservationsRequest(request_id=unique("request"), create=create)
    return shop.inventory.StreamReservations(iter([one]), timeout=20)


# --- leaving ----------------------------------------------------------------------------------------


def test_a_watch_ends_with_a_status_to_resume_by_when_the_server_leaves(cluster: Cluster) -> None:
    with cluster.database() as url:
        running = servers.start(url, drain_notice="0.3")
        client = running.client()
        start = events_pb.WatchEventsRequest(now=empty_pb2.Empty())
        watch = client.events.WatchEvents(start, timeout=30)
        health = health_pb2_grpc.HealthStub(client.channel).Watch(health_pb2.HealthCheckRequest(), timeout=30)
        assert next(health).status == health_pb2.HealthCheckResponse.SERVING
        ends: list[grpc.RpcError] = []

        def read() -> None:
            try:
                for _ in watch:
                    pass
            except grpc.RpcError as error:
                ends.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        time.sleep(0.3)
        assert running.stop() == 0
        reader.join(10)
        assert next(health).status == health_pb2.HealthCheckResponse.NOT_SERVING
        refusal = read_error(ends[0])
        assert (refusal.code, refusal.reason) == ("UNAVAILABLE", "SHUTTING_DOWN")
        client.close()
        assert running.process.stdout is not None
        running.process.stdout.close()


def test_who_is_told_twice_to_leave_leaves_at_once(cluster: Cluster) -> None:
    for workers in ("1", "2"):
        with cluster.database() as url:
            running = servers.start(url, drain_notice="30", workers=workers)
            running.process.terminate()
            time.sleep(0.5)
            assert running.process.poll() is None
            running.process.terminate()
            assert running.process.wait(10) == 1
            assert running.process.stdout is not None
            running.process.stdout.close()
