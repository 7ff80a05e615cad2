"""Networks that are slow, lossy, one-way or silent: between clients and server, and between server and database."""

from __future__ import annotations

import time

from tests.battery import site
from tests.battery.load import Load, loaded
from tests.battery.proxy import Proxy, Weather
from tests.battery.stage import Bench
from tests.support import server as servers
from tests.support.books import examine
from tests.support.history import History, Outcome
from tests.support.server import RunningServer

CALL_SECONDS = 4.0
GRACE_SECONDS = 1.5
"""Beyond its deadline no call may last, however silent the network is. Its client shares two cores with everybody."""

SKIES: dict[str, Weather] = {
    "latency": Weather(latency=0.05),
    "jitter": Weather(latency=0.01, jitter=0.15),
    "slow drip": Weather(drip=0.0002),
    "cuts": Weather(cuts=0.02),
    "black hole there": Weather(hole_there=True),
    "black hole back": Weather(hole_back=True),
}


def network(bench: Bench) -> None:
    """Each weather on each side under load, then it clears; nobody hangs, and everybody is served again at once."""
    for side in ("clients", "database"):
        with site.cluster() as postgres:
            far = Proxy(f"127.0.0.1:{postgres.port}", seed=bench.seed)
            url = postgres.url.replace(f":{postgres.port}/", f":{far.port}/")
            try:
                with servers.serving(url) as server:
                    history = _all_weathers(bench, side, server, far, postgres.url)
            finally:
                far.close()
            bench.report.add_history(history)
            bench.report.findings += examine(postgres.url, history)


def _all_weathers(bench: Bench, side: str, server: RunningServer, far: Proxy, true_url: str) -> History:
    seconds = bench.pick(ci=1, full=6, soak=20)
    near = Proxy(server.address, seed=bench.seed)
    recovered: dict[str, float] = {}
    try:
        how = {"workers": 8, "seed": f"{bench.seed}", "timeout": CALL_SECONDS}
        with loaded(near.address, true_url, **how) as load:  # type: ignore[arg-type]
            for name, weather in SKIES.items():
                bench.report.faults[f"{name}, {side}"] += 1
                recovered[name] = _under(load, near if side == "clients" else far, weather, seconds)
    finally:
        near.close()
    longest = max(call.ended - call.started for call in load.history.calls)
    bench.report.figures[f"recovered after s, {side}"] = {name: round(one, 2) for name, one in recovered.items()}
    bench.report.figures[f"longest call s, {side}"] = round(longest, 2)
    if longest > CALL_SECONDS + GRACE_SECONDS:
        bench.report.find("outage", f"{side}: a call lasted {longest:.2f} s with {CALL_SECONDS} s to go")
    return load.history


def _under(load: Load, proxy: Proxy, weather: Weather, seconds: float) -> float:
    """How long it takes, once the weather has cleared, until somebody is answered again."""
    proxy.weather = weather
    time.sleep(seconds)
    proxy.weather = Weather()
    cleared = time.monotonic()
    # What went into the hole will not come out of it: the network says so, as a real one does in the end.
    if weather.hole_there or weather.hole_back:
        proxy.cut_all()
    seen = load.history.count(Outcome.OK)
    while load.history.count(Outcome.OK) == seen:
        assert time.monotonic() < cleared + 60, f"nobody is served again after {weather}"
        time.sleep(0.01)
    return time.monotonic() - cleared
