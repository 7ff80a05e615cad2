"""Writing levels: each command builds a posting and submits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from holdfast_server.engine.batcher import Engine
from holdfast_server.engine.posting import Decision, Event, Kind, Lock, Posting
from holdfast_server.engine.world import World
from holdfast_server.items.store import ITEM, ITEM_FACT
from holdfast_server.kernel.ids import mint
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Submission
from holdfast_server.ledger.model import Cause, Level, Move, Reason, StockKey
from holdfast_server.levels import rules
from holdfast_server.levels.model import (
    AdjustLine,
    Goods,
    LineResult,
    MoveLine,
    NewLevel,
    SetLine,
    Settings,
    Touched,
)
from holdfast_server.locations.store import LOCATION, LOCATION_FACT

L = TypeVar("L", AdjustLine, SetLine, MoveLine)
Working = dict[StockKey, Level]
Deciding = Callable[[Sequence[L], Working, Reason], tuple[Sequence[Move], Sequence[LineResult]]]


class LevelCommands:
    """One method per writing RPC; each gives the bytes of its answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def create(self, who: Principal, wanted: NewLevel, submission: Submission[Level]) -> bytes:
        """Start stocking an item at a location."""
        key = wanted.key

        def decide(world: World) -> Decision[Level]:
            _check_pair(world, Goods(key.item_id), key.location_id)
            level = rules.create(wanted, world.level(key), world.buried_level(key), level_id=mint("ilev"), at=world.at)
            return Decision(
                level,
                begins=[level],
                moves=rules.opening_moves(wanted),
                events=[_event("level.created", level)],
            )

        return await self._engine.submit(
            Posting(who, submission, decide, levels=[key], masters=_shared(key), facts=_facts([key]))
        )

    async def update(
        self, who: Principal, key: StockKey, settings: Settings, etag: str, submission: Submission[Level]
    ) -> bytes:
        """Change the settings of a level."""

        def decide(world: World) -> Decision[Level]:
            _check_pair(world, Goods(key.item_id), key.location_id)
            before = rules.stocked_at(world.level(key), key)
            level = rules.update(before, settings, etag=etag, at=world.at)
            if level is before:
                return Decision(level)
            return Decision(level, settled=[level], events=[_event("level.updated", level)])

        return await self._engine.submit(Posting(who, submission, decide, levels=[key], facts=_facts([key])))

    async def delete(self, who: Principal, key: StockKey, etag: str, submission: Submission[None]) -> bytes:
        """Stop stocking an item at a location."""

        def decide(world: World) -> Decision[None]:
            _check_pair(world, Goods(key.item_id), key.location_id)
            before = rules.stocked_at(world.level(key), key)
            level = rules.delete(before, etag=etag, at=world.at)
            return Decision(None, settled=[level], events=[_event("level.deleted", level)])

        return await self._engine.submit(Posting(who, submission, decide, levels=[key], facts=_facts([key])))

    async def adjust(
        self,
        who: Principal,
        lines: Sequence[AdjustLine],
        reason: Reason,
        cause: Cause,
        submission: Submission[Touched],
        *,
        create_missing: bool,
    ) -> bytes:
        """Add to or take from buckets."""

        def moves(given: Sequence[AdjustLine], levels: Working, why: Reason) -> tuple[Sequence[Move], tuple[()]]:
            return rules.adjust(given, levels, why), ()

        return await self._submit(who, lines, reason, cause, submission, moves, create_missing=create_missing)

    async def set_(
        self,
        who: Principal,
        lines: Sequence[SetLine],
        reason: Reason,
        cause: Cause,
        submission: Submission[Touched],
        *,
        create_missing: bool,
    ) -> bytes:
        """Set buckets to what was counted."""
        rules.check_buckets_once(lines)
        return await self._submit(who, lines, reason, cause, submission, rules.set_, create_missing=create_missing)

    async def move(
        self,
        who: Principal,
        lines: Sequence[MoveLine],
        reason: Reason,
        cause: Cause,
        submission: Submission[Touched],
        *,
        create_missing: bool,
    ) -> bytes:
        """Move units between buckets and locations."""

        def moves(given: Sequence[MoveLine], levels: Working, why: Reason) -> tuple[Sequence[Move], tuple[()]]:
            return rules.move(given, levels, why), ()

        return await self._submit(who, lines, reason, cause, submission, moves, create_missing=create_missing)

    async def _submit(
        self,
        who: Principal,
        lines: Sequence[L],
        reason: Reason,
        cause: Cause,
        submission: Submission[Touched],
        moves_of: Deciding[L],
        *,
        create_missing: bool,
    ) -> bytes:
        """The one way of all stock commands: find the levels, decide the moves, say what the levels are then."""
        rules.check_reasons(lines, reason)
        keys = list(dict.fromkeys(key for line in lines for key in rules.keys_of(line)))

        def decide(world: World) -> Decision[Touched]:
            levels, made = _working(world, lines, keys, create_missing=create_missing)
            moves, results = moves_of(lines, levels, reason)
            return Decision(
                Touched([levels[key] for key in keys], results),
                begins=made,
                moves=moves,
                cause=cause,
                may_leave_short=rules.may_leave_short(reason),
                events=[_event("level.created", level) for level in made],
            )

        masters = [one for key in keys for one in _shared(key)] if create_missing else []
        known = [key for key in keys if key.item_id]
        return await self._engine.submit(
            Posting(who, submission, decide, levels=known, masters=masters, facts=_facts(known))
        )


def _working(
    world: World, lines: Sequence[L], keys: Sequence[StockKey], *, create_missing: bool
) -> tuple[Working, list[Level]]:
    """The levels that the lines are about, and those of them that had to be made."""
    for line in lines:
        for key in rules.keys_of(line):
            _check_pair(world, line.goods, key.location_id)
    levels: Working = {}
    made: list[Level] = []
    for key in keys:
        level = world.level(key)
        if level is None and create_missing:
            level = rules.empty(key, world.buried_level(key), level_id=mint("ilev"), at=world.at)
            made.append(level)
        levels[key] = rules.stocked_at(level, key)
    return levels, made


def _check_pair(world: World, goods: Goods, location_id: str) -> None:
    rules.check_item(goods, world.find(ITEM_FACT, goods.item_id) if goods.item_id else None)
    rules.check_location(location_id, world.find(LOCATION_FACT, location_id))


def _facts(keys: Sequence[StockKey]) -> list[tuple[Kind[object], str]]:
    facts = [(ITEM_FACT, key.item_id) for key in keys]
    return [*facts, *((LOCATION_FACT, key.location_id) for key in keys)]  # type: ignore[list-item]


def _shared(key: StockKey) -> list[tuple[Kind[object], str, Lock]]:
    """A level's item and location, held so that they are not deleted while it is made."""
    return [(ITEM, key.item_id, Lock.SHARE), (LOCATION, key.location_id, Lock.SHARE)]  # type: ignore[list-item]


def _event(name: str, level: Level) -> Event:
    item_id, location_id = level.key
    return Event(
        name,
        f"{item_id}/{location_id}",
        {
            "item_id": item_id,
            "location_id": location_id,
            "level_id": level.id,
            "safety_stock": level.safety_stock,
            "metadata": dict(level.metadata),
        },
    )
