"""Clocks that are wrong: a server's own, which must not matter, and the database's, which may jump and is believed."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import psycopg

from tests.battery import site
from tests.battery.load import loaded
from tests.battery.stage import Bench, Fault
from tests.support import server as servers
from tests.support.books import examine
from tests.support.clock import SETTINGS, MovedClock
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import Shop, reserve_request, state, unique

HOUR = 3600
LATE_SECONDS = 2.5
"""How long after its time a hold may stand in the way of nobody, and be told of; the sweeper comes every second."""
TOLERANCE_SECONDS = 30.0


def clocks(bench: Bench) -> None:
    """Servers an hour ahead, an hour behind, and jumping; then a database whose clock jumps under load."""
    for by in (str(HOUR), str(-HOUR), "jump"):
        _wrong_server(bench, by)
    _jumping_database(bench)


def _wrong_server(bench: Bench, by: str) -> None:
    faults = []
    with site.cluster() as postgres:
        server = site.start_entry(postgres.url, extra={"BATTERY_CLOCK": by})
        try:
            _holds(bench, server, by)
            with loaded(server.address, postgres.url, workers=6, seed=f"{bench.seed}") as load:
                faults.append(Fault(f"server's clock: {by}", time.monotonic()))
                time.sleep(bench.pick(ci=1, full=15))
                until = time.monotonic()
            bench.report.add_history(load.history)
            bench.report.add_faults(faults, load.history, until)
            bench.report.findings += examine(postgres.url, load.history, is_relayed=True)
            with psycopg.connect(postgres.url) as connection:
                query = "SELECT max(abs(extract(epoch FROM clock_timestamp() - recorded_time))) FROM movements"
                row = connection.execute(query).fetchone()
                assert row is not None
                if float(row[0]) > 600:
                    bench.report.find("drift", f"movements are recorded {float(row[0]):.0f} s away from the true time")
        finally:
            site.close(server)


def _holds(bench: Bench, server: RunningServer, by: str) -> None:
    """None early, none late: by the database's time, whatever the server thinks."""
    from tests.support.world import duration

    client = server.client()
    shop = Shop(client)
    item, place = shop.stocked(10)
    long = shop.reserve((item, place, 6), ttl=duration(600))
    short = shop.reserve((item, place, 4), ttl=duration(0.5))
    away = abs(long.create_time.ToDatetime(UTC) - datetime.now(UTC)).total_seconds()
    if away > TOLERANCE_SECONDS:
        bench.report.find("drift", f"{by}: a reservation was made {away:.0f} s away from the true time")
    early = refused(lambda: shop.inventory.CreateReservation(reserve_request((item, place, 1))))
    if early.reason != "INSUFFICIENT_STOCK":
        bench.report.find("oversold", f"{by}: a live hold's units were promised: {early.reason}", "I1")
    time.sleep(0.6)
    shop.inventory.CreateReservation(reserve_request((item, place, 4), request_id=unique("after")))
    time.sleep(LATE_SECONDS)
    if state(_reservation(shop, short.id)) != "EXPIRED" or state(_reservation(shop, long.id)) != "HELD":
        bench.report.find(
            "drift", f"{by}: holds are {state(_reservation(shop, short.id))}, {state(_reservation(shop, long.id))}"
        )
    client.close()


def _reservation(shop: Shop, reservation_id: str):  # type: ignore[no-untyped-def]
    from holdfast.inventory.v1 import inventory_service_pb2 as pb

    return shop.inventory.GetReservation(pb.GetReservationRequest(reservation_id=reservation_id)).reservation


def _jumping_database(bench: Bench) -> None:
    """Time goes an hour on and back again and again: holds lapse or do not, the history of no row goes back."""
    faults = []
    with site.cluster() as postgres, servers.serving(postgres.url, **SETTINGS) as server:
        clock = MovedClock(postgres.url)
        with loaded(server.address, postgres.url, workers=6, seed=f"{bench.seed}") as load:
            for _ in range(bench.pick(ci=4, full=40)):
                faults.append(Fault("database's clock jumps", time.monotonic()))
                clock.shift(bench.dice.uniform(-HOUR, HOUR))
                time.sleep(0.3)
            until = time.monotonic()
            clock.shift(3 * HOUR)
        clock.until_swept()
        bench.report.add_history(load.history)
        bench.report.add_faults(faults, load.history, until)
        bench.report.findings += examine(postgres.url, load.history, is_relayed=True)
        backwards = (
            "SELECT item_id FROM (SELECT item_id, recorded_time, lag(recorded_time) OVER (PARTITION BY tenant_id, "
            "item_id, location_id ORDER BY version, entry) AS before FROM movements) AS m WHERE recorded_time < before"
        )
        with psycopg.connect(postgres.url) as connection:
            for row in connection.execute(backwards).fetchall():
                bench.report.find("drift", f"the history of {row[0]} goes back in time", "I7")
