"""A database that takes no writes: told to be read-only, or full. Reads go on, health tells, and it passes without a restart."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import grpc
import psycopg
from grpc_health.v1 import health_pb2, health_pb2_grpc

from holdfast_server.runtime.postgres import account
from tests.battery import site
from tests.battery.load import loaded
from tests.battery.stage import Bench
from tests.support import server as servers
from tests.support.books import examine
from tests.support.refusals import read_error
from tests.support.server import Client
from tests.support.world import Shop

WAIT_SECONDS = 30.0
TABLESPACE_MIB = 24


def unwritable(bench: Bench) -> None:
    """Read-only first, then full, where this machine lets us mount something small enough to be filled."""
    with site.cluster() as postgres:
        with servers.serving(postgres.url) as server:
            _try(bench, "read-only", server.client(), postgres.url, lambda: _read_only(postgres.url, on=True),
                 lambda: _read_only(postgres.url, on=False))  # fmt: skip
        if not _may_mount():
            bench.report.figures["full disk"] = "not tried: nothing can be mounted here"
            return
        with _small_disk() as disk:
            with psycopg.connect(postgres.url, autocommit=True) as connection:
                connection.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")  # type: ignore[call-overload]
                for (table,) in connection.execute(
                    "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'movements'::regclass"
                ).fetchall():
                    connection.execute(f"ALTER TABLE {table} SET TABLESPACE small")
            with servers.serving(postgres.url) as server:
                _try(bench, "full", server.client(), postgres.url, lambda: _fill(disk, full=True),
                     lambda: _fill(disk, full=False))  # fmt: skip
            postgres.stop()


def _try(
    bench: Bench, what: str, client: Client, url: str, worsen: Callable[[], None], mend: Callable[[], None]
) -> None:
    shop = Shop(client)
    health = health_pb2_grpc.HealthStub(client.channel)  # type: ignore[no-untyped-call]
    item, place = shop.stocked(5)
    address = client.channel._channel.target().decode()  # type: ignore[attr-defined]
    with loaded(address.removeprefix("dns:///"), url, workers=4, seed=f"{bench.seed}", pause=0.01) as load:
        time.sleep(0.3)
        worsen()
        bench.report.faults[f"database {what}"] += 1
        refusal = _until_refused(shop, item, place)
        if refusal != "DATABASE_UNAVAILABLE":
            bench.report.find("red", f"{what}: a write was told {refusal}")
        if shop.get(item, place).stocked_quantity < 5:
            bench.report.find("red", f"{what}: reads are not served")
        if what == "read-only":
            _until(lambda: _serving(health) is False, f"{what}: health says SERVING")
        else:
            # The server tries a small write, which may find room where others do not: health then goes to and fro.
            bench.report.figures[f"{what}: health tells"] = _comes(lambda: _serving(health) is False, seconds=4)
        mend()
        mended = time.monotonic()
        _until(lambda: _writes(shop, item, place), f"{what}: writes do not come back")
        bench.report.figures[f"{what}: writes back after s"] = round(time.monotonic() - mended, 2)
        _until(lambda: _serving(health) is True, f"{what}: health never says SERVING again")
    bench.report.add_history(load.history)
    bench.report.findings += examine(url, is_relayed=True)
    client.close()


def _serving(health: Any) -> bool:
    answer = health.Check(health_pb2.HealthCheckRequest(), timeout=5)
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def _writes(shop: Shop, item: str, place: str) -> bool:
    try:
        shop.adjust(item, place, 1, "FOUND")
    except grpc.RpcError:
        return False
    return True


def _until_refused(shop: Shop, item: str, place: str) -> str:
    """The reason of the first refusal."""
    give_up = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < give_up:
        try:
            shop.adjust(item, place, 1, "FOUND")
        except grpc.RpcError as error:
            return read_error(error).reason
    return "nothing: it was never refused"


def _comes(condition: Callable[[], bool], *, seconds: float) -> bool:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if condition():
            return True
        time.sleep(0.02)
    return False


def _until(condition: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < give_up, what
        time.sleep(0.05)


def _read_only(url: str, *, on: bool) -> None:
    """For everybody who connects from now on, and for nobody else: so all are made to connect again."""
    with psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=off") as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {'on' if on else 'off'}")  # type: ignore[call-overload]
    site.terminate_backends(url)


def _fill(disk: Path, *, full: bool) -> None:
    """Take all the room there is, or give it back."""
    ballast = disk / "ballast"
    if not full:
        ballast.unlink()
        return
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)


def _may_mount() -> bool:
    return os.geteuid() == 0 and shutil.which("mount") is not None and _mounts()


def _mounts() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
        return True


@contextmanager
def _small_disk() -> Iterator[Path]:
    """A disk of a few MiB that the database owns, for as long."""
    who = account()
    with tempfile.TemporaryDirectory(prefix="holdfast-disk-") as folder:
        Path(folder).chmod(0o711)
        disk = Path(folder) / "disk"
        disk.mkdir()
        options = f"size={TABLESPACE_MIB}m,uid={who.uid},gid={who.gid},mode=700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], check=True)
        try:
            yield disk
        finally:
            subprocess.run(["umount", "-l", str(disk)], check=False)
