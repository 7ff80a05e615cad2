"""How lines come to claims: a look without locks says where to lock, the plan under the locks decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from holdfast_server.availability.model import LineWanted, Offer, Offering, Share, Site
from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.availability.rules import needs, plan
from holdfast_server.engine.posting import Kind, Posting
from holdfast_server.engine.world import World
from holdfast_server.items.store import ITEM_FACT
from holdfast_server.kernel.principal import Principal
from holdfast_server.ledger.model import StockKey
from holdfast_server.levels.rules import check_item, check_location, stocked_at
from holdfast_server.locations.store import LOCATION_FACT
from holdfast_server.reservations import rules

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
    if all(line.location_id for line in lines):
        return NO_ROUTES
    facts = await availability.offers(who, lines)
    scoped = [line for line in lines if not line.location_id]
    candidates = tuple(needs(scoped, facts.offers, facts.places))
    found = plan(lines, facts.offers, facts.places)
    return Routes(candidates, candidates if found.refusal is not None else tuple(found.keys))


def levels_of(lines: Sequence[LineWanted], routes: Routes) -> list[StockKey]:
    """The levels to lock."""
    fixed = [line.key for line in lines if line.location_id and line.goods.item_id]
    return list(dict.fromkeys((*fixed, *routes.planned)))


def facts_of(lines: Sequence[LineWanted], routes: Routes) -> list[Fact]:
    """The items and locations to look at under the locks."""
    facts: list[Fact] = [(ITEM_FACT, line.goods.item_id) for line in lines if line.goods.item_id]
    facts += [(LOCATION_FACT, line.location_id) for line in lines if line.location_id]
    facts += [(LOCATION_FACT, one) for line in lines for one in line.terms.scope or ()]
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
    for line in lines:
        _check_exists(world, line)
    _check_open(world, lines)
    keys = dict.fromkeys((*(line.key for line in lines if line.location_id), *routes.candidates))
    found = plan(lines, _offers(world, keys, freed), _places(world, keys))
    if found.refusal is None:
        return found.shares
    world.need(posting, routes.candidates, [(LOCATION_FACT, key.location_id) for key in routes.candidates])
    raise found.refusal


def as_asked(world: World, lines: Sequence[LineWanted]) -> Shares:
    """Each line whole where it is asked for, whatever else is promised there."""
    for line in lines:
        _check_exists(world, line)
    _check_open(world, lines)
    return [[Share(line.goods.item_id, line.location_id, line.quantity, on_backorder=True)] for line in lines]


def _check_open(world: World, lines: Sequence[LineWanted]) -> None:
    for line in lines:
        if line.location_id:
            location = world.find(LOCATION_FACT, line.location_id)
            assert location is not None
            rules.promise.check_active(location)


def _check_exists(world: World, line: LineWanted) -> None:
    goods = line.goods
    check_item(goods, world.find(ITEM_FACT, goods.item_id) if goods.item_id else None)
    if line.location_id:
        check_location(line.location_id, world.find(LOCATION_FACT, line.location_id))
        stocked_at(world.level(line.key), line.key)
    for location_id in line.terms.scope or ():
        check_location(location_id, world.find(LOCATION_FACT, location_id))


def _offers(world: World, keys: Mapping[StockKey, Any], freed: Freed) -> dict[StockKey, Offering]:
    offers: dict[StockKey, Offering] = {}
    for key in keys:
        level = world.level(key)
        if level is not None:
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
