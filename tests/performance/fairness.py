"""What a caller of many items notices of another one that hammers one item: the unlucky ones' wait, with and without.

Calls for random items come at a moderate fixed rate over connections of their own; the other one has as many calls
open as it can.
"""

from __future__ import annotations

from typing import Final

from tests.performance.harness import HOT, RANDOM_ITEM, RESERVE, Bench
from tests.performance.report import Figure

PER_SECOND: Final = 200
HAMMERING: Final = 64
CONNECTIONS: Final = 4
AT_LEAST_SECONDS: Final = 8.0
"""So that some dozen calls lie beyond the 99th percentile of a run."""


def figures(bench: Bench, server: tuple[int, int], rounds: int) -> list[Figure]:
    """The ratio that has a bar. Both latencies are printed."""
    seconds, bench.seconds = bench.seconds, max(bench.seconds, AT_LEAST_SECONDS)
    try:
        pairs = [_pair(bench, server) for _ in range(rounds)]
    finally:
        bench.seconds = seconds
    told = ", ".join(f"{alone:.1f} → {crowded:.1f}" for alone, crowded in pairs)
    print(f"\np99 of {PER_SECOND} random reservations a second, without and with a hot item, ms: {told}")
    ratios = [crowded / alone for alone, crowded in pairs]
    return [Figure("fairness", "p99 beside a hammered item, against p99 alone", ratios, "×", 3.0)]


def _pair(bench: Bench, server: tuple[int, int]) -> tuple[float, float]:
    alone = _p99(bench, server)
    with bench.hammering(server[0], "CreateReservation", HOT, concurrency=HAMMERING, connections=CONNECTIONS):
        return alone, _p99(bench, server)


def _p99(bench: Bench, server: tuple[int, int]) -> float:
    reserve = RESERVE % RANDOM_ITEM
    sample = bench.open_loop(*server, "CreateReservation", reserve, rate=PER_SECOND, connections=CONNECTIONS)
    return sample.latency[99]
