"""`make bench-memory`: whether a server under full load keeps its size.

For some minutes everything comes at once: reservations of random items and of a hot one, reads, and a watcher that
follows the events. Every ten seconds the server's memory is read; what it has after two minutes is compared with what
it has at the end. The books are checked.

    python -m tests.performance.memory [--minutes 10] [--from-minute 2] [--record]
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import threading
import time
from collections.abc import Iterator
from typing import Final, NamedTuple

import grpc
import psutil
from google.protobuf.empty_pb2 import Empty
from holdfast.inventory.v1 import event_service_pb2 as pb
from holdfast.inventory.v1 import event_service_pb2_grpc as events

from tests.performance import report
from tests.performance.harness import (
    AVAILABILITY,
    CONFIRM,
    HOT,
    RANDOM_ITEM,
    RESERVE,
    Bench,
    check_books,
    embedded,
    fill,
    find_ghz,
    serving,
)

EVERY_SECONDS: Final = 10.0
BAR: Final = 1.05
# P1's own load, and beside it what else a server does.
LOADS: Final = (
    ("CreateReservation", RESERVE % RANDOM_ITEM, 128),
    ("CreateReservation", HOT, 16),
    ("GetAvailability", AVAILABILITY, 16),
    ("ConfirmInventory", CONFIRM, 16),
)


class Reading(NamedTuple):
    """What one process has at some time: megabytes resident, and of those its own."""

    minute: float
    rss: float
    uss: float


class Watcher:
    """Follows all events for as long, and counts them."""

    def __init__(self, port: int) -> None:
        self.count = 0
        self._channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._channel.close()
        self._thread.join(10)

    def _follow(self) -> None:
        stub = events.EventServiceStub(self._channel)
        request = pb.WatchEventsRequest(earliest=Empty())
        while True:
            try:
                for told in stub.WatchEvents(request):
                    self.count += len(told.events)
                    request = pb.WatchEventsRequest(cursor=told.cursor)
            except grpc.RpcError as error:
                # One that cannot keep up is sent away, and goes on where it was.
                if error.code() not in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED):
                    return
            except ValueError:
                return  # the channel is closed


def main() -> int:
    """Readings and their ratio; exits with 1 when the server has grown."""
    parser = argparse.ArgumentParser(description="Whether a server under full load keeps its size.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--from-minute", type=float, default=2.0)
    parser.add_argument("--record", action="store_true", help="keep the results where they are committed")
    options = parser.parse_args()
    if not 0 < options.from_minute < options.minutes:
        parser.error("--from-minute: after the start and before the end")
    ghz = find_ghz()
    with embedded() as database:
        assert database.pid is not None
        bench = Bench(0, ghz, database.url, database.pid)
        with serving(database.url) as (port, pid):
            fill(port)
            readings, told = _under_load(bench, port, pid, options.minutes)
        check_books(database.url)
    assert told > 0, "the watcher was told nothing"
    early, late = _around(readings, options.from_minute), readings[-3:]
    grown = [statistics.median(one.uss for one in late) / statistics.median(one.uss for one in early)]
    what = f"unique memory at minute {options.minutes:g}, against minute {options.from_minute:g}"
    figure = report.Figure("memory", what, grown, "×", BAR)
    print(f"\n{told:,} events were watched\n{what}: {figure.shown}, {figure.goal} {figure.verdict}")
    report.write("memory", [figure], {}, is_record=options.record, readings=[one._asdict() for one in readings])
    return int(not figure.is_met)


def _under_load(bench: Bench, port: int, pid: int, minutes: float) -> tuple[list[Reading], int]:
    process = psutil.Process(pid)
    readings = []
    with contextlib.ExitStack() as stack:
        watcher = stack.enter_context(Watcher(port))
        for method, data, concurrency in LOADS:
            stack.enter_context(bench.hammering(port, method, data, concurrency=concurrency, connections=8))
        started = time.monotonic()
        for due in _times(started, minutes):
            time.sleep(max(0, due - time.monotonic()))
            memory = process.memory_full_info()
            one = Reading(round((time.monotonic() - started) / 60, 2), memory.rss / 1e6, memory.uss / 1e6)
            readings.append(one)
            print(f"{one.minute:6.2f} min  rss {one.rss:7.1f} MB  uss {one.uss:7.1f} MB", flush=True)
        return readings, watcher.count


def _times(started: float, minutes: float) -> Iterator[float]:
    for number in range(int(minutes * 60 / EVERY_SECONDS) + 1):
        yield started + number * EVERY_SECONDS


def _around(readings: list[Reading], minute: float) -> list[Reading]:
    """The three readings next to a minute: one alone may be in the midst of something."""
    return sorted(readings, key=lambda one: abs(one.minute - minute))[:3]


if __name__ == "__main__":
    raise SystemExit(main())
