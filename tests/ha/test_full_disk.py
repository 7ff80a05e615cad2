"""Disks that are full for real, small ones that are made for it: of the tables, and of PostgreSQL's own log."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from holdfast_server.runtime import migrate
from holdfast_server.runtime.postgres import EmbeddedPostgres, account
from tests.faults.test_kills import Buyer, assert_nothing_lost, crowd_of, settle
from tests.rpc.test_read_only import is_serving
from tests.support import server as servers
from tests.support.patroni import give
from tests.support.postgres import THROWAWAY, Cluster
from tests.support.refusals import refused
from tests.support.waiting import until
from tests.support.watching import EARLIEST, watching
from tests.support.world import Shop, adjust_request, unique

pytestmark = pytest.mark.faults


class Disk:
    """A small disk that a test can fill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Leave nothing free."""
        with self._filler.open("ab", buffering=0) as filler:
            block = b"\0" * 4096
            try:
                while True:
                    filler.write(block)
            except OSError as error:
                assert error.errno == 28, error  # no space left on device

    def clear(self) -> None:
        self._filler.unlink(missing_ok=True)


@contextmanager
def disk(megabytes: int) -> Iterator[Disk]:
    """Mounted for as long, which takes root, or `sudo` without a password."""
    place = Path(tempfile.mkdtemp(prefix="holdfast-disk-"))
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    subprocess.run(
        [*sudo, "mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(place)], check=True
    )
    try:
        data = place / "data"
        subprocess.run([*sudo, "install", "-d", "-m", "700", "-o", account().name, str(data)], check=True)
        if sudo:
            subprocess.run([*sudo, "chmod", "777", str(place)], check=True)
        yield Disk(place)
    finally:
        subprocess.run([*sudo, "umount", "--lazy", str(place)], check=True)
        place.rmdir()


def test_when_the_tables_have_no_room_writes_are_refused_reads_go_on_and_it_recovers() -> None:
    cluster = Cluster()
    with disk(96) as small:
        try:
            with psycopg.connect(cluster.admin_url, autocommit=True) as connection:
                connection.execute(f"CREATE TABLESPACE small LOCATION '{small.folder / 'data'}'".encode())
                connection.execute(b"CREATE DATABASE cramped TABLESPACE small")
            url = cluster.url_of("cramped")
            migrate.upgrade(url)
            check_tables(url, small)
            with psycopg.connect(cluster.admin_url, autocommit=True) as connection:
                connection.execute(b"DROP DATABASE cramped WITH (FORCE)")
        finally:
            cluster.close()


def check_tables(url: str, small: Disk) -> None:
    with servers.serving(url, log_level="ERROR") as running:
        client = running.client()
        shop = Shop(client)
        item, location = shop.stocked(10)
        buyers = crowd_of(running.address, shop, Buyer)
        with watching(client, EARLIEST) as watch:
            small.fill()
            until(lambda: not is_serving(client), "readiness says that it does not serve")
            assert shop.get(item, location).stocked_quantity == 10
            assert watch.message().events
            small.clear()
            until(lambda: is_serving(client), "it serves again")
        done = [len(buyer.acknowledged) for buyer in buyers]
        until(
            lambda: all(len(buyer.acknowledged) > count for buyer, count in zip(buyers, done, strict=True)),
            "everybody sells again",
        )
        settle(buyers)
        assert_nothing_lost(buyers, shop, url)
        client.close()


def test_when_the_log_has_no_room_postgresql_stops_and_everything_acknowledged_is_there_afterwards() -> None:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-log-"))
    folder.chmod(0o711)
    options = {**THROWAWAY, "full_page_writes": "on", "max_wal_size": "64MB", "min_wal_size": "32MB"}
    own = EmbeddedPostgres(folder / "state", options)
    with disk(160) as small:
        try:
            own.start()
            own.stop()
            log = own.data / "pg_wal"
            shutil.copytree(log, small.folder / "data" / "pg_wal")
            for path in (small.folder / "data" / "pg_wal").rglob("*"):
                give(path, account())
            give(small.folder / "data" / "pg_wal", account())
            shutil.rmtree(log)
            log.symlink_to(small.folder / "data" / "pg_wal")
            own.start()
            check_log(own, small)
        finally:
            own.stop()
            shutil.rmtree(own.home, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)


def check_log(own: EmbeddedPostgres, small: Disk) -> None:
    with servers.serving(own.url, log_level="ERROR") as running:
        client = running.client()
        shop = Shop(client)
        buyers = crowd_of(running.address, shop, Buyer)
        time.sleep(1)
        small.fill()
        switch_until_it_stops(own)
        until(lambda: not is_serving(client), "readiness says that it does not serve")
        lost = adjust_request((*buyers[0]._stock[0], 1), request_id=unique("refused"))
        assert refused(lambda: shop.inventory.AdjustInventory(lost, timeout=30)).reason == "DATABASE_UNAVAILABLE"
        small.clear()

        def serves_again() -> bool:
            if own.pid is None:  # it stopped altogether, as its log could not even be repaired
                own.start()
            return is_serving(client)

        until(serves_again, "it serves again")
        settle(buyers)
        assert_nothing_lost(buyers, shop, own.url)
        client.close()


def switch_until_it_stops(own: EmbeddedPostgres) -> None:
    """Have the log go on to new files until there is no room for one: PostgreSQL panics then, as it must."""
    for _ in range(100):
        try:
            with psycopg.connect(own.url, autocommit=True, connect_timeout=5) as connection:
                connection.execute("SELECT pg_switch_wal()")
        except psycopg.Error:
            if "No space left on device" in (own.home / "postgres.log").read_text(errors="replace"):
                return
        time.sleep(0.05)
    raise AssertionError("the log found room")
