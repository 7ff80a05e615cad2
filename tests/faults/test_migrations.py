"""Migrations while others write: nobody fails, nobody waits behind one, and the servers of before go on working.

The code of revision N works with the schemas N and N + 1. The step that these tests take is one such as a next release
brings: columns, rules, an index and a table beside those that the present server knows.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
import psycopg
import pytest

from holdfast_server.runtime import migrate, partitions
from tests.faults.test_kills import Shopper, assert_nothing_lost, crowd_of, settle, until_nothing_is_held
from tests.support import server as servers
from tests.support.postgres import Cluster
from tests.support.server import Client
from tests.support.waiting import until
from tests.support.world import Shop

pytestmark = pytest.mark.faults

STEP = '''
"""What a next release brings."""

import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("levels", sa.Column("aisle", sa.Text(), server_default="", nullable=False))
    op.execute("ALTER TABLE levels ADD CONSTRAINT levels_aisle_short CHECK (length(aisle) <= 9) NOT VALID")
    op.add_column("reservations", sa.Column("colour", sa.Text()))
    op.add_column("movements", sa.Column("weight", sa.BigInteger()))
    op.create_table("aisles", sa.Column("tenant_id", sa.Text(), primary_key=True))
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE levels VALIDATE CONSTRAINT levels_aisle_short")
        op.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS levels_by_aisle ON levels (tenant_id, aisle)")
'''


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """The server's steps and one after them."""
    made = tmp_path / "migrations"
    shutil.copytree(migrate.folder(), made, ignore=shutil.ignore_patterns("__pycache__"))
    (made / "versions" / "9000_next.py").write_text(STEP.format(before=migrate.head()))
    return made


class Pulse(threading.Thread):
    """One who writes without a pause, and knows how long it had to wait."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self._client = Client(address)
        self._shop = Shop(self._client)
        self.level = self._shop.stocked(1)
        self.longest = 0.0
        self.done = 0
        self.failed: list[str] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            before = time.monotonic()
            try:
                self._shop.adjust(*self.level, 1)
                self.done += 1
            except grpc.RpcError as error:
                self.failed.append(str(error))
            self.longest = max(self.longest, time.monotonic() - before)
        self._client.close()


@contextmanager
def pulse(address: str) -> Iterator[Pulse]:
    made = Pulse(address)
    made.start()
    try:
        yield made
    finally:
        made.stopping.set()
        made.join()


def test_a_server_goes_on_while_the_schema_of_the_next_release_comes_and_starts_again_on_it(
    cluster: Cluster, steps: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with cluster.database() as url, servers.serving(url) as running:
        client = running.client()
        shop = Shop(client)
        shoppers = crowd_of(running.address, shop, Shopper)
        with pulse(running.address) as writer:
            until(lambda: writer.done > 20, "somebody writes")
            assert migrate.upgrade(url, steps=steps) == (migrate.head(), "9000")
            done = writer.done
            until(lambda: writer.done > done + 20, "somebody writes on")
        assert writer.failed == []
        # An old server that is restarted meanwhile finds a schema that it does not know, and is told that it may.
        assert migrate.upgrade(url) == ("9000", "9000")
        with servers.serving(url) as again:
            other = again.client()
            assert Shop(other).adjust(*writer.level, 1).levels
            other.close()
        settle(shoppers)
        until_nothing_is_held(shoppers, shop)
        assert_nothing_lost(shoppers, shop, url)
        client.close()
    with capsys.disabled():
        print(f"\nthe longest wait of a write during the migration: {writer.longest * 1000:.0f} ms")


def test_a_migration_that_is_in_somebodys_way_lets_writers_through_and_says_who_holds_it_up(
    cluster: Cluster, steps: Path
) -> None:
    with cluster.database() as url, servers.serving(url) as running:
        told: list[str] = []

        def upgrade() -> None:
            try:
                migrate.upgrade(url, patience_seconds=3, steps=steps)
            except migrate.MigrationBlocked as error:
                told.append(str(error))

        with psycopg.connect(url, application_name="nightly report") as reader, pulse(running.address) as writer:
            reader.execute("SELECT count(*) FROM reservations").fetchall()  # and then it looks out of the window
            blocked = threading.Thread(target=upgrade)
            blocked.start()
            done = writer.done
            blocked.join()
            assert writer.done > done + 10
            assert writer.failed == []
        assert len(told) == 1
        assert "(nightly report) has had reservations for " in told[0]
        assert "Writers were let through" in told[0]
        with psycopg.connect(url) as connection:
            assert migrate.current(connection) == migrate.head()
            row = connection.execute("SELECT count(*) FROM pg_attribute WHERE attname = 'aisle'").fetchone()
        assert row == (0,), "a step that was not taken leaves nothing behind"
        assert migrate.upgrade(url, steps=steps) == (migrate.head(), "9000")


def test_a_step_waits_until_whoever_is_in_its_way_has_gone(cluster: Cluster, steps: Path) -> None:
    with cluster.database() as url, psycopg.connect(url) as reader:
        reader.execute("SELECT count(*) FROM levels").fetchall()
        gone = threading.Timer(1.5, reader.commit)
        gone.start()
        assert migrate.upgrade(url, steps=steps) == (migrate.head(), "9000")
        gone.join()


def test_a_schema_two_releases_ahead_is_not_worked_with(cluster: Cluster, steps: Path) -> None:
    """Its steps say that they work with servers of their own time only."""
    later = steps / "versions" / "9001_after_next.py"
    step = STEP.format(before="9000").replace('revision = "9000"', 'revision = "9001"', 1)
    later.write_text(step[: step.index("    op.")] + '    op.drop_column("levels", "aisle")\n')
    with cluster.database() as url:
        migrate.upgrade(url, steps=steps)
        with pytest.raises(migrate.SchemaAhead, match="9001"):
            migrate.upgrade(url)
        told = servers.run("serve", "--listen", "127.0.0.1:0", database_url=url)
    assert (told.returncode, told.stderr.count("update the server")) == (2, 1)


def test_months_are_made_while_others_write_and_where_somebody_reads_they_are_made_later(cluster: Cluster) -> None:
    year = datetime(2031, 1, 5, tzinfo=UTC)
    with cluster.database() as url, servers.serving(url) as running, pulse(running.address) as writer:
        until(lambda: writer.done > 20, "somebody writes")
        with psycopg.connect(url) as reader:
            reader.execute("SELECT count(*) FROM movements").fetchall()
            missing = migrate.look_after_partitions(url, year, events_kept_since=year - timedelta(days=9999))
        assert missing == [name for name in partitions.wanted(year) if name.startswith("movements")]
        assert migrate.look_after_partitions(url, year, events_kept_since=year - timedelta(days=9999)) == []
        assert writer.failed == []
