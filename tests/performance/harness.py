"""What the benchmarks share: servers, yardsticks, the load between them, and how results are shown and checked."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import psutil
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import inventory_service_pb2_grpc as inventory
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import stock_location_service_pb2_grpc as locations
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.runtime.postgres import EmbeddedPostgres, find_binaries

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTORS = ROOT / "generated" / "descriptors" / "holdfast_inventory_v1.binpb"
ITEMS = 1000
PLACES = 4
STOCK = 10**12
CONNECTIONS = 8
OPEN_LOOP_ATTEMPTS = 3
SERVICE = "holdfast.inventory.v1.InventoryService"

RESERVE = (
    '{"request_id":"{{.UUID}}","lines":[{"line_item_id":"line","inventory_item_id":"%s",'
    '"quantity":1,"location_id":"sloc_0"}]}'
)
RANDOM_ITEM = "iitem_{{randomInt 0 1000}}"
HOT = RESERVE % "iitem_hot"
SOLD_OUT = RESERVE % "iitem_soldout"
AVAILABILITY = '{"inventory_item_id":"%s"}' % RANDOM_ITEM
CONFIRM = '{"lines":[{"inventory_item_id":"%s","quantity":1,"location_id":"sloc_{{randomInt 0 4}}"}]}' % RANDOM_ITEM

# The same tables, indexes, request rows and outbox as a reservation of the server writes, one transaction each.
PGBENCH = """
\\set n random(0, 999999999999)
\\set m random(0, 999999999999)
BEGIN;
SELECT version FROM levels WHERE tenant_id = 'default' AND item_id = 'iitem_hot' AND location_id = 'sloc_0' FOR NO KEY UPDATE;
SELECT clock_timestamp();
INSERT INTO batches (tenant_id, batch_id, create_time) VALUES ('default', 'pgb_' || :n || '_' || :m, clock_timestamp());
INSERT INTO requests (tenant_id, method, request_id, fingerprint, answer, create_time)
  VALUES ('default', 'CreateReservation', 'pgb_' || :n || '_' || :m, decode(repeat('ab', 33), 'hex'), decode(repeat('cd', 320), 'hex'), clock_timestamp());
INSERT INTO reservations (tenant_id, id, state, create_time, update_time)
  VALUES ('default', 'pgb_' || :n || '_' || :m, 'CONFIRMED', clock_timestamp(), clock_timestamp());
INSERT INTO allocations (tenant_id, item_id, location_id, claim_seq, entry, id, reservation_id, line_id, line_index, line_item_id, quantity)
  SELECT 'default', 'iitem_hot', 'sloc_0', l.version + 1, 0, 'pga_' || :n || '_' || :m, 'pgb_' || :n || '_' || :m, 'pgl_' || :n || '_' || :m, 0, 'line', 1
  FROM levels AS l WHERE l.tenant_id = 'default' AND l.item_id = 'iitem_hot' AND l.location_id = 'sloc_0';
INSERT INTO movements (tenant_id, item_id, location_id, recorded_time, version, entry, posting_id, bucket, delta, balance, reason, reservation_id, allocation_id, actor, request_id, effective_time)
  SELECT 'default', 'iitem_hot', 'sloc_0', clock_timestamp(), l.version + 1, 0, 'post_' || :n || '_' || :m, 2, 1, l.reserved + 1, 31, 'pgb_' || :n || '_' || :m, 'pga_' || :n || '_' || :m, 'pgbench', 'pgb_' || :n || '_' || :m, clock_timestamp()
  FROM levels AS l WHERE l.tenant_id = 'default' AND l.item_id = 'iitem_hot' AND l.location_id = 'sloc_0';
UPDATE levels SET reserved = reserved + 1, version = version + 1, update_time = clock_timestamp()
  WHERE tenant_id = 'default' AND item_id = 'iitem_hot' AND location_id = 'sloc_0';
INSERT INTO outbox (tenant_id, recorded_time, batch_id, events) VALUES ('default', clock_timestamp(), 'pgb_' || :n || '_' || :m, decode(repeat('ef', 700), 'hex'));
INSERT INTO outbox_pending (tenant_id, batch_id, recorded_time) VALUES ('default', 'pgb_' || :n || '_' || :m, clock_timestamp());
COMMIT;
"""


@dataclass(slots=True)
class Side:
    """One of the things that are compared, and what its rounds came to."""

    name: str
    run: Callable[[], Sample]
    samples: list[Sample] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(sample.rate for sample in self.samples)

    @property
    def spread(self) -> str:
        rates = [sample.rate for sample in self.samples]
        return f"{min(rates):,.0f}–{max(rates):,.0f}"

    def latency(self, percentile: int) -> float:
        return statistics.median(sample.latency[percentile] for sample in self.samples)

    def micros(self, who: str) -> float:
        return statistics.median(sample.micros.get(who, 0.0) for sample in self.samples)

    def by_round(self, theirs: Side) -> list[float]:
        """Our rate against theirs in each round: what ran side by side is compared, so that a drift strikes both."""
        return [ours.rate / other.rate for ours, other in zip(self.samples, theirs.samples, strict=True)]


@dataclass(slots=True)
class Sample:
    """One run: calls per second, and CPU microseconds per call by who spent them."""

    rate: float
    micros: dict[str, float]
    codes: dict[str, int]
    latency: dict[int, float] = field(default_factory=dict)
    """Milliseconds by percentile; 0 is the average."""

    @property
    def calls(self) -> int:
        return sum(self.codes.values())


@dataclass(slots=True)
class Row:
    """One line of the table: a ratio and what it must reach (0: it is only shown)."""

    name: str
    what: str
    ours: str
    theirs: str
    bar: float

    def by_round(self, sides: dict[str, Side]) -> list[float]:
        return sides[self.ours].by_round(sides[self.theirs])

    def ratio(self, sides: dict[str, Side]) -> float:
        """The median of the rounds."""
        return statistics.median(self.by_round(sides))


class Bench:
    """Servers, yardsticks and the load between them."""

    def __init__(self, seconds: float, ghz: str, database_url: str, postgres_pid: int) -> None:
        self.seconds = seconds
        self.ghz = ghz
        self.url = database_url
        self.postgres_pid = postgres_pid

    def load(
        self,
        port: int,
        server_pid: int,
        method: str,
        data: str,
        *,
        concurrency: int = 128,
        connections: int = CONNECTIONS,
        units: int = 1,
        total: int | None = None,
        flags: Sequence[str] = (),
    ) -> Sample:
        """ghz against one server for some seconds, or for `total` calls.

        Each call does so many units of work, which are what is counted.
        """
        until = (
            ["--duration", f"{self.seconds}s", "--duration-stop", "wait"] if total is None else ["--total", f"{total}"]
        )
        command = [*self.ghz_command(method, data, concurrency, connections), *until, *flags, f"127.0.0.1:{port}"]
        before = self._cpu(server_pid)
        with self._children_cpu() as generator:
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        after = self._cpu(server_pid)
        report = json.loads(done.stdout)
        count = report["count"] * units
        micros = {name: (after[name] - before[name]) / count * 1e6 for name in after}
        micros["load"] = generator[0] / count * 1e6
        latency = {one["percentage"]: one["latency"] / 1e6 for one in report["latencyDistribution"] or ()}
        latency[0] = report["average"] / 1e6
        return Sample(report["rps"] * units, micros, report["statusCodeDistribution"], latency)

    def open_loop(self, port: int, server_pid: int, method: str, data: str, *, rate: int, connections: int) -> Sample:
        """Calls at a fixed rate, whether or not others have been answered.

        A server drops what comes while it may not run, and a dropped call is a quick one: such a run is done again.
        """
        flags = ["--async", "--rps", str(rate)]
        for _ in range(OPEN_LOOP_ATTEMPTS):
            sample = self.load(port, server_pid, method, data, connections=connections, flags=flags)
            if set(sample.codes) == {"OK"}:
                return sample
        raise SystemExit(f"{rate} calls a second are more than {method} can take here: {sample.codes}")

    def ghz_command(self, method: str, data: str, concurrency: int, connections: int) -> list[str]:
        """ghz and what is to be called; how long and where is to follow."""
        return [
            self.ghz,
            "--insecure",
            "--protoset",
            str(DESCRIPTORS),
            "--call",
            f"{SERVICE}.{method}",
            "--concurrency",
            str(concurrency),
            "--connections",
            str(connections),
            "--format",
            "json",
            "--data",
            data,
        ]

    @contextlib.contextmanager
    def hammering(self, port: int, method: str, data: str, *, concurrency: int, connections: int) -> Iterator[None]:
        """The same load in the background for as long, over connections of its own."""
        command = [*self.ghz_command(method, data, concurrency, connections), "--duration", "1h", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            time.sleep(1)  # until it is under way
            yield
        finally:
            process.send_signal(signal.SIGINT)
            told, _ = process.communicate(timeout=60)
        codes = json.loads(told)["statusCodeDistribution"]
        assert set(codes) <= {"OK", "Canceled", "Unavailable"}, f"the background load was answered {codes}"
        assert codes["OK"] > 0, "there was no load in the background"

    @contextlib.contextmanager
    def briefly(self) -> Iterator[None]:
        """Runs of two seconds at most: to warm connections, plans and caches."""
        seconds, self.seconds = self.seconds, min(self.seconds, 2.0)
        try:
            yield
        finally:
            self.seconds = seconds

    def pgbench(self, clients: int, text: str = PGBENCH, *, units: int = 1) -> Sample:
        """Plain SQL, each transaction by itself: on the hot row, unless it says otherwise."""
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(text)
            script.flush()
            seconds = max(1, round(self.seconds))
            before = self._cpu(None)
            with self._children_cpu() as generator:
                told = self._run_pgbench(clients, script.name, seconds)
                while "tps" not in told:  # on a busy machine they may not even have connected in so short a time
                    seconds *= 2
                    assert seconds < 60, told
                    told = self._run_pgbench(clients, script.name, seconds)
            after = self._cpu(None)
        count = int(told["number of transactions actually processed"]) * units
        micros = {
            "postgres": (after["postgres"] - before["postgres"]) / count * 1e6,
            "load": generator[0] / count * 1e6,
        }
        latency = {0: float(told["latency average"].split()[0])}
        return Sample(float(told["tps"].split()[0]) * units, micros, {"OK": count}, latency)

    def _run_pgbench(self, clients: int, script: str, seconds: int) -> dict[str, str]:
        """What pgbench says at the end, by name."""
        binary = find_binaries() / "pgbench"
        command = [str(binary), "-n", "-M", "prepared", "-c", str(clients), "-j", "2"]
        command += ["-T", str(seconds), "-f", script, self.url]
        environment = {**os.environ, "LD_LIBRARY_PATH": str(binary.parent.parent / "lib")}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        assert "aborted" not in done.stderr, done.stderr[-2000:]
        return dict(re.findall(r"^([^=:]+?) ?[=:] (.+)$", done.stdout, re.MULTILINE))

    def _cpu(self, server_pid: int | None) -> dict[str, float]:
        seconds = {"postgres": _tree_cpu(self.postgres_pid)}
        if server_pid is not None:
            seconds["server"] = _tree_cpu(server_pid)
        return seconds

    @contextlib.contextmanager
    def _children_cpu(self) -> Iterator[list[float]]:
        spent = [0.0]
        before = os.times()
        yield spent
        after = os.times()
        spent[0] = after.children_user + after.children_system - before.children_user - before.children_system


def _tree_cpu(pid: int) -> float:
    """CPU seconds of a process and of its children, those included that have ended: pgbench's backends are gone."""
    process = psutil.Process(pid)
    ended = process.cpu_times()
    total = ended.children_user + ended.children_system
    for one in (process, *process.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system
    return total


@contextlib.contextmanager
def started(command: list[str], read_port: Callable[[str], int], **environment: str) -> Iterator[tuple[int, int]]:
    """A server process that says its port; (port, pid)."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    try:
        assert process.stdout is not None
        yield read_port(process.stdout.readline()), process.pid
    finally:
        process.terminate()
        process.wait(30)


def serving(url: str, *flags: str) -> contextlib.AbstractContextManager[tuple[int, int]]:
    """`holdfast serve` on a database; (port, pid)."""
    command = [sys.executable, "-m", "holdfast_server", "serve", "--json", "--listen", "127.0.0.1:0", *flags]
    return started(command, read_address, HOLDFAST_DATABASE_URL=url, HOLDFAST_DEV="true")


def yardstick(name: str) -> contextlib.AbstractContextManager[tuple[int, int]]:
    """One of the servers of `echo.py`; (port, pid)."""
    return started([sys.executable, "-m", "tests.performance.echo", name], int)


def read_address(line: str) -> int:
    """The port out of what `holdfast serve --json` says first."""
    return int(json.loads(line)["address"].rpartition(":")[2])


@contextlib.contextmanager
def embedded(options: Mapping[str, str] | None = None) -> Iterator[EmbeddedPostgres]:
    """A database of its own, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        Path(folder).chmod(0o711)
        database = EmbeddedPostgres(Path(folder) / "state", options or {})
        database.start()
        try:
            yield database
        finally:
            database.stop()


def fill(port: int) -> None:
    """A thousand items at four locations, one hot, one sold out."""
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        stock = inventory.InventoryServiceStub(channel)
        places = locations.StockLocationServiceStub(channel)
        for place in range(PLACES):
            location = types.StockLocation(id=f"sloc_{place}", name=f"Location {place}")
            places.CreateStockLocation(locations_pb.CreateStockLocationRequest(location=location))
        names = [f"iitem_{number}" for number in range(ITEMS)]
        _all_ok(
            stock.BatchCreateInventoryItems(
                pb.BatchCreateInventoryItemsRequest(
                    entries=[pb.CreateInventoryItemRequest(item=types.InventoryItem(id=name)) for name in names]
                ),
                timeout=30,
            )
        )
        for name in ("iitem_hot", "iitem_soldout"):
            stock.CreateInventoryItem(pb.CreateInventoryItemRequest(item=types.InventoryItem(id=name)))
        wanted = [(name, place, STOCK) for place in range(PLACES) for name in names]
        wanted += [("iitem_hot", 0, STOCK), ("iitem_soldout", 0, 0)]
        for start in range(0, len(wanted), 1000):
            entries = [
                pb.CreateInventoryLevelRequest(
                    level=types.InventoryLevel(
                        inventory_item_id=name, location_id=f"sloc_{place}", stocked_quantity=quantity
                    )
                )
                for name, place, quantity in wanted[start : start + 1000]
            ]
            _all_ok(stock.BatchCreateInventoryLevels(pb.BatchCreateInventoryLevelsRequest(entries=entries), timeout=30))


def _all_ok(response: Any) -> None:
    errors = [result.error.message for result in response.results if result.HasField("error")]
    assert not errors, errors[0]


def show(rows: list[Row], sides: dict[str, Side], used: set[str]) -> None:
    print(f"{'':24}{'calls/s':>9}{'range':>16}{'CPU µs/call: server':>21}{'postgres':>10}{'load':>7}")
    for name, one in sides.items():
        if name in used:
            cells = [one.micros("server"), one.micros("postgres"), one.micros("load")]
            print(f"{name:24}{one.rate:9,.0f}{one.spread:>16}{cells[0]:21.0f}{cells[1]:10.0f}{cells[2]:7.0f}")
    print()
    for row in rows:
        ratio, rounds = row.ratio(sides), row.by_round(sides)
        bar = "shown only" if not row.bar else f"bar {row.bar:.2f} {'met' if ratio >= row.bar else 'MISSED'}"
        spread = f"{min(rounds):.2f}–{max(rounds):.2f}"
        print(f"{row.name:4} {row.what:48} {ratio:5.2f} {spread:>11}  {'█' * round(min(ratio, 2) * 20):40} {bar}")


def check_codes(sides: dict[str, Side], used: set[str]) -> None:
    for name in used:
        wanted = "FailedPrecondition" if "sold out" in name else "OK"
        for sample in sides[name].samples:
            strays = {code: count for code, count in sample.codes.items() if code != wanted}
            assert not strays, f"{name} answered {strays}"


def check_books(url: str) -> None:
    """What pgbench wrote counts too, but for events: its reservations are as the server's own."""
    done = subprocess.run(
        [sys.executable, "-m", "holdfast_server", "verify-ledger", "--json"],
        env={**os.environ, "HOLDFAST_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, f"the books were not read: {done.stderr[-2000:]}"
    report = json.loads(done.stdout)
    assert report["sound"], report["findings"][:3]
    print(
        f"\nthe books are sound: {report['movements_checked']:,} movements, {report['reservations_checked']:,} reservations"
    )


def find_ghz() -> str:
    beside = ROOT / ".tools" / "bin" / "ghz"
    found = str(beside) if beside.exists() else shutil.which("ghz")
    if found is None:
        raise SystemExit("ghz is not installed: run `make bench-quick`")
    return found
