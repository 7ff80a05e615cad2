"""Decisions about items: the new record, or a named refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from holdfast_server.items.model import FIXED_ONCE_STOCKED, Fields, Item
from holdfast_server.kernel import records
from holdfast_server.kernel.errors import FieldImmutable, SkuTaken
from holdfast_server.ledger.model import Level
from holdfast_server.ledger.rules import check_unused

TYPE = "InventoryItem"


def create(
    existing: Item | None, holder: str | None, *, item_id: str, given: Fields, fingerprint: bytes, at: datetime
) -> Item:
    """A new item, or `existing` itself where the same call made it before."""
    if existing is not None:
        return records.made_before(existing, TYPE, fingerprint)
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
    live = records.live(item, TYPE, item_id)
    records.check_etag(etag, live.version, TYPE, item_id)
    changed = records.differing(live, given)
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
    live = records.live(item, TYPE, item_id)
    records.check_etag(etag, live.version, TYPE, item_id)
    check_unused(levels, TYPE, item_id)
    return replace(live, delete_time=at, update_time=at, version=live.version + 1)


def undelete(item: Item | None, holder: str | None, *, item_id: str, at: datetime) -> Item:
    """The item as living again; itself where it lives. Refused while another item has its sku."""
    there = records.found(item, TYPE, item_id)
    if not there.is_deleted:
        return there
    _check_sku(there.sku, holder, item_id)
    return replace(there, delete_time=None, update_time=at, version=there.version + 1)


def _check_sku(sku: str, holder: str | None, item_id: str) -> None:
    if sku and holder is not None and holder != item_id:
        raise SkuTaken(sku, holder)
