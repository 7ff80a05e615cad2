"""What is free on each level while lines are served one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from holdfast_server.availability.model import LineWanted, Offers, OffersByItem, Places, Quantities, Share, StockKey

Parts = Mapping[str, int]
NOTHING: Final = Quantities(0, 0, 0)


class Shelves:
    """The stock of all active locations. What is taken is no longer free; on backorder it goes below 0."""

    def __init__(self, offers: Offers, places: Places) -> None:
        self._offers = offers
        self._places = places
        self._free: dict[str, dict[str, int]] = {}
        self.demand: Parts = {}
        opened = {location_id for location_id, place in places.items() if place.is_active}
        if isinstance(offers, OffersByItem):
            for item_id, units in offers.units.items():
                if units:
                    self._free[item_id] = {one: free for one, free in units.items() if one in opened}
        else:
            for (item_id, location_id), offer in offers.items():
                if location_id in opened:
                    self._free.setdefault(item_id, {})[location_id] = offer.available

    def available(self, key: StockKey) -> int:
        """What the level had before anything was taken; 0 where nothing is offered."""
        return self._offers[key].available if self.offers(key) else 0

    def offers(self, key: StockKey) -> bool:
        """Whether there is such a level, at an active location."""
        return key.location_id in self._free.get(key.item_id, ())

    def free(self, key: StockKey) -> int:
        """What is left."""
        return self._free[key.item_id][key.location_id]

    def room(self, key: StockKey) -> int | None:
        """How far it may fall below 0."""
        return self._offers[key].backorder_room

    def exceeds(self, share: Share) -> bool:
        """Whether the share would take its level further below 0 than it may fall."""
        room = self.room(share.key)
        left = self.free(share.key) - share.quantity
        return room is not None and left < 0 and -left > room

    def may_lend(self, parts: Parts, location_id: str) -> bool:
        """Whether one sale unit could be promised there, on backorder where it must be."""
        return not any(self.exceeds(Share(item_id, location_id, required)) for item_id, required in parts.items())

    def take(self, share: Share) -> None:
        """It is promised."""
        self._free[share.item_id][share.location_id] -= share.quantity

    def candidates(self, line: LineWanted) -> list[str]:
        """The active locations in the line's scope that have a level of every part, best first."""
        return self.stocking(tuple(line.parts), line.reach)

    def stocking(self, item_ids: Sequence[str], reach: Sequence[str] | None) -> list[str]:
        """The active locations among `reach` (None: anywhere) that have a level of each item.

        By priority, then the larger margin, then id. A location's margin is the smallest, over the items, of what
        it has free less what the scoped lines of the request want of it together.
        """
        if not item_ids:
            return []
        levels = [self._free.get(item_id, {}) for item_id in item_ids]
        wanted = [self.demand.get(item_id, 0) for item_id in item_ids]
        fewest = min(levels, key=len)
        found = [one for one in (fewest if reach is None else reach) if all(one in level for level in levels)]

        def rank(location_id: str) -> tuple[int, int, str]:
            margin = min(level[location_id] - want for level, want in zip(levels, wanted, strict=True))
            return self._places[location_id].priority, -margin, location_id

        return sorted(found, key=rank) if len(found) > 1 else found

    def units(self, parts: Parts, location_id: str) -> int:
        """The sale units that one location, which has a level of every part, could still serve whole."""
        return min(max(0, self._free[item_id][location_id]) // required for item_id, required in parts.items())

    def pooled(self, item_id: str, reach: Sequence[str] | None) -> int:
        """The units of one item that all active locations among them have together, none of them less than 0."""
        level = self._free.get(item_id, {})
        near = level.values() if reach is None else [level.get(location_id, 0) for location_id in reach]
        return sum([free for free in near if free > 0])

    def whole_units(self, line: LineWanted) -> dict[str, int]:
        """The sale units that each location which could still serve any could serve whole, in no order."""
        reach = line.reach
        found: dict[str, int] | None = None
        for item_id, required in line.parts.items():
            level = self._free.get(item_id, {})
            if found is not None:
                found = {
                    one: min(units, free // required)
                    for one, units in found.items()
                    if (free := level.get(one, 0)) >= required
                }
            elif reach is None:
                found = {one: free // required for one, free in level.items() if free >= required}
            else:
                found = {one: free // required for one in reach if (free := level.get(one, 0)) >= required}
        return found or {}

    def quantities(self, line: LineWanted, units: Mapping[str, int]) -> Quantities:
        """The most of a line that is still free; `units` are its `whole_units`."""
        parts, reach = line.parts, line.reach
        if not parts:
            return NOTHING
        whole = sum(units.values())
        if len(parts) == 1 and next(iter(parts.values())) == 1:
            return Quantities(max(units.values(), default=0), whole, whole)  # one unit of one item is whole by itself
        pooled = min([self.pooled(item_id, reach) // required for item_id, required in parts.items()])
        return Quantities(max(units.values(), default=0), whole, pooled)
