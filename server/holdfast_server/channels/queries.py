"""Reads of sales channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from holdfast_server.channels import store
from holdfast_server.channels.model import Channel, ChannelFact, ChannelFilter, ChannelSort
from holdfast_server.engine.reads import Reads
from holdfast_server.events.store import rows_and_head
from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.kernel.paging import Page, PageRequest, Position
from holdfast_server.kernel.principal import Principal
from holdfast_server.runtime.database import Database


class ChannelQueries:
    """Channels with their locations: facts shared with everybody who asks at the same time; lists of one snapshot."""

    def __init__(self, reads: Reads, database: Database) -> None:
        self._reads = reads
        self._database = database

    async def facts(self, who: Principal, ids: Sequence[str]) -> Mapping[str, ChannelFact]:
        """What there is to know of channels, all of one instant; those that do not exist are absent."""
        found = await self._reads.ask(store.FACTS, who.tenant_id, ids) if ids else {}
        return {one: fact for one, fact in found.items() if who.sees_channel(one)} if who.is_limited else found

    async def by_id(self, who: Principal, channel_id: str, deadline: float) -> Channel:
        """One live channel. Raises ResourceNotFound."""
        rows = await self._database.rows(deadline, store.select_by_id(who.tenant_id, channel_id))
        channel = store.record(rows[0]) if rows else None
        if channel is None or channel.is_deleted or not who.sees_channel(channel_id):
            raise ResourceNotFound("SalesChannel", channel_id)
        return _seen(who, channel)

    async def page(
        self, who: Principal, wanted: ChannelFilter, sort: ChannelSort, page: PageRequest, deadline: float
    ) -> Page[Channel]:
        """One page of a list."""
        rows, within, head = await rows_and_head(
            self._database,
            deadline,
            who.tenant_id,
            partial(
                store.select_page,
                who.tenant_id,
                wanted,
                sort,
                page,
                seen=who.sales_channel_ids,
                places=who.location_ids,
            ),
            page,
            store.few(who.tenant_id, wanted, seen=who.sales_channel_ids),
            store.select_end(who.tenant_id, wanted, sort, page, sees_all=who.sales_channel_ids is None),
        )
        found = [_seen(who, store.record(row)) for row in rows]
        return Page.out_of(found, page, lambda last: _position(last, sort), head, within.end)

    async def narrowed(self, who: Principal) -> Principal:
        """The same caller, limited to the locations that serve its channels now, where it is limited to channels."""
        if who.sales_channel_ids is None:
            return who
        facts = await self.facts(who, sorted(who.sales_channel_ids))
        serving = frozenset(one for fact in facts.values() if not fact.is_deleted for one in fact.location_ids)
        return replace(who, location_ids=serving if who.location_ids is None else serving & who.location_ids)


def _seen(who: Principal, channel: Channel) -> Channel:
    """The channel with those of its locations that the caller sees."""
    if who.location_ids is None:
        return channel
    return replace(channel, location_ids=tuple(one for one in channel.location_ids if who.sees_location(one)))


def _position(last: Channel, sort: ChannelSort) -> Position:
    return (last.id,) if sort is ChannelSort.ID else (last.create_time.isoformat(), last.id)
