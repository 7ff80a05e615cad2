"""Who asks: the principal that reaches every command and query."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast_server.kernel.ids import TenantId


@dataclass(frozen=True, slots=True)
class Storefront:
    """What a publishable key may do besides asking: anybody can have it, for it stands in a page.

    `shows_quantities` is False where it is told only whether there is enough, up to `low_quantity`, or nothing.
    `live_holds` is how many it may keep at once with one peer; 0: none.
    """

    sales_channel_id: str
    shows_quantities: bool = True
    low_quantity: int = 5
    live_holds: int = 0


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller: its tenant, its name in the ledger (`subject`), and what it may touch.

    `location_ids` and `sales_channel_ids` narrow what it sees; None means all of its tenant's. Whoever is limited to
    channels sees the locations that serve them, and these only: `location_ids` says so by the time a command or query
    is asked. `storefront` is that of a publishable key. `expires_at` is when a token runs out, in seconds since 1970.
    """

    tenant_id: TenantId
    subject: str
    scopes: frozenset[str] = frozenset()
    location_ids: frozenset[str] | None = None
    sales_channel_ids: frozenset[str] | None = None
    storefront: Storefront | None = None
    expires_at: float | None = None

    @property
    def is_limited(self) -> bool:
        """Whether it sees less than its tenant has."""
        return self.location_ids is not None or self.sales_channel_ids is not None

    def sees_location(self, location_id: str) -> bool:
        """Whether a location is there for it."""
        return self.location_ids is None or location_id in self.location_ids

    def sees_channel(self, sales_channel_id: str) -> bool:
        """Whether a sales channel is there for it."""
        return self.sales_channel_ids is None or sales_channel_id in self.sales_channel_ids


DEV_TENANT = TenantId("default")
DEV = Principal(tenant_id=DEV_TENANT, subject="dev")
"""The one principal of dev mode."""
