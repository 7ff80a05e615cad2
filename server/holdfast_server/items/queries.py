"""Reads of items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from holdfast_server.events.store import head_of
from holdfast_server.items import store
from holdfast_server.items.model import Item, ItemFilter, ItemSort, Totals
from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.paging import Page, PageRequest, Position
from holdfast_server.kernel.principal import Principal
from holdfast_server.runtime.clock import DatabaseClock
from holdfast_server.runtime.database import Database
from holdfast_server.runtime.keyset import reach

Shown = tuple[Item, Totals]


class ItemQueries:
    """Items with their totals, each answer of one snapshot."""

    def __init__(self, database: Database, clock: DatabaseClock) -> None:
        self._database = database
        self._clock = clock

    async def by_id(self, who: Principal, item_id: str, deadline: float) -> Shown:
        """One live item. Raises ResourceNotFound."""
        found = await self._shown(who, store.select_by_ids(who.tenant_id, [item_id]), deadline)
        return _one(found, item_id)

    async def by_sku(self, who: Principal, sku: str, deadline: float) -> Shown:
        """The live item that has the sku. Raises ResourceNotFound."""
        return _one(await self._shown(who, store.select_by_sku(who.tenant_id, sku), deadline), sku)

    async def by_ids(self, who: Principal, ids: Sequence[str], deadline: float) -> Mapping[str, Shown]:
        """Those of the items that live."""
        found = await self._shown(who, store.select_by_ids(who.tenant_id, ids), deadline)
        return {item.id: (item, totals) for item, totals in found if not item.is_deleted}

    async def page(
        self, who: Principal, wanted: ItemFilter, sort: ItemSort, page: PageRequest, deadline: float
    ) -> Page[Shown]:
        """One page of a list."""
        few = store.few(who.tenant_id, wanted)
        end = store.select_end(who.tenant_id, wanted, sort, page)

        async def work(connection: Any) -> Page[Shown]:
            within = await reach(connection, few, end)
            query = store.select_page(who.tenant_id, wanted, sort, page, self._clock, within, seen=who.location_ids)
            shown = await self._shown_of(who, query, connection)
            head = await head_of(connection, who.tenant_id) if page.is_first else None
            return Page.out_of(shown, page, lambda last: _position(last[0], sort), head, within.end)

        return await self._database.read(deadline, work)

    async def sku_of(self, who: Principal, item_id: str, deadline: float) -> str:
        """The sku of an item, deleted or not; empty where there is none. It routes, and decides nothing."""
        rows = await self._database.rows(deadline, store.select_by_ids(who.tenant_id, [item_id]))
        return store.ITEMS.record(rows[0]).sku if rows else ""

    async def _shown(self, who: Principal, query: Any, deadline: float) -> list[Shown]:
        return await self._database.read(deadline, lambda connection: self._shown_of(who, query, connection))

    async def _shown_of(self, who: Principal, query: Any, connection: Any) -> list[Shown]:
        items = [store.ITEMS.record(row) for row in (await connection.execute(query)).all()]
        if not items:
            return []
        ids = [item.id for item in items]
        rows = await connection.execute(store.select_totals(who.tenant_id, ids, self._clock, seen=who.location_ids))
        totals = dict(store.totals_from(row) for row in rows.all())
        return [(item, totals.get(item.id, Totals())) for item in items]


def _position(last: Item, sort: ItemSort) -> Position:
    return (last.id,) if sort is ItemSort.ID else (last.create_time.isoformat(), last.id)


def _one(found: Sequence[Shown], key: str) -> Shown:
    if not found or found[0][0].is_deleted:
        raise ResourceNotFound("InventoryItem", key)
    return found[0]
