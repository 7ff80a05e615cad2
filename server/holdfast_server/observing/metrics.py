"""Every metric of a server process: read from plain counters when somebody asks, see `server/operations/README.md`."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import grpc

from holdfast_server import __version__
from holdfast_server.engine.batcher import Engine
from holdfast_server.engine.reads import Reads
from holdfast_server.events.queries import EventQueries
from holdfast_server.observing.books import BooksWatch
from holdfast_server.observing.exposition import Families
from holdfast_server.observing.lookout import Lookout, View
from holdfast_server.observing.loop import LoopWatch
from holdfast_server.runtime.database import Database
from holdfast_server.runtime.housekeeping import Housekeeping
from holdfast_server.transport.handlers import Mechanics

CHECK_VIOLATION: Final = "23514"
LAST_WALL: Final = "never_oversold"
"""The CHECK behind which nothing is oversold: it is told of also while nobody has touched it."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of background work: how much of it was done, how often it failed, whether it is done here."""

    done: int
    failures: int
    leads: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """Whatever has figures. `jobs` and `problems` are asked each time."""

    worker: int
    is_alone: bool
    contract: str
    mechanics: Mechanics
    engine: Engine
    reads: Mapping[str, Reads]
    database: Database
    events: EventQueries
    housekeeping: Housekeeping
    lookout: Lookout
    loop: LoopWatch
    books: BooksWatch
    jobs: Callable[[], Mapping[str, Job]]
    problems: Callable[[], Sequence[str]]


def families(watched: Watched) -> Families:
    """All metrics of this process, each with the label `worker`."""
    found = Families({"worker": str(watched.worker)})
    _process(found, watched)
    _calls(found, watched)
    _engine(found, watched.engine)
    _reads(found, watched.reads)
    _pool(found, watched.database)
    _jobs(found, watched)
    _database(found, watched.lookout)
    _books(found, watched.books)
    return found


def _process(to: Families, watched: Watched) -> None:
    from prometheus_client.process_collector import ProcessCollector

    to.gauge(
        "build_info",
        "What runs here; always 1.",
        1,
        version=__version__,
        contract=watched.contract[:12],
        python=platform.python_version(),
        grpc=grpc.__version__,
    )
    if watched.is_alone:  # else their parent says so
        to.gauge("worker_up", "1 for a worker that answers.", 1)
        to.counter("worker_restarts_total", "Workers that died and were replaced.", 0)
    problems = watched.problems()
    to.gauge("ready", "1 while calls are welcome: see /readyz.", int(not problems))
    to.gauge("draining", "1 while the server leaves.", int(watched.mechanics.draining))
    to.histogram("loop_late_seconds", "How much too late the event loop woke a task.", watched.loop.late)
    for family in ProcessCollector(registry=None).collect():
        to.add(family)


def _calls(to: Families, watched: Watched) -> None:
    mechanics = watched.mechanics
    about = "Calls that were answered, by what with; reason is empty where there is none."
    took = "How long unary calls took, from their first to their last byte here."
    for method, figures in sorted(mechanics.figures.methods.items()):
        for (code, reason), count in sorted(figures.answers.items()):
            to.counter("calls_total", about, count, method=method, code=code, reason=reason)
        if figures.seconds.count:
            to.histogram("call_seconds", took, figures.seconds, method=method)
    to.gauge("calls_in_flight", "Calls that are being answered, streams included.", mechanics.in_flight)
    to.gauge("streams", "Streams that are open.", mechanics.streams)
    to.gauge("watchers", "Streams of events that are open.", watched.events.watchers)


def _engine(to: Families, engine: Engine) -> None:
    reruns: Counter[str] = Counter({"40001": 0, "40P01": 0})
    failures: Counter[tuple[str, str]] = Counter({(CHECK_VIOLATION, LAST_WALL): 0})
    for number, lane in enumerate(engine.lanes):
        figures, label = lane.figures, str(number)
        reruns.update(figures.reruns_by)
        failures.update(figures.failures)
        to.gauge("engine_queue", "Postings that wait for a transaction.", lane.queued, lane=label)
        to.counter("engine_transactions_total", "Transactions of the engine.", figures.transactions, lane=label)
        to.counter("engine_postings_total", "Postings that travelled in them.", figures.postings, lane=label)
        to.histogram("engine_batch_postings", "Postings per transaction.", figures.sizes, lane=label)
        to.histogram("engine_transaction_seconds", "From lock to answer, reruns included.", figures.seconds, lane=label)
        to.counter(
            "engine_dropped_total", "Postings whose deadline was too near to begin.", figures.dropped, lane=label
        )
        to.counter(
            "engine_culprits_total", "Postings that spoilt a batch and failed alone.", figures.culprits, lane=label
        )
        to.counter("engine_connects_total", "Connections that were made.", figures.reconnects, lane=label)
    for state, count in sorted(reruns.items()):
        to.counter("engine_reruns_total", "Batches run again, by what the database said.", count, sqlstate=state)
    for (state, constraint), count in sorted(failures.items()):
        if state == CHECK_VIOLATION:
            about = "Writes that only a CHECK of the database stopped: each is a fault of the server."
            to.counter("last_wall_total", about, count, constraint=constraint)
        else:
            about = "Errors of the database in the engine, reruns included."
            to.counter("engine_failures_total", about, count, sqlstate=state, constraint=constraint)
    done = engine.transactions
    to.histogram("engine_commit_seconds", "The round trip that writes and commits.", done.commit)
    to.counter("engine_without_effect_total", "Transactions that had nothing to write.", done.without_effect)
    to.counter("engine_replays_total", "Requests that were answered as before.", done.replays)
    about = "Commits whose answer was lost, by what had become of them."
    to.counter("engine_lost_commits_total", about, done.lost_commits_found, found="committed")
    to.counter("engine_lost_commits_total", about, done.lost_commits_rerun, found="not_committed")
    to.gauge("writable", "1 while the database takes writes.", int(engine.writable))


def _reads(to: Families, reads: Mapping[str, Reads]) -> None:
    for name, one in reads.items():
        to.gauge("reads_queue", "Shared reads that wait for a reader.", one.waiting, reads=name)
        to.histogram("reads_batch_calls", "Calls per round trip of shared reads.", one.sizes, reads=name)
        to.histogram("reads_seconds", "How long a round trip of shared reads took.", one.seconds, reads=name)
        to.counter("reads_failures_total", "Round trips of shared reads that failed.", one.failures, reads=name)


def _pool(to: Families, database: Database) -> None:
    pool: Any = database.engine.pool
    to.gauge("pool_size", "Connections that the pool may have.", pool.size())
    to.gauge("pool_in_use", "Connections of the pool that are in use.", pool.checkedout())
    to.gauge("pool_waiting", "Calls that wait for a connection of the pool.", database.waiting)
    to.counter("pool_turned_away_total", "Calls that waited for one in vain.", database.turned_away)


def _jobs(to: Families, watched: Watched) -> None:
    for name, job in watched.jobs().items():
        to.counter(
            "background_done_total", "What background work got done: batches told, holds closed.", job.done, work=name
        )
        to.counter("background_failures_total", "Turns of background work that failed.", job.failures, work=name)
        to.gauge("background_leads", "1 where the work is done by this process.", int(job.leads), work=name)
    figures = watched.housekeeping.figures
    for table, count in figures.cleaned.items():
        to.counter("housekeeping_rows_total", "Old rows that were taken away.", count, table=table)
    to.counter("housekeeping_analysed_total", "Tables that were analysed.", figures.analysed)
    to.counter("housekeeping_months_dropped_total", "Months of events that were dropped.", figures.months_dropped)
    to.counter(
        "background_failures_total", "Turns of background work that failed.", figures.failures, work="housekeeping"
    )


def _database(to: Families, lookout: Lookout) -> None:
    view = lookout.view
    to.gauge("database_up", "1 while the database answers.", int(view is not None))
    to.counter("database_look_failures_total", "Looks at the database that failed.", lookout.failures)

    def seen(name: str, about: str, value: Callable[[View], float]) -> None:
        to.gauge(name, about, None if view is None else value(view))

    seen("relay_lag_seconds", "Age of the oldest event that nobody can read yet.", lambda v: v.pending_age)
    seen("relay_pending", "Transactions whose events nobody can read yet.", lambda v: v.pending)
    seen("relay_position", "Transactions whose events can be read, of all tenants together.", lambda v: v.position)
    seen("holds_overdue_seconds", "How long the oldest lapsed hold waits to be closed.", lambda v: v.overdue)
    seen("database_oldest_transaction_seconds", "Age of the oldest open snapshot.", lambda v: v.oldest_transaction)
    seen("database_connections", "Connections to the database, of anybody.", lambda v: v.connections)
    seen("database_max_connections", "Connections that its server allows.", lambda v: v.max_connections)
    seen("database_bytes", "Size of the database.", lambda v: v.bytes)
    seen("database_read_only", "1 for a standby, or a database set to read only.", lambda v: int(v.read_only))
    seen("schema_behind", "1 while a migration is missing.", lambda v: int(v.schema_behind))
    seen("partition_months_ahead", "Months after this one that have partitions.", lambda v: v.months_ahead)
    about = "Rows that found no partition of their month."
    for table, count in (view.strays if view else {}).items():
        to.gauge("default_partition_rows", about, count, table=table)


def _books(to: Families, books: BooksWatch) -> None:
    to.gauge("books_findings", "Differences that the last proof of the books found here.", books.findings)
    to.gauge("books_proven_timestamp_seconds", "When the books were proven last.", books.proven_at)
    to.gauge("books_proof_seconds", "How long that took.", books.seconds)
    to.counter("books_check_failures_total", "Proofs that could not be made.", books.failures)
