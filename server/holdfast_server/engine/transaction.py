"""One transaction for many postings: lock, read, decide, write, commit — in one global order.

    (a) reservation headers by id, then master rows by kind and id
    (b) levels by (item, location)
    (c) in later statements: the clock, known requests, claims, facts; where time is over for claims, those
    (d) settle what has lapsed, decide each posting in order, purely
    (e) request ids, master rows, headers, levels, claims, movements, outbox … and COMMIT, in one pipeline

Statements of (c) stand apart from those of (b) because a statement's clock, joins and snapshot are older than the
locks that it waits for. What a batch decides without effect ends without waiting for the disk.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection

from holdfast_server.engine import events, store
from holdfast_server.engine.pipeline import run_pipeline
from holdfast_server.engine.posting import LEDGER_ORDER, Kind, Lock, Posting, Source, Statement
from holdfast_server.engine.world import Unread, World, new_batch_id, new_posting_id
from holdfast_server.kernel.clock import TICK
from holdfast_server.kernel.errors import Refused, RequestIdReused
from holdfast_server.kernel.figures import SHORT_SECONDS, Histogram
from holdfast_server.kernel.submission import Mutation
from holdfast_server.ledger import store as ledger
from holdfast_server.ledger.model import StockKey
from holdfast_server.runtime.clock import TRUE_CLOCK, DatabaseClock
from holdfast_server.runtime.database import Connection

BEGIN: Final[Statement] = ("BEGIN ISOLATION LEVEL READ COMMITTED", ())
COMMIT: Final[Statement] = ("COMMIT", ())
NOTHING: Final[Statement] = ("SELECT 1", ())
# How a transaction without effects ends: nobody waits for the disk. Never by the driver's own `execute`, which would
# have the server forget every prepared statement.
ROLLBACK: Final[Statement] = ("ROLLBACK", ())

Outcome = bytes | Refused


class Culprit(Exception):
    """A posting whose decision raised something that is not a refusal: a bug of ours, told apart from the rest."""

    def __init__(self, posting: Posting[Any], error: Exception) -> None:
        super().__init__(repr(error))
        self.posting = posting
        self.error = error


@dataclass(slots=True)
class Batch:
    """Postings of one tenant that share a transaction, and what became of each.

    `commit_sent` is set while the answer to COMMIT is outstanding; `outcomes` then holds what will be answered if
    the transaction turns out to have been committed; `in_doubt` while that is being found out. With `full_coverage` the
    places of claims are read also where stock covers all of them.
    """

    tenant_id: str
    postings: list[Posting[Any]]
    batch_id: str = field(default_factory=new_batch_id)
    commit_sent: bool = False
    in_doubt: bool = False
    full_coverage: bool = False
    outcomes: list[Outcome | None] = field(default_factory=list)


@dataclass(slots=True)
class TransactionFigures:
    """What became of transactions so far. `commit` is how long the last round trip took: writes, and COMMIT."""

    commit: Histogram = field(default_factory=lambda: Histogram(SHORT_SECONDS))
    without_effect: int = 0
    replays: int = 0
    lost_commits_found: int = 0
    lost_commits_rerun: int = 0


class _CoverageUnknown(Exception):
    """An accepted decision's answer shows claims whose places were not read, since stock covered all of them."""


def _answered(posting: Posting[Any], result: Any, mutation: Mutation) -> bytes:
    """The answer's bytes, made while the world is as this posting left it."""
    try:
        return posting.submission.answer(result, mutation)
    except Unread:
        raise _CoverageUnknown from None


class Transaction:
    """Runs batches on one connection. `sources` say how to find what slices let postings name.

    `on_commit` is rung with the tenant after each commit that has something to tell.
    """

    def __init__(
        self, sources: Sequence[Source[Any]], *, lock_per_item: bool, clock: DatabaseClock = TRUE_CLOCK
    ) -> None:
        self.on_commit: Callable[[str], None] | None = None
        self.figures = TransactionFigures()
        self._clock = clock.statement
        self._sources = {source.kind: source for source in sources}
        self._rank = {source.kind: rank for rank, source in enumerate(sources)}
        self._lock_per_item = lock_per_item

    async def run(self, connection: AsyncConnection[Any], batch: Batch) -> list[Outcome | None]:
        """Decide and commit the batch; one outcome per posting, in order.

        An outcome is the answer's bytes, a refusal, or None for a posting that must be decided again in the
        next transaction. Database errors propagate; the caller knows which of them may be rerun.
        """
        if batch.commit_sent and not await self._begin_again(connection, batch):
            return batch.outcomes
        try:
            return await self._run(connection, batch)
        except _CoverageUnknown:
            # One decision made a level short whose claims another one shows: their places are needed after all.
            assert not batch.full_coverage, "coverage is still unknown"
            batch.full_coverage = True
            await run_pipeline(connection, [ROLLBACK])
            return await self.run(connection, batch)

    async def _run(self, connection: AsyncConnection[Any], batch: Batch) -> list[Outcome | None]:
        begun = batch.commit_sent
        world = World(batch.tenant_id)
        begun = await self._lock_aggregates(connection, batch, world, begun=begun)
        known = await self._lock_levels_and_read(connection, batch, world, begun=begun)
        await self._settle(connection, batch.tenant_id, world)
        ledger_of_requests = _Requests(known)
        outcomes = self._decide(batch, world, ledger_of_requests)
        statements = self._writes(batch, world, ledger_of_requests)
        if not statements:
            await run_pipeline(connection, [ROLLBACK])
            batch.commit_sent = False
            self.figures.without_effect += 1
            return outcomes
        if world.uncoverings:
            await run_pipeline(connection, statements)
            await self._name_uncovered(connection, batch.tenant_id, world)
            statements = []
        if world.events:
            encoded = events.encode(batch.batch_id, world.at, world.events)
            statements += store.publish(batch.tenant_id, batch.batch_id, world.at, encoded)
        batch.outcomes = outcomes
        batch.commit_sent = True
        started = time.monotonic()
        await run_pipeline(connection, [*statements, COMMIT])
        self.figures.commit.add(time.monotonic() - started)
        self.figures.replays += ledger_of_requests.replays
        confirm(connection)
        batch.commit_sent = False
        if world.events and self.on_commit is not None:
            self.on_commit(batch.tenant_id)
        return outcomes

    async def _begin_again(self, connection: AsyncConnection[Any], batch: Batch) -> bool:
        """Set the lost transaction's mark anew; False when it is there already: that one was committed.

        The unique index makes this wait until the old backend has ended one way or the other. What that one committed
        is seen before the standby has it; so what says that it is there is a commit of its own, which waits.
        """
        batch.in_doubt = True
        results = await run_pipeline(connection, [BEGIN, store.mark_first(batch.tenant_id, batch.batch_id)])
        if results[1]:
            self.figures.lost_commits_rerun += 1
        else:
            self.figures.lost_commits_found += 1
            await run_pipeline(connection, [store.mark_first(batch.tenant_id, new_batch_id()), COMMIT])
            confirm(connection)
        batch.in_doubt = False
        return bool(results[1])

    # --- (a) --------------------------------------------------------------------------------------

    async def _lock_aggregates(
        self, connection: AsyncConnection[Any], batch: Batch, world: World, *, begun: bool
    ) -> bool:
        """Lock headers and master rows, and learn from them which levels the postings need."""
        tenant_id = batch.tenant_id
        reservation_ids = sorted({rid for posting in batch.postings for rid in posting.reservations})
        masters = self._masters(batch.postings)
        items = sorted({p.levels_of_item for p in batch.postings if p.levels_of_item is not None})
        locations = sorted({p.levels_of_location for p in batch.postings if p.levels_of_location is not None})
        if not (reservation_ids or masters):
            for posting in batch.postings:
                posting.level_keys = tuple(posting.levels)
            return begun
        statements: list[Statement] = [] if begun else [BEGIN]
        first = len(statements)
        if reservation_ids:
            statements.append(ledger.lock_headers(tenant_id, reservation_ids))
            statements.append(ledger.claims_of(tenant_id, reservation_ids))
        for kind, ids, lock in masters:
            source = self._sources[kind]
            assert source.lock is not None, f"{kind} cannot be locked"
            statements.append(source.lock(tenant_id, ids, lock))
        statements += [(ledger.KEYS_OF_ITEM, (tenant_id, item_id)) for item_id in items]
        statements += [(ledger.KEYS_OF_LOCATION, (tenant_id, location_id)) for location_id in locations]
        results = iter((await run_pipeline(connection, statements))[first:])
        keys_of: dict[str, list[StockKey]] = {}
        if reservation_ids:
            for row in next(results):
                header = ledger.header_from(row)
                world.headers[header.id] = header
            for row in next(results):
                claim = ledger.allocation_from(row)
                if not claim.is_free:
                    keys_of.setdefault(claim.reservation_id, []).append(claim.key)
        for kind, _, _ in masters:
            self._load(world, kind, next(results))
        keys_of_item = {item_id: [StockKey(*row) for row in next(results)] for item_id in items}
        keys_of_location = {location: [StockKey(*row) for row in next(results)] for location in locations}
        for posting in batch.postings:
            posting.level_keys = (
                *posting.levels,
                *(key for rid in posting.reservations for key in keys_of.get(rid, ())),
                *keys_of_item.get(posting.levels_of_item or "", ()),
                *keys_of_location.get(posting.levels_of_location or "", ()),
            )
        return True

    def _masters(self, postings: Iterable[Posting[Any]]) -> list[tuple[Kind[Any], list[str], Lock]]:
        """Master rows to lock, by kind in the order of the sources, then by id, each once with its strongest lock.

        Rows of one kind are locked by one statement, with the strongest lock that any posting asks of the kind:
        two statements of different strength could not both follow the order of ids.
        """
        wanted: dict[Kind[Any], set[str]] = {}
        strength: dict[Kind[Any], Lock] = {}
        for posting in postings:
            for kind, thing_id, lock in posting.masters:
                wanted.setdefault(kind, set()).add(thing_id)
                strength[kind] = max(lock, strength.get(kind, lock))
        return [(kind, sorted(wanted[kind]), strength[kind]) for kind in sorted(wanted, key=self._rank.__getitem__)]

    def _load(self, world: World, kind: Kind[Any], rows: Iterable[Sequence[Any]]) -> None:
        load = self._sources[kind].load
        for row in rows:
            thing_id, thing = load(row)
            world.facts[kind, thing_id] = thing

    # --- (b), (c) ---------------------------------------------------------------------------------

    async def _lock_levels_and_read(
        self, connection: AsyncConnection[Any], batch: Batch, world: World, *, begun: bool
    ) -> list[Sequence[Any]]:
        """Lock the levels; then, in statements of their own, read the clock and whatever decisions rest on."""
        tenant_id = batch.tenant_id
        keys = sorted({key for posting in batch.postings for key in posting.level_keys})
        request_keys = sorted(
            {(s.method, s.request_id) for s in (p.submission for p in batch.postings) if s.request_id}
        )
        facts = self._facts(batch.postings)
        reservation_ids = sorted(world.headers)
        coverage = sorted({rid for p in batch.postings if p.wants_coverage for rid in p.reservations})

        statements: list[Statement] = [] if begun else [BEGIN]
        first_lock = len(statements)
        if keys:
            statements += ledger.lock_levels(tenant_id, keys, per_item=self._lock_per_item)
        first_read = len(statements)
        statements.append(self._clock)
        if request_keys:
            statements.append(store.known_requests(tenant_id, request_keys))
        if reservation_ids:
            statements.append(ledger.claims_of(tenant_id, reservation_ids))
        if coverage:
            statements.append(ledger.earlier_open(tenant_id, coverage, everywhere=batch.full_coverage))
        statements += [self._sources[kind].read(tenant_id, ids) for kind, ids in facts]

        results = await run_pipeline(connection, statements)
        world.locked.update(keys)
        world.asked.update((kind, thing_id) for kind, ids in facts for thing_id in ids)
        for rows in results[first_lock:first_read]:
            for row in rows:
                level = ledger.level_from(row)
                world.levels[level.key] = level
        reads = iter(results[first_read:])
        world.at = next(reads)[0][0]
        known = next(reads) if request_keys else []
        if reservation_ids:
            for row in next(reads):
                claim = ledger.allocation_from(row)
                world.claims.setdefault(claim.reservation_id, {})[claim.id] = claim
        if coverage:
            world.earlier.update(next(reads))
        for kind, _ in facts:
            self._load(world, kind, next(reads))
        world.at = self._later_than_all(world)
        return known

    def _facts(self, postings: Iterable[Posting[Any]]) -> list[tuple[Kind[Any], list[str]]]:
        wanted: dict[Kind[Any], set[str]] = {}
        for posting in postings:
            for kind, thing_id in posting.facts:
                wanted.setdefault(kind, set()).add(thing_id)
        return [(kind, sorted(ids)) for kind, ids in wanted.items()]

    def _later_than_all(self, world: World) -> datetime:
        """The decision instant: the clock's, but after the last write of every row that is locked.

        Clocks step back; the history of a row must not.
        """
        last = [level.update_time for level in world.levels.values()]
        last += [header.update_time for header in world.headers.values()]
        for (kind, _), thing in world.facts.items():
            changed = self._sources[kind].changed
            if changed is not None:
                last.append(changed(thing))
        return max(world.at, max(last) + TICK) if last else world.at

    async def _settle(self, connection: AsyncConnection[Any], tenant_id: str, world: World) -> None:
        """Close claims whose time is over on the locked levels: a look that only their own bounds can ask for.

        So many per level at once that the transaction stays short; where there are more, nobody is decided on that
        level before they are closed too.
        """
        keys = sorted(key for key, level in world.levels.items() if level.has_lapsed(world.at))
        if not keys:
            if any(header.has_lapsed(world.at) for header in world.headers.values()):
                world.settle([], {})  # others have settled its levels before; it is closed all the same
            return
        lapsed_rows, bound_rows = await run_pipeline(
            connection, [ledger.lapsed_claims(tenant_id, keys, world.at), ledger.bounds(tenant_id, keys, world.at)]
        )
        lapsed = [ledger.allocation_from(row) for row in lapsed_rows]
        bounds = {StockKey(item_id, location_id): bound for item_id, location_id, bound in bound_rows}
        counts = Counter(claim.key for claim in lapsed)
        for key in keys:
            if counts[key] >= ledger.LAPSED_AT_ONCE:
                bounds[key] = world.levels[key].next_expiry
                world.unsettled.add(key)
                world.has_effects = True
        world.settle(lapsed, bounds)

    # --- (d) --------------------------------------------------------------------------------------

    def _decide(self, batch: Batch, world: World, requests: _Requests) -> list[Outcome | None]:
        return [self._decide_one(posting, world, requests, batch.batch_id) for posting in batch.postings]

    def _decide_one(self, posting: Posting[Any], world: World, requests: _Requests, batch_id: str) -> Outcome | None:
        """One posting after another: a known request is answered first, whatever has happened since."""
        try:
            if posting.submission.validate_only:
                return self._try(posting, world.fork())
            answered = requests.replay(posting)
            if answered is not None:
                return answered
            if not world.unsettled.isdisjoint(posting.level_keys):
                return None
            decision = posting.decide(world)
            posting_id = new_posting_id(world.at)
            if decision.has_effect:
                world.accept(posting, decision, posting_id)
            requests.replays += decision.replayed
            mutation = Mutation(posting_id, f"1.{batch_id}", decision.replayed)
            answer = _answered(posting, decision.result, mutation)
            if not decision.replayed:
                # Also where nothing moved: "it was seven already" must not become "set it to seven" when it is retried.
                requests.remember(posting, answer)
            return answer
        except Refused as refusal:
            return refusal
        except Unread:
            return None
        except _CoverageUnknown:
            raise
        except Exception as error:
            raise Culprit(posting, error) from error

    def _try(self, posting: Posting[Any], world: World) -> Outcome | None:
        """What would be answered, decided in a world that nobody keeps. Nothing was posted, so no id is given."""
        if not world.unsettled.isdisjoint(posting.level_keys):
            return None
        decision = posting.decide(world)
        if decision.has_effect:
            world.accept(posting, decision, "")
        return _answered(posting, decision.result, Mutation("", "", replayed=False))

    # --- (e) --------------------------------------------------------------------------------------

    async def _name_uncovered(self, connection: AsyncConnection[Any], tenant_id: str, world: World) -> None:
        """Look up, among the claims as they are now, which reservations lost stock that had reached them."""
        statements = [
            ledger.uncovered_claims(tenant_id, one.key, one.stocked_after, one.stocked_before, one.place)
            for one in world.uncoverings
        ]
        for one, rows in zip(world.uncoverings, await run_pipeline(connection, statements), strict=True):
            ids = list(dict.fromkeys(row[0] for row in rows))[: ledger.MAX_TOLD_UNCOVERED]
            if ids:
                world.tell_uncovered(one, ids)

    def _writes(self, batch: Batch, world: World, requests: _Requests) -> list[Statement]:
        """Everything that the accepted decisions come to, in the one order; nothing where none has an effect.

        A replay also waits for a commit (the mark is what it writes): a standby that acknowledged the first answer
        must have it before the second one is given.
        """
        if not (requests.accepted or requests.replays or world.has_effects):
            return []
        tenant_id, at = batch.tenant_id, world.at
        statements: list[Statement] = []
        if not batch.commit_sent:  # else the mark was set at the start of this rerun
            statements.append(store.mark(tenant_id, batch.batch_id, at))
        if requests.accepted:
            statements.append(store.insert_requests(tenant_id, at, requests.accepted))
        writers = sorted(world.rows, key=lambda writer: writer.order)
        for writer in writers:
            if writer.order < LEDGER_ORDER:
                statements += writer.statements(tenant_id, list(world.rows[writer].values()))
        if world.new_headers:
            headers = sorted(world.new_headers.values(), key=lambda header: header.id)
            statements.append(ledger.insert_headers(tenant_id, headers))
        if world.new_levels:
            levels = sorted(world.new_levels.values(), key=lambda level: level.key)
            statements.append(ledger.insert_levels(tenant_id, levels))
        if world.changed_headers:
            statements.append(ledger.update_headers(tenant_id, world.changed_headers.values()))
        if world.changed_texts:
            statements.append(ledger.update_texts(tenant_id, world.changed_texts.values()))
        if world.new_claims:
            statements.append(ledger.insert_allocations(tenant_id, world.new_claims.values()))
        if world.changed_claims:
            statements.append(ledger.update_allocations(tenant_id, world.changed_claims.values()))
        if world.movements:
            statements.append(ledger.append_movements(tenant_id, world.movements))
        if world.settled:
            statements.append(ledger.update_settings(tenant_id, world.settled.values()))
        if world.moved:
            statements.append(ledger.update_balances(tenant_id, world.moved.values()))
        for writer in writers:
            if writer.order > LEDGER_ORDER:
                statements += writer.statements(tenant_id, list(world.rows[writer].values()))
        return statements or [NOTHING]


class _Requests:
    """Request ids of one transaction: those known before, and those accepted in it."""

    def __init__(self, known: Iterable[Sequence[Any]]) -> None:
        self._known = {
            (method, request_id): (bytes(fingerprint), bytes(answer))
            for method, request_id, fingerprint, answer in known
        }
        self.accepted: list[tuple[str, str, bytes, bytes]] = []
        self.replays = 0

    def replay(self, posting: Posting[Any]) -> Outcome | None:
        """The first answer to this request id, marked as replayed; None for a new one.

        Raises RequestIdReused when the id came with other content before.
        """
        submission = posting.submission
        found = self._known.get((submission.method, submission.request_id))
        if found is None:
            return None
        fingerprint, answer = found
        if fingerprint != submission.fingerprint:
            raise RequestIdReused(submission.request_id)
        self.replays += 1
        return submission.replay(answer)

    def remember(self, posting: Posting[Any], answer: bytes) -> None:
        """Keep an accepted request, also for twins that follow in the same batch."""
        submission = posting.submission
        if submission.request_id:
            self._known[submission.method, submission.request_id] = (submission.fingerprint, answer)
            self.accepted.append((submission.method, submission.request_id, submission.fingerprint, answer))


def confirm(connection: AsyncConnection[Any]) -> None:
    """Raise where the commit was acknowledged without the standby, which its caller takes for a lost connection."""
    if isinstance(connection, Connection):
        connection.confirm()


async def abandon(connection: AsyncConnection[Any]) -> None:
    """End whatever transaction is open, so that the connection can be used again; close it where that fails."""
    try:
        async with asyncio.timeout(2):
            await run_pipeline(connection, [ROLLBACK])
    except (psycopg.Error, TimeoutError):
        await connection.close()
