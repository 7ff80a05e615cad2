"""`make bench-quick`: P1, P2, P4, P11 and P12 of the performance page, as ratios taken side by side in one run.

Every ratio is the median of interleaved rounds, with its range; beside it stand the CPU microseconds per call of server,
PostgreSQL and generator. Last comes how long a batch of variants takes (`variants`), which is only shown. The books
are checked at the end. Needs `ghz`, which `make bench-quick` installs.

    python -m tests.performance.quick [--seconds 3] [--rounds 3] [--only P1,variants]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
from datetime import UTC, datetime

from tests.performance import variants
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
    embedded,
    fill,
    find_ghz,
    serving,
    show,
    yardstick,
)


def main() -> int:
    """The table; exits with 1 when a ratio is below its bar."""
    parser = argparse.ArgumentParser(description="Ratios side by side in one run.")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    ghz = find_ghz()
    with embedded() as database:
        assert database.pid is not None
        bench = Bench(options.seconds, ghz, database.url, database.pid)
        return _run(bench, options.rounds, [name for name in options.only.split(",") if name])


def _run(bench: Bench, rounds: int, only: list[str]) -> int:
    with contextlib.ExitStack() as stack:
        real = stack.enter_context(serving(bench.url))
        echo, soldout, empty = (stack.enter_context(yardstick(name)) for name in ("echo", "soldout", "empty"))
        fill(real[0])
        reserve = RESERVE % RANDOM_ITEM

        def side(name: str, server: tuple[int, int], method: str, data: str) -> Side:
            return Side(name, lambda: bench.load(*server, method, data))

        sides = {
            one.name: one
            for one in (
                side("holdfast random", real, "CreateReservation", reserve),
                side("echo reserve", echo, "CreateReservation", reserve),
                side("empty", empty, "CreateReservation", reserve),
                side("holdfast hot", real, "CreateReservation", HOT),
                Side("pgbench hot", lambda: bench.pgbench(16)),
                side("holdfast availability", real, "GetAvailability", AVAILABILITY),
                side("echo availability", echo, "GetAvailability", AVAILABILITY),
                side("holdfast confirm", real, "ConfirmInventory", CONFIRM),
                side("echo confirm", echo, "ConfirmInventory", CONFIRM),
                side("holdfast sold out", real, "CreateReservation", SOLD_OUT),
                side("echo sold out", soldout, "CreateReservation", SOLD_OUT),
            )
        }
        rows = [
            Row("P1", "reserve 1 of 1,000 random items, against echo", "holdfast random", "echo reserve", 0.55),
            Row("P2", "reserve on one hot item, against echo", "holdfast hot", "echo reserve", 0.50),
            Row("P2", "reserve on one hot item, against pgbench", "holdfast hot", "pgbench hot", 1.3),
            Row("P4", "GetAvailability, against echo", "holdfast availability", "echo availability", 0.60),
            Row("P4", "ConfirmInventory, against echo", "holdfast confirm", "echo confirm", 0.60),
            Row("P11", "refusals of a sold-out item, against echo", "holdfast sold out", "echo sold out", 0.55),
            Row("P12", "echo itself, against an empty method", "echo reserve", "empty", 0.0),
        ]
        rows = [row for row in rows if not only or row.name in only]
        used = {name for row in rows for name in (row.ours, row.theirs)}
        with bench.briefly():
            for name in used:
                sides[name].run()  # warm: connections, plans, caches
        for _ in range(rounds):
            for name, one in sides.items():
                if name in used:
                    one.samples.append(one.run())
        show(rows, sides, used)
        check_codes(sides, used)
        batch = None
        if not only or "variants" in only:
            batch = variants.milliseconds(real[0], calls=10 * rounds)
            _print_batch(batch)
        check_books(bench.url)
    _write_results(rows, sides, used, batch)
    return int(any(row.ratio(sides) < row.bar for row in rows))


def _print_batch(milliseconds: float) -> None:
    reached = "met" if milliseconds <= variants.TARGET_MILLISECONDS else "MISSED"
    print(
        f"\nBatchGetVariantAvailability, 1,000 variants x {variants.PLACES} locations, {variants.KITS} kits: "
        f"p50 {milliseconds:.1f} ms, target {variants.TARGET_MILLISECONDS:.0f} ms {reached}"
    )


def _write_results(rows: list[Row], sides: dict[str, Side], used: set[str], batch: float | None) -> None:
    results = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "ratios": [
            {
                "name": row.name,
                "what": row.what,
                "ratio": round(row.ratio(sides), 3),
                "range": [round(min(row.by_round(sides)), 3), round(max(row.by_round(sides)), 3)],
            }
            for row in rows
        ],
        "sides": {
            name: {
                "per_second": [round(sample.rate) for sample in one.samples],
                "cpu_micros": {who: round(one.micros(who)) for who in ("server", "postgres", "load")},
            }
            for name, one in sides.items()
            if name in used
        },
        "variants_p50_milliseconds": None if batch is None else round(batch, 1),
    }
    (ROOT / "tests" / "performance" / "quick.json").write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
