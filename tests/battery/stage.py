"""What a stage of the battery is given, and what it has to show: one seed, one size, one report."""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tests.support.books import Finding
from tests.support.history import History, Outcome

OUTAGE_SECONDS = 2.0
"""What one fault may cost those who call, at most."""


class Size(Enum):
    """How long it may take: minutes in the suite, an hour, or as long as somebody wants to wait."""

    CI = "ci"
    FULL = "full"
    SOAK = "soak"


@dataclass(slots=True)
class Fault:
    """One thing that was done to the system, and how long nobody was answered for it."""

    name: str
    at: float
    outage: float = 0.0


@dataclass(slots=True)
class Report:
    """What came of one stage. `figures` are told; only `findings` make it fail."""

    stage: str
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    effects: int = 0
    refused: int = 0
    unknown: int = 0
    longest_outage: float = 0.0
    outages: dict[str, float] = field(default_factory=dict)
    inputs: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    figures: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.findings

    def count(self, kind: str) -> int:
        """How many findings of one kind."""
        return sum(one.kind == kind for one in self.findings)

    def find(self, kind: str, message: str, invariant: str = "-") -> None:
        """Something that must not be."""
        self.findings.append(Finding(invariant, kind, message))

    def add_history(self, history: History) -> None:
        """What clients were told, in numbers; a client that gave up is a finding."""
        for failure in history.failures[:10]:
            self.find("broken", failure[:500])
        self.acknowledged += sum(
            any(call.outcome is Outcome.OK for call in calls) for calls in history.by_key().values()
        )
        self.effects += sum(call.outcome is Outcome.OK and not call.answer.mutation.replayed for call in history.calls)
        self.refused += history.count(Outcome.REFUSED)
        self.unknown += history.count(Outcome.UNKNOWN)
        self.codes.update(call.reason or call.code for call in history.calls)

    def add_faults(self, faults: list[Fault], history: History, until: float) -> None:
        """What was done, and how long it kept everybody from being answered."""
        ends = [fault.at for fault in faults[1:]] + [until]
        for fault, end in zip(faults, ends, strict=True):
            fault.outage = history.longest_silence(fault.at, end)
            self.faults[fault.name] += 1
            self.outages[fault.name] = max(self.outages.get(fault.name, 0.0), round(fault.outage, 3))
        self.longest_outage = max([self.longest_outage, *(fault.outage for fault in faults)])


@dataclass(slots=True)
class Bench:
    """What a stage works with. Everything random comes out of `dice`."""

    name: str
    seed: int
    size: Size
    report: Report
    dice: random.Random

    def pick(self, *, ci: int, full: int, soak: int | None = None) -> int:
        """A number by size; a soak does ten times as much unless it is said."""
        return {Size.CI: ci, Size.FULL: full, Size.SOAK: 10 * full if soak is None else soak}[self.size]

    def say(self, text: str) -> None:
        """Progress, for whoever waits."""
        print(f"  [{self.name}] {text}", file=sys.stderr, flush=True)


Stage = Callable[[Bench], None]


def run(name: str, stage: Stage, *, seed: int, size: Size) -> Report:
    """One stage to its end. What it raises is a finding: a battery that breaks has not passed."""
    report = Report(name)
    bench = Bench(name, seed, size, report, random.Random(f"{seed}/{name}"))
    with _timed(report):
        try:
            stage(bench)
        except BaseException as error:  # a failed `pytest.raises` is no Exception
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            where = traceback.extract_tb(error.__traceback__)[-1]
            report.find("broken", f"{type(error).__name__}: {error} ({where.name}:{where.lineno})"[:800])
    return report


@contextmanager
def _timed(report: Report) -> Iterator[None]:
    started = time.monotonic()
    yield
    report.seconds = round(time.monotonic() - started, 1)
