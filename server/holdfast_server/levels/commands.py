"""Writing levels: each command builds a posting and submits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast_server.engine.events import level_event
from holdfast_server.engine.posting import Decision, Kind, Lock, Posting, Row
from holdfast_server.engine.seeing import Seeing
from holdfast_server.engine.world import World
from holdfast_server.items.store import ITEM, ITEM_FACT
from holdfast_server.kernel.ids import mint
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Submission
from holdfast_server.ledger.model import Cause, Level, Move, Reason, StockKey
from holdfast_server.ledger.records import level_record
from holdfast_server.levels import rules
from holdfast_server.levels.model import (
    AdjustLine,
    Count,
    CountKey,
    Goods,
    LineResult,
    MoveLine,
    NewLevel,
    Past,
    SetLine,
    Settings,
    Touched,
)
from holdfast_server.levels.store import COUNT, PAST, count_id, past_id, row_of
from holdfast_server.locations.store import LOCATION, LOCATION_FACT

Fact = tuple[Kind[Any], str]
Working = dict[StockKey, Level]


@dataclass(frozen=True, slots=True)
class _Moved:
    """What the lines of a stock command come to."""

    moves: Sequence[Move]
    results: Sequence[LineResult] = ()
    rows: Sequence[Row] = ()
    facts: Sequence[tuple[Kind[Any], str, Any]] = ()


Deciding = Callable[[World, Working], _Moved]


class LevelCommands:
    """One method per writing RPC; each gives the bytes of its answer."""

    def __init__(self, engine: Seeing) -> None:
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
                events=[level_event("level.created", key, None, level)],
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
            event = level_event("level.updated", key, level_record(before), level)
            return Decision(level, settled=[level], events=[event])

        return await self._engine.submit(Posting(who, submission, decide, levels=[key], facts=_facts([key])))

    async def delete(self, who: Principal, key: StockKey, etag: str, submission: Submission[None]) -> bytes:
        """Stop stocking an item at a location."""

        def decide(world: World) -> Decision[None]:
            _check_pair(world, Goods(key.item_id), key.location_id)
            before = rules.stocked_at(world.level(key), key)
            level = rules.delete(before, etag=etag, at=world.at)
            event = level_event("level.deleted", key, level_record(before), None)
            return Decision(None, settled=[level], events=[event])

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

        def moved(_: World, levels: Working) -> _Moved:
            return _Moved(rules.adjust(lines, levels, reason))

        return await self._submit(who, lines, reason, cause, submission, moved, create_missing=create_missing)

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
        """Set buckets to what was counted, now or at some time of the past."""
        rules.check_buckets_once(lines)
        observed = [(rules.counted(line), line.observe_time) for line in lines if line.observe_time is not None]

        def moved(world: World, levels: Working) -> _Moved:
            past = {key: _past(world, levels, key, at) for key, at in observed}
            moves, results = rules.set_(lines, levels, reason, past)
            taken = [_latest(world, count) for count in rules.counts(lines, results, moves, world.at)]
            facts = [(COUNT, count_id(count.key), count) for count in taken]
            return _Moved(moves, results, [row_of(count) for count in taken], facts)

        facts = [(PAST, past_id(key, at)) for key, at in observed if key.item_id]
        return await self._submit(
            who, lines, reason, cause, submission, moved, create_missing=create_missing, facts=facts
        )

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

        def moved(_: World, levels: Working) -> _Moved:
            return _Moved(rules.move(lines, levels, reason))

        return await self._submit(who, lines, reason, cause, submission, moved, create_missing=create_missing)

    async def _submit(
        self,
        who: Principal,
        lines: Sequence[rules.Line],
        reason: Reason,
        cause: Cause,
        submission: Submission[Touched],
        moved: Deciding,
        *,
        create_missing: bool,
        facts: Sequence[Fact] = (),
    ) -> bytes:
        """The one way of all stock commands: find the levels, decide the moves, say what the levels are then."""
        rules.check_reasons(lines, reason)
        keys = list(dict.fromkeys(key for line in lines for key in rules.keys_of(line)))

        def decide(world: World) -> Decision[Touched]:
            levels, made = _working(world, lines, keys, create_missing=create_missing)
            rules.check_lines(lines, levels, world.at)
            found = moved(world, levels)
            return Decision(
                Touched([levels[key] for key in keys], found.results),
                begins=made,
                moves=found.moves,
                cause=cause,
                may_leave_short=rules.may_leave_short(keys, reason),
                facts=found.facts,
                rows=found.rows,
                events=[level_event("level.created", level.key, None, level) for level in made],
            )

        masters = [one for key in keys for one in _shared(key)] if create_missing else []
        known = [key for key in keys if key.item_id]
        return await self._engine.submit(
            Posting(who, submission, decide, levels=known, masters=masters, facts=[*_facts(known), *facts])
        )


def _past(world: World, levels: Working, key: CountKey, observed: datetime) -> Past:
    """A bucket as it was when it was counted.

    What this transaction has moved since is no part of it, but a count of an earlier time is.
    """
    told, read = world.find(COUNT, count_id(key)), world.find(PAST, past_id(key, observed))
    last_counts = [read.last_count] if read is not None and read.last_count is not None else []
    if told is not None:
        last_counts.append(told.observe_time)
    last_count = max(last_counts, default=None)
    if observed == world.at:
        return Past(levels[StockKey(key.item_id, key.location_id)].balance(key.bucket), last_count)
    assert read is not None, f"{key} was not read"
    return Past(read.balance + (0 if told is None else told.corrected), last_count)


def _latest(world: World, count: Count) -> Count:
    """The count together with what this transaction has counted there before."""
    told = world.find(COUNT, count_id(count.key))
    if told is None:
        return count
    return Count(count.key, max(told.observe_time, count.observe_time), told.corrected + count.corrected)


def _working(
    world: World, lines: Sequence[rules.Line], keys: Sequence[StockKey], *, create_missing: bool
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
