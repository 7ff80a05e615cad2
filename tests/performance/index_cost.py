"""What indexes cost: log bytes and time per movement that is written, and per claim that is made and settled.

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

CLAIM = (
    "INSERT INTO allocations (tenant_id, item_id, location_id, claim_seq, entry, id, reservation_id, line_id, line_index, "
    "quantity) SELECT 'default', 'iitem_' || lpad((random() * 1000)::int::text, 26, '0'), 'sloc_1', n, 0, "
    "'alloc_' || lpad(n::text, 26, '0'), 'res_' || lpad(n::text, 26, '0'), 'rline_' || lpad(n::text, 26, '0'), 0, 1 "
    f"FROM generate_series(%s::int, %s::int + {POSTINGS} - 1) AS n"
)
SETTLE = "UPDATE allocations SET fulfilled = 1 WHERE claim_seq BETWEEN %s::int AND %s::int + 43"


def measure_claims(connection: psycopg.Connection[tuple[int]]) -> tuple[float, float]:
    """(bytes of log when it is made, bytes when it is settled) per claim; settled soon, as most are."""
    connection.execute("CHECKPOINT")
    connection.execute("TRUNCATE allocations")
    made = settled = 0
    for batch in range(BATCHES):
        first = batch * POSTINGS
        before = _written(connection)
        connection.execute(CLAIM, (first, first))
        between = _written(connection)
        connection.execute(SETTLE, (first, first))
        made, settled = made + between - before, settled + _written(connection) - between
    return made / (BATCHES * POSTINGS), settled / (BATCHES * POSTINGS)


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
            open_claims = (
                "CREATE INDEX open_claims ON allocations (tenant_id, item_id, location_id, claim_seq, entry) "
                "WHERE fulfilled + released + expired < quantity"
            )
            connection.execute("CREATE INDEX by_number ON allocations (claim_seq)")  # by which this settles them
            for name, step in (("no index of open claims", "SELECT 1"), ("with one", open_claims)):
                connection.execute(step)
                made, settled = measure_claims(connection)
                print(f"{name:28} {made:7.0f} bytes to make a claim, {settled:7.0f} to settle it")
    finally:
        cluster.close()


if __name__ == "__main__":
    main()
