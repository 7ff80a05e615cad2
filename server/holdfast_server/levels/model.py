"""Nouns of levels: what a command's lines ask for, and what a read shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from holdfast_server.ledger.model import Bucket as Bucket
from holdfast_server.ledger.model import Cause as Cause
from holdfast_server.ledger.model import Level as Level
from holdfast_server.ledger.model import Movement as Movement
from holdfast_server.ledger.model import Reason as Reason
from holdfast_server.ledger.model import StockKey as StockKey

ISSUES: Final = frozenset({Reason.SOLD, Reason.TRANSFERRED, Reason.CONSUMED, Reason.RETURNED_TO_SUPPLIER})
FACTS: Final = frozenset({Reason.COUNTED, Reason.DAMAGED, Reason.LOST, Reason.FOUND, Reason.SPOILED, Reason.CORRECTED})
RECEIPTS: Final = frozenset({Reason.RECEIVED, Reason.RETURNED, Reason.INITIAL})
CALLERS_REASONS: Final = ISSUES | FACTS | RECEIPTS

NEGATIVE_ONLY: Final = ISSUES | {Reason.DAMAGED, Reason.LOST, Reason.SPOILED}
POSITIVE_ONLY: Final = RECEIPTS | {Reason.FOUND}


@dataclass(frozen=True, slots=True)
class Goods:
    """An item as a request names it: by id, or by a sku that led to `item_id` (empty: to none)."""

    item_id: str
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket at a location."""

    location_id: str
    bucket: Bucket


@dataclass(frozen=True, slots=True)
class AdjustLine:
    """Add `delta` units, or take them when it is negative."""

    goods: Goods
    place: Place
    delta: int


@dataclass(frozen=True, slots=True)
class SetLine:
    """There are `quantity` units."""

    goods: Goods
    place: Place
    quantity: int


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Take `quantity` units from one place to another."""

    goods: Goods
    source: Place
    target: Place
    quantity: int


class LineResult(Enum):
    """What became of a line of a count."""

    APPLIED = 1
    UNCHANGED = 2


@dataclass(frozen=True, slots=True)
class Touched:
    """The levels that a command named, each once in the order of its lines; for a count also each line's result."""

    levels: Sequence[Level]
    results: Sequence[LineResult] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a caller may set on a level; None leaves it as it is."""

    safety_stock: int | None = None
    metadata: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class NewLevel:
    """A level to be made, with its opening stock."""

    key: StockKey
    stocked: int
    incoming: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class StockView:
    """What one statement saw of a pair of item and location at `read_time`.

    `item_known` and `location_known` mean that they exist and live. `level` is None where the item is not stocked.
    """

    key: StockKey
    read_time: datetime
    item_known: bool
    location_known: bool
    location_active: bool
    level: Level | None

    @property
    def offered(self) -> int:
        """What may be promised from here: available, and 0 where the location is inactive."""
        return self.level.available if self.level is not None and self.location_active else 0


@dataclass(frozen=True, slots=True)
class ItemView:
    """What one statement saw of an item: whether it lives, and its levels at live locations, by location."""

    item_id: str
    read_time: datetime
    item_known: bool
    stock: Sequence[StockView]


class LevelSort(Enum):
    """The orders of a list of levels."""

    ITEM = "item"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class LevelFilter:
    """Which levels a list shows; empty parts match all."""

    item_ids: tuple[str, ...] = ()
    location_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MovementFilter:
    """Which movements a list shows; empty parts match all. `start` is included, `end` is not."""

    item_id: str = ""
    location_id: str = ""
    reservation_id: str = ""
    posting_id: str = ""
    request_id: str = ""
    start: datetime | None = None
    end: datetime | None = None
