"""`make bench-growth`: P6, the same work on a large database and on a small one, side by side in one run.

Both have the same history for each level (received, claimed, fulfilled, claimed again: five movements, four versions,
two claims) and lie in one cluster; only the number of items differs. Reservations are made with a CHECKPOINT in the
midst of each of the first two rounds, so that pages are written whole again; WAL per call stands beside. The books are
checked before (of all items, or of some when there are many) and after.

    python -m tests.performance.growth [--items 1000000] [--seconds 4] [--rounds 3] [--keep DIR] [--record]

With `--keep` the cluster stays in that directory, and is found filled by the next run with as many items.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import grpc
import psycopg
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import stock_location_service_pb2_grpc as locations
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.ledger.verify import Report, verify
from holdfast_server.runtime.database import pool
from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.performance import report
from tests.performance.harness import (
    PLACES,
    RESERVE,
    STOCK,
    Bench,
    Row,
    Sample,
    Side,
    check_codes,
    find_ghz,
    serving,
    show,
)

SMALL: Final = 1_000
LARGE: Final = 1_000_000
LINES: Final = 5
PROVED: Final = 1_000
"""Items whose books are proved where there are many."""
WHOLE: Final = 20_000
"""Up to so many items all books are proved."""
BYTES_PER_ITEM: Final = 25_000
CHECKPOINTS: Final = 2

ITEM: Final = f"'iitem_' || lpad((o / {PLACES} * {LINES} + k)::text, 7, '0')"
PLACE: Final = f"'sloc_' || o % {PLACES}"
EACH: Final = f"o::bigint * {LINES} + k"
"""The number of a line of an order, among those of its step."""
NOTHING: Final = "NULL, NULL, NULL"

# Nothing is lost when filling is interrupted: it is done again. Then the cluster is started as every other one is.
FILLING: Final[Mapping[str, str]] = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "shared_buffers": "1GB",
    "maintenance_work_mem": "512MB",
}


@dataclass(frozen=True, slots=True)
class History:
    """Statements that write the books of so many items, as if the server had written them in the last hour.

    An order is five items at one location, claimed at once. In step 1 stock is received, in step 2 it is claimed, in
    step 3 that is fulfilled, in step 4 it is claimed again, which stays open. Steps follow one another in time, and
    orders within a step; order o is of items 5 (o / 4) to 5 (o / 4) + 4 at location o % 4.
    """

    items: int
    start: datetime
    step_seconds: float

    @property
    def orders(self) -> int:
        """Orders in one step."""
        return self.items // LINES * PLACES

    def movements(self) -> Iterator[str]:
        """The ledger: five for each level."""
        yield self._moved(1, "k", "1", f"{STOCK}", f"{STOCK}", 23, NOTHING, "''")
        yield self._moved(2, "k", "2", "1", "1", 31, f"{_mark('res', 2)}, {_mark('alloc', 2, EACH)}, NULL", _request(2))
        # what leaves is taken from stock and from what is promised
        fulfilled = f"{_mark('res', 2)}, {_mark('alloc', 2, EACH)}, {_mark('ful', 3)}"
        both = self._moved(3, "2 * k + b.n", "b.bucket", "-1", "b.balance", 34, fulfilled, _request(3))
        yield f"{both} CROSS JOIN (VALUES (0, 1, {STOCK - 1}), (1, 2, 0)) AS b(n, bucket, balance)"
        yield self._moved(4, "k", "2", "1", "1", 31, f"{_mark('res', 4)}, {_mark('alloc', 4, EACH)}, NULL", _request(4))

    def rest(self) -> Iterator[str]:
        """All other tables."""
        created = self._at(0, f"i * {self.orders / self.items}")
        yield (
            "INSERT INTO items (tenant_id, id, create_time, update_time) "
            f"SELECT 'default', 'iitem_' || lpad(i::text, 7, '0'), {created}, {created} "
            f"FROM generate_series(0, {self.items} - 1) AS i"
        )
        yield (
            "INSERT INTO levels (tenant_id, item_id, location_id, id, stocked, reserved, version, create_time, update_time) "
            f"SELECT 'default', {ITEM}, {PLACE}, {_mark('ilev', 1, EACH)}, {STOCK - 1}, 1, 4, {self._at(1)}, {self._at(4)} "
            f"FROM {self._lines}"
        )
        yield from self._claims(2, "FULFILLED", version=2, changed=3)
        yield from self._claims(4, "CONFIRMED", version=1, changed=4)
        yield (
            "INSERT INTO fulfillments (tenant_id, id, reservation_id, create_time) "
            f"SELECT 'default', {_mark('ful', 3)}, {_mark('res', 2)}, {self._at(3)} FROM {self._each}"
        )
        yield (
            "INSERT INTO fulfillment_entries (tenant_id, fulfillment_id, entry, reservation_id, allocation_id, item_id, "
            f"location_id, quantity) SELECT 'default', {_mark('ful', 3)}, k, {_mark('res', 2)}, "
            f"{_mark('alloc', 2, EACH)}, {ITEM}, {PLACE}, 1 FROM {self._lines}"
        )
        for step, method in ((2, "CreateReservation"), (3, "FulfillReservation"), (4, "CreateReservation")):
            yield (
                "INSERT INTO requests (tenant_id, method, request_id, fingerprint, answer, create_time) "
                f"SELECT 'default', '{method}', {_request(step)}, decode(repeat('ab', 33), 'hex'), "
                f"decode(repeat('cd', 735), 'hex'), {self._at(step)} FROM {self._each}"
            )
        yield from self._told()

    def _claims(self, step: int, state: str, *, version: int, changed: int) -> Iterator[str]:
        yield (
            "INSERT INTO reservations (tenant_id, id, state, version, create_time, update_time) SELECT 'default', "
            f"{_mark('res', step)}, '{state}', {version}, {self._at(step)}, {self._at(changed)} FROM {self._each}"
        )
        yield (
            "INSERT INTO allocations (tenant_id, item_id, location_id, claim_seq, entry, id, reservation_id, line_id, "
            "line_index, line_item_id, quantity, line_quantity, fulfilled, number) "
            f"SELECT 'default', {ITEM}, {PLACE}, {step}, k, {_mark('alloc', step, EACH)}, {_mark('res', step)}, "
            f"{_mark('rline', step, EACH)}, k, 'line_{step}_' || {EACH}, 1, 1, {int(changed == 3)}, k FROM {self._lines}"
        )

    def _told(self) -> Iterator[str]:
        """Transactions of fifty orders each, numbered for who watches; what they said is left out."""
        batches = max(1, 3 * self.orders // 50)
        batch = "'batch_00' || lpad(b::text, 24, '0')"
        at = self._at(2, f"b * {3 * self.orders / batches}")
        series = f"generate_series(1, {batches}) AS b"
        yield (f"INSERT INTO batches (tenant_id, batch_id, create_time) SELECT 'default', {batch}, {at} FROM {series}")
        yield (
            "INSERT INTO outbox (tenant_id, recorded_time, batch_id, events) "
            f"SELECT 'default', {at}, {batch}, convert_to('{{\"v\":2,\"events\":[]}}', 'UTF8') FROM {series}"
        )
        yield "INSERT INTO event_heads (tenant_id) VALUES ('default') ON CONFLICT DO NOTHING"
        yield (
            "INSERT INTO event_positions (tenant_id, position, recorded_time, batch_id) "
            f"SELECT 'default', h.position + b, {at}, {batch} FROM event_heads AS h, {series} WHERE h.tenant_id = 'default'"
        )
        yield f"UPDATE event_heads SET position = position + {batches} WHERE tenant_id = 'default'"

    @property
    def _each(self) -> str:
        return f"generate_series(0, {self.orders} - 1) AS o"

    @property
    def _lines(self) -> str:
        return f"{self._each} CROSS JOIN generate_series(0, {LINES} - 1) AS k"

    def _at(self, step: int, order: str = "o") -> str:
        seconds = f"{self.step_seconds} * ({step} + ({order})::float8 / {self.orders})"
        return f"(timestamptz '{self.start.isoformat()}' + interval '1 second' * ({seconds}))"

    def _moved(
        self, step: int, entry: str, bucket: str, delta: str, balance: str, reason: int, cause: str, request: str
    ) -> str:
        return (
            "INSERT INTO movements (tenant_id, item_id, location_id, recorded_time, version, entry, posting_id, bucket, "
            "delta, balance, reason, reservation_id, allocation_id, fulfillment_id, actor, request_id, effective_time) "
            f"SELECT 'default', {ITEM}, {PLACE}, {self._at(step)}, {step}, {entry}, {_mark('post', step)}, {bucket}, "
            f"{delta}, {balance}, {reason}, {cause}, 'dev', {request}, {self._at(step)} FROM {self._lines}"
        )


def _mark(prefix: str, step: int, number: str = "o") -> str:
    """An id as long as a minted one, and before all of them."""
    return f"'{prefix}_00{step}' || lpad(({number})::text, 23, '0')"


def _request(step: int) -> str:
    """Request ids are random, as those of callers."""
    return f"md5('{step}/' || o)::uuid::text"


def fill(url: str, items: int) -> None:
    """Write the books of so many items, and gather the planner's figures. The schema is there, and the locations."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT s, extract(epoch FROM now() - s)::float8 / 5 "
            "FROM greatest(date_trunc('month', now()), now() - interval '1 hour') AS s"
        ).fetchone()
        assert row is not None
    history = History(items, *row)
    with ThreadPoolExecutor(2) as lanes:
        list(lanes.map(lambda some: _run_all(url, list(some)), (history.movements(), history.rest())))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (FREEZE, ANALYZE)")
        connection.execute("CHECKPOINT")


def _run_all(url: str, statements: Sequence[str]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role TO replica")  # items are there; nobody looks for each
        connection.execute("SET synchronous_commit TO off")
        for statement in statements:
            connection.execute(statement)


# --- the cluster ----------------------------------------------------------------------------------


@contextlib.contextmanager
def filled(folder: Path, items: int) -> Iterator[EmbeddedPostgres]:
    """A cluster with a large and a small database, made where it is not there; durable like any other."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    done = folder / f"filled-{items}"
    if not done.exists():
        stray = next(folder.glob("filled-*"), None)
        if stray is not None:
            raise SystemExit(f"{folder} holds {stray.name.partition('-')[2]} items, not {items}")
        _check_room(folder, items)
        started = time.monotonic()
        database = EmbeddedPostgres(folder / "growth", FILLING)
        shutil.rmtree(database.home, ignore_errors=True)  # what an interrupted filling has left
        database.start()
        try:
            _make(database, items)
        finally:
            database.stop()
        os.sync()
        done.touch()
        print(f"filled with {items:,} items in {time.monotonic() - started:,.0f} s", flush=True)
    database = EmbeddedPostgres(folder / "growth")
    database.start()
    try:
        yield database
    finally:
        database.stop()


def _check_room(folder: Path, items: int) -> None:
    needed, free = items * BYTES_PER_ITEM, shutil.disk_usage(folder).free
    if free < 1.5 * needed:
        raise SystemExit(f"{items:,} items take about {needed / 1e9:.0f} GB, and {folder} has {free / 1e9:.0f} GB free")


def _make(database: EmbeddedPostgres, items: int) -> None:
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE small")
    for url, count in ((small_url(database), SMALL), (database.url, items)):
        with serving(url) as (port, _), grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            places = locations.StockLocationServiceStub(channel)
            for place in range(PLACES):
                location = types.StockLocation(id=f"sloc_{place}", name=f"Location {place}")
                places.CreateStockLocation(locations_pb.CreateStockLocationRequest(location=location))
        fill(url, count)
    for url in (small_url(database), database.url):
        print(", ".join(f"{name} {count:,}" for name, count in _sizes(url)), flush=True)


def small_url(database: EmbeddedPostgres) -> str:
    """The small database beside the large one."""
    return database.url.rpartition("/")[0] + "/small"


def _sizes(url: str) -> Iterator[tuple[str, int]]:
    with psycopg.connect(url) as connection:
        for name in ("items", "levels", "movements", "allocations", "reservations", "requests"):
            yield name, connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
        yield "megabytes", connection.execute("SELECT pg_database_size(current_database()) / 1000000").fetchall()[0][0]


# --- the run --------------------------------------------------------------------------------------


def main() -> int:
    """The table; exits with 1 when something is short of its bar."""
    parser = argparse.ArgumentParser(description="The same work on a large database and on a small one.")
    parser.add_argument("--items", type=int, default=LARGE)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="where the cluster is to stay, and to be found the next time")
    parser.add_argument("--record", action="store_true", help="keep the results where they are committed")
    options = parser.parse_args()
    if options.items % LINES or not SMALL < options.items <= 10**7:
        parser.error(f"--items: a multiple of {LINES}, more than {SMALL:,} and at most 10,000,000")
    ghz = find_ghz()
    with contextlib.ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="holdfast-growth-")))
        database = stack.enter_context(filled(folder.resolve(), options.items))
        assert database.pid is not None
        _prove(database.url, options.items)
        bench = Bench(options.seconds, ghz, database.url, database.pid)
        figures, sides, wal = _run(bench, small_url(database), options.items, options.rounds)
        _prove(small_url(database), SMALL)
        _prove(database.url, options.items)
    report.write("growth", figures, sides, is_record=options.record, items=options.items, wal_bytes_per_call=wal)
    return int(not all(figure.is_met for figure in figures))


def _run(
    bench: Bench, small: str, items: int, rounds: int
) -> tuple[list[report.Figure], dict[str, Side], dict[str, int]]:
    rows = [
        Row("P6", f"reserve 1 of {items:,} items, against {SMALL:,}", "large reserve", "small reserve", 0.85),
        Row("P6", "GetAvailability, the same", "large availability", "small availability", 0.85),
        Row("P6", "ConfirmInventory, the same", "large confirm", "small confirm", 0.85),
    ]
    wal: dict[str, list[float]] = {}
    with serving(small) as little, serving(bench.url) as much:
        sides = {
            one.name: one
            for name, server, count in (("large", much, items), ("small", little, SMALL))
            for one in _sides(bench, name, server, count, wal)
        }
        ordered = [sides[name] for row in rows for name in (row.ours, row.theirs)]
        with bench.briefly():
            for one in ordered:
                one.run()
        wal.clear()
        for number in range(rounds):
            for one in ordered:
                with _checkpoint(bench, number < CHECKPOINTS and "reserve" in one.name):
                    one.samples.append(one.run())
        show(rows, sides, set(sides))
        check_codes(sides, set(sides))
    told = {name: round(statistics.median(some)) for name, some in wal.items()}
    print("\nWAL bytes per call: " + ", ".join(f"{name} {count:,}" for name, count in told.items()))
    return report.ratios(rows, sides), {one.name: one for one in ordered}, told


def _sides(bench: Bench, name: str, server: tuple[int, int], items: int, wal: dict[str, list[float]]) -> Iterator[Side]:
    item = "iitem_{{printf `%%07d` (randomInt 0 %d)}}" % items
    confirmed = '{"lines":[{"inventory_item_id":"%s","quantity":1,"location_id":"sloc_{{randomInt 0 4}}"}]}' % item
    for what, method, data in (
        ("reserve", "CreateReservation", RESERVE % item),
        ("availability", "GetAvailability", '{"inventory_item_id":"%s"}' % item),
        ("confirm", "ConfirmInventory", confirmed),
    ):

        def run(method: str = method, data: str = data, key: str = f"{name} {what}") -> Sample:
            before = _wal_position(bench.url)
            sample = bench.load(*server, method, data)
            wal.setdefault(key, []).append((_wal_position(bench.url) - before) / sample.calls)
            return sample

        yield Side(f"{name} {what}", run)


def _wal_position(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT (pg_current_wal_lsn() - '0/0')::bigint").fetchone()
        assert row is not None
        return int(row[0])


@contextlib.contextmanager
def _checkpoint(bench: Bench, is_wanted: bool) -> Iterator[None]:
    """A CHECKPOINT in the midst of what is done meanwhile."""

    def checkpoint() -> None:
        with psycopg.connect(bench.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    timer = threading.Timer(bench.seconds / 2, checkpoint)
    if is_wanted:
        timer.start()
    yield
    if is_wanted:
        timer.join()


def _prove(url: str, items: int) -> None:
    """The books: all of them, or those of some items where there are many."""
    some = [] if items <= WHOLE else [f"iitem_{number:07d}" for number in sorted(random.sample(range(items), PROVED))]

    async def prove() -> Report:
        engine = pool(url, size=1, prepare=False)
        try:
            return await verify(engine, item_ids=some)
        finally:
            await engine.dispose()

    found = asyncio.run(prove())
    assert found.sound, found.findings[:3]
    of = f" of {len(some):,} of {items:,} items" if some else ""
    print(f"the books{of} are sound: {found.movements_checked:,} movements, {found.allocations_checked:,} claims")


if __name__ == "__main__":
    raise SystemExit(main())
