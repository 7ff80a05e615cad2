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
from holdfast_server.runtime.keyset import page_of
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
    tenant_id: str, ids: Sequence[str], clock: DatabaseClock, *, within: Collection[str] | None = None
) -> sa.Select[Any]:
    """Headers by id; only of reservations with all their claims `within` locations."""
    query = _headers(clock).where(reservations.c.tenant_id == tenant_id, reservations.c.id.in_(ids))
    return query if within is None else query.where(claimed_within(tenant_id, within))


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
    tenant_id: str, reference: Reference, *, within: Collection[str] | None = None
) -> sa.Select[Any]:
    """Every reservation that is for a document, all claims `within` locations; they route, and decide nothing."""
    query = (
        sa.select(reservations.c.id)
        .where(
            reservations.c.tenant_id == tenant_id,
            reservations.c.reference_type == reference.type,
            reservations.c.reference_id == reference.id,
            reservations.c.reference_id != "",
        )
        .order_by(reservations.c.id)
    )
    return query if within is None else query.where(claimed_within(tenant_id, within))


def select_claims(tenant_id: str, ids: Sequence[str], at: datetime) -> sa.Select[Any]:
    """The claims of some reservations, and what stock covers of each at an instant.

    Older claims are summed only on levels that are short: elsewhere all that is open is covered. Those whose time
    is over stand in nobody's way.
    """
    older = allocations.alias("older")
    earlier_open = (
        sa.select(sa.func.coalesce(sa.func.sum(_open(older)), 0))
        .where(
            sa.or_(older.c.expire_time.is_(None), older.c.expire_time > at),
            older.c.tenant_id == tenant_id,
            older.c.item_id == allocations.c.item_id,
            older.c.location_id == allocations.c.location_id,
            sa.tuple_(older.c.claim_seq, older.c.entry) < sa.tuple_(allocations.c.claim_seq, allocations.c.entry),
        )
        .scalar_subquery()
    )
    reached = sa.func.greatest(0, sa.func.least(levels.c.stocked - earlier_open, _open(allocations)))
    # Goods that no stock is kept for have no level, and are there.
    all_covered = sa.or_(levels.c.stocked.is_(None), levels.c.reserved <= levels.c.stocked)
    covered = sa.case((all_covered, _open(allocations)), else_=reached)
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


def select_page(
    tenant_id: str,
    wanted: ReservationFilter,
    sort: ReservationSort,
    page: PageRequest,
    clock: DatabaseClock,
    *,
    within: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of headers and one row more; only of reservations with all their claims `within` locations."""
    table = reservations
    query = _headers(clock).where(table.c.tenant_id == tenant_id)
    if within is not None:
        query = query.where(claimed_within(tenant_id, within))
    if wanted.ids:
        query = query.where(table.c.id.in_(wanted.ids))
    if wanted.states:
        query = query.where(_is_in(wanted.states, clock))
    if wanted.reference_type:
        query = query.where(table.c.reference_type == wanted.reference_type)
    if wanted.reference_id:
        query = query.where(table.c.reference_id == wanted.reference_id)
    if wanted.external_id:
        query = query.where(table.c.external_id == wanted.external_id)
    if wanted.start is not None:
        query = query.where(table.c.create_time >= wanted.start)
    if wanted.end is not None:
        query = query.where(table.c.create_time < wanted.end)
    claimed = sa.select(allocations.c.reservation_id).where(allocations.c.tenant_id == tenant_id)
    if wanted.line_item_ids:
        line_items = allocations.c.line_item_id.in_(wanted.line_item_ids)
        # Says again what the values say already, so that the partial index can be used.
        query = query.where(table.c.id.in_(claimed.where(line_items, allocations.c.line_item_id != "")))
    if wanted.item_id or wanted.location_id:
        there = claimed
        if wanted.item_id:
            there = there.where(allocations.c.item_id == wanted.item_id)
        if wanted.location_id:
            there = there.where(allocations.c.location_id == wanted.location_id)
        query = query.where(table.c.id.in_(there))
    columns = [table.c.create_time, table.c.id]
    return page_of(query, columns, page, descending=sort is ReservationSort.CREATE_TIME_DESC)
