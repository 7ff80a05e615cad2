"""Decisions about locations: the new record, or a named refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from holdfast_server.kernel import records
from holdfast_server.ledger.model import Level
from holdfast_server.ledger.rules import check_unused
from holdfast_server.locations.model import Fields, Location

TYPE = "StockLocation"


def create(existing: Location | None, *, location_id: str, given: Fields, fingerprint: bytes, at: datetime) -> Location:
    """A new location, or `existing` itself where the same call made it before."""
    if existing is not None:
        return records.made_before(existing, TYPE, fingerprint)
    return Location(id=location_id, create_time=at, update_time=at, fingerprint=fingerprint, **given)


def update(location: Location | None, *, location_id: str, given: Fields, etag: str, at: datetime) -> Location:
    """The location with the given fields, or itself where they change nothing."""
    live = records.live(location, TYPE, location_id)
    records.check_etag(etag, live.version, TYPE, location_id)
    changed = records.differing(live, given)
    return replace(live, **changed, version=live.version + 1, update_time=at) if changed else live


def delete(
    location: Location | None, levels: Iterable[Level], *, location_id: str, etag: str, at: datetime
) -> Location:
    """The location as deleted; refused while any of its levels has units."""
    live = records.live(location, TYPE, location_id)
    records.check_etag(etag, live.version, TYPE, location_id)
    check_unused(levels, TYPE, location_id)
    return replace(live, delete_time=at, update_time=at, version=live.version + 1)


def undelete(location: Location | None, *, location_id: str, at: datetime) -> Location:
    """The location as living again; itself where it lives."""
    there = records.found(location, TYPE, location_id)
    if not there.is_deleted:
        return there
    return replace(there, delete_time=None, update_time=at, version=there.version + 1)
