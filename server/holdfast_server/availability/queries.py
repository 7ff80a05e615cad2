"""What could be promised now: shared reads, and the rules that a promise goes by."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from holdfast_server.availability import rules
from holdfast_server.availability.model import (
    Availability,
    Confirmation,
    Facts,
    Goods,
    LineAnswer,
    LineWanted,
    Offer,
    Offering,
    Place,
    Scope,
    Stock,
    StockKey,
    Terms,
    When,
)
from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.principal import Principal
from holdfast_server.levels.model import Level, Look, PlaceView, StockView
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
        """Read-only, as the class says; empty where the terms have a scope."""

    @property
    def terms(self) -> Terms:
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
                line.terms,
            )
            for line in inputs
        ]

    async def offers(self, who: Principal, lines: Sequence[LineWanted], when: When | None = None) -> Facts:
        """What there is for the lines, seen outside of all locks: it may route a promise, and answer a question.

        It refuses no goods and no place that do not exist: `rules.check_known` does. At most two statements, shared
        unless `when` asks for something special; all stock is of one instant.
        """
        item_ids = list(dict.fromkeys(item_id for line in lines for item_id in line.parts if item_id))
        if not item_ids:
            return Facts({}, {}, frozenset(), None)
        if all(line.terms.scope is None for line in lines):
            keys = [StockKey(item_id, line.location_id) for line in lines for item_id in line.parts if item_id]
            return _facts(await self._look(who, (), list(dict.fromkeys(keys)), when), {})
        look, places = await asyncio.gather(
            self._look(who, item_ids, (), when), self._stock.places(who, _named_places(lines))
        )
        return _facts(look, places)

    async def confirm(self, who: Principal, lines: Sequence[LineWanted], when: When) -> Confirmation:
        """Whether all lines could be promised together.

        Raises ResourceNotFound for goods, places or the excluded reservation unknown, and what `StockQueries.look`
        raises for a time.
        """
        facts = await self.offers(who, lines, when)
        rules.check_known(lines, facts)
        assert facts.read_time is not None, "lines whose goods are known were read"
        plan = rules.plan(lines, facts.offers, facts.places)
        most = rules.quantities_of_each(lines, facts.offers, facts.places)
        answers = [LineAnswer(bool(shares), each) for shares, each in zip(plan.shares, most, strict=True)]
        return Confirmation(answers, facts.read_time)

    async def of(self, who: Principal, goods: Goods, scope: Scope, when: When) -> Availability:
        """What there is of an item in scope. Raises as `confirm` does."""
        item_id = goods.item_id
        if goods.sku:
            item_id = (await self._stock.items_of_skus(who, [goods.sku])).get(goods.sku, "")
            if not item_id:
                raise ResourceNotFound("InventoryItem", goods.sku)
        if scope.location_ids:
            keys = [StockKey(item_id, location_id) for location_id in scope.location_ids]
            look = await self._look(who, (), keys, when)
            for key in keys:
                check_known(look.pairs[key])
            views: Iterable[StockView] = (look.pairs[key] for key in keys)
        else:
            look = await self._look(who, [item_id], (), when)
            if not look.items[item_id].item_known:
                raise ResourceNotFound("InventoryItem", item_id)
            views = look.items[item_id].stock
        shown = [_stock(view, look.freed) for view in views if view.location_active or not scope.active_only]
        return Availability(shown, look.read_time)

    async def _look(self, who: Principal, item_ids: Sequence[str], keys: Sequence[StockKey], when: When | None) -> Look:
        """Stock of items anywhere, or of pairs: shared where it is about the present as everybody sees it."""
        if when is not None and not when.is_plain:
            return await self._stock.look(
                who,
                item_ids,
                keys,
                deadline=when.deadline,
                read_time=when.read_time,
                exclude_reservation_id=when.exclude_reservation_id,
            )
        if item_ids:
            items = await self._stock.of_items(who, item_ids)
            mine = {item_id: items[item_id] for item_id in item_ids}
            return Look({}, mine, {}, items[item_ids[0]].read_time)
        pairs = await self._stock.of_pairs(who, keys)
        return Look({key: pairs[key] for key in keys}, {}, {}, pairs[keys[0]].read_time)


def _named_places(lines: Sequence[LineWanted]) -> list[str]:
    named: dict[str, None] = {}
    for line in lines:
        named |= dict.fromkeys((line.location_id,) if line.terms.scope is None else line.terms.scope)
    return list(named)


def _facts(look: Look, named: Mapping[str, PlaceView]) -> Facts:
    views = [*look.pairs.values(), *(view for item in look.items.values() for view in item.stock)]
    places = {place: Place(seen.priority, seen.active) for place, seen in named.items() if seen.known}
    for view in views:
        if view.location_known:
            places[view.key.location_id] = Place(view.priority, view.location_active)
    known = [view.key.item_id for view in look.pairs.values() if view.item_known]
    known += [item.item_id for item in look.items.values() if item.item_known]
    offers = {view.key: _offer(view.key, view.level, look.freed) for view in views if view.level is not None}
    return Facts(offers, places, frozenset(known), look.read_time)


def _offer(key: StockKey, level: Level, freed: Mapping[StockKey, int]) -> Offering:
    """What the level offers; claims of the present that are freed free no more of the past than was reserved then."""
    units = min(freed.get(key, 0), level.reserved)
    return Offer(level.available + units, level.backorder_room) if units else level


def _stock(view: StockView, freed: Mapping[StockKey, int]) -> Stock:
    level, location_id = view.level, view.key.location_id
    if level is None:
        return Stock(location_id, 0, 0, 0, 0)
    units = min(freed.get(view.key, 0), level.reserved)
    available = view.offered + units if view.location_active else 0
    return Stock(location_id, level.stocked, level.reserved - units, available, level.incoming)
