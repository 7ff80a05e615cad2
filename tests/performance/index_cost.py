"""What the index of the ledger by time costs: log bytes and time per movement, with it and with the one before it.

.venv/bin/python -m tests.performance.index_cost
"""

from __future__ import annotations

import time

import psycopg

from tests.support.postgres import Cluster

BATCHES, POSTINGS = 400, 44
INSERT = (
    "INSERT INTO movements SELECT 'default', 'iitem_' || lpad((random() * 1000)::int::text, 26, '0'), 'sloc_1', "
    "timestamptz '2026-06-01' + %s * interval '10 ms', n, 0, 'post_' || lpad(n::text, 26, '0'), 2, 1, 1, 20, '', '', '', "
    "'res_' || lpad(n::text, 26, '0'), 'alloc_' || lpad(n::text, 26, '0'), NULL, 'ada', '', now() "
    f"FROM generate_series(%s::int, %s::int + {POSTINGS} - 1) AS n"
)


def measure(connection: psycopg.Connection[tuple[int]]) -> tuple[float, float]:
    """(bytes of log, microseconds) per movement, of transactions such as the engine writes."""
    connection.execute("CHECKPOINT")
    connection.execute("TRUNCATE movements")
    started, before = time.perf_counter(), _written(connection)
    for batch in range(BATCHES):
        connection.execute(INSERT, (batch, batch * POSTINGS, batch * POSTINGS))
    rows = BATCHES * POSTINGS
    return (_written(connection) - before) / rows, (time.perf_counter() - started) / rows * 1e6


def _written(connection: psycopg.Connection[tuple[int]]) -> int:
    row = connection.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").fetchone()
    assert row is not None
    return int(row[0])


def main() -> None:
    cluster = Cluster({"full_page_writes": "on"})
    try:
        with cluster.database() as url, psycopg.connect(url, autocommit=True) as connection:
            for name, steps in (
                ("by time, as a tree", ()),
                ("none", ("DROP INDEX movements_in_time",)),
                ("by time, as ranges (BRIN)", ("CREATE INDEX ranges ON movements USING brin (recorded_time)",)),
                (
                    "by reservation, as a tree",
                    ("DROP INDEX ranges", "CREATE INDEX claims ON movements (tenant_id, reservation_id)"),
                ),
            ):
                for step in steps:
                    connection.execute(step)
                found = sorted(measure(connection) for _ in range(3))[1]
                print(f"{name:28} {found[0]:7.0f} bytes  {found[1]:6.1f} µs per movement")
    finally:
        cluster.close()


if __name__ == "__main__":
    main()
