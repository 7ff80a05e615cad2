"""What could be promised now: shared reads, and the rules that a promise goes by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from holdfast_server.availability import rules
from holdfast_server.availability.model import (
    Availability,
    Confirmation,
    Goods,
    LineAnswer,
    LineWanted,
    Scope,
    Stock,
    StockKey,
)
from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.principal import Principal
from holdfast_server.levels.model import StockView
from holdfast_server.levels.queries import StockQueries, check_known


class Input(Protocol):
    """A line of a request, its shape checked; of `item_id` and `sku` one is empty."""

    @property
    def line_item_id(self) -> str:
        """Read-only, as the class says."""

    @property
    def item_id(self) -> str:
        """Read-only, as the class says."""

    @property
    def sku(self) -> str:
        """Read-only, as the class says."""

    @property
    def quantity(self) -> int:
        """Read-only, as the class says."""

    @property
    def location_id(self) -> str:
        """Read-only, as the class says."""


class AvailabilityQueries:
    """Availability of items, and of whole orders."""

    def __init__(self, stock: StockQueries) -> None:
        self._stock = stock

    async def wanted(self, who: Principal, inputs: Sequence[Input]) -> list[LineWanted]:
        """The lines with the items that their skus lead to now; a writer checks that again under its locks."""
        skus = list(dict.fromkeys(line.sku for line in inputs if line.sku))
        found = await self._stock.items_of_skus(who, skus) if skus else {}
        return [
            LineWanted(
                line.line_item_id,
                Goods(found.get(line.sku, "") if line.sku else line.item_id, line.sku),
                line.quantity,
                line.location_id,
            )
            for line in inputs
        ]

    async def confirm(self, who: Principal, lines: Sequence[LineWanted]) -> Confirmation:
        """Whether all lines could be promised together. Raises ResourceNotFound for goods or places unknown."""
        for line in lines:
            if not line.goods.item_id:
                raise ResourceNotFound("InventoryItem", line.goods.sku)
        views = await self._stock.of_pairs(who, list(dict.fromkeys(line.key for line in lines)))
        for line in lines:
            check_known(views[line.key])
        offered = {key: view.offered for key, view in views.items()}
        short = {shortage.line_index for shortage in rules.shortages(lines, offered)}
        answers = [LineAnswer(index not in short, max(0, offered[line.key])) for index, line in enumerate(lines)]
        return Confirmation(answers, views[lines[0].key].read_time)

    async def of(self, who: Principal, goods: Goods, scope: Scope) -> Availability:
        """What there is of an item in scope. Raises ResourceNotFound for an item or place unknown."""
        item_id = goods.item_id
        if goods.sku:
            item_id = (await self._stock.items_of_skus(who, [goods.sku])).get(goods.sku, "")
            if not item_id:
                raise ResourceNotFound("InventoryItem", goods.sku)
        if scope.location_ids:
            keys = [StockKey(item_id, location_id) for location_id in scope.location_ids]
            views = await self._stock.of_pairs(who, keys)
            for key in keys:
                check_known(views[key])
            return _availability([views[key] for key in keys], scope)
        item = (await self._stock.of_items(who, [item_id]))[item_id]
        if not item.item_known:
            raise ResourceNotFound("InventoryItem", item_id)
        return Availability(_stock(item.stock, scope), item.read_time)


def _availability(views: Sequence[StockView], scope: Scope) -> Availability:
    return Availability(_stock(views, scope), views[0].read_time)


def _stock(views: Iterable[StockView], scope: Scope) -> list[Stock]:
    found = []
    for view in views:
        if scope.active_only and not view.location_active:
            continue
        level = view.level
        if level is None:
            found.append(Stock(view.key.location_id, 0, 0, 0, 0))
        else:
            found.append(Stock(view.key.location_id, level.stocked, level.reserved, view.offered, level.incoming))
    return found
