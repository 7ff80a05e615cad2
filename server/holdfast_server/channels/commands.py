"""Writing sales channels: each command builds a posting and submits it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from holdfast_server.channels import rules
from holdfast_server.channels.model import Channel, ChannelFact, Fields
from holdfast_server.channels.store import CHANNEL, CHANNEL_FACT, CHANNELS, link_rows
from holdfast_server.engine.posting import Decision, Event, Kind, Lock, Posting, Row
from holdfast_server.engine.seeing import Seeing
from holdfast_server.engine.world import World
from holdfast_server.kernel.ids import mint
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.records import changes
from holdfast_server.kernel.submission import Submission
from holdfast_server.locations.store import LOCATION


class ChannelCommands:
    """One method per writing RPC; each gives the bytes of its answer."""

    def __init__(self, engine: Seeing) -> None:
        self._engine = engine

    async def create(self, who: Principal, chosen_id: str, given: Fields, submission: Submission[Channel]) -> bytes:
        """Make a channel."""
        channel_id = chosen_id or mint("schan")
        fingerprint = submission.fingerprint if chosen_id else b""

        def decide(world: World) -> Decision[Channel]:
            existing = world.find(CHANNEL, channel_id)
            channel = rules.create(existing, channel_id=channel_id, given=given, fingerprint=fingerprint, at=world.at)
            if channel is existing:
                return Decision(channel, replayed=True)
            return _written(world, None, channel, "channel.created")

        return await self._engine.submit(Posting(who, submission, decide, facts=[(CHANNEL, channel_id)]))

    async def update(
        self, who: Principal, channel_id: str, given: Fields, etag: str, submission: Submission[Channel]
    ) -> bytes:
        """Change some fields of a channel."""

        def decide(world: World) -> Decision[Channel]:
            before = world.find(CHANNEL, channel_id)
            channel = rules.update(before, channel_id=channel_id, given=given, etag=etag, at=world.at)
            return _written(world, before, channel, "channel.updated")

        return await self._engine.submit(_changing(channel_id, Posting(who, submission, decide)))

    async def delete(self, who: Principal, channel_id: str, etag: str, submission: Submission[Channel]) -> bytes:
        """Delete a channel."""

        def decide(world: World) -> Decision[Channel]:
            before = world.find(CHANNEL, channel_id)
            channel = rules.delete(before, channel_id=channel_id, etag=etag, at=world.at)
            return _written(world, before, channel, "channel.deleted")

        return await self._engine.submit(_changing(channel_id, Posting(who, submission, decide)))

    async def undelete(self, who: Principal, channel_id: str, submission: Submission[Channel]) -> bytes:
        """Bring a deleted channel back, with the links that it had."""

        def decide(world: World) -> Decision[Channel]:
            before = world.find(CHANNEL, channel_id)
            channel = rules.undelete(before, channel_id=channel_id, at=world.at)
            return _written(world, before, channel, "channel.undeleted")

        return await self._engine.submit(_changing(channel_id, Posting(who, submission, decide)))

    async def link(
        self, who: Principal, channel_id: str, location_ids: Sequence[str], submission: Submission[Channel]
    ) -> bytes:
        """Let locations serve a channel; they are not deleted meanwhile."""

        def decide(world: World) -> Decision[Channel]:
            before = world.find(CHANNEL, channel_id)
            channel = rules.link(before, location_ids, channel_id=channel_id, at=world.at)
            rules.check_locations((one, world.find(LOCATION, one)) for one in location_ids)
            return _written(world, before, channel, "channel.updated", living=location_ids)

        masters: list[tuple[Kind[Any], str, Lock]] = [(LOCATION, one, Lock.SHARE) for one in location_ids]
        return await self._engine.submit(_changing(channel_id, Posting(who, submission, decide, masters=masters)))

    async def unlink(
        self, who: Principal, channel_id: str, location_ids: Sequence[str], submission: Submission[Channel]
    ) -> bytes:
        """Let locations serve a channel no longer."""

        def decide(world: World) -> Decision[Channel]:
            before = world.find(CHANNEL, channel_id)
            channel = rules.unlink(before, location_ids, channel_id=channel_id, at=world.at)
            return _written(world, before, channel, "channel.updated")

        return await self._engine.submit(_changing(channel_id, Posting(who, submission, decide)))


def _changing(channel_id: str, posting: Posting[Channel]) -> Posting[Channel]:
    """The posting with the channel locked, and read when it is: its links are rows of their own."""
    posting.masters = [*posting.masters, (CHANNEL, channel_id, Lock.UPDATE)]
    posting.facts = [(CHANNEL, channel_id), (CHANNEL_FACT, channel_id)]
    return posting


def _written(
    world: World, before: Channel | None, channel: Channel, event: str, *, living: Sequence[str] = ()
) -> Decision[Channel]:
    """The rows of a new or changed channel, and what later decisions must know of it; nothing where it is the same.

    `living` are locations that are known to live, besides those that served the channel before.
    """
    if channel is before:
        return Decision(channel)
    known = world.find(CHANNEL_FACT, channel.id)
    alive = {*living, *(known.location_ids if known is not None else ())}
    serving = tuple(one for one in channel.location_ids if one in alive)
    fact = ChannelFact(channel.id, channel.active, channel.is_deleted, serving)
    return Decision(
        channel,
        rows=[
            Row(CHANNELS.new if before is None else CHANNELS.changed, channel.id, channel),
            *link_rows(before, channel),
        ],
        facts=[(CHANNEL, channel.id, channel), (CHANNEL_FACT, channel.id, fact)],
        events=[Event(event, channel.id, changes(before, channel))],
    )
