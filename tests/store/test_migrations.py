"""Steps of the schema on a database that is in use: nobody waits for an index, and what broke off goes on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command

from holdfast_server.runtime import migrate
from holdfast_server.runtime.database import sqlalchemy_url
from tests.support.postgres import Cluster

RESERVATION = "INSERT INTO reservations (tenant_id, id, state, create_time, update_time) VALUES ('t', %s, 'CONFIRMED', now(), now())"
CLAIM = (
    "INSERT INTO allocations (tenant_id, item_id, location_id, claim_seq, entry, id, reservation_id, line_id, line_index, quantity) "
    "SELECT 't', 'i', 'l', n, 0, 'a' || n, 'r', 'l', 0, n FROM generate_series(1, 20000) AS n"
)
BROKEN = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid OR NOT indisready"


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    with cluster.database(migrated=False) as url:
        yield url


def to(url: str, revision: str) -> None:
    """Take only the steps up to one of them."""
    engine = sa.create_engine(sqlalchemy_url(url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        alembic: Any = migrate.config()
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, revision)
    engine.dispose()


def names(connection: psycopg.Connection[Any], query: str) -> list[Any]:
    return [row[0] for row in connection.execute(query).fetchall()]  # type: ignore[call-overload]


def test_claims_made_before_lines_had_quantities_get_them_and_every_index_is_there(empty: str) -> None:
    to(empty, "0001")
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute(CLAIM)
        assert migrate.upgrade(empty) == ("0001", migrate.head())
        assert names(connection, "SELECT count(*) FROM allocations WHERE line_quantity <> quantity") == [0]
        assert names(connection, BROKEN) == []
        assert names(connection, "SELECT conname FROM pg_constraint WHERE NOT convalidated") == []
        assert names(connection, "SELECT to_regclass('movements_by_time')") == [None]


def test_who_writes_does_not_wait_while_indexes_are_built(empty: str) -> None:
    to(empty, "0003")
    with (
        psycopg.connect(empty) as slow,
        psycopg.connect(empty, autocommit=True, options="-c lock_timeout=200ms") as other,
        ThreadPoolExecutor(1) as thread,
    ):
        slow.execute(RESERVATION, ("slow",))
        migrating = thread.submit(migrate.upgrade, empty)
        waiting = "SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%'"
        while names(other, waiting) == [0]:
            assert not migrating.done()
        for number in range(20):
            other.execute(RESERVATION, (f"quick {number}",))
        assert not migrating.done()
        slow.commit()
        assert migrating.result(60) == ("0003", migrate.head())
        assert names(other, BROKEN) == []


def test_an_index_that_was_left_half_built_is_built_anew(empty: str) -> None:
    to(empty, "0003")
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("CREATE INDEX items_by_sku ON items (tenant_id)")
        connection.execute("CREATE INDEX movements_in_time ON ONLY movements (tenant_id, recorded_time)")
        connection.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'items_by_sku'::regclass")
        migrate.upgrade(empty)
        assert names(connection, BROKEN) == []
        assert names(connection, "SELECT pg_get_indexdef('items_by_sku'::regclass)") == [
            "CREATE INDEX items_by_sku ON public.items USING btree (tenant_id, sku) WHERE (sku <> ''::text)"
        ]
