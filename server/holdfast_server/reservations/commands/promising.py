"""How lines come to claims: a look without locks says where to lock, the plan under the locks decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from holdfast_server.availability import rules as rules_of_stock
from holdfast_server.availability.model import LineWanted, Offer, Offering, Share, Site
from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.availability.rules import needs, plan
from holdfast_server.channels.rules import serving
from holdfast_server.channels.store import CHANNEL_FACT
from holdfast_server.engine.posting import Kind, Posting
from holdfast_server.engine.world import World
from holdfast_server.items.store import ITEM_FACT
from holdfast_server.kernel.errors import ConcurrentUpdate, ResourceNotFound
from holdfast_server.kernel.principal import Principal
from holdfast_server.ledger.model import PLAIN, StockKey
from holdfast_server.levels.rules import check_item, check_location, stocked_at
from holdfast_server.locations.model import LocationFact
from holdfast_server.locations.store import LOCATION_FACT
from holdfast_server.reservations import rules
from holdfast_server.variants.store import VARIANT_FACT

Fact = tuple[Kind[Any], str]
Freed = Mapping[StockKey, int]
Shares = Sequence[Sequence[Share]]

NOTHING_FREED: Final[Freed] = {}


@dataclass(frozen=True, slots=True)
class Routes:
    """Where lines in a scope could be served from, and where they would be, as a look without locks has it."""

    candidates: tuple[StockKey, ...] = ()
    planned: tuple[StockKey, ...] = ()


NO_ROUTES: Final = Routes()


async def route(availability: AvailabilityQueries, who: Principal, lines: Sequence[LineWanted]) -> Routes:
    """Routes for lines in a scope; lines that name their location need none.

    Where the look finds no plan, all candidates are locked at once: the locks may show another picture.
    """
    for line in lines:
        if not line.location_id and line.parts:
            break
    else:
        return NO_ROUTES
    facts = await availability.offers(who, lines)
    scoped = [line for line in lines if not line.location_id]
    candidates = tuple(needs(scoped, facts.offers, facts.places))
    found = plan(lines, facts.offers, facts.places)
    return Routes(candidates, candidates if found.refusal is not None else tuple(found.keys))


def levels_of(lines: Sequence[LineWanted], routes: Routes) -> list[StockKey]:
    """The levels to lock."""
    return list(dict.fromkeys((*_fixed(lines), *routes.planned)))


def _fixed(lines: Sequence[LineWanted]) -> list[StockKey]:
    keys = []
    for line in lines:
        if not line.location_id:
            continue
        if line.sold is None:
            if line.goods.item_id:
                keys.append(line.key)
        else:
            keys += [StockKey(item_id, line.location_id) for item_id in line.parts if item_id]
    return keys


def facts_of(lines: Sequence[LineWanted], routes: Routes) -> list[Fact]:
    """The items, variants, channels and locations to look at under the locks."""
    facts: list[Fact] = []
    for line in lines:
        if line.sold is None:
            if line.goods.item_id:
                facts.append((ITEM_FACT, line.goods.item_id))
        else:
            facts += [(ITEM_FACT, item_id) for item_id in line.parts if item_id]
            facts.append((VARIANT_FACT, line.sold.variant_id))
        if line.location_id:
            facts.append((LOCATION_FACT, line.location_id))
        if line.terms is not PLAIN:
            facts += [(LOCATION_FACT, one) for one in line.terms.scope or ()]
            if line.terms.channel:
                facts.append((CHANNEL_FACT, line.terms.channel))
    facts += [(LOCATION_FACT, key.location_id) for key in routes.planned]
    return list(dict.fromkeys(facts))


def planned(
    world: World,
    posting: Posting[Any],
    lines: Sequence[LineWanted],
    routes: Routes,
    freed: Freed = NOTHING_FREED,
) -> Shares:
    """The shares of each line, decided on what is locked; what the command itself frees counts.

    Refuses what does not exist, then what is closed, then what is not there. Where a line in a scope is not served
    by the levels that are locked, all of its candidates are, before it is refused.
    """
    if routes is NO_ROUTES and not freed and all(line.is_plain for line in lines):
        return _planned_plain(world, lines)
    lines = [_as_now(world, line) for line in lines]
    for line in lines:
        _check_exists(world, line)
    _check_open(world, lines)
    keys = dict.fromkeys((*_fixed(lines), *routes.candidates))
    found = plan(lines, _offers(world, keys, freed), _places(world, keys))
    if found.refusal is None:
        return found.shares
    world.need(posting, routes.candidates, [(LOCATION_FACT, key.location_id) for key in routes.candidates])
    raise found.refusal


def _planned_plain(world: World, lines: Sequence[LineWanted]) -> Shares:
    """The same for lines of one item at one location without backorder, as most are: each thing is looked up once."""
    offers: dict[StockKey, Offering] = {}
    places: dict[str, LocationFact] = {}
    for line in lines:
        key = item_id, location_id = line.key
        check_item(line.goods, world.find(ITEM_FACT, item_id) if item_id else None)
        location = world.find(LOCATION_FACT, location_id)
        check_location(location_id, location)
        assert location is not None
        offers[key] = stocked_at(world.level(key), key)
        places[location_id] = location
    for location in places.values():
        rules.promise.check_active(location)
    found = rules_of_stock.plan_plain(lines, offers, places)
    if found.refusal is not None:
        raise found.refusal
    return found.shares


def as_asked(world: World, lines: Sequence[LineWanted]) -> Shares:
    """Each line whole where it is asked for, whatever else is promised there."""
    for line in lines:
        _check_exists(world, line)
    _check_open(world, lines)
    return [[Share(*line.key, line.quantity, on_backorder=True)] for line in lines]


def _as_now(world: World, line: LineWanted) -> LineWanted:
    """The line with what its variant takes and its channel leaves by now, as it is read under the locks.

    What a variant takes says which levels to lock: where that has changed since the look, the caller asks again.
    """
    sold = line.sold
    if sold is not None:
        fact = world.find(VARIANT_FACT, sold.variant_id)
        if fact is None:
            raise ResourceNotFound("ProductVariant", sold.variant_id)
        now = (
            replace(sold, allows_backorder=fact.allows_backorder)
            if sold.as_made
            else rules_of_stock.sold(fact.id, fact)
        )
        if now.parts != sold.parts or now.is_managed != sold.is_managed:
            raise ConcurrentUpdate
        line = line._replace(sold=now)
    if line.terms.channel:
        serves = serving(world.find(CHANNEL_FACT, line.terms.channel), line.terms.channel)
        line = line._replace(among=rules_of_stock.within(line.terms, serves))
    return line


def _check_open(world: World, lines: Sequence[LineWanted]) -> None:
    for line in lines:
        if line.location_id and not line.is_free:
            location = world.find(LOCATION_FACT, line.location_id)
            assert location is not None
            rules.promise.check_active(location)


def _check_exists(world: World, line: LineWanted) -> None:
    goods = line.goods
    if line.sold is None:
        check_item(goods, world.find(ITEM_FACT, goods.item_id) if goods.item_id else None)
    if line.location_id and not _is_nowhere(line):
        check_location(line.location_id, world.find(LOCATION_FACT, line.location_id))
        if line.sold is None:
            stocked_at(world.level(line.key), line.key)
    for location_id in line.terms.scope or ():
        check_location(location_id, world.find(LOCATION_FACT, location_id))


def _is_nowhere(line: LineWanted) -> bool:
    """Whether it asks for more of goods without stock that a line has: its claims are at no location."""
    return line.is_free and line.sold is not None and line.sold.as_made


def _offers(world: World, keys: Mapping[StockKey, Any], freed: Freed) -> dict[StockKey, Offering]:
    offers: dict[StockKey, Offering] = {}
    for key in keys:
        level = world.level(key)
        item = world.find(ITEM_FACT, key.item_id)
        if level is not None and item is not None and not item.is_deleted:
            free = freed.get(key)
            offers[key] = Offer(level.available + free, level.backorder_room) if free else level
    return offers


def _places(world: World, keys: Mapping[StockKey, Any]) -> dict[str, Site]:
    places: dict[str, Site] = {}
    for _, location_id in keys:
        fact = world.find(LOCATION_FACT, location_id)
        if fact is not None and not fact.is_deleted:
            places[location_id] = fact
    return places
