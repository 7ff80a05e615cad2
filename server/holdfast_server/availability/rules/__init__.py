"""Decisions on what could be promised; a check and a promise share them, so that a yes is a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from holdfast_server.availability.model import (
    Facts,
    LineWanted,
    Offers,
    Places,
    Plan,
    Purchasability,
    Quantities,
    Share,
    Sold,
    Stock,
    StockKey,
    Terms,
    VariantStock,
)
from holdfast_server.availability.rules.planner import Planner
from holdfast_server.availability.rules.shelves import Shelves
from holdfast_server.channels.model import ChannelFact
from holdfast_server.channels.rules import serving
from holdfast_server.kernel.errors import Refused, ResourceDeleted, ResourceNotFound, Shortage
from holdfast_server.variants.model import VariantFact


def plan(lines: Sequence[LineWanted], offers: Offers, places: Places) -> Plan:
    """Where all lines are served from together; which of them cannot be, and why.

    `offers` are the levels that may promise, `places` the locations that live: an inactive or absent one offers
    nothing. Sound always: no level promises more from stock than it has available, nor more on backorder than its
    room. Exact for one line: what `quantities` says is accepted, and one more is not. Ties never depend on chance.

    A scoped line's candidates are the active locations in scope that have a level of every part: by priority, then
    larger margin (see `Shelves.stocking`), then id. Fixed lines come first; everywhere those without backorder come
    before those with it. Then the first candidate that serves all scoped lines whole. Else each line, fewest
    candidates first, then larger quantity, from the first that still holds it whole; those that none holds are
    split as their mode allows: whole units in the order of candidates, then parts pooled from anywhere in scope.
    What found no stock and may be backordered is so at last, wholly at the first candidate whose limits permit.
    """
    for line in lines:
        if not line.is_plain:
            return Planner(lines, offers, places).plan()
    return plan_plain(lines, offers, places)


def plan_plain(lines: Sequence[LineWanted], offers: Offers, places: Places) -> Plan:
    """The same for lines of one item at one location without backorder, as most are.

    Lines on one level are one demand: the later ones fall short.
    """
    demand: dict[StockKey, int] = {}
    shares: list[Sequence[Share]] = []
    short: list[Shortage] = []
    for index, line in enumerate(lines):
        key = line.key
        wanted = demand[key] = demand.get(key, 0) + line.quantity
        available = _available(key, offers, places)
        if wanted > available:
            short.append(Shortage(index, line.line_item_id, *key, wanted, available))
            shares.append(())
        else:
            shares.append((Share(*key, line.quantity),))
    return Plan(shares, short)


def _available(key: StockKey, offers: Offers, places: Places) -> int:
    offer = offers.get(key)
    return offer.available if offer is not None and _is_open(key, places) else 0


def _is_open(key: StockKey, places: Places) -> bool:
    place = places.get(key.location_id)
    return place is not None and place.is_active


def quantities(line: LineWanted, offers: Offers, places: Places) -> Quantities:
    """The most sale units that each split mode accepts of the line alone, without backorder."""
    return quantities_of_each([line], offers, places)[0]


def quantities_of_each(lines: Sequence[LineWanted], offers: Offers, places: Places) -> list[Quantities]:
    """The same for several lines, each of them as if it were alone."""
    shelves = Shelves(offers, places)
    return [shelves.quantities(line, shelves.whole_units(line)) for line in lines]


def needs(lines: Sequence[LineWanted], offers: Offers, places: Places) -> list[StockKey]:
    """The levels that a plan could promise from, each once: what to lock before a "no" may be believed.

    Fixed lines need theirs whether there is one or not.
    """
    found: dict[StockKey, None] = {}
    for line in lines:
        if line.terms.scope is None:
            found |= dict.fromkeys(StockKey(item_id, line.location_id) for item_id in line.parts)
            continue
        reach = line.reach
        for item_id in line.parts:
            keys = [StockKey(item_id, location_id) for location_id in (places if reach is None else reach)]
            found |= dict.fromkeys(key for key in keys if key in offers and _is_open(key, places))
    return list(found)


def check_known(lines: Sequence[LineWanted], facts: Facts) -> None:
    """Refuse lines whose goods or places, in this order, do not exist; a place is one that the line names."""
    for line in lines:
        if line.sold is not None and not line.sold.is_known:
            raise ResourceNotFound("ProductVariant", line.sold.variant_id)
        for item_id in line.parts if line.sold is None else ():
            if item_id not in facts.item_ids:
                raise ResourceNotFound("InventoryItem", item_id or line.goods.sku)
    check_places(lines, facts)


def check_places(lines: Iterable[LineWanted], facts: Facts) -> None:
    """Refuse locations that lines name and that do not live."""
    for line in lines:
        for location_id in (line.location_id,) if line.terms.scope is None else line.terms.scope:
            if location_id not in facts.places:
                raise ResourceNotFound("StockLocation", location_id)


def within(terms: Terms, serving: tuple[str, ...]) -> tuple[str, ...]:
    """The locations of a scope that serve its channel."""
    return tuple(one for one in serving if one in terms.scope) if terms.scope else serving


def sold(variant_id: str, fact: VariantFact | None) -> Sold:
    """What a line takes that names the variant. Refuses one that is deleted."""
    if fact is None:
        return Sold(variant_id, {}, is_known=False)
    if fact.is_deleted:
        raise ResourceDeleted("ProductVariant", variant_id)
    return Sold(variant_id, fact.leaves if fact.is_managed else {}, fact.is_managed, fact.allows_backorder)


def likely_sold(variant_id: str, fact: VariantFact | None) -> Sold:
    """The same, by a look that refuses nothing: one that does not live is unknown."""
    return sold(variant_id, None if fact is None or fact.is_deleted else fact)


def likely_serving(fact: ChannelFact | None, channel_id: str) -> tuple[str, ...]:
    """The locations that serve a channel, by a look that refuses nothing: none where it does not sell."""
    try:
        return serving(fact, channel_id)
    except Refused:
        return ()


def variants_stock(lines: Sequence[LineWanted], facts: Facts) -> list[VariantStock]:
    """What there is of variants, each of which a line wants one of, as if that line were alone."""
    shelves = Shelves(facts.offers, facts.places)
    return [_variant_stock(line, shelves, facts) for line in lines]


def _variant_stock(line: LineWanted, shelves: Shelves, facts: Facts) -> VariantStock:
    units = shelves.whole_units(line)
    most = shelves.quantities(line, units)
    return VariantStock(
        most,
        _purchasability(line, most, shelves, facts),
        sorted(units.items()),
    )


def _purchasability(line: LineWanted, most: Quantities, shelves: Shelves, facts: Facts) -> Purchasability:
    """Whether one can be bought, as a reservation of one would be decided, and why."""
    if line.is_free:
        return Purchasability.NOT_MANAGED
    if most.whole_units:
        return Purchasability.IN_STOCK
    if not any(item_id in facts.item_ids for item_id in line.parts):
        return Purchasability.NO_ITEMS
    if line.allows_backorder and any(shelves.may_lend(line.parts, one) for one in shelves.candidates(line)):
        return Purchasability.BACKORDERABLE
    return Purchasability.OUT_OF_STOCK


def whole_units(parts: Mapping[str, int], found: Mapping[str, Sequence[Stock] | None]) -> list[Stock]:
    """What locations have of a variant, in sale units, out of what they have of each of its items.

    A location that lacks a level of an item has none of it.
    """
    by_place: dict[str, list[tuple[int, Stock]]] = {}
    for item_id, required in parts.items():
        for stock in found[item_id] or ():
            by_place.setdefault(stock.location_id, []).append((required, stock))
    return [
        _whole(location_id, stocks, is_complete=len(stocks) == len(parts))
        for location_id, stocks in sorted(by_place.items())
    ]


def _whole(location_id: str, stocks: Sequence[tuple[int, Stock]], *, is_complete: bool) -> Stock:
    def least(units: Callable[[Stock], int]) -> int:
        return min(units(stock) // required for required, stock in stocks) if is_complete else 0

    return Stock(
        location_id,
        least(lambda stock: stock.stocked),
        max(-(-stock.reserved // required) for required, stock in stocks),
        least(lambda stock: stock.available),
        least(lambda stock: stock.incoming),
    )
