"""Writing variants: each command builds a posting and submits it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from holdfast_server.engine.posting import Decision, Event, Kind, Lock, Posting, Row
from holdfast_server.engine.seeing import Seeing
from holdfast_server.engine.world import Unread, World
from holdfast_server.items import rules as items
from holdfast_server.items.model import Item
from holdfast_server.items.store import ITEM_FACT, SKU_HOLDER, written
from holdfast_server.kernel.ids import mint
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.records import changes
from holdfast_server.kernel.submission import Submission
from holdfast_server.variants import rules
from holdfast_server.variants.model import CODES, SHARED_WITH_ITEM, Component, Fields, Kits, Node, Variant
from holdfast_server.variants.store import (
    ALL_KITS,
    CODE_HOLDER,
    COMPONENTS,
    FREED_CODES,
    KIT_CHANGED,
    KIT_TAKEN,
    KITS,
    KITS_ABOVE,
    KITS_BELOW,
    REPLACED_COMPONENTS,
    TAKEN_CODES,
    TAKER,
    VARIANT,
    VARIANT_FACT,
    VARIANTS,
    Code,
    code_id,
)

Asked = tuple[Kind[Any], str]


class VariantCommands:
    """One method per writing RPC; each gives the bytes of its answer."""

    def __init__(self, engine: Seeing) -> None:
        self._engine = engine

    async def upsert(
        self, who: Principal, chosen_id: str, given: Fields, etag: str, submission: Submission[Variant]
    ) -> bytes:
        """Make a variant, with an item of its own where it needs one, or replace what is said of it."""
        variant_id, item_id = chosen_id or mint("variant"), mint("iitem")

        def decide(world: World) -> Decision[Variant]:
            before = _variant(world, variant_id)
            variant = rules.upsert(before, _holder(world), variant_id=variant_id, given=given, etag=etag, at=world.at)
            if variant is before:
                return Decision(variant)
            own = _own_item(world, variant, item_id) if rules.needs_item(variant) else None
            if own is not None:
                variant = replace(variant, components=(Component(1, item_id=item_id),))
            kits = _checked_kits(world, before, variant, own_item_id=item_id)
            decision = _written(before, variant, "variant.updated" if before else "variant.created", kits)
            return decision if own is None else _both(own, decision)

        parts = [part.variant_id for part in given["components"] if part.variant_id]
        posting = Posting(
            who,
            submission,
            decide,
            masters=[
                *([(KITS, ALL_KITS, Lock.UPDATE)] if parts else []),
                (VARIANT, variant_id, Lock.UPDATE),
                *((VARIANT, part, Lock.SHARE) for part in parts),
            ],
            facts=_asked(variant_id, given),
        )
        return await self._engine.submit(posting)

    async def delete(self, who: Principal, variant_id: str, etag: str, submission: Submission[Variant]) -> bytes:
        """Delete a variant that no live one takes."""

        def decide(world: World) -> Decision[Variant]:
            before = _variant(world, variant_id)
            taker = _taker(world, variant_id)
            variant = rules.delete(before, taker, variant_id=variant_id, etag=etag, at=world.at)
            return _written(before, variant, "variant.deleted", {})

        posting = Posting(
            who,
            submission,
            decide,
            masters=[(VARIANT, variant_id, Lock.UPDATE)],
            facts=[(COMPONENTS, variant_id), (TAKER, variant_id)],
        )
        return await self._engine.submit(posting)

    async def undelete(self, who: Principal, variant_id: str, submission: Submission[Variant]) -> bytes:
        """Bring a deleted variant back, while its codes are free and the variants that it takes live."""

        def decide(world: World) -> Decision[Variant]:
            before = _variant(world, variant_id)
            if before is not None and before.is_deleted:
                _lock_too(posting, before.parts)
                world.need(posting, facts=[(CODE_HOLDER, code_id(code)) for code in _codes(before)])
            variant = rules.undelete(before, _holder(world), variant_id=variant_id, at=world.at)
            if variant is before:
                return Decision(variant)
            _check_components(world, [part for part in variant.components if part.variant_id])
            return _written(before, variant, "variant.undeleted", {})

        posting = Posting(
            who,
            submission,
            decide,
            masters=[(VARIANT, variant_id, Lock.UPDATE)],
            facts=[(COMPONENTS, variant_id)],
        )
        return await self._engine.submit(posting)


def _asked(variant_id: str, given: Fields) -> list[Asked]:
    """What an upsert has to know: who has its codes and its sku, what it takes and would take, and who takes it."""
    codes = [(name, given[name]) for name in CODES if given[name]]
    facts: list[Asked] = [(COMPONENTS, variant_id), (KITS_ABOVE, variant_id)]
    facts += [(CODE_HOLDER, code_id(code)) for code in codes]
    for part in given["components"]:
        facts.append((KITS_BELOW, part.variant_id) if part.variant_id else (ITEM_FACT, part.item_id))
    if given["sku"] and given["manage_inventory"] and not given["components"]:
        facts.append((SKU_HOLDER, given["sku"]))
    return facts


def _variant(world: World, variant_id: str) -> Variant | None:
    """The variant with its components, as it is now."""
    own, parts = world.find(VARIANT, variant_id), world.find(COMPONENTS, variant_id)
    return None if own is None else replace(own, components=tuple(parts or ()))


def _holder(world: World) -> rules.Holder:
    return lambda name, code: world.find(CODE_HOLDER, code_id((name, code)))


def _lock_too(posting: Posting[Variant], ids: Iterable[str]) -> None:
    """See to it that these variants are locked as well: if not, the posting is decided again."""
    locked = {thing_id for kind, thing_id, _ in posting.masters if kind is VARIANT}
    missing = [one for one in ids if one not in locked]
    if missing:
        posting.masters = [*posting.masters, *((VARIANT, one, Lock.SHARE) for one in missing)]
        raise Unread


def _own_item(world: World, variant: Variant, item_id: str) -> Decision[Item]:
    """The item that a variant gets when it is made without saying what it takes."""
    given = {name: getattr(variant, name) for name in SHARED_WITH_ITEM}
    holder = world.find(SKU_HOLDER, variant.sku) if variant.sku else None
    item = items.create(None, holder, item_id=item_id, given=given, fingerprint=b"", at=world.at)
    return written(None, item, "item.created")


def _both(own: Decision[Item], decision: Decision[Variant]) -> Decision[Variant]:
    decision.rows = [*own.rows, *decision.rows]
    decision.facts = [*own.facts, *decision.facts]
    decision.events = [*own.events, *decision.events]
    return decision


def _taker(world: World, variant_id: str) -> str | None:
    """A live variant that takes it. Where this transaction has changed that one, it is looked up again in the next."""
    taker = world.find(TAKER, variant_id)
    known = None if taker is None else _variant(world, taker)
    if known is not None and (known.is_deleted or world.find(KIT_CHANGED, known.id)):
        raise Unread
    return taker


# --- kits -------------------------------------------------------------------------------------------


def _checked_kits(world: World, before: Variant | None, variant: Variant, *, own_item_id: str) -> Kits:
    """All that the variant takes, where it takes something else than before: whether that can be is checked here."""
    if before is not None and variant.components == before.components:
        return {}
    _check_components(world, [part for part in variant.components if part.item_id != own_item_id])
    above = world.find(KITS_ABOVE, variant.id) or {}
    below: dict[str, Node] = {}
    for part in variant.parts:
        reached = world.find(KITS_BELOW, part)
        below |= reached or {}
    taken = [world.find(KIT_TAKEN, one) for one in rules.takers(variant.id, above)]
    changed = [world.find(KIT_CHANGED, one) for one in (*above, *below)]
    if any(taken) or any(changed):
        raise Unread  # somebody in this transaction makes other kits of the same variants: they are read after it
    kits = {**above, **below, variant.id: rules.node(variant)}
    rules.check_kits(kits[variant.id], kits)
    return kits


def _check_components(world: World, components: Iterable[Component]) -> None:
    for part in components:
        if part.item_id:
            item = world.find(ITEM_FACT, part.item_id)
            rules.check_live(items.TYPE, part.item_id, None if item is None else item.is_deleted)
        else:
            other = world.find(VARIANT, part.variant_id)
            rules.check_live(rules.TYPE, part.variant_id, None if other is None else other.is_deleted)


# --- what is written --------------------------------------------------------------------------------


def _written(before: Variant | None, variant: Variant, event: str, kits: Kits) -> Decision[Variant]:
    """The rows of a new or changed variant, its codes and components among them, and what later decisions must know.

    `kits` are all that it takes, where that has changed.
    """
    had = set(_codes(before)) if before is not None and not before.is_deleted else set()
    has = set() if variant.is_deleted else set(_codes(variant))
    rows = [Row(VARIANTS.new if before is None else VARIANTS.changed, variant.id, variant)]
    for code in sorted(had - has):
        rows += [Row(FREED_CODES, (code, variant.id), (code, variant.id)), Row(TAKEN_CODES, code, (code, None))]
    rows += [Row(TAKEN_CODES, code, (code, variant.id)) for code in sorted(has - had)]
    decision = Decision(
        variant,
        rows=rows,
        facts=[
            (VARIANT, variant.id, variant),
            *((CODE_HOLDER, code_id(row.record[0]), row.record[1]) for row in rows if row.writer is TAKEN_CODES),
        ],
        events=[Event(event, variant.id, changes(before, variant))],
    )
    if kits:
        _components_written(decision, variant, kits)
    return decision


def _components_written(decision: Decision[Variant], variant: Variant, kits: Kits) -> None:
    decision.rows = [*decision.rows, Row(REPLACED_COMPONENTS, variant.id, (variant.id, variant.components))]
    decision.facts = [
        *decision.facts,
        (COMPONENTS, variant.id, variant.components),
        (VARIANT_FACT, variant.id, rules.fact(variant.id, kits)),
        (KIT_CHANGED, variant.id, True),
        *((KIT_TAKEN, part, True) for part in variant.parts),
        *((TAKER, part, variant.id) for part in variant.parts),
    ]


def _codes(variant: Variant) -> Sequence[Code]:
    return [(name, getattr(variant, name)) for name in CODES if getattr(variant, name)]
