"""Rules of the ledger: how moves change a level, what is covered, and what must always hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from holdfast_server.kernel.errors import BalanceOutOfRange, ResourceInUse
from holdfast_server.kernel.quantity import MAX_QUANTITY
from holdfast_server.ledger.model import (
    BUCKET_FIELD,
    Allocation,
    Bucket,
    Cause,
    Level,
    Move,
    Movement,
    Reason,
    ReservationState,
    StockKey,
)


def state_of(allocations: Iterable[Allocation], *, is_held: bool, closed_by_expiry: bool = False) -> ReservationState:
    """The state that follows from the claims (domain: "Life of a reservation").

    Open units make it live; without any it is FULFILLED if something was fulfilled, EXPIRED if it was an expiry
    that closed its last unit, RELEASED otherwise.
    """
    claims = tuple(allocations)
    if any(claim.open for claim in claims):
        return ReservationState.HELD if is_held else ReservationState.CONFIRMED
    if any(claim.fulfilled for claim in claims):
        return ReservationState.FULFILLED
    return ReservationState.EXPIRED if closed_by_expiry else ReservationState.RELEASED


def lapse(claim: Allocation) -> tuple[Allocation, Move]:
    """A held claim whose time is over: its open units are free again since then, not since somebody looked."""
    assert claim.expire_time is not None, f"{claim.id} is not held"
    move = Move(
        claim.key,
        Bucket.RESERVED,
        -claim.open,
        Reason.EXPIRED,
        claim.reservation_id,
        claim.id,
        effective_time=claim.expire_time,
    )
    return replace(claim, expired=claim.expired + claim.open, expire_time=None), move


def covered(*, stocked: int, earlier_open: int, open_quantity: int) -> int:
    """How much of a claim stock reaches: clamp(stocked − open of earlier claims, 0, open)."""
    return max(0, min(stocked - earlier_open, open_quantity))


def check_unused(levels: Iterable[Level], resource_type: str, resource_id: str) -> None:
    """Refuse to delete what any of the levels still counts units of."""
    for level in levels:
        if any(level.balances().values()):
            raise ResourceInUse(
                resource_type, resource_id, item_id=level.key.item_id, location_id=level.key.location_id
            )


def check_ranges(levels: Iterable[tuple[Level, Sequence[Move]]]) -> None:
    """Refuse moves after which a bucket would be negative or beyond the largest quantity.

    The moves of one level are summed per bucket first: what counts is where the posting ends.
    """
    for level, moves in levels:
        sums: dict[Bucket, int] = {}
        for move in moves:
            sums[move.bucket] = sums.get(move.bucket, 0) + move.delta
        for bucket, delta in sums.items():
            balance = level.balance(bucket)
            if not 0 <= balance + delta <= MAX_QUANTITY:
                raise BalanceOutOfRange(
                    level.key.item_id, level.key.location_id, bucket.name, balance=balance, delta=delta
                )


def post(
    level: Level,
    moves: Sequence[tuple[int, Move]],
    *,
    cause: Cause,
    posting_id: str,
    at: datetime,
    actor: str,
    request_id: str,
    may_leave_short: bool,
) -> list[Movement]:
    """Apply the moves of one posting to one level: balances, one version step, the ledger rows.

    `moves` are numbered within the posting. The level is changed in place; callers have checked ranges.
    Only a decision that may leave claims uncovered raises the level's `short` flag; any other that does so
    runs into the database's last CHECK. The first write that leaves the level covered lowers the flag.
    """
    level.version += 1
    level.update_time = at
    version = level.version
    item_id, location_id = level.key
    rows = []
    for entry, move in moves:
        name = BUCKET_FIELD[move.bucket]
        balance = getattr(level, name) + move.delta
        setattr(level, name, balance)
        rows.append(
            Movement(
                item_id,
                location_id,
                at,
                version,
                entry,
                posting_id,
                move.bucket,
                move.delta,
                balance,
                move.reason,
                cause.reason_detail,
                cause.source_type,
                cause.source_id,
                move.reservation_id,
                move.allocation_id,
                move.fulfillment_id,
                actor,
                request_id,
                move.effective_time or at,
            )
        )
    assert_whole(level)
    is_short = level.reserved > level.stocked
    level.short = is_short and (level.short or may_leave_short)
    return rows


def low_stock(level: Level) -> bool:
    """Whether the level is low, after any change of its quantities or settings.

    It becomes so at available ≤ threshold, and stays so until available ≥ threshold + a fifth of it, rounded up and 1
    at least. A deleted level, and one without a threshold, never is.
    """
    threshold = level.low_stock_threshold
    if threshold is None or level.is_deleted:
        return False
    if level.is_low:
        return level.available < threshold + max(1, -(-threshold // 5))
    return level.available <= threshold


def assert_whole(level: Level) -> None:
    """Our own last look before the database's CHECKs: no bucket of a level is negative."""
    assert (
        level.stocked >= 0
        and level.reserved >= 0
        and level.incoming >= 0
        and level.quality_control >= 0
        and level.damaged >= 0
        and level.quarantine >= 0
    ), f"a bucket of {level.key} fell below zero"


def by_level(moves: Sequence[Move]) -> dict[StockKey, list[tuple[int, Move]]]:
    """Moves grouped by their level, each with its number within the posting."""
    groups: dict[StockKey, list[tuple[int, Move]]] = {}
    for entry, move in enumerate(moves):
        groups.setdefault(move.key, []).append((entry, move))
    return groups
