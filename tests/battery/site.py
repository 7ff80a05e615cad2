"""Where the battery works: clusters that may be killed, servers that may be too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg

from holdfast_server.runtime import migrate
from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.support import server as servers
from tests.support.server import ROOT, RunningServer

OPTIONS = {
    # Its own data files outlive a killed database: the operating system does not die with it.
    "fsync": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "deadlock_timeout": "50ms",
    "log_min_messages": "fatal",
}
ENTRY = [sys.executable, "-m", "tests.battery.entry"]


@contextmanager
def cluster(**options: str) -> Iterator[EmbeddedPostgres]:
    """A database of its own, migrated, for as long."""
    with tempfile.TemporaryDirectory(prefix="holdfast-battery-") as folder:
        Path(folder).chmod(0o711)
        made = EmbeddedPostgres(Path(folder) / "state", {**OPTIONS, **options})
        made.start()
        try:
            migrate.upgrade(made.url)
            yield made
        finally:
            made.stop()


def restart(postgres: EmbeddedPostgres, how: signal.Signals) -> None:
    """SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one, SIGKILL no shutdown at all."""
    pid = postgres.pid
    assert pid is not None
    os.kill(pid, how)
    while postgres.pid is not None:
        time.sleep(0.002)
    postgres.start()


def terminate_backends(url: str) -> None:
    """Every connection of every server ends in the middle of whatever it does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holdfast'")


def deadlocks(url: str) -> int:
    """How many the database has had to end since its statistics began."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").fetchone()
        assert row is not None
        return int(row[0])


def workers_of(server: RunningServer) -> list[psutil.Process]:
    """The serving processes of a server with several."""
    found = []
    for one in psutil.Process(server.process.pid).children():
        with suppress(psutil.Error):  # it may be dead and not yet buried
            if "worker" in one.cmdline():
                found.append(one)
    return found


def start_entry(url: str, *, listen: str = "127.0.0.1:0", extra: Mapping[str, str], **settings: str) -> RunningServer:
    """A server with faults built in: see `entry`."""
    return servers.start(url, listen=listen, program=ENTRY, extra=extra, **settings)


def close(server: RunningServer) -> None:
    """Let it leave, and whatever of it is still there."""
    server.stop()
    assert server.process.stdout is not None
    server.process.stdout.close()


def drop(server: RunningServer) -> None:
    """It is dead already, or shall be."""
    server.kill()
    assert server.process.stdout is not None
    server.process.stdout.close()


def same_port_worker(url: str, listen: str, **settings: str) -> subprocess.Popen[str]:
    """One of several servers on one port; returns when it serves."""
    process = subprocess.Popen(
        [*servers.HOLDFAST, "worker"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**servers.environment(url, listen=listen, dev="true", migrate="false", **settings)},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("ready"), f"the worker did not start: {line!r}"
    return process
