"""Every step of the engine's transaction, before and after it: raise, end the process, sleep, drop the connection."""

from __future__ import annotations

import tempfile
import threading
import time
from itertools import product
from pathlib import Path

from tests.battery import site
from tests.battery.entry import ACTIONS, SIDES, STEPS
from tests.battery.load import loaded
from tests.battery.stage import Bench, Fault
from tests.support.books import examine
from tests.support.server import RunningServer

CI = (("commit", "before", "exit"), ("commit", "after", "raise"), ("commit", "after", "exit"),
      ("lock", "after", "drop"), ("answer", "before", "exit"), ("publish", "before", "raise"))  # fmt: skip
FIRING_SECONDS = 20.0
NOT_OURS = frozenset({"INTERNAL"})
"""What a client may be told while bugs are planted: a failpoint that raises is one."""


def failpoints(bench: Bench) -> None:
    """Each combination so many times, one after another, under load; the process is started again when it ends."""
    times = bench.pick(ci=1, full=3, soak=25)
    every = list(product(STEPS, SIDES, ACTIONS)) if bench.pick(ci=0, full=1, soak=1) else list(CI)
    faults: list[Fault] = []
    with site.cluster() as postgres, tempfile.TemporaryDirectory(prefix="holdfast-failpoints-") as folder:
        path = Path(folder) / "armed"
        keeper = _Keeper(postgres.url, path)
        try:
            how = {"workers": 8, "without_id": 0.2, "seed": f"{bench.seed}", "passing": NOT_OURS}
            with loaded(keeper.address, postgres.url, **how) as load:  # type: ignore[arg-type]
                for step, side, action in every:
                    faults += _fire(bench, path, (step, side, action), times)
                path.unlink(missing_ok=True)
                time.sleep(0.2)
                until = time.monotonic()
        finally:
            keeper.close()
        bench.report.add_history(load.history)
        bench.report.add_faults(faults, load.history, until)
        # A single process that ends is away until it is started again; the kill matrix measures what users have.
        bench.report.figures["longest silence"] = round(bench.report.longest_outage, 2)
        bench.report.longest_outage = 0.0
        bench.report.figures["combinations"] = len(every)
        bench.report.findings += examine(postgres.url, load.history)


def _fire(bench: Bench, path: Path, point: tuple[str, str, str], times: int) -> list[Fault]:
    """Arm one failpoint and wait until it has fired so often."""
    fired = path.with_suffix(".fired")
    before = len(fired.read_text().splitlines()) if fired.exists() else 0
    faults = []
    for number in range(times):
        faults.append(Fault(f"{point[2]} {point[1]} {point[0]}", time.monotonic()))
        path.write_text(f"{' '.join(point)} 1")
        give_up = time.monotonic() + FIRING_SECONDS
        while not fired.exists() or len(fired.read_text().splitlines()) <= before + number:
            if time.monotonic() > give_up:
                bench.report.find("broken", f"the failpoint {point} is never reached")
                return faults
            time.sleep(0.01)
    return faults


class _Keeper:
    """Keeps one server alive on one address, whatever ends it."""

    def __init__(self, url: str, path: Path) -> None:
        self._url = url
        self._extra = {"BATTERY_FAULTS": str(path)}
        self._server = site.start_entry(url, extra=self._extra)
        self.address = self._server.address
        self._closing = False
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def _keep(self) -> None:
        while not self._closing:
            if self._server.process.poll() is None:
                time.sleep(0.01)
                continue
            self._server.process.stdout.close()  # type: ignore[union-attr]
            self._server = self._again()

    def _again(self) -> RunningServer:
        return site.start_entry(self._url, listen=self.address, extra=self._extra, migrate="false")

    def close(self) -> None:
        self._closing = True
        self._thread.join(60)
        site.close(self._server)
