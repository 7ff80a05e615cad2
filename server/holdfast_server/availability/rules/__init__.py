"""Decisions on what could be promised; a check and a promise share them, so that a yes is a yes."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast_server.availability.model import Facts, LineWanted, Offers, Places, Plan, Quantities, Share, StockKey
from holdfast_server.availability.rules.planner import Planner
from holdfast_server.availability.rules.shelves import Shelves
from holdfast_server.kernel.errors import ResourceNotFound, Shortage


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
    return [shelves.quantities(line, shelves.candidates(line)) for line in lines]


def needs(lines: Sequence[LineWanted], offers: Offers, places: Places) -> list[StockKey]:
    """The levels that a plan could promise from, each once: what to lock before a "no" may be believed.

    Fixed lines need theirs whether there is one or not.
    """
    found: dict[StockKey, None] = {}
    for line in lines:
        scope = line.terms.scope
        if scope is None:
            found |= dict.fromkeys(StockKey(item_id, line.location_id) for item_id in line.parts)
            continue
        for item_id in line.parts:
            keys = [StockKey(item_id, location_id) for location_id in scope or places]
            found |= dict.fromkeys(key for key in keys if key in offers and _is_open(key, places))
    return list(found)


def check_known(lines: Sequence[LineWanted], facts: Facts) -> None:
    """Refuse lines whose goods or places, in this order, do not exist; a place is one that the line names."""
    for line in lines:
        for item_id in line.parts:
            if item_id not in facts.item_ids:
                raise ResourceNotFound("InventoryItem", item_id or line.goods.sku)
        for location_id in (line.location_id,) if line.terms.scope is None else line.terms.scope:
            if location_id not in facts.places:
                raise ResourceNotFound("StockLocation", location_id)
