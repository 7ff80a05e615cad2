"""Lines of every kind served from stock and on backorder: the general case of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from holdfast_server.availability.model import Beyond, LineWanted, Offers, Places, Plan, Share, Split, StockKey
from holdfast_server.availability.rules.shelves import Shelves
from holdfast_server.kernel.errors import Shortage

T = TypeVar("T")


class Planner:
    """One plan in the making: lines are placed, or wait for backorder, or fall short."""

    def __init__(self, lines: Sequence[LineWanted], offers: Offers, places: Places) -> None:
        self._lines = lines
        self._shelves = Shelves(offers, places)
        self._shares: list[list[Share]] = [[] for _ in lines]
        self._waiting: dict[int, list[str]] = {}
        self._shortages: dict[int, Shortage] = {}
        self._limits: dict[int, Beyond] = {}

    def plan(self) -> Plan:
        """Everything from stock first, so that what a line without backorder is promised is always reached by it.

        A line that no stock is kept for is served by nobody; one that would take nothing although there should be
        something cannot be.
        """
        for index, line in enumerate(self._lines):
            if not line.parts and not line.is_free:
                self._shortages[index] = Shortage(index, line.line_item_id, "", line.location_id, line.quantity, 0)
        self._place_fixed()
        self._place_scoped()
        for index, candidates in self._waiting.items():
            self._backorder(index, candidates)
        return Plan(self._shares, _in_order(self._shortages), _in_order(self._limits))

    # --- fixed lines --------------------------------------------------------------------------------

    def _place_fixed(self) -> None:
        """Lines without backorder are one demand on each level; each that no longer fits is short."""
        demand: dict[StockKey, int] = {}
        fixed = [index for index, line in enumerate(self._lines) if line.terms.scope is None and line.parts]
        for index in sorted(fixed, key=self._allows):
            line = self._lines[index]
            shares = _shares(line, line.location_id)
            if line.allows_backorder:
                self._place_or_wait(index, shares)
            else:
                self._place_in_demand(index, shares, demand)

    def _place_or_wait(self, index: int, shares: Sequence[Share]) -> None:
        missing = next((share for share in shares if not self._shelves.offers(share.key)), None)
        if missing is not None:
            self._shortages[index] = self._shortage(index, missing.key, missing.quantity)
        elif self._fits(shares):
            self._take(index, shares)
        else:
            self._waiting[index] = [self._lines[index].location_id]

    def _place_in_demand(self, index: int, shares: Sequence[Share], demand: dict[StockKey, int]) -> None:
        """Take what fits after all demand before it, whether that was met or not."""
        for share in shares:
            demand[share.key] = demand.get(share.key, 0) + share.quantity
        over = [share.key for share in shares if demand[share.key] > self._shelves.available(share.key)]
        if over:
            self._shortages[index] = self._shortage(index, over[0], demand[over[0]])
        else:
            self._take(index, shares)

    def _shortage(self, index: int, key: StockKey, wanted: int) -> Shortage:
        return Shortage(index, self._lines[index].line_item_id, *key, wanted, self._shelves.available(key))

    # --- lines in a scope ---------------------------------------------------------------------------

    def _place_scoped(self) -> None:
        """All from one location where one can; else line by line, those with the least choice first.

        What must be split is so after all that can be whole: it can do with what they leave.
        """
        scoped = [index for index, line in enumerate(self._lines) if line.terms.scope is not None and line.parts]
        if not scoped:
            return
        self._shelves.demand = self._demand_of(scoped)
        candidates = {index: self._shelves.candidates(self._lines[index]) for index in scoped}
        if len(scoped) > 1 and self._place_together(scoped, candidates.values()):
            return

        def turn(index: int) -> tuple[int, int]:
            return len(candidates[index]), -self._lines[index].quantity

        for allows in (False, True):
            turns = sorted((index for index in scoped if self._allows(index) is allows), key=turn)
            rest = [index for index in turns if not self._place_whole(index, candidates[index])]
            for index in rest:
                self._place_rest(index, candidates[index])

    def _demand_of(self, scoped: Iterable[int]) -> dict[str, int]:
        demand: dict[str, int] = {}
        for line in map(self._lines.__getitem__, scoped):
            for item_id, required in line.parts.items():
                demand[item_id] = demand.get(item_id, 0) + required * line.quantity
        return demand

    def _place_together(self, scoped: Sequence[int], candidates: Iterable[Sequence[str]]) -> bool:
        """Whether one location could serve all of them; the best one does."""
        demand = self._shelves.demand
        common = set.intersection(*map(set, candidates))
        for location_id in self._shelves.stocking(tuple(demand), tuple(common)):
            if all(self._shelves.free(StockKey(item_id, location_id)) >= demand[item_id] for item_id in demand):
                for index in scoped:
                    self._take(index, _shares(self._lines[index], location_id))
                return True
        return False

    def _place_whole(self, index: int, candidates: Iterable[str]) -> bool:
        """Whether a candidate still holds it whole; the first that does serves it."""
        for location_id in candidates:
            shares = _shares(self._lines[index], location_id)
            if self._fits(shares):
                self._take(index, shares)
                return True
        return False

    def _place_rest(self, index: int, candidates: list[str]) -> None:
        """Split as its mode allows, else wait for backorder, else short of the most that it could have had."""
        line = self._lines[index]
        most = self._shelves.quantities(line, self._shelves.whole_units(line)).under(line.terms.split)
        if most >= line.quantity:
            self._take(index, self._split(line, candidates))
        elif line.allows_backorder and candidates:
            self._waiting[index] = candidates
        else:
            self._shortages[index] = Shortage(index, line.line_item_id, _only_item(line), "", line.quantity, most)

    def _split(self, line: LineWanted, candidates: Iterable[str]) -> list[Share]:
        """Whole units from each candidate in turn; then the parts of the rest from wherever they are.

        There must be enough of everything. Units of one item from one location are one share.
        """
        left = line.quantity
        taken: dict[StockKey, int] = {}
        for location_id in candidates:
            units = min(left, self._shelves.units(line.parts, location_id))
            left -= units
            if units:
                taken |= {share.key: share.quantity for share in _shares(line, location_id, units)}
        if left and line.terms.split is Split.ANY:
            for item_id, required in line.parts.items():
                self._pool(item_id, left * required, line.reach, taken)
        return [Share(*key, quantity) for key, quantity in taken.items()]

    def _pool(self, item_id: str, wanted: int, reach: Sequence[str] | None, taken: dict[StockKey, int]) -> None:
        """Units of one item from the locations that have it, best first, beside what the line took already."""
        for location_id in self._shelves.stocking((item_id,), reach):
            key = StockKey(item_id, location_id)
            units = min(wanted, max(0, self._shelves.free(key) - taken.get(key, 0)))
            if units:
                taken[key] = taken.get(key, 0) + units
                wanted -= units

    # --- backorder ----------------------------------------------------------------------------------

    def _backorder(self, index: int, candidates: Iterable[str]) -> None:
        """Wholly at the first candidate whose limits permit; else the refusal names the most permissive limit."""
        line = self._lines[index]
        beyond: Beyond | None = None
        for location_id in candidates:
            shares = _shares(line, location_id)
            over = next((share for share in shares if self._shelves.exceeds(share)), None)
            if over is None:
                self._take(index, [self._marked(share) for share in shares])
                return
            refused = self._beyond(index, over)
            if beyond is None or refused.limit > beyond.limit:
                beyond = refused
        assert beyond is not None, "a line waits for backorder only where there is a candidate"
        self._limits[index] = beyond

    def _marked(self, share: Share) -> Share:
        return share._replace(on_backorder=share.quantity > self._shelves.free(share.key))

    def _beyond(self, index: int, share: Share) -> Beyond:
        wanted = self._shelves.available(share.key) - self._shelves.free(share.key) + share.quantity
        return Beyond(self._shortage(index, share.key, wanted), self._shelves.room(share.key) or 0)

    # --- both ---------------------------------------------------------------------------------------

    def _allows(self, index: int) -> bool:
        return self._lines[index].allows_backorder

    def _fits(self, shares: Iterable[Share]) -> bool:
        return all(self._shelves.free(share.key) >= share.quantity for share in shares)

    def _take(self, index: int, shares: Iterable[Share]) -> None:
        for share in shares:
            self._shelves.take(share)
            self._shares[index].append(share)


def _shares(line: LineWanted, location_id: str, units: int | None = None) -> list[Share]:
    """So many sale units of a line, or all of it, from one location."""
    quantity = line.quantity if units is None else units
    return [Share(item_id, location_id, required * quantity) for item_id, required in line.parts.items()]


def _in_order(found: Mapping[int, T]) -> list[T]:
    return [found[index] for index in sorted(found)]


def _only_item(line: LineWanted) -> str:
    """The item of a line that takes one; empty for a kit."""
    return next(iter(line.parts)) if len(line.parts) == 1 else ""
