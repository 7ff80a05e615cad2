"""Units that leave from elsewhere and units that come back: what must be locked, looked at and checked for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from holdfast_server.engine.posting import Posting
from holdfast_server.engine.world import World
from holdfast_server.items.store import ITEM_FACT
from holdfast_server.kernel.ids import mint
from holdfast_server.ledger.model import Allocation, Move, StockKey
from holdfast_server.ledger.rules import covered
from holdfast_server.levels.model import Goods
from holdfast_server.levels.rules import check_item, check_location, stocked_at
from holdfast_server.locations.store import LOCATION_FACT
from holdfast_server.reservations import rules
from holdfast_server.reservations.commands import promising
from holdfast_server.reservations.model import Disposition, Fulfillment, ReturnLine
from holdfast_server.reservations.store import FULFILLMENT, FULFILLMENTS_OF


class Moved:
    """Units that leave from elsewhere, promised there first: what changes, and what leaves then."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.leaving: list[rules.leaving.Departure] = []
        self.changes: list[Allocation] = []
        self.adds: list[Allocation] = []
        self.moves: list[Move] = []

    def covered(self, claim: Allocation) -> int:
        """What stock reaches of a claim; one that is new here stands last."""
        if not any(one.id == claim.id for one in self.adds):
            return self._world.covered(claim)
        level = self._world.levels[claim.key]
        return covered(stocked=level.stocked, earlier_open=level.reserved, open_quantity=claim.open)

    def at(self, claims: Sequence[Allocation]) -> list[rules.leaving.Departure]:
        """What leaves, of the claims as they are by now."""
        by_id = {claim.id: claim for claim in claims}
        return [replace(one, claim=by_id[one.claim.id]) for one in self.leaving]


def moved_first(
    world: World, posting: Posting[Any], departing: Sequence[rules.leaving.Departure], *, out_of_turn: bool
) -> Moved:
    """A move for each unit that leaves from another place than its own, which must be able to promise it.

    Out of turn it need not: what is there is taken, whoever waits for it.
    """
    moved = Moved(world)
    moved.leaving = [one for one in departing if not one.location_id]
    apart = [one for one in departing if one.location_id]
    if not apart:
        return moved
    keys = [StockKey(one.claim.item_id, one.location_id) for one in apart]
    world.need(posting, keys, [(ITEM_FACT, key.item_id) for key in keys])
    units: dict[str, int] = {}
    for one in apart:
        units[one.claim.id] = units.get(one.claim.id, 0) + one.quantity
    was = list({one.claim.id: one.claim for one in apart}.values())
    moved.changes, back = rules.claims.release(was, units)
    wants = [rules.leaving.wanted_elsewhere(one) for one in apart]
    if out_of_turn:
        shares = promising.as_asked(world, wants)
    else:
        shares = promising.planned(world, posting, wants, promising.NO_ROUTES)
    lines = [rules.promise.like(one.claim, line_quantity=one.claim.line_quantity) for one in apart]
    known = world.allocations(apart[0].claim.reservation_id)
    moved.adds = rules.promise.claims_of(lines, wants, shares, world.levels, mint, expire_time=None, known=known)
    moved.moves = [*back, *rules.promise.promise(moved.adds)]
    moved.leaving += [rules.leaving.Departure(claim, claim.quantity) for claim in moved.adds]
    return moved


def fulfillment_facts(world: World, after: Fulfillment) -> list[tuple[Any, str, Any]]:
    """What later decisions of the transaction must know of a fulfillment."""
    facts: list[tuple[Any, str, Any]] = [(FULFILLMENT, after.id, after)]
    mark = (FULFILLMENTS_OF, after.reservation_id)
    if mark in world.asked:
        known = {one.id: one for one in world.find(*mark) or ()}
        facts.append((*mark, tuple({**known, after.id: after}.values())))
    return facts


def arriving(claims: Sequence[Allocation], lines: Sequence[ReturnLine]) -> list[StockKey]:
    """The levels that returned units go to; thrown away ones go nowhere."""
    keys = []
    for line in lines:
        if line.disposition is Disposition.DISCARD:
            continue
        if line.item_id:
            items = [line.item_id]
        elif line.allocation_id:
            items = [rules.claims.of_allocation(claims, line.allocation_id).item_id]
        else:
            items = [claim.item_id for claim in rules.claims.of_line(claims, line.line_id) if not claim.is_free]
        keys += [StockKey(item_id, line.location_id) for item_id in items]
    return list(dict.fromkeys(keys))


def check_places(world: World, lines: Sequence[ReturnLine], keys: Sequence[StockKey]) -> None:
    """Refuse returns to items and locations that are gone, or where their item is not stocked."""
    for line in lines:
        if line.item_id:
            check_item(Goods(line.item_id), world.find(ITEM_FACT, line.item_id))
        check_location(line.location_id, world.find(LOCATION_FACT, line.location_id))
    check_stocked(world, keys)


def check_stocked(world: World, keys: Sequence[StockKey]) -> None:
    """Refuse to bring units where their item is not stocked any more."""
    for key in keys:
        check_item(Goods(key.item_id), world.find(ITEM_FACT, key.item_id))
        stocked_at(world.level(key), key)
