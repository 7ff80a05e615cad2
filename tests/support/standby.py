"""Two PostgreSQL servers, one of which follows the other: what a failover needs, without anybody who decides on it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

from holdfast_server.runtime.postgres import DATABASE, USER, EmbeddedPostgres
from tests.support.postgres import THROWAWAY
from tests.support.waiting import until

STANDBY = "standby"


@dataclass
class Pair:
    """A primary and its standby. A commit is acknowledged when both have it, from `follow` on."""

    primary: EmbeddedPostgres
    standby: EmbeddedPostgres

    @property
    def url(self) -> str:
        """Names both; a client finds the one that takes writes."""
        password = (self.primary.home / "password").read_text().strip()
        hosts = ",".join(f"127.0.0.1:{one.port}" for one in (self.primary, self.standby))
        return f"postgresql://{USER}:{password}@{hosts}/{DATABASE}?target_session_attrs=read-write"

    def follow(self) -> None:
        """Copy the primary and let the standby follow it, synchronously."""
        home = self.standby.home
        binaries = self.standby._prepare()
        shutil.copy2(self.primary.home / "password", home / "password")
        _owned(self.standby, home / "password")
        copying = [
            "--pgdata", str(self.standby.data), "--dbname", f"{self.primary.url}?application_name={STANDBY}",
            "--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream", "--no-sync",
        ]  # fmt: skip
        run_as(self.standby, binaries / "pg_basebackup", *copying)
        self.standby.start()
        with psycopg.connect(self.primary.url, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
            connection.execute("SELECT pg_reload_conf()")
            until(lambda: ask(connection, "SELECT sync_state FROM pg_stat_replication") == [("sync",)])

    def promote(self) -> None:
        """The standby takes writes from now on."""
        with psycopg.connect(self.standby.url, autocommit=True) as connection:
            # Not waiting for it: a statement that takes its time on a standby may be cancelled by what it replays.
            assert ask(connection, "SELECT pg_promote(wait => false)") == [(True,)]
            until(lambda: ask(connection, "SELECT pg_is_in_recovery()") == [(False,)])


@contextmanager
def pair(**options: str) -> Iterator[Pair]:
    """A pair for as long, the standby following."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-pair-"))
    folder.chmod(0o711)
    given = {**THROWAWAY, "full_page_writes": "on", **options}
    made = Pair(EmbeddedPostgres(folder / "one", given), EmbeddedPostgres(folder / "two", given))
    try:
        made.primary.start()
        made.follow()
        yield made
    finally:
        for one in (made.primary, made.standby):
            send(one, signal.SIGCONT)
            one.stop()
            shutil.rmtree(one.home, ignore_errors=True)  # which root may have had to put elsewhere
        shutil.rmtree(folder, ignore_errors=True)


def run_as(server: EmbeddedPostgres, program: Path, *arguments: str) -> str:
    """What a program of PostgreSQL's says, run by the account that the server runs under."""
    command = server._command(detach=False, program=program, arguments=list(arguments))
    done = subprocess.run(command, cwd="/", env=server._environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _owned(server: EmbeddedPostgres, path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, server._account.uid, server._account.gid)


def processes(server: EmbeddedPostgres) -> list[psutil.Process]:
    """The postmaster and whatever it has started, the latter first."""
    if server.pid is None:
        return []
    postmaster = psutil.Process(server.pid)
    return [*postmaster.children(recursive=True), postmaster]


def send(server: EmbeddedPostgres, number: signal.Signals) -> None:
    """One signal to every process of a server."""
    for one in processes(server):
        with suppress(psutil.NoSuchProcess):
            one.send_signal(number)


def kill(server: EmbeddedPostgres) -> None:
    """As a machine dies: all of its processes at once; what the operating system has not been told is lost."""
    send(server, signal.SIGKILL)
    until(lambda: server.pid is None)


def ask(connection: psycopg.Connection[Any], query: str) -> list[Any]:
    return connection.execute(query).fetchall()  # type: ignore[call-overload]
