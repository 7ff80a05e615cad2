"""Proof of the books: what is stored against what the ledger says, on a live database.

Works through levels and reservations in slices, each one short read-only snapshot, so that nothing is compared
across a write and no snapshot grows old. Every difference is named: the row, what it should be, what it is.

    I1  no bucket negative; reserved ≤ stocked unless the level is marked short, and then only while it is
    I2  reserved = Σ movements of reserved = Σ open units of claims, held = Σ those with an expiry; none of them
        overdue for long
    I3  each bucket = Σ its movements, and each movement's balance = the sum up to it
    I6  a claim's counters add up and agree with its movements and fulfilments; a state follows from its claims
    I7  a level's versions run from 1 to its version without a gap
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from holdfast_server.ledger.model import BUCKET_FIELD, Bucket, Reason
from holdfast_server.runtime.clock import DatabaseClock, clock_of

SLICE_ROWS: Final = 1000
UNSETTLED_SECONDS: Final = 60
"""How long a claim whose time is over may wait for the sweeper before that is a finding."""
DEFAULT_FINDINGS: Final = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. `subject` is the column or counter; ids are empty where they do not apply."""

    invariant: str
    tenant_id: str
    item_id: str
    location_id: str
    subject: str
    reservation_id: str
    allocation_id: str
    expected: int
    actual: int
    message: str


@dataclass(slots=True)
class Report:
    """What was checked, and every difference found; `stopped_early` when there were too many to go on."""

    levels_checked: int = 0
    movements_checked: int = 0
    reservations_checked: int = 0
    allocations_checked: int = 0
    findings: list[Finding] = field(default_factory=list)
    stopped_early: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


_IN_SLICE: Final = (
    "{t}.tenant_id = :tenant_id "
    "AND (CAST(:after_item AS text) IS NULL OR ({t}.item_id, {t}.location_id) > (:after_item, :after_location)) "
    "AND (CAST(:last_item AS text) IS NULL OR ({t}.item_id, {t}.location_id) <= (:last_item, :last_location)) "
    "AND (CAST(:items AS text[]) IS NULL OR {t}.item_id = ANY(:items))"
)
_LEVELS: Final = _IN_SLICE.format(t="l")
_MOVEMENTS: Final = _IN_SLICE.format(t="m")
_CLAIMS: Final = _IN_SLICE.format(t="a") + " AND a.item_id <> ''"  # goods that no stock is kept for have no level
_OPEN: Final = "a.quantity - a.fulfilled - a.released - a.expired"

_SLICE_END: Final = (
    f"SELECT l.item_id, l.location_id FROM levels AS l WHERE {_LEVELS} "
    f"ORDER BY l.item_id, l.location_id OFFSET {SLICE_ROWS - 1} LIMIT 1"
)
_COUNTS: Final = f"SELECT (SELECT count(*) FROM levels AS l WHERE {_LEVELS}), (SELECT count(*) FROM movements AS m WHERE {_MOVEMENTS})"

# Each query gives rows of: item, location, subject, reservation, allocation, expected, actual.
_NO_CLAIM: Final = "'' AS reservation_id, '' AS allocation_id"


def _sums(of: str) -> str:
    return f"SELECT m.item_id, m.location_id, m.bucket, sum(m.delta)::bigint AS total FROM movements AS m {of} GROUP BY 1, 2, 3"


_BUCKET_VALUES: Final = ", ".join(f"({bucket.value}, '{name}', l.{name})" for bucket, name in BUCKET_FIELD.items())


def _bucket_check(condition: str) -> str:
    """Each bucket of each level against the sum of its movements."""
    return (
        f"SELECT l.item_id, l.location_id, b.name, {_NO_CLAIM}, coalesce(s.total, 0)::bigint, b.stored "
        f"FROM levels AS l CROSS JOIN LATERAL (VALUES {_BUCKET_VALUES}) AS b(bucket, name, stored) "
        f"LEFT JOIN ({_sums(f'WHERE {_MOVEMENTS}')}) AS s "
        "ON s.item_id = l.item_id AND s.location_id = l.location_id AND s.bucket = b.bucket "
        f"WHERE {_LEVELS} AND b.stored <> coalesce(s.total, 0) AND {condition}"
    )


# Added up in one pass, not joined: planners join a hot level's claims with its sums pair by pair. What was stored
# counts against what moved, so that movements of a claim that does not exist show as well.
_CLAIMS_AGAINST_MOVEMENTS: Final = (
    "SELECT s.item_id, s.location_id, c.name, s.reservation_id, s.allocation_id, c.moved::bigint, c.stored::bigint "
    "FROM (SELECT b.item_id, b.location_id, b.allocation_id, max(b.reservation_id) AS reservation_id, "
    "sum(b.quantity) AS quantity, sum(b.fulfilled) AS fulfilled, sum(b.released) AS released, "
    "sum(b.expired) AS expired, "
    f"coalesce(sum(b.delta) FILTER (WHERE b.reason = {Reason.RESERVED.value}), 0) AS moved_in, "
    f"coalesce(-sum(b.delta) FILTER (WHERE b.reason IN ({Reason.FULFILLED.value}, {Reason.REVERSED.value})), 0) "
    "AS moved_out, "
    f"coalesce(-sum(b.delta) FILTER (WHERE b.reason = {Reason.RELEASED.value}), 0) AS let_go, "
    f"coalesce(-sum(b.delta) FILTER (WHERE b.reason = {Reason.EXPIRED.value}), 0) AS lapsed FROM ("
    "SELECT a.item_id, a.location_id, a.id AS allocation_id, a.reservation_id, a.quantity, a.fulfilled, a.released, "
    f"a.expired, 0::smallint AS reason, 0::bigint AS delta FROM allocations AS a WHERE {_CLAIMS} UNION ALL "
    "SELECT m.item_id, m.location_id, m.allocation_id, m.reservation_id, 0, 0, 0, 0, m.reason, m.delta "
    f"FROM movements AS m WHERE {_MOVEMENTS} AND m.bucket = {Bucket.RESERVED.value}) AS b GROUP BY 1, 2, 3) AS s "
    "CROSS JOIN LATERAL (VALUES ('quantity', s.quantity, s.moved_in), ('fulfilled', s.fulfilled, s.moved_out), "
    "('released', s.released, s.let_go), ('expired', s.expired, s.lapsed)) AS c(name, stored, moved) "
    "WHERE c.stored <> c.moved"
)

_LEVEL_CHECKS: Final[Sequence[tuple[str, str, str]]] = (
    (
        "I1",
        "{subject} is {actual}, which is below {expected}",
        f"SELECT l.item_id, l.location_id, b.name, {_NO_CLAIM}, 0::bigint, b.stored FROM levels AS l "
        f"CROSS JOIN LATERAL (VALUES {_BUCKET_VALUES}) AS b(bucket, name, stored) "
        f"WHERE {_LEVELS} AND b.stored < 0",
    ),
    (
        "I1",
        "reserved is {actual} with only {expected} stocked, and the level is not marked short",
        f"SELECT l.item_id, l.location_id, 'reserved', {_NO_CLAIM}, l.stocked, l.reserved FROM levels AS l "
        f"WHERE {_LEVELS} AND l.reserved > l.stocked AND NOT l.short",
    ),
    (
        "I1",
        "the level is marked short ({actual}) although its stock covers all claims",
        f"SELECT l.item_id, l.location_id, 'short', {_NO_CLAIM}, 0::bigint, 1::bigint FROM levels AS l "
        f"WHERE {_LEVELS} AND l.reserved <= l.stocked AND l.short",
    ),
    (
        "I2",
        "reserved is {actual}, its movements come to {expected}",
        _bucket_check(f"b.bucket = {Bucket.RESERVED.value}"),
    ),
    (
        "I2",
        "reserved is {actual}, open claims come to {expected}",
        f"SELECT l.item_id, l.location_id, 'reserved', {_NO_CLAIM}, coalesce(c.open, 0)::bigint, l.reserved "
        f"FROM levels AS l LEFT JOIN (SELECT a.item_id, a.location_id, sum({_OPEN})::bigint AS open "
        f"FROM allocations AS a WHERE {_CLAIMS} GROUP BY 1, 2) AS c "
        "ON c.item_id = l.item_id AND c.location_id = l.location_id "
        f"WHERE {_LEVELS} AND l.reserved <> coalesce(c.open, 0)",
    ),
    (
        "I2",
        "held is {actual}, open claims with an expiry come to {expected}",
        f"SELECT l.item_id, l.location_id, 'held', {_NO_CLAIM}, coalesce(c.held, 0)::bigint, l.held "
        f"FROM levels AS l LEFT JOIN (SELECT a.item_id, a.location_id, sum({_OPEN})::bigint AS held "
        f"FROM allocations AS a WHERE {_CLAIMS} AND a.expire_time IS NOT NULL GROUP BY 1, 2) AS c "
        "ON c.item_id = l.item_id AND c.location_id = l.location_id "
        f"WHERE {_LEVELS} AND l.held <> coalesce(c.held, 0)",
    ),
    (
        "I2",
        "a claim runs out of time before the level's next expiry",
        f"SELECT a.item_id, a.location_id, 'next_expiry', a.reservation_id, a.id, 0::bigint, {_OPEN} "
        "FROM allocations AS a JOIN levels AS l ON l.tenant_id = a.tenant_id AND l.item_id = a.item_id "
        f"AND l.location_id = a.location_id WHERE {_CLAIMS} AND a.expire_time IS NOT NULL "
        "AND (l.next_expiry IS NULL OR l.next_expiry > a.expire_time)",
    ),
    (
        "I2",
        f"{{actual}} held units ran out of time more than {UNSETTLED_SECONDS} seconds ago and are not settled",
        f"SELECT a.item_id, a.location_id, 'held', a.reservation_id, a.id, 0::bigint, {_OPEN} "
        f"FROM allocations AS a WHERE {_CLAIMS} AND a.expire_time IS NOT NULL "
        "AND a.expire_time < :overdue",
    ),
    (
        "I6",
        "the claim has an expiry and nothing open",
        f"SELECT a.item_id, a.location_id, 'expire_time', a.reservation_id, a.id, 0::bigint, {_OPEN} "
        f"FROM allocations AS a WHERE {_CLAIMS} AND a.expire_time IS NOT NULL AND {_OPEN} <= 0",
    ),
    (
        "I2",
        "claims for {actual} units stand on a level that does not exist",
        f"SELECT a.item_id, a.location_id, 'reserved', {_NO_CLAIM}, 0::bigint, sum({_OPEN})::bigint "
        f"FROM allocations AS a WHERE {_CLAIMS} AND NOT EXISTS (SELECT FROM levels AS l WHERE "
        "l.tenant_id = a.tenant_id AND l.item_id = a.item_id AND l.location_id = a.location_id) GROUP BY 1, 2",
    ),
    (
        "I3",
        "{subject} is {actual}, its movements come to {expected}",
        _bucket_check(f"b.bucket <> {Bucket.RESERVED.value}"),
    ),
    (
        "I3",
        "movements of {actual} units stand on a level that does not exist",
        f"SELECT s.item_id, s.location_id, 'bucket ' || s.bucket, {_NO_CLAIM}, 0::bigint, s.total "
        f"FROM ({_sums(f'WHERE {_MOVEMENTS}')}) AS s WHERE NOT EXISTS (SELECT FROM levels AS l WHERE "
        "l.tenant_id = :tenant_id AND l.item_id = s.item_id AND l.location_id = s.location_id)",
    ),
    (
        "I3",
        "movement {subject} says {actual}, the movements up to it come to {expected}",
        f"SELECT w.item_id, w.location_id, w.posting_id || '.' || w.entry, {_NO_CLAIM}, w.running, w.balance "
        "FROM (SELECT m.item_id, m.location_id, m.posting_id, m.entry, m.balance, (sum(m.delta) OVER "
        "(PARTITION BY m.item_id, m.location_id, m.bucket ORDER BY m.version, m.entry))::bigint AS running "
        f"FROM movements AS m WHERE {_MOVEMENTS}) AS w WHERE w.running <> w.balance",
    ),
    (
        "I7",
        "the level is at version {actual}, its movements have {expected} versions",
        f"SELECT l.item_id, l.location_id, 'version', {_NO_CLAIM}, coalesce(v.versions, 0), l.version "
        "FROM levels AS l LEFT JOIN (SELECT m.item_id, m.location_id, count(DISTINCT m.version) AS versions "
        f"FROM movements AS m WHERE {_MOVEMENTS} GROUP BY 1, 2) AS v "
        "ON v.item_id = l.item_id AND v.location_id = l.location_id "
        f"WHERE {_LEVELS} AND l.version <> coalesce(v.versions, 0)",
    ),
    (
        "I7",
        "version {expected} has no movement, the next one is {actual}",
        f"SELECT g.item_id, g.location_id, 'version', {_NO_CLAIM}, g.before + 1, g.version FROM ("
        "SELECT m.item_id, m.location_id, m.version, lag(m.version, 1, 0::bigint) OVER "
        "(PARTITION BY m.item_id, m.location_id ORDER BY m.version) AS before FROM "
        f"(SELECT DISTINCT m.item_id, m.location_id, m.version FROM movements AS m WHERE {_MOVEMENTS}) AS m) AS g "
        "WHERE g.version <> g.before + 1",
    ),
    (
        "I6",
        "the claim's {subject} is {actual}, its movements come to {expected}",
        _CLAIMS_AGAINST_MOVEMENTS,
    ),
    (
        "I6",
        "the claim's {subject} is {actual}, outside what its quantity of {expected} allows",
        "SELECT a.item_id, a.location_id, c.name, a.reservation_id, a.id, a.quantity, c.stored FROM allocations AS a "
        f"CROSS JOIN LATERAL (VALUES ('open', {_OPEN}), ('fulfilled', a.fulfilled), ('released', a.released), "
        "('expired', a.expired), ('returned', a.returned)) AS c(name, stored) "
        f"WHERE {_CLAIMS} AND (c.stored < 0 OR c.stored > a.quantity OR (c.name = 'returned' AND c.stored > a.fulfilled))",
    ),
    (
        "I6",
        "the claim belongs to no reservation",
        "SELECT a.item_id, a.location_id, 'reservation', a.reservation_id, a.id, 1::bigint, 0::bigint "
        f"FROM allocations AS a WHERE {_CLAIMS} AND NOT EXISTS (SELECT FROM reservations AS r "
        "WHERE r.tenant_id = a.tenant_id AND r.id = a.reservation_id)",
    ),
)

# A level may have millions of movements, and its slice is proved in one go.
# It joins whole slices, so of what other statements of the pool are kept from nothing is withheld from it.
_PATIENTLY: Final = sa.text(
    "SELECT set_config('statement_timeout', '30min', true), set_config('plan_cache_mode', 'auto', true), "
    + ", ".join(f"set_config('enable_{way}', 'on', true)" for way in ("seqscan", "hashjoin", "mergejoin", "sort"))
)

_RESERVATIONS_END: Final = (
    "SELECT r.id FROM reservations AS r WHERE r.tenant_id = :tenant_id "
    "AND (CAST(:after AS text) IS NULL OR r.id > :after) "
    f"ORDER BY r.id OFFSET {SLICE_ROWS - 1} LIMIT 1"
)
_IN_RANGE: Final = (
    "r.tenant_id = :tenant_id AND (CAST(:after AS text) IS NULL OR r.id > :after) "
    "AND (CAST(:last AS text) IS NULL OR r.id <= :last) "
    "AND (CAST(:items AS text[]) IS NULL OR EXISTS (SELECT FROM allocations AS i WHERE i.tenant_id = r.tenant_id "
    "AND i.reservation_id = r.id AND i.item_id = ANY(:items)))"
)
_RESERVATION_COUNTS: Final = (
    f"SELECT count(*), coalesce(sum((SELECT count(*) FROM allocations AS a WHERE a.tenant_id = r.tenant_id "
    f"AND a.reservation_id = r.id)), 0)::bigint FROM reservations AS r WHERE {_IN_RANGE}"
)
# The rule of `ledger.rules.state_of`, said in SQL: a second opinion on what the writer has stored.
_STATE: Final = (
    f"CASE WHEN bool_or({_OPEN} > 0) THEN CASE WHEN bool_or(a.expire_time IS NOT NULL) OR r.due_time IS NOT NULL "
    "THEN 'HELD' ELSE 'CONFIRMED' END WHEN bool_or(a.fulfilled > 0) THEN 'FULFILLED' ELSE 'CLOSED' END"
)
# Without open or fulfilled units it is told by what closed the last one: an expiry, or not. A hold whose claims have
# lapsed and were settled stays HELD until the sweeper closes its header.
_STATE_HOLDS: Final = (
    "s.state = s.derived OR (s.derived = 'CLOSED' AND (s.state = 'RELEASED' OR (s.state IN ('EXPIRED', 'HELD') "
    "AND s.expired > 0)))"
)
_RESERVATION_CHECKS: Final[Sequence[tuple[str, str, str]]] = (
    (
        "I6",
        "the reservation is stored as {subject}, which does not follow from its {expected} open units",
        "SELECT '' AS item_id, '' AS location_id, s.state, s.id, '' AS allocation_id, s.open, 0::bigint FROM ("
        f"SELECT r.id, r.state, sum({_OPEN})::bigint AS open, sum(a.expired) AS expired, {_STATE} AS derived "
        "FROM reservations AS r JOIN allocations AS a ON a.tenant_id = r.tenant_id AND a.reservation_id = r.id "
        f"WHERE {_IN_RANGE} GROUP BY r.id, r.state, r.due_time) AS s WHERE NOT ({_STATE_HOLDS})",
    ),
    (
        "I6",
        "the reservation's expiry and that of its claims do not agree",
        "SELECT a.item_id, a.location_id, r.state, r.id, a.id, 0::bigint, 0::bigint FROM reservations AS r "
        "JOIN allocations AS a ON a.tenant_id = r.tenant_id AND a.reservation_id = r.id "
        f"WHERE {_IN_RANGE} AND {_OPEN} > 0 AND a.expire_time IS DISTINCT FROM r.due_time",
    ),
    (
        "I6",
        "the reservation is stored as {subject}, and its due time says otherwise",
        "SELECT '', '', r.state, r.id, '', 0::bigint, 0::bigint FROM reservations AS r "
        f"WHERE {_IN_RANGE} AND (r.due_time IS NOT NULL) <> (r.state = 'HELD')",
    ),
    (
        "I6",
        "the claims of a line do not agree on what it asks for",
        "SELECT '', '', min(a.line_id), r.id, '', min(a.line_quantity), max(a.line_quantity) FROM reservations AS r "
        "JOIN allocations AS a ON a.tenant_id = r.tenant_id AND a.reservation_id = r.id "
        f"WHERE {_IN_RANGE} GROUP BY r.id, a.line_id HAVING count(DISTINCT (a.line_quantity, a.line_index)) > 1",
    ),
    (
        "I6",
        "the claim's {subject} is {actual}, its fulfillments tell of {expected}",
        "SELECT a.item_id, a.location_id, 'returned', a.reservation_id, a.id, coalesce(f.total, 0)::bigint, a.returned "
        "FROM reservations AS r JOIN allocations AS a ON a.tenant_id = r.tenant_id AND a.reservation_id = r.id "
        "LEFT JOIN LATERAL (SELECT sum(e.returned) AS total FROM fulfillment_entries AS e "
        "WHERE e.tenant_id = r.tenant_id AND e.reservation_id = r.id AND e.allocation_id = a.id) AS f ON true "
        f"WHERE {_IN_RANGE} AND a.returned <> coalesce(f.total, 0)",
    ),
    (
        "I6",
        "the reservation has no claims",
        "SELECT '', '', r.state, r.id, '', 1::bigint, 0::bigint FROM reservations AS r "
        f"WHERE {_IN_RANGE} AND NOT EXISTS (SELECT FROM allocations AS a "
        "WHERE a.tenant_id = r.tenant_id AND a.reservation_id = r.id)",
    ),
    (
        "I6",
        "the claim's {subject} is {actual}, its fulfillments come to {expected}",
        "SELECT a.item_id, a.location_id, 'fulfilled', a.reservation_id, a.id, coalesce(f.total, 0)::bigint, a.fulfilled "
        "FROM reservations AS r JOIN allocations AS a ON a.tenant_id = r.tenant_id AND a.reservation_id = r.id "
        "LEFT JOIN LATERAL (SELECT sum(e.quantity - e.reversed) AS total FROM fulfillment_entries AS e "
        "WHERE e.tenant_id = r.tenant_id AND e.reservation_id = r.id AND e.allocation_id = a.id) AS f ON true "
        f"WHERE {_IN_RANGE} AND a.fulfilled <> coalesce(f.total, 0)",
    ),
)


async def verify(
    engine: AsyncEngine,
    *,
    tenant_id: str | None = None,
    item_ids: Sequence[str] = (),
    max_findings: int = DEFAULT_FINDINGS,
) -> Report:
    """Check the books of one tenant, or of all (None); of some items, or of all (empty).

    Stops when `max_findings` differences are named.
    """
    report = Report()
    clock = await clock_of(engine)
    items = list(item_ids) or None
    for tenant in [tenant_id] if tenant_id is not None else await _tenants(engine):
        await _verify_levels(engine, tenant, items, report, max_findings, clock)
        await _verify_reservations(engine, tenant, items, report, max_findings)
    return report


async def _tenants(engine: AsyncEngine) -> list[str]:
    async with _snapshot(engine) as connection:
        rows = await connection.execute(sa.text("SELECT tenant_id FROM tenants ORDER BY tenant_id"))
        return [row[0] for row in rows.all()]


@asynccontextmanager
async def _snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One short read-only snapshot for one slice."""
    async with engine.connect() as raw:
        connection = await raw.execution_options(isolation_level="REPEATABLE READ")
        await connection.execute(sa.text("SELECT set_config('transaction_read_only', 'on', true)"))
        await connection.execute(_PATIENTLY)
        yield connection


async def _verify_levels(
    engine: AsyncEngine,
    tenant_id: str,
    items: list[str] | None,
    report: Report,
    limit: int,
    clock: DatabaseClock,
) -> None:
    overdue = sa.text(f"SELECT {clock.read} - interval '{UNSETTLED_SECONDS} seconds'")
    after: tuple[str | None, str | None] = (None, None)
    while not report.stopped_early:
        names: dict[str, Any] = {"tenant_id": tenant_id, "items": items}
        names |= {"after_item": after[0], "after_location": after[1], "last_item": None, "last_location": None}
        async with _snapshot(engine) as connection:
            names["overdue"] = (await connection.execute(overdue)).scalar_one()
            end = (await connection.execute(sa.text(_SLICE_END), names)).first()
            if end is not None:
                names |= {"last_item": end[0], "last_location": end[1]}
            counts = (await connection.execute(sa.text(_COUNTS), names)).one()
            report.levels_checked += counts[0]
            report.movements_checked += counts[1]
            for check in _LEVEL_CHECKS:
                await _run(connection, check, names, report, limit)
        if end is None:
            return
        after = (end[0], end[1])


async def _verify_reservations(
    engine: AsyncEngine, tenant_id: str, items: list[str] | None, report: Report, limit: int
) -> None:
    after: str | None = None
    while not report.stopped_early:
        names: dict[str, Any] = {"tenant_id": tenant_id, "items": items, "after": after, "last": None}
        async with _snapshot(engine) as connection:
            end = (await connection.execute(sa.text(_RESERVATIONS_END), names)).first()
            if end is not None:
                names["last"] = end[0]
            counts = (await connection.execute(sa.text(_RESERVATION_COUNTS), names)).one()
            report.reservations_checked += counts[0]
            report.allocations_checked += counts[1]
            for check in _RESERVATION_CHECKS:
                await _run(connection, check, names, report, limit)
        if end is None:
            return
        after = end[0]


async def _run(
    connection: AsyncConnection, check: tuple[str, str, str], names: Mapping[str, Any], report: Report, limit: int
) -> None:
    """Add what one check finds to the report, up to the limit."""
    room = limit - len(report.findings)
    if room <= 0:
        report.stopped_early = True
        return
    invariant, sentence, query = check
    rows = (await connection.execute(sa.text(f"{query} LIMIT {room + 1}"), names)).all()
    if len(rows) > room:
        report.stopped_early = True
    for item_id, location_id, subject, reservation_id, allocation_id, expected, actual in rows[:room]:
        said = sentence.format(subject=subject, expected=expected, actual=actual)
        where = f"level {item_id} at {location_id}" if item_id else f"reservation {reservation_id}"
        claim = f", claim {allocation_id}" if allocation_id else ""
        report.findings.append(
            Finding(
                invariant,
                names["tenant_id"],
                item_id,
                location_id,
                subject,
                reservation_id,
                allocation_id,
                expected,
                actual,
                f"{where}{claim}: {said}",
            )
        )
