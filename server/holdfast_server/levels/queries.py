"""Reads of levels and of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast_server.engine.reads import Reads
from holdfast_server.kernel.errors import NotStockedAtLocation, ResourceNotFound
from holdfast_server.kernel.paging import Page, PageRequest, Position
from holdfast_server.kernel.principal import Principal
from holdfast_server.ledger.model import Level, Movement, StockKey
from holdfast_server.levels import store
from holdfast_server.levels.model import ItemView, LevelFilter, LevelSort, MovementFilter, StockView
from holdfast_server.runtime.database import Database


class StockQueries:
    """Stock by key, shared with everybody who asks at the same time; lists, each of one snapshot."""

    def __init__(self, reads: Reads, database: Database) -> None:
        self._reads = reads
        self._database = database

    async def items_of_skus(self, who: Principal, skus: Sequence[str]) -> Mapping[str, str]:
        """The live items that have the skus; a sku that nobody has is absent. It routes, and decides nothing."""
        return await self._reads.ask(store.ITEMS_OF_SKUS, who.tenant_id, skus) if skus else {}

    async def of_pairs(self, who: Principal, keys: Sequence[StockKey]) -> Mapping[StockKey, StockView]:
        """What there is of items at locations, all of one instant."""
        return await self._reads.ask(store.STOCK_OF_PAIRS, who.tenant_id, keys)

    async def of_items(self, who: Principal, item_ids: Sequence[str]) -> Mapping[str, ItemView]:
        """What there is of items anywhere, all of one instant."""
        return await self._reads.ask(store.STOCK_OF_ITEMS, who.tenant_id, item_ids)

    async def level(self, who: Principal, key: StockKey) -> Level:
        """One level. Raises ResourceNotFound for its item or location, then NotStockedAtLocation."""
        view = (await self.of_pairs(who, [key]))[key]
        check_known(view)
        if view.level is None:
            raise NotStockedAtLocation(*key)
        return view.level

    async def levels(
        self, who: Principal, wanted: LevelFilter, sort: LevelSort, page: PageRequest, deadline: float
    ) -> Page[Level]:
        """One page of levels."""
        rows = await self._database.rows(deadline, store.select_levels(who.tenant_id, wanted, sort, page))
        found = [store.level_of(row) for row in rows]
        return Page.out_of(found, page, lambda last: _level_position(last, sort))

    async def movements(
        self, who: Principal, wanted: MovementFilter, page: PageRequest, deadline: float, *, descending: bool
    ) -> Page[Movement]:
        """One page of the ledger."""
        query = store.select_movements(who.tenant_id, wanted, page, descending=descending)
        rows = await self._database.rows(deadline, query)
        return Page.out_of([store.movement_of(row) for row in rows], page, _movement_position)


def _level_position(last: Level, sort: LevelSort) -> Position:
    return tuple(last.key) if sort is LevelSort.ITEM else tuple(reversed(last.key))


def _movement_position(last: Movement) -> Position:
    return (last.recorded_time.isoformat(), last.item_id, last.location_id, last.version, last.entry)


def check_known(view: StockView) -> None:
    """Refuse a pair whose item or location does not live."""
    if not view.item_known:
        raise ResourceNotFound("InventoryItem", view.key.item_id)
    if not view.location_known:
        raise ResourceNotFound("StockLocation", view.key.location_id)
