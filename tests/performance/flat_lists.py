"""What a page costs with little and with much behind it: milliseconds in the server, the middle one of nine.

.venv/bin/python -m tests.performance.flat_lists
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

import psycopg
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.house import house
from tests.support.postgres import Cluster

LITTLE, MUCH = 20_000, 1_000_000
_TIME: Final = "timestamptz '2026-03-01' + n * interval '1 s'"
_ROWS: Final = "FROM generate_series(1, %s::int) AS n"
FILL: Final = (
    "INSERT INTO items (tenant_id, id, create_time, update_time) VALUES ('default', 'iitem', now(), now())",
    "INSERT INTO levels (tenant_id, item_id, location_id, id, create_time, update_time) "
    "SELECT 'default', 'iitem', 'sloc_' || n, 'l', now(), now() FROM generate_series(0, 3) AS n",
    "INSERT INTO reservations (tenant_id, id, state, external_id, create_time, update_time) "
    f"SELECT 'default', 'res_' || n, 'FULFILLED', 'x' || n, {_TIME}, {_TIME} {_ROWS}",
    "INSERT INTO allocations (tenant_id, item_id, location_id, claim_seq, entry, id, reservation_id, line_id, line_index, "
    "quantity, fulfilled, line_quantity) SELECT 'default', 'iitem', 'sloc_' || n %% 4, n, 0, 'a' || n, 'res_' || n, 'l', 0, "
    f"1, 1, 1 {_ROWS}",
    "INSERT INTO movements SELECT 'default', 'iitem', 'sloc_' || n %% 4, "
    f"{_TIME}, n, 0, 'post' || n, 1, 1, 1, 21, '', '', '', 'res_' || n, 'a' || n, NULL, 'ada', '', {_TIME} {_ROWS}",
)
_Movements: Final = pb.ListStockMovementsRequest
_Reservations: Final = pb.ListReservationsRequest
PAGES: Final[dict[str, Any]] = {
    "movements": _Movements(),
    "movements, newest first": _Movements(sort="SORT_RECORDED_TIME_DESC"),
    "movements of an item": _Movements(filter=_Movements.Filter(inventory_item_id="iitem")),
    "movements by an actor who did nothing": _Movements(filter=_Movements.Filter(actor="nobody")),
    "movements of a reservation": _Movements(filter=_Movements.Filter(reservation_id="res_77")),
    "reservations": _Reservations(),
    "reservations, released": _Reservations(filter=_Reservations.Filter(states=[types.Reservation.STATE_RELEASED])),
    "reservations by external id": _Reservations(filter=_Reservations.Filter(external_id="x77")),
    "reservations of an item": _Reservations(filter=_Reservations.Filter(inventory_item_id="iitem")),
}


async def measure(url: str) -> dict[str, float]:
    """Milliseconds of each page."""
    found = {}
    async with house(url) as inside:
        for name, request in PAGES.items():
            times = []
            for _ in range(9):
                started = time.perf_counter()
                await inside.ask("default", request)
                times.append((time.perf_counter() - started) * 1000)
            found[name] = sorted(times)[4]
    return found


def main() -> None:
    cluster = Cluster()
    try:
        columns = []
        for rows in (LITTLE, MUCH):
            with cluster.database() as url:
                with psycopg.connect(url, autocommit=True) as connection:
                    for statement in FILL:
                        connection.execute(statement, (rows,) if "%s" in statement else None)
                    connection.execute("VACUUM ANALYZE")
                columns.append(asyncio.run(measure(url)))
        print(f"{'milliseconds of a page with so many rows':42} {LITTLE:>10,} {MUCH:>10,}")
        for name in PAGES:
            print(f"{name:42} {columns[0][name]:10.1f} {columns[1][name]:10.1f}")
    finally:
        cluster.close()


if __name__ == "__main__":
    main()
