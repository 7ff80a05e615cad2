"""The stages, by the names that they are asked for."""

from __future__ import annotations

from tests.battery.stage import Stage
from tests.battery.stages import clocks, commits, failpoints, fuzz, kills, storms, walls
from tests.battery.stages.folded import tests

STAGES: dict[str, Stage] = {
    "kills": kills.kills,
    "failpoints": failpoints.failpoints,
    "commits": commits.commits,
    "replays": commits.replays,
    "retries": storms.retries,
    "deadlines": storms.deadlines,
    "oversell": storms.oversell,
    "races": storms.races,
    "walls": walls.walls,
    "clocks": clocks.clocks,
    "fuzz": fuzz.fuzz,
}
NARROW: dict[str, Stage] = {
    "terminations": kills.terminations,
    "database": kills.database_kills,
    "moments": tests("tests/store/test_interleavings.py"),
    "tenants": tests("tests/store/test_tenants.py"),
}
"""Parts of what the suite or another stage tries anyhow, by themselves: what a canary is shown to."""
