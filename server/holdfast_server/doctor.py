"""What is wrong with this set-up, in sentences: settings, machine, database, schema."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata as packages
from pathlib import Path
from typing import Any, Final, Literal

import psycopg

from holdfast_server import modes
from holdfast_server.runtime import partitions, ports, postgres
from holdfast_server.runtime.database import CONNECT_SECONDS, FACTS, not_durable, reason_of, unfit
from holdfast_server.runtime.settings import Settings, SettingsInvalid, load, masked_url

MIN_PYTHON: Final = (3, 11)
MIN_FREE_BYTES: Final = 1 << 30
MAX_SKEW_SECONDS: Final = 2.0
OLD_SNAPSHOT_SECONDS: Final = 300.0

Status = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `remedy` is empty where nothing is to be done."""

    check: str
    status: Status
    sentence: str
    remedy: str = ""


def examine(flags: Mapping[str, Any]) -> list[Check]:
    """Look at everything; what cannot be looked at because of an earlier fault is left out."""
    found = [*_interpreter(), *_stubs()]
    try:
        settings = load(**flags)
    except SettingsInvalid as error:
        return [*found, Check("settings", "fault", str(error), "correct the setting; `holdfast config` shows them")]
    found.append(Check("settings", "ok", "all settings are valid"))
    found += _mode(settings)
    found += _port(settings)
    return [*found, *(_external(settings) if settings.url else _embedded(settings))]


def _interpreter(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> Iterator[Check]:
    shown = ".".join(map(str, version))
    if version < MIN_PYTHON:
        yield Check("python", "fault", f"this is Python {shown}; 3.11 or later is needed", "install a newer Python")
    else:
        yield Check("python", "ok", f"Python {shown}")


def _stubs(load_stubs: Any = None) -> Iterator[Check]:
    """The generated stubs against the protobuf runtime: a mismatch shows only when they are imported."""
    try:
        (load_stubs or _import_stubs)()
    except Exception as error:
        runtime = packages.version("protobuf")
        sentence = f"the stubs do not load with protobuf {runtime} ({type(error).__name__})"
        yield Check("stubs", "fault", sentence, "run `make setup`, then `make gen`")
    else:
        yield Check("stubs", "ok", f"the stubs load with protobuf {packages.version('protobuf')}")


def _import_stubs() -> None:
    from holdfast.inventory.v1 import admin_service_pb2, inventory_service_pb2, stock_location_service_pb2

    assert all((admin_service_pb2, inventory_service_pb2, stock_location_service_pb2))


def _mode(settings: Settings) -> Iterator[Check]:
    told = list(modes.problems(settings))
    for problem in told:
        yield Check("mode", "fault", problem, "correct the setting; SECURITY.md says what production needs")
    if not told:
        yield Check("mode", "ok", "dev mode: no credentials" if settings.is_dev else "production: TLS and identity")


def _port(settings: Settings) -> Iterator[Check]:
    try:
        ports.probe(settings.listen)
    except OSError as error:
        by = _listener(ports.split(settings.listen)[1])
        sentence = f"cannot listen on {settings.listen}: {error.strerror}{by}"
        yield Check("port", "fault", sentence, "stop what listens there, or set HOLDFAST_LISTEN")
    else:
        yield Check("port", "ok", f"{settings.listen} is free")


def _listener(port: int) -> str:
    """Which process listens on a port, as far as we may see it."""
    import psutil

    try:
        for one in psutil.net_connections("tcp"):
            if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port and one.pid:
                return f" (process {one.pid}, {psutil.Process(one.pid).name()})"
    except psutil.Error:
        return ""
    return ""


# --- the embedded database --------------------------------------------------------------------------


def _embedded(settings: Settings) -> Iterator[Check]:
    try:
        binaries = postgres.find_binaries()
        who = postgres.account()
    except postgres.PostgresFailed as error:
        yield Check("embedded postgres", "fault", str(error), "run `make setup`, or set HOLDFAST_DATABASE_URL")
        return
    yield Check("embedded postgres", "ok", f"PostgreSQL {postgres.MAJOR} in {binaries}, run as {who.name}")
    embedded = postgres.EmbeddedPostgres(settings.state_dir)
    home = embedded.home
    existing = next(path for path in (home, *home.parents) if path.exists())
    if not os.access(existing, os.W_OK) or not existing.is_dir():
        yield Check(
            "state directory", "fault", f"{existing} cannot be written", "set HOLDFAST_STATE_DIR to a folder of yours"
        )
        return
    free = shutil.disk_usage(existing).free
    if free < MIN_FREE_BYTES:
        sentence = f"only {free >> 20} MiB are free where {home} is"
        yield Check("disk", "fault", sentence, "make room: a full disk turns writes away")
    else:
        yield Check("disk", "ok", f"{free >> 30} GiB are free")
    version = _version_of(embedded.data)
    if version is not None and version != postgres.MAJOR:
        sentence = f"{embedded.data} was made by PostgreSQL {version}, not {postgres.MAJOR}"
        yield Check("data directory", "fault", sentence, "pg_upgrade it, or choose another HOLDFAST_STATE_DIR")
        return
    url = embedded.running_url()
    if url is None:
        told = "is there and not running" if version else "will be made at the first start"
        yield Check("data directory", "ok", f"the database {told}")
        return
    yield Check("data directory", "ok", f"the database is running in {embedded.data}")
    yield from _database(url)


def _version_of(data: Path) -> str | None:
    try:
        return (data / "PG_VERSION").read_text().strip()
    except OSError:
        return None


# --- any database -----------------------------------------------------------------------------------


def _external(settings: Settings) -> Iterator[Check]:
    assert settings.url is not None
    yield from _database(settings.url)


def _database(url: str) -> Iterator[Check]:
    try:
        connection = psycopg.connect(url, connect_timeout=CONNECT_SECONDS, autocommit=True)
    except psycopg.OperationalError as error:
        sentence = f"{masked_url(url)} cannot be reached: {reason_of(error)}"
        yield Check("database", "fault", sentence, "correct HOLDFAST_DATABASE_URL, or start the database")
        return
    with connection:
        row = connection.execute(FACTS).fetchone()
        assert row is not None
        problems = [*unfit(row), *not_durable(row)]
        for problem in problems:
            yield Check("database", "fault", problem, "change the database's settings, or use another one")
        if not problems:
            yield Check("database", "ok", f"PostgreSQL {row[1]}, durable, takes writes")
        yield from _clock(connection)
        yield from _snapshots(connection)
        yield from _schema(connection)


def _clock(connection: psycopg.Connection[Any]) -> Iterator[Check]:
    before = datetime.now(UTC)
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    skew = abs((row[0] - before).total_seconds())
    if skew > MAX_SKEW_SECONDS:
        sentence = f"the database's clock differs by {skew:.1f} s from this machine's"
        yield Check("clock", "warning", sentence, "let both follow a time server; the database's clock decides")
    else:
        yield Check("clock", "ok", "the database's clock agrees with this machine's")


_OLD_SNAPSHOT: Final = (
    "SELECT pid, extract(epoch FROM clock_timestamp() - xact_start)::float8 FROM pg_stat_activity "
    "WHERE (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL) AND pid <> pg_backend_pid() "
    "AND datname = current_database() AND xact_start < clock_timestamp() - make_interval(secs => %s) "
    "ORDER BY xact_start LIMIT 1"
)


def _snapshots(connection: psycopg.Connection[Any], limit_seconds: float = OLD_SNAPSHOT_SECONDS) -> Iterator[Check]:
    row = connection.execute(_OLD_SNAPSHOT, (limit_seconds,)).fetchone()
    if row is not None:
        sentence = f"backend {row[0]} has a transaction open for {row[1]:.0f} s: hot rows grow slow behind it"
        yield Check("snapshots", "warning", sentence, f"end it: SELECT pg_terminate_backend({row[0]})")
    else:
        yield Check("snapshots", "ok", "no transaction is open for long")


def _schema(connection: psycopg.Connection[Any]) -> Iterator[Check]:
    from holdfast_server.runtime import migrate

    current = migrate.current(connection)
    head = migrate.head()
    if current is None:
        yield Check(
            "schema", "warning", "the database has no schema yet", "run `holdfast migrate`, or just `holdfast serve`"
        )
        return
    if current != head:
        ahead = current not in migrate.known()
        if ahead and migrate.can_follow(connection, current):
            sentence = f"the schema is at revision {current} of a newer server, which this one can work with"
            yield Check("schema", "warning", sentence, "update the server soon")
            return
        sentence = (
            f"the schema is at revision {current}, {'which this server does not know' if ahead else f'behind {head}'}"
        )
        remedy = "update the server" if ahead else "run `holdfast migrate`"
        yield Check("schema", "fault", sentence, remedy)
        return
    yield Check("schema", "ok", f"the schema is at revision {head}")
    yield from _partitions(connection)


def _partitions(connection: psycopg.Connection[Any]) -> Iterator[Check]:
    strays = {table: count for table, count in connection.execute(partitions.STRAYS).fetchall() if count}
    for table, count in strays.items():
        sentence = f"{table}_default holds {count} rows: a month's partition was missing when they were written"
        yield Check("partitions", "warning", sentence, "move them into a partition of their month")
    present = {row[0] for row in connection.execute(partitions.PRESENT).fetchall()}
    now = datetime.now(UTC)
    wanted = [partitions.partition_name(table, partitions.month_start(now, 1)) for table in partitions.PARTITIONED]
    missing = [name for name in wanted if name not in present]
    if missing:
        sentence = f"next month's partitions are missing: {', '.join(missing)}"
        yield Check("partitions", "warning", sentence, "start the server once: it makes them")
    elif not strays:
        yield Check("partitions", "ok", "next month's partitions are there, the default ones are empty")
