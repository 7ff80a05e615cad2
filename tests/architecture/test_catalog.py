"""The storage rules, over the catalog of a migrated database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from holdfast_server.runtime import migrate, partitions
from holdfast_server.runtime.database import sqlalchemy_url
from holdfast_server.wiring import metadata
from tests.support import server as servers
from tests.support.postgres import Cluster

OURS = "n.nspname = 'public' AND NOT c.relispartition AND c.relname <> 'alembic_version'"


@pytest.fixture(scope="module")
def url(cluster: Cluster) -> Iterator[str]:
    with cluster.database() as made:
        yield made


@pytest.fixture
def catalog(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def one_column(catalog: psycopg.Connection[Any], query: str) -> list[Any]:
    return [row[0] for row in catalog.execute(query).fetchall()]  # type: ignore[call-overload]


def test_tables_and_migrations_do_not_drift(url: str) -> None:
    def ours(_: object, name: str | None, kind: str, *rest: object) -> bool:
        return not (kind == "table" and name is not None and (name.endswith("_default") or name == "alembic_version"))

    engine = sa.create_engine(sqlalchemy_url(url))
    with engine.connect() as connection:
        options = {"include_object": ours, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_checks_of_tables_and_migrations_are_the_same(catalog: psycopg.Connection[Any]) -> None:
    """Alembic does not compare CHECKs."""
    query = f"""SELECT c.relname, conname FROM pg_constraint JOIN pg_class AS c ON c.oid = conrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE contype = 'c' AND {OURS}"""
    migrated = {(table, name.removeprefix(f"{table}_")) for table, name in catalog.execute(query).fetchall()}  # type: ignore[call-overload]
    described = {
        (table.name, str(constraint.name).removeprefix(f"{table.name}_"))
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }
    assert migrated == described


def test_the_tenant_leads_every_key(catalog: psycopg.Connection[Any]) -> None:
    query = f"""
        SELECT i.indexrelid::regclass::text, a.attname FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_class AS x ON x.oid = i.indexrelid JOIN pg_am ON pg_am.oid = x.relam
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE {OURS} AND amname = 'btree'"""
    leading = dict(catalog.execute(query).fetchall())  # type: ignore[call-overload]
    assert len(leading) > 15
    assert {name: column for name, column in leading.items() if column != "tenant_id"} == {}


def test_every_table_has_a_primary_key(catalog: psycopg.Connection[Any]) -> None:
    query = f"""SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE {OURS} AND c.relkind IN ('r', 'p') AND NOT EXISTS
        (SELECT FROM pg_constraint WHERE conrelid = c.oid AND contype = 'p')"""
    assert one_column(catalog, query) == []


def test_there_is_nothing_that_a_sharded_database_lacks(catalog: psycopg.Connection[Any]) -> None:
    assert one_column(catalog, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal") == []
    assert one_column(catalog, "SELECT relname FROM pg_class WHERE relkind = 'S'") == []
    assert one_column(catalog, "SELECT attname FROM pg_attribute WHERE attidentity <> ''") == []
    assert one_column(catalog, "SELECT conname FROM pg_constraint WHERE contype = 'x' OR condeferrable") == []
    assert one_column(catalog, "SELECT extname FROM pg_extension") == ["plpgsql"]
    assert (
        one_column(
            catalog,
            "SELECT proname FROM pg_proc JOIN pg_namespace AS n ON n.oid = pronamespace WHERE nspname = 'public'",
        )
        == []
    )


def test_the_only_foreign_key_is_from_levels_to_items(catalog: psycopg.Connection[Any]) -> None:
    query = "SELECT DISTINCT conrelid::regclass::text || ' -> ' || confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
    assert one_column(catalog, query) == ["levels -> items"]


def test_ids_compare_byte_by_byte(catalog: psycopg.Connection[Any]) -> None:
    query = f"""SELECT c.relname || '.' || a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace LEFT JOIN pg_collation AS k ON k.oid = a.attcollation
        WHERE {OURS} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND a.atttypid = 'text'::regtype
        AND (a.attname IN ('id', 'sku', 'method', 'state') OR a.attname LIKE '%\\_id') AND a.attname <> 'source_id'
        AND k.collname <> 'C'"""
    assert one_column(catalog, query) == []


def test_updates_of_a_levels_counters_touch_no_index(catalog: psycopg.Connection[Any]) -> None:
    query = """SELECT a.attname FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indrelid
        AND a.attnum = ANY(i.indkey) WHERE i.indrelid = 'levels'::regclass"""
    assert set(one_column(catalog, query)) == {"tenant_id", "item_id", "location_id"}
    (options,) = one_column(catalog, "SELECT reloptions FROM pg_class WHERE relname = 'levels'")
    assert options == ["fillfactor=70"]


def test_the_last_wall_stands(catalog: psycopg.Connection[Any]) -> None:
    query = "SELECT conname FROM pg_constraint WHERE conrelid = 'levels'::regclass AND contype = 'c' ORDER BY 1"
    assert one_column(catalog, query) == [
        "levels_backorder_limit_not_negative",
        "levels_buckets_not_negative",
        "levels_held_within_reserved",
        "levels_low_stock_threshold_not_negative",
        "levels_never_oversold",
        "levels_reserved_not_negative",
        "levels_safety_stock_not_negative",
        "levels_stocked_not_negative",
    ]


def test_what_only_grows_is_partitioned_by_month(catalog: psycopg.Connection[Any]) -> None:
    query = "SELECT partrelid::regclass::text FROM pg_partitioned_table WHERE partstrat = 'r' ORDER BY 1"
    assert one_column(catalog, query) == sorted(partitions.PARTITIONED)
    for table in partitions.PARTITIONED:
        assert f"{table}_default" in one_column(catalog, "SELECT inhrelid::regclass::text FROM pg_inherits")


def test_a_one_line_reservation_is_four_rows_and_seven_index_entries_beside_its_batch() -> None:
    """More costs writes, and makes vacuum slower; the level row itself is updated in place."""
    tables = ("requests", "reservations", "allocations", "movements")
    btrees = {
        name: 1 + sum(index.dialect_options["postgresql"]["using"] != "brin" for index in metadata.tables[name].indexes)
        for name in tables
    }
    # Partial indexes by reference and by line item are not touched by a reservation that has none.
    partial = sum(
        index.dialect_options["postgresql"]["where"] is not None
        for name in tables
        for index in metadata.tables[name].indexes
    )
    assert (len(tables), sum(btrees.values()) - partial) == (4, 7)


def test_migrations_run_twice_and_from_several_servers_at_once(cluster: Cluster) -> None:
    with cluster.database(migrated=False) as url:
        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(lambda _: servers.run("migrate", "--json", database_url=url), range(4)))
        assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 4
        assert {json.loads(one.stdout)["after"] for one in done} == {migrate.head()}
        assert migrate.upgrade(url) == (migrate.head(), migrate.head())


def test_revisions_are_numbered_as_their_files_are() -> None:
    scripts = ScriptDirectory.from_config(migrate.config())
    assert scripts.get_current_head() == migrate.head()
    assert sorted(script.revision for script in scripts.walk_revisions()) == migrate.known()


def test_a_schema_from_the_future_is_refused(cluster: Cluster) -> None:
    with cluster.database() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(migrate.SchemaAhead, match="9999"):
            migrate.upgrade(url)
