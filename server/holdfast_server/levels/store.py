"""Reads of levels and of the ledger: shared ones by key, and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from holdfast_server.engine.reads import Question
from holdfast_server.engine.store import requests
from holdfast_server.items.store import items
from holdfast_server.kernel.clock import from_milliseconds
from holdfast_server.kernel.ids import ulid_milliseconds
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.ledger.model import Level, Movement, StockKey
from holdfast_server.ledger.store import (
    LEVEL_COLUMNS,
    LEVEL_SELECT,
    allocations,
    level_from,
    levels,
    movement_from,
    movements,
)
from holdfast_server.levels.model import ItemView, LevelFilter, LevelSort, MovementFilter, StockView
from holdfast_server.locations.store import locations
from holdfast_server.runtime.bulk import text_array
from holdfast_server.runtime.keyset import page_of

# --- shared reads -----------------------------------------------------------------------------------

# Each table is looked up by key in a fenced subquery: a planner that believes it to be empty would else walk through
# all of a tenant's rows.
_ITEM: Final = (
    "LEFT JOIN LATERAL (SELECT x.id FROM items AS x "
    "WHERE x.tenant_id = $1 AND x.id = k.item_id AND x.delete_time IS NULL OFFSET 0) AS i ON true "
)
_OF_PAIRS: Final = (
    "SELECT k.item_id, k.location_id, statement_timestamp(), i.id IS NOT NULL, s.id IS NOT NULL, "
    "coalesce(s.active, false), l.* "
    f"FROM unnest($2::text[], $3::text[]) AS k(item_id, location_id) {_ITEM}"
    "LEFT JOIN LATERAL (SELECT x.id, x.active FROM locations AS x "
    "WHERE x.tenant_id = $1 AND x.id = k.location_id AND x.delete_time IS NULL OFFSET 0) AS s ON true "
    f"LEFT JOIN LATERAL (SELECT {LEVEL_SELECT} FROM levels AS t WHERE t.tenant_id = $1 AND t.item_id = i.id "
    "AND t.location_id = s.id AND t.delete_time IS NULL OFFSET 0) AS l ON true"
)
_OF_ITEMS: Final = (
    "SELECT k.item_id, s.id, statement_timestamp(), i.id IS NOT NULL, s.id IS NOT NULL, "
    "coalesce(s.active, false), l.* "
    f"FROM unnest($2::text[]) AS k(item_id) {_ITEM}"
    f"LEFT JOIN LATERAL (SELECT {LEVEL_SELECT} FROM levels AS t WHERE t.tenant_id = $1 AND t.item_id = i.id "
    "AND t.delete_time IS NULL OFFSET 0) AS l ON true "
    "LEFT JOIN LATERAL (SELECT x.id, x.active FROM locations AS x "
    "WHERE x.tenant_id = $1 AND x.id = l.location_id AND x.delete_time IS NULL OFFSET 0) AS s ON true"
)
_OF_SKUS: Final = (
    "SELECT k.sku, h.item_id FROM unnest($2::text[]) AS k(sku) CROSS JOIN LATERAL "
    "(SELECT x.item_id FROM item_skus AS x WHERE x.tenant_id = $1 AND x.sku = k.sku OFFSET 0) AS h"
)


def _pairs(tenant_id: str, keys: Sequence[StockKey]) -> tuple[str, Sequence[Any]]:
    item_ids, location_ids = zip(*keys, strict=True)
    return _OF_PAIRS, (tenant_id, text_array(item_ids), text_array(location_ids))


def _view(row: Sequence[Any]) -> StockView:
    item_id, location_id, read_time, item_known, location_known, active, *level = row
    found = level_from(level) if level[0] is not None and location_known else None
    return StockView(StockKey(item_id, location_id), read_time, item_known, location_known, active, found)


def _views(rows: Sequence[Sequence[Any]]) -> Mapping[StockKey, StockView]:
    return {view.key: view for view in map(_view, rows)}


def _item_views(rows: Sequence[Sequence[Any]]) -> Mapping[str, ItemView]:
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


def _pairs_of(rows: Sequence[Sequence[Any]]) -> Mapping[str, str]:
    return {row[0]: row[1] for row in rows}


STOCK_OF_PAIRS: Final[Question[StockKey, StockView]] = Question("stock_of_pairs", _pairs, _views)
"""What there is of an item at a location; every pair is answered, known or not."""
STOCK_OF_ITEMS: Final[Question[str, ItemView]] = Question(
    "stock_of_items", lambda tenant_id, ids: (_OF_ITEMS, (tenant_id, text_array(ids))), _item_views
)
"""What there is of an item anywhere; every item is answered, known or not."""
ITEMS_OF_SKUS: Final[Question[str, str]] = Question(
    "items_of_skus",
    lambda tenant_id, skus: (_OF_SKUS, (tenant_id, text_array(skus))),
    _pairs_of,
)
"""The items that have some skus; skus that nobody has are absent."""

# --- lists ------------------------------------------------------------------------------------------

_LEVEL_ROW: Final = [
    sa.cast(levels.c[name], sa.Text) if name == "metadata" else levels.c[name] for name in LEVEL_COLUMNS
]


def select_levels(tenant_id: str, wanted: LevelFilter, sort: LevelSort, page: PageRequest) -> sa.Select[Any]:
    """One page of levels and one row more."""
    query = (
        sa.select(*_LEVEL_ROW)
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
    columns = [levels.c.item_id, levels.c.location_id]
    return page_of(query, columns[::-1] if sort is LevelSort.LOCATION else columns, page)


def level_of(row: Sequence[Any]) -> Level:
    """A level out of a row of `select_levels`."""
    return level_from(row)


MOVEMENT_ORDER: Final = ("recorded_time", "item_id", "location_id", "version", "entry")


def select_movements(tenant_id: str, wanted: MovementFilter, page: PageRequest, *, descending: bool) -> sa.Select[Any]:
    """One page of the ledger and one row more, in the order of its time; ties by level, version, entry."""
    query = sa.select(*(movements.c[name] for name in Movement._fields)).where(movements.c.tenant_id == tenant_id)
    if wanted.item_id:
        query = query.where(movements.c.item_id == wanted.item_id)
    if wanted.location_id:
        query = query.where(movements.c.location_id == wanted.location_id)
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
    if wanted.start is not None:
        query = query.where(movements.c.recorded_time >= wanted.start)
    if wanted.end is not None:
        query = query.where(movements.c.recorded_time < wanted.end)
    return page_of(query, [movements.c[name] for name in MOVEMENT_ORDER], page, descending=descending)


def movement_of(row: Sequence[Any]) -> Movement:
    """A movement out of a row of `select_movements`."""
    return movement_from(row)
