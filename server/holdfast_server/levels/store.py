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
from holdfast_server.items.store import items
from holdfast_server.kernel.clock import from_milliseconds
from holdfast_server.kernel.ids import ulid_milliseconds
from holdfast_server.kernel.paging import PageRequest, Position
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
from holdfast_server.runtime.keyset import LOOKED_AT, Reach, among, array, candidates, end_of, exists, page_of

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


def select_reservation(tenant_id: str, reservation_id: str, *, seen: Collection[str] | None = None) -> sa.Select[Any]:
    """One row if there is such a reservation, and all its claims are at locations that are `seen`."""
    query = sa.select(reservations.c.id).where(
        reservations.c.tenant_id == tenant_id, reservations.c.id == reservation_id
    )
    return query if seen is None else query.where(claimed_within(tenant_id, seen))


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


LEVELS_AT_ONCE: Final = LOOKED_AT
"""Of items that are named: so many levels are fetched and sorted rather than walked to."""


def _pairs(keys: Sequence[tuple[str, str]]) -> sa.TableValuedAlias:
    """Pairs of item and location as a table."""
    columns = list(zip(*keys, strict=True)) or [(), ()]
    arrays = [array(text_array(column), sa.Text()) for column in columns]
    return sa.func.unnest(*arrays).table_valued("item_id", "location_id", name="k").render_derived()


def select_levels(
    tenant_id: str,
    wanted: LevelFilter,
    sort: LevelSort,
    page: PageRequest,
    clock: DatabaseClock,
    within: Reach,
    *,
    seen: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of levels and one row more, each with its units that have lapsed; only at locations `seen`."""
    lapsed = lapsed_units(clock.read)
    query = sa.select(lapsed.label("lapsed"), *_LEVEL_ROW).where(
        levels.c.tenant_id == tenant_id,
        levels.c.delete_time.is_(None),
        *(
            exists(one, one.c.tenant_id == tenant_id, one.c.id == named, one.c.delete_time.is_(None), of=levels)
            for one, named in ((items, levels.c.item_id), (locations, levels.c.location_id))
        ),
    )
    if within.keys is not None:
        named = _pairs(within.keys)
        there = (levels.c.item_id == named.c.item_id) & (levels.c.location_id == named.c.location_id)
        query = query.select_from(levels.join(named, there))
    if wanted.item_ids:
        query = query.where(among(levels.c.item_id, wanted.item_ids))
    if wanted.location_ids:
        query = query.where(_at(wanted.location_ids))
    if seen is not None:
        query = query.where(_at(sorted(seen)))
    available = levels.c.stocked - (levels.c.reserved - lapsed) - levels.c.safety_stock
    if wanted.min_available is not None:
        query = query.where(available >= wanted.min_available)
    if wanted.max_available is not None:
        query = query.where(available <= wanted.max_available)
    if wanted.low_stock:
        query = query.where(levels.c.is_low)
    return page_of(query, _level_key(sort), page, reach=within)


def few_levels(tenant_id: str, wanted: LevelFilter) -> list[sa.Select[Any]]:
    """Keys of levels among which all that are wanted are, `LEVELS_AT_ONCE` at most."""
    one = levels.c
    key = one.item_id, one.location_id
    found = []
    if wanted.item_ids:
        of_items = among(one.item_id, wanted.item_ids)
        found.append(candidates(key, one.tenant_id == tenant_id, of_items, at_most=LEVELS_AT_ONCE))
    if wanted.low_stock:
        found.append(candidates(key, one.tenant_id == tenant_id, one.is_low, at_most=LEVELS_AT_ONCE))
    return found


def select_end_of_levels(tenant_id: str, wanted: LevelFilter, sort: LevelSort, page: PageRequest) -> sa.Select[Any]:
    """How far a page looks for what it shows: what is deleted may be anywhere."""
    where = [levels.c.tenant_id == tenant_id]
    if len(wanted.location_ids) == 1:
        where.append(_at(wanted.location_ids))
    return end_of(levels, _level_key(sort), page, *where)


def _at(location_ids: Sequence[str]) -> sa.ColumnElement[bool]:
    """At these locations; one is said as such, so that its levels are walked in their order."""
    one, *others = location_ids
    return among(levels.c.location_id, location_ids) if others else levels.c.location_id == one


def _level_key(sort: LevelSort) -> list[sa.Column[Any]]:
    key = [levels.c.item_id, levels.c.location_id]
    return key[::-1] if sort is LevelSort.LOCATION else key


def level_of(row: Sequence[Any]) -> Level:
    """A level out of a row of `select_levels`."""
    lapsed, *columns = row
    level = level_from(columns)
    level.reserved -= lapsed
    level.held = max(0, level.held - lapsed)
    return level


MOVEMENT_ORDER: Final = ("recorded_time", "item_id", "location_id", "version", "entry")
_MOVEMENT_KEY: Final = [movements.c[name] for name in MOVEMENT_ORDER]
_LAST_ID: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Trail:
    """Where in the ledger the movements of a filter are; None: anywhere. `since` and `until` are included."""

    levels: Sequence[StockKey] | None = None
    times: Sequence[datetime] | None = None
    since: datetime | None = None
    until: datetime | None = None


def select_keys_of_item(tenant_id: str, item_id: str) -> sa.Select[Any]:
    """The levels that an item has, or had: whatever moved, moved there."""
    key = levels.c.item_id, levels.c.location_id
    return candidates(key, levels.c.tenant_id == tenant_id, levels.c.item_id == item_id)


def select_keys_of_reservation(tenant_id: str, reservation_id: str) -> sa.Select[Any]:
    """(item, location, since, until) of a reservation's claims: whatever it moved, it moved there and then.

    Each movement of a reservation changes its header at the same instant, except an expiry that others have settled.
    """
    claim, header = allocations.c, reservations.c
    until = sa.case((header.due_time.is_(None), header.update_time))
    return (
        sa.select(claim.item_id, claim.location_id, header.create_time, until)
        .select_from(
            reservations.join(allocations, (claim.tenant_id == header.tenant_id) & (claim.reservation_id == header.id))
        )
        .where(header.tenant_id == tenant_id, header.id == reservation_id, claim.reservation_id == reservation_id)
    )


# The index of request ids leads with their methods, of which there are few: each is looked up.
_TIMES_OF_REQUEST: Final = (
    "WITH RECURSIVE methods(method) AS ((SELECT q.method FROM requests AS q WHERE q.tenant_id = :tenant_id "
    "ORDER BY q.method LIMIT 1) UNION ALL SELECT (SELECT q.method FROM requests AS q WHERE q.tenant_id = :tenant_id "
    "AND q.method > m.method ORDER BY q.method LIMIT 1) FROM methods AS m WHERE m.method IS NOT NULL) "
    "SELECT t.create_time FROM methods AS m CROSS JOIN LATERAL (SELECT q.create_time FROM requests AS q "
    "WHERE q.tenant_id = :tenant_id AND q.method = m.method AND q.request_id = :request_id OFFSET 0) AS t"
)


def select_times_of_request(tenant_id: str, request_id: str) -> sa.TextClause:
    """When calls with a request id were recorded: whatever they moved, they moved then."""
    return sa.text(_TIMES_OF_REQUEST).bindparams(tenant_id=tenant_id, request_id=request_id)


def trail_of_posting(posting_id: str) -> Trail:
    """A posting's id holds the millisecond in which all its movements were recorded."""
    recorded = ulid_milliseconds(posting_id)
    if recorded is None:
        return Trail(times=())
    return Trail(since=from_milliseconds(recorded), until=from_milliseconds(recorded + 1))


def select_movements(
    tenant_id: str,
    wanted: MovementFilter,
    trail: Trail,
    page: PageRequest,
    end: datetime | None,
    *,
    descending: bool,
    seen: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of the ledger and one row more, in the order of its time; ties by level, version, entry.

    `end` is how far the page looks. Only movements at locations that are `seen`.
    """
    table = movements.c
    columns = [table[name] for name in Movement._fields]
    query = sa.select(*columns).where(table.tenant_id == tenant_id, *_matching(wanted))
    if seen is not None:
        query = query.where(among(table.location_id, sorted(seen)))
    if trail.times is not None:
        times = array(time_array(list(dict.fromkeys(trail.times))), sa.DateTime(timezone=True))
        instant = sa.func.unnest(times).table_valued("time", name="k").render_derived()
        bounds = _recorded(wanted, Trail(), PageRequest(), end, descending=descending)
        query = query.where(table.recorded_time == instant.c.time, *bounds)
        return page_of(query, _MOVEMENT_KEY, page, descending=descending, reach=Reach(keys=()))
    query = query.where(*_recorded(wanted, trail, page, end, descending))
    if trail.levels is None:
        return page_of(query, _MOVEMENT_KEY, page, descending=descending)
    named = _pairs(trail.levels)
    there = table.item_id == named.c.item_id, table.location_id == named.c.location_id
    rows = page_of(query.where(*there).correlate(named), _MOVEMENT_KEY, page, descending=descending).lateral("found")
    merged = sa.select(*(rows.c[name] for name in Movement._fields)).select_from(named.join(rows, sa.true()))
    return page_of(merged, [rows.c[name] for name in MOVEMENT_ORDER], page, descending=descending)


def select_end_of_movements(
    tenant_id: str, wanted: MovementFilter, trail: Trail, page: PageRequest, *, descending: bool, sees_all: bool
) -> sa.Select[Any] | None:
    """The time of the last movement that a page looks at; None where it shows whatever there is."""
    shown = MovementFilter(start=wanted.start, end=wanted.end)
    if trail.levels is not None and not wanted.reservation_id:
        shown = replace(shown, item_id=wanted.item_id, location_id=wanted.location_id)
    shows_all = wanted == shown and (sees_all or trail.levels is not None)
    if trail.times is not None or trail.levels == [] or shows_all:
        return None
    time = movements.c.recorded_time
    query = sa.select(time).where(movements.c.tenant_id == tenant_id, *_recorded(wanted, trail, page, None, descending))
    query = query.order_by(time.desc() if descending else time).limit(1)
    if trail.levels is None:
        return query.offset(LOOKED_AT - 1)
    named = _pairs(trail.levels)
    there = movements.c.item_id == named.c.item_id, movements.c.location_id == named.c.location_id
    each = query.where(*there).correlate(named).offset(max(1, LOOKED_AT // len(trail.levels)) - 1).lateral("found")
    first = sa.func.max(each.c.recorded_time) if descending else sa.func.min(each.c.recorded_time)
    return sa.select(first).select_from(named.join(each, sa.true()))


def behind(end: datetime, *, descending: bool) -> Position:
    """The place behind all movements of a time."""
    return (end.isoformat(), "" if descending else _LAST_ID, "", 0, 0)


def _matching(wanted: MovementFilter) -> list[sa.ColumnElement[bool]]:
    """What rows are asked."""
    table = movements.c
    parts = []
    for column, value in (
        (table.item_id, wanted.item_id),
        (table.location_id, wanted.location_id),
        (table.reservation_id, wanted.reservation_id),
        (table.posting_id, wanted.posting_id),
        (table.request_id, wanted.request_id),
        (table.actor, wanted.actor),
    ):
        if value:
            parts.append(column == value)
    if wanted.reasons:
        parts.append(table.reason.in_([int(reason) for reason in wanted.reasons]))
    return parts


def _recorded(
    wanted: MovementFilter, trail: Trail, page: PageRequest, end: datetime | None, descending: bool
) -> list[sa.ColumnElement[bool]]:
    """The time between which a page looks: said of the time alone, so that whole months are passed over."""
    time = movements.c.recorded_time
    after = None if page.after is None else datetime.fromisoformat(str(page.after[0]))
    first, last = (end, after) if descending else (after, end)
    parts = [time >= one for one in (wanted.start, trail.since, first) if one is not None]
    parts += [time <= one for one in (trail.until, last) if one is not None]
    return [*parts, time < wanted.end] if wanted.end is not None else parts


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
