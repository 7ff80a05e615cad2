"""Nouns of levels: what a command's lines ask for, and what a read shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final, NamedTuple

from holdfast_server.ledger.model import Bucket as Bucket
from holdfast_server.ledger.model import Cause as Cause
from holdfast_server.ledger.model import Level as Level
from holdfast_server.ledger.model import Movement as Movement
from holdfast_server.ledger.model import Reason as Reason
from holdfast_server.ledger.model import StockKey as StockKey
from holdfast_server.ledger.records import level_from_record as level_from_record

ISSUES: Final = frozenset({Reason.SOLD, Reason.TRANSFERRED, Reason.CONSUMED, Reason.RETURNED_TO_SUPPLIER})
FACTS: Final = frozenset({Reason.COUNTED, Reason.DAMAGED, Reason.LOST, Reason.FOUND, Reason.SPOILED, Reason.CORRECTED})
RECEIPTS: Final = frozenset({Reason.RECEIVED, Reason.RETURNED, Reason.INITIAL})
CALLERS_REASONS: Final = ISSUES | FACTS | RECEIPTS

NEGATIVE_ONLY: Final = ISSUES | {Reason.DAMAGED, Reason.LOST, Reason.SPOILED}
POSITIVE_ONLY: Final = RECEIPTS | {Reason.FOUND}


class Goods(NamedTuple):
    """An item as a request names it: by id, or by a sku that led to `item_id` (empty: to none)."""

    item_id: str
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket at a location."""

    location_id: str
    bucket: Bucket


@dataclass(frozen=True, slots=True)
class Expected:
    """What a line's bucket holds and which version its level has, as the caller last saw them; None: no matter."""

    quantity: int | None = None
    version: int | None = None


ANYTHING: Final = Expected()


@dataclass(frozen=True, slots=True)
class AdjustLine:
    """Add `delta` units, or take them when it is negative."""

    goods: Goods
    place: Place
    delta: int
    expected: Expected = ANYTHING


@dataclass(frozen=True, slots=True)
class SetLine:
    """There are `quantity` units, or there were at `observe_time`."""

    goods: Goods
    place: Place
    quantity: int
    expected: Expected = ANYTHING
    observe_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Take `quantity` units from one place to another. What is expected is said of the source."""

    goods: Goods
    source: Place
    target: Place
    quantity: int
    expected: Expected = ANYTHING


class CountKey(NamedTuple):
    """One bucket of one level: what is counted at once."""

    item_id: str
    location_id: str
    bucket: Bucket


@dataclass(frozen=True, slots=True)
class Past:
    """A bucket as it was at some instant, by the books of now, and when it was last counted (None: never)."""

    balance: int
    last_count: datetime | None


@dataclass(frozen=True, slots=True)
class Count:
    """When a bucket was counted last, as an earlier decision of the same transaction says.

    `corrected` is by how much this transaction has corrected its past, all of it at that time or before.
    """

    key: CountKey
    observe_time: datetime
    corrected: int = 0


class LineResult(Enum):
    """What became of a line of a count."""

    APPLIED = 1
    UNCHANGED = 2
    SKIPPED_STALE = 3


@dataclass(frozen=True, slots=True)
class Touched:
    """The levels that a command named, each once in the order of its lines; for a count also each line's result."""

    levels: Sequence[Level]
    results: Sequence[LineResult] = ()


Settings = Mapping[str, Any]
"""What a caller sets on a level, by the names of `Level`'s fields; what is not named stays as it is."""

DEFAULT_SETTINGS: Final[Settings] = {
    "safety_stock": 0,
    "backorder_limit": None,
    "backorder_up_to_incoming": False,
    "low_stock_threshold": None,
    "metadata": {},
}


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

    `item_known` and `location_known` mean that they exist and live. `level` is None where the item is not stocked;
    its reserved and held quantities leave claims out that have lapsed by then. `priority` is the location's: the
    lower, the sooner it is asked.
    """

    key: StockKey
    read_time: datetime
    item_known: bool
    location_known: bool
    location_active: bool
    level: Level | None
    priority: int = 100

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


@dataclass(frozen=True, slots=True)
class PlaceView:
    """What one statement saw of a location: whether it lives, is active, and how soon it is asked."""

    known: bool
    active: bool
    priority: int


@dataclass(frozen=True, slots=True)
class ItemOffers:
    """What one statement saw of an item that can be promised: less than an `ItemView`, and lighter by far.

    Of each location that has a level: what is available, without claims that have lapsed by `read_time`, and how far
    that may fall below 0 (None: as far as anybody wants). `places` are those of them that live, and maybe others.
    """

    read_time: datetime
    item_known: bool
    location_ids: Sequence[str]
    available: Sequence[int]
    backorder_rooms: Sequence[int | None]
    places: Mapping[str, PlaceView]


@dataclass(frozen=True, slots=True)
class Look:
    """Stock by pair and by item, of one snapshot. `freed` are the units that one reservation keeps from the others."""

    pairs: Mapping[StockKey, StockView]
    items: Mapping[str, ItemView]
    freed: Mapping[StockKey, int]
    read_time: datetime


class LevelSort(Enum):
    """The orders of a list of levels."""

    ITEM = "item"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class LevelFilter:
    """Which levels a list shows; empty parts match all. Bounds of what is available are included."""

    item_ids: tuple[str, ...] = ()
    location_ids: tuple[str, ...] = ()
    min_available: int | None = None
    max_available: int | None = None
    low_stock: bool = False


@dataclass(frozen=True, slots=True)
class MovementFilter:
    """Which movements a list shows; empty parts match all. `start` is included, `end` is not."""

    item_id: str = ""
    location_id: str = ""
    reservation_id: str = ""
    posting_id: str = ""
    request_id: str = ""
    reasons: tuple[Reason, ...] = ()
    actor: str = ""
    start: datetime | None = None
    end: datetime | None = None
