"""Which events are wanted, and what of a batch is still to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from holdfast_server.events.model import Batch, EventFilter, Happening, Place, Seen, Stretch
from holdfast_server.kernel.principal import Principal


def is_of_another_history(place: Place, following: Stretch) -> bool:
    """Whether what was seen before a place is not what the database has there: it was set back since, and went on."""
    if (place.position, place.taken > 0) > (following.head, False):
        return True
    found = following.mark
    if place.taken:
        found = following.batches[0].mark if following.batches else ""
    return bool(place.mark and found) and place.mark != found


def matches(event: Happening, wanted: EventFilter) -> bool:
    """Whether an event is one of those wanted: every part that is given must match."""
    if wanted.types and event.type not in wanted.types:
        return False
    if wanted.reservation_ids and not (_is_of("reservation", event) and event.resource in wanted.reservation_ids):
        return False
    if wanted.item_ids and wanted.item_ids.isdisjoint(_concerned("item", event)):
        return False
    return not (wanted.location_ids and wanted.location_ids.isdisjoint(_concerned("location", event)))


def _concerned(kind: str, event: Happening) -> Iterable[str]:
    """The items or the locations that an event is about."""
    if _is_of(kind, event):
        return (event.resource,)
    payload = event.payload or {}
    if _is_of("level", event):
        return (payload.get(f"{kind}_id", ""),)
    claims: Sequence[Any] = (payload.get("after") or {}).get("claims", ()) if _is_of("reservation", event) else ()
    return [claim[f"{kind}_id"] for claim in claims]


def _is_of(kind: str, event: Happening) -> bool:
    return event.type.startswith(kind) and event.type[len(kind) : len(kind) + 1] == "."


def sees(who: Principal, event: Happening) -> bool:
    """Whether a limited caller is told of an event.

    It is told of its locations, of channels that none but these serve, of levels there, of reservations that claim
    nothing elsewhere, and of
    what belongs to no place: items, and what variants are. How many there are of a variant it is told where that is
    about one of its channels: other figures count what it does not see.
    """
    payload = event.payload or {}
    records = [payload.get(name) or {} for name in ("before", "after")]
    if _is_of("channel", event):
        linked = [one for record in records for one in record.get("location_ids", ())]
        return event.payload is not None and who.sees_channel(event.resource) and all(map(who.sees_location, linked))
    if _is_of("variant", event):
        channel = payload.get("sales_channel_id", payload.get("subscription", {}).get("sales_channel_id", ""))
        return "after" in payload or (who.sales_channel_ids is not None and channel in who.sales_channel_ids)
    if event.payload is None:
        return False
    if _is_of("reservation", event):
        claims = [claim for record in records for claim in record.get("claims", ())]
        return all(who.sees_location(claim["location_id"]) for claim in claims if claim["item_id"])
    return all(who.sees_location(one) for one in _concerned("location", event))


def look(batches: Iterable[Batch], place: Place, wanted: EventFilter, limit: int, who: Principal | None = None) -> Seen:
    """What is wanted of batches that follow a place: no more than `limit` events, and the place behind them.

    What a limited caller does not see is not wanted.
    """
    test = _test(wanted, who)
    found: list[tuple[Batch, int]] = []
    for batch in batches:
        for index in range(place.taken, len(batch.events)):
            if test(batch.events[index]):
                found.append((batch, index))
                if len(found) == limit:
                    return Seen(found, batch.after(index))
        place = Place(batch.position, 0, batch.mark)
    return Seen(found, place)


def _test(wanted: EventFilter, who: Principal | None) -> Callable[[Happening], bool]:
    if who is not None and who.is_limited:
        return lambda event: sees(who, event) and matches(event, wanted)
    if wanted == EventFilter():
        return lambda _: True
    return lambda event: matches(event, wanted)
