"""A database that takes no writes: calls that write are told so at once, reads go on, and it comes back by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.postgres import Cluster
from tests.support.refusals import refused
from tests.support.server import Client
from tests.support.waiting import until
from tests.support.watching import EARLIEST, head, watching
from tests.support.world import Shop, unique


def is_serving(client: Client) -> bool:
    answer = health_pb2_grpc.HealthStub(client.channel).Check(health_pb2.HealthCheckRequest())
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


@contextmanager
def by_setting(url: str) -> Iterator[None]:
    """As an operator does it, or a provider when the disk is nearly full: what is connected keeps its connection."""
    name = url.rpartition("/")[2].partition("?")[0]
    with psycopg.connect(url.partition("?")[0], autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")  # type: ignore[call-overload]
        for other in connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall():
            connection.execute("SELECT pg_terminate_backend(%s)", other)
        yield
        connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")  # type: ignore[call-overload]


@contextmanager
def without_losing_connections(url: str) -> Iterator[None]:
    """The whole server says so to everybody, in the middle of what they do."""
    with psycopg.connect(url.partition("?")[0], autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        connection.execute("SELECT pg_reload_conf()")
        yield
        connection.execute("ALTER SYSTEM RESET default_transaction_read_only")
        connection.execute("SELECT pg_reload_conf()")


@pytest.mark.parametrize("attributes", ["", "?target_session_attrs=read-write"], ids=["any server", "one that writes"])
@pytest.mark.parametrize("how", [by_setting, without_losing_connections])
def test_writes_are_refused_at_once_reads_go_on_and_it_recovers_by_itself(
    attributes: str, how: Callable[[str], Any]
) -> None:
    own = Cluster()  # what one database of a cluster is told here, all of them would be
    try:
        with own.database() as plain:
            check(plain + attributes, how)
    finally:
        own.close()


def check(url: str, how: Callable[[str], Any]) -> None:
    with servers.serving(url) as running:
        client = running.client()
        shop = Shop(client)
        item, location = shop.stocked(10)
        held = shop.reserve((item, location, 1))
        with watching(client, EARLIEST) as watch, how(url):
            until(lambda: not is_serving(client), "readiness says that it does not serve")
            for _ in range(20):
                refusal = refused(lambda: shop.adjust(item, location, 1, request_id=unique("refused")))
                assert (refusal.code, refusal.reason) == ("UNAVAILABLE", "DATABASE_UNAVAILABLE")
            assert shop.get(item, location).stocked_quantity == 10
            assert shop.reservation(held.id).id == held.id
            assert len(shop.inventory.ListReservations(pb.ListReservationsRequest()).reservations) == 1
            assert watch.message().events
            assert not is_serving(client)
        until(lambda: is_serving(client), "it serves again")
        before = head(client)
        assert shop.adjust(item, location, 1).levels[0].stocked_quantity == 11
        with watching(client, before) as watch:
            assert watch.events(1)[0].type == "level.changed"
        client.close()
    assert_books(url)
