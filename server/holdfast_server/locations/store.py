"""Table and statements of locations; what the engine needs to lock, read and write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast_server.engine.posting import Kind, Lock, Source, Statement, Writer
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.ledger.store import ID
from holdfast_server.locations.model import LOCATION_FIELDS, Location, LocationFact, LocationFilter, LocationSort
from holdfast_server.runtime.bulk import BulkInsert, BulkSelect, BulkUpdate
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

LOCATION: Final[Kind[Location]] = Kind("location")
LOCATION_FACT: Final[Kind[LocationFact]] = Kind("location_fact")

_LOCK_SHARE: Final = BulkSelect(locations, key=("id",), columns=LOCATION_FIELDS, lock="FOR SHARE")
_LOCK_UPDATE: Final = BulkSelect(locations, key=("id",), columns=LOCATION_FIELDS, lock="FOR UPDATE")
_READ: Final = BulkSelect(locations, key=("id",), columns=LOCATION_FIELDS)
_FACTS: Final = (
    "SELECT r.* FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL (SELECT t.id, t.active, t.delete_time IS NOT NULL "
    "FROM locations AS t WHERE t.tenant_id = $1 AND t.id = k.id OFFSET 0) AS r"
)
_INSERT: Final = BulkInsert(locations, constant=("tenant_id",), columns=LOCATION_FIELDS)
_UPDATE: Final = BulkUpdate(
    locations,
    key=("id",),
    sets=tuple(name for name in LOCATION_FIELDS if name not in ("id", "create_time", "fingerprint")),
)


def location_from(row: Sequence[Any]) -> Location:
    """A location out of a row in the order of its fields; JSON as text or read already."""
    values = dict(zip(LOCATION_FIELDS, row, strict=True))
    for name in ("address", "metadata"):
        if isinstance(values[name], str):
            values[name] = orjson.loads(values[name])
    values["fingerprint"] = bytes(values["fingerprint"])
    return Location(**values)


def _lock(tenant_id: str, ids: Sequence[str], lock: Lock) -> Statement:
    bulk = _LOCK_UPDATE if lock is Lock.UPDATE else _LOCK_SHARE
    return bulk((tenant_id,), [(location_id,) for location_id in ids])


def _insert_new(tenant_id: str, new: Sequence[Location]) -> Sequence[Statement]:
    ordered = sorted(new, key=lambda location: location.id)
    return [_INSERT((tenant_id,), [[getattr(one, name) for name in LOCATION_FIELDS] for one in ordered])]


def _update_known(tenant_id: str, known: Sequence[Location]) -> Sequence[Statement]:
    return [_UPDATE((tenant_id,), [[getattr(one, name) for name in _UPDATE.columns] for one in known])]


NEW_LOCATIONS: Final = Writer(20, _insert_new)
CHANGED_LOCATIONS: Final = Writer(21, _update_known)


def sources() -> list[Source[Any]]:
    """How the engine finds locations."""
    return [
        Source(
            LOCATION,
            lambda tenant_id, ids: _READ((tenant_id,), [(one,) for one in ids]),
            lambda row: (row[0], location_from(row)),
            lock=_lock,
            changed=lambda location: location.update_time,
        ),
        Source(
            LOCATION_FACT,
            lambda tenant_id, ids: (_FACTS, (tenant_id, list(ids))),
            lambda row: (row[0], LocationFact(*row)),
        ),
    ]


# --- reads ----------------------------------------------------------------------------------------

_ROW: Final = [locations.c[name] for name in LOCATION_FIELDS]


def select_by_ids(tenant_id: str, ids: Sequence[str]) -> sa.Select[Any]:
    """Locations by id, deleted ones too."""
    return sa.select(*_ROW).where(locations.c.tenant_id == tenant_id, locations.c.id.in_(ids))


def select_page(tenant_id: str, wanted: LocationFilter, sort: LocationSort, page: PageRequest) -> sa.Select[Any]:
    """One page of locations and one row more, by which the next page is known to exist."""
    query = sa.select(*_ROW).where(locations.c.tenant_id == tenant_id)
    if not wanted.show_deleted:
        query = query.where(locations.c.delete_time.is_(None))
    if wanted.ids:
        query = query.where(locations.c.id.in_(wanted.ids))
    if wanted.active is not None:
        query = query.where(locations.c.active.is_(wanted.active))
    if wanted.country_code:
        query = query.where(locations.c.address["country_code"].astext == wanted.country_code)
    if wanted.q:
        searched = (locations.c.name, locations.c.address["city"].astext)
        query = query.where(sa.or_(*(text.icontains(wanted.q, autoescape=True) for text in searched)))
    leading = {
        LocationSort.CREATE_TIME: locations.c.create_time,
        LocationSort.CREATE_TIME_DESC: locations.c.create_time,
        LocationSort.PRIORITY: locations.c.priority,
    }
    descending = sort is LocationSort.CREATE_TIME_DESC
    columns = [leading[sort], locations.c.id] if sort in leading else [locations.c.id]
    if page.after is not None:
        mark = sa.tuple_(*(sa.cast(value, column.type) for value, column in zip(page.after, columns, strict=True)))
        key = sa.tuple_(*columns)
        query = query.where(key < mark if descending else key > mark)
    return query.order_by(*(column.desc() if descending else column for column in columns)).limit(page.size + 1)
