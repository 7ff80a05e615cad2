"""What a stock command expects, what was counted in the past, and what a trial says, over the wire."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from holdfast_server.kernel.errors import ExpectationFailed
from tests.store.test_interleavings import ME, fill, holding_the_level, waiting
from tests.support.books import report_of
from tests.support.clock import Moved, instant, moved_house, seconds, stamp
from tests.support.house import House, house
from tests.support.refusals import refused
from tests.support.world import Shop, adjust_request, balances, place, told, unique

APPLIED = pb.SetInventoryResponse.LINE_RESULT_APPLIED
UNCHANGED = pb.SetInventoryResponse.LINE_RESULT_UNCHANGED
STALE = pb.SetInventoryResponse.LINE_RESULT_SKIPPED_STALE
TICK = timedelta(microseconds=1)


def adjust(item: str, location: str, delta: int, **fields: Any) -> pb.AdjustInventoryRequest.Line:
    return pb.AdjustInventoryRequest.Line(inventory_item_id=item, location_id=location, delta=delta, **fields)


def count(
    item: str, location: str, quantity: int, observed: datetime | None = None, bucket: str = "STOCKED", **fields: Any
) -> pb.SetInventoryRequest.Line:
    line = pb.SetInventoryRequest.Line(
        inventory_item_id=item,
        location_id=location,
        quantity=quantity,
        bucket=f"BUCKET_{bucket}",  # type: ignore[arg-type]
        **fields,
    )
    if observed is not None:
        line.observe_time.CopyFrom(stamp(observed))
    return line


def move(
    item: str, source: tuple[str, str], target: tuple[str, str], quantity: int, **fields: Any
) -> pb.MoveInventoryRequest.Line:
    return pb.MoveInventoryRequest.Line(
        inventory_item_id=item,
        quantity=quantity,
        to=place(*target),
        **{"from": place(*source)},  # type: ignore[arg-type]
        **fields,
    )


def adjusting(shop: Shop, *lines: Any, **fields: Any) -> Any:
    return shop.inventory.AdjustInventory(pb.AdjustInventoryRequest(lines=lines, **fields))


def setting(shop: Shop, *lines: Any, **fields: Any) -> Any:
    return shop.inventory.SetInventory(pb.SetInventoryRequest(lines=lines, **fields))


def moving(shop: Shop, *lines: Any, **fields: Any) -> Any:
    return shop.inventory.MoveInventory(pb.MoveInventoryRequest(lines=lines, **fields))


# --- what is expected -------------------------------------------------------------------------------


def test_a_command_is_refused_when_the_bucket_does_not_hold_what_is_expected(shop: Shop) -> None:
    item, location = shop.stocked(5)
    other = shop.location()
    shop.level(item, other, 7)
    for call in (
        lambda: adjusting(shop, adjust(item, other, 1), adjust(item, location, -1, expected_quantity=4)),
        lambda: setting(shop, count(item, other, 1), count(item, location, 9, expected_quantity=4)),
        lambda: moving(
            shop,
            move(item, (other, "STOCKED"), (location, "STOCKED"), 1),
            move(item, (location, "STOCKED"), (other, "STOCKED"), 1, expected_quantity=4),
        ),
    ):
        refusal = refused(call)
        assert (refusal.code, refusal.reason) == ("ABORTED", "EXPECTATION_FAILED")
        assert refusal.fields == ["lines[1].expected_quantity"]
        assert refusal.metadata == {
            "field": "lines[1].expected_quantity", "inventory_item_id": item, "location_id": location,
            "expected": "4", "actual": "5",
        }  # fmt: skip
        assert refusal.resource == ("InventoryLevel", f"{item}/{location}")
    assert [shop.get(item, at).stocked_quantity for at in (location, other)] == [5, 7]
    assert setting(shop, count(item, location, 9, expected_quantity=5)).levels[0].stocked_quantity == 9


def test_a_command_is_refused_when_the_level_has_moved_on(shop: Shop) -> None:
    item, location = shop.stocked(5)
    for call in (
        lambda: adjusting(shop, adjust(item, location, -1, expected_version=0)),
        lambda: setting(shop, count(item, location, 9, expected_version=2)),
        lambda: moving(shop, move(item, (location, "STOCKED"), (location, "DAMAGED"), 1, expected_version=7)),
    ):
        refusal = refused(call)
        assert (refusal.reason, refusal.fields) == ("EXPECTATION_FAILED", ["lines[0].expected_version"])
        assert refusal.metadata["actual"] == "1"
    assert adjusting(shop, adjust(item, location, -1, expected_version=1)).levels[0].version == 2


def test_each_line_expects_what_was_there_before_the_command(shop: Shop) -> None:
    item, location = shop.stocked(5)
    answer = adjusting(
        shop,
        adjust(item, location, -2, expected_quantity=5, expected_version=1),
        adjust(item, location, -2, expected_quantity=5, expected_version=1),
    )
    assert balances(answer.levels[0]) == (1, 0, 1)
    both = [move(item, (location, "STOCKED"), (location, bucket), 0, expected_quantity=1) for bucket in ("DAMAGED",)]
    both[0].quantity = 1
    assert moving(shop, *both).levels[0].damaged_quantity == 1


def test_expectations_are_about_the_named_bucket_and_come_before_the_stock(shop: Shop) -> None:
    item, location = shop.stocked(5)
    shop.adjust(item, location, 3, "FOUND", "DAMAGED")
    line = adjust(item, location, -9, bucket="BUCKET_DAMAGED", expected_quantity=5)  # type: ignore[arg-type]
    assert refused(lambda: adjusting(shop, line)).metadata["actual"] == "3"
    line.expected_quantity = 3
    assert refused(lambda: adjusting(shop, line)).reason == "BALANCE_OUT_OF_RANGE"
    line.inventory_item_id = "iitem_none"
    line.expected_quantity = 5
    assert refused(lambda: adjusting(shop, line)).reason == "RESOURCE_NOT_FOUND"
    for fields, path in (
        ({"expected_quantity": -1}, "lines[0].expected_quantity"),
        ({"expected_version": -1}, "lines[0].expected_version"),
    ):
        line = adjust(item, location, 1, **fields)
        assert refused(lambda line=line: adjusting(shop, line)).fields == [path]  # type: ignore[misc]


def test_a_level_that_is_made_was_empty_before(shop: Shop) -> None:
    item, location = shop.item(), shop.location()
    line = adjust(item, location, 4, expected_quantity=0, expected_version=0)
    assert adjusting(shop, line, create_missing_levels=True).levels[0].stocked_quantity == 4
    assert refused(lambda: adjusting(shop, line, create_missing_levels=True)).reason == "EXPECTATION_FAILED"


def test_a_lapsed_hold_frees_units_for_sale_and_makes_a_version_that_nobody_expects(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, location = shop.stocked(10)
    hold = shop.reserve((item, location, 8), ttl=seconds(60))
    expires = instant(hold.expire_time)
    clock.freeze(expires - 10 * TICK)
    refusal = refused(lambda: shop.adjust(item, location, -3, "SOLD"))
    assert (refusal.reason, refusal.metadata["available_quantity"]) == ("INSUFFICIENT_STOCK", "2")
    assert balances(shop.adjust(item, location, -2, "SOLD").levels[0]) == (8, 8, 0)
    refusal = refused(lambda: moving(shop, move(item, (location, "STOCKED"), (location, "DAMAGED"), 1), reason="REASON_CONSUMED"))  # type: ignore[arg-type]  # fmt: skip
    assert refusal.reason == "INSUFFICIENT_STOCK"
    clock.freeze(expires)
    level = adjusting(shop, adjust(item, location, -8, expected_quantity=8), reason="REASON_SOLD").levels[0]  # type: ignore[arg-type]
    assert (*balances(level), level.held_quantity) == (0, 0, 0, 0)
    assert told(shop.movements(inventory_item_id=item)) == [
        ("INITIAL", "STOCKED", 10, 10), ("RESERVED", "RESERVED", 8, 8), ("SOLD", "STOCKED", -2, 8),
        ("EXPIRED", "RESERVED", -8, 0), ("SOLD", "STOCKED", -8, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        *((name, None) for name in ("SOLD", "TRANSFERRED", "CONSUMED", "RETURNED_TO_SUPPLIER")),
        *((name, (3, 4, -1)) for name in ("COUNTED", "DAMAGED", "LOST", "SPOILED", "CORRECTED")),
    ],
)
def test_no_issue_takes_a_held_unit_and_every_fact_may(shop: Shop, reason: str, left: Any) -> None:
    item, location = shop.stocked(5)
    shop.reserve((item, location, 4), ttl=seconds(600))
    if left is None:
        refusal = refused(lambda: shop.adjust(item, location, -2, reason))
        assert (refusal.reason, refusal.metadata["available_quantity"]) == ("INSUFFICIENT_STOCK", "1")
        assert balances(shop.adjust(item, location, -1, reason).levels[0]) == (4, 4, 0)
    else:
        level = shop.adjust(item, location, -2, reason).levels[0]
        assert (balances(level), level.held_quantity, level.backordered_quantity) == (left, 4, 1)


# --- counts of the past -----------------------------------------------------------------------------


def test_a_count_of_the_past_keeps_what_was_shipped_since(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, location = shop.stocked(10)
    observed = clock.go(60)
    clock.go(60)
    shop.adjust(item, location, -4, "SOLD")
    clock.go(60)
    answer = setting(shop, count(item, location, 9, observed))
    assert list(answer.line_results) == [APPLIED]
    assert balances(answer.levels[0]) == (5, 0, 5)  # one was missing, four were sold: nothing comes back
    row = shop.movements(inventory_item_id=item)[-1]
    assert (told([row]), instant(row.effective_time)) == ([("COUNTED", "STOCKED", -1, 5)], observed)
    assert instant(row.recorded_time) == observed + timedelta(seconds=120)
    answer = setting(shop, count(item, location, 9, observed))
    assert list(answer.line_results) == [UNCHANGED]
    assert balances(answer.levels[0]) == (5, 0, 5)


def test_an_older_count_than_the_last_one_is_skipped_and_the_other_lines_go_on(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    (item, location), (other, elsewhere) = shop.stocked(10), shop.stocked(10)
    first, second, third = clock.go(60), clock.go(60), clock.go(60)
    clock.go(60)
    assert list(setting(shop, count(item, location, 10, second)).line_results) == [UNCHANGED]
    answer = setting(
        shop,
        count(item, location, 3, first),
        count(other, elsewhere, 8, first),
        count(item, location, 2, first, "DAMAGED"),
    )
    assert list(answer.line_results) == [STALE, APPLIED, APPLIED]
    assert [(one.stocked_quantity, one.damaged_quantity) for one in answer.levels] == [(10, 2), (8, 0)]
    assert list(setting(shop, count(item, location, 7, second)).line_results) == [APPLIED]
    clock.go(60)
    assert list(setting(shop, count(item, location, 6)).line_results) == [APPLIED]
    stale = setting(shop, count(item, location, 9, third))
    assert list(stale.line_results) == [STALE]
    assert balances(stale.levels[0]) == (6, 0, 6)
    assert shop.get(item, location).version == stale.levels[0].version


def test_a_count_is_of_a_time_when_the_level_was_there(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, location = shop.stocked(10)
    made = instant(shop.get(item, location).create_time)
    now = clock.go(60)
    for observed in (made - TICK, now + TICK):
        refusal = refused(lambda observed=observed: setting(shop, count(item, location, 9, observed)))  # type: ignore[misc]
        assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "FIELD_INVALID")
        assert refusal.fields == ["lines[0].observe_time"]
    fresh = shop.location()
    refusal = refused(lambda: setting(shop, count(item, fresh, 9, made), create_missing_levels=True))
    assert refusal.fields == ["lines[0].observe_time"]
    assert list(setting(shop, count(item, location, 9, made)).line_results) == [APPLIED]
    level = setting(shop, count(item, location, 8, now)).levels[0]
    assert balances(level) == (8, 0, 8)


def test_a_count_of_the_past_cannot_leave_less_than_nothing_now(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, location = shop.stocked(10)
    observed = clock.go(60)
    clock.go(60)
    shop.adjust(item, location, -8, "SOLD")
    refusal = refused(lambda: setting(shop, count(item, location, 7, observed)))
    assert (refusal.reason, refusal.metadata["balance_quantity"], refusal.metadata["delta"]) == (
        "BALANCE_OUT_OF_RANGE", "2", "-3",
    )  # fmt: skip
    refusal = refused(lambda: setting(shop, count(item, location, 9, observed, expected_quantity=10)))
    assert (refusal.reason, refusal.metadata["actual"]) == (
        "EXPECTATION_FAILED",
        "2",
    )  # of now, whatever the count is of
    assert balances(setting(shop, count(item, location, 9, observed, expected_quantity=2)).levels[0]) == (1, 0, 1)


async def answers(home: House, url: str, *requests: Any) -> list[Any]:
    """The answers to requests that wait together while the level is locked, so that one transaction decides them."""
    async with holding_the_level(url) as blocker:
        first = asyncio.create_task(home.ask(ME, adjust_request(("thing", "here", 1))))
        await waiting(url, 1)
        others = []
        for request in requests:
            others.append(asyncio.create_task(home.ask(ME, request)))
            await asyncio.sleep(0)
        await asyncio.sleep(0.05)
        await blocker.commit()
    await first
    return await asyncio.gather(*others)


async def test_two_counts_of_one_past_that_travel_together_are_taken_one_after_the_other(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        early, late = clock.go(60), clock.go(60)
        clock.go(60)
        found = await answers(
            home,
            database_url,
            pb.SetInventoryRequest(lines=[count("thing", "here", 8, early)]),
            adjust_request(("thing", "here", -4), reason="SOLD"),
            pb.SetInventoryRequest(lines=[count("thing", "here", 7, late)]),
            pb.SetInventoryRequest(lines=[count("thing", "here", 5, early)]),
        )
        # 10 + 1 − 2 (8 there early) − 4 (sold) − 1 (7 there late); the last one is older than its forerunner
        results = [list(one.line_results) for one in (found[0], found[2], found[3])]
        assert results == [[APPLIED], [APPLIED], [STALE]]
        names: Any = ["REASON_COUNTED", "REASON_SOLD"]
        wanted = pb.ListStockMovementsRequest.Filter(inventory_item_id="thing", reasons=names)
        rows = (await home.ask(ME, pb.ListStockMovementsRequest(filter=wanted))).movements
        assert [(row.delta, row.balance) for row in rows] == [(-2, 9), (-4, 5), (-1, 4)]
        assert len({instant(row.recorded_time) for row in rows}) == 1  # they were decided together
        level = (await home.ask(ME, level_request())).level
        assert balances(level) == (4, 0, 4)
        past = [(await home.ask(ME, level_request(at))).level.stocked_quantity for at in (early - TICK, early, late)]
        assert past == [10, 8, 7]
        assert report_of(database_url).sound


async def test_what_moves_in_the_same_transaction_is_no_part_of_the_past(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        observed = clock.go(60)
        clock.go(60)
        found = await answers(
            home,
            database_url,
            adjust_request(("thing", "here", -4), reason="SOLD"),
            pb.SetInventoryRequest(lines=[count("thing", "here", 9, observed)]),
            pb.SetInventoryRequest(lines=[count("thing", "here", 20)]),
            pb.SetInventoryRequest(lines=[count("thing", "here", 9, observed)]),
        )
        assert balances(found[1].levels[0]) == (6, 0, 6)  # 10 + 1 − 4 − 1
        assert [list(one.line_results) for one in found[1:]] == [[APPLIED], [APPLIED], [STALE]]
        assert balances((await home.ask(ME, level_request())).level) == (20, 0, 20)


async def test_of_two_commands_that_expect_the_same_only_one_is_taken(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 10)
        guarded = pb.SetInventoryRequest(lines=[count("thing", "here", 3, expected_quantity=11)])
        with pytest.raises(ExpectationFailed) as caught:
            await answers(home, database_url, guarded, guarded)
        assert caught.value.facts["actual"] == "3"
        assert balances((await home.ask(ME, level_request())).level) == (3, 0, 3)


def level_request(at: datetime | None = None) -> pb.GetInventoryLevelRequest:
    request = pb.GetInventoryLevelRequest(inventory_item_id="thing", location_id="here")
    if at is not None:
        request.read_time.CopyFrom(stamp(at))
    return request


# --- trials -----------------------------------------------------------------------------------------


def kept(url: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        tables = ("levels", "movements", "outbox", "requests", "batches", "observations", "allocations")
        return [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]


def test_a_trial_says_what_would_be_and_keeps_nothing(moved: Moved) -> None:
    shop, url = moved.shop, moved.server.database_url
    item, location = shop.stocked(10)
    other = shop.location()
    before, rows = shop.get(item, location), kept(url)
    request_id = unique("r")
    trial: dict[str, Any] = {"validate_only": True, "request_id": request_id}
    adjusted = adjusting(shop, adjust(item, location, -4), reason="REASON_SOLD", **trial)
    assert (balances(adjusted.levels[0]), adjusted.levels[0].version) == ((6, 0, 6), 2)
    counted = setting(shop, count(item, location, 7), **trial)
    assert (balances(counted.levels[0]), list(counted.line_results)) == ((7, 0, 7), [APPLIED])
    observed = setting(shop, count(item, location, 8, instant(before.create_time)), **trial)
    assert (balances(observed.levels[0]), list(observed.line_results)) == ((8, 0, 8), [APPLIED])
    moved_away = moving(
        shop, move(item, (location, "STOCKED"), (other, "STOCKED"), 3), create_missing_levels=True, **trial
    )
    assert [balances(level) for level in moved_away.levels] == [(7, 0, 7), (3, 0, 3)]
    assert not adjusted.mutation.replayed
    assert shop.get(item, location) == before
    assert refused(lambda: shop.get(item, other)).reason == "NOT_STOCKED_AT_LOCATION"
    assert kept(url) == rows
    done = adjusting(shop, adjust(item, location, -1), request_id=request_id)  # the id is as good as new
    assert (balances(done.levels[0]), done.mutation.replayed) == ((9, 0, 9), False)


def test_a_trial_is_refused_as_the_command_would_be(shop: Shop) -> None:
    item, location = shop.stocked(5)
    shop.reserve((item, location, 4))
    nowhere = shop.location()
    for trial in (False, True):
        fields: dict[str, Any] = {"validate_only": trial}
        for call, reason in (
            (lambda f=fields: adjusting(shop, adjust(item, location, -2), reason="REASON_SOLD", **f), "INSUFFICIENT_STOCK"),
            (lambda f=fields: adjusting(shop, adjust(item, location, -6), **f), "BALANCE_OUT_OF_RANGE"),
            (lambda f=fields: adjusting(shop, adjust(item, nowhere, 1), **f), "NOT_STOCKED_AT_LOCATION"),
            (lambda f=fields: adjusting(shop, adjust(item, location, 1, expected_version=9), **f), "EXPECTATION_FAILED"),
            (lambda f=fields: setting(shop, count(item, location, 1), count(item, location, 2), **f), "DUPLICATE_ENTRY"),
            (lambda f=fields: setting(shop, count("iitem_none", location, 1), **f), "RESOURCE_NOT_FOUND"),
            (lambda f=fields: moving(shop, move(item, (location, "DAMAGED"), (location, "STOCKED"), 1), **f), "BALANCE_OUT_OF_RANGE"),
        ):  # fmt: skip
            assert refused(call).reason == reason  # type: ignore[arg-type]
    assert balances(shop.get(item, location)) == (5, 4, 1)
