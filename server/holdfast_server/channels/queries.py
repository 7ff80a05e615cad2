"""Reads of sales channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        return await self._reads.ask(store.FACTS, who.tenant_id, ids) if ids else {}

    async def by_id(self, who: Principal, channel_id: str, deadline: float) -> Channel:
        """One live channel. Raises ResourceNotFound."""
        rows = await self._database.rows(deadline, store.select_by_id(who.tenant_id, channel_id))
        channel = store.record(rows[0]) if rows else None
        if channel is None or channel.is_deleted:
            raise ResourceNotFound("SalesChannel", channel_id)
        return channel

    async def page(
        self, who: Principal, wanted: ChannelFilter, sort: ChannelSort, page: PageRequest, deadline: float
    ) -> Page[Channel]:
        """One page of a list."""
        rows, within, head = await rows_and_head(
            self._database,
            deadline,
            who.tenant_id,
            partial(store.select_page, who.tenant_id, wanted, sort, page),
            page,
            store.few(who.tenant_id, wanted),
            store.select_end(who.tenant_id, wanted, sort, page),
        )
        found = [store.record(row) for row in rows]
        return Page.out_of(found, page, lambda last: _position(last, sort), head, within.end)


def _position(last: Channel, sort: ChannelSort) -> Position:
    return (last.id,) if sort is ChannelSort.ID else (last.create_time.isoformat(), last.id)
