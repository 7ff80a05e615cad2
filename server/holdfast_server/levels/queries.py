"""Reads of levels and of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from holdfast_server.engine.reads import Reads
from holdfast_server.events.store import head_of
from holdfast_server.kernel.errors import FieldInvalid, NotStockedAtLocation, ReadTimeTooOld, ResourceNotFound
from holdfast_server.kernel.paging import Page, PageRequest, Position
from holdfast_server.kernel.principal import Principal
from holdfast_server.ledger.model import Level, Movement, StockKey
from holdfast_server.levels import store
from holdfast_server.levels.model import (
    ItemOffers,
    ItemView,
    LevelFilter,
    LevelSort,
    Look,
    MovementFilter,
    PlaceView,
    StockView,
)
from holdfast_server.runtime import partitions
from holdfast_server.runtime.clock import DatabaseClock
from holdfast_server.runtime.database import Database
from holdfast_server.runtime.keyset import FEW, reach


class StockQueries:
    """Stock by key, shared with everybody who asks at the same time; lists, each of one snapshot."""

    def __init__(self, reads: Reads, database: Database, clock: DatabaseClock) -> None:
        self._reads = reads
        self._database = database
        self._clock = clock
        self._stock_of_pairs = store.stock_of_pairs(clock)
        self._stock_of_items = store.stock_of_items(clock)
        self._offers_of_items = store.offers_of_items(clock)
        self._now = store.now(clock)

    async def items_of_skus(self, who: Principal, skus: Sequence[str]) -> Mapping[str, str]:
        """The live items that have the skus; a sku that nobody has is absent. It routes, and decides nothing."""
        return await self._reads.ask(store.ITEMS_OF_SKUS, who.tenant_id, skus) if skus else {}

    async def of_pairs(self, who: Principal, keys: Sequence[StockKey]) -> Mapping[StockKey, StockView]:
        """What there is of items at locations, all of one instant."""
        found = await self._reads.ask(self._stock_of_pairs, who.tenant_id, keys)
        return _pairs_seen(who, found) if who.is_limited else found

    async def of_items(self, who: Principal, item_ids: Sequence[str]) -> Mapping[str, ItemView]:
        """What there is of items anywhere, all of one instant."""
        found = await self._reads.ask(self._stock_of_items, who.tenant_id, item_ids)
        return _items_seen(who, found) if who.is_limited else found

    async def offers_of_items(self, who: Principal, item_ids: Sequence[str]) -> Mapping[str, ItemOffers]:
        """What can be promised of items anywhere, all of one instant."""
        found = await self._reads.ask(self._offers_of_items, who.tenant_id, item_ids)
        return _offers_seen(who, found) if who.is_limited else found

    async def now(self, who: Principal) -> datetime:
        """What the database says the time is."""
        return (await self._reads.ask(self._now, who.tenant_id, [""]))[""]

    async def places(self, who: Principal, location_ids: Sequence[str]) -> Mapping[str, PlaceView]:
        """What there is to know of locations; every one is answered, known or not."""
        found = await self._reads.ask(store.PLACES, who.tenant_id, location_ids) if location_ids else {}
        if not who.is_limited:
            return found
        return {one: place if who.sees_location(one) else HIDDEN for one, place in found.items()}

    async def look(
        self,
        who: Principal,
        item_ids: Sequence[str],
        keys: Sequence[StockKey],
        *,
        deadline: float,
        read_time: datetime | None = None,
        exclude_reservation_id: str = "",
    ) -> Look:
        """Stock of pairs and of items anywhere in one snapshot, now or as of `read_time`, shared with nobody.

        `freed` is what the excluded reservation still keeps now, also where the past is read: its claims of then
        are not looked for. Of the past: balances are by effective time and by the books of now, so that a correction
        made since shows; held is 0; settings, and whether a location is active, are those of now. A level was there
        from its create_time to its delete_time. One that was deleted and made again has a new create_time: before
        it, the level counts as not stocked, although the ledger remembers its earlier life. An item or location that
        is deleted now was there until then.

        Raises ResourceNotFound for the reservation, FieldInvalid for a time that has not come, ReadTimeTooOld.
        """

        async def work(connection: Any) -> Look:
            now = (await connection.execute(store.select_now(self._clock))).scalar_one()
            if read_time is not None:
                await _check_read_time(connection, read_time, now)
            pairs: Mapping[StockKey, StockView] = {}
            if keys:
                rows = await connection.execute(store.select_stock(who.tenant_id, keys, now, read_time))
                pairs = store.views_of_pairs(rows.all())
            items: Mapping[str, ItemView] = {}
            if item_ids:
                rows = await connection.execute(store.select_stock_of_items(who.tenant_id, item_ids, now, read_time))
                items = store.views_of_items(rows.all())
            freed = await _freed(connection, who, exclude_reservation_id, now)
            if who.is_limited:
                pairs, items = _pairs_seen(who, pairs), _items_seen(who, items)
            return Look(pairs, items, freed, read_time or now)

        return await self._database.read(deadline, work)

    async def as_of(
        self, who: Principal, keys: Sequence[StockKey], read_time: datetime | None, deadline: float
    ) -> Mapping[StockKey, StockView]:
        """What there is of items at locations, or was at `read_time`; of the past see `look`."""
        if read_time is None:
            return await self.of_pairs(who, keys)
        return (await self.look(who, (), keys, deadline=deadline, read_time=read_time)).pairs

    async def level(self, who: Principal, key: StockKey, read_time: datetime | None, deadline: float) -> Level:
        """One level, now or as of `read_time`.

        Raises ResourceNotFound for its item or location, then NotStockedAtLocation; of the past see `look`.
        """
        view = (await self.as_of(who, [key], read_time, deadline))[key]
        check_known(view)
        if view.level is None:
            raise NotStockedAtLocation(*key)
        return view.level

    async def levels(
        self, who: Principal, wanted: LevelFilter, sort: LevelSort, page: PageRequest, deadline: float
    ) -> Page[Level]:
        """One page of levels."""
        few = store.few_levels(who.tenant_id, wanted)
        end = store.select_end_of_levels(who.tenant_id, wanted, sort, page)

        async def work(connection: Any) -> Page[Level]:
            within = await reach(connection, few, end, at_most=store.LEVELS_AT_ONCE)
            query = store.select_levels(who.tenant_id, wanted, sort, page, self._clock, within, seen=who.location_ids)
            found = [store.level_of(row) for row in (await connection.execute(query)).all()]
            head = await head_of(connection, who.tenant_id) if page.is_first else None
            return Page.out_of(found, page, lambda last: _level_position(last, sort), head, within.end)

        return await self._database.read(deadline, work)

    async def movements(
        self, who: Principal, wanted: MovementFilter, page: PageRequest, deadline: float, *, descending: bool
    ) -> Page[Movement]:
        """One page of the ledger."""

        async def work(connection: Any) -> Page[Movement]:
            trail = _seen(who, await _trail(connection, who.tenant_id, wanted))
            looks = store.select_end_of_movements(
                who.tenant_id, wanted, trail, page, descending=descending, sees_all=who.location_ids is None
            )
            end = None if looks is None else (await connection.execute(looks)).scalar()
            query = store.select_movements(
                who.tenant_id, wanted, trail, page, end, descending=descending, seen=who.location_ids
            )
            found = [store.movement_of(row) for row in (await connection.execute(query)).all()]
            last = None if end is None else store.behind(end, descending=descending)
            return Page.out_of(found, page, _movement_position, end=last)

        return await self._database.read(deadline, work)


async def _trail(connection: Any, tenant_id: str, wanted: MovementFilter) -> store.Trail:
    """Where the movements that are wanted are: at the few times, or on the few levels, that the filter leads to."""
    if wanted.posting_id:
        return store.trail_of_posting(wanted.posting_id)
    if wanted.request_id:
        rows = await connection.execute(store.select_times_of_request(tenant_id, wanted.request_id))
        return store.Trail(times=[row[0] for row in rows])
    if wanted.item_id and wanted.location_id and not wanted.reservation_id:
        return store.Trail([StockKey(wanted.item_id, wanted.location_id)])
    if wanted.reservation_id:
        rows = (await connection.execute(store.select_keys_of_reservation(tenant_id, wanted.reservation_id))).all()
        keys = sorted({StockKey(*row[:2]) for row in rows})
        return store.Trail(keys, None, *rows[0][2:]) if rows else store.Trail([])
    if wanted.item_id:
        rows = (await connection.execute(store.select_keys_of_item(tenant_id, wanted.item_id))).all()
        return store.Trail([StockKey(*row) for row in rows] if len(rows) <= FEW else None)
    return store.Trail()


def _seen(who: Principal, trail: store.Trail) -> store.Trail:
    """The trail of a caller, who does not look where nothing is shown to it."""
    if trail.levels is None:
        return trail
    return replace(trail, levels=[key for key in trail.levels if who.sees_location(key.location_id)])


async def _check_read_time(connection: Any, read_time: datetime, now: datetime) -> None:
    if read_time > now:
        raise FieldInvalid("read_time", "lies in the future")
    oldest = await partitions.kept_since(connection, "movements", "recorded_time")
    if oldest is not None and read_time < oldest:
        raise ReadTimeTooOld(oldest.isoformat().replace("+00:00", "Z"))


async def _freed(connection: Any, who: Principal, reservation_id: str, now: datetime) -> Mapping[StockKey, int]:
    if not reservation_id:
        return {}
    query = store.select_reservation(who.tenant_id, reservation_id, seen=who.location_ids)
    if (await connection.execute(query)).first() is None:
        raise ResourceNotFound("Reservation", reservation_id)
    rows: Iterable[Any] = (await connection.execute(store.select_claimed(who.tenant_id, reservation_id, now))).all()
    return {StockKey(item_id, location_id): units for item_id, location_id, units in rows}


def _level_position(last: Level, sort: LevelSort) -> Position:
    return tuple(last.key) if sort is LevelSort.ITEM else tuple(reversed(last.key))


def _movement_position(last: Movement) -> Position:
    return (last.recorded_time.isoformat(), last.item_id, last.location_id, last.version, last.entry)


def check_known(view: StockView) -> None:
    """Refuse a pair whose item or location does not live."""
    if not view.item_known:
        raise ResourceNotFound("InventoryItem", view.key.item_id)
    if not view.location_known:
        raise ResourceNotFound("StockLocation", view.key.location_id)


# --- what a limited caller sees ---------------------------------------------------------------------

HIDDEN: Final = PlaceView(known=False, active=False, priority=0)
"""A location that is not there for a caller."""


def _pairs_seen(who: Principal, found: Mapping[StockKey, StockView]) -> Mapping[StockKey, StockView]:
    return {
        key: view
        if who.sees_location(key.location_id)
        else replace(view, location_known=False, location_active=False, level=None)
        for key, view in found.items()
    }


def _items_seen(who: Principal, found: Mapping[str, ItemView]) -> Mapping[str, ItemView]:
    return {
        item_id: replace(view, stock=[one for one in view.stock if who.sees_location(one.key.location_id)])
        for item_id, view in found.items()
    }


def _offers_seen(who: Principal, found: Mapping[str, ItemOffers]) -> Mapping[str, ItemOffers]:
    seen = {}
    for item_id, offers in found.items():
        rows = [
            row
            for row in zip(offers.location_ids, offers.available, offers.backorder_rooms, strict=True)
            if who.sees_location(row[0])
        ]
        seen[item_id] = ItemOffers(
            offers.read_time,
            offers.item_known,
            [row[0] for row in rows],
            [row[1] for row in rows],
            [row[2] for row in rows],
            {one: place for one, place in offers.places.items() if who.sees_location(one)},
        )
    return seen
