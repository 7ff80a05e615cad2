"""Tenants: the row that every server on one database reads a tenant's secrets from, and whether it is served."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from secrets import token_bytes
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from holdfast_server.kernel.tenants import Tenant
from holdfast_server.runtime.tables import metadata

tenants: Final = sa.Table(
    "tenants",
    metadata,
    sa.Column("tenant_id", sa.Text(collation="C"), primary_key=True),
    sa.Column("token_key", sa.LargeBinary, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("suspend_time", sa.DateTime(timezone=True), nullable=True),
    sa.Column("version", sa.BigInteger, nullable=False, server_default="1"),
)


class TenantKeys:
    """The secrets of the tenants that this server knows, as they are in the database."""

    def __init__(self) -> None:
        self._keys: Mapping[str, bytes] = {}

    async def ensure(self, engine: AsyncEngine, tenant_id: str) -> None:
        """Make the tenant where it is new; learn its secret. Several servers may do this at once."""
        # Of two who come at once the later one waits, and then sees that it is there: an older snapshot would fail.
        async with engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
            await connection.execute(insert(tenants).values(new_row(tenant_id)).on_conflict_do_nothing())
            query = sa.select(tenants.c.token_key).where(tenants.c.tenant_id == tenant_id)
            self._keys = {**self._keys, tenant_id: bytes((await connection.execute(query)).scalar_one())}

    def learn(self, found: Mapping[str, Tenant]) -> None:
        """Know these tenants, and no longer any others."""
        self._keys = {one.id: one.token_key for one in found.values()}

    def token_key(self, tenant_id: str) -> bytes:
        """The key that authenticates the tenant's page tokens."""
        return self._keys[tenant_id]


def new_row(tenant_id: str) -> dict[str, Any]:
    """The row of a tenant that begins now, with a secret of its own."""
    return {"tenant_id": tenant_id, "token_key": token_bytes(32), "create_time": datetime.now(UTC)}


async def read_tenants(connection: Any) -> dict[str, Tenant]:
    """All tenants by id, suspended ones too."""
    query = sa.select(tenants.c.tenant_id, tenants.c.token_key, tenants.c.create_time, tenants.c.suspend_time).order_by(
        tenants.c.tenant_id
    )
    rows = (await connection.execute(query)).all()
    return {row[0]: Tenant(row[0], bytes(row[1]), row[2], row[3]) for row in rows}
