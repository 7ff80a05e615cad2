"""Reads of locations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from holdfast_server.events.store import rows_and_head
from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.paging import Page, PageRequest, Position
from holdfast_server.kernel.principal import Principal
from holdfast_server.locations import store
from holdfast_server.locations.model import Location, LocationFilter, LocationSort
from holdfast_server.runtime.database import Database


class LocationQueries:
    """Locations, each answer of one snapshot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_id(self, who: Principal, location_id: str, deadline: float) -> Location:
        """One live location. Raises ResourceNotFound."""
        found = await self.by_ids(who, [location_id], deadline)
        if location_id not in found:
            raise ResourceNotFound("StockLocation", location_id)
        return found[location_id]

    async def by_ids(self, who: Principal, ids: Sequence[str], deadline: float) -> Mapping[str, Location]:
        """Those of the locations that live."""
        rows = await self._database.rows(deadline, store.select_by_ids(who.tenant_id, ids))
        found = map(store.LOCATIONS.record, rows)
        return {one.id: one for one in found if not one.is_deleted and who.sees_location(one.id)}

    async def page(
        self, who: Principal, wanted: LocationFilter, sort: LocationSort, page: PageRequest, deadline: float
    ) -> Page[Location]:
        """One page of a list."""
        rows, within, head = await rows_and_head(
            self._database,
            deadline,
            who.tenant_id,
            partial(
                store.select_page, who.tenant_id, wanted, sort, page, seen=who.location_ids, of=who.sales_channel_ids
            ),
            page,
            store.few(who.tenant_id, wanted, seen=who.location_ids),
            store.select_end(who.tenant_id, wanted, sort, page, sees_all=who.location_ids is None),
        )
        found = [store.LOCATIONS.record(row) for row in rows]
        return Page.out_of(found, page, lambda last: _position(last, sort), head, within.end)


def _position(last: Location, sort: LocationSort) -> Position:
    match sort:
        case LocationSort.ID:
            return (last.id,)
        case LocationSort.PRIORITY:
            return (last.priority, last.id)
        case LocationSort.CREATE_TIME | LocationSort.CREATE_TIME_DESC:
            return (last.create_time.isoformat(), last.id)
