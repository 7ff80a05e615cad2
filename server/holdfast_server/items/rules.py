"""Decisions about items: the new record, or a named refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from holdfast_server.items.model import FIXED_ONCE_STOCKED, Fields, Item
from holdfast_server.kernel.errors import (
    EtagMismatch,
    FieldImmutable,
    ResourceDeleted,
    ResourceExists,
    ResourceInUse,
    ResourceNotFound,
    SkuTaken,
)
from holdfast_server.kernel.etags import matches
from holdfast_server.ledger.model import Level

TYPE = "InventoryItem"


def create(
    existing: Item | None, holder: str | None, *, item_id: str, given: Fields, fingerprint: bytes, at: datetime
) -> Item:
    """A new item, or `existing` itself where the same call made it before."""
    if existing is not None:
        if existing.is_deleted:
            raise ResourceDeleted(TYPE, item_id)
        if not fingerprint or existing.fingerprint != fingerprint:
            raise ResourceExists(TYPE, item_id)
        return existing
    _check_sku(given.get("sku", ""), holder, item_id)
    return Item(id=item_id, create_time=at, update_time=at, fingerprint=fingerprint, **given)


def update(
    item: Item | None,
    holder: str | None,
    levels: Iterable[Level],
    *,
    item_id: str,
    given: Fields,
    etag: str,
    at: datetime,
) -> Item:
    """The item with the given fields, or itself where they change nothing.

    `levels` are the item's, deleted ones included: units that were ever counted fix what they are counted in.
    """
    live = _live(item, item_id)
    _check_etag(live, etag)
    changed = {name: value for name, value in given.items() if getattr(live, name) != value}
    if not changed:
        return live
    for name in FIXED_ONCE_STOCKED:
        if name in changed and any(level.version for level in levels):
            raise FieldImmutable(f"item.{name}")
    if "sku" in changed:
        _check_sku(changed["sku"], holder, item_id)
    return replace(live, **changed, version=live.version + 1, update_time=at)


def delete(item: Item | None, levels: Iterable[Level], *, item_id: str, etag: str, at: datetime) -> Item:
    """The item as deleted; refused while any of its levels has units."""
    live = _live(item, item_id)
    _check_etag(live, etag)
    for level in levels:
        if any(level.balances().values()):
            raise ResourceInUse(TYPE, item_id, item_id=level.key.item_id, location_id=level.key.location_id)
    return replace(live, delete_time=at, update_time=at, version=live.version + 1)


def undelete(item: Item | None, holder: str | None, *, item_id: str, at: datetime) -> Item:
    """The item as living again; itself where it lives. Refused while another item has its sku."""
    if item is None:
        raise ResourceNotFound(TYPE, item_id)
    if not item.is_deleted:
        return item
    _check_sku(item.sku, holder, item_id)
    return replace(item, delete_time=None, update_time=at, version=item.version + 1)


def changes(before: Item | None, after: Item) -> dict[str, Any]:
    """What an event tells: the fields that differ, before and after."""
    names = [name for name in Item.__dataclass_fields__ if name not in ("fingerprint", "create_time", "update_time")]
    if before is None:
        return {"after": {name: getattr(after, name) for name in names}}
    differ = [name for name in names if getattr(before, name) != getattr(after, name)]
    return {
        "before": {name: getattr(before, name) for name in differ},
        "after": {name: getattr(after, name) for name in differ},
    }


def _live(item: Item | None, item_id: str) -> Item:
    if item is None:
        raise ResourceNotFound(TYPE, item_id)
    if item.is_deleted:
        raise ResourceDeleted(TYPE, item_id)
    return item


def _check_etag(item: Item, etag: str) -> None:
    if not matches(etag, item.version):
        raise EtagMismatch(TYPE, item.id)


def _check_sku(sku: str, holder: str | None, item_id: str) -> None:
    if sku and holder is not None and holder != item_id:
        raise SkuTaken(sku, holder)
