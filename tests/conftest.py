"""Fixtures: a cluster and a server per worker process, a fresh database for who needs one, books after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.clock import SETTINGS, Moved, MovedClock
from tests.support.postgres import Cluster
from tests.support.server import RunningServer
from tests.support.world import Shop


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of this worker's own."""
    made = Cluster()
    yield made
    made.close()


@pytest.fixture(scope="session")
def durable_cluster() -> Iterator[Cluster]:
    """A PostgreSQL that loses nothing: outside of dev mode no other is served."""
    made = Cluster({"fsync": "on", "full_page_writes": "on"})
    yield made
    made.close()


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """A fresh, migrated database."""
    with cluster.database() as url:
        yield url


@pytest.fixture(scope="module")
def server(cluster: Cluster) -> Iterator[RunningServer]:
    """A server on a database of the module's own."""
    with cluster.database() as url, servers.serving(url) as running:
        yield running


@pytest.fixture
def shop(server: RunningServer) -> Iterator[Shop]:
    """A client of the module's server; the books must be right when the test has ended."""
    client = server.client()
    yield Shop(client)
    client.close()
    assert_books(server.database_url)


@pytest.fixture(scope="module")
def moved_server(cluster: Cluster) -> Iterator[RunningServer]:
    """A server on a database of the module's own, whose clock tests move."""
    with cluster.database() as url, servers.serving(url, **SETTINGS) as running:
        yield running


@pytest.fixture
def moved(moved_server: RunningServer) -> Iterator[Moved]:
    """A client of the module's server with a clock to move; the books must be right when the test has ended."""
    client = moved_server.client()
    clock = MovedClock(moved_server.database_url)
    clock.thaw()
    yield Moved(moved_server, Shop(client), clock)
    client.close()
    clock.until_swept()
    assert_books(moved_server.database_url)
