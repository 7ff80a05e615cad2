"""Changes by the operator: tenants and keys. What has changed is noticed by every server within a second or so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from holdfast_server.identity import rules, store
from holdfast_server.identity.model import Grant, Key, KeyKind
from holdfast_server.kernel.errors import ResourceExists, ResourceNotFound
from holdfast_server.kernel.tenants import Tenant
from holdfast_server.runtime.database import begin, connected
from holdfast_server.runtime.tenants import read_tenants


async def create_tenant(url: str, name: str) -> None:
    """Make a tenant. Raises ResourceExists."""
    tenant_id = rules.tenant_id(name)
    async with begin(url) as connection:
        if not await store.insert_tenant(connection, tenant_id):
            raise ResourceExists("Tenant", tenant_id)


async def list_tenants(url: str) -> list[Tenant]:
    """All tenants by id."""
    async with connected(url) as connection:
        return list((await read_tenants(connection)).values())


async def set_suspended(url: str, tenant_id: str, *, suspended: bool) -> None:
    """Serve a tenant no more, or again. Raises ResourceNotFound."""
    async with begin(url) as connection:
        if not await store.suspend(connection, tenant_id, datetime.now(UTC) if suspended else None):
            raise ResourceNotFound("Tenant", tenant_id)


async def create_key(
    url: str, tenant_id: str, kind: KeyKind, name: str, grant: Grant, lives_for: timedelta | None
) -> tuple[Key, str]:
    """Make a key; what is kept of it and the secret, which nobody can be told again. Raises ResourceNotFound."""
    rules.check_grant(grant, kind)
    now = datetime.now(UTC)
    key_id = rules.key_id(token_bytes(rules.ID_CHARACTERS))
    secret = rules.token(kind, key_id, token_bytes(rules.SECRET_BYTES))
    expires = None if lives_for is None else now + lives_for
    key = Key(tenant_id, key_id, kind, name, rules.digest(secret), grant, now, expires)
    async with begin(url) as connection:
        if not await store.count_change(connection, tenant_id):
            raise ResourceNotFound("Tenant", tenant_id)
        await store.insert_key(connection, key)
    return key, secret


async def list_keys(url: str, tenant_id: str | None) -> list[Key]:
    """All keys, or those of one tenant, revoked ones too; the oldest first."""
    async with connected(url) as connection:
        return await store.read_keys(connection, revoked=True, tenant_id=tenant_id)


async def revoke_key(url: str, key_id: str) -> None:
    """Make a key worthless for good. Raises ResourceNotFound."""
    async with begin(url) as connection:
        if not await store.revoke(connection, key_id, datetime.now(UTC)):
            raise ResourceNotFound("Key", key_id)
