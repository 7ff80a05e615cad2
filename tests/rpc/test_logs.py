"""What the server writes down: events and fields of a fixed list, never a payload, a secret or an error's text."""

from __future__ import annotations

import ast
import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import psycopg
import pytest

from holdfast_server.kernel.principal import DEV
from holdfast_server.runtime import telemetry
from holdfast_server.runtime.settings import SettingsInvalid, load
from holdfast_server.transport.access import LINES_PER_SECOND, AccessLog, digest
from holdfast_server.transport.call import Call
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.metrics import Scrape, get, until
from tests.support.postgres import Cluster
from tests.support.refusals import refused
from tests.support.server import ROOT, RunningServer
from tests.support.world import Shop, reserve_request, unique

CANARY = "canary7f3a"
"""In everything that nobody but its owner may see."""
UNREACHABLE = f"postgresql://bird:{CANARY}@127.0.0.1:1/stock"


def record(logger: str, message: str, error: BaseException | None = None, **extra: Any) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord(logger, logging.ERROR, "file.py", 1, message, (), info)
    made.__dict__.update(extra)
    return made


def lines_of(log: Path) -> list[dict[str, Any]]:
    return [json.loads(one) for one in log.read_text().splitlines()]


# --- the list of fields -----------------------------------------------------------------------------


def test_a_field_that_is_not_on_the_list_is_left_out() -> None:
    made = record("holdfast_server.x", "happened", method="Get", payload=CANARY, password=CANARY)
    assert json.loads(telemetry.JsonLines().format(made)).items() >= {"event": "happened", "method": "Get"}.items()
    for formatter in (telemetry.JsonLines(), telemetry.Console()):
        assert CANARY not in formatter.format(made)
        assert "payload" not in formatter.format(made)


def calls_of_the_log() -> Iterator[tuple[str, ast.Call]]:
    """Every line of code of ours that writes to the log, and where it is."""
    for path in (ROOT / "server" / "holdfast_server").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
            ):
                yield f"{path.name}:{node.lineno}", node


def fields_in_use() -> dict[str, str]:
    """Every field that a log line of ours is given, and where."""
    found = {}
    for place, call in calls_of_the_log():
        for given in call.keywords:
            assert given.arg in ("extra", "exc_info"), place
            if given.arg == "extra":
                assert isinstance(given.value, ast.Dict), f"{place}: fields are written out"
                for key in given.value.keys:
                    assert isinstance(key, ast.Constant), f"{place}: fields are written out"
                    found[str(key.value)] = place
    return found


def test_every_field_that_is_given_is_on_the_list_and_every_one_on_the_list_is_given() -> None:
    used = fields_in_use()
    assert len(used) > 10
    for name, place in used.items():
        assert name in telemetry.FIELDS, f"{place}: {name} would be dropped"
    plain = {"address", "database", "path", "pid", "seconds", "signal", "version", "workers"}
    assert set(telemetry.FIELDS) - set(used) <= plain


def test_no_line_is_made_of_values() -> None:
    """A message is a name: values are fields, so that the list decides."""
    levels = {"debug", "info", "warning", "error", "critical"}
    written = [(place, call.args) for place, call in calls_of_the_log() if call.func.attr in levels]  # type: ignore[attr-defined]
    assert len(written) > 20
    for place, arguments in written:
        assert len(arguments) == 1 and isinstance(arguments[0], ast.Constant), place


def test_an_error_is_told_by_where_it_came_from_and_not_by_its_text() -> None:
    def deep() -> None:
        raise ValueError(CANARY)

    try:
        deep()
    except ValueError as error:
        made = record("holdfast_server.x", "failed", error, error_type="ValueError")
    for formatter in (telemetry.JsonLines(), telemetry.Console()):
        told = formatter.format(made)
        assert CANARY not in told
        assert "test_logs.py:" in told and "deep" in told


def test_of_a_library_only_the_template_is_written() -> None:
    made = record("psycopg", "cannot connect to %s")
    made.args = (CANARY,)
    assert json.loads(telemetry.JsonLines().format(made))["event"] == "cannot connect to %s"
    several = record("asyncio", f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{CANARY}')>")
    assert json.loads(telemetry.JsonLines().format(several))["event"] == "Task exception was never retrieved"


async def test_an_error_that_nobody_takes_is_told_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise ValueError(CANARY)

    asyncio.get_running_loop().set_exception_handler(telemetry.failed_task)
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    del task
    for _ in range(3):
        await asyncio.sleep(0)
    (told,) = [one for one in caplog.records if one.message == "task_failed"]
    assert CANARY not in telemetry.JsonLines().format(told)
    assert json.loads(telemetry.JsonLines().format(told))["error_type"] == "ValueError"


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_the_last_words_of_a_process_have_no_values(log_format: str) -> None:
    program = (
        "from holdfast_server.runtime import telemetry\n"
        f"telemetry.configure(log_format={log_format!r}, level='INFO')\n"
        f"raise ValueError('{CANARY}')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "process_failed" in done.stderr and "ValueError" in done.stderr
    assert CANARY not in done.stderr


# --- the access log ---------------------------------------------------------------------------------


class Peer:
    def peer(self) -> str:
        return "ipv4:127.0.0.1:5000"


def told(log: AccessLog, caplog: pytest.LogCaptureFixture, *codes: str) -> list[logging.LogRecord]:
    caplog.set_level(logging.INFO)
    for code in codes:
        if log.wants(code):
            log.tell("Get", code, "", 0.5, Peer(), Call(DEV, 0.0, "peer"), reserve_request(request_id=CANARY))
    return [one for one in caplog.records if one.message == "call"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("off", []),
        ("errors", ["INTERNAL", "UNAVAILABLE"]),
        ("all", ["OK", "FAILED_PRECONDITION", "INTERNAL", "UNAVAILABLE"]),
    ],
)
def test_the_access_log_tells_of_as_many_calls_as_are_wanted(
    caplog: pytest.LogCaptureFixture, wanted: Any, expected: list[str]
) -> None:
    found = told(AccessLog(wanted), caplog, "OK", "FAILED_PRECONDITION", "INTERNAL", "UNAVAILABLE")
    assert [one.__dict__["code"] for one in found] == expected


def test_a_share_of_calls_is_told_and_every_error(caplog: pytest.LogCaptureFixture) -> None:
    draws = iter([0.05, 0.5, 0.09])
    found = told(AccessLog("all", share=0.1, random_=lambda: next(draws)), caplog, "OK", "OK", "INTERNAL", "NOT_FOUND")
    assert [one.__dict__["code"] for one in found] == ["OK", "INTERNAL", "NOT_FOUND"]


def test_a_flood_of_errors_is_told_by_its_size(caplog: pytest.LogCaptureFixture) -> None:
    now = [10.0]
    log = AccessLog("errors", clock=lambda: now[0])
    assert len(told(log, caplog, *["INTERNAL"] * (LINES_PER_SECOND + 7))) == LINES_PER_SECOND
    now[0] = 11.0
    last = told(log, caplog, "INTERNAL")[-1]
    assert last.__dict__["skipped"] == 7


def test_a_request_id_is_told_by_its_digest() -> None:
    assert digest("order-1") == "0bafe22156d2"
    assert digest("") is None


def test_a_line_of_the_access_log_says_who_called_what_and_how_it_ended(database_url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with servers.serving(database_url, log=log, access_log="all", log_level="INFO", log_format="json") as server:
        client = server.client()
        shop = Shop(client)
        item, place = shop.stocked(5)
        request_id = unique(CANARY)
        refused(lambda: shop.reserve((item, place, 9), request_id=request_id, description=CANARY))
        shop.reserve((item, place, 2))
        until(lambda: len([one for one in lines_of(log) if one.get("method") == "CreateReservation"]) == 2)
        client.close()
    calls = [one for one in lines_of(log) if one["event"] == "call" and one["method"] == "CreateReservation"]
    assert [(one["code"], one.get("reason")) for one in calls] == [
        ("FAILED_PRECONDITION", "INSUFFICIENT_STOCK"),
        ("OK", None),
    ]
    assert calls[0]["request_digest"] == digest(request_id)
    assert calls[0]["tenant"] == "default" and calls[0]["actor"] == "dev"
    assert calls[0]["peer"].startswith("ipv4:127.0.0.1:")
    assert 0 < calls[0]["seconds"] < 30
    assert CANARY not in log.read_text()
    assert_books(database_url)


# --- canaries ---------------------------------------------------------------------------------------


def statuses(*calls: Any) -> list[str]:
    """Everything that refusals tell their callers, as text."""
    found = []
    for call in calls:
        with pytest.raises(grpc.RpcError) as caught:
            call()
        error: Any = caught.value
        found.append(f"{error.details()} {error.debug_error_string()} {error.trailing_metadata()}")
    return found


def provoke(server: RunningServer, database_url: str) -> list[str]:
    """Failures of all kinds, with canaries in all that a caller may send; what the callers were told."""
    client = server.client()
    shop = Shop(client)
    item, place = shop.stocked(5)
    metadata = (("authorization", f"Bearer {CANARY}"), ("x-secret", CANARY), ("traceparent", CANARY))
    service = "/holdfast.inventory.v1.InventoryService/"

    def raw(method: str, payload: bytes) -> Any:
        return client.channel.unary_unary(service + method)(payload, metadata=metadata)

    request = reserve_request(
        (item, place, 9), request_id=unique(CANARY), description=CANARY, metadata={"note": CANARY, CANARY: "x"}
    )
    told = statuses(
        lambda: client.inventory.CreateReservation(request, metadata=metadata),
        lambda: raw("CreateReservation", b"\x0a\xff" + CANARY.encode()),
        lambda: raw(f"No{CANARY}", b""),
    )
    with psycopg.connect(database_url, autocommit=True) as connection:
        # A statement that fails on a value: PostgreSQL's own text would have the value in it.
        connection.execute("ALTER TABLE reservations ADD CONSTRAINT no_birds CHECK (description NOT LIKE 'canary%')")
        connection.execute("ALTER TABLE item_skus ADD CONSTRAINT no_birds CHECK (sku NOT LIKE 'canary%')")
        fitting = reserve_request((item, place, 1), request_id=unique(CANARY), description=CANARY)
        told += statuses(
            lambda: client.inventory.CreateReservation(fitting, metadata=metadata),
            lambda: shop.item(sku=CANARY, title=CANARY),
        )
        connection.execute("ALTER TABLE reservations DROP CONSTRAINT no_birds")
        connection.execute("ALTER TABLE item_skus DROP CONSTRAINT no_birds")
        # A read that fails where nobody expects it.
        connection.execute("ALTER TABLE locations RENAME TO gone")
        told += statuses(lambda: shop.location(name=CANARY))
        connection.execute("ALTER TABLE gone RENAME TO locations")
    client.close()
    return told


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_no_canary_is_in_a_log_a_status_or_a_metric(tmp_path: Path, log_format: str) -> None:
    own = Cluster()
    log = tmp_path / "log"
    try:
        with own.database() as plain:
            with psycopg.connect(plain, autocommit=True) as connection:
                connection.execute(f"CREATE ROLE bird SUPERUSER LOGIN PASSWORD '{CANARY}'")
            url = f"postgresql://bird:{CANARY}@{plain.rpartition('@')[2]}"
            settings = {"log_level": "DEBUG", "access_log": "all", "log_format": log_format, "books_check_seconds": "1"}
            with servers.serving(url, log=log, **settings) as server:
                told = provoke(server, plain)
                own.postgres.stop()
                until(lambda: get(server.metrics, "/readyz")[0] == 503)
                client = server.client()
                told += statuses(lambda: Shop(client).location(name=CANARY))
                own.postgres.start()
                until(lambda: get(server.metrics, "/readyz")[0] == 200)
                with psycopg.connect(plain, autocommit=True) as connection:
                    connection.execute("ALTER ROLE bird PASSWORD 'another'")
                    connection.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                    )
                    until(lambda: get(server.metrics, "/readyz")[0] == 503)
                    told += statuses(lambda: Shop(client).location(name=CANARY))
                    pages = [get(server.metrics, path)[1] for path in ("/metrics", "/readyz", f"/{CANARY}")]
                    connection.execute(f"ALTER ROLE bird PASSWORD '{CANARY}'")
                until(lambda: get(server.metrics, "/readyz")[0] == 200)
                client.close()
                assert Scrape(server.metrics).sum("holdfast_calls_total", reason="UNEXPECTED") == 3
    finally:
        own.close()
    assert len(told) == 8
    written = log.read_text()
    for event in ("statement_failed", "unexpected", "look_failed", "batch_rerun", "not_serving", "call"):
        assert event in written, event
    assert "no_birds" in written, "the constraint is told"
    assert CANARY not in written
    # What a caller sent may stand in what only that caller is told; the database's password and others' fields may not.
    for text in told:
        assert CANARY not in text.replace(f"No{CANARY}", "")
    for text in pages:
        assert CANARY not in text


INVALID = [
    f"postgresql://bird:{CANARY}%zz@127.0.0.1:1/stock",
    f"postgresql://bird:{CANARY}@127.0.0.1:{CANARY}/stock",
    f"postgresql://bird:{CANARY} x@127.0.0.1:1/stock",
    f"postgresql://bird:{CANARY}@127.0.0.1:1/stock?password={CANARY}&nothing={CANARY}",
    f"postgresql://bird:{CANARY}@[::1/stock",
]
"""URLs that the driver refuses, and quotes when it does."""


@pytest.mark.parametrize("url", INVALID)
def test_a_url_that_the_driver_would_quote_is_refused_before_it_sees_it(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="database_url: is no valid URL") as caught:
        load(database_url=url)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("command", "url", "code"),
    [
        ("serve", UNREACHABLE, 2),
        ("migrate", UNREACHABLE, 2),
        ("verify-ledger", UNREACHABLE, 2),
        ("doctor", UNREACHABLE, 1),
        ("config", UNREACHABLE, 0),
        ("serve", INVALID[0], 2),
        ("doctor", INVALID[2], 1),
    ],
)
def test_a_database_that_cannot_be_reached_does_not_give_its_password_away(command: str, url: str, code: int) -> None:
    done = servers.run(command, database_url=url)
    assert CANARY not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == code
