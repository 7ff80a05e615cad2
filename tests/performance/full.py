"""`make bench`: the table of the performance page, as far as it is measured: P1 to P4 and P7 to P12.

Rates are compared as ratios of medians over interleaved rounds, latencies and times as they are. The books are checked
at the end. Writes full.json and table.md beside this file. Needs `ghz`, which `make bench` installs.

    python -m tests.performance.full [--seconds 4] [--rounds 3] [--only P3,P8]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.performance.harness import (
    AVAILABILITY,
    CONFIRM,
    HOT,
    RANDOM_ITEM,
    RESERVE,
    ROOT,
    SOLD_OUT,
    Bench,
    Row,
    Side,
    check_books,
    check_codes,
    fill,
    find_ghz,
    show,
    started,
)

ENTRIES = 100
MESSAGES = 512
BULK = 512
WORKERS_CONNECTIONS = 16
PEAK_SHARE = 0.7
HERE = Path(__file__).resolve().parent

ENTRY = (
    '{"request_id":"{{newUUID}}","lines":[{"line_item_id":"line","inventory_item_id":"%s",'
    '"quantity":1,"location_id":"sloc_0"}]}' % RANDOM_ITEM
)
BATCH = '{"entries":[%s]}' % ",".join([ENTRY] * ENTRIES)
STREAMED = (
    '{"request_id":"{{newUUID}}","create":{"lines":[{"line_item_id":"line","inventory_item_id":"%s",'
    '"quantity":1,"location_id":"sloc_0"}]}}' % RANDOM_ITEM
)

# What the server writes for so many one-line reservations of random items, in one statement and one transaction. The
# UPDATE reads what was locked: what it had updated before could not be locked any more.
BULK_SQL = f"""
\\set n random(0, 999999999999)
\\set m random(0, 999999999999)
WITH picked AS MATERIALIZED (
  SELECT g, 'iitem_' || floor(random() * 1000)::int AS item_id FROM generate_series(1, {BULK}) AS g
), wanted AS MATERIALIZED (
  SELECT p.item_id, 'blk_' || :n || '_' || :m || '_' || p.g AS id,
    row_number() OVER (PARTITION BY p.item_id ORDER BY p.g) AS k FROM picked AS p
), locked AS MATERIALIZED (
  SELECT l.item_id, l.version, l.reserved FROM levels AS l WHERE l.tenant_id = 'default' AND l.location_id = 'sloc_0'
    AND l.item_id IN (SELECT item_id FROM wanted) ORDER BY l.item_id FOR NO KEY UPDATE
), marked AS (
  INSERT INTO batches (tenant_id, batch_id, create_time) VALUES ('default', 'blk_' || :n || '_' || :m, clock_timestamp())
), asked AS (
  INSERT INTO requests (tenant_id, method, request_id, fingerprint, answer, create_time)
  SELECT 'default', 'CreateReservation', id, decode(repeat('ab', 33), 'hex'), decode(repeat('cd', 320), 'hex'),
    clock_timestamp() FROM wanted
), made AS (
  INSERT INTO reservations (tenant_id, id, state, create_time, update_time)
  SELECT 'default', id, 'CONFIRMED', clock_timestamp(), clock_timestamp() FROM wanted
), claimed AS (
  INSERT INTO allocations (tenant_id, item_id, location_id, claim_seq, entry, id, reservation_id, line_id, line_index,
    line_item_id, quantity)
  SELECT 'default', w.item_id, 'sloc_0', l.version + w.k, 0, 'a' || w.id, w.id, 'l' || w.id, 0, 'line', 1
  FROM wanted AS w JOIN locked AS l USING (item_id)
), moved AS (
  INSERT INTO movements (tenant_id, item_id, location_id, recorded_time, version, entry, posting_id, bucket, delta,
    balance, reason, reservation_id, allocation_id, actor, request_id, effective_time)
  SELECT 'default', w.item_id, 'sloc_0', clock_timestamp(), l.version + w.k, 0, 'p' || w.id, 2, 1, l.reserved + w.k, 31,
    w.id, 'a' || w.id, 'bulk', w.id, clock_timestamp() FROM wanted AS w JOIN locked AS l USING (item_id)
), told AS (
  INSERT INTO outbox (tenant_id, recorded_time, batch_id, events)
  VALUES ('default', clock_timestamp(), 'blk_' || :n || '_' || :m, decode(repeat('ef', {700 * BULK}), 'hex'))
), pending AS (
  INSERT INTO outbox_pending (tenant_id, batch_id, recorded_time)
  VALUES ('default', 'blk_' || :n || '_' || :m, clock_timestamp())
)
UPDATE levels AS l SET reserved = l.reserved + c.count, version = l.version + c.count, update_time = clock_timestamp()
FROM (SELECT item_id, count(*) AS count FROM wanted GROUP BY 1) AS c JOIN locked AS k USING (item_id)
WHERE l.tenant_id = 'default' AND l.location_id = 'sloc_0' AND l.item_id = k.item_id;
"""

ROWS = [
    Row("P1", "reserve 1 of 1,000 random items, against echo", "holdfast random", "echo reserve", 0.75),
    Row("P1", "the same against an empty method", "holdfast random", "empty", 0.55),
    Row("P2", "reserve on one hot item, against echo", "holdfast hot", "echo reserve", 0.70),
    Row("P2", "the same against pgbench, 16 clients", "holdfast hot", "pgbench hot", 2.0),
    Row("P3", f"batches of {ENTRIES}, against bulk SQL of {BULK}", "holdfast batch", "bulk sql", 0.50),
    Row("P3", "four streams, against unary calls", "holdfast streams", "holdfast random", 2.0),
    Row("P4", "GetAvailability, against echo", "holdfast availability", "echo availability", 0.85),
    Row("P4", "ConfirmInventory, against echo", "holdfast confirm", "echo confirm", 0.85),
    Row("P10", "two workers, against one: random items", "two random", "one random", 1.0),
    Row("P10", "two workers, against one: one hot item", "two hot", "one hot", 0.80),
    Row("P11", "refusals of a sold-out item, against echo", "holdfast sold out", "echo sold out", 0.80),
    Row("P12", "echo itself, against an empty method", "echo reserve", "empty", 0.75),
]


@dataclass(slots=True)
class Figure:
    """One line of the table that is no ratio of rates: it must be at most `bar`."""

    name: str
    what: str
    value: float
    unit: str
    bar: float

    @property
    def is_met(self) -> bool:
        return self.value <= self.bar


def main() -> int:
    """The table; exits with 1 when something is short of its bar."""
    parser = argparse.ArgumentParser(description="The whole table, side by side in one run.")
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    ghz = find_ghz()
    only = [name for name in options.only.split(",") if name]
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        Path(folder).chmod(0o711)
        database = EmbeddedPostgres(Path(folder) / "state")
        url = database.start()
        try:
            assert database.pid is not None
            return _run(Bench(options.seconds, ghz, url, database.pid), options.rounds, only)
        finally:
            database.stop()


def _run(bench: Bench, rounds: int, only: list[str]) -> int:
    rows = [row for row in ROWS if not only or row.name in only]
    with contextlib.ExitStack() as stack:
        real = stack.enter_context(_serving(bench.url))
        two = stack.enter_context(_serving(bench.url, "--workers", "2"))
        yardsticks = {
            name: stack.enter_context(started([sys.executable, "-m", "tests.performance.echo", name], int))
            for name in ("echo", "soldout", "empty")
        }
        fill(real[0])
        sides = _sides(bench, real, two, yardsticks)
        used = {name for row in rows for name in (row.ours, row.theirs)}
        for name in used:
            sides[name].run()  # warm: connections, plans, caches
        for _ in range(rounds):
            for name, one in sides.items():
                if name in used:
                    one.samples.append(one.run())
        show(rows, sides, used)
        check_codes(sides, used)
        figures = []
        if not only or "P7" in only:
            figures.append(_idle(bench, real, yardsticks["empty"], rounds))
        if not only or "P8" in only:
            figures.append(_loaded(bench, real, sides["holdfast random"], rounds))
    if not only or "P9" in only:
        figures += _start(bench.url, rounds)
    for figure in figures:
        shown = f"{figure.value:8.2f} {figure.unit:4} bar {figure.bar:g} {_said(figure.is_met)}"
        print(f"{figure.name:4} {figure.what:48} {shown}")
    check_books(bench.url)
    _write(rows, sides, used, figures)
    short = [row for row in rows if _ratio(row, sides) < row.bar]
    return int(bool(short) or not all(figure.is_met for figure in figures))


def _serving(url: str, *flags: str) -> contextlib.AbstractContextManager[tuple[int, int]]:
    command = [sys.executable, "-m", "holdfast_server", "serve", "--json", "--listen", "127.0.0.1:0", *flags]
    return started(command, lambda line: int(json.loads(line)["address"].rpartition(":")[2]), HOLDFAST_DATABASE_URL=url)


def _sides(
    bench: Bench, real: tuple[int, int], two: tuple[int, int], yardsticks: dict[str, tuple[int, int]]
) -> dict[str, Side]:
    reserve = RESERVE % RANDOM_ITEM
    echo, soldout, empty = (yardsticks[name] for name in ("echo", "soldout", "empty"))

    def side(name: str, server: tuple[int, int], method: str, data: str, **how: int) -> Side:
        return Side(name, lambda: bench.load(*server, method, data, **how))

    streams = ["--stream-call-count", str(MESSAGES), "--stream-dynamic-messages"]
    made = (
        side("holdfast random", real, "CreateReservation", reserve),
        side("echo reserve", echo, "CreateReservation", reserve),
        side("empty", empty, "CreateReservation", reserve),
        side("holdfast hot", real, "CreateReservation", HOT),
        Side("pgbench hot", lambda: bench.pgbench(16)),
        side("holdfast batch", real, "BatchCreateReservations", BATCH, concurrency=16, units=ENTRIES),
        Side("bulk sql", lambda: bench.pgbench(2, BULK_SQL, units=BULK)),
        Side(
            "holdfast streams",
            lambda: bench.load(
                *real, "StreamReservations", STREAMED, concurrency=4, connections=4, units=MESSAGES, flags=streams
            ),
        ),
        side("holdfast availability", real, "GetAvailability", AVAILABILITY),
        side("echo availability", echo, "GetAvailability", AVAILABILITY),
        side("holdfast confirm", real, "ConfirmInventory", CONFIRM),
        side("echo confirm", echo, "ConfirmInventory", CONFIRM),
        side("one random", real, "CreateReservation", reserve, connections=WORKERS_CONNECTIONS),
        side("two random", two, "CreateReservation", reserve, connections=WORKERS_CONNECTIONS),
        side("one hot", real, "CreateReservation", HOT, connections=WORKERS_CONNECTIONS),
        side("two hot", two, "CreateReservation", HOT, connections=WORKERS_CONNECTIONS),
        side("holdfast sold out", real, "CreateReservation", SOLD_OUT),
        side("echo sold out", soldout, "CreateReservation", SOLD_OUT),
    )
    return {one.name: one for one in made}


def _idle(bench: Bench, real: tuple[int, int], empty: tuple[int, int], rounds: int) -> Figure:
    """P7: how long one caller waits, against one client of pgbench and an empty call."""
    reserve = RESERVE % RANDOM_ITEM
    ours, database, calls = [], [], []
    for _ in range(rounds):
        ours.append(bench.load(*real, "CreateReservation", reserve, concurrency=1, connections=1).latency[0])
        database.append(bench.pgbench(1).latency[0])
        calls.append(bench.load(*empty, "CreateReservation", reserve, concurrency=1, connections=1).latency[0])
    ratio = statistics.median(ours) / (statistics.median(database) + statistics.median(calls))
    return Figure("P7", "idle latency, against pgbench and an empty call", ratio, "x", 2.0)


def _loaded(bench: Bench, real: tuple[int, int], peak: Side, rounds: int) -> Figure:
    """P8: how much longer the unlucky wait when calls come at a fixed rate below the peak."""
    rate = peak.rate if peak.samples else peak.run().rate
    flags = ["--async", "--rps", str(round(rate * PEAK_SHARE))]
    reserve = RESERVE % RANDOM_ITEM
    ratios = []
    for _ in range(rounds):
        sample = bench.load(*real, "CreateReservation", reserve, flags=flags)
        ratios.append(sample.latency[99] / sample.latency[50])
    return Figure("P8", "p99 against p50 at 70 % of the peak, open loop", statistics.median(ratios), "x", 6.0)


def _start(url: str, rounds: int) -> list[Figure]:
    """P9: until the first answer can come, warm; and what one worker keeps that has nothing to do."""
    seconds, megabytes = [], []
    for _ in range(rounds):
        begun = time.perf_counter()
        with _serving(url) as (_, pid):
            seconds.append(time.perf_counter() - begun)
            time.sleep(1)
            megabytes.append(psutil.Process(pid).memory_full_info().uss / 1e6)
    return [
        Figure("P9", "from `holdfast serve` to serving, warm", statistics.median(seconds), "s", 1.5),
        Figure("P9", "memory of one idle worker (unique set)", statistics.median(megabytes), "MB", 120.0),
    ]


def _ratio(row: Row, sides: dict[str, Side]) -> float:
    return sides[row.ours].rate / sides[row.theirs].rate


def _said(is_met: bool) -> str:
    return "met" if is_met else "MISSED"


def _write(rows: list[Row], sides: dict[str, Side], used: set[str], figures: list[Figure]) -> None:
    results = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "commit": subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip(),
        "ratios": [
            {"name": row.name, "what": row.what, "ratio": round(_ratio(row, sides), 3), "bar": row.bar} for row in rows
        ],
        "figures": [
            {"name": one.name, "what": one.what, "value": round(one.value, 2), "unit": one.unit, "bar": one.bar}
            for one in figures
        ],
        "sides": {name: [round(sample.rate) for sample in one.samples] for name, one in sides.items() if name in used},
    }
    (HERE / "full.json").write_text(json.dumps(results, indent=2) + "\n")
    lines = ["| # | what | measured | bar | |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.name} | {row.what} | {_ratio(row, sides):.2f} | ≥ {row.bar:.2f} | "
        f"{_said(_ratio(row, sides) >= row.bar)} |"
        for row in rows
    ]
    lines += [
        f"| {one.name} | {one.what} | {one.value:.2f} {one.unit} | ≤ {one.bar:g} | {_said(one.is_met)} |"
        for one in figures
    ]
    (HERE / "table.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
