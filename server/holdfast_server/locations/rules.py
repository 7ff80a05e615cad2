"""Decisions about locations: the new record, or a named refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from holdfast_server.kernel.errors import (
    EtagMismatch,
    ResourceDeleted,
    ResourceExists,
    ResourceInUse,
    ResourceNotFound,
)
from holdfast_server.kernel.etags import matches
from holdfast_server.ledger.model import Level
from holdfast_server.locations.model import Fields, Location

TYPE = "StockLocation"


def create(existing: Location | None, *, location_id: str, given: Fields, fingerprint: bytes, at: datetime) -> Location:
    """A new location, or `existing` itself where the same call made it before."""
    if existing is None:
        return Location(id=location_id, create_time=at, update_time=at, fingerprint=fingerprint, **given)
    if existing.is_deleted:
        raise ResourceDeleted(TYPE, location_id)
    if not fingerprint or existing.fingerprint != fingerprint:
        raise ResourceExists(TYPE, location_id)
    return existing


def update(location: Location | None, *, location_id: str, given: Fields, etag: str, at: datetime) -> Location:
    """The location with the given fields, or itself where they change nothing."""
    live = _live(location, location_id)
    _check_etag(live, etag)
    changed = {name: value for name, value in given.items() if getattr(live, name) != value}
    return replace(live, **changed, version=live.version + 1, update_time=at) if changed else live


def delete(
    location: Location | None, levels: Iterable[Level], *, location_id: str, etag: str, at: datetime
) -> Location:
    """The location as deleted; refused while any of its levels has units."""
    live = _live(location, location_id)
    _check_etag(live, etag)
    for level in levels:
        if any(level.balances().values()):
            raise ResourceInUse(TYPE, location_id, item_id=level.key.item_id, location_id=level.key.location_id)
    return replace(live, delete_time=at, update_time=at, version=live.version + 1)


def undelete(location: Location | None, *, location_id: str, at: datetime) -> Location:
    """The location as living again; itself where it lives."""
    if location is None:
        raise ResourceNotFound(TYPE, location_id)
    if not location.is_deleted:
        return location
    return replace(location, delete_time=None, update_time=at, version=location.version + 1)


def changes(before: Location | None, after: Location) -> dict[str, Any]:
    """What an event tells: the fields that differ, before and after."""
    hidden = ("fingerprint", "create_time", "update_time")
    names = [name for name in Location.__dataclass_fields__ if name not in hidden]
    if before is None:
        return {"after": {name: getattr(after, name) for name in names}}
    differ = [name for name in names if getattr(before, name) != getattr(after, name)]
    return {
        "before": {name: getattr(before, name) for name in differ},
        "after": {name: getattr(after, name) for name in differ},
    }


def _live(location: Location | None, location_id: str) -> Location:
    if location is None:
        raise ResourceNotFound(TYPE, location_id)
    if location.is_deleted:
        raise ResourceDeleted(TYPE, location_id)
    return location


def _check_etag(location: Location, etag: str) -> None:
    if not matches(etag, location.version):
        raise EtagMismatch(TYPE, location.id)
