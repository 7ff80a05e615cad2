"""Lines in a scope: what is locked for them, and what happens where the look without locks was wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types
from psycopg import AsyncConnection

from holdfast_server.kernel.errors import InsufficientStock
from tests.support.books import assert_books
from tests.support.house import House, house

ME = "default"


async def fill(home: House, stocks: Sequence[int]) -> None:
    """An item with so much at each of as many locations: `sloc_000` is asked first."""
    await home.ask(ME, pb.CreateInventoryItemRequest(item=types.InventoryItem(id="thing")))
    for number, stocked in enumerate(stocks):
        location = types.StockLocation(id=f"sloc_{number:03}", name="Somewhere", priority=number)
        await home.ask(ME, locations_pb.CreateStockLocationRequest(location=location))
        level = types.InventoryLevel(inventory_item_id="thing", location_id=location.id, stocked_quantity=stocked)
        await home.ask(ME, pb.CreateInventoryLevelRequest(level=level))


def anywhere(quantity: int, split: str = "SPLIT_MODE_NEVER") -> pb.CreateReservationRequest:
    line = types.LineInput(inventory_item_id="thing", quantity=quantity, scope=types.StockScope(), split=split)
    return pb.CreateReservationRequest(lines=[line])


def places(answer: pb.CreateReservationResponse) -> list[tuple[str, int]]:
    return [(one.location_id, one.quantity) for one in answer.reservation.lines[0].allocations]


async def test_only_what_the_plan_takes_is_locked_of_a_scope_of_hundreds(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, [3, *[5] * 200])
        async with await AsyncConnection.connect(database_url) as blocker:
            await blocker.execute("SELECT 1 FROM levels WHERE location_id > 'sloc_001' FOR NO KEY UPDATE")
            answer = await home.ask(ME, anywhere(7, "SPLIT_MODE_WHOLE_UNITS"), seconds=5)
            assert places(answer) == [("sloc_000", 3), ("sloc_001", 4)]
    assert_books(database_url)


async def test_whoever_finds_the_planned_stock_gone_is_served_from_elsewhere_before_being_refused(
    database_url: str,
) -> None:
    async with house(database_url) as home:
        await fill(home, [1, 1, 1])
        answers = await asyncio.gather(*(home.ask(ME, anywhere(1)) for _ in range(4)), return_exceptions=True)
    served = [places(one) for one in answers if not isinstance(one, BaseException)]
    assert sorted(served) == [[("sloc_000", 1)], [("sloc_001", 1)], [("sloc_002", 1)]]
    (refused,) = [one for one in answers if isinstance(one, InsufficientStock)]
    (short,) = refused.shortages
    assert (short.location_id, short.requested, short.available) == ("", 1, 0)
    assert_books(database_url)


async def test_who_waits_for_locks_of_an_empty_scope_is_decided_before_stock_that_arrives_later(
    database_url: str,
) -> None:
    async with house(database_url) as home:
        await fill(home, [0, 0])
        async with await AsyncConnection.connect(database_url) as blocker:
            await blocker.execute("SELECT 1 FROM levels WHERE location_id = 'sloc_000' FOR NO KEY UPDATE")
            line = pb.AdjustInventoryRequest.Line(inventory_item_id="thing", location_id="sloc_001", delta=2)
            buying = asyncio.create_task(home.ask(ME, anywhere(2)))
            await asyncio.sleep(0.1)
            receiving = asyncio.create_task(home.ask(ME, pb.AdjustInventoryRequest(lines=[line])))
            await asyncio.sleep(0.1)
            await blocker.rollback()
            await receiving
        with pytest.raises(InsufficientStock):
            await buying
        assert places(await home.ask(ME, anywhere(2))) == [("sloc_001", 2)]
    assert_books(database_url)
