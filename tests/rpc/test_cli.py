"""The command line, as an operator uses it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import psutil
import psycopg
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from holdfast_server import __version__, doctor
from holdfast_server.runtime import migrate, postgres
from holdfast_server.runtime.settings import SettingsInvalid, load, masked_url
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.postgres import Cluster
from tests.support.refusals import read_error
from tests.support.server import ROOT, Client, environment
from tests.support.world import Shop


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("HOLDFAST_"):
            monkeypatch.delenv(name)


# --- commands ---------------------------------------------------------------------------------------


def test_it_says_its_version_and_its_commands() -> None:
    assert servers.run("--version").stdout.strip() == f"holdfast {__version__}"
    told = servers.run("--help").stdout
    for command in ("serve", "migrate", "config", "verify-ledger", "doctor"):
        assert command in told
    assert "worker" not in told


def test_config_masks_secrets() -> None:
    url = "postgresql://holdfast:hunter2@db.example/stock?sslmode=require&sslpassword=hunter3"
    for arguments in (("config",), ("config", "--json")):
        told = servers.run(*arguments, database_url=url)
        assert told.returncode == 0
        assert "hunter" not in told.stdout + told.stderr
        assert "postgresql://holdfast:****@db.example/stock" in told.stdout
    assert json.loads(servers.run("config", "--json").stdout)["listen"] == "127.0.0.1:50051"


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("listen", "0.0.0.0:50051", "is not a loopback address"),
        ("listen", "127.0.0.1", "must be address:port"),
        ("database_url", "mysql://x", "must start with postgresql://"),
        ("workers", "0", "greater than or equal to 1"),
        ("request_retention_hours", "71", "greater than or equal to 72"),
        ("max_message_bytes", "99999999", "less than or equal to"),
    ],
)
def test_a_wrong_setting_is_told_by_name(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(f"HOLDFAST_{setting.upper()}", value)
    with pytest.raises(SettingsInvalid, match=f"{setting}: .*{sentence}"):
        load()


def test_settings_come_from_flags_then_environment_then_secret_files_then_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "holdfast.toml").write_text('lanes = 2\nreaders = 3\nworkers = 4\ndatabase_url = "postgresql://file"\n')
    monkeypatch.setenv("HOLDFAST_CONFIG", str(tmp_path / "holdfast.toml"))
    monkeypatch.setenv("HOLDFAST_READERS", "5")
    monkeypatch.setenv("HOLDFAST_WORKERS", "6")
    secret = tmp_path / "secret"
    secret.write_text("postgresql://secret\n")
    monkeypatch.setenv("HOLDFAST_DATABASE_URL_FILE", str(secret))
    settings = load(workers=7, listen=None)
    assert (settings.lanes, settings.readers, settings.workers, settings.url) == (2, 5, 7, "postgresql://secret")
    monkeypatch.setenv("HOLDFAST_DATABASE_URL", "postgresql://environment")
    assert load().url == "postgresql://environment"
    monkeypatch.setenv("HOLDFAST_WORKER", "6")
    with pytest.raises(SettingsInvalid, match="unknown in the environment: HOLDFAST_WORKER"):
        load()


def test_a_url_is_shown_without_its_secrets() -> None:
    assert masked_url("postgresql://u:p@h:1/d?password=x") == "postgresql://u:****@h:1/d"
    assert masked_url("postgresql://h/d") == "postgresql://h/d"


def test_the_embedded_database_is_served_migrated_and_proved(tmp_path_factory: pytest.TempPathFactory) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="holdfast-cli-") as folder:
        Path(folder).chmod(0o711)
        state = str(Path(folder) / "state")
        told = servers.run("migrate", "--json", state_dir=state)
        assert json.loads(told.stdout) == {"before": None, "after": migrate.head(), "partitions_missing": []}
        process = subprocess.Popen(
            [*servers.HOLDFAST, "serve", "--json", "--listen", "127.0.0.1:0"],
            cwd=ROOT, env=environment(None, state_dir=state), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        client = Client(ready["address"])
        shop = Shop(client)
        item, location = shop.stocked(3)
        assert json.loads(servers.run("verify-ledger", "--json", state_dir=state).stdout)["levels_checked"] == 1
        checks = json.loads(servers.run("doctor", "--json", state_dir=state, listen="127.0.0.1:0").stdout)
        assert {check["status"] for check in checks} == {"ok"}, checks
        client.close()
        databases = [child.pid for child in psutil.Process(process.pid).children()]
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        process.stdout.close()
        assert databases
        assert not any(psutil.pid_exists(pid) for pid in databases)


def test_several_workers_serve_one_port_are_replaced_and_leave_together(cluster: Cluster) -> None:
    with cluster.database() as url:
        running = servers.start(url, workers="3")
        parent = psutil.Process(running.process.pid)
        workers = {child.pid for child in parent.children()}
        assert len(workers) == 3
        client = running.client()
        item, location = Shop(client).stocked(10**6)
        victim = min(workers)
        os.kill(victim, signal.SIGKILL)
        for _ in range(200):
            time.sleep(0.05)
            now = {child.pid for child in parent.children() if child.status() != psutil.STATUS_ZOMBIE}
            if len(now) == 3 and victim not in now:
                break
        assert len(now) == 3
        assert victim not in now
        time.sleep(1.5)
        clients = [running.client() for _ in range(12)]
        for one in clients:
            Shop(one).reserve((item, location, 1))
        assert Shop(clients[0]).get(item, location).reserved_quantity == 12
        for one in (client, *clients):
            one.close()
        assert running.stop() == 0
        assert not any(psutil.pid_exists(pid) for pid in now)
        assert running.process.stdout is not None
        running.process.stdout.close()
        assert_books(url)


def test_workers_that_die_while_they_start_are_tried_again_and_then_given_up(cluster: Cluster) -> None:
    with cluster.database() as url:
        servers.run("migrate", database_url=url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE tenants RENAME TO tenants_away")
        given = {"workers": "2", "log_level": "INFO", "log_format": "json"}
        done = servers.run("serve", "--listen", "127.0.0.1:0", database_url=url, **given)
        assert done.returncode == 2
        assert "workers end as soon as they are started" in done.stderr
        deaths = [line for line in done.stderr.splitlines() if "worker_died" in line]
        assert 5 <= len(deaths) <= 7


def test_workers_are_renewed_one_after_the_other_while_others_serve(cluster: Cluster) -> None:
    with cluster.database() as url, servers.serving(url, workers="2", drain_notice="0.3") as running:
        parent = psutil.Process(running.process.pid)
        before = {child.pid for child in parent.children()}
        stop = threading.Event()
        answers: list[Any] = []
        shop = Shop(running.client())
        item, location = shop.stocked(10**6)

        def work() -> None:
            client = running.client()
            while not stop.is_set():
                try:
                    Shop(client).inventory.GetInventoryLevel(
                        pb.GetInventoryLevelRequest(inventory_item_id=item, location_id=location),
                        timeout=10,
                        wait_for_ready=True,
                    )
                    answers.append("OK")
                except grpc.RpcError as error:
                    code = error.code().name  # type: ignore[attr-defined]
                    answers.append(code if code == "CANCELLED" else read_error(error).reason)
                    time.sleep(0.05)
            client.close()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        os.kill(running.process.pid, signal.SIGHUP)
        for _ in range(1200):
            now = {child.pid for child in parent.children() if child.status() != psutil.STATUS_ZOMBIE}
            if len(now) == 2 and not now & before:
                break
            time.sleep(0.05)
        stop.set()
        for thread in threads:
            thread.join()
        assert len(now) == 2
        assert not now & before
        # A leaving worker says so, and a client tries the next one; what comes in the moment of its end gRPC cancels.
        assert set(answers) <= {"OK", "SHUTTING_DOWN", "CANCELLED"}
        assert answers.count("OK") > len(answers) // 2
        shop.client.close()


def test_auto_is_one_worker_for_each_core() -> None:
    assert load(workers="auto").workers == min(64, len(os.sched_getaffinity(0)))


def test_faults_of_the_set_up_are_told_in_one_sentence(cluster: Cluster) -> None:
    refused = servers.run("serve", database_url="postgresql://holdfast:x@127.0.0.1:1/none")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "the database cannot be reached (nothing listens there)" in refused.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = servers.run("serve", "--listen", f"127.0.0.1:{port}", database_url=cluster.admin_url)
        assert (told.returncode, told.stderr.strip()) == (
            2,
            f"holdfast: cannot listen on 127.0.0.1:{port}: Address already in use",
        )
    bare = servers.run("verify-ledger", database_url=cluster.admin_url)
    assert (bare.returncode, bare.stderr.strip()) == (
        2, "holdfast: the database has no schema of ours, or an old one: run `holdfast migrate`",
    )  # fmt: skip
    wrong = cluster.admin_url.replace("holdfast:", "nobody:", 1)
    told = servers.run("verify-ledger", database_url=wrong)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


# --- doctor: each planted fault is told -------------------------------------------------------------


def told(checks: Any) -> dict[str, tuple[str, str]]:
    """The check's status and sentence, faults and warnings first."""
    found = {}
    for check in sorted(checks, key=lambda one: one.status == "ok", reverse=True):
        found[check.check] = (check.status, check.sentence)
    return found


def examine(**environment_: str) -> dict[str, tuple[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_LISTEN", "127.0.0.1:0")
        patch.setenv("HOLDFAST_DEV", "true")
        for name, value in environment_.items():
            patch.setenv(f"HOLDFAST_{name.upper()}", value)
        return told(doctor.examine({}))


@pytest.fixture
def migrated(cluster: Cluster) -> Iterator[str]:
    with cluster.database() as url:
        yield url


def test_doctor_finds_nothing_wrong_where_nothing_is(migrated: str) -> None:
    found = examine(database_url=migrated)
    assert found["python"][0] == found["stubs"][0] == found["clock"][0] == found["schema"][0] == "ok"


def test_doctor_tells_an_old_python() -> None:
    assert told(doctor._interpreter((3, 10, 4)))["python"] == (
        "fault",
        "this is Python 3.10.4; 3.11 or later is needed",
    )


def test_doctor_tells_stubs_that_do_not_load() -> None:
    def fail() -> None:
        raise TypeError("gencode too new")

    status, sentence = told(doctor._stubs(fail))["stubs"]
    assert status == "fault"
    assert "do not load with protobuf" in sentence


def test_doctor_tells_a_wrong_setting() -> None:
    status, sentence = examine(listen="0.0.0.0:1")["settings"]
    assert status == "fault"
    assert "not a loopback address" in sentence


def test_doctor_tells_a_server_that_would_not_start_for_want_of_tls(migrated: str) -> None:
    status, sentence = examine(database_url=migrated, dev="false")["mode"]
    assert status == "fault"
    assert sentence.startswith("there is no TLS: set tls_certificate and tls_key")
    assert examine(database_url=migrated)["mode"] == ("ok", "dev mode: no credentials")


def test_doctor_tells_a_port_that_is_taken_and_by_whom(migrated: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, sentence = examine(listen=f"127.0.0.1:{taken.getsockname()[1]}", database_url=migrated)["port"]
    assert status == "fault"
    assert f"(process {os.getpid()}, " in sentence


def test_doctor_tells_a_database_that_cannot_be_reached(migrated: str) -> None:
    status, sentence = examine(database_url="postgresql://u:secret@127.0.0.1:1/x")["database"]
    assert (status, sentence) == ("fault", "postgresql://u:****@127.0.0.1:1/x cannot be reached: nothing listens there")
    wrong = migrated.replace(migrated.split(":")[2].split("@", maxsplit=1)[0], "wrong")
    assert examine(database_url=wrong)["database"][1].endswith("the password is wrong")
    missing = migrated.rpartition("/")[0] + "/nowhere"
    assert examine(database_url=missing)["database"][1].endswith("the database or role does not exist")


def test_doctor_tells_a_database_that_could_lose_what_it_acknowledged(migrated: str) -> None:
    with psycopg.connect(migrated) as connection:
        row = connection.execute("SELECT current_setting('fsync')").fetchone()
    assert row == ("off",), "tests run on throwaway settings"
    checks = [check for check in doctor._database(migrated) if check.check == "database"]
    assert {check.status for check in checks} == {"fault"}
    assert any(check.sentence.startswith("fsync is off") for check in checks)


def test_doctor_tells_a_database_that_takes_no_writes(migrated: str) -> None:
    name = migrated.rpartition("/")[2]
    with psycopg.connect(migrated, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")  # type: ignore[call-overload]
    sentences = [check.sentence for check in doctor._database(migrated)]
    assert "the database takes no writes: it is a standby or read-only" in sentences


def test_doctor_tells_a_schema_that_is_missing_behind_or_ahead(cluster: Cluster, migrated: str) -> None:
    with cluster.database(migrated=False) as url:
        assert examine(database_url=url)["schema"] == ("warning", "the database has no schema yet")
    with psycopg.connect(migrated, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert examine(database_url=migrated)["schema"] == (
        "fault", "the schema is at revision 9999, which this server does not know",
    )  # fmt: skip


def test_doctor_tells_a_transaction_that_has_been_open_for_long(migrated: str) -> None:
    with psycopg.connect(migrated) as sleeper, psycopg.connect(migrated, autocommit=True) as connection:
        sleeper.execute("CREATE TEMP TABLE held (n int)")
        time.sleep(0.2)
        status, sentence = told(doctor._snapshots(connection, 0.1))["snapshots"]
        assert status == "warning"
        assert sentence.startswith(f"backend {sleeper.info.backend_pid} has a transaction open")
        sleeper.rollback()


def test_doctor_tells_rows_in_a_default_partition_and_missing_months(migrated: str) -> None:
    with psycopg.connect(migrated, autocommit=True) as connection:
        connection.execute("INSERT INTO outbox VALUES ('t', '1999-01-01', 'b', '')")
        sentences = [check.sentence for check in doctor._partitions(connection)]
    assert any(sentence.startswith("outbox_default holds 1 rows") for sentence in sentences)
    assert any(sentence.startswith("next month's partitions are missing: movements_") for sentence in sentences)


def test_doctor_tells_binaries_that_are_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres, "WHEEL", "no_such_wheel")
    status, sentence = examine(state_dir=str(tmp_path))["embedded postgres"]
    assert status == "fault"
    assert sentence.startswith("no_such_wheel is not installed")


def test_doctor_tells_a_state_directory_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(postgres, "data_home", lambda state_dir, who: state_dir / "postgres")
    status, sentence = examine(state_dir=str(tmp_path / "file" / "state"))["state directory"]
    assert status == "fault"
    assert sentence.endswith("file cannot be written")


def test_doctor_tells_data_of_another_version_and_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres, "data_home", lambda state_dir, who: tmp_path)
    (tmp_path / "data18").mkdir()
    (tmp_path / "data18" / "PG_VERSION").write_text("16\n")
    monkeypatch.setattr(doctor, "MIN_FREE_BYTES", 1 << 60)
    found = examine(state_dir=str(tmp_path))
    assert found["data directory"][1].endswith("was made by PostgreSQL 16, not 18")
    assert found["disk"][0] == "fault"


def test_doctor_exits_with_one_when_something_is_wrong_and_shows_a_table(migrated: str) -> None:
    done = servers.run("doctor", database_url="postgresql://u:secret@127.0.0.1:1/x", listen="127.0.0.1:0")
    assert done.returncode == 1
    assert "cannot be reached" in done.stdout
    assert "secret" not in done.stdout
