"""Reads of reservations, as they are at the instant of the read: an overdue hold has expired, closed or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from holdfast_server.engine.reads import Reads
from holdfast_server.events.store import head_of
from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.paging import Page, PageRequest, Position
from holdfast_server.kernel.principal import Principal
from holdfast_server.ledger.rules import lapse
from holdfast_server.reservations import store
from holdfast_server.reservations.model import (
    Allocation,
    Fulfillment,
    Header,
    Reference,
    Reservation,
    ReservationFilter,
    ReservationSort,
    ReservationState,
)
from holdfast_server.runtime.clock import DatabaseClock
from holdfast_server.runtime.database import Database
from holdfast_server.runtime.keyset import reach


class ReservationQueries:
    """Reservations with their claims and coverage, each answer of one snapshot."""

    def __init__(self, reads: Reads, database: Database, clock: DatabaseClock) -> None:
        self._reads = reads
        self._database = database
        self._clock = clock

    async def by_id(
        self, who: Principal, reservation_id: str, deadline: float
    ) -> tuple[Reservation, Sequence[Fulfillment]]:
        """One reservation and its fulfillments. Raises ResourceNotFound."""

        async def work(connection: Any) -> tuple[list[Reservation], list[Fulfillment]]:
            query = store.select_headers(who.tenant_id, [reservation_id], self._clock, seen=who.location_ids)
            found = await self._shown(who, connection, query)
            rows = await connection.execute(store.select_fulfillments(who.tenant_id, reservation_id))
            return found, [store.fulfillment_of(row) for row in rows.all()]

        shown, fulfillments = await self._database.read(deadline, work)
        if not shown:
            raise ResourceNotFound("Reservation", reservation_id)
        return shown[0], fulfillments

    async def by_ids(self, who: Principal, ids: Sequence[str], deadline: float) -> Mapping[str, Reservation]:
        """Those of the reservations that exist."""
        query = store.select_headers(who.tenant_id, ids, self._clock, seen=who.location_ids)
        shown = await self._database.read(deadline, lambda connection: self._shown(who, connection, query))
        return {reservation.header.id: reservation for reservation in shown}

    async def page(
        self, who: Principal, wanted: ReservationFilter, sort: ReservationSort, page: PageRequest, deadline: float
    ) -> Page[Reservation]:
        """One page of a list."""
        few = store.few(who.tenant_id, wanted)
        end = store.select_end(who.tenant_id, wanted, sort, page, sees_all=who.location_ids is None)

        async def work(connection: Any) -> Page[Reservation]:
            within = await reach(connection, few, end)
            query = store.select_page(who.tenant_id, wanted, sort, page, self._clock, within, seen=who.location_ids)
            shown = await self._shown(who, connection, query)
            head = await head_of(connection, who.tenant_id) if page.is_first else None
            return Page.out_of(shown, page, _position, head, within.end)

        return await self._database.read(deadline, work)

    async def claims(self, who: Principal, reservation_id: str) -> Sequence[Allocation]:
        """The claims of a reservation as they are stored, none where there is none: one statement, shared.

        They route: a writer looks again under its locks.
        """
        return (await self._reads.ask(store.CLAIMS, who.tenant_id, [reservation_id])).get(reservation_id, ())

    async def ids_by_reference(self, who: Principal, reference: Reference, deadline: float) -> list[str]:
        """Reservations that are for a document. They route: a writer looks again under its locks."""
        query = store.select_ids_by_reference(who.tenant_id, reference, seen=who.location_ids)
        rows = await self._database.rows(deadline, query)
        return sorted(row[0] for row in rows)

    async def live_holds(
        self, who: Principal, created_by: str, asked: tuple[str, str], deadline: float
    ) -> tuple[int, bool]:
        """How many holds live that a publishable key's caller has made, and whether a request was answered before."""
        query = store.count_live_holds(who.tenant_id, created_by, asked, self._clock)
        ((count, repeated),) = await self._database.rows(deadline, query)
        return count, repeated

    async def due(self, who: Principal, deadline: float, *, limit: int) -> list[str]:
        """Holds whose time is over and that nobody has closed yet, the longest overdue first."""
        rows = await self._database.rows(deadline, store.select_due(who.tenant_id, self._clock, limit))
        return [row[0] for row in rows]

    async def _shown(self, who: Principal, connection: Any, query: Any) -> list[Reservation]:
        headers = [store.header_of(row) for row in (await connection.execute(query)).all()]
        if not headers:
            return []
        at = headers[0][1]
        rows = await connection.execute(store.select_claims(who.tenant_id, [header.id for header, _ in headers], at))
        claims: dict[str, list[Allocation]] = {}
        covered: dict[str, int] = {}
        for row in rows.all():
            claim, units = store.claim_of(row)
            if claim.has_lapsed(at):
                claim, units = lapse(claim)[0], 0
            claims.setdefault(claim.reservation_id, []).append(claim)
            covered[claim.id] = units
        return [
            Reservation(
                _as_at(header) if header.has_lapsed(at) else header,
                claims.get(header.id, []),
                lambda claim: covered.get(claim.id, 0),
            )
            for header, _ in headers
        ]


def _as_at(header: Header) -> Header:
    """The header as whoever closes it will leave it: an etag that was read before holds afterwards."""
    return replace(header, state=ReservationState.EXPIRED, version=header.version + 1)


def _position(last: Reservation) -> Position:
    return (last.header.create_time.isoformat(), last.header.id)
