"""What a limited caller's decisions see: whatever is hidden from the caller is missing from the world.

So every command refuses a hidden object as it refuses one that does not exist, without knowing of limits at all. What
the engine locks, reads and settles is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from holdfast_server.engine.batcher import Engine
from holdfast_server.engine.posting import Decision, Kind, Posting
from holdfast_server.engine.world import World
from holdfast_server.kernel.principal import Principal
from holdfast_server.ledger.model import Header, Level, StockKey

Hides = Mapping[Kind[Any], Callable[[Principal, str, Any], bool]]
"""By kind: whether a thing, by its id and its value, is hidden from a principal."""


class Seeing:
    """The engine, as commands have it: whoever is limited decides on what it sees."""

    def __init__(self, engine: Engine, hides: Hides) -> None:
        self._engine = engine
        self._hides = hides

    def submit(self, posting: Posting[Any]) -> Awaitable[bytes]:
        """The posting's answer, after COMMIT; raises what it was refused with."""
        if posting.principal.is_limited:
            posting.decide = _Limited(posting.principal, posting.decide, self._hides)
        return self._engine.submit(posting)


@dataclass(frozen=True, slots=True)
class _Limited:
    """A decision on a world from which some things are missing."""

    who: Principal
    decide: Callable[[World], Decision[Any]]
    hides: Hides

    def __call__(self, world: World) -> Decision[Any]:
        seen: Any = _Seen(world, self.who, self.hides)
        return self.decide(seen)


class _Seen:
    """A world as one principal sees it. Everything that is not said here is as in the world itself."""

    def __init__(self, world: World, who: Principal, hides: Hides) -> None:
        self._world = world
        self._who = who
        self._hides = hides

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world, name)

    def level(self, key: StockKey) -> Level | None:
        """The live level, where its location is seen."""
        return self._world.level(key) if self._who.sees_location(key.location_id) else None

    def buried_level(self, key: StockKey) -> Level | None:
        """The deleted level, where its location is seen."""
        return self._world.buried_level(key) if self._who.sees_location(key.location_id) else None

    def reservation(self, reservation_id: str) -> Header | None:
        """The reservation, where all places that it has claims at are seen."""
        header = self._world.reservation(reservation_id)
        if header is None or not all(
            claim.is_free or self._who.sees_location(claim.location_id)
            for claim in self._world.allocations(reservation_id)
        ):
            return None
        return header

    def find(self, kind: Kind[Any], thing_id: str) -> Any:
        """What is known of a thing, where it is seen."""
        found = self._world.find(kind, thing_id)
        hidden = self._hides.get(kind)
        return None if found is not None and hidden is not None and hidden(self._who, thing_id, found) else found
