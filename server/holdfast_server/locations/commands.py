"""Writing locations: each command builds a posting and submits it."""

from __future__ import annotations

from holdfast_server.engine.posting import Decision, Event, Lock, Posting, Row
from holdfast_server.engine.seeing import Seeing
from holdfast_server.engine.world import World
from holdfast_server.kernel.ids import mint
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.records import changes
from holdfast_server.kernel.submission import Submission
from holdfast_server.locations import rules
from holdfast_server.locations.model import Fields, Location, LocationFact
from holdfast_server.locations.store import LOCATION, LOCATION_FACT, LOCATIONS


class LocationCommands:
    """One method per writing RPC; each gives the bytes of its answer."""

    def __init__(self, engine: Seeing) -> None:
        self._engine = engine

    async def create(self, who: Principal, chosen_id: str, given: Fields, submission: Submission[Location]) -> bytes:
        """Make a location."""
        location_id = chosen_id or mint("sloc")
        fingerprint = submission.fingerprint if chosen_id else b""

        def decide(world: World) -> Decision[Location]:
            existing = world.find(LOCATION, location_id)
            location = rules.create(
                existing, location_id=location_id, given=given, fingerprint=fingerprint, at=world.at
            )
            if location is existing:
                return Decision(location, replayed=True)
            return _written(None, location, "location.created")

        return await self._engine.submit(Posting(who, submission, decide, facts=[(LOCATION, location_id)]))

    async def update(
        self, who: Principal, location_id: str, given: Fields, etag: str, submission: Submission[Location]
    ) -> bytes:
        """Change some fields of a location."""

        def decide(world: World) -> Decision[Location]:
            before = world.find(LOCATION, location_id)
            location = rules.update(before, location_id=location_id, given=given, etag=etag, at=world.at)
            return Decision(location) if location is before else _written(before, location, "location.updated")

        return await self._engine.submit(
            Posting(who, submission, decide, masters=[(LOCATION, location_id, Lock.UPDATE)])
        )

    async def delete(self, who: Principal, location_id: str, etag: str, submission: Submission[Location]) -> bytes:
        """Delete a location that has no stock and no claims."""

        def decide(world: World) -> Decision[Location]:
            before = world.find(LOCATION, location_id)
            levels = world.levels_of_location(location_id)
            location = rules.delete(before, levels, location_id=location_id, etag=etag, at=world.at)
            return _written(before, location, "location.deleted")

        return await self._engine.submit(
            Posting(
                who,
                submission,
                decide,
                masters=[(LOCATION, location_id, Lock.UPDATE)],
                levels_of_location=location_id,
            )
        )

    async def undelete(self, who: Principal, location_id: str, submission: Submission[Location]) -> bytes:
        """Bring a deleted location back."""

        def decide(world: World) -> Decision[Location]:
            before = world.find(LOCATION, location_id)
            location = rules.undelete(before, location_id=location_id, at=world.at)
            return Decision(location) if location is before else _written(before, location, "location.undeleted")

        return await self._engine.submit(
            Posting(who, submission, decide, masters=[(LOCATION, location_id, Lock.UPDATE)])
        )


def _written(before: Location | None, location: Location, event: str) -> Decision[Location]:
    """The row of a new or changed location, and what later decisions must know of it."""
    fact = LocationFact(location.id, location.active, location.is_deleted, location.priority)
    return Decision(
        location,
        rows=[Row(LOCATIONS.new if before is None else LOCATIONS.changed, location.id, location)],
        facts=[(LOCATION, location.id, location), (LOCATION_FACT, location.id, fact)],
        events=[Event(event, location.id, changes(before, location))],
    )
