"""Rolling restarts: two servers on one port leave and come back in turn, and whoever calls never notices."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections import Counter
from typing import Any

import grpc
from holdfast.inventory.v1 import inventory_service_pb2_grpc as stubs

from holdfast_server.runtime import ports
from tests.battery import site
from tests.battery.stage import Bench, Fault
from tests.support.books import examine
from tests.support.history import History, baseline_of
from tests.support.server import ROOT, Client
from tests.support.world import Shop, adjust_request, unique

CLIENTS = 6
CONFIG = (ROOT / "clients" / "service_config.json").read_text()


class Caller(threading.Thread):
    """An application with the shipped service config and no retries of its own."""

    def __init__(self, address: str, history: History, level: tuple[str, str]) -> None:
        super().__init__(daemon=True)
        options = [("grpc.service_config", CONFIG), ("grpc.use_local_subchannel_pool", 1)]
        self._channel = grpc.insecure_channel(address, options=options)
        self._stub: Any = stubs.InventoryServiceStub(self._channel)
        self._history = history
        self._level = level
        self.stopping = threading.Event()
        self.failed: Counter[str] = Counter()

    def run(self) -> None:
        while not self.stopping.is_set():
            request = adjust_request((*self._level, 1), reason="FOUND", request_id=unique("call"))
            try:
                self._history.call(self._stub.AdjustInventory, request)
            except grpc.RpcError as error:
                self.failed[f"{error.code().name}: {error.details()}"] += 1  # type: ignore[attr-defined]
            time.sleep(0.002)
        self._channel.close()


def drain(bench: Bench) -> None:
    """So many restarts, one server after the other; no call fails that an application sees."""
    restarts = bench.pick(ci=3, full=100, soak=1000)
    faults: list[Fault] = []
    with site.cluster() as postgres:
        address = f"127.0.0.1:{ports.probe('127.0.0.1:0')}"
        running = [_start(postgres.url, address) for _ in range(2)]
        client = Client(address)
        level = Shop(client).stocked(0)
        history = History(baseline=baseline_of(postgres.url))
        callers = [Caller(address, history, level) for _ in range(CLIENTS)]
        for caller in callers:
            caller.start()
        for number in range(restarts):
            time.sleep(0.2)
            faults.append(Fault("server restarted in turn", time.monotonic()))
            leaving = running[number % 2]
            leaving.send_signal(signal.SIGTERM)
            code = leaving.wait(60)
            if code:
                bench.report.find("broken", f"a server left with {code}")
            assert leaving.stdout is not None
            leaving.stdout.close()
            running[number % 2] = _start(postgres.url, address)
            if number % 20 == 19:
                bench.say(f"{number + 1} restarts, {len(history.calls)} calls")
        until = time.monotonic()
        for caller in callers:
            caller.stopping.set()
        for caller in callers:
            caller.join(60)
        failed = sum((caller.failed for caller in callers), Counter[str]())
        if failed:
            bench.report.find("outage", f"calls failed while servers were replaced: {dict(failed)}")
        history.settle(lambda method: getattr(client.inventory, method))
        bench.report.add_history(history)
        bench.report.add_faults(faults, history, until)
        bench.report.findings += examine(postgres.url, history, is_relayed=True)
        client.close()
        for process in running:
            process.terminate()
            process.wait(60)
            assert process.stdout is not None
            process.stdout.close()


def _start(url: str, address: str) -> subprocess.Popen[str]:
    return site.same_port_worker(url, address, drain_notice="0.2")
