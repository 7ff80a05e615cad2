"""Bugs that the battery must find: each a replacement of text in a copy of the product, and the stage that shows it.

A text that is not there exactly once fails the run: a mutant cannot rot into one that changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in a file of the server."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug: what was done, the stage that must turn red, and what its findings must say (a regular expression)."""

    name: str
    stage: str
    shows: str
    edits: tuple[Edit, ...]


TRANSACTION = "holdfast_server/engine/transaction.py"
BATCHER = "holdfast_server/engine/batcher.py"
WORLD = "holdfast_server/engine/world.py"
LEDGER = "holdfast_server/ledger/store.py"
MODEL = "holdfast_server/ledger/model.py"
EVENTS = "holdfast_server/events/store.py"
BULK = "holdfast_server/runtime/bulk.py"
CLOCK = "holdfast_server/runtime/clock.py"
SPINE = "migrations/versions/0001_spine.py"

_PENDING = "FROM outbox_pending AS p WHERE p.tenant_id = $1 "

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "levels are not locked",
        "crossings",
        "I[1-7] |oversold",
        (
            Edit(LEDGER, '    lock="FOR NO KEY UPDATE",\n)\n_LOCK_ITEM', '    lock="",\n)\n_LOCK_ITEM'),
            Edit(LEDGER, "ORDER BY t.location_id FOR NO KEY UPDATE", "ORDER BY t.location_id"),
        ),
    ),
    Mutant(
        "levels are locked in no order",
        "crossings",
        "waited for each other in a ring",
        (
            Edit(
                TRANSACTION,
                "keys = sorted({key for posting in batch.postings for key in posting.level_keys})",
                "keys = sorted(\n            {key for posting in batch.postings for key in posting.level_keys},\n"
                "            key=lambda key: hash((key, batch.batch_id)),\n        )",
            ),
        ),
    ),
    Mutant(
        "the request id is kept in another transaction",
        "commits",
        "I4 (phantom|lost)",
        (
            Edit(
                TRANSACTION,
                "        if requests.accepted:\n            statements.append(store.insert_requests(tenant_id, at, requests.accepted))\n",
                "",
            ),
            Edit(
                TRANSACTION,
                "        batch.commit_sent = False\n        if world.events and self.on_commit is not None:\n",
                "        batch.commit_sent = False\n"
                "        if ledger_of_requests.accepted:\n"
                "            late = store.insert_requests(batch.tenant_id, world.at, ledger_of_requests.accepted)\n"
                "            await run_pipeline(connection, [BEGIN, late, COMMIT])\n"
                "        if world.events and self.on_commit is not None:\n",
            ),
        ),
    ),
    Mutant(
        "the CHECK against overselling is missing",
        "walls",
        "no wall against more promised than there is",
        (
            Edit(
                SPINE,
                '        sa.CheckConstraint("reserved <= stocked OR short", name=op.f("levels_never_oversold")),\n',
                "",
            ),
        ),
    ),
    Mutant(
        "the server's clock decides",
        "clocks",
        "away from the true time",
        (
            Edit(
                TRANSACTION, "world.at = next(reads)[0][0]", "world.at = (next(reads), datetime.now().astimezone())[1]"
            ),
        ),
    ),
    Mutant(
        "the clock is older than the lock",
        "moments",
        "test_a_decision_is_later_than_the_lock",
        (Edit(CLOCK, 'DatabaseClock("clock_timestamp()"', 'DatabaseClock("transaction_timestamp()"'),),
    ),
    Mutant(
        "facts are read before the lock",
        "moments",
        "test_facts_are_read_after_the_lock",
        (
            Edit(
                TRANSACTION,
                "        statements += [self._sources[kind].read(tenant_id, ids) for kind, ids in facts]\n\n"
                "        results = await run_pipeline(connection, statements)\n",
                "        asked = [self._sources[kind].read(tenant_id, ids) for kind, ids in facts]\n"
                "        early = await run_pipeline(connection, [*statements[:first_lock], *asked])\n"
                "        results = early[:first_lock] + await run_pipeline(connection, statements[first_lock:])\n",
            ),
            Edit(
                TRANSACTION,
                "        for kind, _ in facts:\n            self._load(world, kind, next(reads))\n",
                "        for (kind, _), rows in zip(facts, early[first_lock:], strict=True):\n"
                "            self._load(world, kind, rows)\n",
            ),
        ),
    ),
    Mutant(
        "reservations are read without their lock",
        "races",
        "I[1-8] |broken",
        (
            Edit(
                LEDGER,
                'BulkSelect(reservations, key=("id",), columns=HEADER_COLUMNS, lock="FOR NO KEY UPDATE")',
                'BulkSelect(reservations, key=("id",), columns=HEADER_COLUMNS)',
            ),
        ),
    ),
    Mutant(
        "a transaction is not marked",
        "commits",
        "happened [2-9] times",
        (Edit(TRANSACTION, "        if not batch.commit_sent:  # else", "        if batch is None:  # else"),),
    ),
    Mutant(
        "a caller that goes away takes its batch along",
        "moments",
        "test_a_caller_that_goes_away",
        (
            Edit(
                BATCHER,
                "                await self._carry(batch)\n",
                "                self.carrying = asyncio.ensure_future(self._carry(batch))\n"
                "                await asyncio.wait([self.carrying])\n",
            ),
            Edit(
                BATCHER,
                "            self._enter(_Waiting(posting, answer))\n            return await answer\n        finally:\n",
                "            self._enter(_Waiting(posting, answer))\n            return await answer\n"
                "        except asyncio.CancelledError:\n            self.carrying.cancel()\n            raise\n"
                "        finally:\n",
            ),
        ),
    ),
    Mutant(
        "rows are found without their tenant",
        "tenants",
        "test_",
        (
            Edit(
                BULK, "AS t WHERE t.tenant_id = $1 AND {found} {fence}", "AS t WHERE $1::text <> '' AND {found} {fence}"
            ),
        ),
    ),
    Mutant(
        "a replay does not look at the content",
        "retries",
        "other content under",
        (Edit(TRANSACTION, "if fingerprint != submission.fingerprint:", "if not fingerprint:"),),
    ),
    Mutant(
        "a replay commits nothing",
        "replays",
        "answered without a commit that waits",
        (
            Edit(
                TRANSACTION,
                "        self.replays += 1\n        return submission.replay",
                "        return submission.replay",
            ),
        ),
    ),
    Mutant(
        "a hold expires twice",
        "races",
        "I[1-8] |broken",
        (
            Edit(
                WORLD,
                "            self.changed_claims[claim.id] = closed\n            if claim.reservation_id in",
                "            if claim.reservation_id in",
            ),
        ),
    ),
    Mutant(
        "events of some transactions are lost",
        "crossings",
        "moved and not told",
        (
            Edit(
                TRANSACTION,
                "        if world.events:\n            encoded",
                "        if world.events and len(batch.postings) == 1:\n            encoded",
            ),
        ),
    ),
    Mutant(
        "movements are written and the balance is not",
        "crossings",
        "I[1-7] ",
        (
            Edit(
                TRANSACTION,
                "ledger.update_balances(tenant_id, world.moved.values())",
                "ledger.update_balances(tenant_id, list(world.moved.values())[:1])",
            ),
        ),
    ),
    Mutant(
        "COMMIT does not wait for the disk",
        "database",
        "I4 lost|I4 drift",
        (
            Edit(
                TRANSACTION,
                "await run_pipeline(connection, [*statements, COMMIT])",
                'await run_pipeline(connection, [("SET LOCAL synchronous_commit TO off", ()), *statements, COMMIT])',
            ),
        ),
    ),
    Mutant(
        "callers are answered before COMMIT",
        "database",
        "I4 (lost|drift|phantom)",
        (
            Edit(
                TRANSACTION,
                "await run_pipeline(connection, [*statements, COMMIT])",
                "for posting, outcome in zip(batch.postings, outcomes, strict=True):\n"
                "            batch.early(posting, outcome)\n"
                "        await run_pipeline(connection, [*statements, COMMIT])",
            ),
            Edit(
                TRANSACTION,
                "    outcomes: list[Outcome | None] = field(default_factory=list)\n",
                "    outcomes: list[Outcome | None] = field(default_factory=list)\n    early: Any = None\n",
            ),
            Edit(
                BATCHER,
                "        try:\n            outcomes = await self._run(batch)\n",
                "        answers = {id(one.posting): one for one in waiting}\n"
                "        batch.early = lambda posting, outcome: outcome and answers[id(posting)].tell(outcome)\n"
                "        try:\n            outcomes = await self._run(batch)\n",
            ),
        ),
    ),
    Mutant(
        "events follow a cursor by time",
        "late",
        "test_who_commits_late",
        (
            Edit(
                EVENTS,
                f'"WITH due AS (SELECT p.batch_id, p.recorded_time {_PENDING}"',
                f'"WITH due AS (SELECT p.batch_id, p.recorded_time {_PENDING}AND p.recorded_time > coalesce('
                "(SELECT max(c.recorded_time) FROM event_positions AS c WHERE c.tenant_id = $1), '-infinity') \"",
            ),
        ),
    ),
    Mutant(
        "events follow a cursor by id",
        "crossings",
        "never told",
        (
            Edit(
                EVENTS,
                f'"WITH due AS (SELECT p.batch_id, p.recorded_time {_PENDING}"',
                f'"WITH due AS (SELECT p.batch_id, p.recorded_time {_PENDING}AND p.batch_id > coalesce('
                "(SELECT max(c.batch_id) FROM event_positions AS c WHERE c.tenant_id = $1), '') \"",
            ),
        ),
    ),
    Mutant(
        "two may number events at once",
        "relays",
        "test_four_relays",
        (
            Edit(
                EVENTS,
                'SELECT position FROM event_heads WHERE tenant_id = $1 FOR UPDATE"',
                'SELECT position FROM event_heads WHERE tenant_id = $1"',
            ),
        ),
    ),
    Mutant(
        "the last unit is never sold",
        "oversell",
        "undersold",
        (
            Edit(
                MODEL,
                "        return self.stocked - self.reserved - self.safety_stock\n",
                "        return self.stocked - self.reserved - self.safety_stock - 1\n",
            ),
        ),
    ),
    Mutant(
        "one unit too many is sold",
        "oversell",
        "broken|oversold",
        (
            Edit(
                MODEL,
                "        return self.stocked - self.reserved - self.safety_stock\n",
                "        return self.stocked - self.reserved - self.safety_stock + 1\n",
            ),
        ),
    ),
)
