"""Reads of levels and of the ledger: shared ones by key, of the past, and lists; facts and rows of counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import orjson
import sqlalchemy as sa

from holdfast_server.engine.posting import LEDGER_ORDER, Kind, Row, RowTuple, Source, Statement, Writer
from holdfast_server.engine.reads import Question
from holdfast_server.engine.store import requests
from holdfast_server.items.store import items
from holdfast_server.kernel.clock import from_milliseconds
from holdfast_server.kernel.ids import ulid_milliseconds
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.ledger.model import BUCKET_FIELD, Level, Movement, StockKey
from holdfast_server.ledger.store import (
    LEVEL_COLUMNS,
    LEVEL_SELECT,
    allocations,
    claimed_within,
    lapsed_units,
    level_from,
    levels,
    movement_from,
    movements,
    reservations,
)
from holdfast_server.levels.model import (
    Count,
    CountKey,
    ItemOffers,
    ItemView,
    LevelFilter,
    LevelSort,
    MovementFilter,
    Past,
    PlaceView,
    StockView,
)
from holdfast_server.locations.store import locations
from holdfast_server.runtime.bulk import int_array, text_array, time_array
from holdfast_server.runtime.clock import DatabaseClock
from holdfast_server.runtime.keyset import page_of

# --- stock by key -----------------------------------------------------------------------------------

# Each table is looked up by key in a fenced subquery: a planner that believes it to be empty would else walk through
# all of a tenant's rows.


@dataclass(frozen=True, slots=True)
class _Terms:
    """How a statement of stock by key is put: its parameters, its one instant, and the past time it asks about."""

    tenant: str
    items: str
    locations: str
    now: str
    past: str = ""

    @property
    def _at(self) -> str:
        return self.past or "n.t"

    def _lives(self, alias: str) -> str:
        """What is deleted lived until then; when it was made says nothing of what is deleted and made again."""
        if not self.past:
            return f"{alias}.delete_time IS NULL"
        return f"({alias}.delete_time IS NULL OR {alias}.delete_time > {self.past})"

    def pairs(self) -> str:
        """What there is of items at locations; every pair is answered."""
        return (
            f"{self._select('k.location_id')} "
            f"CROSS JOIN unnest({self.items}, {self.locations}) AS k(item_id, location_id) {self._item()}"
            f"{self._location('k.location_id')}{self._level('AND t.location_id = s.id')}{self._since()}"
        )

    def anywhere(self) -> str:
        """What there is of items at all locations; every item is answered."""
        return (
            f"{self._select('s.id')} CROSS JOIN unnest({self.items}) AS k(item_id) {self._item()}"
            f"{self._level('')}{self._location('l.location_id')}{self._since()}"
        )

    def offers(self) -> str:
        """What can be promised of items: a row for each item, which is always there, and one for each live location.

        Many levels share few locations, so these are looked up once.
        """
        units = "coalesce(sum(x.quantity - x.fulfilled - x.released - x.expired), 0)::bigint"
        lapsed = (
            f"CASE WHEN t.next_expiry <= n.t THEN (SELECT {units} FROM allocations AS x WHERE x.tenant_id = "
            f"{self.tenant} AND x.item_id = t.item_id AND x.location_id = t.location_id AND x.expire_time <= n.t) "
            "ELSE 0 END"
        )
        levels = (
            f"SELECT t.location_id, t.stocked - t.reserved - t.safety_stock + {lapsed} AS available, "
            "CASE WHEN t.backorder_up_to_incoming THEN least(t.backorder_limit, t.incoming) "
            "ELSE t.backorder_limit END AS room FROM levels AS t "
            f"WHERE t.tenant_id = {self.tenant} AND t.item_id = i.id AND {self._lives('t')} OFFSET 0"
        )
        return (
            f"WITH o AS MATERIALIZED (SELECT k.item_id, n.t, i.id IS NOT NULL AS known, l.* FROM (SELECT {self.now} "
            f"AS t OFFSET 0) AS n CROSS JOIN unnest({self.items}) AS k(item_id) {self._item()}CROSS JOIN LATERAL "
            "(SELECT array_agg(x.location_id) AS ids, array_agg(x.available) AS units, array_agg(x.room) AS rooms "
            f"FROM ({levels}) AS x) AS l) SELECT o.*, NULL::boolean, NULL::integer FROM o UNION ALL "
            "SELECT s.id, NULL, true, NULL, NULL, NULL, s.active, s.priority FROM (SELECT DISTINCT p.id FROM o "
            "CROSS JOIN unnest(o.ids) AS p(id)) AS d CROSS JOIN LATERAL (SELECT x.id, x.active, x.priority FROM "
            f"locations AS x WHERE x.tenant_id = {self.tenant} AND x.id = d.id AND {self._lives('x')} OFFSET 0) AS s"
        )

    def _select(self, location_id: str) -> str:
        since = ", m.*, p.*" if self.past else ""
        return (
            f"SELECT k.item_id, {location_id}, n.t, i.id IS NOT NULL, s.id IS NOT NULL, coalesce(s.active, false), "
            f"coalesce(s.priority, 0), coalesce(z.units, 0), l.*{since} FROM (SELECT {self.now} AS t OFFSET 0) AS n"
        )

    def _item(self) -> str:
        return (
            f"LEFT JOIN LATERAL (SELECT x.id FROM items AS x WHERE x.tenant_id = {self.tenant} "
            f"AND x.id = k.item_id AND {self._lives('x')} OFFSET 0) AS i ON true "
        )

    def _location(self, location_id: str) -> str:
        return (
            f"LEFT JOIN LATERAL (SELECT x.id, x.active, x.priority FROM locations AS x WHERE x.tenant_id = "
            f"{self.tenant} AND x.id = {location_id} AND {self._lives('x')} OFFSET 0) AS s ON true "
        )

    def _level(self, there: str) -> str:
        """The level, and the units whose time is over: looked for only where there may be some."""
        made = f"AND t.create_time <= {self.past} " if self.past else ""
        return (
            f"LEFT JOIN LATERAL (SELECT {LEVEL_SELECT} FROM levels AS t WHERE t.tenant_id = {self.tenant} "
            f"AND t.item_id = i.id {there} AND {self._lives('t')} {made}OFFSET 0) AS l ON true "
            "LEFT JOIN LATERAL (SELECT sum(x.quantity - x.fulfilled - x.released - x.expired)::bigint AS units "
            f"FROM allocations AS x WHERE l.next_expiry <= {self._at} AND x.tenant_id = {self.tenant} "
            "AND x.item_id = l.item_id AND x.location_id = l.location_id "
            f"AND x.expire_time <= {self._at} OFFSET 0) AS z ON true "
        )

    def _since(self) -> str:
        """What moved after the past time, and the posting before it. What is effective is never recorded earlier."""
        if not self.past:
            return ""
        later = "".join(
            f"coalesce(sum(x.delta) FILTER (WHERE x.bucket = {int(bucket)} AND x.effective_time > {self.past}), 0)"
            f"::bigint AS {name}, "
            for bucket, name in BUCKET_FIELD.items()
        )
        key = f"x.tenant_id = {self.tenant} AND x.item_id = l.item_id AND x.location_id = l.location_id"
        return (
            f"LEFT JOIN LATERAL (SELECT {later}min(x.version) AS version FROM movements AS x WHERE {key} "
            f"AND x.recorded_time > {self.past} OFFSET 0) AS m ON true "
            f"LEFT JOIN LATERAL (SELECT x.recorded_time FROM movements AS x WHERE {key} "
            f"AND x.recorded_time <= {self.past} ORDER BY x.recorded_time DESC LIMIT 1) AS p ON true"
        )


_HEAD: Final = 8
_LEVEL_END: Final = _HEAD + len(LEVEL_COLUMNS)


def _view(row: RowTuple) -> StockView:
    """What there was at the instant, out of a row of `_Terms`."""
    item_id, location_id, read_time, item_known, location_known, active, priority, lapsed = row[:_HEAD]
    level = None
    if row[_HEAD] is not None and location_known:
        level = level_from(row[_HEAD:_LEVEL_END])
        if len(row) > _LEVEL_END:
            level = _as_of(level, row[_LEVEL_END:])
        if lapsed:
            level.reserved -= lapsed
            level.held = max(0, level.held - lapsed)
    return StockView(
        StockKey(item_id, location_id), read_time, item_known, location_known, active, level, priority=priority
    )


def _as_of(level: Level, since: RowTuple) -> Level:
    """The level before what moved since; which part of reserved was held then, nobody wrote down."""
    *moved, first_version, last_posting = since
    balances = {name: getattr(level, name) - delta for name, delta in zip(BUCKET_FIELD.values(), moved, strict=True)}
    return replace(
        level,
        **balances,
        held=0,
        version=level.version if first_version is None else first_version - 1,
        update_time=max(level.create_time, last_posting or level.create_time),
        delete_time=None,
    )


def _views(rows: Sequence[RowTuple]) -> Mapping[StockKey, StockView]:
    return {view.key: view for view in map(_view, rows)}


def _item_views(rows: Sequence[RowTuple]) -> Mapping[str, ItemView]:
    stock: dict[str, list[StockView]] = {}
    seen: dict[str, StockView] = {}
    for view in map(_view, rows):
        seen[view.key.item_id] = view
        found = stock.setdefault(view.key.item_id, [])
        if view.level is not None:
            found.append(view)
    return {
        item_id: ItemView(item_id, seen[item_id].read_time, seen[item_id].item_known, sorted(found, key=_by_location))
        for item_id, found in stock.items()
    }


def _by_location(view: StockView) -> str:
    return view.key.location_id


# --- shared reads -----------------------------------------------------------------------------------

_PLACES: Final = (
    "SELECT k.id, s.id IS NOT NULL, coalesce(s.active, false), coalesce(s.priority, 0) "
    "FROM unnest($2::text[]) AS k(id) LEFT JOIN LATERAL (SELECT x.id, x.active, x.priority FROM locations AS x "
    "WHERE x.tenant_id = $1 AND x.id = k.id AND x.delete_time IS NULL OFFSET 0) AS s ON true"
)
_OF_SKUS: Final = (
    "SELECT k.sku, h.item_id FROM unnest($2::text[]) AS k(sku) CROSS JOIN LATERAL "
    "(SELECT x.item_id FROM item_skus AS x WHERE x.tenant_id = $1 AND x.sku = k.sku OFFSET 0) AS h"
)


def stock_of_pairs(clock: DatabaseClock) -> Question[StockKey, StockView]:
    """What there is of an item at a location by that clock; every pair is answered, known or not."""
    text = _Terms("$1", "$2::text[]", "$3::text[]", clock.read).pairs()

    def statement(tenant_id: str, keys: Sequence[StockKey]) -> tuple[str, Sequence[Any]]:
        item_ids, location_ids = zip(*keys, strict=True)
        return text, (tenant_id, text_array(item_ids), text_array(location_ids))

    return Question("stock_of_pairs", statement, _views)


def stock_of_items(clock: DatabaseClock) -> Question[str, ItemView]:
    """What there is of an item anywhere by that clock; every item is answered, known or not."""
    text = _Terms("$1", "$2::text[]", "", clock.read).anywhere()
    return Question("stock_of_items", lambda tenant_id, ids: (text, (tenant_id, text_array(ids))), _item_views)


def offers_of_items(clock: DatabaseClock) -> Question[str, ItemOffers]:
    """What can be promised of an item anywhere by that clock; every item is answered, known or not."""
    text = _Terms("$1", "$2::text[]", "", clock.read).offers()
    return Question("offers_of_items", lambda tenant_id, ids: (text, (tenant_id, text_array(ids))), _offers)


def _offers(rows: Sequence[RowTuple]) -> Mapping[str, ItemOffers]:
    places: dict[str, PlaceView] = {}
    found: dict[str, ItemOffers] = {}
    for one, read_time, known, ids, available, rooms, active, priority in rows:
        if read_time is None:
            places[one] = PlaceView(True, active, priority)
        else:
            found[one] = ItemOffers(read_time, known, ids or (), available or (), rooms or (), places)
    return found


def _pairs_of(rows: Sequence[RowTuple]) -> Mapping[str, str]:
    return {row[0]: row[1] for row in rows}


def _places_of(rows: Sequence[RowTuple]) -> Mapping[str, PlaceView]:
    return {row[0]: PlaceView(*row[1:]) for row in rows}


def _times(rows: Sequence[RowTuple]) -> Mapping[str, datetime]:
    return {row[0]: row[1] for row in rows}


def now(clock: DatabaseClock) -> Question[str, datetime]:
    """The time by that clock, for whatever key."""
    text = f"SELECT k.key, {clock.read} FROM unnest($1::text[]) AS k(key)"
    return Question("now", lambda _, keys: (text, (text_array(keys),)), _times)


PLACES: Final[Question[str, PlaceView]] = Question(
    "places", lambda tenant_id, ids: (_PLACES, (tenant_id, text_array(ids))), _places_of
)
"""What there is to know of locations; every one is answered, known or not."""
ITEMS_OF_SKUS: Final[Question[str, str]] = Question(
    "items_of_skus",
    lambda tenant_id, skus: (_OF_SKUS, (tenant_id, text_array(skus))),
    _pairs_of,
)
"""The items that have some skus; skus that nobody has are absent."""

# --- reads of one snapshot --------------------------------------------------------------------------


def select_now(clock: DatabaseClock) -> sa.Select[Any]:
    """The instant of the statement."""
    return sa.select(sa.literal_column(clock.read, sa.DateTime(timezone=True)))


def select_stock(tenant_id: str, keys: Sequence[StockKey], now: datetime, past: datetime | None) -> sa.Executable:
    """What there is of pairs at `now`, or was at `past`."""
    item_ids, location_ids = zip(*keys, strict=True)
    terms = _terms(past)
    return _bound(terms.pairs(), tenant_id, now, past, item_ids=item_ids, location_ids=location_ids)


def select_stock_of_items(tenant_id: str, ids: Sequence[str], now: datetime, past: datetime | None) -> sa.Executable:
    """What there is of items anywhere at `now`, or was at `past`."""
    return _bound(_terms(past).anywhere(), tenant_id, now, past, item_ids=ids)


def _terms(past: datetime | None) -> _Terms:
    return _Terms(
        ":tenant_id",
        "CAST(:item_ids AS text[])",
        "CAST(:location_ids AS text[])",
        "CAST(:now AS timestamptz)",
        "" if past is None else "CAST(:past AS timestamptz)",
    )


def _bound(text: str, tenant_id: str, now: datetime, past: datetime | None, **ids: Sequence[str]) -> sa.Executable:
    times = {"now": now} if past is None else {"now": now, "past": past}
    arrays = {name: text_array(values) for name, values in ids.items()}
    return sa.text(text).bindparams(tenant_id=tenant_id, **times, **arrays)


def views_of_pairs(rows: Iterable[RowTuple]) -> Mapping[StockKey, StockView]:
    """Stock out of rows of `select_stock`."""
    return _views([tuple(row) for row in rows])


def views_of_items(rows: Iterable[RowTuple]) -> Mapping[str, ItemView]:
    """Stock out of rows of `select_stock_of_items`."""
    return _item_views([tuple(row) for row in rows])


def select_reservation(tenant_id: str, reservation_id: str, *, within: Collection[str] | None = None) -> sa.Select[Any]:
    """One row if there is such a reservation, and all its claims are `within` locations."""
    query = sa.select(reservations.c.id).where(
        reservations.c.tenant_id == tenant_id, reservations.c.id == reservation_id
    )
    return query if within is None else query.where(claimed_within(tenant_id, within))


def select_claimed(tenant_id: str, reservation_id: str, now: datetime) -> sa.Select[Any]:
    """(item, location, units) that a reservation still keeps there at `now`."""
    claim = allocations.c
    units = sa.func.sum(claim.quantity - claim.fulfilled - claim.released - claim.expired)
    return (
        sa.select(claim.item_id, claim.location_id, sa.cast(units, sa.BigInteger))
        .where(
            claim.tenant_id == tenant_id,
            claim.reservation_id == reservation_id,
            claim.expire_time.is_(None) | (claim.expire_time > now),
        )
        .group_by(claim.item_id, claim.location_id)
        .having(units > 0)
    )


# --- lists ------------------------------------------------------------------------------------------

_LEVEL_ROW: Final = [
    sa.cast(levels.c[name], sa.Text) if name == "metadata" else levels.c[name] for name in LEVEL_COLUMNS
]


def select_levels(
    tenant_id: str,
    wanted: LevelFilter,
    sort: LevelSort,
    page: PageRequest,
    clock: DatabaseClock,
    *,
    within: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of levels and one row more, each with its units that have lapsed; only those `within` locations."""
    lapsed = lapsed_units(clock.read)
    query = (
        sa.select(lapsed, *_LEVEL_ROW)
        .select_from(
            levels.join(items, (items.c.tenant_id == levels.c.tenant_id) & (items.c.id == levels.c.item_id)).join(
                locations, (locations.c.tenant_id == levels.c.tenant_id) & (locations.c.id == levels.c.location_id)
            )
        )
        .where(
            levels.c.tenant_id == tenant_id,
            levels.c.delete_time.is_(None),
            items.c.delete_time.is_(None),
            locations.c.delete_time.is_(None),
        )
    )
    if wanted.item_ids:
        query = query.where(levels.c.item_id.in_(wanted.item_ids))
    if wanted.location_ids:
        query = query.where(levels.c.location_id.in_(wanted.location_ids))
    if within is not None:
        query = query.where(levels.c.location_id.in_(sorted(within)))
    available = levels.c.stocked - (levels.c.reserved - lapsed) - levels.c.safety_stock
    if wanted.min_available is not None:
        query = query.where(available >= wanted.min_available)
    if wanted.max_available is not None:
        query = query.where(available <= wanted.max_available)
    if wanted.low_stock:
        query = query.where(levels.c.is_low)
    columns = [levels.c.item_id, levels.c.location_id]
    return page_of(query, columns[::-1] if sort is LevelSort.LOCATION else columns, page)


def level_of(row: Sequence[Any]) -> Level:
    """A level out of a row of `select_levels`."""
    lapsed, *columns = row
    level = level_from(columns)
    level.reserved -= lapsed
    level.held = max(0, level.held - lapsed)
    return level


MOVEMENT_ORDER: Final = ("recorded_time", "item_id", "location_id", "version", "entry")


def select_movements(
    tenant_id: str,
    wanted: MovementFilter,
    page: PageRequest,
    *,
    descending: bool,
    within: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of the ledger and one row more, in the order of its time; ties by level, version, entry.

    Only movements `within` locations.
    """
    query = sa.select(*(movements.c[name] for name in Movement._fields)).where(movements.c.tenant_id == tenant_id)
    if wanted.item_id:
        query = query.where(movements.c.item_id == wanted.item_id)
    if wanted.location_id:
        query = query.where(movements.c.location_id == wanted.location_id)
    if within is not None:
        query = query.where(movements.c.location_id.in_(sorted(within)))
    if wanted.reservation_id:
        # The index of movements is by level; those of a reservation are on the levels of its claims.
        claimed = sa.select(allocations.c.item_id, allocations.c.location_id).where(
            allocations.c.tenant_id == tenant_id, allocations.c.reservation_id == wanted.reservation_id
        )
        query = query.where(
            movements.c.reservation_id == wanted.reservation_id,
            sa.tuple_(movements.c.item_id, movements.c.location_id).in_(claimed),
        )
    if wanted.posting_id:
        # A posting's id holds the millisecond in which all its movements were recorded.
        recorded = ulid_milliseconds(wanted.posting_id)
        if recorded is None:
            query = query.where(sa.false())
        else:
            query = query.where(
                movements.c.posting_id == wanted.posting_id,
                movements.c.recorded_time >= from_milliseconds(recorded),
                movements.c.recorded_time < from_milliseconds(recorded + 1),
            )
    if wanted.request_id:
        times = sa.select(requests.c.create_time).where(
            requests.c.tenant_id == tenant_id, requests.c.request_id == wanted.request_id
        )
        query = query.where(movements.c.request_id == wanted.request_id, movements.c.recorded_time.in_(times))
    if wanted.reasons:
        query = query.where(movements.c.reason.in_([int(reason) for reason in wanted.reasons]))
    if wanted.actor:
        query = query.where(movements.c.actor == wanted.actor)
    if wanted.start is not None:
        query = query.where(movements.c.recorded_time >= wanted.start)
    if wanted.end is not None:
        query = query.where(movements.c.recorded_time < wanted.end)
    return page_of(query, [movements.c[name] for name in MOVEMENT_ORDER], page, descending=descending)


def movement_of(row: Sequence[Any]) -> Movement:
    """A movement out of a row of `select_movements`."""
    return movement_from(row)


# --- counts -----------------------------------------------------------------------------------------

PAST: Final[Kind[Past]] = Kind("past")
"""A bucket at an instant, under the lock of its level."""
COUNT: Final[Kind[Count]] = Kind("count")
"""A count that this transaction took. Nobody reads it from the database; decisions tell each other."""

_BALANCE: Final = " ".join(f"WHEN {int(bucket)} THEN t.{name}" for bucket, name in BUCKET_FIELD.items())
_PAST: Final = (
    "SELECT k.id, (l.balance - coalesce(m.moved, 0))::bigint, o.observe_time "
    "FROM unnest($2::text[], $3::text[], $4::text[], $5::smallint[], $6::timestamptz[]) "
    "AS k(id, item_id, location_id, bucket, at) "
    f"CROSS JOIN LATERAL (SELECT CASE k.bucket {_BALANCE} END AS balance FROM levels AS t WHERE t.tenant_id = $1 "
    "AND t.item_id = k.item_id AND t.location_id = k.location_id OFFSET 0) AS l "
    "LEFT JOIN LATERAL (SELECT sum(t.delta) AS moved FROM movements AS t WHERE t.tenant_id = $1 "
    "AND t.item_id = k.item_id AND t.location_id = k.location_id AND t.recorded_time > k.at "
    "AND t.bucket = k.bucket AND t.effective_time > k.at OFFSET 0) AS m ON true "
    "LEFT JOIN LATERAL (SELECT t.observe_time FROM observations AS t WHERE t.tenant_id = $1 "
    "AND t.item_id = k.item_id AND t.location_id = k.location_id AND t.bucket = k.bucket OFFSET 0) AS o ON true"
)
_KEEP_COUNTS: Final = (
    "INSERT INTO observations AS t (tenant_id, item_id, location_id, bucket, observe_time) SELECT $1, u.* "
    "FROM unnest($2::text[], $3::text[], $4::smallint[], $5::timestamptz[]) AS u "
    "ON CONFLICT (tenant_id, item_id, location_id, bucket) "
    "DO UPDATE SET observe_time = greatest(t.observe_time, excluded.observe_time)"
)


def past_id(key: CountKey, at: datetime) -> str:
    """How a posting names a bucket at an instant."""
    return orjson.dumps([key.item_id, key.location_id, int(key.bucket), at]).decode()


def count_id(key: CountKey) -> str:
    """How decisions name the last count of a bucket."""
    return orjson.dumps([key.item_id, key.location_id, int(key.bucket)]).decode()


def _read_past(tenant_id: str, ids: Sequence[str]) -> Statement:
    item_ids, location_ids, buckets, times = zip(*(orjson.loads(one) for one in ids), strict=True)
    instants = [datetime.fromisoformat(one) for one in times]
    return _PAST, (
        tenant_id,
        text_array(ids),
        text_array(item_ids),
        text_array(location_ids),
        int_array(buckets),
        time_array(instants),
    )


def _keep_counts(tenant_id: str, counts: Sequence[Count]) -> Sequence[Statement]:
    rows = sorted((*count.key, count.observe_time) for count in counts)
    item_ids, location_ids, buckets, times = zip(*rows, strict=True)
    arrays = text_array(item_ids), text_array(location_ids), int_array([int(one) for one in buckets]), time_array(times)
    return [(_KEEP_COUNTS, (tenant_id, *arrays))]


COUNTS: Final = Writer(LEDGER_ORDER + 20, _keep_counts)


def row_of(count: Count) -> Row:
    """The count as it will be remembered."""
    return Row(COUNTS, count.key, count)


def sources() -> list[Source[Any]]:
    """How the engine finds what counts of the past rest on."""
    return [Source(PAST, _read_past, lambda row: (row[0], Past(row[1], row[2])))]
