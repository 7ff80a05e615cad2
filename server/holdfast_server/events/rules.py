"""Which events are wanted, and what of a batch is still to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from holdfast_server.events.model import Batch, EventFilter, Happening, Place, Seen, Stretch


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


def look(batches: Iterable[Batch], place: Place, wanted: EventFilter, limit: int) -> Seen:
    """What is wanted of batches that follow a place: no more than `limit` events, and the place behind them."""
    test = _test(wanted)
    found: list[tuple[Batch, int]] = []
    for batch in batches:
        for index in range(place.taken, len(batch.events)):
            if test(batch.events[index]):
                found.append((batch, index))
                if len(found) == limit:
                    return Seen(found, batch.after(index))
        place = Place(batch.position, 0, batch.mark)
    return Seen(found, place)


def _test(wanted: EventFilter) -> Callable[[Happening], bool]:
    if wanted == EventFilter():
        return lambda _: True
    return lambda event: matches(event, wanted)
