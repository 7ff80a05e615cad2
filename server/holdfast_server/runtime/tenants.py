"""Tenants: the row that every server on one database reads a tenant's secrets from."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_bytes
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from holdfast_server.runtime.tables import metadata

tenants: Final = sa.Table(
    "tenants",
    metadata,
    sa.Column("tenant_id", sa.Text(collation="C"), primary_key=True),
    sa.Column("token_key", sa.LargeBinary, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
)


class TenantKeys:
    """The secrets of the tenants that this server serves, as they are in the database."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}

    async def ensure(self, engine: AsyncEngine, tenant_id: str) -> None:
        """Make the tenant where it is new; learn its secret. Several servers may do this at once."""
        new = insert(tenants).values(tenant_id=tenant_id, token_key=token_bytes(32), create_time=datetime.now(UTC))
        # Of two who come at once the later one waits, and then sees that it is there: an older snapshot would fail.
        async with engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
            await connection.execute(new.on_conflict_do_nothing())
            query = sa.select(tenants.c.token_key).where(tenants.c.tenant_id == tenant_id)
            self._keys[tenant_id] = bytes((await connection.execute(query)).scalar_one())

    def token_key(self, tenant_id: str) -> bytes:
        """The key that authenticates the tenant's page tokens."""
        return self._keys[tenant_id]
