"""A real cluster: PostgreSQL nodes under Patroni, with etcd to agree by, all on loopback and on ports of the kernel's.

What it runs is brought into the checkout by `make test-ha`: etcd out of the distribution's packages, Patroni by pip.
PostgreSQL and whoever supervises it must not be root, so all of them run as the account that a database of ours does.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

from holdfast_server.runtime import launch, ports
from holdfast_server.runtime.postgres import USER, Account, EmbeddedPostgres, account, can_reach

ROOT = Path(__file__).resolve().parents[2]
DEBIAN = ROOT / ".tools" / "debian"
VENV = ROOT / ".venv-ha"
NODES = 3
LEASE_SECONDS = 20
"""How long a leader is one without saying so again: the least that Patroni allows."""
PATIENCE_SECONDS = 90.0


@dataclass(slots=True)
class Program:
    """One process of another account, its output in a file."""

    who: Account
    command: list[str]
    log: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        head = [sys.executable, "-I", "-S", launch.__file__, str(self.who.uid), str(self.who.gid), "1"]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*head, *self.command],
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Link:
    """The way to a server on this machine, which can be cut: nothing is refused, and nothing arrives."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._whole = threading.Event()
        self._whole.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._whole.clear()

    def heal(self) -> None:
        self._whole.set()

    def close(self) -> None:
        self._whole.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self._to))
                for source, sink in ((here, there), (there, here)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError), source, sink:
            while data := source.recv(65536):
                self._whole.wait()
                sink.sendall(data)


@dataclass(slots=True)
class Node:
    """One machine's worth: a Patroni and its PostgreSQL."""

    name: str
    port: int
    rest: int
    data: Path
    patroni: Program
    etcd: Link

    def told(self, what: str) -> bytes:
        """What its Patroni answers; raises OSError where it does not, or says no."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}/{what}", timeout=2) as answer:
            return bytes(answer.read())

    def processes(self) -> list[psutil.Process]:
        """Everything that would stop with the machine."""
        found: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess, OSError, ValueError, IndexError):
            postmaster = psutil.Process(int((self.data / "postmaster.pid").read_text().splitlines()[0]))
            found += [*postmaster.children(recursive=True), postmaster]
        assert self.patroni.process is not None
        with suppress(psutil.NoSuchProcess):
            patroni = psutil.Process(self.patroni.process.pid)
            found += [patroni, *patroni.children(recursive=True)]
        return list(dict.fromkeys(found))

    def send(self, number: signal.Signals, only: str = "") -> None:
        """One signal to all of them, or to those of this name."""
        for one in self.processes():
            with suppress(psutil.NoSuchProcess):
                if one.name().startswith(only):
                    one.send_signal(number)

    def kill(self) -> None:
        """The machine loses its power."""
        self.send(signal.SIGKILL)
        assert self.patroni.process is not None
        self.patroni.process.wait()

    def restart(self) -> None:
        """The machine is switched on again."""
        self.patroni.start()


@dataclass(slots=True)
class Cluster:
    """The nodes, and what an operator asks and tells them."""

    nodes: list[Node]
    password: str
    folder: Path

    def url_of(self, database: str) -> str:
        """Names every node; a client finds the one that takes writes."""
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return f"postgresql://{USER}:{self.password}@{hosts}/{database}?target_session_attrs=read-write"

    def database(self, name: str) -> str:
        """A new database on all nodes."""
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        return self.url_of(name)

    def members(self) -> dict[str, dict[str, Any]]:
        """What any node that answers says of all of them."""
        for node in self.nodes:
            with suppress(OSError, ValueError):
                return {one["name"]: one for one in json.loads(node.told("cluster"))["members"]}
        return {}

    def leader(self) -> Node | None:
        """Who leads, by the node's own word: what the others have heard may be old."""
        for node in self.nodes:
            with suppress(OSError):  # a node that does not lead answers with an error
                node.told("primary")
                return node
        return None

    def is_whole(self) -> bool:
        """Everybody runs, one leads, and another has every commit."""
        roles = sorted(one["role"] for one in self.members().values() if one["state"] in ("running", "streaming"))
        return roles == ["leader", "replica", "sync_standby"] and self.leader() is not None

    def until_whole(self) -> Node:
        self._until(self.is_whole, "the cluster is whole")
        leader = self.leader()
        return leader if leader is not None else self.until_whole()

    def until_other_leader(self, before: Node) -> Node:
        self._until(lambda: self.leader() not in (None, before), f"somebody follows {before.name}")
        leader = self.leader()
        return leader if leader not in (None, before) and leader is not None else self.until_other_leader(before)

    def switch_over(self) -> Node:
        """As an operator does it before a machine is serviced."""
        leader = self.until_whole()
        candidate = next(name for name, one in self.members().items() if one["role"] == "sync_standby")
        body = json.dumps({"leader": leader.name, "candidate": candidate}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{leader.rest}/switchover", data=body, method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.status == 200
        return self.until_other_leader(leader)

    def _until(self, condition: Any, what: str) -> None:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < give_up, f"not in {PATIENCE_SECONDS:.0f} s: {what}\n{self.last_words()}"
            time.sleep(0.1)

    def last_words(self) -> str:
        """The end of every log."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n" + "\n".join(log.read_text().splitlines()[-15:]) for log in logs)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Three nodes for as long, with a database for the server in them."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-ha-"))
    folder.chmod(0o711)
    who = account()
    made: Cluster | None = None
    peer, client = (ports.probe("127.0.0.1:0") for _ in range(2))
    etcd = Program(who, _etcd(folder, client, peer), folder / "etcd.log", {})
    try:
        (folder / "etcd").mkdir(mode=0o700)
        give(folder / "etcd", who)
        etcd.start()
        made = _cluster(folder, who, client)
        for node in made.nodes:
            node.patroni.start()
        made.until_whole()
        yield made
    finally:
        for node in made.nodes if made else ():
            node.send(signal.SIGCONT)
            node.etcd.heal()
            node.patroni.stop()
            node.kill()
            node.etcd.close()
        etcd.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _etcd(folder: Path, client: int, peer: int) -> list[str]:
    program = reachable(DEBIAN / "usr/bin/etcd", folder)
    return [
        str(program), "--name=one", f"--data-dir={folder / 'etcd'}",
        f"--listen-client-urls=http://127.0.0.1:{client}", f"--advertise-client-urls=http://127.0.0.1:{client}",
        f"--listen-peer-urls=http://127.0.0.1:{peer}", f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
        f"--initial-cluster=one=http://127.0.0.1:{peer}",
    ]  # fmt: skip


def _cluster(folder: Path, who: Account, etcd: int) -> Cluster:
    password = secrets.token_hex(16)
    binaries = EmbeddedPostgres(folder / "postgres")._prepare()
    (packages,) = VENV.glob("lib/python3*/site-packages")
    python = _python(who)
    environment = {"PYTHONPATH": str(reachable(packages, folder)), "HOME": str(folder / "home")}
    (folder / "home").mkdir()
    give(folder / "home", who)
    nodes = []
    for number in range(NODES):
        name = f"node{number + 1}"
        home = folder / name
        home.mkdir(mode=0o700)
        port, rest = ports.probe("127.0.0.1:0"), ports.probe("127.0.0.1:0")
        settings = home / "patroni.json"
        link = Link(etcd)
        settings.write_text(json.dumps(_settings(name, home, binaries, port, rest, link.port, password)))
        settings.chmod(0o600)
        for path in (home, settings):
            give(path, who)
        command = [str(python), "-m", "patroni", str(settings)]
        patroni = Program(who, command, folder / f"{name}.log", environment)
        nodes.append(Node(name, port, rest, home / "data", patroni, link))
    return Cluster(nodes, password, folder)


def _settings(name: str, home: Path, binaries: Path, port: int, rest: int, etcd: int, password: str) -> dict[str, Any]:
    """Patroni's settings; JSON is YAML. Strictly synchronous: without a standby nothing is acknowledged."""
    return {
        "scope": "holdfast",
        "name": name,
        "restapi": {"listen": f"127.0.0.1:{rest}", "connect_address": f"127.0.0.1:{rest}"},
        # A proxy: it is not to ask etcd where else it can be reached, since the way there is to be cut.
        "etcd3": {"hosts": [f"127.0.0.1:{etcd}"], "use_proxies": True},
        "bootstrap": {
            "dcs": {
                "ttl": LEASE_SECONDS, "loop_wait": 2, "retry_timeout": 5, "primary_start_timeout": 0,
                "synchronous_mode": True, "synchronous_mode_strict": True,
                "postgresql": {"use_pg_rewind": True, "parameters": {"max_connections": 100}},
            },
            "initdb": [
                {"encoding": "UTF8"}, {"locale-provider": "builtin"}, {"builtin-locale": "C.UTF-8"}, "data-checksums",
            ],
        },
        "postgresql": {
            "listen": f"127.0.0.1:{port}",
            "connect_address": f"127.0.0.1:{port}",
            "data_dir": str(home / "data"),
            "bin_dir": str(binaries),
            "pgpass": str(home / "pgpass"),
            "authentication": {
                "superuser": {"username": USER, "password": password},
                "replication": {"username": "replicator", "password": password},
            },
            "parameters": {
                "unix_socket_directories": "", "shared_buffers": "64MB", "fsync": "off", "wal_keep_size": "256MB",
            },
            "pg_hba": [
                "host all all 127.0.0.1/32 scram-sha-256",
                "host replication all 127.0.0.1/32 scram-sha-256",
            ],
        },
    }  # fmt: skip


def give(path: Path, who: Account) -> None:
    """Let it belong to the account, as far as we may."""
    if os.geteuid() == 0:
        os.chown(path, who.uid, who.gid)


def reachable(path: Path, folder: Path) -> Path:
    """The path, or a copy where the account may not go: root may work below a closed home directory."""
    assert path.exists(), f"{path} is missing: `make test-ha` brings it here"
    if os.geteuid() != 0 or can_reach(account(), path):
        return path
    copy = folder / path.name
    if path.is_dir():
        shutil.copytree(path, copy)
    else:
        shutil.copy(path, copy)
    return copy


def _python(who: Account) -> Path:
    """The interpreter that the environment was made with. As root it must be one that others may run."""
    python = (VENV / "bin" / "python").resolve()
    remedy = "make HA_PYTHON=/usr/bin/python3 test-ha"
    assert os.geteuid() != 0 or can_reach(who, python), f"{who.name} cannot run {python}: {remedy}"
    return python
