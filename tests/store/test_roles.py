"""A server whose role owns nothing: it serves, keeps quiet, and could not rewrite the ledger if it wanted to."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg
import pytest

from holdfast_server.runtime.partitions import PARTITIONED
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.day import live_a_day
from tests.support.pages import block
from tests.support.postgres import Cluster

QUIET_SECONDS = 5


@pytest.fixture
def own() -> Iterator[Cluster]:
    made = Cluster({"log_min_messages": "warning"})
    yield made
    made.close()


def url_of(cluster: Cluster, role: str, secret: str, database: str = "served") -> str:
    return f"postgresql://{role}:{secret.replace(' ', '%20')}@127.0.0.1:{cluster.postgres.port}/{database}"


def make_roles(cluster: Cluster) -> None:
    """As the page says it, in a database of another name: the cluster has one of that name already."""
    text = block("database.md", "run as superuser").replace("DATABASE holdfast", "DATABASE served")
    with psycopg.connect(cluster.admin_url, autocommit=True) as connection:
        for statement in text.split(";"):
            if statement.strip():
                connection.execute(statement.encode())


def test_a_server_serves_as_a_role_that_owns_nothing_and_fills_no_log(own: Cluster) -> None:
    make_roles(own)
    owner = url_of(own, "holdfast_owner", "one secret")
    app = url_of(own, "holdfast_app", "another secret")
    told = servers.run("migrate", "--grant-to", "holdfast_app", database_url=owner)
    assert (told.returncode, told.stderr) == (0, "")
    with servers.serving(app) as running:
        before = own.postgres.home.joinpath("postgres.log").read_text()
        live_a_day(running)
        time.sleep(QUIET_SECONDS)  # in which housekeeping looks twice at least
        said = own.postgres.home.joinpath("postgres.log").read_text().removeprefix(before)
        assert said == ""
        with psycopg.connect(app) as connection:
            query = "SELECT count(*) > 0 FROM pg_stat_user_tables WHERE last_analyze IS NOT NULL"
            assert connection.execute(query).fetchone() == (True,), "from PostgreSQL 17 on it may analyse"
    assert_books(url_of(own, "holdfast_owner", "one secret"))

    forbidden = [
        *(f"UPDATE {table} SET tenant_id = tenant_id" for table in PARTITIONED),
        *(f"DELETE FROM {table}" for table in PARTITIONED),
        *(f"INSERT INTO {table}_default SELECT * FROM {table}" for table in PARTITIONED),
        *(f"TRUNCATE {table}" for table in (*PARTITIONED, "levels", "requests")),
        "DROP TABLE levels",
        "ALTER TABLE levels ADD COLUMN mine text",
        "CREATE TABLE mine ()",
        "UPDATE alembic_version SET version_num = '9999'",
    ]
    for statement in forbidden:
        with psycopg.connect(app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


def test_granting_again_changes_nothing_and_a_role_that_is_not_there_is_named(own: Cluster) -> None:
    make_roles(own)
    owner = url_of(own, "holdfast_owner", "one secret")
    for _ in range(2):
        assert servers.run("migrate", "--grant-to", "holdfast_app", database_url=owner).returncode == 0
    told = servers.run("migrate", "--grant-to", "nobody_here", database_url=owner)
    assert told.returncode == 2
    assert "there is no role nobody_here" in told.stderr
