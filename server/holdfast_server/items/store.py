"""Tables and statements of items; what the engine needs to lock, read and write them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast_server.engine.masters import Masters
from holdfast_server.engine.posting import Decision, Event, Kind, Row, Source, Statement, Writer
from holdfast_server.items.model import ITEM_FIELDS, Item, ItemFact, ItemFilter, ItemSort, Totals
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.kernel.records import changes
from holdfast_server.ledger.store import ID, lapsed_units, levels
from holdfast_server.runtime.bulk import BulkInsert, BulkSelect
from holdfast_server.runtime.clock import DatabaseClock
from holdfast_server.runtime.keyset import Candidates, Reach, among, candidates, end_of, exists, filled, named, page_of
from holdfast_server.runtime.tables import metadata

_TEXT: Final[dict[str, Any]] = {"nullable": False, "server_default": ""}

items: Final = sa.Table(
    "items",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("sku", ID, **_TEXT),
    sa.Column("title", sa.Text, **_TEXT),
    sa.Column("description", sa.Text, **_TEXT),
    sa.Column("thumbnail", sa.Text, **_TEXT),
    sa.Column("barcode", sa.Text, **_TEXT),
    sa.Column("ean", sa.Text, **_TEXT),
    sa.Column("upc", sa.Text, **_TEXT),
    sa.Column("origin_country", sa.Text, **_TEXT),
    sa.Column("hs_code", sa.Text, **_TEXT),
    sa.Column("mid_code", sa.Text, **_TEXT),
    sa.Column("material", sa.Text, **_TEXT),
    sa.Column("weight", sa.BigInteger),
    sa.Column("length", sa.BigInteger),
    sa.Column("height", sa.BigInteger),
    sa.Column("width", sa.BigInteger),
    sa.Column("requires_shipping", sa.Boolean, nullable=False, server_default="true"),
    sa.Column("unit_of_measure", sa.Text, nullable=False, server_default="each"),
    sa.Column("quantity_scale", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("metadata", JSONB, nullable=False, server_default="{}"),
    sa.Column("version", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False, server_default=""),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("delete_time", sa.DateTime(timezone=True)),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.CheckConstraint("quantity_scale BETWEEN 0 AND 6", name="quantity_scale_range"),
    sa.Index("items_by_time", "tenant_id", "create_time", "id"),
    # Skus of deleted ones too, which nobody holds any more.
    sa.Index("items_by_sku", "tenant_id", "sku", postgresql_where=sa.text("sku <> ''")),
)

item_skus: Final = sa.Table(
    "item_skus",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("sku", ID, nullable=False),
    sa.Column("item_id", ID, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "sku"),
)

# Locations are a stranger to items; of theirs only what totals need is named here.
_locations: Final = sa.table(
    "locations",
    sa.column("tenant_id", ID),
    sa.column("id", ID),
    sa.column("active", sa.Boolean),
    sa.column("delete_time", sa.DateTime(timezone=True)),
)

ITEM: Final[Kind[Item]] = Kind("item")
ITEM_FACT: Final[Kind[ItemFact]] = Kind("item_fact")
SKU_HOLDER: Final[Kind[str]] = Kind("sku_holder")

ITEMS: Final = Masters(ITEM, items, ITEM_FIELDS, Item, order=10)

_FACTS: Final = (
    "SELECT r.* FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL (SELECT t.id, t.sku, t.delete_time IS NOT NULL "
    "FROM items AS t WHERE t.tenant_id = $1 AND t.id = k.id OFFSET 0) AS r"
)
_HOLDERS: Final = BulkSelect(item_skus, key=("sku",), columns=("sku", "item_id"))
_FREE_SKUS: Final = (
    "DELETE FROM item_skus AS t USING unnest($2::text[], $3::text[]) AS k(sku, item_id) "
    "WHERE t.tenant_id = $1 AND t.sku = k.sku AND t.item_id = k.item_id"
)
_TAKE_SKUS: Final = BulkInsert(item_skus, constant=("tenant_id",), columns=("sku", "item_id"))


def _free_skus(tenant_id: str, pairs: Sequence[tuple[str, str]]) -> Sequence[Statement]:
    """Take skus from the items that give them up; a sku that has moved on since belongs to another item."""
    skus, item_ids = zip(*sorted(pairs), strict=True)
    return [(_FREE_SKUS, (tenant_id, list(skus), list(item_ids)))]


def _take_skus(tenant_id: str, holders: Sequence[tuple[str, str | None]]) -> Sequence[Statement]:
    """Give skus to the items that have them at the end of the transaction; two takers meet in the unique key."""
    taken = sorted((sku, item_id) for sku, item_id in holders if item_id is not None)
    return [_TAKE_SKUS((tenant_id,), taken)] if taken else []


FREED_SKUS: Final = Writer(12, _free_skus)
TAKEN_SKUS: Final = Writer(13, _take_skus)


def written(before: Item | None, item: Item, event: str) -> Decision[Item]:
    """The rows of a new or changed item, its sku's among them, and what later decisions must know of it."""
    had = before.sku if before is not None and not before.is_deleted else ""
    has = "" if item.is_deleted else item.sku
    skus = _sku_rows(had, has, item.id) if had != has else []
    return Decision(
        item,
        rows=[Row(ITEMS.new if before is None else ITEMS.changed, item.id, item), *skus],
        facts=[
            (ITEM, item.id, item),
            (ITEM_FACT, item.id, ItemFact(item.id, item.sku, item.is_deleted)),
            *((SKU_HOLDER, *row.record) for row in skus if row.writer is TAKEN_SKUS),
        ],
        events=[Event(event, item.id, changes(before, item))],
    )


def _sku_rows(had: str, has: str, item_id: str) -> Sequence[Row]:
    rows = []
    if had:
        rows += [Row(FREED_SKUS, (had, item_id), (had, item_id)), Row(TAKEN_SKUS, had, (had, None))]
    if has:
        rows.append(Row(TAKEN_SKUS, has, (has, item_id)))
    return rows


def sources() -> list[Source[Any]]:
    """How the engine finds items."""
    return [
        ITEMS.source,
        Source(
            ITEM_FACT,
            lambda tenant_id, ids: (_FACTS, (tenant_id, list(ids))),
            lambda row: (row[0], ItemFact(*row)),
        ),
        Source(
            SKU_HOLDER,
            lambda tenant_id, skus: _HOLDERS((tenant_id,), [(sku,) for sku in skus]),
            lambda row: (row[0], row[1]),
        ),
    ]


# --- reads ----------------------------------------------------------------------------------------


def select_by_ids(tenant_id: str, ids: Sequence[str]) -> sa.Select[Any]:
    """Items by id, deleted ones too."""
    return named(sa.select(*ITEMS.columns).where(items.c.tenant_id == tenant_id), items.c.id, ids)


def select_by_sku(tenant_id: str, sku: str) -> sa.Select[Any]:
    """The live item that has the sku."""
    held = item_skus.select().where(item_skus.c.tenant_id == tenant_id, item_skus.c.sku == sku).subquery()
    return sa.select(*ITEMS.columns).where(items.c.tenant_id == tenant_id, items.c.id == held.c.item_id)


_PLACED: Final = levels.join(
    _locations, (_locations.c.tenant_id == levels.c.tenant_id) & (_locations.c.id == levels.c.location_id)
)
"""Levels and where they are."""


def _promised_and_offered(clock: DatabaseClock) -> tuple[sa.ColumnElement[int], sa.ColumnElement[int]]:
    """What a level has promised, and what it can still promise; units of lapsed claims are free again."""
    reserved = levels.c.reserved - lapsed_units(clock.read)
    spare = levels.c.stocked - reserved - levels.c.safety_stock
    return reserved, sa.case((_locations.c.active, sa.func.greatest(0, spare)), else_=0)


def select_totals(
    tenant_id: str, ids: Sequence[str], clock: DatabaseClock, *, seen: Collection[str] | None = None
) -> sa.Select[Any]:
    """(item id, stocked, reserved, available, incoming) over the levels of some items, without lapsed claims.

    Only of levels at the locations that are `seen`.
    """
    reserved, offered = _promised_and_offered(clock)
    sums = [
        sa.cast(sa.func.sum(one), sa.BigInteger) for one in (levels.c.stocked, reserved, offered, levels.c.incoming)
    ]
    return (
        sa.select(levels.c.item_id, *sums)
        .select_from(_PLACED)
        .where(levels.c.tenant_id == tenant_id, levels.c.item_id.in_(ids), levels.c.delete_time.is_(None))
        .where(_is_seen(seen))
        .group_by(levels.c.item_id)
    )


def totals_from(row: Sequence[Any]) -> tuple[str, Totals]:
    """An item's id and totals out of a row of `select_totals`."""
    return row[0], Totals(*row[1:])


def _is_seen(seen: Collection[str] | None) -> sa.ColumnElement[bool]:
    return sa.true() if seen is None else among(levels.c.location_id, sorted(seen))


def _offering(
    tenant_id: str, wanted: ItemFilter, clock: DatabaseClock, seen: Collection[str] | None
) -> sa.ColumnElement[bool]:
    """Whether an item has as much available as is wanted: looked up once, whatever is asked of it."""
    available = sa.cast(sa.func.coalesce(sa.func.sum(_promised_and_offered(clock)[1]), 0), sa.BigInteger)
    least = [] if wanted.min_available is None else [available >= wanted.min_available]
    most = [] if wanted.max_available is None else [available <= wanted.max_available]
    return (
        sa.select(sa.literal(1))
        .select_from(_PLACED)
        .where(levels.c.tenant_id == tenant_id, levels.c.item_id == items.c.id, levels.c.delete_time.is_(None))
        .where(_is_seen(seen))
        .having(sa.and_(*least, *most))
        .correlate(items)
        .exists()
    )


def _low(tenant_id: str, seen: Collection[str] | None) -> sa.ColumnElement[bool]:
    """Whether an item is stocked somewhere and low there."""
    low = (
        sa.select(levels.c.item_id, levels.c.location_id)
        .where(
            levels.c.tenant_id == tenant_id,
            levels.c.item_id == items.c.id,
            levels.c.is_low,
            levels.c.delete_time.is_(None),
            _is_seen(seen),
        )
        .correlate(items)
        .offset(0)
        .subquery()
    )
    there = (
        _locations.c.tenant_id == tenant_id,
        _locations.c.id == low.c.location_id,
        _locations.c.delete_time.is_(None),
    )
    return sa.and_(items.c.delete_time.is_(None), sa.exists().where(*there))


def _stocked_at(tenant_id: str, location_id: str, seen: Collection[str] | None) -> sa.ColumnElement[bool]:
    """Whether an item has a level there."""
    here = levels.c.tenant_id == tenant_id, levels.c.item_id == items.c.id, levels.c.location_id == location_id
    return exists(levels, *here, levels.c.delete_time.is_(None), _is_seen(seen), of=items)


def select_page(
    tenant_id: str,
    wanted: ItemFilter,
    sort: ItemSort,
    page: PageRequest,
    clock: DatabaseClock,
    within: Reach,
    *,
    seen: Collection[str] | None = None,
) -> sa.Select[Any]:
    """One page of items and one row more, by which the next page is known to exist.

    What is asked of their stock is asked of the locations that are `seen`.
    """
    query = sa.select(*ITEMS.columns).where(items.c.tenant_id == tenant_id)
    if within.keys is not None:
        query = named(query, items.c.id, within.keys)
    if not wanted.show_deleted:
        query = query.where(items.c.delete_time.is_(None))
    if wanted.skus:
        query = query.where(among(items.c.sku, wanted.skus))
    if wanted.sku_prefix:
        query = query.where(items.c.sku.startswith(wanted.sku_prefix, autoescape=True))
    if wanted.q:
        searched = ("sku", "title", "description", "barcode", "ean", "upc", "hs_code", "mid_code", "material")
        query = query.where(sa.or_(*(items.c[name].icontains(wanted.q, autoescape=True) for name in searched)))
    if wanted.requires_shipping is not None:
        query = query.where(items.c.requires_shipping.is_(wanted.requires_shipping))
    if wanted.location_id:
        query = query.where(_stocked_at(tenant_id, wanted.location_id, seen))
    if wanted.min_available is not None or wanted.max_available is not None:
        query = query.where(_offering(tenant_id, wanted, clock, seen))
    if wanted.low_stock:
        query = query.where(_low(tenant_id, seen))
    return page_of(query, _columns(sort), page, descending=sort is ItemSort.CREATE_TIME_DESC, reach=within)


def few(tenant_id: str, wanted: ItemFilter) -> list[Candidates]:
    """Ids among which all that are wanted are."""
    one, level = items.c, levels.c
    found: list[Candidates] = []
    if wanted.ids:
        found.append(wanted.ids)
    if wanted.skus:
        found.append(candidates(one.id, one.tenant_id == tenant_id, filled(one.sku), among(one.sku, wanted.skus)))
    if wanted.sku_prefix:
        after = one.sku >= wanted.sku_prefix, one.sku < _behind(wanted.sku_prefix)
        found.append(candidates(one.id, one.tenant_id == tenant_id, filled(one.sku), *after))
    if wanted.low_stock:
        found.append(candidates(level.item_id, level.tenant_id == tenant_id, level.is_low))
    if wanted.location_id:
        there = level.location_id == wanted.location_id
        found.append(candidates(level.item_id, level.tenant_id == tenant_id, there))
    return found


def select_end(tenant_id: str, wanted: ItemFilter, sort: ItemSort, page: PageRequest) -> sa.Select[Any] | None:
    """How far a page looks for what it shows; None where it shows whatever there is."""
    if wanted == ItemFilter(show_deleted=True):
        return None
    descending = sort is ItemSort.CREATE_TIME_DESC
    return end_of(items, _columns(sort), page, items.c.tenant_id == tenant_id, descending=descending)


def _columns(sort: ItemSort) -> list[sa.Column[Any]]:
    return [items.c.id] if sort is ItemSort.ID else [items.c.create_time, items.c.id]


def _behind(prefix: str) -> str:
    """The first text, byte by byte, behind all that start with a prefix; surrogates are no characters."""
    kept = prefix.rstrip("\U0010ffff")
    if not kept:
        return prefix + "\U0010ffff" * 1000
    last = ord(kept[-1]) + 1
    return kept[:-1] + chr(0xE000 if last == 0xD800 else last)
