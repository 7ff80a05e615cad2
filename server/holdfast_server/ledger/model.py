"""Nouns of the ledger: buckets, reasons, levels, moves, claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final, NamedTuple


class Bucket(IntEnum):
    """A place where a level's quantity is counted. The numbers are stored; they never change meaning."""

    STOCKED = 1
    RESERVED = 2
    INCOMING = 3
    QUALITY_CONTROL = 4
    DAMAGED = 5
    QUARANTINE = 6


class Reason(IntEnum):
    """Why a quantity moved. The numbers are stored; they never change meaning."""

    # issue: leaves us, and must not take what is promised
    SOLD = 1
    TRANSFERRED = 2
    CONSUMED = 3
    RETURNED_TO_SUPPLIER = 4
    # fact: the world is so, whatever was promised
    COUNTED = 11
    DAMAGED = 12
    LOST = 13
    FOUND = 14
    SPOILED = 15
    CORRECTED = 16
    # receipt: arrives
    RECEIVED = 21
    RETURNED = 22
    INITIAL = 23
    # the system's own
    RESERVED = 31
    RELEASED = 32
    EXPIRED = 33
    FULFILLED = 34
    REVERSED = 35


class Backorder(IntEnum):
    """Whether a line may be promised more than there is. The numbers are stored; they never change meaning."""

    AS_VARIANT = 0
    ALLOW = 1
    DENY = 2


class Split(IntEnum):
    """Whether several locations may serve one line. The numbers are stored; they never change meaning."""

    NEVER = 1
    WHOLE_UNITS = 2
    ANY = 3


@dataclass(frozen=True, slots=True)
class Terms:
    """How a line may be promised, now and when it grows. `scope` is None where the line named its one location.

    An empty scope is every active location, or every one that serves the sales channel.
    """

    backorder: Backorder = Backorder.AS_VARIANT
    split: Split = Split.NEVER
    scope: tuple[str, ...] | None = None
    channel: str = ""

    @property
    def allows_backorder(self) -> bool:
        """Whether more may be promised than there is, as far as the line itself says; a bare item says no."""
        return self.backorder is Backorder.ALLOW


PLAIN: Final = Terms()


class ReservationState(StrEnum):
    """Where a reservation is in its life. Derived from its claims; stored so that lists can filter by it."""

    HELD = "HELD"
    CONFIRMED = "CONFIRMED"
    FULFILLED = "FULFILLED"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"

    @property
    def is_live(self) -> bool:
        """Whether the reservation still has open claims."""
        return self in (ReservationState.HELD, ReservationState.CONFIRMED)


class StockKey(NamedTuple):
    """One item at one location. Tuples of this kind sort in the global lock order."""

    item_id: str
    location_id: str


BUCKET_FIELD: Final[Mapping[Bucket, str]] = {bucket: bucket.name.lower() for bucket in Bucket}
"""The attribute of `Level`, and the column of its row, that counts each bucket."""


@dataclass(slots=True)
class Level:
    """One item at one location: its balances, its settings, its version.

    The engine owns these objects while a transaction is open and moves their balances as decisions are
    accepted; a decision reads them and never writes. `short` says that a decision which may do so has left
    less stock than claims. `is_new` marks a row that is not in the database yet.

    `held` is the part of `reserved` whose claims run out of time, and no claim does before `next_expiry`: a
    bound, which may lie before the first of them. As read, `reserved` and `held` leave lapsed claims out.

    `is_low` says that available has fallen to `low_stock_threshold` and not recovered since; the engine keeps it. A
    lapsed claim counts for it until it is settled, which is normally within a second.
    """

    key: StockKey
    id: str
    create_time: datetime
    update_time: datetime
    stocked: int = 0
    reserved: int = 0
    incoming: int = 0
    quality_control: int = 0
    damaged: int = 0
    quarantine: int = 0
    held: int = 0
    next_expiry: datetime | None = None
    safety_stock: int = 0
    backorder_limit: int | None = None
    backorder_up_to_incoming: bool = False
    low_stock_threshold: int | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    settings_version: int = 1
    short: bool = False
    is_low: bool = False
    delete_time: datetime | None = None
    is_new: bool = False

    @property
    def available(self) -> int:
        """What may still be promised; negative when claims and safety stock exceed the stock."""
        return self.stocked - self.reserved - self.safety_stock

    @property
    def backorder_room(self) -> int | None:
        """How far available may fall below 0 where backorder is allowed; None: as far as anybody wants."""
        if not self.backorder_up_to_incoming:
            return self.backorder_limit
        return self.incoming if self.backorder_limit is None else min(self.backorder_limit, self.incoming)

    def has_lapsed(self, at: datetime) -> bool:
        """Whether claims may have run out of time by then: if not, nothing needs to be looked up."""
        return self.next_expiry is not None and self.next_expiry <= at

    @property
    def backordered(self) -> int:
        """Claims that no stock covers."""
        return max(0, self.reserved - self.stocked)

    @property
    def on_hand(self) -> int:
        """Physically there, sellable or not."""
        return self.stocked + self.quality_control + self.damaged + self.quarantine

    @property
    def is_deleted(self) -> bool:
        """Whether the level was deleted and not created again since."""
        return self.delete_time is not None

    def balance(self, bucket: Bucket) -> int:
        """The quantity in one bucket."""
        return int(getattr(self, BUCKET_FIELD[bucket]))

    def balances(self) -> dict[str, int]:
        """Every bucket by name."""
        return {name: getattr(self, name) for name in BUCKET_FIELD.values()}


class Move(NamedTuple):
    """One change of one bucket of one level; a movement in the making.

    `effective_time` is since when it is true; None: since it was decided.
    """

    key: StockKey
    bucket: Bucket
    delta: int
    reason: Reason
    reservation_id: str | None = None
    allocation_id: str | None = None
    fulfillment_id: str | None = None
    effective_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """What the caller says of a posting: free text beside the reason, and the document behind it."""

    reason_detail: str = ""
    source_type: str = ""
    source_id: str = ""


NO_CAUSE: Final = Cause()


class Movement(NamedTuple):
    """One row of the ledger, as written and as read. Columns in storage order."""

    item_id: str
    location_id: str
    recorded_time: datetime
    version: int
    entry: int
    posting_id: str
    bucket: Bucket
    delta: int
    balance: int
    reason: Reason
    reason_detail: str
    source_type: str
    source_id: str
    reservation_id: str | None
    allocation_id: str | None
    fulfillment_id: str | None
    actor: str
    request_id: str
    effective_time: datetime

    @property
    def id(self) -> str:
        """The wire id: posting and number within it."""
        return f"{self.posting_id}.{self.entry}"


@dataclass(slots=True)
class Header:
    """A reservation without its lines: what it is for and where it is in its life.

    `expire_time` stays when the time has run out, and goes when the reservation is confirmed. `replaced_by` is
    the reservation that took its place.
    """

    id: str
    state: ReservationState
    create_time: datetime
    update_time: datetime
    reference_type: str = ""
    reference_id: str = ""
    external_id: str = ""
    description: str = ""
    created_by: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    fingerprint: bytes = b""
    expire_time: datetime | None = None
    replaced_by: str = ""

    @property
    def due_time(self) -> datetime | None:
        """When its time runs out, while it is held."""
        return self.expire_time if self.state is ReservationState.HELD else None

    def has_lapsed(self, at: datetime) -> bool:
        """Whether it is held and its time is over, though nobody has closed it yet."""
        return self.state is ReservationState.HELD and self.expire_time is not None and self.expire_time <= at


@dataclass(slots=True)
class Allocation:
    """A claim: so many units of one item at one location, promised to one line of one reservation.

    It carries the fields of its line as well, since a simple line and its claim are one row: every claim of a
    line says the same of it. `quantity = open + fulfilled + released + expired`, always. Claims of a level are
    ordered by (`claim_seq`, `entry`): the level's version when the claim was accepted, then the place in the
    request. `number` counts the claims of a reservation as they were made, whatever level they are on.
    `expire_time` is there while open units are held, and only then.

    A line of goods that no stock is kept for has a claim on nothing: without item, on no level, it only counts.
    """

    id: str
    reservation_id: str
    line_id: str
    line_index: int
    line_item_id: str
    sku: str
    item_id: str
    location_id: str
    claim_seq: int
    entry: int
    required_quantity: int
    quantity: int
    fulfilled: int = 0
    released: int = 0
    expired: int = 0
    returned: int = 0
    line_quantity: int = 0
    terms: Terms = PLAIN
    expire_time: datetime | None = None
    variant_id: str = ""
    number: int = 0

    @property
    def is_free(self) -> bool:
        """Whether no stock is kept for the goods: a claim on nothing, which only counts."""
        return not self.item_id

    @property
    def key(self) -> StockKey:
        """The level that the claim is on."""
        return StockKey(self.item_id, self.location_id)

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among the claims of its level."""
        return self.claim_seq, self.entry

    @property
    def age(self) -> tuple[int, int]:
        """The order of a reservation's claims: by line, and within a line the oldest first."""
        return self.line_index, self.number

    @property
    def open(self) -> int:
        """Units still promised."""
        return self.quantity - self.fulfilled - self.released - self.expired

    @property
    def held(self) -> int:
        """Units of its level still promised, for a time only."""
        return self.open if self.expire_time is not None and self.item_id else 0

    def has_lapsed(self, at: datetime) -> bool:
        """Whether it has open units whose time is over."""
        return self.expire_time is not None and self.expire_time <= at
