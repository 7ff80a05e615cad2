"""Watchers under full load: cut, frozen, and on a server that is killed. No event is lost, none twice by its id."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import orjson
import psycopg
import pytest
from holdfast.inventory.v1 import event_service_pb2 as pb

from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.postgres import THROWAWAY
from tests.support.refusals import read_error, refused
from tests.support.server import ROOT, Client, RunningServer
from tests.support.waiting import until
from tests.support.watching import EARLIEST, head, watching
from tests.support.world import Shop

pytestmark = pytest.mark.faults

KILLS = 5
WRITERS = 8
WATCHERS = 4
PASSING = ("UNAVAILABLE", "CANCELLED", "UNKNOWN", "DEADLINE_EXCEEDED")


class Writer(threading.Thread):
    """Somebody who writes without a pause. What came of a call that was cut off, the database will tell."""

    def __init__(self, address: str, stock: list[tuple[str, str]], seed: int) -> None:
        super().__init__(daemon=True)
        self._client = Client(address)
        self._stock = stock
        self._dice = random.Random(seed)
        self.stopping = threading.Event()
        self.done = 0
        self.refused: list[str] = []

    def run(self) -> None:
        shop = Shop(self._client)
        while not self.stopping.is_set():
            level = self._dice.choice(self._stock)
            try:
                if self._dice.random() < 0.5:
                    shop.adjust(*level, 1)
                else:
                    shop.release(shop.reserve((*level, 1)).id)
                self.done += 1
            except grpc.RpcError as error:
                self.refused.append(error.code().name)  # type: ignore[attr-defined]
                time.sleep(0.01)
        self._client.close()


class Watcher(threading.Thread):
    """One who is cut off again and again, and goes on from a cursor that it has seen, not always from the last."""

    def __init__(self, address: str, start: str, seed: int) -> None:
        super().__init__(daemon=True)
        self._client = Client(address)
        self._cursors = [start]
        self._dice = random.Random(seed)
        self.last = ""  # the resource of the event that is the last one
        self.events: dict[str, Any] = {}  # by id, in the order in which they came first
        self.cuts = 0
        self.strange: list[str] = []

    def run(self) -> None:
        while not self.strange and not (self.last and any(one.resource == self.last for one in self.events.values())):
            self._watch(self._dice.choice(self._cursors[-5:]), self._dice.randint(1, 8))
        self._client.close()

    def _watch(self, cursor: str, messages: int) -> None:
        call = self._client.events.WatchEvents(pb.WatchEventsRequest(cursor=cursor), timeout=30)
        try:
            for _ in range(messages):
                message = next(call)
                self.events.update(
                    {event.event_id: event for event in message.events if event.event_id not in self.events}
                )
                self._cursors += [event.cursor for event in message.events[-2:]] or [message.cursor]
        except grpc.RpcError as error:
            code = error.code().name  # type: ignore[attr-defined]
            if code not in PASSING:
                self.strange.append(str(error))
            time.sleep(0.02)
        finally:
            call.cancel()
            self.cuts += 1


def at_work(address: str, shop: Shop) -> tuple[list[Writer], list[Watcher]]:
    stock = [shop.stocked(1000) for _ in range(5)]
    start = head(shop.client)
    writers = [Writer(address, stock, seed) for seed in range(WRITERS)]
    watchers = [Watcher(address, start, seed) for seed in range(WATCHERS)]
    for thread in (*writers, *watchers):
        thread.start()
    return writers, watchers


def finish(writers: list[Writer], watchers: list[Watcher], shop: Shop) -> None:
    for writer in writers:
        writer.stopping.set()
    for writer in writers:
        writer.join()
    last = shop.item()
    for watcher in watchers:
        watcher.last = last
    for watcher in watchers:
        watcher.join()
    assert [watcher.strange for watcher in watchers] == [[]] * len(watchers)


def assert_nobody_missed_anything(watchers: list[Watcher], url: str) -> None:
    """Each watcher has every event since the start once, in the published order, each level's versions in theirs."""
    published: list[str] = []
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT events FROM event_positions JOIN outbox USING (tenant_id, recorded_time, batch_id) ORDER BY position"
        )
        for (encoded,) in rows.fetchall():
            published += [event["id"] for event in orjson.loads(encoded)["events"]]
    assert len(set(published)) == len(published)
    for watcher in watchers:
        seen = list(watcher.events)
        first = published.index(seen[0])
        assert seen == published[first : first + len(seen)]
        assert seen[-1] == published[-1]
        versions: dict[str, list[int]] = {}
        for event in watcher.events.values():
            if event.type == "level.changed":
                versions.setdefault(event.resource, []).append(event.level_changed.after.version)
        assert len(versions) == 5
        for found in versions.values():
            assert found == list(range(2, len(found) + 2))
    assert len({next(iter(watcher.events)) for watcher in watchers}) == 1
    assert_books(url)


@pytest.fixture
def own_cluster() -> Iterator[EmbeddedPostgres]:
    with tempfile.TemporaryDirectory(prefix="holdfast-watch-") as folder:
        Path(folder).chmod(0o711)
        made = EmbeddedPostgres(Path(folder) / "state", {**THROWAWAY, "full_page_writes": "on"})
        made.start()
        yield made
        made.stop()


def test_watchers_that_are_cut_and_resumed_at_random_under_full_load_miss_nothing(
    server: RunningServer, shop: Shop
) -> None:
    writers, watchers = at_work(server.address, shop)
    until(lambda: all(writer.done >= 100 for writer in writers), "everybody writes")
    until(lambda: all(watcher.cuts >= 15 for watcher in watchers), "everybody is cut")
    finish(writers, watchers, shop)
    assert [writer.refused for writer in writers] == [[]] * WRITERS
    assert_nobody_missed_anything(watchers, server.database_url)


def test_watchers_of_a_server_that_is_killed_while_it_relays_miss_nothing(own_cluster: EmbeddedPostgres) -> None:
    url = own_cluster.url
    running = servers.start(url)
    address = running.address
    client = Client(address)
    writers, watchers = at_work(address, Shop(client))
    dice = random.Random(3)
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.2, 0.6))
        running.kill()
        assert running.process.stdout is not None
        running.process.stdout.close()
        running = servers.start(url, listen=address, migrate="false")
    until_writing(writers)
    finish(writers, watchers, Shop(client))
    assert all(writer.refused for writer in writers)
    assert_nobody_missed_anything(watchers, url)
    client.close()
    running.stop()
    assert running.process.stdout is not None
    running.process.stdout.close()


def until_writing(writers: list[Writer]) -> None:
    before = [writer.done for writer in writers]
    until(lambda: all(one.done > done for one, done in zip(writers, before, strict=True)), "everybody writes")


FROZEN = """
import sys
from tests.support.server import Client
from tests.support.watching import EARLIEST, watching
with watching(Client(sys.argv[1]), EARLIEST) as watch:
    print("watching", flush=True)
    while True:
        watch.message()
"""


def test_a_frozen_watcher_stops_nobody_and_is_let_go(own_cluster: EmbeddedPostgres) -> None:
    with servers.serving(own_cluster.url, watch_stall="1", max_streams="3") as server:
        shop = Shop(server.client())
        stock = [shop.stocked(1000) for _ in range(5)]
        frozen = subprocess.Popen(
            [sys.executable, "-c", FROZEN, server.address], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert frozen.stdout is not None
        assert frozen.stdout.readline() == "watching\n"
        frozen.send_signal(signal.SIGSTOP)
        idle = [
            server.client().events.WatchEvents(pb.WatchEventsRequest(**EARLIEST), timeout=120)  # and never reads
            for _ in range(2)
        ]
        for call in idle:
            next(call)
        assert refused(lambda: next(shop.events.WatchEvents(pb.WatchEventsRequest(**EARLIEST)))).reason == (
            "TOO_MANY_STREAMS"
        )
        writers = [Writer(server.address, stock, seed) for seed in range(WRITERS)]
        for writer in writers:
            writer.start()
        follower = until_let_in(shop)
        until_writing(writers)
        for writer in writers:
            writer.stopping.set()
        for writer in writers:
            writer.join()
        assert [writer.refused for writer in writers] == [[]] * WRITERS
        last = shop.item()
        while not any(event.resource == last for event in next(follower).events):
            pass
        follower.cancel()
        frozen.send_signal(signal.SIGCONT)
        frozen.terminate()
        frozen.wait(20)
        frozen.stdout.close()
        for call in idle:
            call.cancel()
        shop.client.close()
    assert_books(own_cluster.url)


def until_let_in(shop: Shop) -> Any:
    """A watch, as soon as one of those that do not read has been let go."""
    calls: list[Any] = []

    def is_let_in() -> bool:
        calls.append(shop.events.WatchEvents(pb.WatchEventsRequest(**EARLIEST), timeout=120))
        try:
            next(calls[-1])
        except grpc.RpcError as error:
            assert read_error(error).reason == "TOO_MANY_STREAMS"
            return False
        return True

    until(is_let_in, "a stream that nobody reads is ended")
    return calls[-1]


def test_a_watcher_outlives_a_database_that_was_away(own_cluster: EmbeddedPostgres) -> None:
    with servers.serving(own_cluster.url) as server:
        shop = Shop(server.client())
        with watching(shop.client, EARLIEST) as watch:
            first = shop.item()
            assert watch.events(1)[0].resource == first
            with psycopg.connect(own_cluster.url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                    "AND datname = current_database()"
                )
            second = shop.item()
            assert watch.events(1)[0].resource == second
        shop.client.close()
