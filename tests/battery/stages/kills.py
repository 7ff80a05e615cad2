"""The kill matrix: workers, connections and the database die or freeze, again and again, under load."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence

import psutil

from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.battery import site
from tests.battery.load import loaded
from tests.battery.stage import OUTAGE_SECONDS, Bench, Fault, Size
from tests.support import server as servers
from tests.support.books import examine
from tests.support.history import Outcome
from tests.support.server import RunningServer

PAUSE_SECONDS = 0.5
FROZEN_SECONDS = 0.4

Blow = Callable[[EmbeddedPostgres, RunningServer], None]


def _signal_worker(number: signal.Signals) -> Blow:
    def blow(_: EmbeddedPostgres, server: RunningServer) -> None:
        for worker in site.workers_of(server)[:1]:
            worker.send_signal(number)

    return blow


def _freeze_worker(_: EmbeddedPostgres, server: RunningServer) -> None:
    for worker in site.workers_of(server)[-1:]:
        worker.suspend()
        time.sleep(FROZEN_SECONDS)
        worker.resume()


def _restart(how: signal.Signals) -> Blow:
    return lambda postgres, _: site.restart(postgres, how)


def _terminate(postgres: EmbeddedPostgres, _: RunningServer) -> None:
    site.terminate_backends(postgres.url)


MATRIX: dict[str, Blow] = {
    "worker killed": _signal_worker(signal.SIGKILL),
    "worker told to leave": _signal_worker(signal.SIGTERM),
    "worker frozen": _freeze_worker,
    "backends terminated": _terminate,
    "database restarted, fast": _restart(signal.SIGINT),
    "database restarted, immediate": _restart(signal.SIGQUIT),
    "database killed": _restart(signal.SIGKILL),
}


def kills(bench: Bench) -> None:
    """Every kind of fault in random order, many times over."""
    rounds = bench.pick(ci=1, full=60, soak=2000)
    strike(bench, [name for _ in range(rounds) for name in bench.dice.sample(list(MATRIX), len(MATRIX))])


def database_kills(bench: Bench) -> None:
    """The faults at which durability shows: the database dies without having been asked."""
    strike(bench, ["database restarted, immediate", "database killed"] * bench.pick(ci=2, full=10))


def terminations(bench: Bench) -> None:
    """The faults at which a transaction shows that it is one: connections end anywhere in it."""
    strike(bench, ["backends terminated"] * bench.pick(ci=25, full=100))


def strike(bench: Bench, blows: Sequence[str]) -> None:
    """These faults, one after another, under load; then the books."""
    faults: list[Fault] = []
    with site.cluster() as postgres, servers.serving(postgres.url, workers="2") as server:
        how = {"workers": bench.pick(ci=12, full=24, soak=24), "without_id": 0.05, "seed": f"{bench.seed}"}
        with loaded(server.address, postgres.url, **how) as load:  # type: ignore[arg-type]
            time.sleep(0.5)
            for number, name in enumerate(blows):
                faults.append(Fault(name, time.monotonic()))
                MATRIX[name](postgres, server)
                time.sleep(bench.dice.uniform(0.5, 1.0) * PAUSE_SECONDS)
                _wait_for_workers(server)
                if number % 50 == 49:
                    bench.say(f"{number + 1} of {len(blows)} faults, {len(load.history.calls)} calls")
            time.sleep(0.5)
            until = time.monotonic()
        bench.report.add_history(load.history)
        bench.report.add_faults(faults, load.history, until)
        bench.report.findings += examine(postgres.url, load.history, is_relayed=True)
        if not load.history.count(Outcome.OK):
            bench.report.find("broken", "nobody was ever served")
        if bench.size is not Size.CI and bench.report.longest_outage > OUTAGE_SECONDS:
            bench.report.find(
                "outage", f"{bench.report.longest_outage:.2f} s without an answer: {bench.report.outages}"
            )


def _wait_for_workers(server: RunningServer) -> None:
    """A fault strikes a system that has recovered from the last one: two processes are there again."""
    give_up = time.monotonic() + 30
    while len(site.workers_of(server)) < 2:
        assert time.monotonic() < give_up, "a dead worker is not replaced"
        assert psutil.pid_exists(server.process.pid)
        time.sleep(0.02)
