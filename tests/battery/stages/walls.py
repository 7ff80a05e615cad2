"""The last wall: what the database itself refuses, whatever a server may believe."""

from __future__ import annotations

import psycopg
from psycopg import errors

from tests.battery import site
from tests.battery.stage import Bench
from tests.support import server as servers
from tests.support.books import examine
from tests.support.world import Shop, reserve_request, unique

WALLS: dict[str, str] = {
    "more promised than there is": "UPDATE levels SET reserved = stocked + 1",
    "less than nothing in stock": "UPDATE levels SET stocked = -1, reserved = 0",
    "less than nothing promised": "UPDATE levels SET reserved = -1",
    "less than nothing damaged": "UPDATE levels SET damaged = -1",
    "more held than promised": "UPDATE levels SET held = reserved + 1",
    "more released than asked for": "UPDATE allocations SET released = quantity + 1",
    "fewer released than none": "UPDATE allocations SET released = -1",
    "more returned than sent": "UPDATE allocations SET returned = fulfilled + 1",
    "a claim for nothing": "UPDATE allocations SET quantity = 0",
    "one request id twice": "INSERT INTO requests SELECT * FROM requests LIMIT 1",
    "one transaction marked twice": "INSERT INTO batches SELECT * FROM batches LIMIT 1",
    "a level of an item that does not exist": "UPDATE levels SET item_id = 'nobody'",
    "one reservation twice": "INSERT INTO reservations SELECT * FROM reservations LIMIT 1",
}


def walls(bench: Bench) -> None:
    """Each is run against, once, past every server."""
    with site.cluster() as postgres, servers.serving(postgres.url) as server:
        client = server.client()
        shop = Shop(client)
        shop.inventory.CreateReservation(reserve_request((*shop.stocked(10), 3), request_id=unique("request")))
        client.close()
        for what, statement in WALLS.items():
            with psycopg.connect(postgres.url) as connection:
                try:
                    done = connection.execute(statement)  # type: ignore[call-overload]
                    bench.report.find("oversold", f"no wall against {what} ({done.rowcount} rows)", "I1")
                except errors.IntegrityError:
                    bench.report.codes["refused by the database"] += 1
                connection.rollback()
        bench.report.findings += examine(postgres.url)
