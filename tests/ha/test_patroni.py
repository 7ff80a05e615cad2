"""Patroni moves the database from node to node under load: switched over, killed, frozen. Nobody loses anything.

Needs what `make test-ha` brings into the checkout, and is part of nothing else.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator

import grpc
import pytest

from tests.faults.test_kills import (
    Shopper,
    assert_nothing_lost,
    crowd_of,
    settle,
    until_all_is_told,
    until_nothing_is_held,
)
from tests.faults.test_watchers import Watcher
from tests.support import server as servers
from tests.support.patroni import Cluster, cluster
from tests.support.server import Client
from tests.support.watching import EARLIEST, head, watching
from tests.support.world import Shop

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

ROUNDS = 2
CALM_SECONDS = 3.0
WATCHERS = 4


@pytest.fixture(scope="module")
def nodes() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


class Pulse(threading.Thread):
    """Measures how long nobody got a write through."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self._client = Client(address)
        self._shop = Shop(self._client)
        self._level = self._shop.stocked(1)
        self._last = time.monotonic()
        self.longest = 0.0
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self._shop.adjust(*self._level, 1)
            except grpc.RpcError:
                time.sleep(0.02)
                continue
            now = time.monotonic()
            self.longest, self._last = max(self.longest, now - self._last), now
            time.sleep(0.01)
        self._client.close()

    def lap(self) -> float:
        """The longest outage since the last lap."""
        longest, self.longest = self.longest, 0.0
        return longest


def switched_over(nodes: Cluster) -> None:
    nodes.switch_over()


def killed(nodes: Cluster) -> None:
    """The leader's machine dies, and comes back when another leads."""
    leader = nodes.until_whole()
    leader.kill()
    nodes.until_other_leader(leader)
    leader.restart()


def database_killed(nodes: Cluster) -> None:
    """Only the leader's PostgreSQL dies; its Patroni hands over at once."""
    leader = nodes.until_whole()
    leader.send(signal.SIGKILL, only="postgres")
    nodes.until_other_leader(leader)


def frozen(nodes: Cluster) -> None:
    """The leader's machine stands still with all its connections, and wakes up when another leads."""
    leader = nodes.until_whole()
    leader.send(signal.SIGSTOP)
    nodes.until_other_leader(leader)
    time.sleep(1)
    leader.send(signal.SIGCONT)


def cut_off(nodes: Cluster) -> None:
    """The leader hears nothing of the others any more, while its clients still reach it."""
    leader = nodes.until_whole()
    leader.etcd.cut()
    nodes.until_other_leader(leader)
    leader.etcd.heal()


@pytest.mark.parametrize("fault", [switched_over, database_killed, killed, frozen, cut_off])
def test_a_cluster_whose_leader_changes_under_load_loses_nothing_that_was_acknowledged(
    nodes: Cluster, fault: Callable[[Cluster], None], capsys: pytest.CaptureFixture[str]
) -> None:
    nodes.until_whole()
    url = nodes.database(fault.__name__)
    with servers.serving(url, log_level="ERROR", workers="2") as running:
        client = running.client()
        shop = Shop(client)
        start = head(client)
        shoppers = crowd_of(running.address, shop, Shopper)
        pulse = Pulse(running.address)
        watchers = [Watcher(running.address, start, seed) for seed in range(WATCHERS)]
        for thread in (pulse, *watchers):
            thread.start()
        outages = []
        for _ in range(ROUNDS):
            time.sleep(CALM_SECONDS)
            pulse.lap()
            fault(nodes)
            nodes.until_whole()
            time.sleep(CALM_SECONDS)
            outages.append(pulse.lap())
        pulse.stopping.set()
        pulse.join()
        settle(shoppers)
        until_nothing_is_held(shoppers, shop)
        until_all_is_told(url)
        last = shop.item()
        for watcher in watchers:
            watcher.last = last
        for watcher in watchers:
            watcher.join(60)
        assert [watcher.strange for watcher in watchers] == [[]] * WATCHERS
        assert not any(watcher.is_alive() for watcher in watchers)
        assert_same_events(watchers, client)
        assert_nothing_lost(shoppers, shop, url)
        client.close()
    done = sum(len(one.acknowledged) for one in shoppers)
    with capsys.disabled():
        told = ", ".join(f"{seconds:.1f} s" for seconds in outages)
        print(f"\n{fault.__name__}: {done} acknowledged, 0 lost; longest outages {told}", file=sys.stderr)


def assert_same_events(watchers: list[Watcher], client: Client) -> None:
    """Everybody saw the same events in the same order, and so does who reads them all afterwards."""
    seen = [list(watcher.events) for watcher in watchers]
    assert all(one == seen[0] for one in seen)
    told: list[str] = []
    with watching(client, EARLIEST) as watch:
        while seen[0][-1] not in told:
            told += [event.event_id for event in watch.message().events]
    first = told.index(seen[0][0])
    assert told[first : first + len(seen[0])] == seen[0]
    assert len(set(told)) == len(told)
