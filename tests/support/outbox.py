"""What was written into the outbox, whoever has read it since."""

from __future__ import annotations

import time
from typing import Any

import orjson
import psycopg


def events_of(database_url: str, resource: str) -> list[Any]:
    """Every event of a resource, in the order in which it happened."""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT events FROM outbox ORDER BY recorded_time").fetchall()
    return [event for (encoded,) in rows for event in orjson.loads(encoded)["events"] if event["resource"] == resource]


def types_of(database_url: str, resource: str) -> list[str]:
    return [event["type"] for event in events_of(database_url, resource)]


def until_told(database_url: str, resource: str, kind: str) -> list[Any]:
    """The events of a resource once one of this kind is among them: what works in the background needs a moment."""
    for _ in range(1000):
        found = events_of(database_url, resource)
        if any(event["type"] == kind for event in found):
            return found
        time.sleep(0.02)
    raise AssertionError(f"{kind} of {resource} was never told")


def how_much(database_url: str) -> dict[str, int]:
    """Rows of whatever a mutation could leave behind."""
    tables = (
        "outbox", "movements", "requests", "reservations", "allocations", "fulfillments", "fulfillment_entries", "levels",
    )  # fmt: skip
    with psycopg.connect(database_url) as connection:
        return {name: _count(connection, name) for name in tables}


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # type: ignore[call-overload]
    assert row is not None
    return int(row[0])
