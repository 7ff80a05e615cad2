"""The books, I1 to I10, checked after every stateful test: what `verify-ledger` proves, what only tests can see.

    I1–I3, I6, I7  by verify-ledger: balances, claims, movements, versions
    I4  every acknowledged request id is present once, with the acknowledged content
    I5  nothing happened without an acknowledged or unknown request
    I8  events tell the movements; each is numbered once, without a gap; a watcher has them in that order
    I9  nothing crosses tenants
    I10 nobody idles in a transaction or holds locks; what a process borrowed it has given back

I4 and I5 are checked where a test kept a `History` of what its clients were told.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg

from holdfast_server.ledger.verify import Report
from holdfast_server.wiring import prove
from tests.support.history import History, Key, Outcome, Recorded, expected_moves

BUCKETS = {1: "stocked", 2: "reserved", 3: "incoming", 4: "quality_control", 5: "damaged", 6: "quarantine"}
EXPIRED = "system:expiry"
MAX_TOLD = 20
"""Of one sort; a spoilt run has thousands of them."""
PUBLISH_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. `kind` is lost, phantom, drift, oversold, untold, crossed or leaked."""

    invariant: str
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.invariant} {self.kind}: {self.message}"


def report_of(database_url: str, tenant_id: str | None = None) -> Report:
    """What verify-ledger finds. Has a loop of its own, so that tests inside a loop may ask as well."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, prove(database_url, tenant_id=tenant_id)).result()


def assert_books(database_url: str, *histories: History) -> None:
    """Every difference fails the test by name."""
    found = examine(database_url, *histories)
    assert found == [], "\n".join(map(str, found))


def examine(database_url: str, *histories: History, is_relayed: bool = False) -> list[Finding]:
    """Every difference between what is stored, what was told, and what clients know.

    With `is_relayed` a server is at work that publishes events, so that none may stay unpublished.
    """
    found = _proven(report_of(database_url))
    if is_relayed:
        found += _published(database_url)
    with psycopg.connect(database_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # the relay is at work meanwhile
        for check in (_events_tell_the_movements, _batches_are_numbered_once, _low_levels_are_marked, _tenants_apart):
            found += check(connection)
        for history in histories:
            found += _told(connection, history)
        found += _idle_in_transaction(connection)
    return found


def _some(found: Iterable[Finding]) -> list[Finding]:
    """The first of one sort, and how many more there are."""
    every = list(found)
    if len(every) <= MAX_TOLD:
        return every
    first = every[0]
    return [*every[:MAX_TOLD], Finding(first.invariant, first.kind, f"and {len(every) - MAX_TOLD} more")]


# --- I1–I3, I6, I7 ------------------------------------------------------------------------------------


def _proven(report: Report) -> list[Finding]:
    found = [
        Finding(one.invariant, "oversold" if one.invariant == "I1" else "drift", one.message) for one in report.findings
    ]
    return _some(found)


# --- I4, I5 -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Posted:
    """One posting as the ledger has it."""

    posting_id: str
    moves: dict[tuple[str, str, int], int]


def _told(connection: psycopg.Connection[Any], history: History) -> list[Finding]:
    """What a history's clients know against what is stored."""
    kept = _kept(connection, history)
    posted = _posted(connection, history)
    found: list[Finding] = []
    known = history.by_key()
    for key, calls in known.items():
        found += _told_of(key, calls, kept.get(key), posted.get(key, []))
    strangers = [key for key in kept if key not in known and key not in history.baseline.requests]
    strangers += [key for key in posted if key not in known]
    found += [Finding("I5", "phantom", f"{key} had an effect, and nobody sent it") for key in dict.fromkeys(strangers)]
    return _some(found)


def _told_of(key: Key, calls: Sequence[Recorded], kept: bytes | None, posted: Sequence[_Posted]) -> Iterator[Finding]:
    answers = [call.answer for call in calls if call.outcome is Outcome.OK]
    request = calls[0].request
    if len(posted) > 1:
        yield Finding("I4", "phantom", f"{key} happened {len(posted)} times: {[one.posting_id for one in posted]}")
    if not answers:
        if all(call.outcome is Outcome.REFUSED for call in calls) and (kept is not None or posted):
            yield Finding("I5", "phantom", f"{key} was refused ({calls[-1].reason}), and had an effect")
        return
    if request.request_id:
        if kept is None:
            yield Finding("I4", "lost", f"{key} was acknowledged, and its id is not kept")
            return
        stored = type(answers[0]).FromString(kept)
        for answer in answers:
            if _plain(answer) != _plain(stored):
                yield Finding("I4", "drift", f"{key} was acknowledged otherwise than it is kept")
                break
        if sum(not answer.mutation.replayed for answer in answers) > 1:
            yield Finding("I4", "phantom", f"{key} was accepted anew more than once")
    wanted = expected_moves(request)
    if not wanted:
        return
    if not posted:
        yield Finding("I4", "lost", f"{key} was acknowledged, and moved nothing")
    elif posted[0].moves != wanted:
        yield Finding("I4", "drift", f"{key} moved {posted[0].moves} instead of {wanted}")
    if posted and posted[0].posting_id not in {answer.mutation.posting_id for answer in answers}:
        yield Finding("I4", "drift", f"{key} was acknowledged with another posting than {posted[0].posting_id}")


def _plain(answer: Any) -> bytes:
    """An answer without the mark that says whether it came first."""
    plain = type(answer)()
    plain.CopyFrom(answer)
    plain.mutation.replayed = False
    return bytes(plain.SerializeToString(deterministic=True))


def _kept(connection: psycopg.Connection[Any], history: History) -> dict[Key, bytes]:
    query = "SELECT method, request_id, answer FROM requests WHERE tenant_id = %s"
    return {(method, one): bytes(answer) for method, one, answer in connection.execute(query, (history.tenant_id,))}


def _posted(connection: psycopg.Connection[Any], history: History) -> dict[Key, list[_Posted]]:
    """Postings since the history began, by what they are known by: the id of the request, else the mark in it."""
    query = (
        "SELECT posting_id, request_id, reason_detail, actor, item_id, location_id, bucket, delta FROM movements "
        "WHERE tenant_id = %s ORDER BY posting_id"
    )
    methods = {key[1]: key for key in history.by_key()}
    moves: dict[tuple[Key, str], dict[tuple[str, str, int], int]] = {}
    for posting_id, request_id, mark, actor, item, location, bucket, delta in connection.execute(
        query, (history.tenant_id,)
    ):
        if actor == EXPIRED or posting_id in history.baseline.postings:
            continue
        name = request_id or mark
        sums = moves.setdefault((methods.get(name, ("?", name)), posting_id), {})
        sums[item, location, bucket] = sums.get((item, location, bucket), 0) + delta
    found: dict[Key, list[_Posted]] = {}
    for (key, posting_id), sums in moves.items():
        found.setdefault(key, []).append(_Posted(posting_id, {where: delta for where, delta in sums.items() if delta}))
    return found


# --- I8 -----------------------------------------------------------------------------------------------


def _events_tell_the_movements(connection: psycopg.Connection[Any]) -> list[Finding]:
    """Each version of each level was told once, with the balances that its movements left and no others changed."""
    found: list[Finding] = []
    told: dict[Any, tuple[dict[str, Any], dict[str, Any]]] = {}
    for tenant_id, encoded in connection.execute("SELECT tenant_id, events FROM outbox").fetchall():
        for event in orjson.loads(encoded)["events"]:
            if event["type"] == "level.changed":
                payload = event["payload"]
                after = payload["after"]
                mark = (tenant_id, payload["item_id"], payload["location_id"], after["version"])
                if mark in told:
                    found.append(Finding("I8", "phantom", f"told twice: {mark}"))
                told[mark] = (payload["before"], after)
    written: dict[Any, dict[str, int]] = {}
    movements = (
        "SELECT tenant_id, item_id, location_id, version, bucket, balance FROM movements ORDER BY version, entry"
    )
    for *mark, bucket, balance in connection.execute(movements).fetchall():
        written.setdefault(tuple(mark), {})[BUCKETS[bucket]] = balance
    found += [Finding("I8", "untold", f"moved and not told: {mark}") for mark in written if mark not in told]
    found += [Finding("I8", "phantom", f"told and not moved: {mark}") for mark in told if mark not in written]
    for mark, (before, after) in told.items():
        balances = {name: after.get(name, 0) for name in written.get(mark, ())}
        if balances != written.get(mark, {}):
            found.append(Finding("I8", "drift", f"{mark} was told as {balances}, moved to {written[mark]}"))
        changed = {name for name in BUCKETS.values() if before.get(name, 0) != after.get(name, 0)}
        if not changed <= set(written.get(mark, ())):
            found.append(Finding("I8", "drift", f"{mark} was told to change {sorted(changed)}"))
    return _some(found)


def _batches_are_numbered_once(connection: psycopg.Connection[Any]) -> list[Finding]:
    """Positions have no gap, and what was committed has one position, or waits for it."""
    found: list[Finding] = []
    heads = dict(connection.execute("SELECT tenant_id, position FROM event_heads").fetchall())
    positions: dict[str, list[int]] = {}
    numbered: list[Any] = []
    query = "SELECT tenant_id, position, batch_id FROM event_positions ORDER BY tenant_id, position"
    for tenant_id, position, batch_id in connection.execute(query).fetchall():
        positions.setdefault(tenant_id, []).append(position)
        numbered.append((tenant_id, batch_id))
    for tenant_id, taken in positions.items():
        if taken != list(range(1, heads[tenant_id] + 1)):
            found.append(Finding("I8", "drift", f"the positions of {tenant_id} are not 1 to {heads[tenant_id]}"))
    pending = connection.execute("SELECT tenant_id, batch_id FROM outbox_pending").fetchall()
    batches = connection.execute("SELECT tenant_id, batch_id FROM outbox").fetchall()
    if sorted([*numbered, *pending]) != sorted(batches):
        found.append(Finding("I8", "drift", "what was committed is not what is numbered or waits for a number"))
    return found


def _published(database_url: str) -> list[Finding]:
    """Everything committed is told soon."""
    give_up = time.monotonic() + PUBLISH_SECONDS
    with psycopg.connect(database_url, autocommit=True) as connection:
        while True:
            row = connection.execute("SELECT count(*) FROM outbox_pending").fetchone()
            assert row is not None
            if not row[0]:
                return []
            if time.monotonic() > give_up:
                return [Finding("I8", "untold", f"{row[0]} transactions were committed and are never told")]
            time.sleep(0.05)


def examine_watch(database_url: str, event_ids: Sequence[str], *, to_the_end: bool = True) -> list[Finding]:
    """A watcher's events, in the order in which each came first, against the published log: no gap, no other order."""
    published: list[str] = []
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "SELECT events FROM event_positions JOIN outbox USING (tenant_id, recorded_time, batch_id) ORDER BY position"
        )
        for (encoded,) in rows.fetchall():
            published += [event["id"] for event in orjson.loads(encoded)["events"]]
    if not event_ids:
        return [Finding("I8", "untold", "a watcher has seen nothing")]
    if event_ids[0] not in published:
        return [Finding("I8", "phantom", f"a watcher has seen {event_ids[0]}, which was not published")]
    first = published.index(event_ids[0])
    wanted = published[first : first + len(event_ids)]
    if list(event_ids) != wanted:
        at = next(n for n, (seen, meant) in enumerate(zip(event_ids, [*wanted, ""], strict=False)) if seen != meant)
        return [Finding("I8", "untold", f"a watcher's event {at} is {event_ids[at]} instead of {[*wanted, ''][at]}")]
    if to_the_end and event_ids[-1] != published[-1]:
        return [Finding("I8", "untold", "a watcher has not seen the last events")]
    return []


# --- I9 -----------------------------------------------------------------------------------------------

_CROSSINGS = {
    "a posting of several tenants": "SELECT posting_id FROM movements GROUP BY 1 HAVING count(DISTINCT tenant_id) > 1",
    "a transaction of several tenants": "SELECT batch_id FROM outbox GROUP BY 1 HAVING count(DISTINCT tenant_id) > 1",
    "a movement for a reservation that its tenant does not have": (
        "SELECT m.posting_id FROM movements AS m WHERE m.reservation_id IS NOT NULL AND NOT EXISTS (SELECT FROM "
        "reservations AS r WHERE r.tenant_id = m.tenant_id AND r.id = m.reservation_id)"
    ),
    "a movement of an item that its tenant does not have": (
        "SELECT DISTINCT m.item_id FROM movements AS m WHERE NOT EXISTS (SELECT FROM items AS i "
        "WHERE i.tenant_id = m.tenant_id AND i.id = m.item_id)"
    ),
    "a level at a location that its tenant does not have": (
        "SELECT l.location_id FROM levels AS l WHERE NOT EXISTS (SELECT FROM locations AS o "
        "WHERE o.tenant_id = l.tenant_id AND o.id = l.location_id)"
    ),
    "an entry of a fulfillment for a claim that its tenant does not have": (
        "SELECT e.allocation_id FROM fulfillment_entries AS e WHERE NOT EXISTS (SELECT FROM allocations AS a "
        "WHERE a.tenant_id = e.tenant_id AND a.id = e.allocation_id)"
    ),
    "rows of a tenant that does not exist": (
        "SELECT DISTINCT r.tenant_id FROM requests AS r WHERE NOT EXISTS (SELECT FROM tenants AS t "
        "WHERE t.tenant_id = r.tenant_id)"
    ),
}


def _tenants_apart(connection: psycopg.Connection[Any]) -> list[Finding]:
    return _some(
        Finding("I9", "crossed", f"{what}: {row[0]}")
        for what, query in _CROSSINGS.items()
        for row in connection.execute(query).fetchall()  # type: ignore[call-overload]
    )


# --- I10 and the rest ---------------------------------------------------------------------------------


def _low_levels_are_marked(connection: psycopg.Connection[Any]) -> list[Finding]:
    """At its threshold a level is low, a fifth above it it is not; between the two either may be so."""
    query = (
        "SELECT tenant_id, item_id, location_id FROM (SELECT *, stocked - reserved - safety_stock AS available, "
        "low_stock_threshold AS at FROM levels WHERE delete_time IS NULL) AS l WHERE CASE WHEN at IS NULL THEN is_low "
        "WHEN is_low THEN available >= at + greatest(1, ceil(at / 5.0)) ELSE available <= at END"
    )
    return [Finding("I8", "drift", f"low stock is wrongly marked: {row}") for row in connection.execute(query)]


def _idle_in_transaction(connection: psycopg.Connection[Any]) -> list[Finding]:
    """Backends that keep a transaction open, or the locks of one, while nobody works in it."""
    query = (
        "SELECT a.state, a.query FROM pg_stat_activity AS a WHERE a.datname = current_database() "
        "AND a.state_change < clock_timestamp() - interval '1 second' AND (a.state LIKE 'idle in transaction%' "
        "OR (a.state = 'idle' AND EXISTS (SELECT FROM pg_locks AS l WHERE l.pid = a.pid AND l.locktype <> 'virtualxid')))"
    )
    return [Finding("I10", "leaked", f"a backend is {state} after {text}") for state, text in connection.execute(query)]
