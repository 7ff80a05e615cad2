"""Interleavings of three transactions that break naive designs, and what a batch must not do to its members."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types
from psycopg import AsyncConnection

from holdfast_server.engine import transaction
from holdfast_server.kernel.errors import InsufficientStock, Refused, ResourceDeleted
from tests.support.books import report_of
from tests.support.house import House, house
from tests.support.world import adjust_request, reserve_request

ME = "default"


async def fill(home: House, stocked: int, tenant: str = ME) -> None:
    await home.ask(
        tenant, locations_pb.CreateStockLocationRequest(location=types.StockLocation(id="here", name="Here"))
    )
    await home.ask(tenant, pb.CreateInventoryItemRequest(item=types.InventoryItem(id="thing", sku="THING")))
    level = types.InventoryLevel(inventory_item_id="thing", location_id="here", stocked_quantity=stocked)
    await home.ask(tenant, pb.CreateInventoryLevelRequest(level=level))


async def level(home: House) -> Any:
    request = pb.GetInventoryLevelRequest(inventory_item_id="thing", location_id="here")
    return (await home.ask(ME, request)).level


@asynccontextmanager
async def holding_the_level(url: str) -> AsyncIterator[AsyncConnection[Any]]:
    """A transaction of somebody else that has the level locked; the block commits it."""
    async with await AsyncConnection.connect(url) as blocker:
        await blocker.execute("SELECT 1 FROM levels WHERE item_id = 'thing' FOR NO KEY UPDATE")
        yield blocker


async def waiting(url: str, count: int) -> None:
    """Return when so many backends wait for a lock."""
    async with await AsyncConnection.connect(url, autocommit=True) as watcher:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        for _ in range(500):
            row = await (await watcher.execute(query)).fetchone()
            if row == (count,):
                return
            await asyncio.sleep(0.002)
    raise AssertionError("nobody waits")


async def test_a_decision_is_later_than_the_lock_that_it_waited_for(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 10)
        async with holding_the_level(database_url) as blocker:
            buying = asyncio.create_task(home.ask(ME, reserve_request(("thing", "here", 1))))
            await waiting(database_url, 1)
            await asyncio.sleep(0.2)
            row = await (await blocker.execute("SELECT clock_timestamp()")).fetchone()
            await blocker.commit()
        made = (await buying).reservation
        assert row is not None
        assert made.create_time.ToDatetime(row[0].tzinfo) > row[0]


async def test_facts_are_read_after_the_lock_that_a_decision_waited_for(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 0)
        async with holding_the_level(database_url) as blocker:
            receiving = asyncio.create_task(home.ask(ME, adjust_request(("thing", "here", 1))))
            await waiting(database_url, 1)
            await blocker.execute("UPDATE items SET delete_time = clock_timestamp() WHERE id = 'thing'")
            await blocker.commit()
        with pytest.raises(ResourceDeleted):
            await receiving


async def test_balances_are_read_after_the_lock_that_a_decision_waited_for(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 5)
        async with holding_the_level(database_url) as blocker:
            buying = asyncio.create_task(home.ask(ME, reserve_request(("thing", "here", 5))))
            await waiting(database_url, 1)
            await blocker.execute("UPDATE levels SET stocked = 4 WHERE item_id = 'thing'")
            await blocker.commit()
        with pytest.raises(InsufficientStock) as caught:
            await buying
        assert caught.value.shortages[0].available == 4


async def test_request_ids_are_read_after_the_levels_are_locked(database_url: str) -> None:
    """A twin on another server, behind the same lock: it finds the first one's id and is a replay, without a rerun."""
    request = reserve_request(("thing", "here", 1), request_id="twin")
    async with house(database_url) as one, house(database_url) as other:
        await fill(one, 10)
        await other.ask(ME, pb.GetInventoryItemRequest(sku="THING"))
        await other.engine.warm()
        async with holding_the_level(database_url) as blocker:
            twins = [asyncio.create_task(home.ask(ME, request)) for home in (one, other)]
            await waiting(database_url, 2)
            await blocker.commit()
        answers = await asyncio.gather(*twins)
        assert sorted(answer.mutation.replayed for answer in answers) == [False, True]
        assert answers[0].reservation == answers[1].reservation
        assert [home.engine.lanes[0].figures.reruns for home in (one, other)] == [0, 0]
        assert (await level(one)).reserved_quantity == 1


async def test_twins_without_a_common_lock_meet_in_the_unique_index(database_url: str) -> None:
    request = pb.CreateInventoryItemRequest(item=types.InventoryItem(title="Lamp"), request_id="twin")
    async with house(database_url) as one, house(database_url) as other:
        answers = await asyncio.gather(*(home.ask(ME, request) for home in (one, other) for _ in range(5)))
        assert len({answer.item.id for answer in answers}) == 1
        assert sum(not answer.mutation.replayed for answer in answers) == 1


async def test_two_releases_in_one_batch_free_the_units_once(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 10)
        made = (await home.ask(ME, reserve_request(("thing", "here", 4)))).reservation
        release = pb.ReleaseReservationRequest(reservation_id=made.id)
        async with holding_the_level(database_url) as blocker:
            first = asyncio.create_task(home.ask(ME, adjust_request(("thing", "here", 1))))
            await waiting(database_url, 1)
            rest = [asyncio.create_task(home.ask(ME, release)) for _ in range(3)]
            rest.append(asyncio.create_task(home.ask(ME, pb.FulfillReservationRequest(reservation_id=made.id))))
            await asyncio.sleep(0.05)
            await blocker.commit()
        await first
        answers = await asyncio.gather(*rest, return_exceptions=True)
        assert home.engine.lanes[0].figures.largest_batch == 4
        assert [type(answer).__name__ for answer in answers] == ["ReleaseReservationResponse"] * 3 + [
            "ReservationNotActive"
        ]
        now = await level(home)
        assert (now.stocked_quantity, now.reserved_quantity) == (11, 0)
    assert report_of(database_url).sound


async def test_a_batch_decides_each_posting_as_if_alone_and_in_order(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 5)
        async with holding_the_level(database_url) as blocker:
            first = asyncio.create_task(home.ask(ME, adjust_request(("thing", "here", 1))))
            await waiting(database_url, 1)
            rest = [
                asyncio.create_task(home.ask(ME, request))
                for request in (
                    reserve_request(("thing", "here", 4), reservation_id="mine"),
                    reserve_request(("thing", "here", 3)),
                    pb.FulfillReservationRequest(reservation_id="mine"),
                    reserve_request(("thing", "here", 2), request_id="r"),
                    reserve_request(("thing", "here", 2), request_id="r"),
                    adjust_request(("thing", "here", -1), reason="SOLD"),
                )
            ]
            await asyncio.sleep(0.05)
            await blocker.commit()
        await first
        answers = await asyncio.gather(*rest, return_exceptions=True)
        kinds = [type(answer).__name__ for answer in answers]
        assert kinds[:3] == ["CreateReservationResponse", "InsufficientStock", "FulfillReservationResponse"]
        assert kinds[3:] == ["CreateReservationResponse", "CreateReservationResponse", "InsufficientStock"]
        assert [answer.mutation.replayed for answer in answers[3:5]] == [False, True]  # type: ignore[union-attr]
        now = await level(home)
        assert (now.stocked_quantity, now.reserved_quantity) == (2, 2)
    assert report_of(database_url).sound


async def test_a_caller_that_goes_away_does_not_stop_its_batch(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 10)
        async with holding_the_level(database_url) as blocker:
            leaving = asyncio.create_task(home.ask(ME, reserve_request(("thing", "here", 1), request_id="gone")))
            await waiting(database_url, 1)
            staying = asyncio.create_task(home.ask(ME, reserve_request(("thing", "here", 1))))
            leaving.cancel()
            await blocker.commit()
        await staying
        with pytest.raises(asyncio.CancelledError):
            await leaving
        again = await home.ask(ME, reserve_request(("thing", "here", 1), request_id="gone"))
        assert again.mutation.replayed
        assert (await level(home)).reserved_quantity == 2


async def test_a_lock_that_is_held_too_long_is_overload_and_leaves_nothing(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 10)
        async with holding_the_level(database_url):
            with pytest.raises(Refused) as caught:
                await home.ask(ME, reserve_request(("thing", "here", 1)))
        assert caught.value.reason == "OVERLOADED"
        assert (await level(home)).reserved_quantity == 0
        await home.ask(ME, reserve_request(("thing", "here", 1)))


async def test_a_deadlock_is_solved_in_here(database_url: str) -> None:
    """Somebody else locks in another order: PostgreSQL ends one of the two, and ours is tried again."""
    async with house(database_url) as home:
        await fill(home, 10)
        await home.ask(ME, pb.CreateInventoryItemRequest(item=types.InventoryItem(id="zzz")))
        other = types.InventoryLevel(inventory_item_id="zzz", location_id="here", stocked_quantity=10)
        await home.ask(ME, pb.CreateInventoryLevelRequest(level=other))
        async with await AsyncConnection.connect(database_url) as blocker:
            await blocker.execute("SET deadlock_timeout = '10s'")
            await blocker.execute("SELECT 1 FROM levels WHERE item_id = 'zzz' FOR NO KEY UPDATE")
            buying = asyncio.create_task(home.ask(ME, reserve_request(("thing", "here", 1), ("zzz", "here", 1))))
            await waiting(database_url, 1)
            await blocker.execute("SELECT 1 FROM levels WHERE item_id = 'thing' FOR NO KEY UPDATE")
            await blocker.commit()
        assert (await buying).reservation.id
        assert home.engine.lanes[0].figures.reruns >= 1


@pytest.mark.parametrize("committed", [True, False], ids=["committed", "not committed"])
async def test_a_commit_whose_answer_is_lost_happens_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    """The connection breaks around COMMIT, and the call has no request id: the batch's own mark decides."""
    original = transaction.run_pipeline
    broken: list[bool] = []

    async def run_pipeline(connection: AsyncConnection[Any], statements: Any) -> list[list[Any]]:
        if statements[-1] == transaction.COMMIT and len(statements) > 3 and not broken:
            broken.append(True)
            if committed:
                await original(connection, statements)
            await connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        return await original(connection, statements)

    async with house(database_url) as home:
        await fill(home, 10)
        monkeypatch.setattr(transaction, "run_pipeline", run_pipeline)
        made = await home.ask(ME, reserve_request(("thing", "here", 3)))
        assert broken
        assert not made.mutation.replayed
        now = await level(home)
        assert (now.reserved_quantity, now.version) == (3, 2)
        shown = await home.ask(ME, pb.GetReservationRequest(reservation_id=made.reservation.id))
        assert shown.reservation == made.reservation
    assert report_of(database_url).sound


async def test_one_posting_that_fails_does_not_take_its_batch_along(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that only the database objects to: its posting fails alone."""
    async with house(database_url) as home:
        await fill(home, 10)
        async with await AsyncConnection.connect(database_url, autocommit=True) as admin:
            await admin.execute("ALTER TABLE reservations ADD CHECK (created_by <> 'culprit')")
        async with holding_the_level(database_url) as blocker:
            first = asyncio.create_task(home.ask(ME, adjust_request(("thing", "here", 1))))
            await waiting(database_url, 1)
            rest = [
                asyncio.create_task(home.ask(ME, reserve_request(("thing", "here", 1), created_by=name)))
                for name in ("a", "b", "culprit", "c")
            ]
            await asyncio.sleep(0.05)
            await blocker.commit()
        await first
        answers = await asyncio.gather(*rest, return_exceptions=True)
        assert [isinstance(answer, Exception) for answer in answers] == [False, False, True, False]
        assert isinstance(answers[2], psycopg.errors.CheckViolation)
        assert (await level(home)).reserved_quantity == 3
    assert report_of(database_url).sound


async def test_callers_take_turns(database_url: str) -> None:
    """One caller's many postings do not keep another's single one waiting."""
    async with house(database_url) as home:
        await fill(home, 10**6)
        async with holding_the_level(database_url) as blocker:
            first = asyncio.create_task(home.ask(ME, adjust_request(("thing", "here", 1))))
            await waiting(database_url, 1)
            order: list[str] = []

            async def ask(caller: str) -> None:
                await home.ask(ME, reserve_request(("thing", "here", 1)), caller=caller)
                order.append(caller)

            many = [asyncio.create_task(ask("many")) for _ in range(600)]
            await asyncio.sleep(0)
            one = asyncio.create_task(ask("one"))
            await asyncio.sleep(0.05)
            await blocker.commit()
        await asyncio.gather(first, one, *many)
        assert order.index("one") < 256


async def test_an_idle_engine_does_not_wait_for_company(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 10**6)
        for _ in range(20):
            await home.ask(ME, reserve_request(("thing", "here", 1)))
        figures = home.engine.lanes[0].figures
        assert (figures.largest_batch, figures.transactions) == (1, figures.postings)


async def test_concurrent_reads_share_a_statement_and_never_join_one_under_way(database_url: str) -> None:
    async with house(database_url) as home:
        await fill(home, 10)
        request = pb.GetAvailabilityRequest(inventory_item_id="thing")
        before = home.reads.statements
        answers = await asyncio.gather(*(home.ask(ME, request) for _ in range(100)))
        assert {answer.available_quantity for answer in answers} == {10}
        assert home.reads.statements - before <= 3
        for expected in range(11, 31):
            reading = [asyncio.create_task(home.ask(ME, request)) for _ in range(5)]
            await asyncio.sleep(0)
            await home.ask(ME, adjust_request(("thing", "here", 1)))
            assert (await home.ask(ME, request)).available_quantity == expected
            await asyncio.gather(*reading)
