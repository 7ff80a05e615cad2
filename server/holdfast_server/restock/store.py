"""Tables and statements of restock: subscriptions, what was last told of variants, how far the projector has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson
import sqlalchemy as sa

from holdfast_server.channels.store import channels
from holdfast_server.engine.posting import LEDGER_ORDER, Kind, Lock, RowTuple, Source, Statement, Writer
from holdfast_server.engine.reads import Question
from holdfast_server.kernel.clock import EPOCH
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.ledger.store import ID, levels
from holdfast_server.restock.model import Outlet, Stocked, Subscription, SubscriptionFilter, Wish
from holdfast_server.runtime.bulk import (
    BulkInsert,
    BulkSelect,
    BulkUpdate,
    bool_array,
    int_array,
    text_array,
    time_array,
)
from holdfast_server.runtime.clock import DatabaseClock
from holdfast_server.runtime.keyset import Reach, among, array, candidates, end_of, named, page_of
from holdfast_server.runtime.tables import metadata
from holdfast_server.variants.store import variants

_WAITING: Final = "notify_time IS NULL AND delete_time IS NULL"

restock_subscriptions: Final = sa.Table(
    "restock_subscriptions",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("variant_id", ID, nullable=False),
    sa.Column("sales_channel_id", ID, nullable=False, server_default=""),
    sa.Column("subscriber", ID, nullable=False),
    sa.Column("min_quantity", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("notify_time", sa.DateTime(timezone=True)),
    sa.Column("delete_time", sa.DateTime(timezone=True)),
    sa.CheckConstraint("min_quantity > 0", name="min_quantity_positive"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index(
        "restock_subscriptions_waiting",
        "tenant_id",
        "variant_id",
        "sales_channel_id",
        "subscriber",
        unique=True,
        postgresql_where=sa.text(_WAITING),
    ),
    # Those who wait, in the order in which they are told, by what they wait for.
    sa.Index(
        "restock_subscriptions_queue",
        "tenant_id",
        "variant_id",
        "sales_channel_id",
        "min_quantity",
        "create_time",
        "id",
        postgresql_where=sa.text(_WAITING),
    ),
    sa.Index("restock_subscriptions_by_time", "tenant_id", "create_time", "id"),
)

variant_stock: Final = sa.Table(
    "variant_stock",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("variant_id", ID, nullable=False),
    sa.Column("sales_channel_id", ID, nullable=False),
    sa.Column("in_stock", sa.Boolean, nullable=False),
    sa.Column("whole_units", sa.BigInteger, nullable=False),
    sa.Column("since_time", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "variant_id", "sales_channel_id"),
)

projector_positions: Final = sa.Table(
    "projector_positions",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("name", ID, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "name"),
)

SUBSCRIPTION: Final[Kind[Subscription]] = Kind("restock_subscription")
WAITING: Final[Kind[Subscription]] = Kind("restock_waiting")
"""The subscription by which a subscriber waits for something, by `wish_id`."""
STOCKED: Final[Kind[Stocked]] = Kind("variant_stock")
"""What was last told of a variant in a channel, by `outlet_id`."""
POSITION: Final[Kind[int]] = Kind("projector_position")
"""How far a projector has come; it is locked by whoever takes it further."""

_FIELDS: Final = (
    "id",
    "variant_id",
    "sales_channel_id",
    "subscriber",
    "min_quantity",
    "create_time",
    "notify_time",
    "delete_time",
)
_COLUMNS: Final = [restock_subscriptions.c[name] for name in _FIELDS]
_STOCKED_FIELDS: Final = ("variant_id", "sales_channel_id", "in_stock", "whole_units", "since_time")

_READ: Final = BulkSelect(restock_subscriptions, key=("id",), columns=_FIELDS)
_LOCK: Final = BulkSelect(restock_subscriptions, key=("id",), columns=_FIELDS, lock="FOR UPDATE")
_INSERT: Final = BulkInsert(restock_subscriptions, constant=("tenant_id",), columns=_FIELDS)
_END: Final = BulkUpdate(restock_subscriptions, key=("id",), sets=("notify_time", "delete_time"))
_OF_WISHES: Final = (
    f"SELECT r.* FROM unnest($2::text[], $3::text[], $4::text[]) AS k(variant_id, channel_id, subscriber) "
    f"CROSS JOIN LATERAL (SELECT {', '.join(f't.{name}' for name in _FIELDS)} FROM restock_subscriptions AS t "
    "WHERE t.tenant_id = $1 AND t.variant_id = k.variant_id AND t.sales_channel_id = k.channel_id "
    "AND t.subscriber = k.subscriber AND t.notify_time IS NULL AND t.delete_time IS NULL OFFSET 0) AS r"
)
_STOCKED: Final = BulkSelect(variant_stock, key=("variant_id", "sales_channel_id"), columns=_STOCKED_FIELDS)
_KEEP_STOCKED: Final = (
    "INSERT INTO variant_stock AS t (tenant_id, variant_id, sales_channel_id, in_stock, whole_units, since_time) "
    "SELECT $1, u.* FROM unnest($2::text[], $3::text[], $4::boolean[], $5::bigint[], $6::timestamptz[]) AS u "
    "ON CONFLICT (tenant_id, variant_id, sales_channel_id) DO UPDATE SET in_stock = excluded.in_stock, "
    "whole_units = excluded.whole_units, since_time = excluded.since_time"
)
_POSITIONS: Final = BulkSelect(projector_positions, key=("name",), columns=("name", "position"))
_LOCK_POSITIONS: Final = BulkSelect(
    projector_positions, key=("name",), columns=("name", "position"), lock="FOR NO KEY UPDATE"
)
_NEW_POSITION: Final = "INSERT INTO projector_positions (tenant_id, name, position) VALUES ($1, $2, $3)"
_MOVE_POSITION: Final = "UPDATE projector_positions SET position = $3 WHERE tenant_id = $1 AND name = $2"


class Moved(NamedTuple):
    """How far a projector has come now; `is_new`: it had not begun."""

    name: str
    position: int
    is_new: bool


def wish_id(wish: Wish | Subscription) -> str:
    """How a posting names what a subscriber waits for."""
    return orjson.dumps([wish.variant_id, wish.sales_channel_id, wish.subscriber]).decode()


def outlet_id(outlet: Outlet) -> str:
    """How a posting names a variant in a channel."""
    return orjson.dumps(outlet[:]).decode()


def _subscription(row: RowTuple) -> Subscription:
    return Subscription(*row)


def _told(row: RowTuple) -> Stocked:
    variant_id, channel_id, *told = row
    return Stocked(Outlet(variant_id, channel_id), *told)


def _values(subscriptions: Iterable[Subscription], names: Sequence[str]) -> list[list[Any]]:
    return [[getattr(one, name) for name in names] for one in sorted(subscriptions, key=lambda one: one.id)]


def _of_wishes(tenant_id: str, ids: Sequence[str]) -> Statement:
    columns = zip(*(orjson.loads(one) for one in ids), strict=True)
    return _OF_WISHES, (tenant_id, *(text_array(column) for column in columns))


def _keep_stocked(tenant_id: str, told: Sequence[Stocked]) -> Sequence[Statement]:
    rows = sorted((*one.outlet, one.in_stock, one.whole_units, one.since_time) for one in told)
    variant_ids, channel_ids, in_stock, units, times = zip(*rows, strict=True)
    arrays = text_array(variant_ids), text_array(channel_ids), bool_array(in_stock), int_array(units), time_array(times)
    return [(_KEEP_STOCKED, (tenant_id, *arrays))]


def _move(tenant_id: str, moved: Sequence[Moved]) -> Sequence[Statement]:
    return [(_NEW_POSITION if one.is_new else _MOVE_POSITION, (tenant_id, one.name, one.position)) for one in moved]


NEW: Final = Writer(LEDGER_ORDER + 30, lambda tenant_id, new: [_INSERT((tenant_id,), _values(new, _FIELDS))])
ENDED: Final = Writer(LEDGER_ORDER + 31, lambda tenant_id, ended: [_END((tenant_id,), _values(ended, _END.columns))])
TOLD: Final = Writer(LEDGER_ORDER + 32, _keep_stocked)
POSITIONS: Final = Writer(LEDGER_ORDER + 33, _move)


def sources() -> list[Source[Any]]:
    """How the engine finds what restock is about."""

    def lock(tenant_id: str, ids: Sequence[str], _: Lock) -> Statement:
        return _LOCK((tenant_id,), [(one,) for one in ids])

    def lock_positions(tenant_id: str, names: Sequence[str], _: Lock) -> Statement:
        return _LOCK_POSITIONS((tenant_id,), [(one,) for one in names])

    return [
        Source(
            SUBSCRIPTION,
            lambda tenant_id, ids: _READ((tenant_id,), [(one,) for one in ids]),
            lambda row: (row[0], _subscription(row)),
            lock=lock,
            changed=lambda one: one.change_time,
        ),
        Source(
            POSITION,
            lambda tenant_id, names: _POSITIONS((tenant_id,), [(one,) for one in names]),
            lambda row: (row[0], row[1]),
            lock=lock_positions,
            changed=lambda _: EPOCH,
        ),
        Source(WAITING, _of_wishes, lambda row: (wish_id(_subscription(row)), _subscription(row))),
        Source(
            STOCKED,
            lambda tenant_id, ids: _STOCKED((tenant_id,), [orjson.loads(one) for one in ids]),
            lambda row: (outlet_id(_told(row).outlet), _told(row)),
        ),
    ]


# --- what the projector reads -------------------------------------------------------------------------

_TOLD: Final = (
    "SELECT r.* FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL (SELECT "
    f"{', '.join(f't.{name}' for name in _STOCKED_FIELDS)} FROM variant_stock AS t "
    "WHERE t.tenant_id = $1 AND t.variant_id = k.id OFFSET 0) AS r"
)
# From one quantity that is waited for to the next one, however many wait for each.
_NEXT_WAITED_FOR: Final = (
    "(SELECT t.sales_channel_id, t.min_quantity FROM restock_subscriptions AS t WHERE t.tenant_id = $1 "
    f"AND t.variant_id = w.variant_id AND t.{_WAITING.replace(' AND ', ' AND t.')} {{behind}}"
    "ORDER BY t.sales_channel_id, t.min_quantity LIMIT 1)"
)
_FIRST: Final = _NEXT_WAITED_FOR.format(behind="")
_NEXT: Final = _NEXT_WAITED_FOR.format(
    behind="AND (t.sales_channel_id, t.min_quantity) > (w.sales_channel_id, w.min_quantity) "
)
_WAITED_FOR: Final = (
    'WITH RECURSIVE waited(variant_id, sales_channel_id, min_quantity) AS (SELECT w.variant_id COLLATE "C", f.* '
    f"FROM unnest($2::text[]) AS w(variant_id) CROSS JOIN LATERAL {_FIRST} AS f UNION ALL "
    f"SELECT w.variant_id, n.* FROM waited AS w CROSS JOIN LATERAL {_NEXT} AS n) SELECT * FROM waited"
)


def _told_by_variant(rows: Sequence[RowTuple]) -> Mapping[str, Mapping[Outlet, Stocked]]:
    found: dict[str, dict[Outlet, Stocked]] = {}
    for told in map(_told, rows):
        found.setdefault(told.outlet.variant_id, {})[told.outlet] = told
    return found


def _waited_for(rows: Sequence[RowTuple]) -> Mapping[str, Mapping[Outlet, Sequence[int]]]:
    found: dict[str, dict[Outlet, list[int]]] = {}
    for variant_id, channel_id, least in rows:
        found.setdefault(variant_id, {}).setdefault(Outlet(variant_id, channel_id), []).append(least)
    return found


LAST_TOLD: Final[Question[str, Mapping[Outlet, Stocked]]] = Question(
    "variants_last_told", lambda tenant_id, ids: (_TOLD, (tenant_id, text_array(ids))), _told_by_variant
)
"""What was last told of variants, by channel; those of which nothing ever was are absent."""
WAITED_FOR: Final[Question[str, Mapping[Outlet, Sequence[int]]]] = Question(
    "variants_waited_for", lambda tenant_id, ids: (_WAITED_FOR, (tenant_id, text_array(ids))), _waited_for
)
"""The least quantities that are waited for, by channel; variants that nobody waits for are absent."""


def select_position(tenant_id: str, name: str) -> sa.Select[Any]:
    """How far a projector has come."""
    at = projector_positions.c
    return sa.select(at.position).where(at.tenant_id == tenant_id, at.name == name)


def select_arrivals(tenant_id: str, since: datetime | None, clock: DatabaseClock) -> sa.Select[Any]:
    """(now, variant id, subscription id) of those who wait since an instant; one row at least.

    Without an instant all of them, each variant once.
    """
    one = restock_subscriptions.c
    if since is None:
        found = sa.select(one.variant_id, sa.literal("", sa.Text).label("id")).distinct()
        found = found.where(one.tenant_id == tenant_id, one.notify_time.is_(None), one.delete_time.is_(None))
    else:
        # The time comes first: the index of those who wait has it as well, behind all else.
        young = sa.select(restock_subscriptions).where(one.tenant_id == tenant_id, one.create_time > since)
        new = young.offset(0).subquery("new").c
        found = sa.select(new.variant_id, new.id).where(new.notify_time.is_(None), new.delete_time.is_(None))
    waiting = found.subquery()
    now = sa.select(sa.literal_column(clock.read, sa.DateTime(timezone=True)).label("now")).subquery()
    return sa.select(now.c.now, waiting.c.variant_id, waiting.c.id).select_from(now.outerjoin(waiting, sa.true()))


def select_waiting(
    tenant_id: str, outlet: Outlet, least: Sequence[int], after: tuple[datetime, str] | None, limit: int
) -> sa.Select[Any]:
    """Those who wait for one of these quantities, oldest first; of each quantity no more than are shown."""
    one = restock_subscriptions.c
    page = PageRequest(limit - 1, after and (after[0].isoformat(), after[1]))
    quantity = sa.func.unnest(array(int_array(least), sa.BigInteger())).table_valued("least", name="k").render_derived()
    query = sa.select(*_COLUMNS).where(
        one.tenant_id == tenant_id,
        one.variant_id == outlet.variant_id,
        one.sales_channel_id == outlet.channel_id,
        one.min_quantity == quantity.c.least,
        one.notify_time.is_(None),
        one.delete_time.is_(None),
    )
    each = page_of(query.correlate(quantity), [one.create_time, one.id], page).lateral("found")
    merged = sa.select(*(each.c[name] for name in _FIELDS)).select_from(quantity.join(each, sa.true()))
    return page_of(merged, [each.c.create_time, each.c.id], page)


def select_channel_ids(tenant_id: str) -> sa.Select[Any]:
    """All live channels."""
    return sa.select(channels.c.id).where(channels.c.tenant_id == tenant_id, channels.c.delete_time.is_(None))


def select_items_at(tenant_id: str, location_ids: Sequence[str]) -> sa.Select[Any]:
    """The items that are stocked at some locations."""
    return (
        sa.select(levels.c.item_id)
        .where(levels.c.tenant_id == tenant_id, levels.c.location_id.in_(location_ids))
        .distinct()
    )


def select_variant_ids(tenant_id: str, after: str, limit: int) -> sa.Select[Any]:
    """Variants in the order of their ids."""
    return (
        sa.select(variants.c.id)
        .where(variants.c.tenant_id == tenant_id, variants.c.id > after)
        .order_by(variants.c.id)
        .limit(limit)
    )


# --- lists ------------------------------------------------------------------------------------------


def subscription_of(row: Sequence[Any]) -> Subscription:
    """A subscription out of a row of a select."""
    return _subscription(row)


def select_page(
    tenant_id: str,
    wanted: SubscriptionFilter,
    page: PageRequest,
    within: Reach,
    *,
    seen: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of subscriptions and one row more, by which the next page is known to exist.

    Only those for a channel that is `seen`.
    """
    one = restock_subscriptions.c
    query = sa.select(*_COLUMNS).where(one.tenant_id == tenant_id, one.delete_time.is_(None))
    if within.keys is not None:
        query = named(query, one.id, within.keys)
    if seen is not None:
        query = query.where(among(one.sales_channel_id, sorted(seen)))
    if not wanted.show_notified:
        query = query.where(one.notify_time.is_(None))
    if wanted.variant_id:
        query = query.where(one.variant_id == wanted.variant_id)
    if wanted.subscriber:
        query = query.where(one.subscriber == wanted.subscriber)
    if wanted.sales_channel_id:
        query = query.where(one.sales_channel_id == wanted.sales_channel_id)
    return page_of(query, [one.create_time, one.id], page, reach=within)


def few(tenant_id: str, wanted: SubscriptionFilter) -> list[sa.Select[Any]]:
    """Ids among which all that are wanted are."""
    if not wanted.variant_id or wanted.show_notified:
        return []
    one = restock_subscriptions.c
    waiting = one.notify_time.is_(None), one.delete_time.is_(None)
    return [candidates(one.id, one.tenant_id == tenant_id, one.variant_id == wanted.variant_id, *waiting)]


def select_end(tenant_id: str, page: PageRequest) -> sa.Select[Any]:
    """How far a page looks for what it shows."""
    one = restock_subscriptions.c
    return end_of(restock_subscriptions, [one.create_time, one.id], page, one.tenant_id == tenant_id)
