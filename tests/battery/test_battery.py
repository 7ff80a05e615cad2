"""The battery in the small: every stage once with a fixed seed, and a few canaries. `make battery` does it at length."""

from __future__ import annotations

import pytest

from tests.battery.canaries.mutants import MUTANTS
from tests.battery.canaries.showing import Rotten, copy_with, show
from tests.battery.stage import Size, run
from tests.battery.stages import NARROW, STAGES

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]  # on a machine that others use as well

SEED = 20
FOLDED = {"watchers", "crowds", "relays", "moments", "tenants"}
"""Stages that are tests of the suite, which runs them anyhow."""
SHOWN = (
    "the CHECK against overselling is missing",
    "a replay does not look at the content",
    "a replay commits nothing",
    "a transaction is not marked",
)


@pytest.mark.parametrize("stage", [name for name in STAGES if name not in FOLDED])
def test_the_books_are_right_whatever_is_done(stage: str) -> None:
    report = run(stage, STAGES[stage], seed=SEED, size=Size.CI)
    assert report.findings == [], "\n".join(map(str, report.findings))


@pytest.mark.parametrize("name", SHOWN)
def test_the_battery_finds_a_bug_that_was_put_there(name: str) -> None:
    (mutant,) = [one for one in MUTANTS if one.name == name]
    verdict = show(mutant, seed=SEED)
    assert verdict.is_right, verdict.shown


def test_every_canary_still_changes_the_product(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert len({one.name for one in MUTANTS}) == len(MUTANTS) >= 15
    for number, mutant in enumerate(MUTANTS):
        assert mutant.stage in {*STAGES, *NARROW}
        copy_with(mutant, tmp_path / str(number))
    rotten = type(MUTANTS[0])(
        "rotten", "walls", "", (type(MUTANTS[0].edits[0])("migrations/env.py", "no such text", ""),)
    )
    with pytest.raises(Rotten):
        copy_with(rotten, tmp_path / "rotten")
