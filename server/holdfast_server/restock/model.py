"""Nouns of restock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Outlet(NamedTuple):
    """A variant in a sales channel; an empty channel stands for all active locations."""

    variant_id: str
    channel_id: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody who wants to know when a variant is back; it ends when the subscriber is told, or on demand."""

    id: str
    variant_id: str
    sales_channel_id: str
    subscriber: str
    min_quantity: int
    create_time: datetime
    notify_time: datetime | None = None
    delete_time: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it has not ended."""
        return self.notify_time is None and self.delete_time is None

    @property
    def change_time(self) -> datetime:
        """When it was last written."""
        return self.delete_time or self.notify_time or self.create_time


@dataclass(frozen=True, slots=True)
class Wish:
    """What a subscriber asks for."""

    variant_id: str
    sales_channel_id: str
    subscriber: str
    min_quantity: int


@dataclass(frozen=True, slots=True)
class SubscriptionFilter:
    """Which subscriptions a list shows; empty parts match all. Those that were ended on demand are never shown."""

    variant_id: str = ""
    subscriber: str = ""
    sales_channel_id: str = ""
    show_notified: bool = False


@dataclass(frozen=True, slots=True)
class Stocked:
    """What was last told of a variant in a channel: whether it is in stock, since when, how many there were."""

    outlet: Outlet
    in_stock: bool
    whole_units: int
    since_time: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is of a variant in a channel now. `purchasable`: from stock or, where that is allowed, without it."""

    outlet: Outlet
    whole_units: int
    purchasable: bool

    @property
    def in_stock(self) -> bool:
        """Whether there is one."""
        return self.whole_units > 0


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at some variants. `differing` is what is otherwise than was last told.

    `waiting` are the outlets where somebody waits, with the least quantities that are waited for.
    """

    at: datetime
    units: Mapping[Outlet, int]
    differing: Sequence[Seen]
    waiting: Mapping[Outlet, Sequence[int]]


class Arrival(NamedTuple):
    """Somebody waits for a variant; `subscription_id` is empty where it is not of interest who."""

    variant_id: str
    subscription_id: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Who has begun to wait, as seen at an instant."""

    at: datetime
    waiting: Sequence[Arrival]


@dataclass(frozen=True, slots=True)
class Touched:
    """What events say has changed: variants themselves, items somewhere, whatever is at locations."""

    variant_ids: frozenset[str] = frozenset()
    item_ids: frozenset[str] = frozenset()
    location_ids: frozenset[str] = frozenset()

    def __or__(self, other: Touched) -> Touched:
        return Touched(
            self.variant_ids | other.variant_ids,
            self.item_ids | other.item_ids,
            self.location_ids | other.location_ids,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing has."""
        return not (self.variant_ids or self.item_ids or self.location_ids)
