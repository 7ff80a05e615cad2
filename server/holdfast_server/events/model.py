"""Nouns of events: what happened, where it stands, and who wants to hear of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple


class Place(NamedTuple):
    """Between two events: after all batches up to `position`, and after `taken` events of the next one.

    `mark` tells the last batch of which something was taken from any other that may come to stand there: a database
    that was restored, or whose standby had less, numbers anew. It is empty where nobody has looked.
    """

    position: int
    taken: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. `payload` holds plain records; it is None where a later version of this server wrote it."""

    id: str
    type: str
    resource: str
    time: datetime
    request_id: str
    actor: str
    posting_id: str
    payload: Mapping[str, Any] | None


@dataclass(slots=True, eq=False)
class Batch:
    """The events of one transaction. `made` is what was made of them to be sent, by index, once for all readers."""

    position: int
    mark: str
    events: Sequence[Happening]
    size: int
    made: dict[int, bytes] = field(default_factory=dict)

    def after(self, index: int) -> Place:
        """The place after one of the events."""
        if index + 1 < len(self.events):
            return Place(self.position - 1, index + 1, self.mark)
        return Place(self.position, 0, self.mark)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Batches that follow a position without a gap, as far as one read goes, and the last position there was.

    `mark` is that of the batch at the position, or of the last one where the position is behind it; empty where it is
    not kept.
    """

    batches: Sequence[Batch]
    head: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; empty parts match all, and all parts must match."""

    types: frozenset[str] = frozenset()
    item_ids: frozenset[str] = frozenset()
    location_ids: frozenset[str] = frozenset()
    reservation_ids: frozenset[str] = frozenset()


EVERYTHING: Final = EventFilter()


@dataclass(frozen=True, slots=True)
class Seen:
    """Events that were wanted, by batch and index, and the place after everything that was looked at."""

    found: Sequence[tuple[Batch, int]]
    place: Place


@dataclass(frozen=True, slots=True)
class EventPage:
    """What one call of a list saw, and whether there was more to see."""

    seen: Seen
    has_more: bool


class Gone(Exception):
    """Events after a place are not kept, or the place is one of another history.

    `oldest` is the first place from which all of them are.
    """

    def __init__(self, oldest: Place) -> None:
        super().__init__(oldest)
        self.oldest = oldest
