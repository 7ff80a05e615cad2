"""The service through PgBouncer, which gives every transaction another connection."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from holdfast_server.runtime import migrate, ports
from holdfast_server.runtime.postgres import account
from tests.faults.test_kills import Shopper, assert_nothing_lost, crowd_of, settle, until_nothing_is_held
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.day import live_a_day
from tests.support.pages import block
from tests.support.patroni import DEBIAN, Program, give, reachable
from tests.support.postgres import Cluster
from tests.support.waiting import until
from tests.support.world import Shop

SETTINGS = {"pooler": "yes", "prepared_statements": "no"}
SECRET = "another secret"


class Bouncer:
    """A PgBouncer before a database whose owner is the role `holdfast_app`."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        who = account()
        place = psycopg.conninfo.conninfo_to_dict(cluster.admin_url)
        self.port = ports.probe("127.0.0.1:0")
        users = folder / "userlist.txt"
        users.write_text(f'"holdfast_app" "{SECRET}"\n')
        page = block("database.md", "pgbouncer.ini")
        settings = folder / "pgbouncer.ini"
        settings.write_text(
            page.replace("port=5432", f"port={place['port']}")
            .replace("dbname=holdfast", "dbname=pooled")
            .replace("listen_port = 6432", f"listen_port = {self.port}")
            .replace("/etc/pgbouncer/userlist.txt", str(users))
            + "unix_socket_dir =\n"
        )
        for path in (users, settings):
            path.chmod(0o600)
            give(path, who)
        program = reachable(DEBIAN / "usr/sbin/pgbouncer", folder)
        (libraries,) = (DEBIAN / "usr/lib").glob("*-linux-gnu*")
        environment = {"LD_LIBRARY_PATH": str(reachable(libraries, folder))}
        self.program = Program(who, [str(program), str(settings)], folder / "pgbouncer.log", environment)
        self.url = f"postgresql://holdfast_app:{SECRET.replace(' ', '%20')}@127.0.0.1:{self.port}/holdfast"
        self.direct = f"postgresql://holdfast_app:{SECRET.replace(' ', '%20')}@127.0.0.1:{place['port']}/pooled"

    def is_open(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2, prepare_threshold=None).close()
        except psycopg.OperationalError:
            return False
        return True


def run(cluster: Cluster, text: str) -> None:
    with psycopg.connect(cluster.admin_url, autocommit=True) as connection:
        for statement in text.split(";"):
            if statement.strip():
                connection.execute(statement.encode())


@pytest.fixture
def bouncer() -> Iterator[tuple[Cluster, Bouncer]]:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-pgbouncer-"))
    folder.chmod(0o755)
    cluster = Cluster()
    run(cluster, f"CREATE ROLE holdfast_app LOGIN PASSWORD '{SECRET}'; CREATE DATABASE pooled OWNER holdfast_app")
    made = Bouncer(cluster, folder)
    made.program.start()
    try:
        until(made.is_open)
        migrate.upgrade(made.direct)
        yield cluster, made
    finally:
        made.program.stop()
        cluster.close()
        shutil.rmtree(folder, ignore_errors=True)


def test_a_day_of_a_shop_and_a_crowd_go_through_a_pooler(bouncer: tuple[Cluster, Bouncer]) -> None:
    cluster, pooled = bouncer
    refused = servers.run("serve", "--listen", "127.0.0.1:0", database_url=pooled.url, **SETTINGS)
    assert refused.returncode == 2
    assert "ALTER ROLE holdfast_app SET lock_timeout = '500ms'" in refused.stderr
    run(cluster, block("database.md", "run as superuser: pooler"))
    restarted = pooled.program  # connections that were made before know nothing of it
    restarted.stop()
    restarted.start()
    until(pooled.is_open)
    with servers.serving(pooled.url, workers="2", **SETTINGS) as running:
        live_a_day(running)
    with psycopg.connect(pooled.direct, autocommit=True) as connection:
        connection.execute("DELETE FROM requests")
    with servers.serving(pooled.url, workers="2", **SETTINGS) as running:
        client = running.client()
        shoppers = crowd_of(running.address, Shop(client), Shopper)
        time.sleep(3)
        settle(shoppers)
        until_nothing_is_held(shoppers, Shop(client))
        assert_nothing_lost(shoppers, Shop(client), pooled.direct)
        client.close()
    proved = servers.run("verify-ledger", database_url=pooled.url, **SETTINGS)
    assert (proved.returncode, proved.stdout.count("the books are sound")) == (0, 1), proved.stderr
    assert "prepared statement" not in pooled.program.log.read_text()
    assert_books(pooled.direct)


def test_a_pooler_that_restarts_under_load_loses_nothing(bouncer: tuple[Cluster, Bouncer]) -> None:
    cluster, pooled = bouncer
    run(cluster, block("database.md", "run as superuser: pooler"))
    pooled.program.stop()
    pooled.program.start()
    until(pooled.is_open)
    with servers.serving(pooled.url, log_level="ERROR", **SETTINGS) as running:
        client = running.client()
        shoppers = crowd_of(running.address, Shop(client), Shopper)
        for _ in range(3):
            time.sleep(1)
            pooled.program.kill()
            pooled.program.start()
        settle(shoppers)
        until_nothing_is_held(shoppers, Shop(client))
        assert_nothing_lost(shoppers, Shop(client), pooled.direct)
        client.close()
