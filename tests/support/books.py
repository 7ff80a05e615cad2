"""The books, checked after every stateful test: what `verify-ledger` proves, and what only a test can see."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import psycopg

from holdfast_server.ledger.verify import Report
from holdfast_server.wiring import prove

BUCKETS = {1: "stocked", 2: "reserved", 3: "incoming", 4: "quality_control", 5: "damaged", 6: "quarantine"}


def report_of(database_url: str, tenant_id: str | None = None) -> Report:
    """What verify-ledger finds. Has a loop of its own, so that tests inside a loop may ask as well."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, prove(database_url, tenant_id=tenant_id)).result()


def assert_books(database_url: str) -> None:
    """Every difference fails the test by name: I1–I3, I6, I7; events = movements (I8); nothing leaks (I10)."""
    report = report_of(database_url)
    assert report.sound, "\n".join(finding.message for finding in report.findings)
    assert not report.stopped_early
    with psycopg.connect(database_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # the relay is at work meanwhile
        _assert_events_tell_the_movements(connection)
        _assert_each_batch_is_numbered_once(connection)
        _assert_low_levels_are_marked(connection)
        _assert_nobody_idles_in_a_transaction(connection)


def _assert_events_tell_the_movements(connection: psycopg.Connection[Any]) -> None:
    """Each version of each level was told once, with the balances that its movements left and no others changed."""
    told: dict[Any, tuple[dict[str, Any], dict[str, Any]]] = {}
    for tenant_id, encoded in connection.execute("SELECT tenant_id, events FROM outbox").fetchall():
        for event in orjson.loads(encoded)["events"]:
            if event["type"] == "level.changed":
                payload = event["payload"]
                after = payload["after"]
                mark = (tenant_id, payload["item_id"], payload["location_id"], after["version"])
                assert mark not in told, f"told twice: {mark}"
                told[mark] = (payload["before"], after)
    written: dict[Any, dict[str, int]] = {}
    movements = (
        "SELECT tenant_id, item_id, location_id, version, bucket, balance FROM movements ORDER BY version, entry"
    )
    for *mark, bucket, balance in connection.execute(movements).fetchall():
        written.setdefault(tuple(mark), {})[BUCKETS[bucket]] = balance
    assert set(told) == set(written)
    for mark, (before, after) in told.items():
        balances = {name: after.get(name, 0) for name in written[mark]}
        assert balances == written[mark], mark
        changed = {name for name in BUCKETS.values() if before.get(name, 0) != after.get(name, 0)}
        assert changed <= set(written[mark]), mark


def _assert_each_batch_is_numbered_once(connection: psycopg.Connection[Any]) -> None:
    """Positions have no gap, and what was committed has one position, or waits for it."""
    heads = dict(connection.execute("SELECT tenant_id, position FROM event_heads").fetchall())
    positions: dict[str, list[int]] = {}
    numbered: list[Any] = []
    query = "SELECT tenant_id, position, batch_id FROM event_positions ORDER BY tenant_id, position"
    for tenant_id, position, batch_id in connection.execute(query).fetchall():
        positions.setdefault(tenant_id, []).append(position)
        numbered.append((tenant_id, batch_id))
    for tenant_id, found in positions.items():
        assert found == list(range(1, heads[tenant_id] + 1)), tenant_id
    pending = connection.execute("SELECT tenant_id, batch_id FROM outbox_pending").fetchall()
    batches = connection.execute("SELECT tenant_id, batch_id FROM outbox").fetchall()
    assert sorted([*numbered, *pending]) == sorted(batches)


def _assert_low_levels_are_marked(connection: psycopg.Connection[Any]) -> None:
    """At its threshold a level is low, a fifth above it it is not; between the two either may be so."""
    query = (
        "SELECT tenant_id, item_id, location_id FROM (SELECT *, stocked - reserved - safety_stock AS available, "
        "low_stock_threshold AS at FROM levels WHERE delete_time IS NULL) AS l WHERE CASE WHEN at IS NULL THEN is_low "
        "WHEN is_low THEN available >= at + greatest(1, ceil(at / 5.0)) ELSE available <= at END"
    )
    assert connection.execute(query).fetchall() == []


def _assert_nobody_idles_in_a_transaction(connection: psycopg.Connection[Any]) -> None:
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%' "
        "AND state_change < clock_timestamp() - interval '1 second'"
    )
    row = connection.execute(query).fetchone()
    assert row == (0,)
