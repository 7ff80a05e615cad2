"""Every statement that a server sends, and what the database does to answer it where there is much of everything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from holdfast_server.engine import pipeline
from holdfast_server.runtime import database
from holdfast_server.runtime.keyset import LOOKED_AT

ROWS: Final = 16_000
"""Of what grows, for each of two tenants: several times as many as a page may look at."""
SMALL: Final = {"alembic_version", "event_heads", "leases", "outbox_pending", "projector_positions", "tenants"}
"""Tables that do not grow with what a shop does: a few rows for each tenant, or what is waiting at the moment."""

_BOTH: Final = "generate_series(0, {last}) AS n, unnest('{{default,other}}'::text[]) AS t"
_TIME: Final = "timestamptz '2026-03-01' + n * interval '10 minutes'"
_LIVE: Final = "create_time, update_time"


def _insert(into: str, values: str, rows: int = ROWS) -> str:
    return f"INSERT INTO {into} SELECT t, {values} FROM {_BOTH.format(last=rows - 1)}"


# Items are at one of four locations each. Half of what happened, happened to one of them.
FILL: Final = (
    _insert("locations (tenant_id, id, name, create_time, update_time)", f"'sloc_' || n, 'x', {_TIME}, {_TIME}", 8000),
    _insert("items (tenant_id, id, sku, title, create_time, update_time)", f"'iitem_' || n, 'S' || n, 'x', {_TIME}, {_TIME}"),
    _insert("item_skus", "'S' || n, 'iitem_' || n"),
    _insert(
        "levels (tenant_id, item_id, location_id, id, stocked, reserved, short, version, is_low, create_time, update_time)",
        f"'iitem_' || n, 'sloc_' || n % 4, 'l', 1, 2, true, 0, n < 9000, {_TIME}, {_TIME}",
    ),
    _insert("sales_channels (tenant_id, id, name, create_time, update_time)", f"'schan_' || n, 'x', {_TIME}, {_TIME}", 400),
    _insert("sales_channel_locations", "'schan_' || n, 'sloc_' || n", 400),
    _insert(
        "variants (tenant_id, id, sku, product_id, create_time, update_time)",
        f"'variant_' || n, 'S' || n, 'prod_' || n / 3, {_TIME}, {_TIME}",
    ),
    _insert("variant_components (tenant_id, variant_id, position, item_id, required_quantity)", "'variant_' || n, 0, 'iitem_' || n, 1"),
    _insert("variant_codes", "'sku', 'S' || n, 'variant_' || n"),
    _insert(
        "reservations (tenant_id, id, state, reference_type, reference_id, external_id, create_time, update_time, due_time)",
        "'res_' || n, CASE WHEN n % 4 = 0 THEN 'HELD' ELSE 'CONFIRMED' END, 'order', 'o' || n, 'x' || n, "
        f"{_TIME}, {_TIME}, CASE WHEN n % 4 = 0 THEN timestamptz '2099-01-01' + n * interval '1 s' END",
    ),
    # Half of all claims are of one item at one place, closed long ago, but for the last few.
    _insert(
        "allocations (tenant_id, item_id, location_id, claim_seq, entry, id, reservation_id, line_id, line_index, "
        "line_item_id, quantity, line_quantity, released, expire_time)",
        "'iitem_' || CASE WHEN n % 2 = 0 THEN 0 ELSE n END, 'sloc_' || CASE WHEN n % 2 = 0 THEN 0 ELSE n % 4 END, "
        "n + 1, 0, 'a' || n, 'res_' || n, 'l', 0, 'line' || n, 1, 1, CASE WHEN n % 2 = 0 AND n < 15990 THEN 1 ELSE 0 END, "
        "CASE WHEN n % 4 = 0 THEN timestamptz '2099-01-01' + n * interval '1 s' END",
    ),
    _insert(
        "movements",
        f"'iitem_' || CASE WHEN n % 2 = 0 THEN 0 ELSE n END, 'sloc_' || CASE WHEN n % 2 = 0 THEN 0 ELSE n % 4 END, "
        f"{_TIME}, n + 1, 0, 'post' || n, 1, 1, 1, 1, '', '', '', 'res_' || n, 'a' || n, NULL, 'ada', 'r' || n, {_TIME}",
    ),
    _insert("requests", f"'M', 'r' || n, ''::bytea, ''::bytea, {_TIME}"),
    _insert("batches", f"'b' || n, {_TIME}"),
    _insert("fulfillments (tenant_id, id, reservation_id, create_time)", f"'ful_' || n, 'res_' || n, {_TIME}"),
    _insert(
        "fulfillment_entries (tenant_id, fulfillment_id, entry, reservation_id, allocation_id, item_id, location_id, quantity)",
        "'ful_' || n, 0, 'res_' || n, 'a' || n, 'iitem_0', 'sloc_0', 1",
    ),
    _insert("observations", f"'iitem_' || n, 'sloc_0', 1, {_TIME}"),
    _insert("outbox", f"{_TIME}, 'b' || n, '{{\"v\":2,\"events\":[]}}'::bytea"),
    _insert("event_positions", f"n + 1, {_TIME}, 'b' || n"),
    f"INSERT INTO event_heads VALUES ('default', {ROWS}), ('other', {ROWS})",
    f"INSERT INTO projector_positions VALUES ('default', 'variant_stock', {ROWS}), ('other', 'variant_stock', {ROWS})",
    _insert("variant_stock", f"'variant_' || n, 'schan_0', true, 1, {_TIME}"),
    # Half of those who wait, wait for one variant.
    _insert(
        "restock_subscriptions (tenant_id, id, variant_id, sales_channel_id, subscriber, min_quantity, create_time)",
        f"'rsub_' || n, 'variant_' || CASE WHEN n % 2 = 0 THEN 15999 ELSE n % 20 END, '', 'who' || n, 5, {_TIME}",
    ),
)  # fmt: skip


def fill(url: str) -> None:
    """Much of everything, for two tenants; figures of it only where somebody asks for them."""
    with psycopg.connect(url, autocommit=True) as connection:
        for month in range(3, 7):
            for table in ("movements", "outbox", "event_positions"):
                connection.execute(
                    f"CREATE TABLE {table}_2026_{month:02} PARTITION OF {table} "
                    f"FOR VALUES FROM ('2026-{month:02}-01 00:00+00') TO ('2026-{month + 1:02}-01 00:00+00')"
                )
        names = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        for (name,) in names.fetchall():
            connection.execute(f"ALTER TABLE {name} SET (autovacuum_enabled = off)")
        connection.execute("SET synchronous_commit = off")
        for statement in FILL:
            connection.execute(statement)


@dataclass(frozen=True)
class Sent:
    """One statement with its parameters, numbered $1 …; whether a lane or the pool sent it, and on whose behalf."""

    text: str
    parameters: tuple[Any, ...]
    by_lane: bool
    during: str


class Recorder:
    """Whatever is sent meanwhile; of the same text, by the same call, once."""

    def __init__(self) -> None:
        self.during = ""
        self._sent: dict[tuple[str, str], Sent] = {}

    @property
    def sent(self) -> list[Sent]:
        return list(self._sent.values())

    def note(self, text: str, parameters: Sequence[Any], *, by_lane: bool) -> None:
        self._sent.setdefault((text, self.during), Sent(text, tuple(parameters), by_lane, self.during))


@contextmanager
def recording() -> Iterator[Recorder]:
    """Notes every statement of the engine, of shared reads and of the pool, for as long."""
    recorder = Recorder()
    adapted = pipeline._adapted

    def noted(adapter: Any, text: str, parameters: Sequence[Any]) -> Any:
        recorder.note(text, parameters, by_lane=True)
        return adapted(adapter, text, parameters)

    def pooled(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        recorder.note(*numbered(statement, parameters), by_lane=False)

    sa.event.listen(sa.Engine, "before_cursor_execute", pooled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "_adapted", noted)
        try:
            yield recorder
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", pooled)


def numbered(statement: str, parameters: Any) -> tuple[str, list[Any]]:
    """A statement with named parameters as one with numbered ones."""
    if not isinstance(parameters, Mapping):
        return statement, []
    names: list[str] = []

    def place(found: re.Match[str]) -> str:
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    text = re.sub(r"%\((\w+)\)s", place, statement).replace("%%", "%")
    return text, [parameters[name] for name in names]


# --- plans ------------------------------------------------------------------------------------------


def connect(url: str, *, by_lane: bool) -> psycopg.Connection[Any]:
    """A connection whose planner is told what a lane's, or the pool's, is told."""
    settings = database._LANE if by_lane else database._POOL
    return psycopg.connect(**database.parameters(url, settings), autocommit=True)


def faults(connection: psycopg.Connection[Any], one: Sent, tenant: str = "default") -> list[str]:
    """What is wrong with the plan that a statement has whatever its parameters are, as this tenant's."""
    values = [tenant if value == "default" else value for value in one.parameters]
    arguments = sql.SQL(", ").join(sql.Literal(value) for value in values)
    execute = sql.SQL("EXECUTE one ({})").format(arguments) if values else sql.SQL("EXECUTE one")
    reads = not re.match(r"\s*INSERT", one.text)
    with connection.transaction(force_rollback=True):
        connection.execute(sql.SQL(f"PREPARE one AS {one.text}"))  # type: ignore[arg-type]
        options = "ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON" if reads else "FORMAT JSON"
        try:
            row = connection.execute(sql.SQL(f"EXPLAIN ({options}) ") + execute).fetchone()  # type: ignore[arg-type]
        finally:
            if connection.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
                connection.execute("DEALLOCATE one")
    assert row is not None
    plan = row[0][0]["Plan"]
    most = (LOOKED_AT if not one.by_lane else 0) + 1500
    return [*_scans(plan), *(_work(plan, most) if reads else [])]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)


def _table(node: dict[str, Any]) -> str:
    return re.sub(r"_(default|\d{4}_\d{2})$", "", node.get("Relation Name", ""))


def _scans(plan: dict[str, Any]) -> list[str]:
    """Large tables that are walked through as they lie; an empty partition has nothing to walk through."""
    return [
        f"Seq Scan of {node['Relation Name']}"
        for node in _nodes(plan)
        if node["Node Type"] == "Seq Scan" and _table(node) not in SMALL and node.get("Shared Hit Blocks", 1) > 0
    ]


def _work(plan: dict[str, Any], most: int) -> list[str]:
    """Scans that look at more rows than a call may, and pages that were read for rows that nobody saw."""
    found = []
    paid = 30
    for node in _nodes(plan):
        if _table(node):
            thrown = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
            rows = round((node["Actual Rows"] + thrown) * node["Actual Loops"])
            paid += 8 * rows + 4 * node["Actual Loops"]
            if rows > most and _table(node) not in SMALL:
                found.append(f"{node['Node Type']} of {node['Relation Name']} looks at {rows} rows")
    blocks = plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0)
    if plan["Node Type"] == "ModifyTable":
        paid *= 2  # what is written, is written to the indexes as well
    if blocks > paid:
        found.append(f"{blocks} blocks, where {paid} would do")
    return found
