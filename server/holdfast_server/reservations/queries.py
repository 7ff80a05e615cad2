"""Reads of reservations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.paging import Page, PageRequest, Position
from holdfast_server.kernel.principal import Principal
from holdfast_server.reservations import store
from holdfast_server.reservations.model import Allocation, Header, Reservation, ReservationFilter, ReservationSort
from holdfast_server.runtime.database import Database


class ReservationQueries:
    """Reservations with their claims and coverage, each answer of one snapshot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_id(self, who: Principal, reservation_id: str, deadline: float) -> Reservation:
        """One reservation. Raises ResourceNotFound."""
        found = await self.by_ids(who, [reservation_id], deadline)
        if reservation_id not in found:
            raise ResourceNotFound("Reservation", reservation_id)
        return found[reservation_id]

    async def by_ids(self, who: Principal, ids: Sequence[str], deadline: float) -> Mapping[str, Reservation]:
        """Those of the reservations that exist."""
        shown = await self._shown(who, store.select_headers(who.tenant_id, ids), deadline)
        return {reservation.header.id: reservation for reservation in shown}

    async def page(
        self, who: Principal, wanted: ReservationFilter, sort: ReservationSort, page: PageRequest, deadline: float
    ) -> Page[Reservation]:
        """One page of a list."""
        shown = await self._shown(who, store.select_page(who.tenant_id, wanted, sort, page), deadline)
        return Page.out_of(shown, page, _position)

    async def _shown(self, who: Principal, query: Any, deadline: float) -> list[Reservation]:
        async def work(connection: Any) -> list[Reservation]:
            headers: list[Header] = [store.header_of(row) for row in (await connection.execute(query)).all()]
            if not headers:
                return []
            rows = await connection.execute(store.select_claims(who.tenant_id, [header.id for header in headers]))
            claims: dict[str, list[Allocation]] = {}
            covered: dict[str, int] = {}
            for row in rows.all():
                claim, units = store.claim_of(row)
                claims.setdefault(claim.reservation_id, []).append(claim)
                covered[claim.id] = units
            return [Reservation(header, claims.get(header.id, []), covered) for header in headers]

        return await self._database.read(deadline, work)


def _position(last: Reservation) -> Position:
    return (last.header.create_time.isoformat(), last.header.id)
