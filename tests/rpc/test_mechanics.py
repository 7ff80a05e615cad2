"""What surrounds every call: limits, deadlines, health, reflection, tokens, the way out."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import grpc
import psycopg
import pytest
from google.protobuf import descriptor_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.postgres import Cluster
from tests.support.refusals import read_error, refused
from tests.support.server import RunningServer
from tests.support.world import Shop

DESCRIPTORS = Path(__file__).parents[2] / "generated" / "descriptors" / "holdfast_inventory_v1.binpb"
SERVICES = {
    "holdfast.inventory.v1.InventoryService",
    "holdfast.inventory.v1.StockLocationService",
    "holdfast.inventory.v1.EventService",
    "holdfast.inventory.v1.AdminService",
}


def raw(shop: Shop, method: str, payload: bytes) -> Any:
    """One call with bytes of our own making."""
    return shop.client.channel.unary_unary(f"/holdfast.inventory.v1.InventoryService/{method}")(payload)


def methods() -> list[str]:
    return [method.name for method in pb.DESCRIPTOR.services_by_name["InventoryService"].methods]


@pytest.mark.parametrize("payload", [b"\xff\xff\xff", b"\x0a\xff", b"\x00"])
def test_bytes_that_are_no_message_are_called_that_by_every_method(shop: Shop, payload: bytes) -> None:
    for method in methods():
        refusal = refused(lambda method=method: raw(shop, method, payload))  # type: ignore[misc]
        assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "MALFORMED_MESSAGE")


def test_text_that_is_no_utf8_is_a_malformed_message(shop: Shop) -> None:
    assert refused(lambda: raw(shop, "GetReservation", b"\x0a\x02\xc3\x28")).reason == "MALFORMED_MESSAGE"


def test_a_message_of_five_megabytes_is_refused_by_its_size(shop: Shop) -> None:
    refusal = refused(lambda: raw(shop, "CreateReservation", b"\x32" + b"\x80\x80\xc0\x02" + b"x" * (5 << 20)))
    assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE")
    assert refusal.metadata == {"size_bytes": str((5 << 20) + 5), "limit_bytes": str(4 << 20)}


def test_an_empty_message_is_answered_with_a_reason_or_an_answer_by_every_method(shop: Shop) -> None:
    for method in methods():
        try:
            raw(shop, method, b"")
        except grpc.RpcError as error:
            assert read_error(error).code == "INVALID_ARGUMENT"


def test_a_method_that_is_not_served_is_unimplemented(shop: Shop) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        raw(shop, "ConjureInventory", b"")
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_a_page_token_is_good_for_its_list_filter_and_order_only(shop: Shop) -> None:
    item = shop.item()
    for _ in range(3):
        shop.level(item, shop.location(), 1)
    wanted = pb.ListInventoryLevelsRequest.Filter(inventory_item_ids=[item])
    request = pb.ListInventoryLevelsRequest(page_size=1, filter=wanted)
    token = shop.inventory.ListInventoryLevels(request).next_page_token
    foreign: list[Any] = [
        lambda: shop.inventory.ListInventoryLevels(pb.ListInventoryLevelsRequest(page_token=token)),
        lambda: shop.inventory.ListInventoryLevels(
            pb.ListInventoryLevelsRequest(page_token=token, filter=wanted, sort="SORT_LOCATION")  # type: ignore[arg-type]
        ),
        lambda: shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(page_token=token)),
        lambda: shop.inventory.ListStockMovements(pb.ListStockMovementsRequest(page_token="x")),
        lambda: shop.inventory.ListReservations(pb.ListReservationsRequest(page_token=token[:-2] + "AA")),
        lambda: shop.inventory.ListReservations(pb.ListReservationsRequest(page_token="é")),
        lambda: shop.inventory.ListReservations(pb.ListReservationsRequest(page_token="A" * 5000)),
    ]
    for call in foreign:
        refusal = refused(call)
        assert (refusal.code, refusal.reason, refusal.fields) == (
            "INVALID_ARGUMENT",
            "PAGE_TOKEN_INVALID",
            ["page_token"],
        )
    negative = pb.ListInventoryLevelsRequest(page_size=-1)
    assert refused(lambda: shop.inventory.ListInventoryLevels(negative)).fields == ["page_size"]
    assert (
        len(shop.inventory.ListInventoryLevels(pb.ListInventoryLevelsRequest(page_size=10**6, filter=wanted)).levels)
        == 3
    )


def test_a_page_ends_before_clients_refuse_it(shop: Shop) -> None:
    big = {str(n): "x" * 160 for n in range(48)}
    names = [shop.item(description="d" * 4000, metadata=big) for _ in range(320)]
    seen: list[str] = []
    token = ""
    sizes = []
    while True:
        request = pb.ListInventoryItemsRequest(
            page_size=1000, page_token=token, filter=pb.ListInventoryItemsRequest.Filter(ids=names)
        )
        answer = shop.inventory.ListInventoryItems(request)
        sizes.append(answer.ByteSize())
        seen += [item.id for item in answer.items]
        token = answer.next_page_token
        if not token:
            break
    assert seen == names
    assert len(sizes) == 2
    assert max(sizes) < 4 << 20


def test_health_speaks_for_each_service_and_for_the_whole(shop: Shop) -> None:
    health = health_pb2_grpc.HealthStub(shop.client.channel)
    for name in ("", *SERVICES):
        assert (
            health.Check(health_pb2.HealthCheckRequest(service=name)).status == health_pb2.HealthCheckResponse.SERVING
        )
    with pytest.raises(grpc.RpcError) as caught:
        health.Check(health_pb2.HealthCheckRequest(service="nobody"))
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND


def test_reflection_describes_every_service_and_the_details_of_errors(shop: Shop) -> None:
    stub = reflection_pb2_grpc.ServerReflectionStub(shop.client.channel)
    request = reflection_pb2.ServerReflectionRequest

    def ask(**question: str) -> Any:
        return next(iter(stub.ServerReflectionInfo(iter([request(**question)]))))

    served = {service.name for service in ask(list_services="").list_services_response.service}
    assert served >= SERVICES | {"grpc.health.v1.Health"}
    for symbol in (*SERVICES, "google.rpc.ErrorInfo", "google.rpc.BadRequest", "holdfast.inventory.v1.StockShortage"):
        files = ask(file_containing_symbol=symbol).file_descriptor_response.file_descriptor_proto
        assert descriptor_pb2.FileDescriptorProto.FromString(files[0]).name

    # What protoc itself says of JSON names; the stubs do not carry them.
    committed = descriptor_pb2.FileDescriptorSet.FromString(DESCRIPTORS.read_bytes())
    for file in committed.file:
        if file.package == "holdfast.inventory.v1":
            (told, *_) = ask(file_by_filename=file.name).file_descriptor_response.file_descriptor_proto
            assert descriptor_pb2.FileDescriptorProto.FromString(told).message_type == file.message_type


def test_an_unknown_error_says_a_reference_and_nothing_else(server: RunningServer, shop: Shop) -> None:
    with psycopg.connect(server.database_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE item_skus RENAME TO item_skus_away")
        try:
            refusal = refused(lambda: shop.inventory.GetInventoryItem(pb.GetInventoryItemRequest(sku="x")))
        finally:
            connection.execute("ALTER TABLE item_skus_away RENAME TO item_skus")
    assert (refusal.code, refusal.reason) == ("INTERNAL", "UNEXPECTED")
    assert list(refusal.metadata) == ["reference"]
    assert refusal.message == f"unexpected error, reference {refusal.metadata['reference']}"


def test_a_deadline_reaches_the_database_on_statements_that_nobody_shares(server: RunningServer, shop: Shop) -> None:
    with psycopg.connect(server.database_url) as blocker:
        blocker.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE")
        started = time.monotonic()
        with pytest.raises(grpc.RpcError) as caught:
            shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), timeout=0.4)
        # The lock is waited for twice, a third of the time each; a busy machine may not come to the end of that.
        assert caught.value.code() in (grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.DEADLINE_EXCEEDED)
        assert time.monotonic() - started < 2
        with psycopg.connect(server.database_url, autocommit=True) as watcher:
            for _ in range(100):
                row = watcher.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%FROM items%' "
                    "AND state = 'active' AND pid <> pg_backend_pid()"
                ).fetchone()
                if row == (0,):
                    break
                time.sleep(0.05)
            assert row == (0,)
        blocker.rollback()


def test_a_call_without_a_deadline_gets_ours(cluster: Cluster) -> None:
    with cluster.database() as url, servers.serving(url, default_deadline="0.001") as running:
        shop = Shop(running.client())
        refusal = refused(lambda: shop.inventory.CreateInventoryItem(pb.CreateInventoryItemRequest()))
        assert (refusal.code, refusal.reason) == ("DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED")
        shop.client.close()


def test_a_read_that_meets_a_locked_table_is_told_before_its_time_is_over(cluster: Cluster) -> None:
    with cluster.database() as url, servers.serving(url) as running:
        shop = Shop(running.client())
        with psycopg.connect(url) as blocker:
            blocker.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE")
            refusal = refused(lambda: shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), timeout=3))
            assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "OVERLOADED")
            blocker.rollback()
        shop.client.close()


def test_a_terminated_server_finishes_what_runs_and_refuses_what_comes(cluster: Cluster) -> None:
    with cluster.database() as url:
        running = servers.start(url, drain_notice="0.5")
        shop = Shop(running.client())
        item, location = shop.stocked(1000)
        answers: list[str] = []
        leaving = threading.Event()

        def work() -> None:
            while True:
                try:
                    shop.reserve((item, location, 1))
                    answers.append("OK")
                except grpc.RpcError as error:
                    code = error.code()  # type: ignore[attr-defined]
                    answers.append(code.name)
                    if leaving.is_set():
                        return

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        leaving.set()
        assert running.stop() == 0
        for thread in threads:
            thread.join()
        shop.client.close()
        assert set(answers) <= {"OK", "UNAVAILABLE"}
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT reserved FROM levels WHERE item_id = %s", (item,)).fetchone()
        assert row == (answers.count("OK"),)
        assert_books(url)
        assert running.process.stdout is not None
        running.process.stdout.close()


def test_only_loopback_is_served(tmp_path: Path) -> None:
    for address in ("0.0.0.0:0", "10.1.2.3:50051", "example.org:1"):
        done = servers.run("serve", "--listen", address, state_dir=str(tmp_path))
        assert done.returncode == 2
        assert "loopback" in done.stderr or "not an IP address" in done.stderr
