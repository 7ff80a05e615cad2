"""Nouns of reservations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, IntEnum
from typing import Final, NamedTuple

from holdfast_server.availability.model import LineWanted as LineWanted
from holdfast_server.ledger.model import PLAIN as PLAIN
from holdfast_server.ledger.model import Allocation as Allocation
from holdfast_server.ledger.model import Backorder as Backorder
from holdfast_server.ledger.model import Bucket
from holdfast_server.ledger.model import Header as Header
from holdfast_server.ledger.model import Level as Level
from holdfast_server.ledger.model import ReservationState as ReservationState
from holdfast_server.ledger.model import Split as Split
from holdfast_server.ledger.model import StockKey as StockKey
from holdfast_server.ledger.model import Terms as Terms
from holdfast_server.ledger.records import reservation_from_record as reservation_from_record


class Texts(NamedTuple):
    """What a caller says of a reservation besides its lines."""

    reference_type: str = ""
    reference_id: str = ""
    external_id: str = ""
    description: str = ""
    created_by: str = ""
    metadata: Mapping[str, str] = {}


NO_TEXTS: Final = Texts()


@dataclass(frozen=True, slots=True)
class Part:
    """So many units of a line or of an allocation; one of the two ids is empty.

    `location_id` is where the units leave from when it is not where they are promised, else empty.
    """

    line_id: str
    allocation_id: str
    quantity: int
    location_id: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cart, an order: what reservations are made for. Not unique."""

    type: str
    id: str


class NewReservation(NamedTuple):
    """A reservation to be made. `ttl` is how long it is held, None: it is confirmed at once."""

    chosen_id: str
    lines: Sequence[LineWanted]
    texts: Texts
    ttl: timedelta | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line shall have so many units fulfilled and open together."""

    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Relocation:
    """Units of an allocation shall be promised at another location; None: all that is open."""

    allocation_id: str
    quantity: int | None
    to_location_id: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What shall become of a reservation, all of it in one step."""

    adds: Sequence[LineWanted] = ()
    sets: Sequence[SetLine] = ()
    removes: Sequence[str] = ()
    moves: Sequence[Relocation] = ()
    texts: Mapping[str, object] = field(default_factory=dict)


class Disposition(IntEnum):
    """What becomes of returned units; the bucket that they go into, if any."""

    RESTOCK = 1
    QUALITY_CONTROL = 2
    DAMAGED = 3
    QUARANTINE = 4
    DISCARD = 5

    @property
    def bucket(self) -> Bucket | None:
        """Where the units are counted from now on; None: nowhere."""
        return {
            Disposition.RESTOCK: Bucket.STOCKED,
            Disposition.QUALITY_CONTROL: Bucket.QUALITY_CONTROL,
            Disposition.DAMAGED: Bucket.DAMAGED,
            Disposition.QUARANTINE: Bucket.QUARANTINE,
        }.get(self)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """Units that came back: of a line, of an allocation, or of an item whatever it was sold with."""

    line_id: str
    allocation_id: str
    item_id: str
    quantity: int
    location_id: str
    disposition: Disposition


class Reservation(NamedTuple):
    """A reservation as it is shown: claims in the order of its lines, and how much of each stock covers."""

    header: Header
    claims: Sequence[Allocation]
    covered: Callable[[Allocation], int]


class LineUnits(NamedTuple):
    """What became of a line, in sale units."""

    open: int
    fulfilled: int
    released: int
    expired: int
    returned: int


def sale_units(claims: Iterable[Allocation]) -> LineUnits:
    """The counters of a line out of those of its claims (domain: "Records").

    Of a line of one item they add up. Of a kit: fulfilled and returned are as many whole units as all of its items
    have left and come back for, open as many as any of them is promised for, expired likewise; what remains of the
    units that its claims were made for is released.
    """
    claims = tuple(claims)
    if len(claims) == 1 and claims[0].required_quantity == 1:
        (only,) = claims
        return LineUnits(only.open, only.fulfilled, only.released, only.expired, only.returned)
    leaves: dict[str, list[int]] = {}
    for claim in claims:
        counted = leaves.setdefault(claim.item_id, [claim.required_quantity, 0, 0, 0, 0, 0])
        units = (claim.quantity, claim.open, claim.fulfilled, claim.expired, claim.returned)
        for n, quantity in enumerate(units, 1):
            counted[n] += quantity
    whole = max(-(-made // required) for required, made, *_ in leaves.values())
    still = max(-(-kept // required) for required, _, kept, *_ in leaves.values())
    left = min(gone // required for required, _, _, gone, *_ in leaves.values())
    lapsed = max(-(-lost // required) for required, _, _, _, lost, _ in leaves.values())
    back = min(returned // required for required, *_, returned in leaves.values())
    lapsed = min(lapsed, max(0, whole - still - left))
    return LineUnits(still, left, max(0, whole - still - left - lapsed), lapsed, back)


@dataclass(frozen=True, slots=True)
class FulfillmentEntry:
    """Units of one claim that left together."""

    allocation_id: str
    item_id: str
    location_id: str
    quantity: int
    reversed: int = 0
    returned: int = 0

    @property
    def away(self) -> int:
        """Units that have left and neither were put back nor came back."""
        return self.quantity - self.reversed - self.returned


@dataclass(frozen=True, slots=True)
class Fulfillment:
    """Units of a reservation that left together."""

    id: str
    reservation_id: str
    create_time: datetime
    entries: Sequence[FulfillmentEntry]
    fingerprint: bytes = b""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmed reservation, and whether it had expired and was promised anew."""

    reservation: Reservation
    reacquired: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """What a return came to: the levels that it touched, and the reservation if one was named."""

    levels: Sequence[Level]
    reservation: Reservation | None


class ReservationSort(Enum):
    """The orders of a list."""

    CREATE_TIME = "create_time"
    CREATE_TIME_DESC = "create_time_desc"


@dataclass(frozen=True, slots=True)
class ReservationFilter:
    """Which reservations a list shows; empty parts match all. `start` is included, `end` is not."""

    ids: tuple[str, ...] = ()
    states: tuple[ReservationState, ...] = ()
    reference_type: str = ""
    reference_id: str = ""
    external_id: str = ""
    line_item_ids: tuple[str, ...] = ()
    item_id: str = ""
    location_id: str = ""
    start: datetime | None = None
    end: datetime | None = None
