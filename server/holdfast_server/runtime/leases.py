"""Leases: who does a piece of background work for a tenant, until when. Correctness never rests on one."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Final

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncEngine

from holdfast_server.kernel.ids import mint
from holdfast_server.runtime.tables import metadata

log = logging.getLogger(__name__)

GIVE_BACK_SECONDS: Final = 1.0

_ID: Final = sa.Text(collation="C")

leases: Final = sa.Table(
    "leases",
    metadata,
    sa.Column("tenant_id", _ID, nullable=False),
    sa.Column("name", _ID, nullable=False),
    sa.Column("holder", _ID, nullable=False),
    sa.Column("until_time", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "name"),
)

_TAKE: Final = sa.text(
    "INSERT INTO leases AS l (tenant_id, name, holder, until_time) "
    "VALUES (:tenant_id, :name, :holder, clock_timestamp() + make_interval(secs => :seconds)) "
    "ON CONFLICT (tenant_id, name) DO UPDATE SET holder = excluded.holder, until_time = excluded.until_time "
    "WHERE l.holder = excluded.holder OR l.until_time < clock_timestamp() RETURNING holder"
)
_LIGHTLY: Final = sa.text("SET LOCAL synchronous_commit TO off")
_GIVE_BACK: Final = sa.text("DELETE FROM leases WHERE tenant_id = :tenant_id AND name = :name AND holder = :holder")


class Lease:
    """One piece of work of one tenant, held by at most one process at a time, `seconds` at once."""

    def __init__(self, engine: AsyncEngine, tenant_id: str, name: str, *, seconds: float) -> None:
        self._engine = engine
        self._names = {"tenant_id": tenant_id, "name": name, "holder": mint("holder")}
        self._seconds = seconds
        self._until = 0.0

    async def leads(self) -> bool:
        """Whether this process does the work now; it takes the lease for longer when half of its time is over.

        Where the database is too busy to be asked, what was taken before still holds.
        """
        loop = asyncio.get_running_loop()
        if loop.time() > self._until - self._seconds / 2:
            asked = loop.time()
            taken = await self._ask()
            if taken is not None:
                self._until = asked + self._seconds if taken else 0.0
        return loop.time() < self._until

    @property
    def is_held(self) -> bool:
        """Whether `leads` would say yes without asking."""
        return asyncio.get_running_loop().time() < self._until

    async def take(self) -> bool:
        """Take it, or take it for longer; False while somebody else has it, or the database is away."""
        return await self._ask() is True

    async def _ask(self) -> bool | None:
        try:
            async with self._engine.connect() as raw:
                # Two who come at once must wait for each other and look again; no lease is worth a wait for the disk.
                connection = await raw.execution_options(isolation_level="READ COMMITTED")
                await connection.execute(_LIGHTLY)
                taken = (await connection.execute(_TAKE, {**self._names, "seconds": self._seconds})).first()
                await connection.commit()
                return taken is not None
        except (exc.SQLAlchemyError, OSError) as error:
            log.warning("lease_failed", extra={"error_type": type(error).__name__})
            return None

    async def give_back(self) -> None:
        """Let others have it at once. Who cannot say so is believed when the lease has run out."""
        self._until = 0.0
        with suppress(Exception):
            async with asyncio.timeout(GIVE_BACK_SECONDS), self._engine.begin() as connection:
                await connection.execute(_GIVE_BACK, self._names)
