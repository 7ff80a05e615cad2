"""Plain counters for the hot path: what they cost is an addition. Whoever wants to see them asks, and pays for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

LATENCY_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Of calls: an empty one takes the first, the longest deadline is the last."""
SHORT_SECONDS: Final = (0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.25, 0.5, 1.0, 2.0, 4.0)
"""Of what the engine does, and of how late the event loop is."""
SIZES: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)
"""Of batches: the largest is as many as may travel together."""


class Histogram:
    """How many values fell up to each bound, in `counts`, those above all bounds last; `total` is their sum."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """Count one value; a value that equals a bound belongs below it."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    @property
    def count(self) -> int:
        """How many values there were."""
        return sum(self.counts)

    def cumulative(self) -> list[tuple[str, int]]:
        """(upper bound, how many up to it), the last one `+Inf`: as Prometheus has them."""
        found = []
        so_far = 0
        for bound, count in zip((*map(_shown, self.bounds), "+Inf"), self.counts, strict=True):
            so_far += count
            found.append((bound, so_far))
        return found


def _shown(bound: float) -> str:
    return str(float(bound))
