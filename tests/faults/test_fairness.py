"""One caller's flood and another caller's single call, over real connections to one server."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.postgres import Cluster
from tests.support.server import RunningServer
from tests.support.world import Shop, balances, reserve_request

FLOOD = 600
PORTION = 100
"""At once: a server drops what comes faster than it can take it in."""

pytestmark = pytest.mark.faults


@pytest.fixture
def running(cluster: Cluster) -> Iterator[RunningServer]:
    with cluster.database() as url, servers.serving(url) as server:
        yield server
        assert_books(url)


def lane_of(server: RunningServer, shop: Shop, level: tuple[str, str]) -> int:
    """The process that serves the engine's connection: the one that waits when somebody else has the level."""
    query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with psycopg.connect(server.database_url) as blocker:
        blocker.execute("SELECT 1 FROM levels WHERE item_id = %s FOR NO KEY UPDATE", level[:1])
        waiting = threading.Thread(target=lambda: shop.adjust(*level, 1))
        waiting.start()
        with psycopg.connect(server.database_url, autocommit=True) as watcher:
            for _ in range(2000):
                row = watcher.execute(query).fetchone()
                if row is not None:
                    break
                time.sleep(0.002)
        blocker.rollback()
        waiting.join()
    assert row is not None, "nobody waits"
    return int(row[0])


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """A process that does nothing for as long."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def order_of(server: RunningServer) -> dict[str, int]:
    """The place of each transaction in the order of their decisions, by its commit token."""
    with psycopg.connect(server.database_url) as connection:
        rows = connection.execute("SELECT batch_id FROM batches ORDER BY create_time").fetchall()
    return {f"1.{batch_id}": place for place, (batch_id,) in enumerate(rows)}


def test_a_single_call_travels_in_the_very_next_transaction_whatever_another_caller_has_queued(
    running: RunningServer,
) -> None:
    """The engine's connection stands still while one caller queues hundreds, and another one comes with one."""
    many, one = running.client(), running.client()
    shop = Shop(one)
    hot, calm = shop.stocked(FLOOD), shop.stocked(1)
    lane = lane_of(running, shop, calm)
    with stopped(lane):
        flood = []
        for _ in range(FLOOD // PORTION):
            request = reserve_request((*hot, 1))
            flood += [many.inventory.CreateReservation.future(request, timeout=30) for _ in range(PORTION)]
            # A read that came after them over the same connection has been answered: they are in the queue.
            many.inventory.GetInventoryLevel(pb.GetInventoryLevelRequest(inventory_item_id=hot[0], location_id=hot[1]))
        single = one.inventory.CreateReservation.future(reserve_request((*calm, 1)), timeout=30)
        shop.get(*calm)
    alone = single.result().mutation.commit_token
    crowd = [answer.result().mutation.commit_token for answer in flood]
    places = order_of(running)
    transactions = sorted({places[token] for token in crowd})
    assert len(transactions) >= 3, "the flood was not queued"
    assert places[alone] <= transactions[1], "it waited behind the flood"
    assert balances(shop.get(*hot)) == (FLOOD, FLOOD, 0)
    many.close()
    one.close()
