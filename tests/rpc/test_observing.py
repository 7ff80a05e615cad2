"""What an operator sees of a running server: metrics, liveness, readiness."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import time
from datetime import UTC, datetime

import psutil
import psycopg
import pytest
from google.protobuf import json_format
from holdfast.inventory.v1 import event_service_pb2 as events_pb

from holdfast_server.kernel.figures import SIZES, Histogram
from holdfast_server.observing.books import BooksWatch
from holdfast_server.observing.exposition import merged
from holdfast_server.observing.http import Listener, Page, fetch, page
from holdfast_server.observing.lookout import Lookout, months_ahead
from holdfast_server.observing.loop import LoopWatch
from holdfast_server.runtime import partitions
from holdfast_server.runtime.clock import TRUE_CLOCK
from holdfast_server.runtime.database import pool
from holdfast_server.runtime.settings import SettingsInvalid, load
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.metrics import Scrape, get, until
from tests.support.postgres import Cluster
from tests.support.refusals import refused
from tests.support.server import HOLDFAST, ROOT, RunningServer, environment
from tests.support.world import Shop, unique

# --- calls and the engine ---------------------------------------------------------------------------


def test_a_call_is_counted_by_what_it_was_answered_with(shop: Shop, server: RunningServer) -> None:
    before = Scrape(server.metrics)
    item, place = shop.stocked(5)
    shop.reserve((item, place, 2))
    assert refused(lambda: shop.reserve((item, place, 4))).reason == "INSUFFICIENT_STOCK"
    # A call is counted when its handler has ended, which may be a moment after its answer has come.
    until(lambda: Scrape(server.metrics).sum("holdfast_calls_in_flight") == 0)
    after = Scrape(server.metrics)

    def more(name: str, **labels: str) -> float:
        return after.sum(name, **labels) - before.sum(name, **labels)

    assert more("holdfast_calls_total", method="CreateReservation", code="OK", reason="") == 1
    assert more("holdfast_calls_total", method="CreateReservation", reason="INSUFFICIENT_STOCK") == 1
    assert after.of("holdfast_calls_total", reason="INSUFFICIENT_STOCK")[0].labels["code"] == "FAILED_PRECONDITION"
    assert more("holdfast_call_seconds_count", method="CreateReservation") == 2
    assert more("holdfast_call_seconds_bucket", method="CreateReservation", le="+Inf") == 2
    assert more("holdfast_call_seconds_sum", method="CreateReservation") > 0
    assert after.sum("holdfast_calls_in_flight") == 0
    assert {one.labels["worker"] for one in after.of("holdfast_calls_total")} == {"0"}


def test_the_engine_is_seen_by_transactions_batches_and_commits(shop: Shop, server: RunningServer) -> None:
    item, place = shop.stocked(5)
    before = Scrape(server.metrics)
    shop.reserve((item, place, 1), request_id=unique("once"))
    request_id = unique("twice")
    first = shop.reserve((item, place, 1), request_id=request_id)
    assert shop.reserve((item, place, 1), request_id=request_id).id == first.id
    refused(lambda: shop.reserve((item, place, 9)))
    until(lambda: Scrape(server.metrics).sum("holdfast_calls_in_flight") == 0)
    after = Scrape(server.metrics)

    def more(name: str, **labels: str) -> float:
        return after.sum(name, **labels) - before.sum(name, **labels)

    assert more("holdfast_engine_replays_total") == 1
    assert more("holdfast_engine_commit_seconds_count") == 3
    assert more("holdfast_engine_batch_postings_bucket", le="1.0") == more("holdfast_engine_transactions_total")
    assert more("holdfast_engine_postings_total") == more("holdfast_engine_batch_postings_sum")
    assert after.one("holdfast_writable") == 1
    assert after.sum("holdfast_engine_queue") == 0


def test_what_only_a_check_of_the_database_stops_raises_the_alarm(database_url: str) -> None:
    with servers.serving(database_url) as server:
        client = server.client()
        shop = Shop(client)
        item, place = shop.stocked(5)
        assert Scrape(server.metrics).one("holdfast_last_wall_total", constraint="never_oversold") == 0
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("ALTER TABLE levels ADD CONSTRAINT at_most_fifty CHECK (stocked <= 50)")
        refusal = refused(lambda: shop.adjust(item, place, 60))
        assert (refusal.code, refusal.reason) == ("INTERNAL", "UNEXPECTED")
        seen = Scrape(server.metrics)
        assert seen.one("holdfast_last_wall_total", constraint="at_most_fifty") == 1
        assert seen.one("holdfast_last_wall_total", constraint="never_oversold") == 0
        assert seen.sum("holdfast_engine_culprits_total") == 1
        assert seen.of("holdfast_engine_failures_total", sqlstate="23514") == []
        client.close()
    assert_books(database_url)


def test_a_watcher_is_seen_while_it_watches(shop: Shop, server: RunningServer) -> None:
    shop.location()
    stream = shop.events.WatchEvents(json_format.Parse('{"earliest": {}}', events_pb.WatchEventsRequest()))
    next(stream)
    seen = Scrape(server.metrics)
    assert seen.one("holdfast_watchers") == seen.one("holdfast_streams") == 1
    stream.cancel()
    until(lambda: Scrape(server.metrics).one("holdfast_watchers") == 0)
    assert Scrape(server.metrics).sum("holdfast_calls_total", method="WatchEvents", code="CANCELLED") >= 1


# --- the database -----------------------------------------------------------------------------------


async def test_the_lookout_sees_what_waits_and_what_is_in_the_way(database_url: str) -> None:
    engine = pool(database_url, size=1, prepare=False)
    await partitions.ensure(engine, datetime.now(UTC))
    lookout = Lookout(engine, TRUE_CLOCK)
    await lookout.look()
    view = lookout.view
    assert view is not None
    assert (view.pending, view.pending_age, view.position, view.overdue) == (0, 0, 0, 0)
    assert (view.oldest_transaction, view.read_only, view.schema_behind) == (0, False, False)
    assert view.strays == {"movements": 0, "outbox": 0, "event_positions": 0}
    assert view.months_ahead == 3
    assert view.bytes > 1_000_000 and 1 <= view.connections < view.max_connections
    with psycopg.connect(database_url) as other:
        other.execute(
            "INSERT INTO tenants (tenant_id, token_key, create_time) VALUES ('t', '\\x00', now());"
            "INSERT INTO outbox_pending (tenant_id, batch_id, recorded_time) VALUES ('t', 'b', now() - interval '90 s');"
            "INSERT INTO event_heads (tenant_id, position) VALUES ('t', 7), ('u', 5);"
            "INSERT INTO event_positions (tenant_id, position, recorded_time, batch_id) VALUES ('t', 1, '1999-01-01', 'b');"
            "UPDATE alembic_version SET version_num = '0001'"
        )
        other.commit()
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT count(*) FROM tenants")
        await asyncio.sleep(0.05)
        await lookout.look()
    view = lookout.view
    assert view is not None
    assert view.pending == 1
    assert 90 <= view.pending_age < 150
    assert view.position == 12
    assert view.strays["event_positions"] == 1
    assert view.schema_behind
    assert view.oldest_transaction >= 0.05
    await engine.dispose()


async def test_the_lookout_sees_a_hold_that_nobody_closes(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("INSERT INTO leases VALUES ('default', 'sweeper', 'nobody', now() + interval '1 hour')")
        with servers.serving(database_url) as server:
            client = server.client()
            shop = Shop(client)
            item, place = shop.stocked(5)
            engine = pool(database_url, size=1, prepare=False)
            lookout = Lookout(engine, TRUE_CLOCK)
            shop.hold((item, place, 1), ttl=60)
            await lookout.look()
            assert lookout.view is not None and lookout.view.overdue == 0
            shop.hold((item, place, 1), ttl=1)
            await asyncio.sleep(1.2)
            await lookout.look()
            await engine.dispose()
            assert lookout.view is not None and lookout.view.overdue >= 0.1
            connection.execute("DELETE FROM leases WHERE holder = 'nobody'")
            until(lambda: Scrape(server.metrics).sum("holdfast_background_done_total", work="sweeper") == 1)
            client.close()
    assert_books(database_url)


async def test_what_a_lookout_cannot_see_is_not_known() -> None:
    engine = pool("postgresql://nobody@127.0.0.1:1/nothing", size=1, prepare=False)
    lookout = Lookout(engine, TRUE_CLOCK)
    await lookout.look()
    assert lookout.view is None
    assert lookout.failures == 1
    await engine.dispose()


def test_months_ahead_end_at_the_first_gap() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    months = ("2026_11", "2026_12", "2027_01")
    present = {f"{table}_{month}" for table in partitions.PARTITIONED for month in months}
    assert months_ahead(present, now) == 2
    assert months_ahead(present - {"outbox_2026_12"}, now) == 0
    assert months_ahead(set(), now) == -1


def test_the_books_are_proven_while_the_server_runs(cluster: Cluster) -> None:
    with cluster.database() as url, servers.serving(url, books_check_seconds="0.2") as server:
        client = server.client()
        item, _ = Shop(client).stocked(5)
        proven = until(lambda: Scrape(server.metrics).of("holdfast_books_proven_timestamp_seconds"))
        assert time.time() - proven[0].value < 60
        assert Scrape(server.metrics).one("holdfast_books_findings") == 0
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("UPDATE levels SET stocked = stocked + 1 WHERE item_id = %s", (item,))
            until(lambda: Scrape(server.metrics).one("holdfast_books_findings") > 0)
            connection.execute("UPDATE levels SET stocked = stocked - 1 WHERE item_id = %s", (item,))
        until(lambda: Scrape(server.metrics).one("holdfast_books_findings") == 0)
        client.close()
        assert_books(url)


async def test_a_proof_that_cannot_be_made_keeps_what_the_last_one_said() -> None:
    async def fails() -> None:
        raise OSError

    books = BooksWatch(fails, interval_seconds=1)
    books.findings = 3
    await books.check()
    assert (books.findings, books.failures) == (3, 1)


# --- readiness --------------------------------------------------------------------------------------


def test_a_server_is_alive_and_ready_while_it_serves(server: RunningServer) -> None:
    assert get(server.metrics, "/livez") == (200, "alive\n")
    assert get(server.metrics, "/readyz") == (200, "ready\n")
    seen = Scrape(server.metrics)
    assert seen.one("holdfast_ready") == seen.one("holdfast_database_up") == seen.one("holdfast_worker_up") == 1
    assert seen.one("holdfast_draining") == 0
    assert seen.one("process_resident_memory_bytes") > 20e6


def test_a_server_that_leaves_is_not_ready_and_still_serves(database_url: str) -> None:
    with servers.serving(database_url, drain_notice="3") as server:
        client = server.client()
        Shop(client).location()
        server.process.terminate()
        until(lambda: get(server.metrics, "/readyz")[0] == 503)
        assert get(server.metrics, "/readyz") == (503, "not ready: leaving\n")
        assert get(server.metrics, "/livez")[0] == 200
        assert Scrape(server.metrics).one("holdfast_ready") == 0
        Shop(client).location()
        client.close()
    assert_books(database_url)


def test_a_server_on_a_schema_that_lacks_a_migration_is_not_ready(database_url: str) -> None:
    with servers.serving(database_url) as server, psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        until(lambda: get(server.metrics, "/readyz") == (503, "not ready: a migration is missing\n"))
        assert Scrape(server.metrics).one("holdfast_schema_behind") == 1
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        until(lambda: get(server.metrics, "/readyz")[0] == 200)


def test_a_server_on_a_read_only_database_is_not_ready(cluster: Cluster, database_url: str) -> None:
    with servers.serving(database_url) as server, psycopg.connect(cluster.admin_url, autocommit=True) as connection:
        name = database_url.rpartition("/")[2]
        kick = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        connection.execute(kick)
        until(lambda: get(server.metrics, "/readyz") == (503, "not ready: the database takes no writes\n"))
        until(lambda: Scrape(server.metrics).one("holdfast_database_read_only") == 1)
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = off")
        connection.execute(kick)
        until(lambda: get(server.metrics, "/readyz")[0] == 200)


def test_a_server_without_its_database_says_so_and_shows_its_own_metrics() -> None:
    own = Cluster()
    try:
        with own.database() as url, servers.serving(url) as server:
            client = server.client()
            Shop(client).location()
            own.postgres.stop()
            until(lambda: get(server.metrics, "/readyz") == (503, "not ready: the database does not answer\n"))
            seen = until(lambda: (s := Scrape(server.metrics)).one("holdfast_database_up") == 0 and s)
            assert seen.of("holdfast_relay_lag_seconds") == []
            assert seen.sum("holdfast_calls_total", method="CreateStockLocation", code="OK") == 1
            own.postgres.start()
            until(lambda: get(server.metrics, "/readyz")[0] == 200)
            client.close()
    finally:
        own.close()


# --- several workers --------------------------------------------------------------------------------


def workers_of(server: RunningServer) -> list[psutil.Process]:
    """Those that serve, the oldest first."""
    found = [one for one in psutil.Process(server.process.pid).children() if "worker" in one.cmdline()]
    return sorted(found, key=lambda one: one.create_time())


def test_the_metrics_of_all_workers_are_seen_and_those_of_a_successor(database_url: str) -> None:
    with servers.serving(database_url, workers="2") as server:
        clients = [server.client() for _ in range(8)]
        for client in clients:
            Shop(client).location()
        seen = Scrape(server.metrics)
        assert {one.labels["worker"] for one in seen.of("holdfast_build_info")} == {"0", "1"}
        assert seen.sum("holdfast_calls_total", method="CreateStockLocation", code="OK") == 8
        assert seen.text.count("# TYPE holdfast_calls_total counter\n") == 1
        restarts = seen.one("holdfast_worker_restarts_total")
        assert seen.sum("holdfast_worker_up") == 2
        assert get(server.metrics, "/readyz") == (200, "worker 0: ready\nworker 1: ready\n")
        started = {one.labels["worker"]: one.value for one in seen.of("process_start_time_seconds")}

        workers_of(server)[0].kill()
        until(lambda: Scrape(server.metrics).one("holdfast_worker_restarts_total") == restarts + 1)
        until(lambda: Scrape(server.metrics).sum("holdfast_worker_up") == 2)
        successors = {
            one.labels["worker"]: one.value for one in Scrape(server.metrics).of("process_start_time_seconds")
        }
        assert set(successors) == {"0", "1"}
        assert sum(successors[number] > started[number] for number in started) == 1
        assert get(server.metrics, "/livez") == (200, "alive\n")
        for client in clients:
            client.close()
    assert_books(database_url)


def test_a_worker_that_hangs_is_not_alive_and_the_other_one_is_still_seen(database_url: str) -> None:
    with servers.serving(database_url, workers="2") as server:
        stopped = workers_of(server)[0]
        stopped.suspend()
        try:
            status, text = get(server.metrics, "/livez")
            assert (status, text.endswith("does not answer\n")) == (503, True)
            seen = Scrape(server.metrics)
            assert seen.sum("holdfast_worker_up") == 1
            assert len(seen.of("holdfast_build_info")) == 1
            assert get(server.metrics, "/readyz")[0] == 200
        finally:
            stopped.resume()
        until(lambda: get(server.metrics, "/livez")[0] == 200)


# --- where it listens -------------------------------------------------------------------------------


def first_line(database_url: str, **settings: str) -> tuple[str, str]:
    """What a server says when it serves, or how it fails."""
    process = subprocess.Popen(
        [*HOLDFAST, "serve", "--json", "--listen", "127.0.0.1:0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(database_url, **settings),
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    process.terminate()
    _, errors = process.communicate(timeout=30)
    return line, errors


def test_metrics_are_where_they_are_told_to_be(database_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        line, errors = first_line(database_url, metrics_listen=address)
        assert line == ""
        assert f"cannot listen on {address}: Address already in use" in errors
    line, _ = first_line(database_url, metrics_listen="off")
    assert json.loads(line)["metrics"] == ""
    line, _ = first_line(database_url, metrics_listen="off", workers="2")
    assert json.loads(line)["metrics"] == ""


def test_where_nobody_says_a_second_server_takes_a_free_port(cluster: Cluster) -> None:
    with (
        cluster.database() as one,
        cluster.database() as other,
        servers.serving(one, metrics_listen="") as first,
        servers.serving(other, metrics_listen="") as second,
    ):
        assert first.metrics != second.metrics
        assert get(first.metrics, "/livez") == get(second.metrics, "/livez") == (200, "alive\n")


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("metrics_listen", "9464x", "must be address:port"),
        ("metrics_listen", "0.0.0.0:9464", "not a loopback address, and this is dev mode"),
        ("access_log_share", "0", "greater than 0"),
        ("otlp_endpoint", "collector:4317", "must start with http"),
        ("otlp_endpoint", "http://user:secret@collector:4317", "must hold no credentials"),
    ],
)
def test_a_wrong_setting_of_what_is_shown_is_told_by_name(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(f"HOLDFAST_{setting.upper()}", value)
    with pytest.raises(SettingsInvalid, match=f"{setting}: .*{sentence}") as told:
        load()
    assert "secret" not in str(told.value)


def test_metrics_in_production_may_be_reached_from_elsewhere() -> None:
    settings = load(database_url="postgresql://db.example/stock", metrics_listen="0.0.0.0:9464")
    assert settings.metrics_listen == "0.0.0.0:9464"


# --- the pieces -------------------------------------------------------------------------------------


async def answered(port: int, sent: bytes) -> bytes:
    """Everything that comes back, until the other side closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    writer.write_eof()
    found = await reader.read()
    writer.close()
    return found


async def test_http_answers_what_it_knows_and_refuses_the_rest() -> None:
    async def fine() -> Page:
        return page("fine")

    async def broken() -> Page:
        raise ValueError("canary")

    listener = Listener({"/fine": fine, "/broken": broken})
    await listener.start("127.0.0.1:0")
    try:
        assert (await fetch(listener.port, "/fine", seconds=5)).body == b"fine\n"
        assert (await fetch(listener.port, "/fine?x=1", seconds=5)).status == 200
        assert (await fetch(listener.port, "/other", seconds=5)).status == 404
        failed = await fetch(listener.port, "/broken", seconds=5)
        assert (failed.status, b"canary" in failed.body) == (500, False)
        posted = await answered(listener.port, b"POST /fine HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
        assert posted.startswith(b"HTTP/1.1 405 ")
        head = await answered(listener.port, b"HEAD /fine HTTP/1.1\r\nHost: x\r\n\r\n")
        assert head.endswith(b"Content-Length: 5\r\n\r\n")
        twice = await answered(listener.port, b"GET /fine HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
        assert twice.count(b"fine\n") == 2
        assert await answered(listener.port, b"\x16\x03\x01 this is no HTTP\r\n\r\n") == b""
        assert await answered(listener.port, b"GET /" + b"x" * 20_000) == b""
    finally:
        await listener.close()
    with pytest.raises(ConnectionRefusedError):
        await fetch(listener.port, "/fine", seconds=5)


def test_histograms_count_up_to_their_bounds() -> None:
    histogram = Histogram(SIZES)
    for value in (1, 2, 3, 256, 300):
        histogram.add(value)
    assert histogram.count == 5
    assert histogram.total == 562
    assert dict(histogram.cumulative())["2.0"] == 2
    assert histogram.cumulative()[-2:] == [("256.0", 4), ("+Inf", 5)]


def test_texts_of_several_processes_are_merged_by_family() -> None:
    head = b"# HELP a About.\n# TYPE a gauge\n"
    told = merged(
        [head + b'a{worker="0"} 1.0\n', head + b'a{worker="1"} 2.0\n', b"# HELP b B.\n# TYPE b gauge\nb 3.0\n"]
    )
    assert told == head + b'a{worker="0"} 1.0\na{worker="1"} 2.0\n# HELP b B.\n# TYPE b gauge\nb 3.0\n'


async def test_a_busy_event_loop_is_seen_to_be_late() -> None:
    watch = LoopWatch()
    task = asyncio.create_task(watch.run())
    await asyncio.sleep(0.25)
    quiet = watch.late.total
    time.sleep(0.4)
    await asyncio.sleep(0.15)
    task.cancel()
    assert watch.late.total - quiet > 0.2
