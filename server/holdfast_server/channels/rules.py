"""Decisions about sales channels: the new record, or a named refusal; which locations serve a channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from holdfast_server.channels.model import Channel, ChannelFact, Fields
from holdfast_server.kernel import records
from holdfast_server.kernel.errors import ChannelHasNoLocations, ChannelInactive, ResourceDeleted, ResourceNotFound
from holdfast_server.locations.model import Location

TYPE = "SalesChannel"


def create(existing: Channel | None, *, channel_id: str, given: Fields, fingerprint: bytes, at: datetime) -> Channel:
    """A new channel, or `existing` itself where the same call made it before."""
    if existing is not None:
        return records.made_before(existing, TYPE, fingerprint)
    return Channel(id=channel_id, create_time=at, update_time=at, fingerprint=fingerprint, **given)


def update(channel: Channel | None, *, channel_id: str, given: Fields, etag: str, at: datetime) -> Channel:
    """The channel with the given fields, or itself where they change nothing."""
    live = records.live(channel, TYPE, channel_id)
    records.check_etag(etag, live.version, TYPE, channel_id)
    changed = records.differing(live, given)
    return replace(live, **changed, version=live.version + 1, update_time=at) if changed else live


def delete(channel: Channel | None, *, channel_id: str, etag: str, at: datetime) -> Channel:
    """The channel as deleted; its links stay."""
    live = records.live(channel, TYPE, channel_id)
    records.check_etag(etag, live.version, TYPE, channel_id)
    return replace(live, delete_time=at, update_time=at, version=live.version + 1)


def undelete(channel: Channel | None, *, channel_id: str, at: datetime) -> Channel:
    """The channel as living again; itself where it lives."""
    there = records.found(channel, TYPE, channel_id)
    if not there.is_deleted:
        return there
    return replace(there, delete_time=None, update_time=at, version=there.version + 1)


# --- links ------------------------------------------------------------------------------------------


def check_locations(locations: Iterable[tuple[str, Location | None]]) -> None:
    """Refuse to link a location that is not there or is deleted."""
    for location_id, location in locations:
        records.live(location, "StockLocation", location_id)


def link(channel: Channel | None, location_ids: Iterable[str], *, channel_id: str, at: datetime) -> Channel:
    """The channel with these locations too, or itself where all of them are linked."""
    live = records.live(channel, TYPE, channel_id)
    return _linked(live, set(live.location_ids).union(location_ids), at)


def unlink(channel: Channel | None, location_ids: Iterable[str], *, channel_id: str, at: datetime) -> Channel:
    """The channel without these locations, or itself where none of them is linked."""
    live = records.live(channel, TYPE, channel_id)
    return _linked(live, set(live.location_ids).difference(location_ids), at)


def _linked(channel: Channel, location_ids: set[str], at: datetime) -> Channel:
    if len(location_ids) == len(channel.location_ids):  # one is always a part of the other
        return channel
    return replace(channel, location_ids=tuple(sorted(location_ids)), version=channel.version + 1, update_time=at)


def serving(fact: ChannelFact | None, channel_id: str) -> tuple[str, ...]:
    """The locations that serve a channel, at least one of them: inactive ones too, which offer nothing.

    Raises ResourceNotFound, ResourceDeleted, ChannelInactive or ChannelHasNoLocations.
    """
    if fact is None:
        raise ResourceNotFound(TYPE, channel_id)
    if fact.is_deleted:
        raise ResourceDeleted(TYPE, channel_id)
    if not fact.is_active:
        raise ChannelInactive(channel_id)
    if not fact.location_ids:
        raise ChannelHasNoLocations(channel_id)
    return fact.location_ids
