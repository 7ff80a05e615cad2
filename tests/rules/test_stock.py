"""Decisions about stock, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from holdfast_server.kernel.errors import (
    BalanceOutOfRange,
    DuplicateEntry,
    EtagMismatch,
    ExpectationFailed,
    FieldInvalid,
    InsufficientStock,
    LevelNotEmpty,
    Refused,
    ResourceExists,
)
from holdfast_server.ledger.model import Allocation, Bucket, Cause, Level, Move, Reason, ReservationState, StockKey
from holdfast_server.ledger.rules import assert_whole, by_level, covered, lapse, post, state_of
from holdfast_server.levels import rules
from holdfast_server.levels.model import (
    FACTS,
    AdjustLine,
    Count,
    CountKey,
    Expected,
    Goods,
    LineResult,
    MoveLine,
    NewLevel,
    Past,
    Place,
    SetLine,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY, OTHER = StockKey("item", "here"), StockKey("item", "there")
S, I, D = Bucket.STOCKED, Bucket.INCOMING, Bucket.DAMAGED


def level(key: StockKey = KEY, **balances: int) -> Level:
    return Level(key, "ilev", NOW, NOW, **balances)  # type: ignore[arg-type]


def adjust_line(delta: int, bucket: Bucket = S, location: str = "here") -> AdjustLine:
    return AdjustLine(Goods("item"), Place(location, bucket), delta)


@pytest.mark.parametrize(
    ("lines", "reason", "expected"),
    [
        ([adjust_line(3)], Reason.RECEIVED, [(S, 3)]),
        ([adjust_line(-6)], Reason.SOLD, [(S, -6)]),
        ([adjust_line(-10)], Reason.LOST, [(S, -10)]),
        ([adjust_line(2), adjust_line(3)], Reason.CORRECTED, [(S, 5)]),
        ([adjust_line(2), adjust_line(-2)], Reason.CORRECTED, []),
        ([adjust_line(20), adjust_line(-25)], Reason.CORRECTED, [(S, -5)]),
        ([adjust_line(-1, D), adjust_line(1, I)], Reason.CORRECTED, [(D, -1), (I, 1)]),
        ([adjust_line(-1, D)], Reason.SOLD, [(D, -1)]),
    ],
)
def test_adjusting_comes_to_one_move_per_bucket(
    lines: Sequence[AdjustLine], reason: Reason, expected: list[tuple[Bucket, int]]
) -> None:
    levels = {KEY: level(stocked=10, reserved=3, safety_stock=1, damaged=1)}
    moves = rules.adjust(lines, levels, reason)
    assert [(move.bucket, move.delta) for move in moves] == expected
    assert {move.reason for move in moves} <= {reason}


@pytest.mark.parametrize(
    ("lines", "reason", "refusal"),
    [
        ([adjust_line(-7)], Reason.SOLD, InsufficientStock),
        ([adjust_line(-4), adjust_line(-3)], Reason.CONSUMED, InsufficientStock),
        ([adjust_line(-11)], Reason.LOST, BalanceOutOfRange),
        ([adjust_line(-2, D)], Reason.SOLD, BalanceOutOfRange),
        ([adjust_line(10**15)], Reason.RECEIVED, BalanceOutOfRange),
    ],
)
def test_adjusting_is_refused_beyond_what_is_available_or_there(
    lines: Sequence[AdjustLine], reason: Reason, refusal: type[Refused]
) -> None:
    levels = {KEY: level(stocked=10, reserved=3, safety_stock=1, damaged=1)}
    with pytest.raises(refusal):
        rules.adjust(lines, levels, reason)


def test_a_shortage_names_the_first_line_on_its_level_and_never_less_than_nothing_is_issued() -> None:
    levels = {KEY: level(stocked=1, reserved=3)}
    with pytest.raises(InsufficientStock) as caught:
        rules.adjust([adjust_line(1, D), adjust_line(-1)], levels, Reason.SOLD)
    (short,) = caught.value.shortages
    assert (short.line_index, short.requested, short.available) == (1, 1, -2)


def set_line(quantity: int, bucket: Bucket = S) -> SetLine:
    return SetLine(Goods("item"), Place("here", bucket), quantity)


@pytest.mark.parametrize(
    ("quantity", "reason", "delta", "result"),
    [
        (7, Reason.COUNTED, -3, LineResult.APPLIED),
        (10, Reason.COUNTED, 0, LineResult.UNCHANGED),
        (0, Reason.LOST, -10, LineResult.APPLIED),
        (12, Reason.FOUND, 2, LineResult.APPLIED),
        (12, Reason.INITIAL, 2, LineResult.APPLIED),
        (10, Reason.LOST, 0, LineResult.UNCHANGED),
    ],
)
def test_a_count_moves_the_difference(quantity: int, reason: Reason, delta: int, result: LineResult) -> None:
    moves, results = rules.set_([set_line(quantity)], {KEY: level(stocked=10)}, reason, {})
    assert [move.delta for move in moves] == ([delta] if delta else [])
    assert results == [result]


def test_two_counts_of_one_bucket_cannot_both_be_true() -> None:
    rules.check_buckets_once([set_line(1), set_line(1, D)])
    with pytest.raises(DuplicateEntry):
        rules.check_buckets_once([set_line(1), set_line(1, D), set_line(2)])


HOUR = timedelta(hours=1)
BUCKET = CountKey("item", "here", S)


@pytest.mark.parametrize(
    ("then", "counted", "delta", "result"),
    [
        (Past(10, None), 9, -1, LineResult.APPLIED),
        (Past(10, NOW - HOUR), 12, 2, LineResult.APPLIED),
        (Past(10, NOW), 12, 2, LineResult.APPLIED),
        (Past(10, None), 10, 0, LineResult.UNCHANGED),
        (Past(10, NOW + HOUR), 9, 0, LineResult.SKIPPED_STALE),
        (Past(10, NOW + HOUR), 10, 0, LineResult.SKIPPED_STALE),
    ],
)
def test_a_count_of_the_past_moves_the_difference_of_then(
    then: Past, counted: int, delta: int, result: LineResult
) -> None:
    line = SetLine(Goods("item"), Place("here", S), counted, observe_time=NOW)
    moves, results = rules.set_([line], {KEY: level(stocked=4)}, Reason.COUNTED, {BUCKET: then})
    assert moves == ([Move(KEY, S, delta, Reason.COUNTED, effective_time=NOW)] if delta else [])
    assert results == [result]


def test_a_count_of_the_past_cannot_take_more_than_is_there_now() -> None:
    line = SetLine(Goods("item"), Place("here", S), 5, observe_time=NOW)
    with pytest.raises(BalanceOutOfRange):
        rules.set_([line], {KEY: level(stocked=4)}, Reason.COUNTED, {BUCKET: Past(10, None)})


def test_a_count_is_remembered_unless_it_was_skipped() -> None:
    past = SetLine(Goods("item"), Place("here", S), 5, observe_time=NOW)
    lines = [past, SetLine(Goods("item"), Place("here", I), 5, observe_time=NOW), set_line(1, D)]
    results = [LineResult.APPLIED, LineResult.SKIPPED_STALE, LineResult.APPLIED]
    moves = [Move(KEY, S, -3, Reason.COUNTED, effective_time=NOW), Move(KEY, D, 1, Reason.COUNTED)]
    assert rules.counts(lines, results, moves, NOW + HOUR) == [
        Count(BUCKET, NOW, corrected=-3),
        Count(CountKey("item", "here", D), NOW + HOUR),
    ]


@pytest.mark.parametrize(
    ("observed", "accepted"),
    [(NOW, True), (NOW + HOUR, True), (NOW - timedelta(microseconds=1), False), (NOW + 2 * HOUR, False)],
)
def test_a_count_was_made_while_its_level_was_there_and_not_in_the_future(observed: datetime, accepted: bool) -> None:
    line = SetLine(Goods("item"), Place("here", S), 5, observe_time=observed)
    if accepted:
        rules.check_lines([line], {KEY: level()}, NOW + HOUR)
        return
    with pytest.raises(FieldInvalid) as caught:
        rules.check_lines([set_line(1), line], {KEY: level()}, NOW + HOUR)
    assert caught.value.field == "lines[1].observe_time"


@pytest.mark.parametrize(
    ("expected", "field"),
    [
        (Expected(), ""),
        (Expected(quantity=4, version=7), ""),
        (Expected(quantity=3), "lines[1].expected_quantity"),
        (Expected(version=6), "lines[1].expected_version"),
        (Expected(quantity=3, version=6), "lines[1].expected_quantity"),
    ],
)
def test_a_line_may_expect_what_its_bucket_holds_and_its_level_has_come_to(expected: Expected, field: str) -> None:
    levels = {KEY: level(stocked=4, version=7), OTHER: level(OTHER, stocked=1)}
    place = Place("here", S)
    for line in (
        AdjustLine(Goods("item"), place, 1, expected),
        SetLine(Goods("item"), place, 1, expected),
        MoveLine(Goods("item"), place, Place("there", S), 1, expected),
    ):
        if not field:
            rules.check_lines([adjust_line(1), line], levels, NOW)
            continue
        with pytest.raises(ExpectationFailed) as caught:
            rules.check_lines([adjust_line(1), line], levels, NOW)
        assert caught.value.field == field
        assert caught.value.facts["actual"] == ("4" if field.endswith("quantity") else "7")


@pytest.mark.parametrize("reason", list(Reason))
def test_only_facts_leave_claims_without_stock(reason: Reason) -> None:
    assert rules.may_leave_short([KEY, OTHER], reason) == ({KEY, OTHER} if reason in FACTS else set())


def test_a_move_takes_from_one_place_what_it_brings_to_another() -> None:
    levels = {KEY: level(stocked=10, reserved=8), OTHER: level(OTHER)}
    line = MoveLine(Goods("item"), Place("here", S), Place("there", S), 2)
    moves = rules.move([line], levels, Reason.TRANSFERRED)
    assert [(move.key, move.delta) for move in moves] == [(KEY, -2), (OTHER, 2)]
    with pytest.raises(InsufficientStock):
        rules.move([line, line], levels, Reason.TRANSFERRED)
    assert len(rules.move([line, line], levels, Reason.CORRECTED)) == 4


def test_a_move_in_a_circle_ends_where_it_began_and_needs_nothing_in_between() -> None:
    levels = {KEY: level(stocked=1), OTHER: level(OTHER)}
    there = MoveLine(Goods("item"), Place("here", S), Place("there", S), 5)
    back = MoveLine(Goods("item"), Place("there", S), Place("here", S), 5)
    assert len(rules.move([there, back], levels, Reason.CORRECTED)) == 4
    with pytest.raises(BalanceOutOfRange):
        rules.move([there], levels, Reason.CORRECTED)


def test_reasons_of_counts_are_facts() -> None:
    for reason in Reason:
        fact = reason in FACTS or reason is Reason.INITIAL
        if fact:
            rules.check_reasons([set_line(1)], reason)
        else:
            with pytest.raises(FieldInvalid):
                rules.check_reasons([set_line(1)], reason)


def test_a_new_level_opens_with_its_stock_and_a_deleted_one_goes_on() -> None:
    wanted = NewLevel(KEY, 5, 0, {"safety_stock": 2, "backorder_limit": 0})
    fresh = rules.create(wanted, None, None, level_id="ilev_1", at=NOW)
    assert (fresh.is_new, fresh.version, fresh.safety_stock, fresh.stocked) == (True, 0, 2, 0)
    assert (fresh.backorder_limit, fresh.backorder_up_to_incoming) == (0, False)
    assert rules.opening_moves(wanted) == [Move(KEY, S, 5, Reason.INITIAL)]
    buried = Level(KEY, "ilev_0", NOW, NOW, version=9, settings_version=3, delete_time=NOW, safety_stock=7)
    buried.backorder_limit, buried.backorder_up_to_incoming = 3, True
    again = rules.create(NewLevel(KEY, 0, 0, {}), None, buried, level_id="ilev_1", at=NOW)
    assert (again.id, again.is_new, again.version, again.settings_version, again.safety_stock) == (
        "ilev_0",
        False,
        9,
        4,
        0,
    )
    assert (again.backorder_limit, again.backorder_up_to_incoming) == (None, False)
    with pytest.raises(ResourceExists):
        rules.create(wanted, fresh, None, level_id="ilev_1", at=NOW)


def test_settings_that_change_nothing_are_no_change() -> None:
    one = level(safety_stock=2, version=5)
    assert rules.update(one, {"safety_stock": 2, "backorder_limit": None}, etag="v1", at=NOW + HOUR) is one
    changed = rules.update(one, {"backorder_limit": 0}, etag="v1", at=NOW + HOUR)
    assert (changed.backorder_limit, changed.safety_stock, changed.version) == (0, 2, 5)
    assert (changed.settings_version, changed.update_time) == (2, NOW + HOUR)
    with pytest.raises(EtagMismatch):
        rules.update(changed, {"backorder_limit": None}, etag="v1", at=NOW + HOUR)
    assert rules.update(changed, {"backorder_limit": None}, etag="v2", at=NOW).backorder_limit is None


@pytest.mark.parametrize("bucket", ["stocked", "reserved", "incoming", "quality_control", "damaged", "quarantine"])
def test_a_level_is_deleted_only_when_every_bucket_is_empty(bucket: str) -> None:
    with pytest.raises(LevelNotEmpty) as caught:
        rules.delete(level(KEY, **{bucket: 1}), etag="", at=NOW)
    assert caught.value.facts[bucket] == "1"
    assert rules.delete(level(), etag="v1", at=NOW).is_deleted


# --- the ledger -------------------------------------------------------------------------------------


def test_posting_steps_the_version_once_and_keeps_each_balance() -> None:
    one = level(stocked=5)
    moves = [Move(KEY, S, -2, Reason.SOLD), Move(KEY, D, 2, Reason.CORRECTED), Move(KEY, S, -1, Reason.SOLD)]
    rows = post(
        one, by_level(moves)[KEY], cause=Cause("why", "doc", "7"), posting_id="post_1", at=NOW, actor="me",
        request_id="r", may_leave_short=False,
    )  # fmt: skip
    assert [(row.entry, row.balance, row.version) for row in rows] == [(0, 3, 1), (1, 2, 1), (2, 2, 1)]
    assert [row.id for row in rows] == ["post_1.0", "post_1.1", "post_1.2"]
    assert {(row.actor, row.reason_detail, row.source_type, row.source_id, row.request_id) for row in rows} == {
        ("me", "why", "doc", "7", "r")
    }
    assert (one.stocked, one.damaged, one.version, one.update_time) == (2, 2, 1, NOW)


@pytest.mark.parametrize(
    ("stocked", "reserved", "was_short", "delta", "may", "short"),
    [
        (5, 5, False, -1, True, True),
        (5, 5, False, -1, False, False),  # the database's last wall stops this one
        (4, 5, True, 1, False, False),
        (3, 5, True, 1, False, True),
        (5, 5, False, 1, True, False),
    ],
)
def test_the_mark_of_a_short_level_follows_its_cover(
    stocked: int, reserved: int, was_short: bool, delta: int, may: bool, short: bool
) -> None:
    one = level(stocked=stocked, reserved=reserved)
    one.short = was_short
    post(
        one, [(0, Move(KEY, S, delta, Reason.COUNTED))], cause=Cause(), posting_id="p", at=NOW, actor="a",
        request_id="", may_leave_short=may,
    )  # fmt: skip
    assert one.short is short


def test_a_bucket_below_zero_is_our_own_fault_and_stops_us() -> None:
    with pytest.raises(AssertionError):
        assert_whole(level(stocked=-1))


def claim(quantity: int, fulfilled: int = 0, released: int = 0, expired: int = 0) -> Allocation:
    return Allocation("a", "r", "l", 0, "", "", "item", "here", 1, 0, 1, quantity, fulfilled, released, expired)


@pytest.mark.parametrize(
    ("claims", "is_held", "by_expiry", "expected"),
    [
        ([claim(1)], False, False, ReservationState.CONFIRMED),
        ([claim(1)], True, False, ReservationState.HELD),
        ([claim(2, fulfilled=1)], False, False, ReservationState.CONFIRMED),
        ([claim(1, fulfilled=1)], False, False, ReservationState.FULFILLED),
        ([claim(2, fulfilled=1, released=1)], False, False, ReservationState.FULFILLED),
        ([claim(2, fulfilled=1, expired=1)], False, True, ReservationState.FULFILLED),
        ([claim(1, released=1)], False, False, ReservationState.RELEASED),
        ([claim(1, released=1)], True, False, ReservationState.RELEASED),
        ([claim(2, released=1, expired=1)], False, True, ReservationState.EXPIRED),
        ([claim(2, released=1, expired=1)], False, False, ReservationState.RELEASED),
        ([claim(1, released=1), claim(1)], False, False, ReservationState.CONFIRMED),
    ],
)
def test_a_state_follows_from_the_claims(
    claims: list[Allocation], is_held: bool, by_expiry: bool, expected: ReservationState
) -> None:
    assert state_of(claims, is_held=is_held, closed_by_expiry=by_expiry) is expected


def test_a_claim_that_lapses_frees_its_open_units_since_its_time_was_over() -> None:
    held = claim(10, fulfilled=2, released=1)
    held.expire_time = NOW
    closed, freed = lapse(held)
    assert (closed.open, closed.expired, closed.expire_time) == (0, 7, None)
    assert freed == Move(KEY, Bucket.RESERVED, -7, Reason.EXPIRED, "r", "a", effective_time=NOW)


@pytest.mark.parametrize(
    ("stocked", "earlier", "open_quantity", "expected"),
    [(5, 0, 2, 2), (5, 2, 3, 3), (5, 5, 2, 0), (5, 4, 2, 1), (0, 0, 2, 0), (5, 9, 2, 0)],
)
def test_older_claims_are_covered_first(stocked: int, earlier: int, open_quantity: int, expected: int) -> None:
    assert covered(stocked=stocked, earlier_open=earlier, open_quantity=open_quantity) == expected
