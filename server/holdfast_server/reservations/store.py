"""Fulfillments, and reads of reservations. Headers and claims belong to the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
import sqlalchemy as sa

from holdfast_server.engine.posting import Kind, Source, Statement, Writer
from holdfast_server.engine.reads import Question
from holdfast_server.engine.store import requests
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.ledger.model import Allocation, Header, ReservationState
from holdfast_server.ledger.store import (
    ALLOCATION_COLUMNS,
    HEADER_COLUMNS,
    ID,
    KEY_PREFIX,
    allocation_from,
    allocations,
    claimed_within,
    claims_of,
    header_from,
    levels,
    reservations,
)
from holdfast_server.reservations.model import (
    Fulfillment,
    FulfillmentEntry,
    Reference,
    ReservationFilter,
    ReservationSort,
)
from holdfast_server.runtime.bulk import BulkInsert, BulkUpdate
from holdfast_server.runtime.clock import DatabaseClock
from holdfast_server.runtime.keyset import FEW, Candidates, Reach, among, candidates, end_of, filled, named, page_of
from holdfast_server.runtime.tables import metadata

fulfillments: Final = sa.Table(
    "fulfillments",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("reservation_id", ID, nullable=False),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False, server_default=""),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("fulfillments_by_reservation", "tenant_id", "reservation_id"),
)

fulfillment_entries: Final = sa.Table(
    "fulfillment_entries",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("fulfillment_id", ID, nullable=False),
    sa.Column("entry", sa.Integer, nullable=False),
    sa.Column("reservation_id", ID, nullable=False),
    sa.Column("allocation_id", ID, nullable=False),
    sa.Column("item_id", ID, nullable=False),
    sa.Column("location_id", ID, nullable=False),
    sa.Column("quantity", sa.BigInteger, nullable=False),
    sa.Column("reversed", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("returned", sa.BigInteger, nullable=False, server_default="0"),
    sa.PrimaryKeyConstraint("tenant_id", "fulfillment_id", "entry"),
    sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    sa.CheckConstraint(
        "reversed >= 0 AND returned >= 0 AND reversed + returned <= quantity", name="counters_within_quantity"
    ),
    sa.Index("fulfillment_entries_by_reservation", "tenant_id", "reservation_id"),
)

FULFILLMENT: Final[Kind[Fulfillment]] = Kind("fulfillment")
FULFILLMENTS_OF: Final[Kind[tuple[Fulfillment, ...]]] = Kind("fulfillments_of")
"""All fulfillments of a reservation, oldest first; None where it has none."""

_ENTRIES: Final = (
    "(SELECT json_agg(json_build_array(e.allocation_id, e.item_id, e.location_id, e.quantity, e.reversed, e.returned) "
    "ORDER BY e.entry) FROM fulfillment_entries AS e WHERE e.tenant_id = f.tenant_id AND e.fulfillment_id = f.id)"
)
_READ: Final = (
    f"SELECT r.* FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL (SELECT f.id, f.reservation_id, f.create_time, "
    f"f.fingerprint, {_ENTRIES}::text FROM fulfillments AS f WHERE f.tenant_id = $1 AND f.id = k.id OFFSET 0) AS r"
)
_READ_OF: Final = (
    "SELECT k.id, r.told::text FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL (SELECT json_agg(json_build_array("
    f"f.id, f.create_time, encode(f.fingerprint, 'hex'), {_ENTRIES}) ORDER BY f.create_time, f.id) AS told "
    "FROM fulfillments AS f WHERE f.tenant_id = $1 AND f.reservation_id = k.id OFFSET 0) AS r WHERE r.told IS NOT NULL"
)
_READ_MANY: Final = (
    f"SELECT f.id, f.reservation_id, f.create_time, f.fingerprint, {_ENTRIES}::text FROM fulfillments AS f "
    "WHERE f.tenant_id = :tenant_id AND f.reservation_id = :reservation_id ORDER BY f.create_time, f.id"
)
_INSERT: Final = BulkInsert(
    fulfillments, constant=("tenant_id",), columns=("id", "reservation_id", "fingerprint", "create_time")
)
_INSERT_ENTRIES: Final = BulkInsert(
    fulfillment_entries,
    constant=("tenant_id",),
    columns=("fulfillment_id", "entry", "reservation_id", "allocation_id", "item_id", "location_id", "quantity"),
)
_UPDATE_ENTRIES: Final = BulkUpdate(fulfillment_entries, key=("fulfillment_id", "entry"), sets=("reversed", "returned"))


def _load(row: Sequence[Any]) -> tuple[str, Fulfillment]:
    fulfillment_id, reservation_id, create_time, fingerprint, entries = row
    found = [FulfillmentEntry(*entry) for entry in orjson.loads(entries or "[]")]
    return fulfillment_id, Fulfillment(fulfillment_id, reservation_id, create_time, found, bytes(fingerprint))


def _insert(tenant_id: str, made: Sequence[Fulfillment]) -> Sequence[Statement]:
    ordered = sorted(made, key=lambda one: one.id)
    heads = [(one.id, one.reservation_id, one.fingerprint, one.create_time) for one in ordered]
    entries = [
        (one.id, number, one.reservation_id, entry.allocation_id, entry.item_id, entry.location_id, entry.quantity)
        for one in ordered
        for number, entry in enumerate(one.entries)
    ]
    return [_INSERT((tenant_id,), heads), _INSERT_ENTRIES((tenant_id,), entries)]


def _load_of(row: Sequence[Any]) -> tuple[str, tuple[Fulfillment, ...]]:
    reservation_id, told = row
    return reservation_id, tuple(
        Fulfillment(
            fulfillment_id,
            reservation_id,
            datetime.fromisoformat(create_time),
            [FulfillmentEntry(*entry) for entry in entries or ()],
            bytes.fromhex(fingerprint),
        )
        for fulfillment_id, create_time, fingerprint, entries in orjson.loads(told)
    )


def _update(tenant_id: str, changed: Sequence[Fulfillment]) -> Sequence[Statement]:
    rows = [
        (one.id, number, entry.reversed, entry.returned) for one in changed for number, entry in enumerate(one.entries)
    ]
    return [_UPDATE_ENTRIES((tenant_id,), rows)]


NEW_FULFILLMENTS: Final = Writer(60, _insert)
CHANGED_FULFILLMENTS: Final = Writer(61, _update)


def sources() -> list[Source[Any]]:
    """How the engine finds fulfillments: by id, and all of a reservation."""
    return [
        Source(FULFILLMENT, lambda tenant_id, ids: (_READ, (tenant_id, list(ids))), _load),
        Source(FULFILLMENTS_OF, lambda tenant_id, ids: (_READ_OF, (tenant_id, list(ids))), _load_of),
    ]


# --- reads ------------------------------------------------------------------------------------------


def _row(table: sa.Table, names: Sequence[str]) -> list[Any]:
    """Columns as the ledger's loaders want them: JSON as text."""
    return [sa.cast(table.c[name], sa.Text) if name in {"metadata", "terms"} else table.c[name] for name in names]


def _headers(clock: DatabaseClock) -> sa.Select[Any]:
    """Headers, each with the instant of the read."""
    return sa.select(*_row(reservations, HEADER_COLUMNS), sa.literal_column(clock.read).label("read_time"))


def _claims_by_reservation(rows: Sequence[Sequence[Any]]) -> Mapping[str, list[Allocation]]:
    found: dict[str, list[Allocation]] = {}
    for claim in sorted(map(allocation_from, rows), key=lambda one: one.age):
        found.setdefault(claim.reservation_id, []).append(claim)
    return found


CLAIMS: Final[Question[str, list[Allocation]]] = Question("claims", claims_of, _claims_by_reservation)
"""The claims of reservations, oldest first within a line; reservations that do not exist are absent."""


def select_headers(
    tenant_id: str, ids: Sequence[str], clock: DatabaseClock, *, seen: Collection[str] | None = None
) -> sa.Select[Any]:
    """Headers by id; only of reservations with all their claims at locations that are `seen`."""
    query = named(_headers(clock).where(reservations.c.tenant_id == tenant_id), reservations.c.id, ids)
    return query if seen is None else query.where(claimed_within(tenant_id, seen))


def select_fulfillments(tenant_id: str, reservation_id: str) -> sa.TextClause:
    """The fulfillments of a reservation, oldest first."""
    return sa.text(_READ_MANY).bindparams(tenant_id=tenant_id, reservation_id=reservation_id)


def fulfillment_of(row: Sequence[Any]) -> Fulfillment:
    """A fulfillment out of a row of `select_fulfillments`."""
    return _load(row)[1]


def select_due(tenant_id: str, clock: DatabaseClock, limit: int) -> sa.Select[Any]:
    """Reservations that are held and whose time is over, the longest overdue first."""
    due: sa.ColumnElement[datetime] = sa.literal_column(clock.read)
    return (
        sa.select(reservations.c.id)
        .where(
            reservations.c.tenant_id == tenant_id, reservations.c.due_time.is_not(None), reservations.c.due_time <= due
        )
        .order_by(reservations.c.due_time)
        .limit(limit)
    )


def count_live_holds(tenant_id: str, created_by: str, asked: tuple[str, str], clock: DatabaseClock) -> sa.Select[Any]:
    """(how many holds of a publishable key's caller live, whether a request by method and id was answered before)."""
    table = reservations.c
    method, request_id = asked
    known = sa.exists().where(
        requests.c.tenant_id == tenant_id, requests.c.method == method, requests.c.request_id == request_id
    )
    columns: tuple[sa.ColumnElement[Any], ...] = (sa.func.count(), sa.literal(request_id != "") & known)
    return sa.select(*columns).where(
        table.tenant_id == tenant_id,
        table.created_by == created_by,
        # Says again what the value says already, so that the partial index can be used.
        table.created_by.like(f"{KEY_PREFIX}%"),
        table.due_time > sa.literal_column(clock.read),
        table.create_time > sa.literal_column(f"{clock.read} - interval '20 minutes'"),  # none lives longer
    )


def select_ids_by_reference(
    tenant_id: str, reference: Reference, *, seen: Collection[str] | None = None
) -> sa.Select[Any]:
    """Every reservation that is for a document, in no order; they route, and decide nothing.

    Only those with all their claims at locations that are `seen`.
    """
    query = sa.select(reservations.c.id).where(
        reservations.c.tenant_id == tenant_id,
        reservations.c.reference_type == reference.type,
        reservations.c.reference_id == reference.id,
        filled(reservations.c.reference_id),
    )
    return query if seen is None else query.where(claimed_within(tenant_id, seen))


def select_claims(tenant_id: str, ids: Sequence[str], at: datetime) -> sa.Select[Any]:
    """The claims of some reservations, and what stock covers of each at an instant.

    Claims are counted only on levels that are short, for those that are open: elsewhere all that is open is covered.
    Those whose time is over stand in nobody's way. What stands before a claim is all that is promised less itself and
    what is behind it: that is less to look at than a level's history.
    """
    behind = allocations.alias("behind")
    itself_and_behind = (
        sa.select(sa.func.coalesce(sa.func.sum(_open(behind)), 0))
        .where(
            sa.or_(behind.c.expire_time.is_(None), behind.c.expire_time > at),
            behind.c.tenant_id == tenant_id,
            behind.c.item_id == allocations.c.item_id,
            behind.c.location_id == allocations.c.location_id,
            sa.tuple_(behind.c.claim_seq, behind.c.entry) >= sa.tuple_(allocations.c.claim_seq, allocations.c.entry),
        )
        .scalar_subquery()
    )
    lapsed = allocations.alias("lapsed")
    lapsed_there = (
        sa.select(sa.func.coalesce(sa.func.sum(_open(lapsed)), 0))
        .where(
            lapsed.c.expire_time <= at,
            lapsed.c.tenant_id == tenant_id,
            lapsed.c.item_id == allocations.c.item_id,
            lapsed.c.location_id == allocations.c.location_id,
        )
        .scalar_subquery()
    )
    promised = levels.c.reserved - sa.case((levels.c.next_expiry <= at, lapsed_there), else_=0)
    earlier_open = promised - itself_and_behind
    reached = sa.func.greatest(0, sa.func.least(levels.c.stocked - earlier_open, _open(allocations)))
    # Goods that no stock is kept for have no level, and are there.
    all_covered = sa.or_(levels.c.stocked.is_(None), levels.c.reserved <= levels.c.stocked)
    covered = sa.case((all_covered | (_open(allocations) == 0), _open(allocations)), else_=reached)
    level = (
        (levels.c.tenant_id == allocations.c.tenant_id)
        & (levels.c.item_id == allocations.c.item_id)
        & (levels.c.location_id == allocations.c.location_id)
    )
    return (
        sa.select(*_row(allocations, ALLOCATION_COLUMNS), sa.cast(covered, sa.BigInteger))
        .select_from(allocations.outerjoin(levels, level))
        .where(allocations.c.tenant_id == tenant_id, allocations.c.reservation_id.in_(ids))
        .order_by(allocations.c.reservation_id, allocations.c.line_index, allocations.c.number)
    )


def _open(claims: Any) -> Any:
    return claims.c.quantity - claims.c.fulfilled - claims.c.released - claims.c.expired


def header_of(row: Sequence[Any]) -> tuple[Header, datetime]:
    """A header out of a row of `select_headers` or `select_page`, and when it was read."""
    return header_from(row[:-1]), row[-1]


def claim_of(row: Sequence[Any]) -> tuple[Allocation, int]:
    """A claim and what is covered of it, out of a row of `select_claims`."""
    return allocation_from(row[:-1]), row[-1]


def _is_in(states: Sequence[ReservationState], clock: DatabaseClock) -> sa.ColumnElement[bool]:
    """In one of the states as they are now: a hold whose time is over has expired, closed or not."""
    state, due = reservations.c.state, reservations.c.due_time
    overdue = sa.and_(due.is_not(None), due <= sa.literal_column(clock.read))
    plain = [one.value for one in states if one is not ReservationState.HELD]
    parts: list[sa.ColumnElement[bool]] = [state.in_(plain)]
    if ReservationState.HELD in states:
        parts.append(sa.and_(state == ReservationState.HELD.value, sa.not_(overdue)))
    if ReservationState.EXPIRED in states:
        parts.append(overdue)
    return sa.or_(*parts)


def _claimed(tenant_id: str, wanted: ReservationFilter) -> sa.ColumnElement[bool]:
    """Whether the claims of a reservation are as wanted: looked up by the reservation, before the rest is asked."""
    one = allocations.c
    claims = (
        sa.select(one.item_id, one.location_id, one.line_item_id)
        .where(one.tenant_id == tenant_id, one.reservation_id == reservations.c.id)
        .correlate(reservations)
        .offset(0)
    )
    parts = []
    if wanted.line_item_ids:
        found = claims.subquery()
        parts.append(sa.exists().where(among(found.c.line_item_id, wanted.line_item_ids)))
    if wanted.item_id or wanted.location_id:
        found = claims.subquery()
        there = [found.c.item_id == wanted.item_id] if wanted.item_id else []
        there += [found.c.location_id == wanted.location_id] if wanted.location_id else []
        parts.append(sa.exists().where(*there))
    return sa.and_(*parts)


def select_page(
    tenant_id: str,
    wanted: ReservationFilter,
    sort: ReservationSort,
    page: PageRequest,
    clock: DatabaseClock,
    within: Reach,
    *,
    seen: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of headers and one row more; only of reservations with all their claims at locations `seen`."""
    table = reservations
    query = _headers(clock).where(table.c.tenant_id == tenant_id, *_created(wanted))
    if within.keys is not None:
        query = named(query, table.c.id, within.keys)
    if seen is not None:
        query = query.where(claimed_within(tenant_id, seen))
    if wanted.states:
        query = query.where(_is_in(wanted.states, clock))
    if wanted.reference_type:
        query = query.where(table.c.reference_type == wanted.reference_type)
    if wanted.reference_id:
        query = query.where(table.c.reference_id == wanted.reference_id)
    if wanted.external_id:
        query = query.where(table.c.external_id == wanted.external_id)
    if wanted.line_item_ids or wanted.item_id or wanted.location_id:
        query = query.where(_claimed(tenant_id, wanted))
    return page_of(query, _KEY, page, descending=sort is ReservationSort.CREATE_TIME_DESC, reach=within)


_KEY: Final = (reservations.c.create_time, reservations.c.id)


def _created(wanted: ReservationFilter) -> list[sa.ColumnElement[bool]]:
    bounds = []
    if wanted.start is not None:
        bounds.append(reservations.c.create_time >= wanted.start)
    if wanted.end is not None:
        bounds.append(reservations.c.create_time < wanted.end)
    return bounds


def few(tenant_id: str, wanted: ReservationFilter) -> list[Candidates]:
    """Ids among which all that are wanted are."""
    one, claim = reservations.c, allocations.c
    found: list[Candidates] = []
    if wanted.ids:
        found.append(wanted.ids)
    if wanted.reference_id and wanted.reference_type:
        kept = one.reference_type == wanted.reference_type, one.reference_id == wanted.reference_id
        found.append(candidates(one.id, one.tenant_id == tenant_id, *kept, filled(one.reference_id)))
    elif wanted.reference_id:
        found.append(sa.text(_OF_ANY_TYPE).bindparams(tenant_id=tenant_id, reference_id=wanted.reference_id))
    if wanted.external_id:
        named = one.external_id == wanted.external_id, filled(one.external_id)
        found.append(candidates(one.id, one.tenant_id == tenant_id, *named))
    if wanted.line_item_ids:
        # Says again what the values say already, so that the partial index can be used.
        lines = among(claim.line_item_id, wanted.line_item_ids), filled(claim.line_item_id)
        found.append(candidates(claim.reservation_id, claim.tenant_id == tenant_id, *lines))
    if wanted.item_id:
        there = [claim.item_id == wanted.item_id]
        there += [claim.location_id == wanted.location_id] if wanted.location_id else []
        found.append(candidates(claim.reservation_id, claim.tenant_id == tenant_id, *there))
    if wanted.states == (ReservationState.HELD,):
        found.append(candidates(one.id, one.tenant_id == tenant_id, one.due_time.is_not(None)))
    return found


# The index of references leads with their types, of which there are few: each is looked up. Where there are not few,
# the answer is too long on purpose.
_TYPES: Final = 100
_OF_ANY_TYPE: Final = (
    "WITH RECURSIVE types(type, number) AS ((SELECT r.reference_type, 1 FROM reservations AS r "
    "WHERE r.tenant_id = :tenant_id AND r.reference_id <> '' ORDER BY r.reference_type LIMIT 1) UNION ALL "
    "SELECT (SELECT r.reference_type FROM reservations AS r WHERE r.tenant_id = :tenant_id AND r.reference_id <> '' "
    "AND r.reference_type > t.type ORDER BY r.reference_type LIMIT 1), t.number + 1 FROM types AS t "
    f"WHERE t.type IS NOT NULL AND t.number <= {_TYPES}) "
    "SELECT f.id FROM types AS t CROSS JOIN LATERAL (SELECT r.id FROM reservations AS r WHERE r.tenant_id = :tenant_id "
    "AND r.reference_type = t.type AND r.reference_id = :reference_id AND r.reference_id <> '' "
    f"AND t.number <= {_TYPES} UNION ALL SELECT '' FROM generate_series(0, {FEW}) WHERE t.number > {_TYPES} "
    f"AND t.type IS NOT NULL) AS f LIMIT {FEW + 1}"
)


def select_end(
    tenant_id: str, wanted: ReservationFilter, sort: ReservationSort, page: PageRequest, *, sees_all: bool
) -> sa.Select[Any] | None:
    """How far a page looks for what it shows; None where it shows whatever there is."""
    if sees_all and wanted == ReservationFilter(start=wanted.start, end=wanted.end):
        return None
    descending = sort is ReservationSort.CREATE_TIME_DESC
    where = reservations.c.tenant_id == tenant_id, *_created(wanted)
    return end_of(reservations, _KEY, page, *where, descending=descending)
