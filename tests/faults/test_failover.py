"""A standby that has every acknowledged commit takes over: nothing is lost, and nothing is told too early."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import grpc
import psycopg
import pytest

from tests.faults.test_kills import Buyer, Shopper, assert_nothing_lost, crowd_of, settle, until_nothing_is_held
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.refusals import read_error, refused
from tests.support.standby import Pair, ask, kill, pair, send
from tests.support.waiting import until
from tests.support.world import Shop, adjust_request, reserve_request

pytestmark = pytest.mark.faults

LOAD_SECONDS = 1.0


@pytest.fixture
def servers_of_postgres() -> Iterator[Pair]:
    with pair() as made:
        yield made


@pytest.mark.parametrize("kind", [Buyer, Shopper], ids=["sales and orders", "whole lives"])
def test_a_primary_that_dies_under_load_leaves_everything_acknowledged_to_its_standby(
    servers_of_postgres: Pair, kind: type[Buyer]
) -> None:
    both = servers_of_postgres
    with servers.serving(both.url, log_level="ERROR", workers="2") as running:
        client = running.client()
        buyers = crowd_of(running.address, Shop(client), kind)
        time.sleep(LOAD_SECONDS)
        kill(both.primary)
        both.promote()
        time.sleep(LOAD_SECONDS)
        settle(buyers)
        until_nothing_is_held(buyers, Shop(client))
        assert_nothing_lost(buyers, Shop(client), both.standby.url)
        client.close()


def test_a_primary_that_is_frozen_and_keeps_its_connections_open_is_left(servers_of_postgres: Pair) -> None:
    """It does not answer, nor does it close anything: whoever waited for its word would wait for ever."""
    both = servers_of_postgres
    with servers.serving(both.url, log_level="ERROR") as running:
        client = running.client()
        buyers = crowd_of(running.address, Shop(client))
        time.sleep(LOAD_SECONDS)
        send(both.primary, signal.SIGSTOP)
        both.promote()
        done = [len(buyer.acknowledged) for buyer in buyers]
        until(lambda: all(len(buyer.acknowledged) > count for buyer, count in zip(buyers, done, strict=True)))
        kill(both.primary)
        settle(buyers)
        assert_nothing_lost(buyers, Shop(client), both.standby.url)
        client.close()


# --- what the standby does not have is not told -----------------------------------------------------


def waiting_for_the_standby(both: Pair) -> list[int]:
    """The backends whose commit is done here, and not yet there."""
    with psycopg.connect(both.primary.url, autocommit=True) as connection:
        found = ask(connection, "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' ORDER BY 1")
    return [pid for (pid,) in found]


def is_visible(both: Pair, request_id: str) -> bool:
    with psycopg.connect(both.primary.url, autocommit=True) as connection:
        return bool(ask(connection, f"SELECT 1 FROM requests WHERE request_id = '{request_id}'"))


def outcome(call: Any) -> str:
    """OK, or the code of the status."""
    try:
        call()
    except grpc.RpcError as error:
        return read_error(error).code if error.trailing_metadata() else error.code().name  # type: ignore[attr-defined]
    return "OK"


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_commit_whose_wait_for_the_standby_was_ended_is_neither_acknowledged_nor_replayed(
    servers_of_postgres: Pair, how: str
) -> None:
    """It is visible, and a failover takes it away: a replay that only read it would acknowledge what is then lost."""
    both = servers_of_postgres
    with (
        servers.serving(both.url, log_level="ERROR") as running,
        servers.serving(both.url, log_level="ERROR", migrate="false") as other,
    ):
        client, elsewhere = running.client(), other.client()
        shop = Shop(client)
        item, location = shop.stocked(10)
        kept = shop.reserve((item, location, 1), request_id="kept")
        send(both.standby, signal.SIGSTOP)
        lost = reserve_request((item, location, 2), request_id="lost")
        first: list[str] = []
        asking = threading.Thread(
            target=lambda: first.append(outcome(lambda: shop.inventory.CreateReservation(lost, timeout=10)))
        )
        asking.start()
        ended: set[int] = set()
        with psycopg.connect(both.primary.url, autocommit=True) as connection:
            while not is_visible(both, "lost"):
                for pid in waiting_for_the_standby(both):
                    connection.execute(f"SELECT {how}({pid})")  # type: ignore[call-overload]
                    ended.add(pid)
                time.sleep(0.02)
        assert ended
        # Another server knows nothing of it but what it reads, and so would a client's second attempt.
        assert outcome(lambda: elsewhere.inventory.CreateReservation(lost, timeout=2)) != "OK"
        assert outcome(lambda: shop.inventory.CreateReservation(lost, timeout=2)) != "OK"
        asking.join()
        assert first != ["OK"]
        kill(both.primary)
        kill(both.standby)  # with what it had been sent and never read
        both.standby.start()
        both.promote()
        answer = Shop(client).inventory.CreateReservation(lost, timeout=20, wait_for_ready=True)
        assert not answer.mutation.replayed, "it had been lost: this is the first time"
        assert Shop(client).reserve((item, location, 1), request_id="kept").id == kept.id
        assert Shop(client).get(item, location).reserved_quantity == 3
        client.close()
        elsewhere.close()
    assert_books(both.standby.url)


def test_a_commit_that_still_waits_for_the_standby_is_told_as_unknown_and_happens_once(
    servers_of_postgres: Pair,
) -> None:
    """Even one without a request id: to call it failed, or to do it again, would be to guess."""
    both = servers_of_postgres
    with servers.serving(both.url, log_level="ERROR") as running:
        client = running.client()
        shop = Shop(client)
        item, location = shop.stocked(10)
        send(both.standby, signal.SIGSTOP)
        refusal = refused(lambda: shop.inventory.AdjustInventory(adjust_request((item, location, 5)), timeout=25))
        assert (refusal.code, refusal.reason) == ("UNAVAILABLE", "DATABASE_UNAVAILABLE")
        assert waiting_for_the_standby(both), "its backend knows nothing of us having left"
        send(both.standby, signal.SIGCONT)
        until(lambda: shop.get(item, location).stocked_quantity == 15)
        assert shop.adjust(item, location, 1).levels[0].stocked_quantity == 16
        client.close()
    assert_books(both.primary.url)
