"""COMMIT cut before, during and after its answer, or answered into silence: nobody but the database knows what became."""

from __future__ import annotations

import time

import psycopg

from tests.battery import site
from tests.battery.load import loaded
from tests.battery.proxy import CommitCutter
from tests.battery.stage import Bench, Fault
from tests.support import server as servers
from tests.support.books import examine

MODES = ("before", "after", "during")
HOLES = "hole"


def commits(bench: Bench) -> None:
    """Each way of cutting so many times under load, then some silences, which last until somebody gives up."""
    wanted = bench.pick(ci=6, full=60, soak=1000)
    holes = bench.pick(ci=0, full=5, soak=50)
    faults: list[Fault] = []
    with site.cluster() as postgres:
        cutter = CommitCutter(f"127.0.0.1:{postgres.port}", seed=bench.seed)
        url = postgres.url.replace(f":{postgres.port}/", f":{cutter.port}/")
        try:
            with servers.serving(url, lanes="2") as server:
                how = {"workers": 12, "without_id": 0.3, "seed": f"{bench.seed}", "timeout": 20.0}
                with loaded(server.address, postgres.url, **how) as load:  # type: ignore[arg-type]
                    for mode, count in (*((mode, wanted) for mode in MODES), (HOLES, holes)):
                        _cut(cutter, mode, count, faults)
                    until = time.monotonic()
            bench.report.add_history(load.history)
            bench.report.add_faults(faults, load.history, until)
            # A connection that is silent is known to be dead only when the network says so; that is no outage of ours.
            bench.report.figures["longest silence"] = round(bench.report.longest_outage, 2)
            bench.report.longest_outage = max(
                (fault.outage for fault in faults if fault.name != f"commit cut: {HOLES}"), default=0.0
            )
            bench.report.figures["cuts"] = dict(cutter.done)
            bench.report.findings += examine(postgres.url, load.history)
            if any(cutter.done[mode] < wanted for mode in MODES):
                bench.report.find("broken", f"COMMIT was not cut as often as wanted: {cutter.done}")
        finally:
            cutter.close()


def _cut(cutter: CommitCutter, mode: str, count: int, faults: list[Fault]) -> None:
    cutter.mode = mode
    cutter.chance = 0.3
    give_up = time.monotonic() + 60 + 10 * count
    seen = 0
    while cutter.done[mode] < count and time.monotonic() < give_up:
        if cutter.done[mode] > seen:
            faults += [Fault(f"commit cut: {mode}", time.monotonic()) for _ in range(cutter.done[mode] - seen)]
            seen = cutter.done[mode]
        time.sleep(0.01)
    cutter.mode = ""
    if mode == HOLES and count:
        cutter.cut_all()
    faults += [Fault(f"commit cut: {mode}", time.monotonic()) for _ in range(cutter.done[mode] - seen)]
    time.sleep(0.3)


def replays(bench: Bench) -> None:
    """An answer given again is as durable as the first: the transaction that gives it commits a write."""
    from tests.support.world import Shop, reserve_request, unique

    with site.cluster() as postgres, servers.serving(postgres.url) as server:
        client = server.client()
        shop = Shop(client)
        request = reserve_request((*shop.stocked(10), 1), request_id=unique("request"))
        first = shop.inventory.CreateReservation(request)
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            for number in range(bench.pick(ci=5, full=50)):
                before = _marks(connection)
                again = shop.inventory.CreateReservation(request)
                if not again.mutation.replayed or again.reservation != first.reservation:
                    bench.report.find("phantom", "a replay is not the first answer", "I4")
                if _marks(connection) != before + 1:
                    bench.report.find("lost", f"replay {number} was answered without a commit that waits", "I4")
        client.close()
        bench.report.findings += examine(postgres.url)


def _marks(connection: psycopg.Connection[tuple[int]]) -> int:
    row = connection.execute("SELECT count(*) FROM batches").fetchone()
    assert row is not None
    return row[0]
