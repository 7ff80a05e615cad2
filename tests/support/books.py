"""The books, checked after every stateful test: what `verify-ledger` proves, and what only a test can see."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import psycopg

from holdfast_server.ledger.verify import Report
from holdfast_server.wiring import prove


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
        _assert_events_tell_the_movements(connection)
        _assert_nobody_idles_in_a_transaction(connection)


def _assert_events_tell_the_movements(connection: psycopg.Connection[Any]) -> None:
    """Each version of each level was told once, with the balances that its movements left."""
    told: dict[tuple[str, str, str, int], dict[str, int]] = {}
    rows = connection.execute("SELECT tenant_id, batch_id, events FROM outbox").fetchall()
    for tenant_id, _, encoded in rows:
        for event in orjson.loads(encoded)["events"]:
            if event["type"] == "level.changed":
                payload = event["payload"]
                mark = (tenant_id, payload["item_id"], payload["location_id"], payload["after"]["version"])
                assert mark not in told, f"told twice: {mark}"
                told[mark] = payload["after"]
    names = {1: "stocked", 2: "reserved", 3: "incoming", 4: "quality_control", 5: "damaged", 6: "quarantine"}
    written: dict[tuple[str, str, str, int], dict[str, int]] = {}
    movements = (
        "SELECT tenant_id, item_id, location_id, version, bucket, balance FROM movements ORDER BY version, entry"
    )
    for tenant_id, item_id, location_id, version, bucket, balance in connection.execute(movements).fetchall():
        written.setdefault((tenant_id, item_id, location_id, version), {})[names[bucket]] = balance
    shown = {
        mark: {name: told[mark].get(name, 0) for name in balances} for mark, balances in written.items() if mark in told
    }
    assert (told.keys(), shown) == (written.keys(), written)
    batches = {batch_id for _, batch_id, _ in rows}
    pending = {row[0] for row in connection.execute("SELECT batch_id FROM outbox_pending").fetchall()}
    assert pending <= batches


def _assert_nobody_idles_in_a_transaction(connection: psycopg.Connection[Any]) -> None:
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%' "
        "AND state_change < clock_timestamp() - interval '1 second'"
    )
    row = connection.execute(query).fetchone()
    assert row == (0,)
