"""Nouns of availability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast_server.levels.model import Goods as Goods
from holdfast_server.levels.model import StockKey as StockKey


@dataclass(frozen=True, slots=True)
class LineWanted:
    """One line of a request: goods, how many, and where from. Quantity in the item's stock unit."""

    line_item_id: str
    goods: Goods
    quantity: int
    location_id: str

    @property
    def key(self) -> StockKey:
        """The level that the line wants a claim on."""
        return StockKey(self.goods.item_id, self.location_id)


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """Whether a line could be promised after those before it, and what there is for it alone (0 or more)."""

    sufficient: bool
    quantity: int


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Whether all lines could be promised together at `read_time`."""

    lines: Sequence[LineAnswer]
    read_time: datetime

    @property
    def sufficient(self) -> bool:
        """Whether every line could be."""
        return all(line.sufficient for line in self.lines)


@dataclass(frozen=True, slots=True)
class Stock:
    """What a location has of an item; `available` may be negative, and is 0 where the location is inactive."""

    location_id: str
    stocked: int
    reserved: int
    available: int
    incoming: int


@dataclass(frozen=True, slots=True)
class Availability:
    """What there is of an item, by location; in the total no location's negative hides another's stock."""

    locations: Sequence[Stock]
    read_time: datetime

    @property
    def available(self) -> int:
        """What may be promised, each location counted as 0 or more."""
        return sum(max(0, stock.available) for stock in self.locations)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: these locations, or all of them; `active_only` leaves inactive ones out."""

    location_ids: tuple[str, ...] = ()
    active_only: bool = False
