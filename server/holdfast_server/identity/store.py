"""Tables and statements of identity. Every change counts up its tenant's version, by whose sum servers notice it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from holdfast_server.identity.model import Grant, Key, KeyKind, Known
from holdfast_server.kernel.principal import Storefront
from holdfast_server.runtime.tables import metadata
from holdfast_server.runtime.tenants import new_row, read_tenants, tenants

_ID: Final = sa.Text(collation="C")

keys: Final = sa.Table(
    "api_keys",
    metadata,
    sa.Column("tenant_id", _ID, nullable=False),
    sa.Column("id", _ID, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("scopes", ARRAY(sa.Text), nullable=False),
    sa.Column("location_ids", ARRAY(sa.Text), nullable=True),
    sa.Column("sales_channel_ids", ARRAY(sa.Text), nullable=True),
    sa.Column("shows_quantities", sa.Boolean, nullable=False, server_default="true"),
    sa.Column("low_quantity", sa.BigInteger, nullable=False, server_default="5"),
    sa.Column("live_holds", sa.Integer, nullable=False, server_default="0"),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expire_time", sa.DateTime(timezone=True), nullable=True),
    sa.Column("revoke_time", sa.DateTime(timezone=True), nullable=True),
    sa.Column("last_used_time", sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
)

_VERSION: Final = sa.select(sa.func.coalesce(sa.func.sum(tenants.c.version), 0))
_NEXT: Final = tenants.c.version + 1


async def version(connection: Any) -> int:
    """The number of changes so far."""
    return int((await connection.execute(_VERSION)).scalar_one())


async def known(connection: Any) -> Known:
    """Everything at once; the connection's transaction must be one snapshot."""
    number = await version(connection)
    return Known(number, await read_tenants(connection), await read_keys(connection, revoked=False))


async def read_keys(connection: Any, *, revoked: bool, tenant_id: str | None = None) -> list[Key]:
    """Keys, the oldest first."""
    query = sa.select(keys).order_by(keys.c.create_time, keys.c.id)
    if not revoked:
        query = query.where(keys.c.revoke_time.is_(None))
    if tenant_id is not None:
        query = query.where(keys.c.tenant_id == tenant_id)
    return [_key(row) for row in (await connection.execute(query)).all()]


def _key(row: Any) -> Key:
    kind = KeyKind(row.kind)
    channels = None if row.sales_channel_ids is None else frozenset(row.sales_channel_ids)
    storefront = None
    if kind is KeyKind.PUBLISHABLE:
        (channel,) = channels or ("",)
        storefront = Storefront(channel, row.shows_quantities, row.low_quantity, row.live_holds)
    locations = None if row.location_ids is None else frozenset(row.location_ids)
    return Key(
        row.tenant_id,
        row.id,
        kind,
        row.name,
        bytes(row.digest),
        Grant(frozenset(row.scopes), locations, channels, storefront),
        row.create_time,
        row.expire_time,
        row.revoke_time,
        row.last_used_time,
    )


# --- changes ----------------------------------------------------------------------------------------


async def insert_tenant(connection: Any, tenant_id: str) -> bool:
    """Make a tenant; False where there is one of that id."""
    made = insert(tenants).values(new_row(tenant_id)).on_conflict_do_nothing().returning(tenants.c.tenant_id)
    return (await connection.execute(made)).first() is not None


async def suspend(connection: Any, tenant_id: str, at: datetime | None) -> bool:
    """Suspend a tenant at an instant, or resume it (None); False where there is none."""
    since = None if at is None else sa.func.coalesce(tenants.c.suspend_time, at)
    changed = sa.update(tenants).where(tenants.c.tenant_id == tenant_id).values(suspend_time=since, version=_NEXT)
    found = await connection.execute(changed)
    return bool(found.rowcount)


async def insert_key(connection: Any, key: Key) -> None:
    """Keep a new key."""
    grant, storefront = key.grant, key.grant.storefront or Storefront("")
    row = {
        "tenant_id": key.tenant_id,
        "id": key.id,
        "kind": key.kind.value,
        "name": key.name,
        "digest": key.digest,
        "scopes": sorted(grant.scopes),
        "location_ids": _texts(grant.location_ids),
        "sales_channel_ids": _texts(grant.sales_channel_ids),
        "shows_quantities": storefront.shows_quantities,
        "low_quantity": storefront.low_quantity,
        "live_holds": storefront.live_holds,
        "create_time": key.create_time,
        "expire_time": key.expire_time,
    }
    await connection.execute(sa.insert(keys).values(row))


async def count_change(connection: Any, tenant_id: str) -> bool:
    """Say that something of a tenant changes; False where there is no such tenant, live or suspended."""
    counted = sa.update(tenants).where(tenants.c.tenant_id == tenant_id).values(version=_NEXT)
    return bool((await connection.execute(counted)).rowcount)


async def revoke(connection: Any, key_id: str, at: datetime) -> bool:
    """Revoke a key for good; False where there is none."""
    since = sa.func.coalesce(keys.c.revoke_time, at)
    revoked = sa.update(keys).where(keys.c.id == key_id).values(revoke_time=since).returning(keys.c.tenant_id)
    owner = (await connection.execute(revoked)).scalar()
    return owner is not None and await count_change(connection, owner)


async def mark_used(connection: Any, used: Iterable[tuple[str, str]], at: datetime, step: timedelta) -> None:
    """Remember that keys were used; no row is written more often than every `step`."""
    for tenant_id, key_id in sorted(used):
        written = (
            sa.update(keys)
            .where(keys.c.tenant_id == tenant_id, keys.c.id == key_id)
            .where(sa.or_(keys.c.last_used_time.is_(None), keys.c.last_used_time < at - step))
            .values(last_used_time=at)
        )
        await connection.execute(written)


def _texts(ids: frozenset[str] | None) -> Sequence[str] | None:
    return None if ids is None else sorted(ids)
