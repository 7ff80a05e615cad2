"""Tenants: whose stock it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tenant:
    """One tenant. A suspended one keeps everything and is not served."""

    id: str
    token_key: bytes
    create_time: datetime
    suspend_time: datetime | None

    @property
    def is_live(self) -> bool:
        """Whether it is served."""
        return self.suspend_time is None
