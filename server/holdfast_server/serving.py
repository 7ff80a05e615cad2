"""From settings to a running service: database, schema, one process or several, signals, and the way out.

gRPC is imported in the processes that serve and nowhere else: the parent of several workers only watches them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from holdfast_server.modes import NO_IDENTITY, ModeRefused, check_mode, has_identity
from holdfast_server.observing.http import listening
from holdfast_server.observing.pages import Supervised, of_workers
from holdfast_server.runtime import migrate, ports
from holdfast_server.runtime.database import DatabaseUnfit, check_fit
from holdfast_server.runtime.postgres import EmbeddedPostgres
from holdfast_server.runtime.settings import OFF, PREFIX, SECRETS, Settings

log = logging.getLogger(__name__)

WORKER_READY: Final = "ready"
START_SECONDS: Final = 60.0
SECRET_FILES: Final = frozenset(f"{PREFIX}{name.upper()}_FILE" for name in SECRETS)


class PortTaken(Exception):
    """Somebody else listens there; the text says where."""


Ready = Callable[[int, str], None]
"""Is told the port that is served, and where the metrics are (empty where they are nowhere)."""


def serve(settings: Settings, on_ready: Ready) -> None:
    """Serve until SIGTERM or SIGINT, then leave in order: calls first, the embedded database last."""
    check_mode(settings)
    embedded = None if settings.url else EmbeddedPostgres(settings.state_dir)
    _check_port(settings.listen)
    if settings.metrics_listen not in ("", OFF):
        _check_port(settings.metrics_listen)
    url = settings.url or (embedded.start() if embedded else "")
    try:
        for problem in asyncio.run(check_fit(url, pooled=settings.pooler)):
            if not settings.is_dev:
                raise DatabaseUnfit(problem)
            log.warning("not_durable", extra={"problem": problem})
        if settings.migrate and not settings.pooler:
            before, after = migrate.upgrade(url)
            if before != after:
                log.info("migrated", extra={"revision": after})
            if after not in migrate.known():
                log.warning("schema_ahead", extra={"revision": after})
        if not settings.is_dev and not has_identity(settings):
            _check_keys(url)
        if settings.workers == 1:
            _run(_serve_alone(settings, url, embedded, on_ready))
        else:
            _Workers(settings, url, embedded).run(on_ready)
    finally:
        if embedded is not None:
            embedded.stop()


def work(settings: Settings, number: int) -> None:
    """One worker of several: the database is ready, the port is shared. Says `ready` and its ports when it is."""
    assert settings.url is not None
    parent = os.getppid()
    _follow_parent(parent)
    url = settings.url

    async def run() -> None:
        from holdfast_server.wiring import Server

        server = Server(settings, url, share_port=True, worker=number)
        _stop_on_signals(server.stop)
        await server.run(lambda port: print(f"{WORKER_READY} {port} {server.metrics_port}", flush=True))

    _run(run())


async def _serve_alone(settings: Settings, url: str, embedded: EmbeddedPostgres | None, on_ready: Ready) -> None:
    from holdfast_server.wiring import Server

    server = Server(settings, url, share_port=False)
    _stop_on_signals(server.stop)
    keeper = asyncio.create_task(embedded.keep()) if embedded else None
    try:
        await server.run(lambda port: on_ready(port, _beside(settings.metrics_listen, server.metrics_port)))
    finally:
        if keeper is not None:
            keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeper


def _beside(listen: str, port: int) -> str:
    """Where metrics are, given on which port; empty where they are off."""
    host = listen.rpartition(":")[0] or "127.0.0.1"
    return f"{host}:{port}" if port else ""


def _run(main: object) -> None:
    """On the faster event loop."""
    import uvloop

    uvloop.run(main)  # type: ignore[arg-type]


def _stop_on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


def _follow_parent(parent: int) -> None:
    """End with the parent, whatever ends it."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)


def _check_keys(url: str) -> None:
    """Refuse to serve where keys are the only way in and there is none."""
    from holdfast_server.identity.commands import list_keys

    now = datetime.now(UTC)
    if not any(key.is_good(now) for key in asyncio.run(list_keys(url, None))):
        raise ModeRefused(NO_IDENTITY)


def _check_port(listen: str) -> None:
    """Say that a port is taken before anything is started."""
    try:
        ports.probe(listen)
    except OSError as error:
        raise PortTaken(f"cannot listen on {listen}: {error.strerror}") from None


class _Workers:
    """The parent of several workers: starts them, replaces the dead, passes signals on."""

    def __init__(self, settings: Settings, url: str, embedded: EmbeddedPostgres | None) -> None:
        self._settings = settings
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in SECRET_FILES},
            **settings.environment(),
            f"{PREFIX}DATABASE_URL": url,
            f"{PREFIX}MIGRATE": "false",
            f"{PREFIX}WORKERS": "1",
            f"{PREFIX}DEV": str(settings.is_dev),
            # Each answers its parent, which answers for all.
            f"{PREFIX}METRICS_LISTEN": OFF if settings.metrics_listen == OFF else "127.0.0.1:0",
        }
        self._embedded = embedded
        self._supervised = Supervised(settings.workers)
        self._processes: list[asyncio.subprocess.Process] = []
        self._ports: list[int] = []
        self._stopping = False

    def run(self, on_ready: Ready) -> None:
        """Until told to stop."""
        asyncio.run(self._run(on_ready))

    async def _run(self, on_ready: Ready) -> None:
        stop = asyncio.Event()
        _stop_on_signals(stop.set)
        if self._settings.listen.endswith(":0"):
            self._environment[f"{PREFIX}LISTEN"] = _settle_port(self._settings.listen)
        keeper = asyncio.create_task(self._embedded.keep()) if self._embedded else None
        watchers = [asyncio.create_task(self._keep_one(number)) for number in range(self._settings.workers)]
        port = await self._first_ready(watchers)
        listener = await listening(of_workers(self._supervised), self._settings.metrics_listen)
        on_ready(port, _beside(self._settings.metrics_listen, listener.port))
        await stop.wait()
        self._stopping = self._supervised.leaving = True
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        await asyncio.gather(*watchers, return_exceptions=True)
        await listener.close()
        if keeper is not None:
            keeper.cancel()

    async def _first_ready(self, watchers: list[asyncio.Task[None]]) -> int:
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            await asyncio.sleep(0.02)
            if len(self._ports) == self._settings.workers:
                return self._ports[0]
            for watcher in watchers:
                if watcher.done():
                    watcher.result()
        raise TimeoutError("the workers did not become ready")

    async def _keep_one(self, number: int) -> None:
        """One worker, and the next one when it has died."""
        while not self._stopping:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "holdfast_server",
                "worker",
                "--number",
                str(number),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
            )
            self._processes.append(process)
            assert process.stdout is not None
            line = (await process.stdout.readline()).decode().split()
            if line[:1] == [WORKER_READY]:
                self._ports.append(int(line[1]))
                self._supervised.ports[number] = int(line[2]) or None
            code = await process.wait()
            self._processes.remove(process)
            self._supervised.ports[number] = None
            if not self._stopping:
                self._supervised.restarts += 1
                log.error("worker_died", extra={"exit_code": code, "pid": process.pid, "worker": number})
                await asyncio.sleep(0.2)


def _settle_port(listen: str) -> str:
    """A free port in place of 0, which each worker would otherwise choose for itself."""
    return f"{listen.rpartition(':')[0]}:{ports.probe(listen)}"
