"""Tables and named statements of the ledger: levels, movements, reservation headers, claims.

Every key leads with the tenant, no index stands on a changing column, and ledger rows are only inserted.
Statements run inside the engine's transaction; they are built once from the tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast_server.ledger.model import (
    PLAIN,
    Allocation,
    Backorder,
    Bucket,
    Header,
    Level,
    Movement,
    Reason,
    ReservationState,
    Split,
    StockKey,
    Terms,
)
from holdfast_server.runtime.bulk import BulkInsert, BulkSelect, BulkUpdate, column_sql, text_array
from holdfast_server.runtime.keyset import array, exists
from holdfast_server.runtime.tables import metadata

ID: Final = sa.Text(collation="C")
"""Ids compare byte by byte: the order of the database is then the order of Python and of every peer."""

_QUANTITY: Final[dict[str, Any]] = {"nullable": False, "server_default": "0"}

levels: Final = sa.Table(
    "levels",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("item_id", ID, nullable=False),
    sa.Column("location_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("stocked", sa.BigInteger, **_QUANTITY),
    sa.Column("reserved", sa.BigInteger, **_QUANTITY),
    sa.Column("incoming", sa.BigInteger, **_QUANTITY),
    sa.Column("quality_control", sa.BigInteger, **_QUANTITY),
    sa.Column("damaged", sa.BigInteger, **_QUANTITY),
    sa.Column("quarantine", sa.BigInteger, **_QUANTITY),
    sa.Column("held", sa.BigInteger, **_QUANTITY),
    sa.Column("next_expiry", sa.DateTime(timezone=True)),
    sa.Column("safety_stock", sa.BigInteger, **_QUANTITY),
    sa.Column("backorder_limit", sa.BigInteger),
    sa.Column("backorder_up_to_incoming", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("low_stock_threshold", sa.BigInteger),
    sa.Column("metadata", JSONB, nullable=False, server_default="{}"),
    sa.Column("version", sa.BigInteger, **_QUANTITY),
    sa.Column("settings_version", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("short", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("is_low", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("delete_time", sa.DateTime(timezone=True)),
    sa.PrimaryKeyConstraint("tenant_id", "item_id", "location_id"),
    sa.ForeignKeyConstraint(["tenant_id", "item_id"], ["items.tenant_id", "items.id"]),
    sa.CheckConstraint("stocked >= 0", name="stocked_not_negative"),
    sa.CheckConstraint("reserved >= 0", name="reserved_not_negative"),
    sa.CheckConstraint(
        "incoming >= 0 AND quality_control >= 0 AND damaged >= 0 AND quarantine >= 0",
        name="buckets_not_negative",
    ),
    sa.CheckConstraint("safety_stock >= 0", name="safety_stock_not_negative"),
    sa.CheckConstraint("reserved <= stocked OR short", name="never_oversold"),
    sa.CheckConstraint("held >= 0 AND held <= reserved", name="held_within_reserved"),
    sa.CheckConstraint("backorder_limit >= 0", name="backorder_limit_not_negative"),
    sa.CheckConstraint("low_stock_threshold >= 0", name="low_stock_threshold_not_negative"),
    sa.Index("levels_by_location", "tenant_id", "location_id", "item_id"),
    # Written only when a level becomes low or recovers: all other updates leave it alone.
    sa.Index("levels_low", "tenant_id", "item_id", "location_id", postgresql_where=sa.text("is_low")),
    # Room in each page, so that an update of the counters stays on its page and touches no index.
    postgresql_with={"fillfactor": "70"},
)

KEY_PREFIX: Final = "key:"
"""How the maker of a hold is written that was made with a publishable key."""

reservations: Final = sa.Table(
    "reservations",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("state", ID, nullable=False),
    sa.Column("reference_type", ID, nullable=False, server_default=""),
    sa.Column("reference_id", ID, nullable=False, server_default=""),
    sa.Column("external_id", ID, nullable=False, server_default=""),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("created_by", sa.Text, nullable=False, server_default=""),
    sa.Column("metadata", JSONB, nullable=False, server_default="{}"),
    sa.Column("version", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False, server_default=""),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expire_time", sa.DateTime(timezone=True)),
    # The same while it is held, and nothing afterwards: what is due is found by it, and orders have no part in that.
    sa.Column("due_time", sa.DateTime(timezone=True)),
    sa.Column("replaced_by", ID, nullable=False, server_default=""),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("reservations_by_time", "tenant_id", "create_time", "id"),
    sa.Index("reservations_due", "tenant_id", "due_time", postgresql_where=sa.text("due_time IS NOT NULL")),
    sa.Index(
        "reservations_by_reference",
        "tenant_id",
        "reference_type",
        "reference_id",
        postgresql_where=sa.text("reference_id <> ''"),
    ),
    sa.Index(
        "reservations_by_storefront",
        "tenant_id",
        "created_by",
        "create_time",
        postgresql_where=sa.text(f"created_by ~~ '{KEY_PREFIX}%'"),
    ),
    sa.Index("reservations_by_external_id", "tenant_id", "external_id", postgresql_where=sa.text("external_id <> ''")),
)

allocations: Final = sa.Table(
    "allocations",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("item_id", ID, nullable=False),
    sa.Column("location_id", ID, nullable=False),
    sa.Column("claim_seq", sa.BigInteger, nullable=False),
    sa.Column("entry", sa.Integer, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("reservation_id", ID, nullable=False),
    sa.Column("line_id", ID, nullable=False),
    sa.Column("line_index", sa.Integer, nullable=False),
    sa.Column("line_item_id", ID, nullable=False, server_default=""),
    sa.Column("sku", ID, nullable=False, server_default=""),
    sa.Column("required_quantity", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("quantity", sa.BigInteger, nullable=False),
    sa.Column("fulfilled", sa.BigInteger, **_QUANTITY),
    sa.Column("released", sa.BigInteger, **_QUANTITY),
    sa.Column("expired", sa.BigInteger, **_QUANTITY),
    sa.Column("returned", sa.BigInteger, **_QUANTITY),
    sa.Column("line_quantity", sa.BigInteger, **_QUANTITY),
    sa.Column("terms", JSONB, nullable=False, server_default="{}"),
    sa.Column("expire_time", sa.DateTime(timezone=True)),
    sa.Column("variant_id", ID, nullable=False, server_default=""),
    sa.Column("number", sa.Integer, **_QUANTITY),
    sa.PrimaryKeyConstraint("tenant_id", "item_id", "location_id", "claim_seq", "entry"),
    sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    sa.CheckConstraint(
        "fulfilled >= 0 AND released >= 0 AND expired >= 0 AND fulfilled + released + expired <= quantity",
        name="counters_add_up",
    ),
    sa.CheckConstraint("returned >= 0 AND returned <= fulfilled", name="returned_within_fulfilled"),
    sa.Index("allocations_by_reservation", "tenant_id", "reservation_id"),
    sa.Index(
        "allocations_held",
        "tenant_id",
        "item_id",
        "location_id",
        "expire_time",
        postgresql_where=sa.text("expire_time IS NOT NULL"),
    ),
    sa.Index(
        "allocations_by_line_item",
        "tenant_id",
        "line_item_id",
        postgresql_where=sa.text("line_item_id <> ''"),
    ),
    postgresql_with={"fillfactor": "80"},
)

movements: Final = sa.Table(
    "movements",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("item_id", ID, nullable=False),
    sa.Column("location_id", ID, nullable=False),
    sa.Column("recorded_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("entry", sa.Integer, nullable=False),
    sa.Column("posting_id", ID, nullable=False),
    sa.Column("bucket", sa.SmallInteger, nullable=False),
    sa.Column("delta", sa.BigInteger, nullable=False),
    sa.Column("balance", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.SmallInteger, nullable=False),
    sa.Column("reason_detail", sa.Text, nullable=False, server_default=""),
    sa.Column("source_type", sa.Text, nullable=False, server_default=""),
    sa.Column("source_id", sa.Text, nullable=False, server_default=""),
    sa.Column("reservation_id", ID),
    sa.Column("allocation_id", ID),
    sa.Column("fulfillment_id", ID),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("request_id", ID, nullable=False, server_default=""),
    sa.Column("effective_time", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "item_id", "location_id", "recorded_time", "version", "entry"),
    # Many movements share a time, and their entries a place: those of one transaction.
    sa.Index("movements_in_time", "tenant_id", "recorded_time"),
    postgresql_partition_by="RANGE (recorded_time)",
)

observations: Final = sa.Table(
    "observations",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("item_id", ID, nullable=False),
    sa.Column("location_id", ID, nullable=False),
    sa.Column("bucket", sa.SmallInteger, nullable=False),
    sa.Column("observe_time", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "item_id", "location_id", "bucket"),
)
"""When each bucket was last counted, by the time of the count and not of its report."""

# --- levels ---------------------------------------------------------------------------------------

LEVEL_COLUMNS: Final = (
    "item_id",
    "location_id",
    "id",
    "stocked",
    "reserved",
    "incoming",
    "quality_control",
    "damaged",
    "quarantine",
    "held",
    "next_expiry",
    "safety_stock",
    "backorder_limit",
    "backorder_up_to_incoming",
    "low_stock_threshold",
    "metadata",
    "version",
    "settings_version",
    "short",
    "is_low",
    "create_time",
    "update_time",
    "delete_time",
)
LEVEL_SELECT: Final = ", ".join(column_sql(levels, name) for name in LEVEL_COLUMNS)

_LOCK_SET: Final = BulkSelect(
    levels,
    key=("item_id", "location_id"),
    columns=LEVEL_COLUMNS,
    lock="FOR NO KEY UPDATE",
)
_LOCK_ITEM: Final = (
    f"SELECT {LEVEL_SELECT} FROM levels AS t WHERE t.tenant_id = $1 AND t.item_id = $2 "
    "AND t.location_id = ANY($3::text[]) ORDER BY t.location_id FOR NO KEY UPDATE"
)
_INSERT_LEVELS: Final = BulkInsert(levels, constant=("tenant_id",), columns=LEVEL_COLUMNS)
_BALANCE_COLUMNS: Final = (
    "stocked",
    "reserved",
    "incoming",
    "quality_control",
    "damaged",
    "quarantine",
    "held",
    "next_expiry",
    "version",
    "short",
    "is_low",
    "update_time",
)
_UPDATE_BALANCES: Final = BulkUpdate(levels, key=("item_id", "location_id"), sets=_BALANCE_COLUMNS)
_UPDATE_SETTINGS: Final = BulkUpdate(
    levels,
    key=("item_id", "location_id"),
    sets=(
        "safety_stock",
        "backorder_limit",
        "backorder_up_to_incoming",
        "low_stock_threshold",
        "metadata",
        "settings_version",
        "is_low",
        "create_time",
        "update_time",
        "delete_time",
    ),
)

Statement = tuple[str, Sequence[Any]]


def lock_levels(tenant_id: str, keys: Sequence[StockKey], *, per_item: bool) -> list[Statement]:
    """Lock the rows of `keys`, which are sorted: one statement, or one per item in the same order.

    The second form is what a database that is sharded by item can run.
    """
    if not per_item:
        return [_LOCK_SET((tenant_id,), keys)]
    places: dict[str, list[str]] = {}
    for item_id, location_id in keys:
        places.setdefault(item_id, []).append(location_id)
    return [(_LOCK_ITEM, (tenant_id, item_id, ids)) for item_id, ids in places.items()]


def level_from(row: Sequence[Any]) -> Level:
    """A level out of a row of `LEVEL_COLUMNS`."""
    (
        item_id,
        location_id,
        level_id,
        stocked,
        reserved,
        incoming,
        quality_control,
        damaged,
        quarantine,
        held,
        next_expiry,
        safety_stock,
        backorder_limit,
        backorder_up_to_incoming,
        low_stock_threshold,
        metadata_json,
        version,
        settings_version,
        short,
        is_low,
        create_time,
        update_time,
        delete_time,
    ) = row
    return Level(
        StockKey(item_id, location_id),
        level_id,
        create_time,
        update_time,
        stocked,
        reserved,
        incoming,
        quality_control,
        damaged,
        quarantine,
        held,
        next_expiry,
        safety_stock,
        backorder_limit,
        backorder_up_to_incoming,
        low_stock_threshold,
        {} if metadata_json == "{}" else orjson.loads(metadata_json),
        version,
        settings_version,
        short,
        is_low,
        delete_time,
    )


def insert_levels(tenant_id: str, new: Iterable[Level]) -> Statement:
    """Rows that did not exist, with the balances they have at the end of the transaction."""
    return _INSERT_LEVELS(
        (tenant_id,),
        [
            (
                level.key.item_id,
                level.key.location_id,
                level.id,
                level.stocked,
                level.reserved,
                level.incoming,
                level.quality_control,
                level.damaged,
                level.quarantine,
                level.held,
                level.next_expiry,
                level.safety_stock,
                level.backorder_limit,
                level.backorder_up_to_incoming,
                level.low_stock_threshold,
                level.metadata,
                level.version,
                level.settings_version,
                level.short,
                level.is_low,
                level.create_time,
                level.update_time,
                level.delete_time,
            )
            for level in new
        ],
    )


def update_balances(tenant_id: str, moved: Iterable[Level]) -> Statement:
    """The counters of rows that the transaction has locked."""
    return _UPDATE_BALANCES(
        (tenant_id,),
        [
            (
                level.key.item_id,
                level.key.location_id,
                level.stocked,
                level.reserved,
                level.incoming,
                level.quality_control,
                level.damaged,
                level.quarantine,
                level.held,
                level.next_expiry,
                level.version,
                level.short,
                level.is_low,
                level.update_time,
            )
            for level in moved
        ],
    )


def update_settings(tenant_id: str, changed: Iterable[Level]) -> Statement:
    """Settings and life (created again, deleted) of rows that the transaction has locked."""
    return _UPDATE_SETTINGS(
        (tenant_id,),
        [
            (
                level.key.item_id,
                level.key.location_id,
                level.safety_stock,
                level.backorder_limit,
                level.backorder_up_to_incoming,
                level.low_stock_threshold,
                level.metadata,
                level.settings_version,
                level.is_low,
                level.create_time,
                level.update_time,
                level.delete_time,
            )
            for level in changed
        ],
    )


# Which levels an item or a location has: read after its row is locked, so that none can be added meanwhile.
KEYS_OF_ITEM: Final = "SELECT item_id, location_id FROM levels WHERE tenant_id = $1 AND item_id = $2"
KEYS_OF_LOCATION: Final = "SELECT item_id, location_id FROM levels WHERE tenant_id = $1 AND location_id = $2"

# --- movements ------------------------------------------------------------------------------------

_INSERT_MOVEMENTS: Final = BulkInsert(movements, constant=("tenant_id",), columns=Movement._fields)
MOVEMENT_SELECT: Final = ", ".join(f"t.{name}" for name in Movement._fields)


def append_movements(tenant_id: str, rows: Sequence[Movement]) -> Statement:
    """Ledger rows; they are never changed afterwards."""
    return _INSERT_MOVEMENTS((tenant_id,), rows)


def movement_from(row: Sequence[Any]) -> Movement:
    """A movement out of a row in the order of its fields."""
    movement = Movement(*row)
    return movement._replace(bucket=Bucket(movement.bucket), reason=Reason(movement.reason))


# --- reservation headers --------------------------------------------------------------------------

HEADER_COLUMNS: Final = (
    "id",
    "state",
    "create_time",
    "update_time",
    "reference_type",
    "reference_id",
    "external_id",
    "description",
    "created_by",
    "metadata",
    "version",
    "fingerprint",
    "expire_time",
    "replaced_by",
)
HEADER_SELECT: Final = ", ".join(column_sql(reservations, name) for name in HEADER_COLUMNS)
_LOCK_HEADERS: Final = BulkSelect(reservations, key=("id",), columns=HEADER_COLUMNS, lock="FOR NO KEY UPDATE")
_INSERT_HEADERS: Final = BulkInsert(reservations, constant=("tenant_id",), columns=(*HEADER_COLUMNS, "due_time"))
_UPDATE_HEADERS: Final = BulkUpdate(
    reservations,
    key=("id",),
    sets=("state", "version", "update_time", "expire_time", "replaced_by", "due_time"),
)
_UPDATE_TEXTS: Final = BulkUpdate(
    reservations,
    key=("id",),
    sets=("reference_type", "reference_id", "external_id", "description", "metadata"),
)


def lock_headers(tenant_id: str, ids: Sequence[str]) -> Statement:
    """Lock existing reservations by id."""
    return _LOCK_HEADERS((tenant_id,), [(reservation_id,) for reservation_id in ids])


def header_from(row: Sequence[Any]) -> Header:
    """A header out of a row of `HEADER_COLUMNS`."""
    header = Header(*row)
    header.state = ReservationState(header.state)
    header.metadata = {} if row[9] == "{}" else orjson.loads(row[9])
    header.fingerprint = bytes(header.fingerprint)
    return header


def insert_headers(tenant_id: str, headers: Iterable[Header]) -> Statement:
    """New reservations."""
    return _INSERT_HEADERS(
        (tenant_id,),
        [
            (
                header.id,
                header.state,
                header.create_time,
                header.update_time,
                header.reference_type,
                header.reference_id,
                header.external_id,
                header.description,
                header.created_by,
                header.metadata,
                header.version,
                header.fingerprint,
                header.expire_time,
                header.replaced_by,
                header.due_time,
            )
            for header in headers
        ],
    )


def update_headers(tenant_id: str, headers: Iterable[Header]) -> Statement:
    """State, version and time of reservations that the transaction has locked."""
    return _UPDATE_HEADERS(
        (tenant_id,),
        [
            (
                header.id,
                header.state,
                header.version,
                header.update_time,
                header.expire_time,
                header.replaced_by,
                header.due_time,
            )
            for header in headers
        ],
    )


def update_texts(tenant_id: str, headers: Iterable[Header]) -> Statement:
    """What callers say of reservations that the transaction has locked."""
    return _UPDATE_TEXTS(
        (tenant_id,),
        [
            (
                header.id,
                header.reference_type,
                header.reference_id,
                header.external_id,
                header.description,
                header.metadata,
            )
            for header in headers
        ],
    )


# --- claims ---------------------------------------------------------------------------------------

ALLOCATION_COLUMNS: Final = (
    "id",
    "reservation_id",
    "line_id",
    "line_index",
    "line_item_id",
    "sku",
    "item_id",
    "location_id",
    "claim_seq",
    "entry",
    "required_quantity",
    "quantity",
    "fulfilled",
    "released",
    "expired",
    "returned",
    "line_quantity",
    "terms",
    "expire_time",
    "variant_id",
    "number",
)
ALLOCATION_SELECT: Final = ", ".join(column_sql(allocations, name) for name in ALLOCATION_COLUMNS)
_CLAIMS_OF: Final = BulkSelect(allocations, key=("reservation_id",), columns=ALLOCATION_COLUMNS)
_INSERT_ALLOCATIONS: Final = BulkInsert(allocations, constant=("tenant_id",), columns=ALLOCATION_COLUMNS)
_UPDATE_ALLOCATIONS: Final = BulkUpdate(
    allocations,
    key=("item_id", "location_id", "claim_seq", "entry"),
    sets=("fulfilled", "released", "expired", "returned", "line_quantity", "expire_time"),
)

# Claims that stand before others on the same level: all that is promised there, less the claim and those behind it.
# Counted from behind, since most that is read is young, while those before it are a level's whole history.
_EARLIER: Final = (
    "SELECT k.id, (l.reserved - (SELECT coalesce(sum(e.quantity - e.fulfilled - e.released - e.expired), 0) "
    "FROM allocations AS e WHERE e.tenant_id = $1 AND e.item_id = k.item_id AND e.location_id = k.location_id "
    "AND (e.claim_seq, e.entry) >= (k.claim_seq, k.entry)))::bigint FROM unnest($2::text[]) AS r(id) "
    "CROSS JOIN LATERAL (SELECT a.id, a.item_id, a.location_id, a.claim_seq, a.entry FROM allocations AS a "
    "WHERE a.tenant_id = $1 AND a.reservation_id = r.id{open} OFFSET 0) AS k "
    "CROSS JOIN LATERAL (SELECT t.reserved, t.stocked FROM levels AS t WHERE t.tenant_id = $1 "
    "AND t.item_id = k.item_id AND t.location_id = k.location_id OFFSET 0) AS l"
)
_EARLIER_ANYWHERE: Final = _EARLIER.format(open="")
_EARLIER_OPEN: Final = (
    _EARLIER.format(open=" AND a.quantity > a.fulfilled + a.released + a.expired") + " WHERE l.reserved > l.stocked"
)


LAPSED_AT_ONCE: Final = 5000
"""Claims of one level that one transaction settles at most."""
MAX_TOLD_UNCOVERED: Final = 100
"""Reservations that an event names at most when stock no longer reaches them."""

_LAPSED: Final = (
    f"SELECT r.* FROM unnest($2::text[], $3::text[]) AS k(item_id, location_id) CROSS JOIN LATERAL "
    f"(SELECT {ALLOCATION_SELECT} FROM allocations AS t WHERE t.tenant_id = $1 AND t.item_id = k.item_id "
    "AND t.location_id = k.location_id AND t.expire_time IS NOT NULL AND t.expire_time <= $4 "
    f"ORDER BY t.expire_time LIMIT {LAPSED_AT_ONCE}) AS r"
)
_BOUNDS: Final = (
    "SELECT k.item_id, k.location_id, (SELECT t.expire_time FROM allocations AS t WHERE t.tenant_id = $1 "
    "AND t.item_id = k.item_id AND t.location_id = k.location_id AND t.expire_time IS NOT NULL "
    "AND t.expire_time > $4 ORDER BY t.expire_time LIMIT 1) "
    "FROM unnest($2::text[], $3::text[]) AS k(item_id, location_id)"
)
# Claims from the latest back, each with how far it reaches; those that reach beyond what is stocked now, and not beyond
# what was. One after the other, so that none is looked at that stock still reaches.
_UNCOVERED: Final = (
    "WITH RECURSIVE back(reservation_id, claim_seq, entry, open, reach) AS ("
    "(SELECT '' COLLATE \"C\", 9223372036854775807, 0, 0::bigint, t.reserved FROM levels AS t WHERE t.tenant_id = $1 "
    "AND t.item_id = $2 AND t.location_id = $3) UNION ALL "
    "SELECT n.reservation_id, n.claim_seq, n.entry, n.open, b.reach - b.open FROM back AS b CROSS JOIN LATERAL "
    "(SELECT t.reservation_id, t.claim_seq, t.entry, t.quantity - t.fulfilled - t.released - t.expired AS open "
    "FROM allocations AS t WHERE t.tenant_id = $1 AND t.item_id = $2 AND t.location_id = $3 "
    "AND (t.claim_seq, t.entry) < (b.claim_seq, b.entry) "
    "AND t.quantity - t.fulfilled - t.released - t.expired > 0 "
    "ORDER BY t.claim_seq DESC, t.entry DESC LIMIT 1) AS n WHERE b.reach - b.open > $4::bigint) "
    "SELECT c.reservation_id FROM back AS c WHERE c.open > 0 AND c.reach > $4::bigint "
    "AND c.reach - c.open < $5::bigint AND ($6::bigint IS NULL OR (c.claim_seq, c.entry) < ($6::bigint, $7::integer)) "
    f"ORDER BY c.claim_seq DESC, c.entry DESC LIMIT {10 * MAX_TOLD_UNCOVERED}"
)


def lapsed_claims(tenant_id: str, keys: Sequence[StockKey], at: datetime) -> Statement:
    """Claims of some levels whose time is over and that nobody has closed yet."""
    item_ids, location_ids = zip(*keys, strict=True)
    return _LAPSED, (tenant_id, text_array(item_ids), text_array(location_ids), at)


def bounds(tenant_id: str, keys: Sequence[StockKey], at: datetime) -> Statement:
    """(item, location, when the next claim runs out of time or None)."""
    item_ids, location_ids = zip(*keys, strict=True)
    return _BOUNDS, (tenant_id, text_array(item_ids), text_array(location_ids), at)


def uncovered_claims(
    tenant_id: str, key: StockKey, stocked_after: int, stocked_before: int, place: tuple[int, int] | None
) -> Statement:
    """Reservations of the claims that lost stock, latest first; with `place` only of those before it."""
    claim_seq, entry = place or (None, None)
    return _UNCOVERED, (tenant_id, *key, stocked_after, stocked_before, claim_seq, entry)


def lapsed_units(now: str) -> sa.ColumnElement[int]:
    """Units of a level's claims that have lapsed by `now`, which is SQL: looked for only where there may be some."""
    instant = sa.literal_column(now, sa.DateTime(timezone=True))
    claim = allocations.c
    units = sa.func.sum(claim.quantity - claim.fulfilled - claim.released - claim.expired)
    found = (
        sa.select(sa.cast(sa.func.coalesce(units, 0), sa.BigInteger))
        .where(
            claim.tenant_id == levels.c.tenant_id,
            claim.item_id == levels.c.item_id,
            claim.location_id == levels.c.location_id,
            claim.expire_time <= instant,
        )
        .correlate(levels)
        .scalar_subquery()
    )
    return sa.case((levels.c.next_expiry <= instant, found), else_=0)


def claims_of(tenant_id: str, reservation_ids: Sequence[str]) -> Statement:
    """All claims of some reservations."""
    return _CLAIMS_OF((tenant_id,), [(reservation_id,) for reservation_id in reservation_ids])


def earlier_open(tenant_id: str, reservation_ids: Sequence[str], *, everywhere: bool = False) -> Statement:
    """(allocation id, open units of earlier claims on its level): of open claims on levels short of stock, or all."""
    return _EARLIER_ANYWHERE if everywhere else _EARLIER_OPEN, (tenant_id, list(reservation_ids))


def allocation_from(row: Sequence[Any]) -> Allocation:
    """A claim out of a row of `ALLOCATION_COLUMNS`."""
    claim = Allocation(*row)
    claim.terms = PLAIN if row[17] == "{}" else _terms_from(orjson.loads(row[17]))
    return claim


def _terms_from(stored: Mapping[str, Any]) -> Terms:
    scope = stored.get("scope")
    return Terms(
        Backorder(stored.get("backorder", Backorder.AS_VARIANT)),
        Split(stored.get("split", Split.NEVER)),
        None if scope is None else tuple(scope),
        stored.get("channel", ""),
    )


def _terms_json(terms: Terms) -> Mapping[str, Any]:
    """The terms of a line as they are kept: only what is not plain, since nearly all lines are."""
    if terms is PLAIN:
        return {}
    kept: dict[str, Any] = {}
    if terms.backorder is not Backorder.AS_VARIANT:
        kept["backorder"] = int(terms.backorder)
    if terms.split is not Split.NEVER:
        kept["split"] = int(terms.split)
    if terms.scope is not None:
        kept["scope"] = list(terms.scope)
    if terms.channel:
        kept["channel"] = terms.channel
    return kept


def insert_allocations(tenant_id: str, claims: Iterable[Allocation]) -> Statement:
    """New claims."""
    return _INSERT_ALLOCATIONS(
        (tenant_id,),
        [
            (
                claim.id,
                claim.reservation_id,
                claim.line_id,
                claim.line_index,
                claim.line_item_id,
                claim.sku,
                claim.item_id,
                claim.location_id,
                claim.claim_seq,
                claim.entry,
                claim.required_quantity,
                claim.quantity,
                claim.fulfilled,
                claim.released,
                claim.expired,
                claim.returned,
                claim.line_quantity,
                _terms_json(claim.terms),
                claim.expire_time,
                claim.variant_id,
                claim.number,
            )
            for claim in claims
        ],
    )


def update_allocations(tenant_id: str, claims: Iterable[Allocation]) -> Statement:
    """The counters of claims whose level the transaction has locked."""
    return _UPDATE_ALLOCATIONS(
        (tenant_id,),
        [
            (
                claim.item_id,
                claim.location_id,
                claim.claim_seq,
                claim.entry,
                claim.fulfilled,
                claim.released,
                claim.expired,
                claim.returned,
                claim.line_quantity,
                claim.expire_time,
            )
            for claim in claims
        ],
    )


# --- what a limited caller sees ---------------------------------------------------------------------


def claimed_within(tenant_id: str, within: Collection[str]) -> sa.ColumnElement[bool]:
    """Whether a reservation has no claim on stock outside of some locations, open or not."""
    claim = allocations.c
    outside = (
        claim.tenant_id == tenant_id,
        claim.reservation_id == reservations.c.id,
        claim.item_id != "",
        claim.location_id != sa.all_(array(text_array(sorted(within)), sa.Text())),
    )
    return sa.not_(exists(allocations, *outside, of=reservations))
