"""Reads of variants: shared ones of what they take, and those of their records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from holdfast_server.engine.reads import Reads
from holdfast_server.events.store import head_of
from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.paging import Page, PageRequest, Position
from holdfast_server.kernel.principal import Principal
from holdfast_server.runtime.database import Database
from holdfast_server.runtime.keyset import reach
from holdfast_server.variants import store
from holdfast_server.variants.model import Component, Variant, VariantFact, VariantFilter, VariantSort


class VariantQueries:
    """Variants by id, what they take, and who takes something."""

    def __init__(self, reads: Reads, database: Database) -> None:
        self._reads = reads
        self._database = database

    async def facts(self, who: Principal, ids: Sequence[str]) -> Mapping[str, VariantFact]:
        """What there is to know of variants, deleted ones too; those that never were are absent.

        It routes, and decides nothing. One statement, shared.
        """
        if not ids:
            return {}
        found = await self._reads.ask(store.FACTS, who.tenant_id, ids)
        return {one: found[one] for one in ids if one in found}

    async def taking(self, who: Principal, item_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """The live variants that take an item, themselves or through others; items that nobody takes are absent."""
        if not item_ids:
            return {}
        found = await self._reads.ask(store.TAKING_ITEMS, who.tenant_id, item_ids)
        return {one: found[one] for one in item_ids if one in found}

    async def containing(self, who: Principal, ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Each variant with all that take it, themselves or through others, deleted ones too."""
        if not ids:
            return {}
        found = await self._reads.ask(store.TAKING_VARIANTS, who.tenant_id, ids)
        return {one: found[one] for one in ids}

    async def any(self, who: Principal) -> bool:
        """Whether there is a variant at all."""
        return (await self._reads.ask(store.ANY, who.tenant_id, [""]))[""]

    async def by_id(self, who: Principal, variant_id: str, deadline: float) -> Variant:
        """One live variant. Raises ResourceNotFound."""
        found = await self.by_ids(who, [variant_id], deadline)
        if variant_id not in found:
            raise ResourceNotFound("ProductVariant", variant_id)
        return found[variant_id]

    async def by_ids(self, who: Principal, ids: Sequence[str], deadline: float) -> Mapping[str, Variant]:
        """Those of the variants that live."""
        query = store.select_by_ids(who.tenant_id, ids)
        found = await self._database.read(deadline, lambda connection: _whole(who, query, connection))
        return {one.id: one for one in found if not one.is_deleted}

    async def page(
        self, who: Principal, wanted: VariantFilter, sort: VariantSort, page: PageRequest, deadline: float
    ) -> Page[Variant]:
        """One page of a list."""
        few = store.few(who.tenant_id, wanted)
        end = store.select_end(who.tenant_id, wanted, sort, page)

        async def work(connection: Any) -> Page[Variant]:
            within = await reach(connection, few, end)
            found = await _whole(who, store.select_page(who.tenant_id, wanted, sort, page, within), connection)
            head = await head_of(connection, who.tenant_id) if page.is_first else None
            return Page.out_of(found, page, lambda last: _position(last, sort), head, within.end)

        return await self._database.read(deadline, work)


async def _whole(who: Principal, query: Any, connection: Any) -> list[Variant]:
    """Variants with their components, of one snapshot."""
    found = [store.VARIANTS.record(row) for row in (await connection.execute(query)).all()]
    if not found:
        return []
    rows = await connection.execute(store.select_components(who.tenant_id, [one.id for one in found]))
    parts: dict[str, list[Component]] = {}
    for variant_id, *part in rows.all():
        parts.setdefault(variant_id, []).append(Component(*part))
    return [replace(one, components=tuple(parts.get(one.id, ()))) for one in found]


def _position(last: Variant, sort: VariantSort) -> Position:
    if sort is VariantSort.PRODUCT:
        return (last.product_id, last.variant_rank, last.id)
    return (last.create_time.isoformat(), last.id)
