"""Tables and statements of sales channels; what the engine needs to lock, read and write them.

A channel's links are rows of their own, and its row stands for them: whoever changes them has locked it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from holdfast_server.channels.model import CHANNEL_FIELDS, Channel, ChannelFact, ChannelFilter, ChannelSort
from holdfast_server.engine.masters import Masters
from holdfast_server.engine.posting import Kind, Row, RowTuple, Source, Statement, Writer
from holdfast_server.engine.reads import Question
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.ledger.store import ID
from holdfast_server.locations.store import channel_locations
from holdfast_server.runtime.bulk import column_sql, text_array
from holdfast_server.runtime.keyset import FEW, Candidates, Reach, among, candidates, end_of, exists, named, page_of
from holdfast_server.runtime.tables import metadata

channels: Final = sa.Table(
    "sales_channels",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False, server_default="true"),
    sa.Column("metadata", JSONB, nullable=False, server_default="{}"),
    sa.Column("version", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False, server_default=""),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("delete_time", sa.DateTime(timezone=True)),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("sales_channels_by_time", "tenant_id", "create_time", "id"),
)

CHANNEL: Final[Kind[Channel]] = Kind("channel")
"""A channel with its links. A posting that locks it also names it as a fact: links are read after the lock is held."""
CHANNEL_FACT: Final[Kind[ChannelFact]] = Kind("channel_fact")

CHANNELS: Final = Masters(CHANNEL, channels, CHANNEL_FIELDS, Channel, order=30)

# Each table is looked up by key in a fenced subquery: a planner that believes it to be empty would else walk through
# all of a tenant's rows.
_LINKS: Final = (
    "(SELECT x.location_id FROM sales_channel_locations AS x WHERE x.tenant_id = $1 AND x.channel_id = k.id "
    "ORDER BY x.location_id OFFSET 0) AS l"
)
_LIVING: Final = (
    "CROSS JOIN LATERAL (SELECT x.id FROM locations AS x WHERE x.tenant_id = $1 AND x.id = l.location_id "
    "AND x.delete_time IS NULL OFFSET 0) AS s"
)


def _of_channels(columns: str, links: str) -> str:
    """Channels by key, each with an array of location ids."""
    return (
        f"SELECT r.*, ARRAY(SELECT l.location_id FROM {links} ORDER BY l.location_id) "
        f"FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL (SELECT {columns} FROM sales_channels AS t "
        "WHERE t.tenant_id = $1 AND t.id = k.id OFFSET 0) AS r"
    )


_READ: Final = _of_channels(", ".join(column_sql(channels, name) for name in CHANNEL_FIELDS), _LINKS)
_FACTS: Final = _of_channels("t.id, t.active, t.delete_time IS NOT NULL", f"{_LINKS} {_LIVING}")


def record(row: RowTuple) -> Channel:
    """A channel out of a row of its own columns and its links."""
    *own, location_ids = row
    return replace(CHANNELS.record(own), location_ids=tuple(location_ids))


def _fact(row: RowTuple) -> ChannelFact:
    channel_id, is_active, is_deleted, location_ids = row
    return ChannelFact(channel_id, is_active, is_deleted, tuple(location_ids))


def _facts(tenant_id: str, ids: Sequence[str]) -> Statement:
    return _FACTS, (tenant_id, text_array(ids))


def sources() -> list[Source[Any]]:
    """How the engine finds channels."""
    return [
        replace(
            CHANNELS.source,
            read=lambda tenant_id, ids: (_READ, (tenant_id, text_array(ids))),
            load=lambda row: (row[0], record(row) if len(row) > len(CHANNEL_FIELDS) else CHANNELS.record(row)),
        ),
        Source(CHANNEL_FACT, _facts, lambda row: (row[0], _fact(row))),
    ]


FACTS: Final[Question[str, ChannelFact]] = Question(
    "channels", _facts, lambda rows: {fact.id: fact for fact in map(_fact, rows)}
)
"""What there is to know of channels; those that do not exist are absent."""

# --- links ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Link:
    channel_id: str
    location_id: str
    linked: bool


_INSERT_LINKS: Final = (
    "INSERT INTO sales_channel_locations (tenant_id, channel_id, location_id) SELECT $1, u.* "
    "FROM unnest($2::text[], $3::text[]) AS u ON CONFLICT DO NOTHING"
)
_DELETE_LINKS: Final = (
    "DELETE FROM sales_channel_locations AS t USING (SELECT $1::text AS tenant_id, a.* "
    "FROM unnest($2::text[], $3::text[]) AS a(channel_id, location_id) OFFSET 0) AS u "
    "WHERE t.tenant_id = u.tenant_id AND t.channel_id = u.channel_id AND t.location_id = u.location_id"
)


def _write_links(tenant_id: str, links: Sequence[_Link]) -> Sequence[Statement]:
    """Rows as they are to be at the end of the transaction, whatever it did and undid on the way."""
    statements: list[Statement] = []
    for text, linked in ((_DELETE_LINKS, False), (_INSERT_LINKS, True)):
        keys = sorted((one.channel_id, one.location_id) for one in links if one.linked is linked)
        if keys:
            channel_ids, location_ids = zip(*keys, strict=True)
            statements.append((text, (tenant_id, text_array(channel_ids), text_array(location_ids))))
    return statements


LINKS: Final = Writer(32, _write_links)


def link_rows(before: Channel | None, after: Channel) -> list[Row]:
    """The links that come with a change of a channel, and those that go."""
    had = set() if before is None else set(before.location_ids)
    has = set(after.location_ids)
    return [
        Row(LINKS, (after.id, location_id), _Link(after.id, location_id, location_id in has))
        for location_id in sorted(had ^ has)
    ]


# --- reads ------------------------------------------------------------------------------------------


def _shown(tenant_id: str) -> sa.Select[Any]:
    """Channels with their links."""
    links = (
        sa.select(channel_locations.c.location_id)
        .where(channel_locations.c.tenant_id == tenant_id, channel_locations.c.channel_id == channels.c.id)
        .order_by(channel_locations.c.location_id)
        .correlate(channels)
        .scalar_subquery()
    )
    location_ids = sa.func.array(links, type_=ARRAY(sa.Text))
    return sa.select(*CHANNELS.columns, location_ids).where(channels.c.tenant_id == tenant_id)


def select_by_id(tenant_id: str, channel_id: str) -> sa.Select[Any]:
    """A channel by id, deleted or not."""
    return _shown(tenant_id).where(channels.c.id == channel_id)


def select_page(
    tenant_id: str,
    wanted: ChannelFilter,
    sort: ChannelSort,
    page: PageRequest,
    within: Reach,
    *,
    seen: Collection[str] | None = None,
    places: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of channels and one row more, by which the next page is known to exist.

    Only those that are `seen`; a location that is not one of the `places` serves none.
    """
    query = _shown(tenant_id)
    if within.keys is not None:
        query = named(query, channels.c.id, [one for one in within.keys if seen is None or one in seen])
    elif seen is not None:
        query = query.where(among(channels.c.id, sorted(seen)))
    if not wanted.show_deleted:
        query = query.where(channels.c.delete_time.is_(None))
    if wanted.active is not None:
        query = query.where(channels.c.active.is_(wanted.active))
    if wanted.q:
        query = query.where(channels.c.name.icontains(wanted.q, autoescape=True))
    if wanted.location_id and places is not None and wanted.location_id not in places:
        query = query.where(sa.false())
    if wanted.location_id:
        link = channel_locations.c
        served = link.channel_id == channels.c.id, link.location_id == wanted.location_id
        query = query.where(exists(channel_locations, link.tenant_id == tenant_id, *served, of=channels))
    return page_of(query, _columns(sort), page, reach=within)


def few(tenant_id: str, wanted: ChannelFilter, *, seen: Collection[str] | None = None) -> list[Candidates]:
    """Ids among which all that are wanted are."""
    link = channel_locations.c
    found: list[Candidates] = []
    if wanted.ids:
        found.append(wanted.ids)
    elif seen is not None and len(seen) <= FEW:
        found.append(tuple(sorted(seen)))
    if wanted.location_id:
        found.append(candidates(link.channel_id, link.tenant_id == tenant_id, link.location_id == wanted.location_id))
    return found


def select_end(
    tenant_id: str, wanted: ChannelFilter, sort: ChannelSort, page: PageRequest, *, sees_all: bool
) -> sa.Select[Any] | None:
    """How far a page looks for what it shows; None where it shows whatever there is."""
    if sees_all and wanted == ChannelFilter(show_deleted=True):
        return None
    return end_of(channels, _columns(sort), page, channels.c.tenant_id == tenant_id)


def _columns(sort: ChannelSort) -> list[sa.Column[Any]]:
    return [channels.c.id] if sort is ChannelSort.ID else [channels.c.create_time, channels.c.id]
