"""Statements that nobody shares: how long they may take, and what their callers are told when they fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from holdfast_server.kernel.errors import DatabaseUnavailable, DeadlinePassed, Overloaded
from holdfast_server.runtime.database import Database, pool


@asynccontextmanager
async def database(url: str, size: int = 2) -> AsyncIterator[Database]:
    made = Database(pool(url, size=size, prepare=False))
    try:
        yield made
    finally:
        await made.engine.dispose()


def within(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


async def told(found: Database, deadline: float, query: str) -> Any:
    return (await found.rows(deadline, sa.select(sa.text(query))))[0][0]


async def test_limits_are_what_is_left_of_the_callers_time(database_url: str) -> None:
    async with database(database_url) as found:
        for seconds in (30.0, 9.0):
            both = "current_setting('statement_timeout') || ' ' || current_setting('lock_timeout')"
            limit, wait = map(milliseconds, (await told(found, within(seconds), both)).split())
            assert 0 < limit <= seconds * 1000
            assert wait == limit // 3
        # Nothing of it stays on the connection for whoever has it next.
        async with found.engine.connect() as connection:
            assert (await connection.execute(sa.text("SHOW statement_timeout"))).scalar_one() == "30s"
            assert (await connection.execute(sa.text("SHOW lock_timeout"))).scalar_one() == "500ms"


def milliseconds(setting: str) -> int:
    return int(setting.removesuffix("ms")) if setting.endswith("ms") else int(setting.removesuffix("s")) * 1000


async def test_a_statement_that_takes_too_long_ends_in_the_database_and_its_caller_hears_of_the_deadline(
    database_url: str,
) -> None:
    async with database(database_url) as found:
        with pytest.raises(DeadlinePassed):
            await told(found, within(0.3), "pg_sleep(60)")
        with psycopg.connect(database_url) as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()"
            assert connection.execute(query).fetchone() == (0,)
        assert await told(found, within(5), "1") == 1


async def test_a_deadline_that_has_passed_asks_nothing(database_url: str) -> None:
    async with database(database_url) as found:
        with pytest.raises(DeadlinePassed):
            await told(found, within(-1), "1")


async def test_a_table_that_stays_locked_is_tried_twice_and_then_the_server_is_overloaded(database_url: str) -> None:
    attempts = 0

    async def work(connection: Any) -> Any:
        nonlocal attempts
        attempts += 1
        return (await connection.execute(sa.text("SELECT count(*) FROM items"))).scalar_one()

    async with database(database_url) as found, await psycopg.AsyncConnection.connect(database_url) as other:
        await other.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(Overloaded):
            await found.read(within(2), work)
        assert attempts == 2

        async def let_go() -> None:
            await asyncio.sleep(1)
            await other.commit()

        going = asyncio.create_task(let_go())
        assert await found.read(within(2.4), work) == 0
        await going


async def test_a_connection_that_is_lost_is_replaced_once_and_then_the_database_is_unavailable(
    database_url: str,
) -> None:
    losses = 0

    async def work(connection: Any) -> int:
        nonlocal losses
        if losses:
            losses -= 1
            pid = (await connection.execute(sa.text("SELECT pg_backend_pid()"))).scalar_one()
            async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as other:
                await other.execute("SELECT pg_terminate_backend(%s)", (pid,))
        return int((await connection.execute(sa.text("SELECT 7"))).scalar_one())

    async with database(database_url) as found:
        losses = 1
        assert await found.read(within(10), work) == 7
        losses = 2
        with pytest.raises(DatabaseUnavailable):
            await found.read(within(10), work)
        losses = 0
        assert await found.read(within(10), work) == 7


async def test_whoever_finds_no_connection_free_is_told_that_the_server_is_overloaded(database_url: str) -> None:
    async with database(database_url, size=1) as found:
        async with found.engine.connect():
            with pytest.raises(Overloaded):
                await told(found, within(10), "1")
        assert await told(found, within(10), "1") == 1


async def test_a_database_that_says_nothing_is_left_and_its_connection_is_not_kept(database_url: str) -> None:
    """As behind a cable that was pulled: the connection is open, and no answer will come."""
    silent = asyncio.Event()
    first: list[asyncio.StreamWriter] = []

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                if silent.is_set() and writer in first:
                    await asyncio.sleep(3600)
                writer.write(data)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    carried: list[asyncio.Task[None]] = []

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        place = psycopg.conninfo.conninfo_to_dict(database_url)
        there = await asyncio.open_connection(str(place["host"]), int(str(place["port"])))
        if not first:
            first.append(there[1])
        carried.extend(asyncio.create_task(carry(*pair)) for pair in ((reader, there[1]), (there[0], writer)))

    proxy = await asyncio.start_server(accept, "127.0.0.1", 0)
    port = proxy.sockets[0].getsockname()[1]
    place = psycopg.conninfo.conninfo_to_dict(database_url)
    async with database(database_url.replace(f":{place['port']}/", f":{port}/"), size=1) as found:
        assert await told(found, within(5), "1") == 1
        silent.set()
        # Found out when it is tried before use, which no deadline of a caller ends: so it is given some seconds only.
        assert await told(found, within(60), "1") == 1
    proxy.close()
    for task in carried:
        task.cancel()
    await asyncio.gather(*carried, return_exceptions=True)
