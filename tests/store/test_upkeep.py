"""What the server does to keep its database fit; array literals; plans of hot statements."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast_server.engine import store as engine_store
from holdfast_server.ledger import store as ledger
from holdfast_server.ledger.model import Allocation, Bucket, Header, Level, ReservationState, StockKey
from holdfast_server.levels import store as levels_store
from holdfast_server.levels.model import CountKey
from holdfast_server.levels.store import (
    ITEMS_OF_SKUS,
    PLACES,
    offers_of_items,
    past_id,
    stock_of_items,
    stock_of_pairs,
)
from holdfast_server.restock import store as restock_store
from holdfast_server.runtime import bulk, partitions
from holdfast_server.runtime.clock import TRUE_CLOCK
from holdfast_server.runtime.database import connect_lane, pool
from holdfast_server.runtime.housekeeping import Housekeeping
from holdfast_server.variants import store as variants_store
from holdfast_server.wiring import sources
from tests.support.postgres import Cluster

# --- partitions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "ahead", "expected"),
    [
        (datetime(2026, 11, 24, tzinfo=UTC), 0, datetime(2026, 11, 1, tzinfo=UTC)),
        (datetime(2026, 11, 24, tzinfo=UTC), 1, datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2026, 11, 24, tzinfo=UTC), 2, datetime(2027, 1, 1, tzinfo=UTC)),
        (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), 1, datetime(2026, 2, 1, tzinfo=UTC)),
        (datetime(2027, 12, 1, tzinfo=UTC), 13, datetime(2029, 1, 1, tzinfo=UTC)),
    ],
)
def test_months_follow_one_another(now: datetime, ahead: int, expected: datetime) -> None:
    assert partitions.month_start(now, ahead) == expected


async def test_partitions_are_made_ahead_and_making_them_again_changes_nothing(database_url: str) -> None:
    engine = pool(database_url, size=2, prepare=False)
    for _ in range(2):
        await partitions.ensure(engine, datetime(2026, 11, 24, tzinfo=UTC))
    async with engine.connect() as connection:
        rows = await connection.execute(
            sa.text(
                "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON oid = inhrelid AND relkind = 'r'"
            )
        )
        names = {row[0] for row in rows.all()}
        assert await partitions.strays(connection) == {}
    await engine.dispose()
    months = ("2026_11", "2026_12", "2027_01", "2027_02", "default")
    assert names == {f"{table}_{month}" for table in partitions.PARTITIONED for month in months}


async def test_rows_without_a_partition_of_their_month_are_noticed(database_url: str) -> None:
    engine = pool(database_url, size=2, prepare=False)
    async with engine.begin() as connection:
        await connection.execute(
            sa.text("INSERT INTO outbox VALUES ('t', '1999-01-01', 'b', '')"),
        )
        assert await partitions.strays(connection) == {"outbox": 1}
    await engine.dispose()


# --- housekeeping -----------------------------------------------------------------------------------


async def test_old_request_ids_and_marks_go_and_young_ones_stay(database_url: str) -> None:
    engine = pool(database_url, size=2, prepare=False)
    async with engine.begin() as connection:
        await connection.execute(
            sa.text(
                "INSERT INTO requests SELECT 't', 'M', 'old' || n, ''::bytea, ''::bytea, now() - interval '73 hours' FROM generate_series(1, 2500) AS n "
                "UNION ALL SELECT 't', 'M', 'young' || n, ''::bytea, ''::bytea, now() - interval '71 hours' FROM generate_series(1, 10) AS n"
            )
        )
        await connection.execute(
            sa.text(
                "INSERT INTO batches VALUES ('t', 'old', now() - interval '3 hours'), ('t', 'young', now() - interval '1 hour')"
            )
        )
    assert await Housekeeping(engine, request_retention_hours=72).clean() == 2501
    async with engine.connect() as connection:
        requests = await connection.execute(sa.text("SELECT count(*), min(request_id) FROM requests"))
        assert tuple(requests.one()) == (10, "young1")
        assert (await connection.execute(sa.text("SELECT batch_id FROM batches"))).scalars().all() == ["young"]
    await engine.dispose()


async def test_a_table_that_has_grown_is_analysed(database_url: str) -> None:
    engine = pool(database_url, size=2, prepare=False)
    keeper = Housekeeping(engine, request_retention_hours=72)
    async with engine.begin() as connection:
        await connection.execute(
            sa.text(
                "INSERT INTO requests SELECT 't', 'M', n::text, ''::bytea, ''::bytea, now() FROM generate_series(1, 3000) AS n"
            )
        )
    names: list[str] = []
    for _ in range(40):
        async with engine.connect() as connection:
            await connection.execute(sa.text("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()"))
        names += await keeper.analyse_grown_tables()
        if names:
            break
    assert names == ["requests"]
    async with engine.connect() as connection:
        size = await connection.execute(sa.text("SELECT reltuples::int FROM pg_class WHERE relname = 'requests'"))
        assert size.scalar_one() == 3000
    await engine.dispose()


async def test_a_table_without_figures_is_analysed_as_soon_as_it_has_some_pages(database_url: str) -> None:
    engine = pool(database_url, size=2, prepare=False)
    keeper = Housekeeping(engine, request_retention_hours=72)
    fill = sa.text(
        "INSERT INTO batches SELECT 't', CAST(:name AS text) || n, now() FROM generate_series(1, CAST(:rows AS int)) AS n"
    )
    async with engine.begin() as connection:
        await connection.execute(fill, {"name": "few", "rows": 10})
    assert await keeper.analyse_grown_tables() == []
    async with engine.begin() as connection:
        await connection.execute(fill, {"name": "more", "rows": 700})
    assert await keeper.analyse_grown_tables() == ["batches"]
    assert await keeper.analyse_grown_tables() == []
    await engine.dispose()


# --- array literals ---------------------------------------------------------------------------------

LITERALS: list[tuple[Any, str, Any]] = [
    (bulk.text_array, "text", st.one_of(st.none(), st.text(st.characters(exclude_characters="\x00", codec="utf-8")))),
    (bulk.int_array, "bigint", st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))),
    (bulk.bool_array, "boolean", st.booleans()),
    (bulk.bytes_array, "bytea", st.one_of(st.none(), st.binary())),
    (bulk.time_array, "timestamptz", st.one_of(st.none(), st.datetimes(datetime(1000, 1, 1), timezones=st.just(UTC)))),  # noqa: DTZ001
    (
        bulk.json_array,
        "jsonb",
        st.dictionaries(
            st.text(st.characters(exclude_characters="\x00", codec="utf-8")),
            st.text(st.characters(exclude_characters="\x00", codec="utf-8")),
        ),
    ),
]


@pytest.mark.parametrize(("encode", "kind", "values"), LITERALS, ids=[kind for _, kind, _ in LITERALS])
def test_an_array_literal_is_read_back_as_it_was(cluster: Cluster, encode: Any, kind: str, values: Any) -> None:
    with psycopg.connect(cluster.admin_url, autocommit=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")

        @settings(deadline=None)
        @given(st.lists(values, max_size=8))
        def check(rows: list[Any]) -> None:
            read = connection.execute(f"SELECT u FROM unnest(%s::{kind}[]) AS u", (encode(rows),)).fetchall()  # type: ignore[call-overload]
            assert [row[0] for row in read] == rows

        check()


# --- plans ------------------------------------------------------------------------------------------

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = [StockKey(f"iitem_{number}", "sloc_0") for number in range(0, 3000, 100)]
HOT: dict[str, tuple[tuple[str, Any], int]] = {
    "lock levels, one set": (ledger.lock_levels("default", KEYS, per_item=False)[0], len(KEYS)),
    "lock levels of an item": (ledger.lock_levels("default", KEYS[:1], per_item=True)[0], 1),
    "known requests": (engine_store.known_requests("default", [("M", f"r{n}") for n in range(0, 3000, 100)]), 30),
    "headers": (ledger.lock_headers("default", [f"res_{n}" for n in range(0, 3000, 100)]), 30),
    "claims of reservations": (ledger.claims_of("default", [f"res_{n}" for n in range(0, 3000, 100)]), 30),
    "balances of levels": (
        ledger.update_balances("default", [Level(key, "l", NOW, NOW, version=1) for key in KEYS]),
        len(KEYS),
    ),
    "settings of levels": (ledger.update_settings("default", [Level(key, "l", NOW, NOW) for key in KEYS]), len(KEYS)),
    "states of reservations": (
        ledger.update_headers(
            "default", [Header(f"res_{n}", ReservationState.RELEASED, NOW, NOW) for n in range(0, 3000, 100)]
        ),
        30,
    ),
    "counters of claims": (
        ledger.update_allocations(
            "default",
            [
                Allocation("a", f"res_{n}", "l", 0, "", "", f"iitem_{n}", "sloc_0", 1, 0, 1, 1)
                for n in range(0, 3000, 100)
            ],
        ),
        30,
    ),
    "stock of pairs": (stock_of_pairs(TRUE_CLOCK).statement("default", KEYS), len(KEYS)),
    "places": (PLACES.statement("default", ["sloc_0"]), 1),
    "buckets of the past": (
        levels_store.sources()[0].read("default", [past_id(CountKey(*key, Bucket.STOCKED), NOW) for key in KEYS]),
        len(KEYS),
    ),
    "items of skus": (ITEMS_OF_SKUS.statement("default", [f"S{n}" for n in range(0, 3000, 100)]), 30),
    **{
        f"facts of kind {source.kind.name}": (source.read("default", [f"{prefix}{n}" for n in range(0, 3000, 100)]), 30)
        for source, prefix in zip(
            sources()[:7], ("iitem_", "iitem_", "S", "sloc_", "sloc_", "schan_", "schan_"), strict=True
        )
    },
    **{
        f"variants, {source.kind.name}": (source.read("default", [f"{prefix}{n}" for n in range(0, 3000, 100)]), 30)
        for source, prefix in zip(variants_store.sources()[1:], (*["variant_"] * 5, "sku:S", "variant_"), strict=True)
    },
    **{
        f"shared, {question.name}": (question.statement("default", [f"{prefix}{n}" for n in range(0, 3000, 100)]), 30)
        for question, prefix in (
            (variants_store.FACTS, "variant_"),
            (variants_store.TAKING_ITEMS, "iitem_"),
            (variants_store.TAKING_VARIANTS, "variant_"),
            (restock_store.LAST_TOLD, "variant_"),
            (restock_store.WAITED_FOR, "variant_"),
        )
    },
    **{
        f"restock, {source.kind.name}": (source.read("default", ids), 30)
        for source, ids in zip(
            restock_store.sources(),
            (
                [f"rsub_{n}" for n in range(0, 3000, 100)],
                [f"name{n}" for n in range(0, 3000, 100)],
                [f'["variant_{n}","schan_0","ada"]' for n in range(0, 3000, 100)],
                [f'["variant_{n}","schan_0"]' for n in range(0, 3000, 100)],
            ),
            strict=True,
        )
    },
    "stock of items": (stock_of_items(TRUE_CLOCK).statement("default", [key.item_id for key in KEYS]), len(KEYS)),
    "offers of items": (offers_of_items(TRUE_CLOCK).statement("default", [key.item_id for key in KEYS]), len(KEYS)),
}
FILL = (
    "INSERT INTO items (tenant_id, id, create_time, update_time) SELECT t, 'iitem_' || n, now(), now() FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO locations (tenant_id, id, name, create_time, update_time) VALUES ('default', 'sloc_0', 'x', now(), now()), ('other', 'sloc_0', 'x', now(), now())",
    "INSERT INTO levels (tenant_id, item_id, location_id, id, next_expiry, create_time, update_time) SELECT t, 'iitem_' || n, 'sloc_0', 'l', '2000-01-01', now(), now() FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO sales_channels (tenant_id, id, name, create_time, update_time) SELECT t, 'schan_' || n, 'x', now(), now() FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO sales_channel_locations SELECT t, 'schan_' || n, 'sloc_0' FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO item_skus SELECT t, 'S' || n, 'iitem_' || n FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO requests SELECT t, 'M', 'r' || n, ''::bytea, ''::bytea, now() FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO reservations (tenant_id, id, state, create_time, update_time) SELECT t, 'res_' || n, 'CONFIRMED', now(), now() FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO allocations (tenant_id, item_id, location_id, claim_seq, entry, id, reservation_id, line_id, line_index, quantity, expire_time) SELECT t, 'iitem_' || n, 'sloc_0', 1, 0, 'a', 'res_' || n, 'l', 0, 1, '2000-01-01' FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO movements SELECT t, 'iitem_' || n, 'sloc_0', '2026-01-02', 1, 0, 'post', 1, 1, 1, 21, '', '', '', NULL, NULL, NULL, '', '', '2026-01-02' FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO variants (tenant_id, id, create_time, update_time) SELECT t, 'variant_' || n, now(), now() FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO variant_components (tenant_id, variant_id, position, item_id, required_quantity) SELECT t, 'variant_' || n, 0, 'iitem_' || n, 1 FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO variant_codes SELECT t, 'sku', 'S' || n, 'variant_' || n FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO variant_stock SELECT t, 'variant_' || n, 'schan_0', true, 1, now() FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO restock_subscriptions (tenant_id, id, variant_id, sales_channel_id, subscriber, create_time) SELECT t, 'rsub_' || n, 'variant_' || n, 'schan_0', 'ada', now() FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO projector_positions SELECT t, 'name' || n, n FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
    "INSERT INTO observations SELECT t, 'iitem_' || n, 'sloc_0', 1, '2026-01-02' FROM generate_series(0, 2999) AS n, unnest('{default,other}'::text[]) AS t",
)


def rows_touched(plan: dict[str, Any]) -> int:
    """The most rows that any scan of a table looked at, found or thrown away."""
    own = 0
    if "Relation Name" in plan:
        thrown = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        own = round((plan["Actual Rows"] + thrown) * plan["Actual Loops"])
        assert plan["Node Type"] != "Seq Scan", plan["Relation Name"]
    return max([own, *(rows_touched(one) for one in plan.get("Plans", []))])


@pytest.mark.parametrize("state", ["never analysed", "freshly analysed", "grown since"])
async def test_a_hot_statement_touches_the_rows_it_names_and_no_others(database_url: str, state: str) -> None:
    async with await connect_lane(database_url, prepare=True) as connection:
        await check_plans(connection, state)


async def check_plans(connection: psycopg.AsyncConnection[Any], state: str) -> None:
    if state == "grown since":
        await connection.execute("ANALYZE")
    for statement in FILL:
        await connection.execute(statement)
    if state == "freshly analysed":
        await connection.execute("ANALYZE")
    for name, ((text, parameters), keys) in HOT.items():
        cursor = psycopg.AsyncRawCursor(connection)
        for _ in range(2):
            await cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {text}", parameters, prepare=True)
            row = await cursor.fetchone()
        assert row is not None
        assert rows_touched(row[0][0]["Plan"]) <= keys + 5, f"{name}, {state}"
