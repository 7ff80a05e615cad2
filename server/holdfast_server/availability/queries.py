"""What could be promised now: shared reads, and the rules that a promise goes by."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
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
    OffersByItem,
    Place,
    Scope,
    Sold,
    Stock,
    StockKey,
    Terms,
    VariantsFound,
    When,
)
from holdfast_server.channels.model import ChannelFact
from holdfast_server.channels.queries import ChannelQueries
from holdfast_server.channels.rules import serving
from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.principal import Principal
from holdfast_server.levels.model import ItemOffers, Level, Look, PlaceView, StockView
from holdfast_server.levels.queries import StockQueries, check_known
from holdfast_server.variants.model import VariantFact
from holdfast_server.variants.queries import VariantQueries

AsSold = Callable[[str, VariantFact | None], Sold]
"""How a variant is taken: its id and what is known of it."""
AsServing = Callable[[ChannelFact | None, str], tuple[str, ...]]
"""How the locations of a channel are taken: what is known of it, and its id."""


class Input(Protocol):
    """A line of a request, its shape checked; of `item_id`, `sku` and `variant_id` one is given."""

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
    def variant_id(self) -> str:
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


def _all_named(inputs: Sequence[Input]) -> bool:
    """Whether every line names an item by its id and no channel, so that nothing has to be looked up for it."""
    for line in inputs:  # noqa: SIM110 - nearly every call comes by here, and a generator costs more than the loop
        if line.sku or line.variant_id or line.terms.channel:
            return False
    return True


class AvailabilityQueries:
    """Availability of items and variants, and of whole orders."""

    def __init__(self, stock: StockQueries, variants: VariantQueries, channels: ChannelQueries) -> None:
        self._stock = stock
        self._variants = variants
        self._channels = channels

    async def wanted(self, who: Principal, inputs: Sequence[Input]) -> list[LineWanted]:
        """The lines with what their skus, variants and channels lead to now.

        Refuses variants that are deleted, and channels that do not exist, are closed or that nothing serves.
        """
        return await self._wanted(who, inputs, rules.sold, serving)

    async def likely(self, who: Principal, inputs: Sequence[Input]) -> list[LineWanted]:
        """The same for a writer, who looks again under its locks and refuses there, if it is not asked a second time.

        What is deleted or closed takes nothing, or leaves nothing.
        """
        return await self._wanted(who, inputs, rules.likely_sold, rules.likely_serving)

    async def _wanted(
        self, who: Principal, inputs: Sequence[Input], as_sold: AsSold, as_serving: AsServing
    ) -> list[LineWanted]:
        if _all_named(inputs):
            return [
                LineWanted(line.line_item_id, Goods(line.item_id), line.quantity, line.location_id, line.terms)
                for line in inputs
            ]
        skus = list(dict.fromkeys(line.sku for line in inputs if line.sku))
        found = await self._stock.items_of_skus(who, skus) if skus else {}
        sold = await self._sold(who, [line.variant_id for line in inputs if line.variant_id], as_sold)
        among = await self._serving(who, [line.terms.channel for line in inputs if line.terms.channel], as_serving)
        return [
            LineWanted(
                line.line_item_id,
                Goods(found.get(line.sku, "") if line.sku else line.item_id, line.sku),
                line.quantity,
                line.location_id,
                line.terms,
                sold[line.variant_id] if line.variant_id else None,
                rules.within(line.terms, among[line.terms.channel]) if line.terms.channel else None,
            )
            for line in inputs
        ]

    async def sold(self, who: Principal, variant_ids: Sequence[str]) -> Mapping[str, Sold]:
        """What variants take; one that does not exist is said to be unknown. Refuses deleted ones."""
        return await self._sold(who, variant_ids, rules.sold)

    async def _sold(self, who: Principal, variant_ids: Sequence[str], as_sold: AsSold) -> Mapping[str, Sold]:
        ids = list(dict.fromkeys(variant_ids))
        facts = await self._variants.facts(who, ids) if ids else {}
        return {one: as_sold(one, facts.get(one)) for one in ids}

    async def serving(self, who: Principal, channel_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The locations that serve channels. Refuses channels that do not exist, or that nothing serves."""
        return await self._serving(who, channel_ids, serving)

    async def _serving(
        self, who: Principal, channel_ids: Sequence[str], as_serving: AsServing
    ) -> Mapping[str, tuple[str, ...]]:
        ids = list(dict.fromkeys(channel_ids))
        facts = await self._channels.facts(who, ids) if ids else {}
        return {one: as_serving(facts.get(one), one) for one in ids}

    async def of_variants(
        self, who: Principal, variant_ids: Sequence[str], location_ids: tuple[str, ...], channel: str, when: When
    ) -> VariantsFound:
        """How many of several variants could be sold in a scope, all of one instant; those that do not live are absent.

        As many statements for a thousand variants as for one.
        """
        terms = Terms(scope=location_ids, channel=channel)
        sold = await self._sold(who, variant_ids, rules.likely_sold)
        among = rules.within(terms, (await self.serving(who, [channel]))[channel]) if channel else None
        lines = {
            one: LineWanted("", Goods(""), 1, "", terms, found, among) for one, found in sold.items() if found.is_known
        }
        facts = await self.offers(who, list(lines.values()), when)
        rules.check_places(lines.values(), facts)
        return VariantsFound(
            dict(zip(lines, rules.variants_stock(list(lines.values()), facts), strict=True)), facts.read_time
        )

    async def offers(self, who: Principal, lines: Sequence[LineWanted], when: When | None = None) -> Facts:
        """What there is for the lines, seen outside of all locks: it may route a promise, and answer a question.

        It refuses no goods and no place that do not exist: `rules.check_known` does. At most two statements, shared
        unless `when` asks for something special; all stock is of one instant.
        """
        item_ids = list(dict.fromkeys(item_id for line in lines for item_id in line.parts if item_id))
        if not item_ids and (when is None or when.is_plain):
            return _facts(Look({}, {}, {}, await self._stock.now(who)), await self._places(who, lines))
        if all(line.terms.scope is None for line in lines):
            keys = [StockKey(item_id, line.location_id) for line in lines for item_id in line.parts if item_id]
            look = await self._look(who, (), list(dict.fromkeys(keys)), when)
            return _facts(look, await self._places(who, [line for line in lines if line.is_free]))
        if when is None or when.is_plain:
            found, places = await asyncio.gather(self._stock.offers_of_items(who, item_ids), self._places(who, lines))
            return _light_facts({one: found[one] for one in item_ids}, places)
        look, places = await asyncio.gather(self._look(who, item_ids, (), when), self._places(who, lines))
        return _facts(look, places)

    async def _places(self, who: Principal, lines: Sequence[LineWanted]) -> Mapping[str, PlaceView]:
        named = _named_places(lines)
        return await self._stock.places(who, named) if named else {}

    async def confirm(self, who: Principal, lines: Sequence[LineWanted], when: When) -> Confirmation:
        """Whether all lines could be promised together.

        Raises ResourceNotFound for goods, places or the excluded reservation unknown, and what `StockQueries.look`
        raises for a time.
        """
        facts = await self.offers(who, lines, when)
        rules.check_known(lines, facts)
        plan = rules.plan(lines, facts.offers, facts.places)
        most = rules.quantities_of_each(lines, facts.offers, facts.places)
        answers = [
            LineAnswer(bool(shares) or line.is_free, each)
            for line, shares, each in zip(lines, plan.shares, most, strict=True)
        ]
        return Confirmation(answers, facts.read_time)

    async def of(self, who: Principal, goods: Goods, scope: Scope, when: When) -> Availability:
        """What there is of an item in scope. Raises as `confirm` does."""
        item_id = goods.item_id
        if goods.sku:
            item_id = (await self._stock.items_of_skus(who, [goods.sku])).get(goods.sku, "")
            if not item_id:
                raise ResourceNotFound("InventoryItem", goods.sku)
        found, read_time = await self._of_items(who, [item_id], scope, when)
        if found[item_id] is None:
            raise ResourceNotFound("InventoryItem", item_id)
        return Availability(found[item_id] or (), read_time)

    async def of_variant(self, who: Principal, variant_id: str, scope: Scope, when: When) -> Availability:
        """What there is of a variant in scope, in whole sale units: what each location has the items for.

        Promised are as many units as any of its items is promised for. Raises as `of` does.
        """
        sold = (await self.sold(who, [variant_id]))[variant_id]
        if not sold.is_known:
            raise ResourceNotFound("ProductVariant", variant_id)
        if not sold.parts:
            return Availability((), await self._stock.now(who))
        found, read_time = await self._of_items(who, list(sold.parts), scope, when)
        return Availability(rules.whole_units(sold.parts, found), read_time)

    async def _of_items(
        self, who: Principal, item_ids: Sequence[str], scope: Scope, when: When
    ) -> tuple[Mapping[str, Sequence[Stock] | None], datetime]:
        """What locations in scope have of items, all of one instant; None for an item that does not exist."""
        places = scope.location_ids
        if scope.channel:
            await self._check_named(who, places)
            serving = (await self.serving(who, [scope.channel]))[scope.channel]
            places = rules.within(Terms(scope=places), serving)
            if not places:
                return dict.fromkeys(item_ids, ()), await self._stock.now(who)
        if not places:
            look = await self._look(who, item_ids, (), when)
            views = {one: look.items[one].stock if look.items[one].item_known else None for one in item_ids}
        else:
            look = await self._look(who, (), [StockKey(one, place) for one in item_ids for place in places], when)
            views = {one: _at(look, one, places) for one in item_ids}
        return {
            one: None
            if seen is None
            else [_stock(view, look.freed) for view in seen if view.location_active or not scope.active_only]
            for one, seen in views.items()
        }, look.read_time

    async def _check_named(self, who: Principal, location_ids: Sequence[str]) -> None:
        for location_id, place in (await self._stock.places(who, location_ids)).items():
            if not place.known:
                raise ResourceNotFound("StockLocation", location_id)

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


def _at(look: Look, item_id: str, places: Sequence[str]) -> list[StockView] | None:
    """The item's pairs with some locations, all of which must live; None where the item does not."""
    pairs = [look.pairs[StockKey(item_id, place)] for place in places]
    if not pairs[0].item_known:
        return None
    for pair in pairs:
        check_known(pair)
    return pairs


def _named_places(lines: Sequence[LineWanted]) -> list[str]:
    named: dict[str, None] = {}
    for line in lines:
        named |= dict.fromkeys((line.location_id,) if line.terms.scope is None else line.terms.scope)
    return list(named)


def _facts(look: Look, named: Mapping[str, PlaceView]) -> Facts:
    views = [*look.pairs.values(), *(view for item in look.items.values() for view in item.stock)]
    places = _live(named)
    for view in views:
        if view.location_known:
            places[view.key.location_id] = Place(view.priority, view.location_active)
    known = [view.key.item_id for view in look.pairs.values() if view.item_known]
    known += [item.item_id for item in look.items.values() if item.item_known]
    offers = {view.key: _offer(view.key, view.level, look.freed) for view in views if view.level is not None}
    return Facts(offers, places, frozenset(known), look.read_time)


def _light_facts(items: Mapping[str, ItemOffers], named: Mapping[str, PlaceView]) -> Facts:
    units: dict[str, dict[str, int]] = {}
    rooms: dict[str, Mapping[str, int | None]] = {}
    seen: dict[str, PlaceView] = {}
    for item_id, item in items.items():
        units[item_id] = dict(zip(item.location_ids, item.available, strict=True))
        rooms[item_id] = dict(zip(item.location_ids, item.backorder_rooms, strict=True))
        seen |= item.places
    known = frozenset(item_id for item_id, item in items.items() if item.item_known)
    read_time = next(iter(items.values())).read_time
    return Facts(OffersByItem(units, rooms), _live(named) | _live(seen), known, read_time)


def _live(named: Mapping[str, PlaceView]) -> dict[str, Place]:
    return {place: Place(seen.priority, seen.active) for place, seen in named.items() if seen.known}


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
