"""Shows every canary bug to the stage that must find it, and the product as it is to the same stages.

    python -m tests.battery.canaries [--only TEXT] [--seed N]

Exits with 1 where a bug was not found, or something was found in the product itself.
"""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.table import Table

from tests.battery.canaries.mutants import MUTANTS
from tests.battery.canaries.showing import Verdict, show, show_unchanged


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="canaries whose name has this text")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chosen = [one for one in MUTANTS if given.only in one.name]
    verdicts: list[Verdict] = []
    for mutant in chosen:
        verdicts.append(show(mutant, seed=given.seed))
        _line(verdicts[-1])
    for stage in dict.fromkeys(one.stage for one in chosen):
        verdicts.append(show_unchanged(stage, seed=given.seed))
        _line(verdicts[-1])
    table = Table(title=f"canaries, seed {given.seed}")
    for column in ("bug", "stage", "caught", "seconds", "by"):
        table.add_column(column)
    for one in verdicts:
        table.add_row(one.name, one.stage, "yes" if one.is_right else "NO", f"{one.seconds:.0f}", one.shown[:90])
    Console(width=180).print(table)
    caught = sum(one.is_right for one in verdicts[: len(chosen)])
    print(f"{caught} of {len(chosen)} canaries caught")
    return 0 if all(one.is_right for one in verdicts) else 1


def _line(one: Verdict) -> None:
    print(f"{'ok ' if one.is_right else 'NO '} {one.name} [{one.stage}] {one.shown[:160]}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
