"""Decisions about variants: the new record, or a named refusal; what a kit comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from holdfast_server.kernel import records
from holdfast_server.kernel.errors import (
    CodeTaken,
    KitCycle,
    QuantityOutOfRange,
    ResourceDeleted,
    ResourceNotFound,
    VariantInUse,
)
from holdfast_server.kernel.quantity import MAX_QUANTITY
from holdfast_server.variants.model import CODES, Component, Fields, Kits, Node, Variant, VariantFact

TYPE: Final = "ProductVariant"
MAX_DEPTH: Final = 16
"""Variants in a chain of kits."""

Holder = Callable[[str, str], str | None]
"""The live variant that has a code: its field and its value."""


def upsert(
    before: Variant | None, holder: Holder, *, variant_id: str, given: Fields, etag: str, at: datetime
) -> Variant:
    """A new variant, the one there was with all that is said of it replaced, or itself where that changes nothing.

    Without components it keeps those that it has.
    """
    if before is None:
        if etag:
            raise ResourceNotFound(TYPE, variant_id)
        variant = Variant(id=variant_id, create_time=at, update_time=at, **given)
        check_codes(variant, CODES, holder)
        return variant
    live = records.live(before, TYPE, variant_id)
    records.check_etag(etag, live.version, TYPE, variant_id)
    changed = records.differing(live, {**given, "components": given["components"] or live.components})
    if not changed:
        return live
    variant = replace(live, **changed, version=live.version + 1, update_time=at)
    check_codes(variant, [name for name in CODES if name in changed], holder)
    return variant


def needs_item(variant: Variant) -> bool:
    """Whether stock is kept for it and there is nothing of which it would be: it gets an item of its own."""
    return variant.manage_inventory and not variant.components


def delete(variant: Variant | None, taker: str | None, *, variant_id: str, etag: str, at: datetime) -> Variant:
    """The variant as deleted; refused while a live one takes it."""
    live = records.live(variant, TYPE, variant_id)
    records.check_etag(etag, live.version, TYPE, variant_id)
    if taker is not None:
        raise VariantInUse(variant_id, taker)
    return replace(live, delete_time=at, update_time=at, version=live.version + 1)


def undelete(variant: Variant | None, holder: Holder, *, variant_id: str, at: datetime) -> Variant:
    """The variant as living again; itself where it lives. Refused while others have its codes."""
    there = records.found(variant, TYPE, variant_id)
    if not there.is_deleted:
        return there
    check_codes(there, CODES, holder)
    return replace(there, delete_time=None, update_time=at, version=there.version + 1)


def check_codes(variant: Variant, names: Iterable[str], holder: Holder) -> None:
    """Refuse a code that another live variant has."""
    for name in names:
        code = getattr(variant, name)
        held_by = holder(name, code) if code else None
        if held_by is not None and held_by != variant.id:
            raise CodeTaken(f"variant.{name}", code, held_by)


def check_live(resource_type: str, resource_id: str, is_deleted: bool | None) -> None:
    """Refuse a component that is not there (None) or deleted."""
    if is_deleted is None:
        raise ResourceNotFound(resource_type, resource_id)
    if is_deleted:
        raise ResourceDeleted(resource_type, resource_id)


# --- kits -------------------------------------------------------------------------------------------


def check_kits(changed: Node, kits: Kits) -> None:
    """Refuse components by which a variant would take itself, be nested too deeply, or take too much of an item.

    `kits` are all variants that it takes, and all that take it, with whatever these take.
    """
    known = {**kits, changed.id: changed}
    cycle = _way_back(changed.id, known)
    if cycle:
        raise KitCycle(cycle)
    chains: dict[str, list[str]] = {}
    leaves: dict[str, dict[str, int]] = {}
    for one in known:
        chain = _longest_chain(one, known, chains)
        if len(chain) > MAX_DEPTH:
            raise KitCycle(chain)
        most = max(_flatten(one, known, leaves, managed_only=False).values(), default=0)
        if most > MAX_QUANTITY:
            raise QuantityOutOfRange("variant.components", most, minimum=1, maximum=MAX_QUANTITY)


def fact(variant_id: str, kits: Kits) -> VariantFact:
    """What there is to know of a variant, out of all that it takes."""
    return _fact(kits[variant_id], kits, {})


def facts(kits: Kits) -> dict[str, VariantFact]:
    """What there is to know of each of the variants, which are there with all that they take."""
    leaves: dict[str, dict[str, int]] = {}
    return {one: _fact(node, kits, leaves) for one, node in kits.items()}


def _fact(node: Node, kits: Kits, leaves: dict[str, dict[str, int]]) -> VariantFact:
    taken = _flatten(node.id, kits, leaves, managed_only=True)
    return VariantFact(node.id, node.is_deleted, node.is_managed, node.allows_backorder, taken)


def takers(variant_id: str, kits: Kits) -> set[str]:
    """The variant itself and those that take it, themselves or through others."""
    found = {variant_id}
    waiting = [variant_id]
    while waiting:
        part = waiting.pop()
        above = {one.id for one in kits.values() if any(taken.variant_id == part for taken in one.components)} - found
        found |= above
        waiting += above
    return found


def node(variant: Variant) -> Node:
    """The variant as a part of kits."""
    return Node(
        variant.id, variant.is_deleted, variant.manage_inventory, variant.allow_backorder, tuple(variant.components)
    )


def _parts(variant_id: str, kits: Kits) -> Sequence[Component]:
    there = kits.get(variant_id)
    return () if there is None else there.components


def _way_back(variant_id: str, kits: Kits) -> list[str]:
    """The variants by which one would take itself, it first and last; none where it would not."""
    came_from: dict[str, str] = {}
    waiting = [variant_id]
    while waiting:
        taker = waiting.pop()
        for part in _parts(taker, kits):
            if part.variant_id and part.variant_id not in came_from:
                came_from[part.variant_id] = taker
                waiting.append(part.variant_id)
    if variant_id not in came_from:
        return []
    path = [variant_id, came_from[variant_id]]
    while path[-1] != variant_id:
        path.append(came_from[path[-1]])
    return path[::-1]


def _longest_chain(variant_id: str, kits: Kits, known: dict[str, list[str]]) -> list[str]:
    """The longest way down through variants, the first one included. `known` are those found before."""
    if variant_id not in known:
        below = [_longest_chain(part.variant_id, kits, known) for part in _parts(variant_id, kits) if part.variant_id]
        known[variant_id] = [variant_id, *max(below, key=len, default=[])]
    return known[variant_id]


def _flatten(variant_id: str, kits: Kits, known: dict[str, dict[str, int]], *, managed_only: bool) -> Mapping[str, int]:
    """Units of each item that one unit takes, pooled over all levels. `known` are those found before."""
    if variant_id not in known:
        total: dict[str, int] = {}
        there = kits.get(variant_id)
        skipped = there is None or (managed_only and not there.is_managed)
        for part in () if skipped else _parts(variant_id, kits):
            below = (
                {part.item_id: 1} if part.item_id else _flatten(part.variant_id, kits, known, managed_only=managed_only)
            )
            for item_id, units in below.items():
                total[item_id] = total.get(item_id, 0) + units * part.required_quantity
        known[variant_id] = total
    return known[variant_id]
