"""The published log: outbox transactions in the order in which they are told, numbered without gaps."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from holdfast_server.ledger.store import ID
from holdfast_server.runtime.tables import metadata

event_heads: Final = sa.Table(
    "event_heads",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False, server_default="0"),
    sa.PrimaryKeyConstraint("tenant_id"),
)

event_positions: Final = sa.Table(
    "event_positions",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("recorded_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("batch_id", ID, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "position", "recorded_time"),
    postgresql_partition_by="RANGE (recorded_time)",
)
