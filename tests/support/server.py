"""Real servers in processes of their own, and real channels to them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from holdfast.inventory.v1 import admin_service_pb2_grpc as admin
from holdfast.inventory.v1 import catalog_service_pb2_grpc as catalog
from holdfast.inventory.v1 import event_service_pb2_grpc as events
from holdfast.inventory.v1 import inventory_service_pb2_grpc as inventory
from holdfast.inventory.v1 import sales_channel_service_pb2_grpc as channels
from holdfast.inventory.v1 import stock_location_service_pb2_grpc as locations

ROOT = Path(__file__).resolve().parents[2]
HOLDFAST = [sys.executable, "-m", "holdfast_server"]


@dataclass(frozen=True)
class Security:
    """What a client speaks TLS with: whom it trusts, and its own certificate and key where it has one."""

    trusted: bytes
    certificate: bytes | None = None
    key: bytes | None = None

    def of(self, token: str) -> grpc.ChannelCredentials:
        """With a key or token in every call, where there is one."""
        made = grpc.ssl_channel_credentials(self.trusted, self.key, self.certificate)
        if not token:
            return made
        return grpc.composite_channel_credentials(made, grpc.access_token_call_credentials(token))


class Client:
    """Stubs of all services over one channel."""

    def __init__(self, address: str, security: Security | None = None, token: str = "") -> None:
        # Channels with equal options share their connections; a number of its own keeps this one apart.
        options = [
            ("grpc.use_local_subchannel_pool", 1),
            ("grpc.max_send_message_length", 32 << 20),
            # gRPC waits longer and longer between attempts to connect: up to two minutes unless told otherwise.
            ("grpc.initial_reconnect_backoff_ms", 50),
            # The least is also how long an attempt may take: a TLS handshake on a busy machine takes its time.
            ("grpc.min_reconnect_backoff_ms", 50 if security is None else 10_000),
            ("grpc.max_reconnect_backoff_ms", 200),
        ]
        if security is None:
            self.channel = grpc.insecure_channel(address, options=options)
        else:
            self.channel = grpc.secure_channel(address, security.of(token), options=options)
        self.inventory: Any = inventory.InventoryServiceStub(self.channel)
        self.locations: Any = locations.StockLocationServiceStub(self.channel)
        self.channels: Any = channels.SalesChannelServiceStub(self.channel)
        self.catalog: Any = catalog.CatalogServiceStub(self.channel)
        self.admin: Any = admin.AdminServiceStub(self.channel)
        self.events: Any = events.EventServiceStub(self.channel)

    def close(self) -> None:
        self.channel.close()


class RunningServer:
    """One `holdfast serve`."""

    def __init__(
        self,
        process: subprocess.Popen[str],
        address: str,
        database_url: str,
        metrics: str = "",
        log: Path | None = None,
    ) -> None:
        self.process = process
        self.address = address
        self.database_url = database_url
        self.metrics = metrics
        self.log = log

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def client(self, security: Security | None = None, token: str = "") -> Client:
        return Client(self.address, security, token)

    def kill(self) -> None:
        """As a crash does it."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As an operator does it; the exit code."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def environment(database_url: str | None, **settings: str) -> dict[str, str]:
    """This process's environment without any HOLDFAST_ setting but the given ones.

    TEST_WORKERS gives every server so many processes, to see that nothing depends on there being one.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    given = {f"HOLDFAST_{name.upper()}": value for name, value in settings.items()}
    url = {"HOLDFAST_DATABASE_URL": database_url} if database_url else {}
    quiet = {
        "HOLDFAST_DEV": "true",
        "HOLDFAST_DRAIN_NOTICE": "0",
        "HOLDFAST_LOG_LEVEL": "ERROR",
        "HOLDFAST_METRICS_LISTEN": "127.0.0.1:0",
        "HOLDFAST_WORKERS": os.environ.get("TEST_WORKERS", "1"),
    }
    return {**kept, **quiet, **url, **given}


def start(
    database_url: str,
    *,
    listen: str = "127.0.0.1:0",
    log: Path | None = None,
    program: Sequence[str] = HOLDFAST,
    extra: Mapping[str, str] | None = None,
    **settings: str,
) -> RunningServer:
    """A server on a database, which writes its log to a file where one is given; returns when it serves.

    `program` is what is run in place of `holdfast`, `extra` what else stands in its environment.
    """
    with log.open("w") if log else nullcontext() as stderr:
        process = subprocess.Popen(
            [*program, "serve", "--json", "--listen", listen],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={**environment(database_url, **settings), **(extra or {})},
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait(10)
        process.stdout.close()
        raise RuntimeError(f"the server did not start (exit {process.returncode})")
    told = json.loads(line)
    return RunningServer(process, told["address"], database_url, told["metrics"], log)


@contextmanager
def serving(database_url: str, *, log: Path | None = None, **settings: str) -> Iterator[RunningServer]:
    """A server for as long; it leaves in order."""
    server = start(database_url, log=log, **settings)
    try:
        yield server
    finally:
        server.stop()
        assert server.process.stdout is not None
        server.process.stdout.close()


def run(*arguments: str, database_url: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """One `holdfast` command to its end."""
    return subprocess.run(
        [*HOLDFAST, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**environment(database_url, **settings), "COLUMNS": "200"},
        timeout=60,
    )
