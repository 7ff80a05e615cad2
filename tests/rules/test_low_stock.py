"""When a level is low, and when it no longer is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast_server.ledger.model import Level, StockKey
from holdfast_server.ledger.records import level_from_record, level_record
from holdfast_server.ledger.rules import low_stock
from holdfast_server.levels import rules

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def level(available: int, threshold: int | None, *, is_low: bool = False) -> Level:
    key = StockKey("iitem_1", "sloc_1")
    stocked = max(0, available)
    return Level(
        key, "ilev", NOW, NOW, stocked=stocked, reserved=stocked - available, low_stock_threshold=threshold, is_low=is_low
    )  # fmt: skip


@pytest.mark.parametrize(
    ("threshold", "fires_at", "rearms_at"),
    [(0, 0, 1), (1, 1, 2), (4, 4, 5), (5, 5, 6), (6, 6, 8), (10, 10, 12), (11, 11, 14), (100, 100, 120), (10**15, 10**15, 12 * 10**14)],
)  # fmt: skip
def test_a_level_is_low_from_its_threshold_until_a_fifth_above_it(
    threshold: int, fires_at: int, rearms_at: int
) -> None:
    assert not low_stock(level(fires_at + 1, threshold))
    assert low_stock(level(fires_at, threshold))
    assert low_stock(level(rearms_at - 1, threshold, is_low=True))
    assert not low_stock(level(rearms_at, threshold, is_low=True))


def test_more_promised_than_there_is_counts_as_low() -> None:
    assert low_stock(level(-3, 0))
    assert low_stock(level(0, 0, is_low=True))


def test_without_a_threshold_nothing_is_low() -> None:
    assert not low_stock(level(0, None))
    assert not low_stock(level(0, None, is_low=True))


def test_safety_stock_counts() -> None:
    assert not low_stock(replace(level(15, 10), safety_stock=4))
    assert low_stock(replace(level(15, 10), safety_stock=5))


def test_a_deleted_level_is_not_low_and_begins_anew_when_it_is_made_again() -> None:
    buried = replace(level(0, 5), delete_time=NOW, version=7)
    assert not low_stock(buried)
    again = rules.empty(buried.key, buried, level_id="ilev_2", at=NOW)
    assert (again.low_stock_threshold, again.is_low, again.version) == (None, False, 7)


def test_the_threshold_is_a_setting_and_zero_is_one() -> None:
    before = level(3, None)
    with_zero = rules.update(before, {"low_stock_threshold": 0}, etag="", at=NOW)
    assert (with_zero.low_stock_threshold, with_zero.settings_version) == (0, 2)
    assert rules.update(with_zero, {"low_stock_threshold": 0}, etag="", at=NOW) is with_zero
    assert rules.update(with_zero, {"low_stock_threshold": None}, etag="", at=NOW).low_stock_threshold is None


@pytest.mark.parametrize("threshold", [None, 0, 7])
def test_a_told_level_keeps_its_threshold(threshold: int | None) -> None:
    told = level_record(level(3, threshold))
    assert level_from_record(StockKey("iitem_1", "sloc_1"), told).low_stock_threshold == threshold


@given(st.integers(0, 30), st.lists(st.integers(-5, 45), max_size=40))
def test_between_two_falls_there_is_always_a_recovery(threshold: int, course: list[int]) -> None:
    """The flag against a history kept by hand: the last of fall and recovery decides."""
    is_low, expected = False, False
    for available in course:
        is_low = low_stock(level(available, threshold, is_low=is_low))
        if available <= threshold:
            expected = True
        elif available - threshold >= max(1, threshold / 5):
            expected = False
        assert is_low is expected
