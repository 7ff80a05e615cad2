"""Table and statements of locations; what the engine needs to lock, read and write them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast_server.engine.masters import Masters
from holdfast_server.engine.posting import Kind, Source
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.ledger.store import ID
from holdfast_server.locations.model import LOCATION_FIELDS, Location, LocationFact, LocationFilter, LocationSort
from holdfast_server.runtime.keyset import FEW, Candidates, Reach, among, candidates, end_of, exists, named, page_of
from holdfast_server.runtime.tables import metadata

locations: Final = sa.Table(
    "locations",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", JSONB, nullable=False, server_default="{}"),
    sa.Column("latitude", sa.Double),
    sa.Column("longitude", sa.Double),
    sa.Column("priority", sa.Integer, nullable=False, server_default="100"),
    sa.Column("active", sa.Boolean, nullable=False, server_default="true"),
    sa.Column("metadata", JSONB, nullable=False, server_default="{}"),
    sa.Column("version", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False, server_default=""),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("delete_time", sa.DateTime(timezone=True)),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("locations_by_time", "tenant_id", "create_time", "id"),
    sa.Index("locations_by_priority", "tenant_id", "priority", "id"),
)

channel_locations: Final = sa.Table(
    "sales_channel_locations",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("channel_id", ID, nullable=False),
    sa.Column("location_id", ID, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "channel_id", "location_id"),
    sa.Index("sales_channel_locations_by_location", "tenant_id", "location_id", "channel_id"),
)
"""Which locations serve which sales channels: described here, where both are known; channels write it."""

LOCATION: Final[Kind[Location]] = Kind("location")
LOCATION_FACT: Final[Kind[LocationFact]] = Kind("location_fact")

LOCATIONS: Final = Masters(LOCATION, locations, LOCATION_FIELDS, Location, order=20)

_FACTS: Final = (
    "SELECT r.* FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL (SELECT t.id, t.active, "
    "t.delete_time IS NOT NULL, t.priority "
    "FROM locations AS t WHERE t.tenant_id = $1 AND t.id = k.id OFFSET 0) AS r"
)


def sources() -> list[Source[Any]]:
    """How the engine finds locations."""
    return [
        LOCATIONS.source,
        Source(
            LOCATION_FACT,
            lambda tenant_id, ids: (_FACTS, (tenant_id, list(ids))),
            lambda row: (row[0], LocationFact(*row)),
        ),
    ]


# --- reads ----------------------------------------------------------------------------------------


def select_by_ids(tenant_id: str, ids: Sequence[str]) -> sa.Select[Any]:
    """Locations by id, deleted ones too."""
    return named(sa.select(*LOCATIONS.columns).where(locations.c.tenant_id == tenant_id), locations.c.id, ids)


def select_page(
    tenant_id: str,
    wanted: LocationFilter,
    sort: LocationSort,
    page: PageRequest,
    within: Reach,
    *,
    seen: Collection[str] | None = None,
    of: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of locations and one row more, by which the next page is known to exist.

    Only those that are `seen`; of a channel that is not one `of` these there are none.
    """
    query = sa.select(*LOCATIONS.columns).where(locations.c.tenant_id == tenant_id)
    if within.keys is not None:
        query = named(query, locations.c.id, [one for one in within.keys if seen is None or one in seen])
    elif seen is not None:
        query = query.where(among(locations.c.id, sorted(seen)))
    if not wanted.show_deleted:
        query = query.where(locations.c.delete_time.is_(None))
    if wanted.active is not None:
        query = query.where(locations.c.active.is_(wanted.active))
    if wanted.country_code:
        query = query.where(locations.c.address["country_code"].astext == wanted.country_code)
    if wanted.channel_id and of is not None and wanted.channel_id not in of:
        query = query.where(sa.false())
    if wanted.channel_id:
        link = channel_locations.c
        linked = link.channel_id == wanted.channel_id, link.location_id == locations.c.id
        query = query.where(exists(channel_locations, link.tenant_id == tenant_id, *linked, of=locations))
    if wanted.q:
        searched = (locations.c.name, locations.c.address["city"].astext)
        query = query.where(sa.or_(*(text.icontains(wanted.q, autoescape=True) for text in searched)))
    return page_of(query, _columns(sort), page, descending=sort is LocationSort.CREATE_TIME_DESC, reach=within)


def few(tenant_id: str, wanted: LocationFilter, *, seen: Collection[str] | None = None) -> list[Candidates]:
    """Ids among which all that are wanted are."""
    link = channel_locations.c
    found: list[Candidates] = []
    if wanted.ids:
        found.append(wanted.ids)
    elif seen is not None and len(seen) <= FEW:
        found.append(tuple(sorted(seen)))
    if wanted.channel_id:
        found.append(candidates(link.location_id, link.tenant_id == tenant_id, link.channel_id == wanted.channel_id))
    return found


def select_end(
    tenant_id: str, wanted: LocationFilter, sort: LocationSort, page: PageRequest, *, sees_all: bool
) -> sa.Select[Any] | None:
    """How far a page looks for what it shows; None where it shows whatever there is."""
    if sees_all and wanted == LocationFilter(show_deleted=True):
        return None
    descending = sort is LocationSort.CREATE_TIME_DESC
    return end_of(locations, _columns(sort), page, locations.c.tenant_id == tenant_id, descending=descending)


def _columns(sort: LocationSort) -> list[sa.Column[Any]]:
    leading = {
        LocationSort.CREATE_TIME: locations.c.create_time,
        LocationSort.CREATE_TIME_DESC: locations.c.create_time,
        LocationSort.PRIORITY: locations.c.priority,
    }
    return [leading[sort], locations.c.id] if sort in leading else [locations.c.id]
