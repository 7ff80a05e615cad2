"""Interleavings of three transactions that break naive designs, and what a batch must not do to its members."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types
from psycopg import AsyncConnection

from holdfast_server.engine import pipeline, transaction
from holdfast_server.kernel.errors import InsufficientStock, Refused, ReservationNotActive, ResourceDeleted
from holdfast_server.kernel.ids import TenantId
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Submission
from holdfast_server.ledger import store as ledger_store
from holdfast_server.reservations.commands import ReservationCommands
from tests.support.books import report_of
from tests.support.clock import moved_house
from tests.support.house import House, house
from tests.support.outbox import types_of
from tests.support.world import adjust_request, counters, duration, reserve_request, state, told

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
    original = pipeline.run_pipeline
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


# --- time -------------------------------------------------------------------------------------------


async def hold(home: House, quantity: int, ttl: int = 60) -> str:
    """A hold of so many units for so many seconds; its id."""
    made = await home.ask(ME, reserve_request(("thing", "here", quantity), ttl=duration(ttl)))
    return str(made.reservation.id)


async def shown(home: House, reservation: str) -> Any:
    return (await home.ask(ME, pb.GetReservationRequest(reservation_id=reservation))).reservation


async def ledger(home: House) -> list[tuple[str, int]]:
    """(reason, change) of each change of reserved, oldest first."""
    request = pb.ListStockMovementsRequest(filter=pb.ListStockMovementsRequest.Filter(inventory_item_id="thing"))
    movements = (await home.ask(ME, request)).movements
    return [(reason, delta) for reason, bucket, delta, _ in told(movements) if bucket == "RESERVED"]


def expiring(home: House, reservation: str) -> Any:
    """What the sweeper does about a hold."""
    commands = ReservationCommands(home.engine, cast("Any", None))
    deadline = asyncio.get_running_loop().time() + 20
    submission: Submission[None] = Submission(
        "ExpireReservation", "", b"", lambda *_: b"", lambda stored: stored, deadline, "sweeper", 0
    )
    return commands.expire(Principal(TenantId(ME), subject="sweeper"), reservation, submission)


async def in_turn(url: str, first: Any, second: Any, meanwhile: Callable[[], Any] = bool) -> list[Any]:
    """Two calls that wait for the level behind somebody else, one behind the other; `meanwhile` happens before both."""
    async with holding_the_level(url) as blocker:
        calls = [asyncio.create_task(first)]
        await waiting(url, 1)
        calls.append(asyncio.create_task(second))
        await waiting(url, 2)
        meanwhile()
        await blocker.commit()
    return await asyncio.gather(*calls, return_exceptions=True)


async def both(first: Any, second: Any) -> list[Any]:
    """Two calls that enter the engine together."""
    return list(await asyncio.gather(first, second, return_exceptions=True))


def kinds(answers: Sequence[Any]) -> list[str]:
    return [type(answer).__name__ for answer in answers]


async def test_a_hold_whose_time_passes_while_a_writer_waits_for_the_level_has_expired_for_it(
    database_url: str,
) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 5)
        held = await hold(home, 5)
        async with holding_the_level(database_url) as blocker:
            buying = asyncio.create_task(home.ask(ME, reserve_request(("thing", "here", 5))))
            await waiting(database_url, 1)
            clock.go(61)
            await blocker.commit()
        assert (await buying).reservation.id
        assert await ledger(home) == [("RESERVED", 5), ("EXPIRED", -5), ("RESERVED", 5)]
        assert state(await shown(home, held)) == "EXPIRED"
    assert report_of(database_url).sound


@pytest.mark.parametrize("passes", [False, True], ids=["in time", "late"])
@pytest.mark.parametrize("is_first", [True, False], ids=["confirmed first", "bought first"])
async def test_a_hold_that_is_confirmed_while_a_competitor_waits_for_its_units(
    database_url: str, is_first: bool, passes: bool
) -> None:
    """In time it keeps them, whoever is first; late they go to one of both, once.

    A late confirmation learns only under its locks what it needs, and gives way before it is decided.
    """
    async with moved_house(database_url) as (one, clock), moved_house(database_url) as (other, _):
        clock.freeze()
        await fill(one, 5)
        held = await hold(one, 5)
        await other.engine.warm()
        confirming = one.ask(ME, pb.ConfirmReservationRequest(reservation_id=held))
        buying = other.ask(ME, reserve_request(("thing", "here", 1)))
        order = (confirming, buying) if is_first else (buying, confirming)
        answers = await in_turn(database_url, *order, meanwhile=lambda: clock.go(61 if passes else 1))
        confirmed, bought = answers if is_first else answers[::-1]
        if kinds([confirmed]) == ["InsufficientStock"]:
            assert passes
            assert kinds([bought]) == ["CreateReservationResponse"]
            assert await ledger(one) == [("RESERVED", 5), ("EXPIRED", -5), ("RESERVED", 1)]
        else:
            assert is_first or not passes
            assert kinds([confirmed, bought]) == ["ConfirmReservationResponse", "InsufficientStock"]
            assert confirmed.reacquired is passes
            late = [("EXPIRED", -5), ("RESERVED", 5)] if passes else []
            assert await ledger(one) == [("RESERVED", 5), *late]
    assert report_of(database_url).sound


@pytest.mark.parametrize("is_first", [True, False], ids=["confirmed first", "swept first"])
@pytest.mark.parametrize("together", [True, False], ids=["one transaction", "two servers"])
async def test_a_hold_that_is_swept_and_confirmed_late_at_once_expires_once(
    database_url: str, together: bool, is_first: bool
) -> None:
    async with moved_house(database_url) as (one, clock), moved_house(database_url) as (other, _):
        clock.freeze()
        await fill(one, 5)
        held = await hold(one, 5)
        clock.go(61)
        await other.engine.warm()
        confirming = one.ask(ME, pb.ConfirmReservationRequest(reservation_id=held))
        sweeping = expiring(one if together else other, held)
        order = (confirming, sweeping) if is_first else (sweeping, confirming)
        if together:
            answers = await both(*order)
            assert one.engine.lanes[0].figures.largest_batch == 2
        else:
            answers = await in_header_turn(database_url, held, *order)
        confirmed = answers[0 if is_first else 1]
        assert confirmed.reacquired
        assert state(await shown(one, held)) == "CONFIRMED"
        assert await ledger(one) == [("RESERVED", 5), ("EXPIRED", -5), ("RESERVED", 5)]
        assert types_of(database_url, held) == [f"reservation.{what}" for what in ("created", "expired", "confirmed")]
    assert report_of(database_url).sound


async def in_header_turn(url: str, reservation: str, first: Any, second: Any) -> list[Any]:
    """Two calls that wait for one reservation behind somebody else, one behind the other."""
    async with await AsyncConnection.connect(url) as blocker:
        await blocker.execute("SELECT 1 FROM reservations WHERE id = %s FOR NO KEY UPDATE", (reservation,))
        calls = [asyncio.create_task(first)]
        await waiting(url, 1)
        calls.append(asyncio.create_task(second))
        await waiting(url, 2)
        await blocker.commit()
    return await asyncio.gather(*calls, return_exceptions=True)


@pytest.mark.parametrize("passes", [False, True], ids=["live", "expired"])
@pytest.mark.parametrize("together", [True, False], ids=["one transaction", "two servers"])
async def test_of_two_that_take_the_place_of_one_hold_exactly_one_does(
    database_url: str, together: bool, passes: bool
) -> None:
    async with moved_house(database_url) as (one, clock), moved_house(database_url) as (other, _):
        clock.freeze()
        await fill(one, 5)
        held = await hold(one, 5)
        if passes:
            clock.go(61)
        await other.engine.warm()

        def replacing(home: House, quantity: int) -> Any:
            return home.ask(ME, reserve_request(("thing", "here", quantity), replaces_reservation_id=held))

        if together:
            answers = await both(replacing(one, 5), replacing(one, 4))
            assert one.engine.lanes[0].figures.largest_batch == 2
        else:
            answers = await in_header_turn(database_url, held, replacing(one, 5), replacing(other, 4))
        won, lost = answers
        assert won.reservation.lines[0].open_quantity == 5
        assert isinstance(lost, ReservationNotActive)
        old = await shown(one, held)
        assert old.replaced_by_reservation_id == won.reservation.id
        assert state(old) == ("EXPIRED" if passes else "RELEASED")
        assert (await level(one)).reserved_quantity == 5
    assert report_of(database_url).sound


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction settles three claims of a level at most."""
    query = ledger_store._LAPSED.replace(f"LIMIT {ledger_store.LAPSED_AT_ONCE}", "LIMIT 3")
    assert query != ledger_store._LAPSED
    monkeypatch.setattr(ledger_store, "_LAPSED", query)
    monkeypatch.setattr(ledger_store, "LAPSED_AT_ONCE", 3)


@pytest.mark.parametrize(("holds", "transactions"), [(2, 1), (3, 2), (6, 3), (7, 3)])
async def test_a_level_with_many_lapsed_holds_is_settled_in_several_transactions_before_anybody_is_decided(
    database_url: str, few_at_once: None, holds: int, transactions: int
) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 7)
        ids = [await hold(home, 1, 10 + number) for number in range(holds)]
        clock.go(61)
        assert (await level(home)).available_quantity == 7
        before = home.engine.lanes[0].figures.transactions
        buying = home.ask(ME, reserve_request(("thing", "here", 7)))
        trying = home.ask(ME, reserve_request(("thing", "here", 8)))
        bought, tried = await both(buying, trying)
        assert home.engine.lanes[0].figures.transactions == before + transactions
        assert bought.reservation.lines[0].open_quantity == 7
        assert isinstance(tried, InsufficientStock)
        assert await ledger(home) == [("RESERVED", 1)] * holds + [("EXPIRED", -1)] * holds + [("RESERVED", 7)]
        assert {state(await shown(home, one)) for one in ids} == {"EXPIRED"}
        now = await level(home)
        assert (now.reserved_quantity, now.held_quantity, now.available_quantity) == (7, 0, 0)
    assert report_of(database_url).sound


async def test_a_late_confirm_waits_until_its_level_is_settled(database_url: str, few_at_once: None) -> None:
    """Its own claim is the last one that is closed; it is promised anew behind nobody who should have gone."""
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 5)
        for number in range(4):
            await hold(home, 1, 10 + number)
        own = await hold(home, 1, 30)
        clock.go(61)
        confirmed = await home.ask(ME, pb.ConfirmReservationRequest(reservation_id=own))
        assert confirmed.reacquired
        assert counters(confirmed.reservation.lines[0]) == (1, 1, 0, 0, 1, 0)
        assert await ledger(home) == [("RESERVED", 1)] * 5 + [("EXPIRED", -1)] * 5 + [("RESERVED", 1)]
    assert report_of(database_url).sound


async def test_a_refusal_keeps_nothing_of_what_it_has_settled(database_url: str) -> None:
    tables = ("movements", "outbox", "batches", "requests", "reservations", "allocations")
    query = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)
    query += ", (SELECT array_agg(xmin::text) FROM levels), (SELECT array_agg(xmin::text) FROM allocations)"
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 5)
        held = await hold(home, 4)
        clock.go(61)
        async with await AsyncConnection.connect(database_url, autocommit=True) as watcher:
            before = await (await watcher.execute(query)).fetchone()  # type: ignore[call-overload]
            for quantity in (6, 7, 8):
                with pytest.raises(InsufficientStock) as caught:
                    await home.ask(ME, reserve_request(("thing", "here", quantity), request_id=f"no {quantity}"))
                assert caught.value.shortages[0].available == 5
            trial = await home.ask(ME, reserve_request(("thing", "here", 5), validate_only=True))
            assert trial.reservation.lines[0].open_quantity == 5
            assert await (await watcher.execute(query)).fetchone() == before  # type: ignore[call-overload]
        assert state(await shown(home, held)) == "EXPIRED"
        refused, made = await both(
            home.ask(ME, reserve_request(("thing", "here", 6))), home.ask(ME, reserve_request(("thing", "here", 5)))
        )
        assert kinds([refused, made]) == ["InsufficientStock", "CreateReservationResponse"]
        assert await ledger(home) == [("RESERVED", 4), ("EXPIRED", -4), ("RESERVED", 5)]
    assert report_of(database_url).sound
