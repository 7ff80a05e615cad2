"""Nouns of reservations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from holdfast_server.availability.model import LineWanted as LineWanted
from holdfast_server.ledger.model import Allocation as Allocation
from holdfast_server.ledger.model import Header as Header
from holdfast_server.ledger.model import ReservationState as ReservationState


@dataclass(frozen=True, slots=True)
class Texts:
    """What a caller says of a reservation besides its lines."""

    reference_type: str = ""
    reference_id: str = ""
    external_id: str = ""
    description: str = ""
    created_by: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """So many units of a line or of an allocation; one of the two ids is empty."""

    line_id: str
    allocation_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation as it is shown: claims in the order of its lines, and how much of each stock covers."""

    header: Header
    claims: Sequence[Allocation]
    covered: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FulfillmentEntry:
    """Units of one claim that left together."""

    allocation_id: str
    item_id: str
    location_id: str
    quantity: int
    reversed: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Fulfillment:
    """Units of a reservation that left together."""

    id: str
    reservation_id: str
    create_time: datetime
    entries: Sequence[FulfillmentEntry]
    fingerprint: bytes = b""


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
