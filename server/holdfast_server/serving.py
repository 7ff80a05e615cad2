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
from typing import Any, Final

from holdfast_server.modes import NO_IDENTITY, ModeRefused, check_mode, has_identity
from holdfast_server.observing.http import listening
from holdfast_server.observing.pages import Supervised, of_workers
from holdfast_server.runtime import migrate, ports
from holdfast_server.runtime.database import DatabaseUnfit, check_fit
from holdfast_server.runtime.postgres import EmbeddedPostgres
from holdfast_server.runtime.settings import OFF, PREFIX, SECRETS, Settings

log = logging.getLogger(__name__)

WORKER_READY: Final = "ready"
FORCED: Final = 1
"""The exit code of a server that was told twice to leave: what was in flight is not answered."""
FIRST_PAUSE_SECONDS: Final = 0.2
LAST_PAUSE_SECONDS: Final = 5.0
MAX_DEATHS: Final = 5
"""So many workers in a row that never served: where none is left that does, the next ones would not either."""
START_SECONDS: Final = 60.0
SECRET_FILES: Final = frozenset(f"{PREFIX}{name.upper()}_FILE" for name in SECRETS)


class WorkersDie(Exception):
    """Workers end as soon as they are started; their log says why."""


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
        # A terminal tells all of its processes to stop, and then the parent tells its workers: that is not twice.
        _stop_on_signals(server.stop, server.stop)
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


def _stop_on_signals(stop: Callable[[], None], force: Callable[[], None] | None = None) -> None:
    """Leave in order at the first signal to, and at once at the second one."""
    loop = asyncio.get_running_loop()
    steps = [force or _leave_at_once, stop]

    def leave() -> None:
        (steps.pop() if len(steps) > 1 else steps[0])()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, leave)


def _leave_at_once() -> None:
    """As a crash would, which loses nothing that was acknowledged."""
    os._exit(FORCED)


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
        self._ready = 0
        self._born = 0
        self._changed = asyncio.Event()
        self._leaving = asyncio.Event()
        self._port = 0
        self._deaths = 0
        self._is_forced = False
        self._renewal: asyncio.Task[None] | None = None

    def run(self, on_ready: Ready) -> None:
        """Until told to stop."""
        asyncio.run(self._run(on_ready))

    async def _run(self, on_ready: Ready) -> None:
        _stop_on_signals(self._leaving.set, self._force)
        if not os.isatty(0):  # of a terminal it means that the terminal has gone
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._renew)
        if self._settings.listen.endswith(":0"):
            self._environment[f"{PREFIX}LISTEN"] = _settle_port(self._settings.listen)
        keeper = asyncio.create_task(self._embedded.keep()) if self._embedded else None
        watchers = [asyncio.create_task(self._keep_one(number)) for number in range(self._settings.workers)]
        stopped = asyncio.create_task(self._leaving.wait())
        listener = None
        try:
            if await self._all_ready(stopped, watchers):
                listener = await listening(of_workers(self._supervised), self._settings.metrics_listen)
                on_ready(self._port, _beside(self._settings.metrics_listen, listener.port))
                await asyncio.wait([stopped, *watchers], return_when=asyncio.FIRST_COMPLETED)
            if not stopped.done():
                raise WorkersDie("workers end as soon as they are started; the log above says why")
        finally:
            self._leaving.set()
            self._supervised.leaving = True
            stopped.cancel()
            self._signal(signal.SIGTERM)
            await asyncio.gather(*watchers, return_exceptions=True)
            if listener is not None:
                await listener.close()
            if keeper is not None:
                keeper.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await keeper
        if self._is_forced:
            sys.exit(FORCED)

    def _signal(self, number: signal.Signals) -> None:
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)

    def _force(self) -> None:
        self._is_forced = True
        self._signal(signal.SIGKILL)

    async def _all_ready(self, stopped: asyncio.Task[Any], watchers: list[asyncio.Task[None]]) -> bool:
        """Wait until every worker serves; False where one of them cannot, or nobody wants them any more."""
        give_up = time.monotonic() + START_SECONDS
        while self._ready < self._settings.workers:
            if stopped.done() or any(watcher.done() for watcher in watchers):
                return False
            if time.monotonic() > give_up:
                raise WorkersDie("the workers did not become ready; the log above says what they wait for")
            await asyncio.sleep(0.02)
        return True

    # --- one after the other ----------------------------------------------------------------------

    def _renew(self) -> None:
        """Replace all workers without a call being refused: a new certificate authority, a new version of the code."""
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew_all())

    async def _renew_all(self) -> None:
        for process in list(self._processes):
            born = self._born
            log.info("worker_renewed", extra={"pid": process.pid})
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            while self._born == born or self._ready < self._settings.workers:
                self._changed.clear()
                await self._changed.wait()

    async def _keep_one(self, number: int) -> None:
        """One worker, and the next one when it has died; returns when nothing keeps them alive."""
        while not self._leaving.is_set() and (self._ready or self._deaths < MAX_DEATHS):
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
            if self._leaving.is_set():  # it was not there yet when the others were told
                process.terminate()
            assert process.stdout is not None
            line = (await process.stdout.readline()).decode().split()
            is_ready = line[:1] == [WORKER_READY]
            if is_ready:
                self._port = int(line[1])
                self._supervised.ports[number] = int(line[2]) or None
                self._ready += 1
                self._born += 1
                self._changed.set()
            code = await process.wait()
            self._processes.remove(process)
            self._supervised.ports[number] = None
            self._ready -= is_ready
            if not self._leaving.is_set() and (code or not is_ready):
                self._supervised.restarts += 1
                self._deaths = 0 if is_ready else self._deaths + 1
                log.error("worker_died", extra={"exit_code": code, "pid": process.pid, "worker": number})
                await self._pause()

    async def _pause(self) -> None:
        """Before the next one, longer each time; not when the server leaves meanwhile."""
        seconds = min(LAST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** max(0, self._deaths - 2))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._leaving.wait()


def _settle_port(listen: str) -> str:
    """A free port in place of 0, which each worker would otherwise choose for itself."""
    return f"{listen.rpartition(':')[0]}:{ports.probe(listen)}"
