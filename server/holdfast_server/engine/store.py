"""Tables and statements of the write path itself: request ids, the outbox, the marks of committed batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from holdfast_server.engine.posting import Statement
from holdfast_server.kernel.ids import mint
from holdfast_server.ledger.store import ID
from holdfast_server.runtime.bulk import BulkInsert, BulkSelect
from holdfast_server.runtime.tables import metadata

requests: Final = sa.Table(
    "requests",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("method", ID, nullable=False),
    sa.Column("request_id", ID, nullable=False),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("answer", sa.LargeBinary, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "method", "request_id"),
    sa.Index("requests_by_time", "create_time", postgresql_using="brin"),
)

batches: Final = sa.Table(
    "batches",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("batch_id", ID, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "batch_id"),
    sa.Index("batches_by_time", "create_time", postgresql_using="brin"),
)

outbox: Final = sa.Table(
    "outbox",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("recorded_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("batch_id", ID, nullable=False),
    sa.Column("events", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "recorded_time", "batch_id"),
    postgresql_partition_by="RANGE (recorded_time)",
)

outbox_pending: Final = sa.Table(
    "outbox_pending",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("batch_id", ID, nullable=False),
    sa.Column("recorded_time", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "batch_id"),
)

_KNOWN_REQUESTS: Final = BulkSelect(
    requests, key=("method", "request_id"), columns=("method", "request_id", "fingerprint", "answer")
)
_INSERT_REQUESTS: Final = BulkInsert(
    requests,
    constant=("tenant_id", "create_time"),
    columns=("method", "request_id", "fingerprint", "answer"),
)

_MARK: Final = "INSERT INTO batches (tenant_id, batch_id, create_time) VALUES ($1, $2, $3)"
_MARK_FIRST: Final = (
    "INSERT INTO batches (tenant_id, batch_id, create_time) VALUES ($1, $2, clock_timestamp()) "
    "ON CONFLICT DO NOTHING RETURNING batch_id"
)
_PUBLISH: Final = "INSERT INTO outbox (tenant_id, recorded_time, batch_id, events) VALUES ($1, $2, $3, $4)"
_PENDING: Final = "INSERT INTO outbox_pending (tenant_id, batch_id, recorded_time) VALUES ($1, $2, $3)"


def known_requests(tenant_id: str, keys: Sequence[tuple[str, str]]) -> Statement:
    """(method, request_id, fingerprint, answer) of those requests that were accepted before."""
    return _KNOWN_REQUESTS((tenant_id,), keys)


def insert_requests(tenant_id: str, at: datetime, rows: Sequence[tuple[str, str, bytes, bytes]]) -> Statement:
    """Remember accepted requests, in the order of their keys: twins then wait for one another in one order."""
    return _INSERT_REQUESTS((tenant_id, at), sorted(rows))


def mark(tenant_id: str, batch_id: str, at: datetime) -> Statement:
    """The mark that lets a lost COMMIT be told from a failed one."""
    return _MARK, (tenant_id, batch_id, at)


def mark_first(tenant_id: str, batch_id: str) -> Statement:
    """The same mark set at the start of a rerun; no row comes back when the first run was committed."""
    return _MARK_FIRST, (tenant_id, batch_id)


def mark_probe(tenant_id: str) -> sa.Insert:
    """A mark of nothing: shows whether the database takes writes. Cleaned away with the others."""
    return sa.insert(batches).values(tenant_id=tenant_id, batch_id=mint("probe"), create_time=sa.func.now())


def publish(tenant_id: str, batch_id: str, at: datetime, events: bytes) -> Sequence[Statement]:
    """The outbox row of a transaction, and the small one by which the relay finds it."""
    return ((_PUBLISH, (tenant_id, at, batch_id, events)), (_PENDING, (tenant_id, batch_id, at)))
