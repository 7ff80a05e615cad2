"""Who asks: the principal that reaches every command and query."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast_server.kernel.ids import TenantId


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller: its tenant, its name in the ledger (`subject`), and what it may touch.

    `location_ids` and `sales_channel_ids` narrow what it sees; None means all of its tenant's.
    """

    tenant_id: TenantId
    subject: str
    scopes: frozenset[str] = frozenset()
    location_ids: frozenset[str] | None = None
    sales_channel_ids: frozenset[str] | None = None


DEV_TENANT = TenantId("default")
DEV = Principal(tenant_id=DEV_TENANT, subject="dev")
"""The one principal of dev mode."""
