"""What is answered in time when more is asked than can be done: with shedding and without, beyond the peak.

Callers do not wait for answers here (an open loop) and give each call a second. Goodput is what was answered in that
time, per second, as a share of the peak. What the generator takes to send five times the load is not there for the
server: the ratio is a lower bound, unless both have cores enough of their own (`--apart`).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.performance.harness import (
    Bench,
    Sample,
    check_books,
    fill,
    find_ghz,
    started,
)

FACTORS: Final = (1.0, 2.4, 5.0)
DEADLINE: Final = "1s"
_CORES: Final = sorted(os.sched_getaffinity(0))
_OURS: Final = _CORES[:-1]
_GENERATORS: Final = _CORES[-1:]
BAR: Final = 0.85
"""Of the peak, at five times the load."""
WORK: Final = {
    "CreateReservation": '{"lines":[{"inventory_item_id":"iitem_7","quantity":1,"location_id":"sloc_0"}]}',
    "GetAvailability": '{"inventory_item_id":"iitem_7"}',
    "GetReservation": '{"reservation_id":"res_none"}',
}
"""Constant, so that the generator need not write each request anew: it has enough to do."""


@dataclass(frozen=True, slots=True)
class Goodput:
    """One run beyond the peak, or at it."""

    factor: float
    sample: Sample

    @property
    def rate(self) -> float:
        """Answers in time per second."""
        return self.sample.rate * self.sample.codes.get("OK", 0) / max(1, sum(self.sample.codes.values()))


def main() -> int:
    """The figures; exits with 1 when goodput at five times the peak is short of its bar."""
    parser = argparse.ArgumentParser(description="Goodput beyond the peak, with shedding and without.")
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--method", choices=WORK, default="CreateReservation")
    parser.add_argument("--apart", action="store_true", help="a core for the generator alone")
    parser.add_argument("--only", choices=("with", "without"), default="")
    options = parser.parse_args()
    ghz = find_ghz()
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        Path(folder).chmod(0o711)
        database = EmbeddedPostgres(Path(folder) / "state")
        _stay_on(*_OURS)
        url = database.start()
        try:
            assert database.pid is not None
            bench = Bench(options.seconds, ghz, url, database.pid)
            last = 0.0
            with _serving(url, "true") as server:
                fill(server[0])
            for name, shedding in (("without", "false"), ("with", "true")):
                if options.only in ("", name):
                    with _serving(url, shedding) as server:
                        last = _measure(bench, server, f"{name} shedding", options.method)
            check_books(url)
            return int(last < BAR)
        finally:
            database.stop()


@contextlib.contextmanager
def _serving(url: str, shedding: str) -> Iterator[tuple[int, int]]:
    _stay_on(*_OURS)
    command = [sys.executable, "-m", "holdfast_server", "serve", "--json", "--listen", "127.0.0.1:0"]
    settings = {"HOLDFAST_DATABASE_URL": url, "HOLDFAST_SHEDDING": shedding, "HOLDFAST_DEV": "true"}
    with started(command, lambda line: int(json.loads(line)["address"].rpartition(":")[2]), **settings) as server:
        yield server


def _stay_on(*cores: int) -> None:
    """What is started from now on runs on these cores; so does this process, which does nothing meanwhile."""
    if cores and "--apart" in sys.argv:
        os.sched_setaffinity(0, cores)


def _measure(bench: Bench, server: tuple[int, int], name: str, method: str) -> float:
    """Prints a table, gives the share of the peak that is left at the last factor."""
    _stay_on(*_GENERATORS)
    bench.load(*server, method, WORK[method])  # warm
    peak = bench.load(*server, method, WORK[method]).rate
    print(f"\n{method}, {name}: peak {peak:,.0f}/s with 128 callers that wait for their answers")
    print(
        f"{'offered':>12}{'sent/s':>9}{'in time/s':>11}{'of peak':>9}{'p50 ms':>8}{'p99 ms':>8}{'CPU µs per call: server':>25}{'postgres':>10}  codes"
    )
    ratio = 0.0
    for factor in FACTORS:
        flags = ["--async", "--rps", str(round(peak * factor)), "--timeout", DEADLINE]
        found = Goodput(factor, bench.load(*server, method, WORK[method], connections=16, flags=flags))
        ratio = found.rate / peak
        shown = [found.sample.latency.get(50, 0.0), found.sample.latency.get(99, 0.0)]
        shown += [found.sample.micros["server"], found.sample.micros["postgres"]]
        print(
            f"{factor:11.1f}×{found.sample.rate:9,.0f}{found.rate:11,.0f}{ratio:9.2f}{shown[0]:8.0f}{shown[1]:8.0f}"
            f"{shown[2]:25.0f}{shown[3]:10.0f}  {found.sample.codes}"
        )
    return ratio


if __name__ == "__main__":
    raise SystemExit(main())
