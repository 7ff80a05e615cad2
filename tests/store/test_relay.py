"""The relay: what was committed is numbered without gaps, in an order that nobody who reads can miss."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import psycopg
import pytest
import sqlalchemy as sa

from holdfast_server.engine.reads import Reads
from holdfast_server.events import store
from holdfast_server.events.jobs import Relay
from holdfast_server.events.store import AFTER, OLDEST, Publisher
from holdfast_server.runtime import partitions
from holdfast_server.runtime.database import connect_lane, pool
from holdfast_server.runtime.leases import Lease
from tests.support.books import assert_books
from tests.support.house import house
from tests.support.world import adjust_request, unique

T0 = datetime(2026, 11, 24, 12, tzinfo=UTC)


def connector(url: str) -> Any:
    async def connect() -> Any:
        return await connect_lane(url, prepare=True)

    return connect


async def commit(connection: Any, batch: str, at: datetime, events: int = 1) -> None:
    """What the engine leaves behind for the relay."""
    told = [{"id": f"{batch}.{n}", "type": "item.updated", "resource": batch, "payload": {}} for n in range(events)]
    encoded = orjson.dumps({"v": 2, "at": at, "events": told})
    await connection.execute("INSERT INTO outbox VALUES ('t', %s, %s, %s)", (at, batch, encoded))
    await connection.execute("INSERT INTO outbox_pending VALUES ('t', %s, %s)", (batch, at))


async def numbered(url: str) -> list[tuple[int, str]]:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute("SELECT position, batch_id FROM event_positions ORDER BY position")
        return await found.fetchall()


@asynccontextmanager
async def publishers(url: str, count: int) -> AsyncIterator[list[Publisher]]:
    made = [Publisher(connector(url), "t") for _ in range(count)]
    try:
        yield made
    finally:
        for one in made:
            await one.close()


async def test_who_commits_late_is_told_late_though_its_instant_was_early(database_url: str) -> None:
    async with (
        publishers(database_url, 1) as (relay,),
        await psycopg.AsyncConnection.connect(database_url) as early,
        await psycopg.AsyncConnection.connect(database_url) as late,
    ):
        await commit(early, "early instant", T0)
        await commit(late, "late instant", T0 + timedelta(seconds=1))
        await late.commit()
        assert await relay.publish() == 1
        await early.commit()
        assert await relay.publish() == 1
        assert await relay.publish() == 0
    assert await numbered(database_url) == [(1, "late instant"), (2, "early instant")]


async def test_what_waits_together_is_told_in_the_order_of_its_instants(database_url: str) -> None:
    async with (
        publishers(database_url, 1) as (relay,),
        await psycopg.AsyncConnection.connect(database_url, autocommit=True) as writer,
    ):
        for batch, seconds in (("c", 2), ("b", 0), ("a", 0), ("d", 1)):
            await commit(writer, batch, T0 + timedelta(seconds=seconds))
        assert [await relay.publish(limit=3), await relay.publish(limit=3)] == [3, 1]
    assert await numbered(database_url) == [(1, "a"), (2, "b"), (3, "d"), (4, "c")]


async def test_four_relays_at_once_leave_no_gap_and_whoever_sees_a_number_sees_the_one_before(
    database_url: str,
) -> None:
    done = asyncio.Event()
    dice = random.Random(5)

    async def write(writer: int) -> None:
        async with await psycopg.AsyncConnection.connect(database_url) as connection:
            for number in range(60):
                await commit(connection, f"{writer}/{number}", T0 + timedelta(seconds=dice.random()))
                await asyncio.sleep(dice.random() / 200)
                await connection.commit()

    async def relay(publisher: Publisher) -> int:
        count = 0
        while not done.is_set():
            count += await publisher.publish(limit=dice.randint(1, 20))
        return count

    async def look() -> int:
        looks = 0
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
            while not done.is_set():
                row = await connection.execute(
                    "SELECT count(*), coalesce(max(position), 0), (SELECT position FROM event_heads) FROM event_positions"
                )
                count, highest, head = await row.fetchone() or (0, 0, 0)
                assert count == highest == (head or 0)
                looks += 1
        return looks

    async with publishers(database_url, 5) as (looker, *relays):
        working = [asyncio.create_task(relay(one)) for one in relays]
        looking = asyncio.create_task(look())
        await asyncio.gather(*(write(writer) for writer in range(6)))
        while await looker.has_pending():
            await asyncio.sleep(0.01)
        done.set()
        counts = await asyncio.gather(*working)
        assert await looking > 0
    assert sum(counts) == 360
    found = await numbered(database_url)
    assert [position for position, _ in found] == list(range(1, 361))
    assert {batch for _, batch in found} == {f"{writer}/{number}" for writer in range(6) for number in range(60)}


async def test_versions_of_a_level_follow_one_another_though_lanes_and_relays_are_many(database_url: str) -> None:
    from holdfast.inventory.v1 import inventory_service_pb2 as pb
    from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
    from holdfast.inventory.v1 import types_pb2 as types

    done = asyncio.Event()

    async def relay(publisher: Publisher) -> None:
        while not done.is_set():
            await publisher.publish(limit=3)

    async with house(database_url, lanes=3) as one:
        location = unique("sloc")
        await one.ask(
            "default",
            locations_pb.CreateStockLocationRequest(location=types.StockLocation(id=location, name="x")),
        )
        items = [unique("iitem") for _ in range(3)]
        for item in items:
            await one.ask("default", pb.CreateInventoryItemRequest(item=types.InventoryItem(id=item)))
            level = types.InventoryLevel(inventory_item_id=item, location_id=location)
            await one.ask("default", pb.CreateInventoryLevelRequest(level=level))
        looker, *relays = [Publisher(connector(database_url), "default") for _ in range(4)]
        working = [asyncio.create_task(relay(publisher)) for publisher in relays]
        dice = random.Random(2)
        changes = [
            adjust_request(*[(item, location, 1) for item in dice.sample(items, dice.randint(1, 3))])
            for _ in range(300)
        ]
        await asyncio.gather(*(one.ask("default", change) for change in changes))
        while await looker.has_pending():
            await asyncio.sleep(0.01)
        done.set()
        await asyncio.gather(*working)
        for publisher in (looker, *relays):
            await publisher.close()
    versions: dict[str, list[int]] = {item: [] for item in items}
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        rows = await connection.execute(
            "SELECT events FROM event_positions JOIN outbox USING (tenant_id, recorded_time, batch_id) ORDER BY position"
        )
        for (encoded,) in await rows.fetchall():
            for event in orjson.loads(encoded)["events"]:
                if event["type"] == "level.changed":
                    versions[event["payload"]["item_id"]].append(event["payload"]["after"]["version"])
    for item in items:
        expected = sum(any(line.inventory_item_id == item for line in change.lines) for change in changes)
        assert versions[item] == list(range(1, expected + 1))
    assert_books(database_url)


async def test_a_relay_that_fails_says_so_without_values_and_goes_on(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = pool(database_url, size=2, prepare=False)
    published = asyncio.Event()
    relay = Relay(Publisher(connector(database_url), "t"), Lease(engine, "t", "relay", seconds=3), published.set)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("ALTER TABLE outbox_pending RENAME TO outbox_pending_away")
        working = asyncio.create_task(relay.run())
        relay.ring()
        while "relay_failed" not in caplog.text:
            await asyncio.sleep(0.01)
        await connection.execute("ALTER TABLE outbox_pending_away RENAME TO outbox_pending")
        await commit(connection, "a", T0)
        async with asyncio.timeout(10):
            await published.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    record = next(one for one in caplog.records if one.message == "relay_failed")
    assert (record.error_type, record.sqlstate) == ("UndefinedTable", "42P01")  # type: ignore[attr-defined]
    assert await numbered(database_url) == [(1, "a")]
    await engine.dispose()


async def test_who_leaves_gives_the_lease_back_and_the_other_one_leads(database_url: str) -> None:
    engine = pool(database_url, size=4, prepare=False)

    def relay() -> Relay:
        return Relay(Publisher(connector(database_url), "t"), Lease(engine, "t", "relay", seconds=600), lambda: None)

    async def leader() -> Any:
        async with engine.connect() as connection:
            return (await connection.execute(sa.text("SELECT holder FROM leases"))).scalar()

    first = asyncio.create_task(relay().run())
    async with asyncio.timeout(10):
        while (led := await leader()) is None:
            await asyncio.sleep(0.01)
        second = asyncio.create_task(relay().run())
        await asyncio.sleep(1.2)
        assert await leader() == led
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        while await leader() in (None, led):
            await asyncio.sleep(0.01)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    assert await leader() is None
    await engine.dispose()


# --- reading ----------------------------------------------------------------------------------------


async def test_a_read_is_bounded_in_batches_and_in_bytes(database_url: str) -> None:
    async with (
        publishers(database_url, 1) as (relay,),
        await psycopg.AsyncConnection.connect(database_url) as writer,
    ):
        for number in range(150):
            await commit(writer, f"{number:03}", T0 + timedelta(seconds=number))
        for number in range(150, 154):
            await commit(writer, f"{number:03}", T0 + timedelta(seconds=number), events=8000)
        await writer.commit()
        while await relay.publish():
            pass
    reads = Reads(connector(database_url))
    reads.start()
    found = await reads.ask(AFTER, "t", [0, 100, 150, 154])
    oldest = await reads.ask(OLDEST, "t", [-1, 10, 154])
    nobody = await reads.ask(AFTER, "nobody", [0])
    await reads.close()
    assert {after: ([one.position for one in stretch.batches], stretch.head) for after, stretch in found.items()} == {
        0: (list(range(1, 101)), 154),
        100: (list(range(101, 152)), 154),  # the 151st is the one with which a quarter of a megabyte is read
        150: ([151], 154),
        154: ([], 154),
    }
    assert {after: place[:2] for after, place in oldest.items()} == {-1: (0, 0), 10: (10, 0), 154: (154, 0)}
    assert (list(nobody[0].batches), nobody[0].head) == ([], 0)


@pytest.mark.parametrize(
    ("gone", "oldest"),
    [("position <= 5", 5), ("position <= 5 AND position <> 4", 5), ("position <> 0", 20), ("position IN (1, 2, 9)", 9)],
)
async def test_the_oldest_place_is_behind_the_last_gap(database_url: str, gone: str, oldest: int) -> None:
    async with (
        publishers(database_url, 1) as (relay,),
        await psycopg.AsyncConnection.connect(database_url, autocommit=True) as writer,
    ):
        for number in range(20):
            await commit(writer, f"{number:02}", T0)
        await relay.publish()
        await writer.execute(f"DELETE FROM event_positions WHERE {gone}")
    reads = Reads(connector(database_url))
    reads.start()
    assert (await reads.ask(OLDEST, "t", [-1]))[-1].position == oldest
    await reads.close()


async def test_reading_looks_at_what_is_asked_for_and_at_nothing_else(database_url: str) -> None:
    fill = (
        "INSERT INTO outbox SELECT t, timestamptz '2026-11-24' + n * interval '1 ms', 'b' || n, '{}'::bytea "
        "FROM generate_series(1, 5000) AS n, unnest('{t,other}'::text[]) AS t",
        "INSERT INTO event_positions SELECT tenant_id, substr(batch_id, 2)::int, recorded_time, batch_id FROM outbox",
        "INSERT INTO event_heads VALUES ('t', 5000), ('other', 5000)",
    )
    async with await connect_lane(database_url, prepare=True) as connection:
        for statement in fill:
            await connection.execute(statement)
        for analysed in (False, True):
            if analysed:
                await connection.execute("ANALYZE")
            for question, most in ((AFTER, store.BATCHES_AT_ONCE), (OLDEST, 1000)):
                text, parameters = question.statement("t", [2000])
                cursor = psycopg.AsyncRawCursor(connection)
                await cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {text}", parameters, prepare=True)
                row = await cursor.fetchone()
                assert row is not None
                assert rows_touched(row[0][0]["Plan"]) <= most + 5, (question.name, analysed)


def rows_touched(plan: dict[str, Any]) -> int:
    own = 0
    if "Relation Name" in plan:
        thrown = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        own = round((plan["Actual Rows"] + thrown) * plan["Actual Loops"])
    return max([own, *(rows_touched(one) for one in plan.get("Plans", []))])


# --- months -----------------------------------------------------------------------------------------


async def test_a_month_of_events_goes_when_all_of_it_is_too_old_and_the_ledger_stays(database_url: str) -> None:
    engine = pool(database_url, size=2, prepare=False)
    for month in (6, 8, 9, 10):
        await partitions.ensure(engine, datetime(2026, month, 1, tzinfo=UTC))
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as writer:
        await commit(writer, "waiting", datetime(2026, 8, 31, 23, tzinfo=UTC))
        assert await partitions.drop(engine, datetime(2026, 9, 30, 23, 59, tzinfo=UTC)) == ["2026_06", "2026_07"]
        async with publishers(database_url, 1) as (relay,):
            await relay.publish()
        assert await partitions.drop(engine, datetime(2026, 9, 30, 23, 59, tzinfo=UTC)) == ["2026_08"]
        dropped = await asyncio.gather(
            *(partitions.drop(engine, datetime(2026, 10, 1, tzinfo=UTC)) for _ in range(2)), return_exceptions=True
        )
        assert ["2026_09"] in dropped
        rows = await writer.execute(partitions.PRESENT)
        names = sorted(row[0] for row in await rows.fetchall() if "2026" in row[0] and row[0][-2:] < "11")
    assert names == [
        "event_positions_2026_10",
        *(f"movements_2026_{month:02}" for month in range(6, 11)),
        "outbox_2026_10",
    ]
    await engine.dispose()


async def test_a_month_that_is_read_is_dropped_another_time(database_url: str) -> None:
    engine = pool(database_url, size=2, prepare=False)
    await partitions.ensure(engine, datetime(2026, 6, 1, tzinfo=UTC))
    async with await psycopg.AsyncConnection.connect(database_url) as reader:
        await reader.execute("SELECT count(*) FROM outbox")
        with pytest.raises(sa.exc.OperationalError):
            await partitions.drop(engine, datetime(2026, 7, 1, tzinfo=UTC))
    assert await partitions.drop(engine, datetime(2026, 7, 1, tzinfo=UTC)) == ["2026_06"]
    await engine.dispose()
