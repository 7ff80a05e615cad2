"""Decisions about stock: moves of the ledger, or a named refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from holdfast_server.items.model import ItemFact
from holdfast_server.kernel.errors import (
    ConcurrentUpdate,
    DuplicateEntry,
    ExpectationFailed,
    FieldInvalid,
    InsufficientStock,
    LevelNotEmpty,
    NotStockedAtLocation,
    ResourceDeleted,
    ResourceExists,
    ResourceNotFound,
    Shortage,
)
from holdfast_server.kernel.records import check_etag
from holdfast_server.ledger.model import Bucket, Level, Move, Reason, StockKey
from holdfast_server.ledger.rules import check_ranges
from holdfast_server.levels.model import (
    DEFAULT_SETTINGS,
    FACTS,
    ISSUES,
    NEGATIVE_ONLY,
    POSITIVE_ONLY,
    RECEIPTS,
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
)
from holdfast_server.locations.model import LocationFact

Line = AdjustLine | SetLine | MoveLine
Levels = Mapping[StockKey, Level]

# --- what a request may say, whatever the stock -----------------------------------------------------


def check_reasons(lines: Sequence[Line], reason: Reason) -> None:
    """Refuse a reason that says another direction than the line does."""
    for index, line in enumerate(lines):
        match line:
            case AdjustLine():
                _check_sign(reason, line.delta, f"lines[{index}].delta")
            case MoveLine():
                _check_direction(line, reason, index)
            case SetLine():
                if reason not in FACTS and reason is not Reason.INITIAL:
                    raise FieldInvalid("reason", "of a count must be a fact or REASON_INITIAL")
            case _:
                assert_never(line)


def _check_sign(reason: Reason, delta: int, field: str) -> None:
    if reason in NEGATIVE_ONLY and delta > 0:
        raise FieldInvalid(field, f"must be negative with REASON_{reason.name}")
    if reason in POSITIVE_ONLY and delta < 0:
        raise FieldInvalid(field, f"must be positive with REASON_{reason.name}")


def _check_direction(line: MoveLine, reason: Reason, index: int) -> None:
    """An issue or fact leaves stocked, a receipt or fact enters it; between other buckets any reason will do."""
    if line.source == line.target:
        raise FieldInvalid(f"lines[{index}].to", "is where the units are already")
    if line.source.bucket is Bucket.STOCKED:
        if reason in POSITIVE_ONLY:
            raise FieldInvalid("reason", f"REASON_{reason.name} cannot take units from stock")
    elif line.target.bucket is Bucket.STOCKED and reason not in RECEIPTS and reason in NEGATIVE_ONLY:
        raise FieldInvalid("reason", f"REASON_{reason.name} cannot bring units into stock")


def check_buckets_once(lines: Sequence[SetLine]) -> None:
    """Refuse two counts of one bucket: they cannot both be true."""
    first: dict[CountKey, int] = {}
    for index, line in enumerate(lines):
        mark = counted(line)
        if mark in first:
            raise DuplicateEntry(f"lines[{index}]", first=f"lines[{first[mark]}]")
        first[mark] = index


def key_of(goods: Goods, location_id: str) -> StockKey:
    """The level that a line is about."""
    return StockKey(goods.item_id, location_id)


def counted(line: SetLine) -> CountKey:
    """The bucket that a count is about."""
    return CountKey(line.goods.item_id, line.place.location_id, line.place.bucket)


def keys_of(line: Line) -> tuple[StockKey, ...]:
    """The levels that a line is about, the source of a move first."""
    if isinstance(line, MoveLine):
        return key_of(line.goods, line.source.location_id), key_of(line.goods, line.target.location_id)
    return (key_of(line.goods, line.place.location_id),)


# --- existence --------------------------------------------------------------------------------------


def check_item(goods: Goods, item: ItemFact | None) -> None:
    """Refuse an item that is not there, is deleted, or is no longer the one that has the sku."""
    if item is None:
        raise ResourceNotFound("InventoryItem", goods.item_id or goods.sku)
    if goods.sku and (item.sku != goods.sku or item.is_deleted):
        raise ConcurrentUpdate  # the sku went to another item since it was looked up: ask again
    if item.is_deleted:
        raise ResourceDeleted("InventoryItem", item.id)


def check_location(location_id: str, location: LocationFact | None) -> None:
    """Refuse a location that is not there or is deleted."""
    if location is None:
        raise ResourceNotFound("StockLocation", location_id)
    if location.is_deleted:
        raise ResourceDeleted("StockLocation", location_id)


def stocked_at(level: Level | None, key: StockKey) -> Level:
    """The level, which must be there."""
    if level is None:
        raise NotStockedAtLocation(*key)
    return level


# --- what the caller has seen -----------------------------------------------------------------------


def check_lines(lines: Sequence[Line], levels: Levels, at: datetime) -> None:
    """Refuse lines that speak of another time, quantity or version than there is, before anything has moved."""
    for index, line in enumerate(lines):
        if isinstance(line, SetLine) and line.observe_time is not None:
            _check_observe_time(line.observe_time, levels[keys_of(line)[0]], at, f"lines[{index}].observe_time")
    for index, line in enumerate(lines):
        place = line.source if isinstance(line, MoveLine) else line.place
        level = levels[key_of(line.goods, place.location_id)]
        _check_expected(f"lines[{index}].expected_quantity", level, line.expected.quantity, level.balance(place.bucket))
        _check_expected(f"lines[{index}].expected_version", level, line.expected.version, level.version)


def _check_observe_time(observed: datetime, level: Level, at: datetime, field: str) -> None:
    if observed > at:
        raise FieldInvalid(field, "lies in the future")
    if observed < level.create_time:
        raise FieldInvalid(field, "lies before the level was created")


def _check_expected(field: str, level: Level, expected: int | None, actual: int) -> None:
    if expected is not None and expected != actual:
        raise ExpectationFailed(field, *level.key, expected=expected, actual=actual)


# --- levels -----------------------------------------------------------------------------------------


def create(wanted: NewLevel, existing: Level | None, buried: Level | None, *, level_id: str, at: datetime) -> Level:
    """An empty level with its settings; a deleted one comes back and its version goes on."""
    if existing is not None:
        raise ResourceExists("InventoryLevel", f"{wanted.key.item_id}/{wanted.key.location_id}")
    return replace(empty(wanted.key, buried, level_id=level_id, at=at), **wanted.settings)


def empty(key: StockKey, buried: Level | None, *, level_id: str, at: datetime) -> Level:
    """A level without units and settings."""
    if buried is None:
        return Level(key, level_id, at, at, is_new=True)
    return replace(
        buried,
        create_time=at,
        update_time=at,
        delete_time=None,
        settings_version=buried.settings_version + 1,
        **DEFAULT_SETTINGS,
    )


def opening_moves(wanted: NewLevel) -> list[Move]:
    """The opening stock of a new level."""
    opening = ((Bucket.STOCKED, wanted.stocked), (Bucket.INCOMING, wanted.incoming))
    return [Move(wanted.key, bucket, quantity, Reason.INITIAL) for bucket, quantity in opening if quantity]


def update(level: Level, settings: Settings, *, etag: str, at: datetime) -> Level:
    """The level with the given settings, or itself where they change nothing."""
    _check_etag(level, etag)
    changed = replace(level, **settings)
    if changed == level:
        return level
    return replace(changed, settings_version=level.settings_version + 1, update_time=at)


def delete(level: Level, *, etag: str, at: datetime) -> Level:
    """The level as deleted; refused while it has units in any bucket."""
    _check_etag(level, etag)
    left = {name: quantity for name, quantity in level.balances().items() if quantity}
    if left:
        raise LevelNotEmpty(*level.key, left)
    return replace(level, delete_time=at, update_time=at, settings_version=level.settings_version + 1)


def _check_etag(level: Level, etag: str) -> None:
    check_etag(etag, level.settings_version, "InventoryLevel", f"{level.key.item_id}/{level.key.location_id}")


# --- moves ------------------------------------------------------------------------------------------


def adjust(lines: Sequence[AdjustLine], levels: Levels, reason: Reason) -> list[Move]:
    """One move per bucket, lines on one bucket summed; what cancels out moves nothing.

    An issue takes only what is available; a fact may leave claims uncovered; no bucket falls below 0.
    """
    sums: dict[tuple[StockKey, Bucket], int] = {}
    first: dict[StockKey, int] = {}
    for index, line in enumerate(lines):
        mark = (key_of(line.goods, line.place.location_id), line.place.bucket)
        sums[mark] = sums.get(mark, 0) + line.delta
        if line.place.bucket is Bucket.STOCKED:
            first.setdefault(mark[0], index)
    if reason in ISSUES:
        taken = {key: -delta for (key, bucket), delta in sums.items() if bucket is Bucket.STOCKED}
        _check_available(taken, levels, first)
    moves = [Move(key, bucket, delta, reason) for (key, bucket), delta in sums.items() if delta]
    _check_ranges(moves, levels)
    return moves


def set_(
    lines: Sequence[SetLine], levels: Levels, reason: Reason, past: Mapping[CountKey, Past]
) -> tuple[list[Move], list[LineResult]]:
    """Moves that bring each bucket to what was counted, and what became of each line.

    A count of the past moves the difference to what the bucket held then (`past`), as of then: what has moved since
    stays. It is skipped where a later count was taken already.
    """
    moves: list[Move] = []
    results: list[LineResult] = []
    for index, line in enumerate(lines):
        then = past[counted(line)] if line.observe_time is not None else None
        if then is not None and _is_stale(line, then):
            results.append(LineResult.SKIPPED_STALE)
            continue
        key = key_of(line.goods, line.place.location_id)
        delta = line.quantity - (levels[key].balance(line.place.bucket) if then is None else then.balance)
        if delta:
            _check_sign_of_count(reason, delta, index)
            moves.append(Move(key, line.place.bucket, delta, reason, effective_time=line.observe_time))
        results.append(LineResult.APPLIED if delta else LineResult.UNCHANGED)
    _check_ranges(moves, levels)
    return moves, results


def _is_stale(line: SetLine, then: Past) -> bool:
    return line.observe_time is not None and then.last_count is not None and line.observe_time < then.last_count


def counts(lines: Sequence[SetLine], results: Sequence[LineResult], moves: Iterable[Move], at: datetime) -> list[Count]:
    """The counts that were taken, for those that come later."""
    corrected = {CountKey(*one.key, one.bucket): one.delta for one in moves if one.effective_time is not None}
    return [
        Count(counted(line), line.observe_time or at, corrected.get(counted(line), 0))
        for line, result in zip(lines, results, strict=True)
        if result is not LineResult.SKIPPED_STALE
    ]


def _check_sign_of_count(reason: Reason, delta: int, index: int) -> None:
    if (reason in NEGATIVE_ONLY and delta > 0) or (reason in POSITIVE_ONLY and delta < 0):
        direction = "above" if delta > 0 else "below"
        raise FieldInvalid(f"lines[{index}].quantity", f"is {direction} the balance, which REASON_{reason.name} denies")


def move(lines: Sequence[MoveLine], levels: Levels, reason: Reason) -> list[Move]:
    """Two moves per line, out and in. What an issue takes out of stock must be available."""
    moves: list[Move] = []
    taken: dict[StockKey, int] = {}
    first: dict[StockKey, int] = {}
    for index, line in enumerate(lines):
        source, target = keys_of(line)
        moves.append(Move(source, line.source.bucket, -line.quantity, reason))
        moves.append(Move(target, line.target.bucket, line.quantity, reason))
        if line.source.bucket is Bucket.STOCKED:
            taken[source] = taken.get(source, 0) + line.quantity
            first.setdefault(source, index)
    if reason in ISSUES:
        _check_available(taken, levels, first)
    _check_ranges(moves, levels)
    return moves


def may_leave_short(keys: Iterable[StockKey], reason: Reason) -> frozenset[StockKey]:
    """Where claims may be left without stock: anywhere if the reason is a fact, which is true whatever was promised."""
    return frozenset(keys) if reason in FACTS else frozenset()


def _check_available(taken: Mapping[StockKey, int], levels: Levels, first: Mapping[StockKey, int]) -> None:
    short = [
        Shortage(first[key], "", key.item_id, key.location_id, quantity, levels[key].available)
        for key, quantity in taken.items()
        if quantity > max(0, levels[key].available)
    ]
    if short:
        raise InsufficientStock(short)


def _check_ranges(moves: Iterable[Move], levels: Levels) -> None:
    grouped: dict[StockKey, list[Move]] = {}
    for one in moves:
        grouped.setdefault(one.key, []).append(one)
    check_ranges((levels[key], group) for key, group in grouped.items())
