"""Reads of restock: subscriptions, and what the projector looks at."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeVar

from holdfast_server.availability.model import Goods, LineWanted, Sold, Terms
from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.availability.rules import quantities_of_each
from holdfast_server.channels.model import ChannelFact
from holdfast_server.channels.queries import ChannelQueries
from holdfast_server.engine.reads import Reads
from holdfast_server.kernel.paging import Page, PageRequest
from holdfast_server.kernel.principal import Principal
from holdfast_server.restock import rules, store
from holdfast_server.restock.model import (
    Arrival,
    Arrivals,
    Outlet,
    Seen,
    Sight,
    Subscription,
    SubscriptionFilter,
    Touched,
)
from holdfast_server.runtime.clock import DatabaseClock
from holdfast_server.runtime.database import Database
from holdfast_server.runtime.keyset import reach
from holdfast_server.variants.model import VariantFact
from holdfast_server.variants.queries import VariantQueries

T = TypeVar("T")

ITEMS_AT_ONCE: Final = 1000
LINES_AT_ONCE: Final = 500
LOOKS: Final = 3
"""How often one looks again when what variants take, or what serves channels, has changed during the look."""
_ANYWHERE: Final = Terms(scope=())


class RestockQueries:
    """Subscriptions, and how many there are of variants in all channels."""

    def __init__(
        self,
        reads: Reads,
        database: Database,
        clock: DatabaseClock,
        variants: VariantQueries,
        channels: ChannelQueries,
        availability: AvailabilityQueries,
    ) -> None:
        self._reads = reads
        self._database = database
        self._clock = clock
        self._variants = variants
        self._channels = channels
        self._availability = availability

    async def page(
        self, who: Principal, wanted: SubscriptionFilter, page: PageRequest, deadline: float
    ) -> Page[Subscription]:
        """One page of a list."""
        few, end = store.few(who.tenant_id, wanted), store.select_end(who.tenant_id, page)

        async def work(connection: Any) -> Page[Subscription]:
            within = await reach(connection, few, end)
            query = store.select_page(who.tenant_id, wanted, page, within, seen=who.sales_channel_ids)
            rows = (await connection.execute(query)).all()
            found = [store.subscription_of(row) for row in rows]
            return Page.out_of(found, page, lambda last: (last.create_time.isoformat(), last.id), end=within.end)

        return await self._database.read(deadline, work)

    # --- what the projector looks at --------------------------------------------------------------

    async def position(self, who: Principal, name: str, deadline: float) -> int | None:
        """How far a projector has come; None where it has not begun."""
        rows = await self._database.rows(deadline, store.select_position(who.tenant_id, name))
        return rows[0][0] if rows else None

    async def any_variants(self, who: Principal) -> bool:
        """Whether there is a variant at all."""
        return await self._variants.any(who)

    async def variant_ids(self, who: Principal, after: str, limit: int, deadline: float) -> list[str]:
        """Variants in the order of their ids, deleted ones too."""
        rows = await self._database.rows(deadline, store.select_variant_ids(who.tenant_id, after, limit))
        return [row[0] for row in rows]

    async def arrivals(self, who: Principal, since: datetime | None, deadline: float) -> Arrivals:
        """Who waits since an instant (None: ever; then it is not said who)."""
        rows = await self._database.rows(deadline, store.select_arrivals(who.tenant_id, since, self._clock))
        return Arrivals(rows[0][0], [Arrival(*row[1:]) for row in rows if row[1] is not None])

    async def concerned(self, who: Principal, touched: Touched, deadline: float) -> set[str]:
        """The variants of which there may be more or fewer now."""
        items = set(touched.item_ids)
        if touched.location_ids:
            query = store.select_items_at(who.tenant_id, sorted(touched.location_ids))
            items |= {row[0] for row in await self._database.rows(deadline, query)}
        found: set[str] = set()
        for some in _chunks(sorted(items), ITEMS_AT_ONCE):
            found.update(*(await self._variants.taking(who, some)).values())
        found.update(*(await self._variants.containing(who, sorted(touched.variant_ids))).values())
        return found

    async def look(self, who: Principal, variant_ids: Sequence[str], deadline: float) -> Sight:
        """How many there are of some variants in each channel.

        All stock is of one instant. What the variants take, and what serves the channels, is the same before and
        after: so that what is seen has been so.
        """
        told = await self._reads.ask(store.LAST_TOLD, who.tenant_id, variant_ids)
        waiting = await self._reads.ask(store.WAITED_FOR, who.tenant_id, variant_ids)
        stocked = {outlet: one for variant_id in variant_ids for outlet, one in told.get(variant_id, {}).items()}
        wanted = {outlet: least for one in variant_ids for outlet, least in waiting.get(one, {}).items()}
        catalog = await self._catalog(who, variant_ids, stocked, deadline)
        for _ in range(LOOKS):
            seen, at = await self._seen(who, *catalog, {*stocked, *wanted})
            before, catalog = catalog, await self._catalog(who, variant_ids, stocked, deadline)
            if before == catalog:
                break
        units = {one.outlet: one.whole_units for one in seen}
        return Sight(at, units, rules.differing((one for one in seen if one.outlet.channel_id), stocked), wanted)

    async def waiting(
        self,
        who: Principal,
        outlet: Outlet,
        least: Sequence[int],
        after: Subscription | None,
        limit: int,
        deadline: float,
    ) -> list[Subscription]:
        """Those who wait for one of these quantities, oldest first, from behind one of them on."""
        last = None if after is None else (after.create_time, after.id)
        query = store.select_waiting(who.tenant_id, outlet, least, last, limit)
        return [store.subscription_of(row) for row in await self._database.rows(deadline, query)]

    async def _catalog(
        self, who: Principal, variant_ids: Sequence[str], stocked: Iterable[Outlet], deadline: float
    ) -> tuple[Mapping[str, VariantFact], Mapping[str, ChannelFact]]:
        rows = await self._database.rows(deadline, store.select_channel_ids(who.tenant_id))
        channel_ids = {row[0] for row in rows} | {outlet.channel_id for outlet in stocked}
        facts = await self._variants.facts(who, variant_ids)
        known = await self._channels.facts(who, sorted(channel_ids))
        return facts, {one: known[one] for one in channel_ids if one in known}

    async def _seen(
        self,
        who: Principal,
        variants: Mapping[str, VariantFact],
        channels: Mapping[str, ChannelFact],
        known: Collection[Outlet],
    ) -> tuple[list[Seen], datetime]:
        """What there is in every channel; nothing is said of variants for which no stock is kept."""
        managed = [one for one in variants.values() if one.is_managed]
        lines: dict[Outlet, LineWanted] = {}
        for variant in managed:
            for channel_id, among in _scopes(variant, channels, known):
                lines[Outlet(variant.id, channel_id)] = _line(variant, among)
        facts = await self._availability.offers(who, list(lines.values()))
        units: dict[Outlet, int] = {}
        for some in _chunks(list(lines), LINES_AT_ONCE):
            most = quantities_of_each([lines[one] for one in some], facts.offers, facts.places)
            units |= {outlet: one.whole_units for outlet, one in zip(some, most, strict=True)}
            await asyncio.sleep(0)  # others have their turn in between
        outlets = {*lines, *(one for one in known if one.variant_id in {variant.id for variant in managed})}
        seen = [
            _sighted(one, variants[one.variant_id], units.get(one, 0), is_sold=one in lines) for one in sorted(outlets)
        ]
        return seen, facts.read_time


def _scopes(
    variant: VariantFact, channels: Mapping[str, ChannelFact], known: Collection[Outlet]
) -> list[tuple[str, tuple[str, ...] | None]]:
    """The channels that sell a variant, each with the locations that serve it; None stands for all of them."""
    if variant.is_deleted or not variant.leaves:
        return []
    selling = [one for one in channels.values() if one.is_active and not one.is_deleted and one.location_ids]
    scopes: list[tuple[str, tuple[str, ...] | None]] = [(one.id, one.location_ids) for one in selling]
    return [*scopes, ("", None)] if Outlet(variant.id, "") in known else scopes


def _line(variant: VariantFact, among: tuple[str, ...] | None) -> LineWanted:
    sold = Sold(variant.id, variant.leaves, variant.is_managed, variant.allows_backorder)
    return LineWanted("", Goods(""), 1, "", _ANYWHERE, sold, among)


def _sighted(outlet: Outlet, variant: VariantFact, units: int, *, is_sold: bool) -> Seen:
    return Seen(outlet, units, is_sold and (units > 0 or variant.allows_backorder))


def _chunks(values: Sequence[T], size: int) -> Iterable[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
