"""Reads for operators."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast_server.admin import store
from holdfast_server.admin.model import DatabaseInfo
from holdfast_server.kernel.principal import Principal
from holdfast_server.ledger.verify import DEFAULT_FINDINGS, Report, verify
from holdfast_server.runtime.database import Database


class AdminQueries:
    """The database about itself, and the proof of the books."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def database(self, deadline: float) -> DatabaseInfo:
        """Version and clock of the database."""
        rows = await self._database.rows(deadline, store.select_database())
        return DatabaseInfo(*rows[0])

    async def verify(self, who: Principal, item_ids: Sequence[str], max_findings: int) -> Report:
        """The proof of the books of the caller's tenant."""
        return await verify(
            self._database.engine,
            tenant_id=who.tenant_id,
            item_ids=item_ids,
            max_findings=max_findings or DEFAULT_FINDINGS,
        )
