"""Nouns of identity: keys, and everything that a server knows of who may come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final

from holdfast_server.kernel.principal import Storefront
from holdfast_server.kernel.tenants import Tenant


class KeyKind(Enum):
    """What a key begins with says what it is, to people and to scanners for leaked secrets."""

    SERVICE = "hf_sk"
    PUBLISHABLE = "hf_pk"


SCOPES: Final = (
    "availability.read",
    "stock.read",
    "stock.write",
    "reservation.write",
    "reservation.settle",
    "catalog.write",
    "events.watch",
    "ledger.read",
    "ops",
)
"""Those of the contract's enum `Scope`, as text. A test compares the two."""

WHOLE_TENANT: Final = frozenset({"catalog.write", "ops"})
"""Scopes about what belongs to no location and no channel: whoever is limited to some has none of these."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a credential allows. None: every location, every channel."""

    scopes: frozenset[str]
    location_ids: frozenset[str] | None = None
    sales_channel_ids: frozenset[str] | None = None
    storefront: Storefront | None = None

    @property
    def is_limited(self) -> bool:
        """Whether it leaves something of its tenant out."""
        return self.location_ids is not None or self.sales_channel_ids is not None


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: never the secret, only the digest of the whole token."""

    tenant_id: str
    id: str
    kind: KeyKind
    name: str
    digest: bytes
    grant: Grant
    create_time: datetime
    expire_time: datetime | None = None
    revoke_time: datetime | None = None
    last_used_time: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Whether it opens anything now."""
        return self.revoke_time is None and (self.expire_time is None or now < self.expire_time)


@dataclass(frozen=True, slots=True)
class Known:
    """All tenants and all keys that are not revoked, as one snapshot of the database shows them."""

    version: int
    tenants: Mapping[str, Tenant] = field(default_factory=dict)
    keys: Sequence[Key] = ()

    @property
    def live_tenants(self) -> list[str]:
        """Those that are served, by id."""
        return [one.id for one in self.tenants.values() if one.is_live]


NOBODY: Final = Known(-1)
