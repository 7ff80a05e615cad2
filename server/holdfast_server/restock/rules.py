"""Decisions about restock: what events touch, what is told, who has waited long enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from holdfast_server.channels.model import ChannelFact
from holdfast_server.events.model import Happening
from holdfast_server.kernel.errors import ResourceDeleted, ResourceNotFound
from holdfast_server.restock.model import Outlet, Seen, Stocked, Subscription, Touched, Wish
from holdfast_server.variants.model import VariantFact

TYPE: Final = "RestockSubscription"

_LEVEL_EVENTS: Final = frozenset({"level.created", "level.updated", "level.deleted", "level.changed"})
_VARIANT_EVENTS: Final = frozenset({"variant.created", "variant.updated", "variant.deleted", "variant.undeleted"})

# --- subscriptions ----------------------------------------------------------------------------------


def check_wish(wish: Wish, variant: VariantFact | None, channel: ChannelFact | None) -> None:
    """Refuse a variant, or a channel that is named, which does not live."""
    if variant is None:
        raise ResourceNotFound("ProductVariant", wish.variant_id)
    if variant.is_deleted:
        raise ResourceDeleted("ProductVariant", wish.variant_id)
    if wish.sales_channel_id and channel is None:
        raise ResourceNotFound("SalesChannel", wish.sales_channel_id)
    if channel is not None and channel.is_deleted:
        raise ResourceDeleted("SalesChannel", wish.sales_channel_id)


def subscribe(wish: Wish, *, subscription_id: str, at: datetime) -> Subscription:
    """A new subscription."""
    return Subscription(subscription_id, wish.variant_id, wish.sales_channel_id, wish.subscriber, wish.min_quantity, at)


def end(subscription: Subscription | None, *, subscription_id: str, at: datetime) -> Subscription:
    """The subscription as ended on demand; itself where it had ended before."""
    if subscription is None:
        raise ResourceNotFound(TYPE, subscription_id)
    return replace(subscription, delete_time=at) if subscription.is_waiting else subscription


def waiting_ones(subscriptions: Iterable[Subscription | None]) -> list[Subscription]:
    """Those that nobody has ended meanwhile."""
    return [one for one in subscriptions if one is not None and one.is_waiting]


# --- the projector ----------------------------------------------------------------------------------


def touched(events: Iterable[Happening]) -> Touched:
    """What events change that decides how many there are of a variant somewhere."""
    variant_ids: set[str] = set()
    item_ids: set[str] = set()
    location_ids: set[str] = set()
    for event in events:
        payload = event.payload or {}
        if event.type in _LEVEL_EVENTS:
            item_ids.add(event.resource.partition("/")[0])
        elif event.type in _VARIANT_EVENTS:
            variant_ids.add(event.resource)
        elif event.type.startswith("channel."):
            location_ids.update(_linked(payload.get("before")), _linked(payload.get("after")))
        elif event.type.startswith("location.") and _opens_or_closes(payload):
            location_ids.add(event.resource)
    return Touched(frozenset(variant_ids), frozenset(item_ids), frozenset(location_ids))


def _linked(told: Mapping[str, Any] | None) -> Sequence[str]:
    return () if told is None else told.get("location_ids", ())


def _opens_or_closes(payload: Mapping[str, Any]) -> bool:
    """Whether a location offers something now that it did not, or no longer what it did."""
    before, after = ((payload.get(name) or {}) for name in ("before", "after"))
    return any(before.get(name) != after.get(name) for name in ("active", "delete_time"))


def differing(seen: Iterable[Seen], stocked: Mapping[Outlet, Stocked]) -> list[Seen]:
    """What is in stock and was not when it was last told, and the other way round. What was never told was not."""
    return [one for one in seen if one.in_stock != (one.outlet in stocked and stocked[one.outlet].in_stock)]


Held = Mapping[int, datetime]
"""Since when there have been at least so many units of something without a break."""


def held(before: Held, wanted: Iterable[int], units: int, at: datetime) -> Held:
    """The same, after a look that saw `units`; only of quantities that somebody waits for."""
    return {least: before.get(least, at) for least in wanted if least <= units}


def ripe(since: Held, at: datetime, settle: timedelta) -> list[int]:
    """The quantities that there have been for long enough."""
    return [least for least, begun in since.items() if begun + settle <= at]
