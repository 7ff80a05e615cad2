"""The stages, by the names that they are asked for."""

from __future__ import annotations

from tests.battery.stage import Stage
from tests.battery.stages import (
    clocks,
    commits,
    drain,
    failpoints,
    fuzz,
    http2,
    kills,
    network,
    overload,
    storms,
    unwritable,
    walls,
)
from tests.battery.stages.folded import tests

# Migration under load, backup and failover (tests/ha), the matrix of identities, TLS and secrets in logs are tried by
# suites of their own; they join here as stages made of their tests, as `watchers` is.
STAGES: dict[str, Stage] = {
    "kills": kills.kills,
    "failpoints": failpoints.failpoints,
    "commits": commits.commits,
    "replays": commits.replays,
    "retries": storms.retries,
    "deadlines": storms.deadlines,
    "oversell": storms.oversell,
    "crossings": storms.crossings,
    "races": storms.races,
    "walls": walls.walls,
    "clocks": clocks.clocks,
    "fuzz": fuzz.fuzz,
    "http2": http2.http2,
    "network": network.network,
    "unwritable": unwritable.unwritable,
    "drain": drain.drain,
    "watchers": tests("tests/faults/test_watchers.py", "tests/faults/test_projector.py", rounds=3),
    "crowds": tests(
        "tests/faults/test_crowds.py", "tests/faults/test_bundles.py", "tests/faults/test_expiry_races.py", rounds=3
    ),
    "relays": tests("tests/store/test_relay.py"),
    "moments": tests("tests/store/test_interleavings.py"),
    "tenants": tests("tests/store/test_tenants.py"),
    "overload": overload.overload,
}
NARROW: dict[str, Stage] = {
    "terminations": kills.terminations,
    "database": kills.database_kills,
    "late": tests("tests/store/test_relay.py::test_who_commits_late_is_told_late_though_its_instant_was_early"),
}
"""Parts of what the suite or another stage tries anyhow, by themselves: what a canary is shown to."""
