"""Nouns of availability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple, Protocol

from holdfast_server.kernel.errors import BackorderLimit, InsufficientStock, Refused, Shortage
from holdfast_server.ledger.model import PLAIN
from holdfast_server.ledger.model import Backorder as Backorder
from holdfast_server.ledger.model import Split as Split
from holdfast_server.ledger.model import Terms as Terms
from holdfast_server.levels.model import Goods as Goods
from holdfast_server.levels.model import StockKey as StockKey

# --- what is asked for ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sold:
    """A product variant as a line takes it: how many units of which items make one sale unit of it.

    `is_known` is False for one that does not exist. With `as_made` the parts are those of a line that was promised
    before, whatever the variant takes by now.
    """

    variant_id: str
    parts: Mapping[str, int]
    is_managed: bool = True
    allows_backorder: bool = False
    is_known: bool = True
    as_made: bool = False


class LineWanted(NamedTuple):
    """One line of a request: goods, how many sale units, where from and on which terms.

    `location_id` is empty where the terms have a scope; `among` are then the locations that its sales channel leaves
    of it, None: it names no channel. `sold` is the product variant that the line names; None: it names an item.
    """

    line_item_id: str
    goods: Goods
    quantity: int
    location_id: str = ""
    terms: Terms = PLAIN
    sold: Sold | None = None
    among: tuple[str, ...] | None = None

    @property
    def key(self) -> StockKey:
        """The level that a line of one item at one location wants a claim on."""
        return StockKey(self.goods.item_id, self.location_id)

    @property
    def parts(self) -> Mapping[str, int]:
        """Stock units of each item per sale unit."""
        return {self.goods.item_id: 1} if self.sold is None else self.sold.parts

    @property
    def is_plain(self) -> bool:
        """Whether it is one item from one location, and only as far as there is stock."""
        if self.sold is not None:
            return False
        return self.terms is PLAIN or (self.terms.scope is None and not self.terms.allows_backorder)

    @property
    def is_free(self) -> bool:
        """Whether no stock is kept for the goods: such a line is always served, by nobody."""
        return self.sold is not None and not self.sold.is_managed

    @property
    def allows_backorder(self) -> bool:
        """Whether more may be promised than there is: as the line says, else as its variant does."""
        if self.sold is not None and self.terms.backorder is Backorder.AS_VARIANT:
            return self.sold.allows_backorder
        return self.terms.allows_backorder

    @property
    def reach(self) -> tuple[str, ...] | None:
        """The locations that may serve it; None: any."""
        if self.terms.scope is None:
            return (self.location_id,)
        return self.among if self.among is not None else (self.terms.scope or None)


class Offering(Protocol):
    """What a live level offers. A `Level` is one."""

    @property
    def available(self) -> int:
        """What may be promised from stock; may be negative."""

    @property
    def backorder_room(self) -> int | None:
        """How far available may fall below 0 where backorder is allowed; None: as far as anybody wants."""


class Site(Protocol):
    """What counts of a location that lives. A `LocationFact` is one."""

    @property
    def priority(self) -> int:
        """The lower, the sooner it is asked."""

    @property
    def is_active(self) -> bool:
        """Whether it makes promises."""


class Offer(NamedTuple):
    """An `Offering` in two numbers."""

    available: int
    backorder_room: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A `Site` in two facts."""

    priority: int = 100
    is_active: bool = True


Offers = Mapping[StockKey, Offering]
"""What each level that there is offers."""


class OffersByItem(Mapping[StockKey, Offering]):
    """`Offers` kept as `units` and backorder `rooms` of each item by location.

    Reads of thousands of levels make no key and no offer for each.
    """

    def __init__(self, units: Mapping[str, Mapping[str, int]], rooms: Mapping[str, Mapping[str, int | None]]) -> None:
        self.units = units
        self._rooms = rooms

    def __getitem__(self, key: StockKey) -> Offer:
        item_id, location_id = key
        return Offer(self.units[item_id][location_id], self._rooms[item_id][location_id])

    def __iter__(self) -> Iterator[StockKey]:
        return (StockKey(item_id, location_id) for item_id, places in self.units.items() for location_id in places)

    def __len__(self) -> int:
        return sum(map(len, self.units.values()))


Places = Mapping[str, Site]
"""The locations that live, by id."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a read outside of all locks saw of the goods and places of some lines: enough to route, and to answer."""

    offers: Offers
    places: Places
    item_ids: frozenset[str]
    read_time: datetime


# --- what is answered -------------------------------------------------------------------------------


class Share(NamedTuple):
    """Stock units of one item that one location is to promise to a line; on backorder: more than it has."""

    item_id: str
    location_id: str
    quantity: int
    on_backorder: bool = False

    @property
    def key(self) -> StockKey:
        """The level that promises."""
        return StockKey(self.item_id, self.location_id)


class Beyond(NamedTuple):
    """A line that would be backordered further than `limit`."""

    shortage: Shortage
    limit: int


class Plan(NamedTuple):
    """Where each line is served from, in the order of the request; lines that cannot be served have no shares.

    Claims on backorder must stand behind those from stock in the order of their level's claims.
    """

    shares: Sequence[Sequence[Share]]
    shortages: Sequence[Shortage] = ()
    limits: Sequence[Beyond] = ()

    @property
    def refusal(self) -> Refused | None:
        """Why the lines cannot be promised together: InsufficientStock, else BackorderLimit; None: they can."""
        if self.shortages:
            return InsufficientStock(self.shortages)
        if self.limits:
            return BackorderLimit(self.limits[0].shortage, limit=self.limits[0].limit)
        return None

    @property
    def keys(self) -> list[StockKey]:
        """The levels that promise, each once."""
        return list(dict.fromkeys(share.key for shares in self.shares for share in shares))

    def check(self) -> None:
        """Refuse unless every line is served."""
        refusal = self.refusal
        if refusal is not None:
            raise refusal


class Quantities(NamedTuple):
    """The most sale units of one line that could be promised from stock, were it alone; 0 or more.

    From a single location; of whole units, each from one location; of parts pooled from anywhere. They are what the
    split modes NEVER, WHOLE_UNITS and ANY accept.
    """

    single_location: int
    whole_units: int
    pooled: int

    def under(self, split: Split) -> int:
        """The most that a split mode accepts."""
        return self[split - 1]


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """Whether a line could be promised together with the others, and what there is for it alone."""

    sufficient: bool
    quantities: Quantities


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
    """Where to look: these locations, or all of them; `active_only` leaves inactive ones out.

    With a sales channel only the locations that serve it.
    """

    location_ids: tuple[str, ...] = ()
    active_only: bool = False
    channel: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """How a read is meant: as of `read_time` (None: now), one reservation's claims counted as free, and by when."""

    deadline: float
    read_time: datetime | None = None
    exclude_reservation_id: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is about the present as everybody sees it."""
        return self.read_time is None and not self.exclude_reservation_id


class Purchasability(Enum):
    """Why a variant can be bought, or not."""

    NOT_MANAGED = 1
    NO_ITEMS = 2
    IN_STOCK = 3
    BACKORDERABLE = 4
    OUT_OF_STOCK = 5

    @property
    def is_purchasable(self) -> bool:
        """Whether it can be bought."""
        return self in (Purchasability.NOT_MANAGED, Purchasability.IN_STOCK, Purchasability.BACKORDERABLE)


@dataclass(frozen=True, slots=True)
class VariantStock:
    """How many of a variant could be sold from stock, by location where there is a whole one, and whether it can be."""

    quantities: Quantities
    purchasability: Purchasability
    locations: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class VariantsFound:
    """The variants that there are, by id, as they were at `read_time`."""

    variants: Mapping[str, VariantStock]
    read_time: datetime
