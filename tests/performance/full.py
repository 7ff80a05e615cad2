"""`make bench`: the table of the performance page, but for growth and for memory over time (`growth`, `memory`).

Ratios are medians over interleaved rounds, with their ranges; latencies and times are as they are. The books are
checked at the end. Writes full.json, table.md and plot.svg beside this file, with `--record` into results/, which is
committed. Needs `ghz`, which `make bench` installs.

    python -m tests.performance.full [--seconds 4] [--rounds 3] [--only P3,P8,fairness] [--record]
"""

from __future__ import annotations

import argparse
import contextlib
import time

import psutil

from tests.performance import fairness, orders, report
from tests.performance.harness import (
    AVAILABILITY,
    CONFIRM,
    CONNECTIONS,
    HOT,
    RANDOM_ITEM,
    RESERVE,
    SOLD_OUT,
    Bench,
    Row,
    Side,
    check_books,
    check_codes,
    embedded,
    fill,
    find_ghz,
    serving,
    show,
    yardstick,
)
from tests.performance.report import Figure

ENTRIES = 100
MESSAGES = 512
BULK = 512
WORKERS_CONNECTIONS = 16
PEAK_SHARE = 0.7

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
    Row("P5", "orders of 5 lines, against pgbench, 64 clients", "holdfast orders", "pgbench orders", 1.0),
    Row("P10", "two workers, against one: random items", "two random", "one random", 1.0),
    Row("P10", "two workers, against one: one hot item", "two hot", "one hot", 0.80),
    Row("P11", "refusals of a sold-out item, against echo", "holdfast sold out", "echo sold out", 0.80),
    Row("P12", "echo itself, against an empty method", "echo reserve", "empty", 0.75),
]


def main() -> int:
    """The table; exits with 1 when something is short of its bar."""
    parser = argparse.ArgumentParser(description="The whole table, side by side in one run.")
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--record", action="store_true", help="keep the results where they are committed")
    options = parser.parse_args()
    only = [name for name in options.only.split(",") if name]
    if options.record and only:
        parser.error("a part of the table is no record of it")
    ghz = find_ghz()
    with embedded() as database:
        assert database.pid is not None
        bench = Bench(options.seconds, ghz, database.url, database.pid)
        return _run(bench, options.rounds, only, is_record=options.record)


def _run(bench: Bench, rounds: int, only: list[str], *, is_record: bool) -> int:
    def wanted(name: str) -> bool:
        return not only or name in only

    rows = [row for row in ROWS if wanted(row.name)]
    used = {name for row in rows for name in (row.ours, row.theirs)}
    others: list[Figure] = []
    with contextlib.ExitStack() as stack:
        real = stack.enter_context(serving(bench.url))
        two = stack.enter_context(serving(bench.url, "--workers", "2"))
        yardsticks = {name: stack.enter_context(yardstick(name)) for name in ("echo", "soldout", "empty")}
        fill(real[0])
        sides = {one.name: one for one in _sides(bench, real, two, yardsticks) if one.name in used}
        with bench.briefly():
            for one in sides.values():
                one.run()  # warm: connections, plans, caches
        for _ in range(rounds):
            for one in sides.values():
                one.samples.append(one.run())
        show(rows, sides, used)
        check_codes(sides, used)
        if wanted("P7"):
            others.append(_idle(bench, real, yardsticks["empty"], rounds))
        if wanted("P8"):
            others.append(_loaded(bench, real, sides.get("holdfast random"), rounds))
        if wanted("fairness"):
            others += fairness.figures(bench, real, rounds)
    if wanted("P9"):
        others += _start(bench.url, rounds)
    for figure in others:
        print(f"{figure.name:4} {figure.what:48} {figure.shown:>11} {figure.spread:>13} {figure.goal} {figure.verdict}")
    check_books(bench.url)
    figures = [*report.ratios(rows, sides), *others]
    report.write("full", figures, sides, is_record=is_record)
    return int(not all(figure.is_met for figure in figures))


def _sides(
    bench: Bench, real: tuple[int, int], two: tuple[int, int], yardsticks: dict[str, tuple[int, int]]
) -> list[Side]:
    reserve = RESERVE % RANDOM_ITEM
    echo, soldout, empty = (yardsticks[name] for name in ("echo", "soldout", "empty"))

    def side(name: str, server: tuple[int, int], method: str, data: str, **how: int) -> Side:
        return Side(name, lambda: bench.load(*server, method, data, **how))

    streams = ["--stream-call-count", str(MESSAGES), "--stream-dynamic-messages"]
    order_script = orders.script(real[0], bench.url)
    return [
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
        Side("holdfast orders", lambda: orders.carried_out(bench, real)),
        Side("pgbench orders", lambda: bench.pgbench(orders.CONCURRENCY, order_script)),
        side("one random", real, "CreateReservation", reserve, connections=WORKERS_CONNECTIONS),
        side("two random", two, "CreateReservation", reserve, connections=WORKERS_CONNECTIONS),
        side("one hot", real, "CreateReservation", HOT, connections=WORKERS_CONNECTIONS),
        side("two hot", two, "CreateReservation", HOT, connections=WORKERS_CONNECTIONS),
        side("holdfast sold out", real, "CreateReservation", SOLD_OUT),
        side("echo sold out", soldout, "CreateReservation", SOLD_OUT),
    ]


def _idle(bench: Bench, real: tuple[int, int], empty: tuple[int, int], rounds: int) -> Figure:
    """P7: how long one caller waits, against one client of pgbench and an empty call."""
    reserve = RESERVE % RANDOM_ITEM
    ratios = []
    for _ in range(rounds):
        ours = bench.load(*real, "CreateReservation", reserve, concurrency=1, connections=1).latency[0]
        database = bench.pgbench(1).latency[0]
        call = bench.load(*empty, "CreateReservation", reserve, concurrency=1, connections=1).latency[0]
        ratios.append(ours / (database + call))
    return Figure("P7", "idle latency, against pgbench and an empty call", ratios, "×", 2.0)


def _loaded(bench: Bench, real: tuple[int, int], peak: Side | None, rounds: int) -> Figure:
    """P8: how much longer the unlucky wait when calls come at a fixed rate below the peak."""
    reserve = RESERVE % RANDOM_ITEM
    rate = (peak or bench.load(*real, "CreateReservation", reserve)).rate
    share = round(rate * PEAK_SHARE)
    ratios = []
    for _ in range(rounds):
        sample = bench.open_loop(*real, "CreateReservation", reserve, rate=share, connections=CONNECTIONS)
        ratios.append(sample.latency[99] / sample.latency[50])
    return Figure("P8", "p99 against p50 at 70 % of the peak, open loop", ratios, "×", 6.0)


def _start(url: str, rounds: int) -> list[Figure]:
    """P9: until the first answer can come, warm; and what one worker keeps that has nothing to do."""
    seconds, megabytes = [], []
    for _ in range(rounds):
        begun = time.perf_counter()
        with serving(url) as (_, pid):
            seconds.append(time.perf_counter() - begun)
            time.sleep(1)
            megabytes.append(psutil.Process(pid).memory_full_info().uss / 1e6)
    return [
        Figure("P9", "from `holdfast serve` to serving, warm", seconds, "s", 1.5),
        Figure("P9", "memory of one idle worker (unique set)", megabytes, "MB", 120.0),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
